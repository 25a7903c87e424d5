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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.aeron.UdpRelay.Way;
import io.weir.test.Rule;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A durable session between two processes, each with a driver of its own and every time-out as it is by default, under
 * load both ways over a network that is away, hostile or narrow for long, or whose processes stand still. Of what is
 * sent nothing is lost and nothing doubled, or the session has ended on both sides, saying why. Takes a quarter of an
 * hour, so {@code -Dweir.test.network=long} asks for it; {@code HostileNetworkTest} is the short form.
 */
@EnabledIfSystemProperty(named = "weir.test.network", matches = "long")
@Rule({"N-3", "N-4", "S-1"})
class LongNetworkTest
{
    private static final long SEED = Long.getLong("weir.test.network.seed", System.nanoTime());
    private static final int STOPPED_S = 12;
    private static final int NARROW = 600;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long OVER_NS = TimeUnit.SECONDS.toNanos(140);

    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void shouldLoseAndDoubleNothingWhenTheNetworkWasCut(final int seconds) throws IOException
    {
        try (Load load = new Load())
        {
            load.relay.cut();
            pass(seconds);
            load.relay.restore();
            load.finish("cut for " + seconds + " s");
        }
    }

    @Test
    void shouldEndOnBothSidesInWordsAndLetANewSessionInWhenTheNetworkWasCutForLonger() throws IOException
    {
        try (Load load = new Load())
        {
            load.relay.cut();
            pass(90);
            load.requireOver("cut for 90 s", "there was no connection");
            load.relay.restore();
            try (EngineProcess desk = EngineProcess.launch("desk", "own", load.relay.address(), "load"))
            {
                desk.await("session opened");
                load.market.await("session opened", 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldLoseAndDoubleNothingWhenOneWayWasCut(final Way way) throws IOException
    {
        try (Load load = new Load())
        {
            load.relay.filter(UdpRelay.allOf(way));
            pass(20);
            load.relay.restore();
            load.finish("cut for 20 s " + way);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldLoseAndDoubleNothingWhenOnlyStatusMessagesDidNotArrive(final Way way) throws IOException
    {
        try (Load load = new Load())
        {
            load.relay.filter(UdpRelay.typeOf(UdpRelay.TYPE_STATUS_MESSAGE, way));
            pass(20);
            load.relay.restore();
            load.finish("no status messages for 20 s " + way);
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheWayWasTooNarrowForAWhile() throws IOException
    {
        try (Load load = new Load())
        {
            load.relay.filter(UdpRelay.longerThan(NARROW));
            pass(30);
            load.relay.restore();
            load.finish("datagrams up to " + NARROW + " bytes only for 30 s");
        }
    }

    @ParameterizedTest
    @MethodSource("narrow")
    void shouldEndOnBothSidesInWordsWhenTheWayStaysTooNarrow(final Way narrow) throws IOException
    {
        try (Load load = new Load())
        {
            load.relay.filter((way, datagram) -> (null == narrow || narrow == way) &&
                UdpRelay.longerThan(NARROW).drops(way, datagram));
            load.requireOver("datagrams up to " + NARROW + " bytes only, " + narrow, "weir.aeron.udp.mtu");
        }
    }

    static java.util.stream.Stream<Way> narrow()
    {
        return java.util.stream.Stream.of(null, Way.TO_ACCEPTOR, Way.TO_CONNECTOR);
    }

    @Test
    void shouldLoseAndDoubleNothingWhenDatagramsAreLostDoubledDelayedAndReorderedAndTheNetworkIsCut() throws IOException
    {
        try (Load load = new Load())
        {
            load.relay.impair(new UdpRelay.Impairment(SEED, 5, 5, 20));
            for (int i = 0; i < 3; i++)
            {
                pass(10);
                load.relay.cut();
                pass(7);
                load.relay.restore();
            }
            pass(10);
            load.finish("5 % lost, 5 % doubled, up to 20 ms late, three cuts of 7 s, seed " + SEED);
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheConnectorsPortsWereReplaced() throws IOException
    {
        try (Load load = new Load())
        {
            for (int i = 0; i < 3; i++)
            {
                load.relay.rebind();
                pass(8);
            }
            load.finish("three times other ports");
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheConnectorWasStopped() throws IOException
    {
        try (Load load = new Load())
        {
            stopped(load.desk);
            load.finish("connector stopped for " + STOPPED_S + " s");
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheAcceptorWasStopped() throws IOException
    {
        try (Load load = new Load())
        {
            stopped(load.market);
            load.finish("acceptor stopped for " + STOPPED_S + " s");
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenBothWereStoppedOneAfterTheOther() throws IOException
    {
        try (Load load = new Load())
        {
            load.relay.impair(new UdpRelay.Impairment(SEED, 2, 2, 5));
            stopped(load.market);
            stopped(load.desk);
            load.finish("both stopped for " + STOPPED_S + " s, 2 % lost and doubled, seed " + SEED);
        }
    }

    private static void stopped(final EngineProcess process)
    {
        process.stop();
        pass(STOPPED_S);
        process.resume();
        pass(3);
    }

    /** Lets real time pass: how long a fault stands is what is tried here. */
    private static void pass(final int seconds)
    {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long leftNs = endNs - System.nanoTime(); leftNs > 0; leftNs = endNs - System.nanoTime())
        {
            LockSupport.parkNanos(leftNs);
        }
    }

    /** Two processes and a relay between them. */
    private static final class Load implements AutoCloseable
    {
        final int port = TransportPair.freePort();
        final UdpRelay relay = new UdpRelay(port, port + 1);
        final EngineProcess market = EngineProcess.launch(
            "market", "own", "aeron:udp?endpoint=127.0.0.1:" + port + "|control=127.0.0.1:" + (port + 1), "load");
        final EngineProcess desk = EngineProcess.launch("desk", "own", relay.address(), "load");

        Load() throws IOException
        {
            pass(2);
        }

        /** Both have gone on: has them end their streams, and compares what was sent with what has come. */
        void finish(final String what)
        {
            pass(3);
            desk.go();
            market.go();
            for (final EngineProcess process : new EngineProcess[]{desk, market})
            {
                process.await("sent ", 1, LIMIT_NS);
                process.await("received ", 1, LIMIT_NS);
            }
            final String text = what + ": " + desk.lines() + " / " + market.lines();
            System.out.println(text);
            assertEquals(desk.told("sent "), market.told("received "), text);
            assertEquals(market.told("sent "), desk.told("received "), text);
            assertTrue(Long.parseLong(desk.told("sent ")) > 0 && Long.parseLong(market.told("sent ")) > 0, text);
            assertEquals(0, desk.count("session closed") + market.count("session closed"), text);
            assertEquals(0, desk.count("stream closed ERROR") + market.count("stream closed ERROR"), text);
        }

        /** Both have heard, with words, that the session is over, and of each stream's end once. */
        void requireOver(final String what, final String words)
        {
            desk.await("session closed", 1, OVER_NS);
            market.await("session closed", 1, OVER_NS);
            final String text = what + ": " + desk.lines() + " / " + market.lines();
            System.out.println(text);
            for (final EngineProcess process : new EngineProcess[]{desk, market})
            {
                assertTrue(process.told("session closed ").contains("RESUME_LOST"), text);
                assertEquals(1, process.count("stream closed"), text);
                assertEquals("", process.told("stream closed ERROR PROVIDER_DISCONNECTED"), text);
                assertTrue(process.told("session closed ").matches(".*: ..*"), text);
            }
            assertTrue((desk.told("session closed ") + market.told("session closed ")).contains(words), text);
        }

        @Override
        public void close() throws IOException
        {
            try (relay; market; desk)
            {
                relay.restore();
            }
        }
    }
}
