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

import io.weir.Engine;
import io.weir.Lane;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.aeron.UdpRelay.Way;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.policy.Grants;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A durable session with load both ways over a network that does worse than to go away: that loses, doubles, delays and
 * reorders, goes one way only, keeps flow control or repairs back, has become too narrow for full datagrams, or changes
 * addresses. Nothing is lost and nothing doubled, or the session ends on both sides, saying why.
 */
@Timeout(60)
class HostileNetworkTest
{
    private static final long SEED = Long.getLong("weir.test.network.seed", System.nanoTime());
    private static final String FEED = "market.feed";
    private static final int BURST = 400;
    private static final int MANY = 3_000;
    private static final int NARROW = 600;
    private static final int MARGIN_TERMS = 3;
    private static final String TERMS = "|term-length=64k";
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(30);

    /** What does not get through, while all else does. */
    private static final List<UdpRelay.Filter> PARTS = List.of(
        UdpRelay.allOf(Way.TO_ACCEPTOR),
        UdpRelay.allOf(Way.TO_CONNECTOR),
        UdpRelay.typeOf(UdpRelay.TYPE_STATUS_MESSAGE, Way.TO_ACCEPTOR),
        UdpRelay.typeOf(UdpRelay.TYPE_STATUS_MESSAGE, Way.TO_CONNECTOR),
        UdpRelay.longerThan(NARROW),
        // Every tenth datagram is lost, and nothing is sent again for it.
        new UdpRelay.Filter()
        {
            private int count;

            @Override
            public boolean drops(final Way way, final ByteBuffer datagram)
            {
                return UdpRelay.typeOf(UdpRelay.TYPE_NAK, way).drops(way, datagram) || 0 == ++count % 10;
            }
        });

    @Test
    @Rule({"N-4", "N-5", "S-1"})
    void shouldBringEveryFrameOnceAndInOrderWhenItRollsWhileDatagramsAreLostDoubledDelayedAndReordered()
        throws IOException
    {
        System.out.println("HostileNetworkTest: weir.test.network.seed=" + SEED);
        try (Load load =
            new Load(LONG_NS, () -> new AeronTransport.Context().nearTheEnd(2 * MARGIN_TERMS, MARGIN_TERMS)))
        {
            load.relay.impair(new UdpRelay.Impairment(SEED, 2, 5, 3));
            final long positions = 2 * MARGIN_TERMS * AeronAddress.MIN_TERM_LENGTH;
            load.pumpUntil(
                "more has come than the positions of one publication hold", () -> load.arrivedBytes() > positions);
            load.finish();
            assertTrue(load.relay.dropped() > 0 && load.relay.duplicated() > 0);
        }
    }

    @Test
    @Rule({"N-3", "N-4", "S-1"})
    void shouldGoOnWithoutAGapWhenTheNetworkWorksInPartsAndThenWithOtherPorts() throws IOException
    {
        try (Load load = new Load(LONG_NS))
        {
            for (final UdpRelay.Filter part : PARTS)
            {
                load.breakOnce(part);
            }
            load.relay.rebind();
            load.pumpUntilItGoesOn();
            load.finish();
        }
    }

    @Test
    @Rule({"N-4", "S-1", "S-6"})
    void shouldEndOnBothSidesInWordsWhenTheWayStaysTooNarrowForFullDatagrams() throws IOException
    {
        try (Load load = new Load(4 * PATIENCE_NS))
        {
            load.pumpUntilItGoesOn();
            load.relay.filter(UdpRelay.longerThan(NARROW));
            load.pumpUntil("both sides have ended", load::isOver);

            assertTrue(load.resumes() > 0, "handshakes get through");
            final String desk = load.engines.log.close("desk").text();
            final String market = load.engines.log.close("market").text();
            assertFalse(desk.isEmpty() || market.isEmpty(), desk + " / " + market);
            assertTrue((desk + market).contains(Settings.AERON_UDP_MTU.key()), desk + " / " + market);
            assertEquals("", load.consumer.fault() + load.provider.fault());
            assertTrue(1 == load.consumer.closes() && 1 == load.provider.closes());
            assertEquals(StreamErrorCode.PROVIDER_DISCONNECTED, load.consumer.code());
            assertEquals(StreamErrorCode.PROVIDER_DISCONNECTED, load.provider.code());
        }
    }

    /** Two engines with a relay between them, and a stream on which both send. */
    private static final class Load implements AutoCloseable
    {
        final int port = TransportPair.freePort();
        final UdpRelay relay = new UdpRelay(port, port + 1);
        final NumberHandler provider = new NumberHandler();
        final NumberHandler consumer = new NumberHandler();
        final EnginesOverAeron engines;
        final Session session;
        final NumberSender up;
        final NumberSender down;
        private final Lane upLane;
        private final Lane downLane;

