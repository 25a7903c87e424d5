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

import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import io.weir.counters.Counters;
import io.weir.link.Connection;
import io.weir.link.TransportAgent;
import io.weir.test.Rule;
import java.io.File;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Transports that are given no driver share one of the process. */
@Rule("N-6")
class SharedDriverTest
{
    private static final long LIMIT_NS = 10_000_000_000L;

    private final Counters counters = Counters.inMemory();

    @Test
    void shouldReachEachOtherAndPassTheDriverOnWhenTheOneThatInvokesItCloses()
    {
        final AeronTransport first = launch();
        final AeronTransport second = launch();
        final AeronTransport third = launch();
        assertEquals(first.directory(), second.directory());
        final TransportAgent one = first.agent("one", counters);
        final TransportAgent two = second.agent("two", counters);
        assertTrue(connects(two, one), "the first invokes the driver");
        one.close();
        first.close();

        final TransportAgent three = third.agent("three", counters);
        assertTrue(connects(two, three), "another has taken over");
        two.close();
        three.close();
        assertTrue(new File(second.directory()).exists());
        second.close();
        third.close();
        assertFalse(new File(second.directory()).exists(), "the last takes it away");
        counters.close();
    }

    @Test
    void shouldBeInvokedBySomebodyWhenTheAgentThatShouldIsNotThere()
    {
        final AeronTransport transport = launch(7);
        final TransportAgent one = transport.agent("one", counters);
        final TransportAgent two = transport.agent("two", counters);
        assertTrue(connects(one, two));
        one.close();
        two.close();
        transport.close();
        counters.close();
    }

    private static AeronTransport launch()
    {
        return launch(0);
    }

    private static AeronTransport launch(final int invokingAgent)
    {
        return AeronTransport.launch(new AeronTransport.Context()
            .set(Settings.AERON_DRIVER_AGENT, invokingAgent)
            .set(Settings.AERON_DRIVER_THREADING, DriverThreading.INVOKER));
    }

    private static boolean connects(final TransportAgent connector, final TransportAgent acceptor)
    {
        acceptor.listen(TransportPair.IPC, connection -> true);
        final Connection connection = connector.connect(TransportPair.IPC);
        final boolean connected = await(connection::isConnected, connector, acceptor);
        connection.close();
        return connected;
    }

    private static boolean await(final BooleanSupplier condition, final TransportAgent one, final TransportAgent other)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean() && System.nanoTime() - deadlineNs < 0)
        {
            one.doWork(System.nanoTime());
            other.doWork(System.nanoTime());
        }
        return condition.getAsBoolean();
    }
}
