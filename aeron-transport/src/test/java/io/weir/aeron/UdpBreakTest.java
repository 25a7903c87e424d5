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

import io.weir.Engine;
import io.weir.Lane;
import io.weir.Provider;
import io.weir.Session;
import io.weir.SessionCloseReason;
import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.policy.Grants;
import io.weir.test.Rule;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Durable sessions over real UDP, whose network goes away and comes back: a {@link UdpRelay} stands in for it. {@code
 * weir.test.udp.breaks} sets how often.
 */
class UdpBreakTest
{
    private static final int BREAKS = Integer.getInteger("weir.test.udp.breaks", 5);
    private static final int PORT = 24_470;
    private static final String LISTENING = "aeron:udp?endpoint=127.0.0.1:" + PORT + "|control=127.0.0.1:" + (PORT + 1);
    private static final String FEED = "market.feed";
    private static final int BURST = 400;
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(30);

    private final NumberHandler provider = new NumberHandler();

    @Test
    @Rule({"N-4", "N-3", "S-1"})
    void shouldBringEveryFrameOnceAndInOrderBothWaysWhenTheNetworkIsAwayAgainAndAgain() throws IOException
    {
        try (UdpRelay relay = new UdpRelay(PORT, PORT + 1);
            EnginesOverAeron engines = new EnginesOverAeron(
                LISTENING, context -> provide(context, LONG_NS), context -> impatient(context, LONG_NS)))
        {
            final Session session = engines.desk.connect(relay.address());
            assertTrue(session.isDurable());
            final NumberHandler consumer = new NumberHandler();
            session.open(StreamRequest.of(FEED).kind(InteractionKind.DUPLEX).window(1024), consumer);
            Engines.await("the stream is accepted", () -> null != provider.stream());
            try (Lane up = session.acquireLane(); Lane down = engines.marketSession().acquireLane())
            {
                final NumberSender upwards = new NumberSender(consumer.stream().writer(up));
                final NumberSender downwards = new NumberSender(provider.stream().writer(down));
                for (int i = 0; i < BREAKS; i++)
                {
                    breakOnce(relay, engines, session, upwards, downwards);
                }
                upwards.end();
                downwards.end();
                Engines.await("everything has come", () -> consumer.isEnded() && provider.isEnded());

                assertEquals("", consumer.fault() + provider.fault());
                assertEquals(downwards.sent(), consumer.received());
                assertEquals(upwards.sent(), provider.received());
            }
            assertTrue(relay.dropped() > 0);
            // Counters are published about every millisecond.
            Engines.await(
                "every resume is counted", () -> engines.desk.counter(CounterType.SESSION_RESUMES_TOTAL) >= BREAKS);
            assertEquals(0, engines.desk.counter(CounterType.STREAM_DUPLICATES_TOTAL));
        }
    }

    @Test
    @Rule({"N-4", "S-6"})
    void shouldEndOnceWithErrorWhenTheNetworkDoesNotComeBackInTime() throws IOException
    {
        try (UdpRelay relay = new UdpRelay(PORT, PORT + 1);
            EnginesOverAeron engines = new EnginesOverAeron(
                LISTENING, context -> provide(context, PATIENCE_NS), context -> impatient(context, PATIENCE_NS)))
        {
            final Session session = engines.desk.connect(relay.address());
            final NumberHandler consumer = new NumberHandler();
            session.open(StreamRequest.of(FEED).kind(InteractionKind.DUPLEX), consumer);
            Engines.await("the stream is accepted", () -> null != provider.stream());
            relay.cut();
            Engines.await("both have heard", () -> 1 == consumer.closes() && 1 == provider.closes());
            Engines.await("the sessions have ended", () -> hasEnded(engines, "desk") && hasEnded(engines, "market"));

            assertEquals(StreamErrorCode.PROVIDER_DISCONNECTED, consumer.code());
            assertEquals(SessionCloseReason.RETENTION_EXCEEDED, engines.log.close("desk").reason());
            assertEquals(SessionCloseReason.RETENTION_EXCEEDED, engines.log.close("market").reason());
        }
    }

    private static boolean hasEnded(final EnginesOverAeron engines, final String engine)
    {
        return engines.sessions.contains(engine + ":closed:RESUME_LOST");
    }

    private static void breakOnce(
        final UdpRelay relay,
        final EnginesOverAeron engines,
        final Session session,
        final NumberSender upwards,
        final NumberSender downwards)
    {
        upwards.burst(BURST);
        downwards.burst(BURST);
        relay.cut();
        upwards.burst(BURST);
        downwards.burst(BURST);
        Engines.await("the break is noticed", () -> session.isDetached() && engines.marketSession().isDetached());
        relay.restore();
        Engines.await("the session goes on", () -> !session.isDetached() && !engines.marketSession().isDetached());
    }

    private void provide(final Engine.Context context, final long retentionNs)
    {
        impatient(context, retentionNs);
        final Provider feed = (stream, open) -> provider.accepted(stream);
        context.provider(FEED, feed).remoteGrants(Grants.builder().toAll(FEED).build());
    }

    private static void impatient(final Engine.Context context, final long retentionNs)
    {
        context.set(Settings.SESSION_DURABLE, true)
            .set(Settings.SESSION_LOSS_TIMEOUT, PATIENCE_NS)
            .set(Settings.SESSION_HEARTBEAT_INTERVAL, PATIENCE_NS / 5)
            .set(Settings.SESSION_RETENTION_TIME, retentionNs)
            .set(Settings.SESSION_RECONNECT_DELAY_MAX, PATIENCE_NS / 4);
    }
}