        Load(final long retentionNs) throws IOException
        {
            this(retentionNs, AeronTransport.Context::new);
        }

        Load(final long retentionNs, final Supplier<AeronTransport.Context> transports) throws IOException
        {
            engines = new EnginesOverAeron(
                "aeron:udp?endpoint=127.0.0.1:" + port + "|control=127.0.0.1:" + (port + 1) + TERMS,
                transports,
                context -> impatient(context, retentionNs)
                    .provider(FEED, (stream, open) -> provider.accepted(stream))
                    .remoteGrants(Grants.builder().toAll(FEED).build()),
                context -> impatient(context, retentionNs));
            session = connect();
            session.open(StreamRequest.of(FEED).kind(InteractionKind.DUPLEX).window(1024), consumer);
            Engines.await("the stream is accepted", () -> null != provider.stream() && null != consumer.stream());
            upLane = session.acquireLane();
            downLane = engines.marketSession().acquireLane();
            up = new NumberSender(consumer.stream().writer(upLane));
            down = new NumberSender(provider.stream().writer(downLane));
        }

        private Session connect() throws IOException
        {
            try
            {
                return engines.desk.connect(relay.address() + TERMS);
            }
            catch (final RuntimeException ex)
            {
                engines.close();
                relay.close();
                throw ex;
            }
        }

        private static Engine.Context impatient(final Engine.Context context, final long retentionNs)
        {
            return context.set(Settings.SESSION_DURABLE, true)
                .set(Settings.SESSION_LOSS_TIMEOUT, PATIENCE_NS)
                .set(Settings.SESSION_HEARTBEAT_INTERVAL, PATIENCE_NS / 5)
                .set(Settings.SESSION_RETENTION_TIME, retentionNs)
                .set(Settings.SESSION_RECONNECT_DELAY_MAX, PATIENCE_NS / 4);
        }

        /** Waits for longer than others do: what is lost has to be sent again, on a machine that may be busy. */
        private static void await(final String what, final BooleanSupplier condition)
        {
            final long beginNs = System.nanoTime();
            while (!condition.getAsBoolean())
            {
                if (System.nanoTime() - beginNs > LONG_NS)
                {
                    throw new AssertionError("not within 30 s: " + what);
                }
                Thread.yield();
            }
        }

        /** Keeps both sides sending until a condition holds. */
        void pumpUntil(final String what, final BooleanSupplier condition)
        {
            await(what, () ->
            {
                up.burst(BURST);
                down.burst(BURST);
                return condition.getAsBoolean();
            });
        }

        /** Lets a filter stand until both sides have noticed, and have gone on. */
        void breakOnce(final UdpRelay.Filter filter)
        {
            final long desk = detaches(engines.desk);
            final long market = detaches(engines.market);
            relay.filter(filter);
            pumpUntil("the break is noticed", () -> detaches(engines.desk) > desk && detaches(engines.market) > market);
            relay.restore();
            pumpUntilItGoesOn();
        }

        /** Keeps both sides sending until so many numbers more have arrived both ways. */
        void pumpUntilItGoesOn()
        {
            final long atConsumer = consumer.received() + MANY;
            final long atProvider = provider.received() + MANY;
            pumpUntil("the load goes on", () -> consumer.received() >= atConsumer && provider.received() >= atProvider);
        }

        /** {@return how much has arrived, the way on which less has} */
        long arrivedBytes()
        {
            return Math.min(consumer.received(), provider.received()) * NumberSender.LENGTH;
        }

        /** Ends the stream both ways, and requires that all has come. */
        void finish()
        {
            up.end();
            down.end();
            await("everything has come", () -> consumer.isEnded() && provider.isEnded());
            assertEquals("", consumer.fault() + provider.fault());
            assertEquals(down.sent(), consumer.received());
            assertEquals(up.sent(), provider.received());
            assertFalse(isOver());
        }

        boolean isOver()
        {
            return engines.sessions.contains("desk:closed:RESUME_LOST") &&
                engines.sessions.contains("market:closed:RESUME_LOST");
        }

        long resumes()
        {
            return engines.desk.counter(CounterType.SESSION_RESUMES_TOTAL);
        }

        private static long detaches(final Engine engine)
        {
            return engine.counter(CounterType.SESSION_DETACHES_TOTAL);
        }

        @Override
        public void close() throws IOException
        {
            try (relay; engines)
            {
                upLane.close();
                downLane.close();
            }
        }
    }
}
