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

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.weir.link.Connection;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that speak Aeron, but not Weir. */
@Rule("N-1")
class StrangerTest
{
    private final List<String> rejections = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("strangers")
    void shouldBeShownAndTurnedAwayWhenAPeerIsSilentOrBabbles(final String address, final boolean babbles)
    {
        try (TransportPair pair = new TransportPair(); Aeron aeron = connect(pair))
        {
            pair.listen(address);
            final ExclusivePublication stranger = publication(pair, aeron, address);
            await(pair, aeron, "the stranger reaches it", stranger::isConnected);
            if (babbles)
            {
                await(pair, aeron, "babble", () -> stranger.offer(new UnsafeBuffer(new byte[100])) > 0);
            }
            await(pair, aeron, "it is shown", () -> !pair.accepted.isEmpty());
            final Connection connection = pair.accepted.get(0);
            assertEquals(0, connection.poll(1, (session, buffer, offset, length) ->
            {}, 10), "what is not Hello is not taken");
            connection.close();

            await(pair, aeron, "it is turned away", () -> !stranger.isConnected() && !rejections.isEmpty());
            assertTrue(rejections.get(0).contains("closed here"), () -> rejections.get(0));
            assertEquals("", pair.errors());
        }
    }

    @Test
    void shouldShowAPeerAgainWhenTheListenerDoesNotTakeIt()
    {
        try (TransportPair pair = new TransportPair())
        {
            final int[] shown = {0};
            pair.acceptor.listen(TransportPair.IPC, connection -> ++shown[0] >= 3 && pair.accepted.add(connection));
            final Connection connection = pair.connector.connect(TransportPair.IPC);
            pair.await("connected", connection::isConnected);
            pair.sayHello(connection);
            pair.await("taken", () -> !pair.accepted.isEmpty());

            assertEquals(3, shown[0]);
        }
    }

    @Test
    void shouldForgetAPeerWhenItLeavesBeforeItIsTaken()
    {
        try (TransportPair pair = new TransportPair())
        {
            final List<Connection> shown = new ArrayList<>();
            pair.acceptor.listen(TransportPair.IPC, connection ->
            {
                shown.add(connection);
                return false;
            });
            final Connection connection = pair.connector.connect(TransportPair.IPC);
            pair.await("connected", connection::isConnected);
            pair.sayHello(connection);
            pair.await("shown", () -> !shown.isEmpty());
            shown.get(0).poll(1, (session, buffer, offset, length) ->
            {}, 1);
            connection.close();
            final AcceptorConnection peer = (AcceptorConnection)shown.get(0);
            pair.await("gone", () -> peer.image().isClosed());
            pair.work();
            final int times = shown.size();
            pair.await("a while", afterCycles(1_000));

            assertTrue(shown.size() <= times + 1, () -> "shown " + shown.size() + " times");
            assertTrue(peer.isClosed());
            assertEquals("its peer left before it was taken", peer.reason());
        }
    }

    @Test
    void shouldKeepNoAccountOfPeersThatLeftBeforeTheyWereTaken()
    {
        try (TransportPair pair = new TransportPair())
        {
            final AeronListener listener = pair.unwillingListener(TransportPair.IPC);
            for (int i = 0; i < 3; i++)
            {
                final Connection connection = pair.connector.connect(TransportPair.IPC);
                pair.await("known", () -> 1 == untouched(pair, listener));
                connection.close();
                pair.await("forgotten", () -> 0 == untouched(pair, listener));
            }
            listener.close(((AeronTransportAgent)pair.acceptor).client());
        }
    }

    @ParameterizedTest
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldTellTheConnectorWhyWhenItIsTurnedAway(final String address)
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(address);
            final Connection connection = pair.connector.connect(address);
            pair.await("connected", connection::isConnected);
            pair.sayHello(connection);
            pair.await("shown", () -> !pair.accepted.isEmpty());
            pair.accepted.get(0).close();
            pair.await("turned away", connection::isClosed);

            assertTrue(connection.reason().contains("turned it away"), connection.reason());
            assertFalse(connection.isConnected());
        }
    }

    private static int untouched(final TransportPair pair, final AeronListener listener)
    {
        listener.maintain(((AeronTransportAgent)pair.acceptor).client(), System.nanoTime());
        return listener.untouchedCount();
    }

    static Stream<Arguments> strangers()
    {
        return TransportPair.addresses().map(address -> address.replaceAll(".term-length=64k", ""))
            .flatMap(address -> Stream.of(Arguments.of(address, false), Arguments.of(address, true)));
    }

    private Aeron connect(final TransportPair pair)
    {
        return Aeron.connect(new Aeron.Context().aeronDirectoryName(pair.driver.directory())
            .useConductorAgentInvoker(true).driverAgentInvoker(pair.driver.invoker())
            .publicationErrorFrameHandler(frame -> rejections.add(frame.errorMessage())));
    }

    private static ExclusivePublication publication(
        final TransportPair pair,
        final Aeron aeron,
        final String address)
    {
        final long id = aeron.asyncAddExclusivePublication(address, AeronAddress.DEFAULT_STREAM_ID);
        await(pair, aeron, "a publication", () -> null != aeron.getExclusivePublication(id));
        return aeron.getExclusivePublication(id);
    }

    private static void await(
        final TransportPair pair,
        final Aeron aeron,
        final String what,
        final BooleanSupplier condition)
    {
        pair.await(what, () ->
        {
            aeron.conductorAgentInvoker().invoke();
            return condition.getAsBoolean();
        });
    }

    private static BooleanSupplier afterCycles(final int cycles)
    {
        final int[] left = {cycles};
        return () -> --left[0] < 0;
    }
}
