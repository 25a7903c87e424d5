/*
 * Copyright 2026 The Weir Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.weir.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.CommonContext;
import io.weir.Result;
import io.weir.link.Connection;
import io.weir.counters.CounterType;
import io.weir.test.Rule;
import io.weir.test.TestLog;
import java.io.File;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The driver dies, or takes a client for dead: the agents live on. */
class DriverLossTest
{
    private static final long SHORT_TIMEOUT_NS = 1_100_000_000L;

    @Test
    @Rule({"N-1", "N-3", "T-13"})
    void shouldEndConnectionsAndListenAnewWhenTheDriverIsKilledAndLaunchedAgain() throws Exception
    {
        final File directory = new File(CommonContext.generateRandomDirName());
        try (DriverProcess driver = new DriverProcess(directory).launch();
            TransportPair pair = new TransportPair(directory.toString()))
        {
            pair.listen(TransportPair.IPC);
            final Connection there = pair.open(TransportPair.IPC);
            final Connection back = pair.accepted.get(0);
            driver.kill();
            pair.await("both ends have noticed", () -> there.isClosed() && back.isClosed());
            assertFalse(there.reason().isEmpty());
            assertTrue(there.isTransportLost() && back.isTransportLost(), "it is not the peers' fault");
            assertTrue(TestLog.has("the media driver in " + directory + " is lost"));
            assertTrue(pair.acceptorCounters.counter(CounterType.DRIVERS_LOST_TOTAL).get() > 0);
            assertEquals(Result.NOT_CONNECTED, there.sink().claim(0, 64));
            there.close();
            back.close();

            final Connection early = pair.connector.connect(TransportPair.IPC);
            pair.await("nothing to connect to", early::isClosed);
            assertTrue(early.reason().contains("no media driver"), early.reason());
            early.close();

            // Until it is plain that the killed one is dead.
            pair.await("no sign of life", () -> !DriverDirectory.isActiveQuietly(directory, 4_000));
            IoUtil.delete(directory, true);
            driver.launch();
            // A client that finds the old driver's last sign of life connects to it, and must notice once more.
            pair.await("clients", () -> ((AeronTransportAgent)pair.connector).isClientOpen() &&
                ((AeronTransportAgent)pair.acceptor).isClientOpen());
            final Connection again = pair.open(TransportPair.IPC);
            pair.exchange(again, pair.accepted.get(1), 1_000);
            again.close();
            pair.accepted.get(1).close();
        }
    }

    @Test
    @Rule("N-3")
    void shouldSayThatTheTransportIsAtFaultWhenTheDriverIsSilentBeforeItIsTakenForDead() throws Exception
    {
        final File directory = new File(CommonContext.generateRandomDirName());
        try (DriverProcess driver = new DriverProcess(directory).launch();
            TransportPair pair = new TransportPair(directory.toString(), 20_000_000_000L))
        {
            pair.listen(TransportPair.IPC);
            final Connection there = pair.open(TransportPair.IPC);
            assertFalse(there.isTransportLost());
            driver.kill();
            pair.await("the driver's silence is noticed", there::isTransportLost);

            assertFalse(there.isClosed(), "it may yet come back");
            there.close();
        }
    }

    @Test
    @Rule("N-3")
    void shouldFindItsConnectionsEndedWhenAnAgentWasPausedForTooLongWithAClaimOpen()
    {
        final EmbeddedDriver.Context context = TransportPair.quickContext();
        context.aeron().clientLivenessTimeoutNs(SHORT_TIMEOUT_NS).publicationUnblockTimeoutNs(2 * SHORT_TIMEOUT_NS);
        try (EmbeddedDriver driver = TransportPair.launchDriver(context);
            TransportPair pair = new TransportPair(driver, new AeronTransport.Context(), new AeronTransport.Context()))
        {
            pair.listen(TransportPair.IPC);
            final Connection there = pair.open(TransportPair.IPC);
            final Connection back = pair.accepted.get(0);
            final int offset = there.sink().claim(0, 64);
            final UnsafeBuffer buffer = there.sink().buffer();
            final long startNs = System.nanoTime();
            while (!back.isClosed() && System.nanoTime() - startNs < 15 * SHORT_TIMEOUT_NS)
            {
                // The connector's agent is not invoked, so that to the driver its client is dead.
                pair.acceptor.doWork(System.nanoTime());
            }
            assertTrue(back.isClosed(), "the acceptor has noticed");
            assertFalse(back.isTransportLost(), back.reason());
            back.close();

            buffer.setMemory(offset, 64, (byte)1);
            there.sink().commit();
            assertFalse(there.isClosed(), "nothing goes away but in a duty cycle");
            pair.await("the connector has noticed", there::isClosed);
            assertTrue(there.isTransportLost(), there.reason());
            assertEquals(Result.NOT_CONNECTED, there.sink().claim(0, 64));
            there.close();

            final Connection again = pair.open(TransportPair.IPC);
            pair.exchange(again, pair.accepted.get(1), 1_000);
        }
    }
}
