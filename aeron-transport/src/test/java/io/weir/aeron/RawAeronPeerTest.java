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

import static io.weir.link.RawHandshake.hello;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.weir.Engine;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.test.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Peers that speak Aeron and were made by hand, without a line of Weir: what they can do to an engine, and what they
 * are answered.
 */
class RawAeronPeerTest
{
    private static final String ADDRESS = TransportPair.IPC;
    private static final long STREAM = 1L << 32;

    @Test
    @Rule({"N-2", "N-3"})
    void shouldServeAPeerMadeByHandAndLoseItWhenItFallsSilent()
    {
        try (EnginesOverAeron engines = market(context ->
        {}); Peer peer = new Peer(engines))
        {
            peer.send(hello());
            peer.await("WELCOME ");
            peer.send(RawFrames.open(STREAM, EnginesOverAeron.TICKS, InteractionKind.DUPLEX));
            peer.await("CREDIT 100000000 64");
            peer.await("HEARTBEAT");
            Engines.await("it is lost", () -> engines.sessions.contains("market:closed:IDLE"));

            assertEquals(List.of("closed:ERROR:PROVIDER_DISCONNECTED"), engines.acceptor(0).events());
            Engines.await("it is turned away", () -> !peer.out.isConnected());
            requireService(engines);
        }
    }

    @Test
    @Rule("N-2")
    void shouldNeverAnswerAPeerThatIsSilent()
    {
        try (EnginesOverAeron engines = market(context ->
        {}); Peer peer = new Peer(engines))
        {
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_PENDING, 1);
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_TIMED_OUT_TOTAL, 1);
            Engines.await("it is turned away", () -> !peer.out.isConnected());

            assertTrue(peer.in.hasNoImages(), "no way back was opened");
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_PENDING, 0);
            requireService(engines);
        }
    }

    @Test
    @Rule({"N-2", "W-4"})
    void shouldNeverAnswerAPeerWhoseFirstFrameIsNoHello()
    {
        try (EnginesOverAeron engines = market(context ->
        {}); Peer peer = new Peer(engines))
        {
            peer.send("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
            peer.send(RawFrames.open(STREAM, EnginesOverAeron.TICKS, InteractionKind.DUPLEX));
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_TIMED_OUT_TOTAL, 1);
            Engines.await("it is turned away", () -> !peer.out.isConnected());

            assertTrue(peer.in.hasNoImages(), "no way back was opened");
            assertEquals(List.of(), engines.sessions);
            requireService(engines);
        }
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenHelloIsOfAnotherVersion()
    {
        requireRefused(
            "VERSION", CounterType.HANDSHAKES_REFUSED_VERSION_TOTAL, RawHandshake.withVersion(hello(), 9));
    }

    @Test
    @Rule({"N-2", "W-4"})
    void shouldRefuseWhenHelloIsMalformed()
    {
        final byte[] hello = hello("credentials");
        requireRefused("PROTOCOL_VIOLATION", CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL,
            Arrays.copyOf(hello, hello.length - 1));
        requireRefused("PROTOCOL_VIOLATION", CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL,
            Arrays.copyOf(hello, hello.length + 1));
        requireRefused("PROTOCOL_VIOLATION", CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL,
            hello(0, 0, 0, 0, 0, ""));
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenAPeerIsNotWhoItShouldBe()
    {
        try (EnginesOverAeron engines = market(context -> context.authenticator(() -> (peer, shown) ->
        {
            if ("secret".equals(new String(shown, StandardCharsets.UTF_8)))
            {
                peer.accept("friend");
            }
            else
            {
                peer.reject("no");
            }
        })))
        {
            requireRefused(engines, "UNAUTHENTICATED", hello("guess"));
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_REFUSED_UNAUTHENTICATED_TOTAL, 1);
            try (Peer friend = new Peer(engines))
            {
                friend.send(hello("secret"));
                friend.await("WELCOME ");
                assertEquals("friend", engines.marketSession().principal());
            }
        }
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenAPeerBabblesWhileItIsJudged()
    {
        try (EnginesOverAeron engines = market(context -> context.authenticator(() -> (peer, shown) ->
        {})))
        {
            requireRefused(engines, "PROTOCOL_VIOLATION", hello(),
                RawFrames.open(STREAM, EnginesOverAeron.TICKS, InteractionKind.DUPLEX));
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL, 1);
        }
    }

    @Test
    @Rule({"N-2", "N-7"})
    void shouldRefuseWhenAllSessionsAreOpen()
    {
        try (EnginesOverAeron engines = market(context -> context.set(Settings.SESSION_REMOTE_MAX, 1));
            Peer first = new Peer(engines))
        {
            first.send(hello());
            first.await("WELCOME ");
            requireRefused(engines, "LIMIT", hello());
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_REFUSED_LIMIT_TOTAL, 1);
        }
    }

    @Test
    @Rule({"W-4", "N-2"})
    void shouldEndTheSessionAloneWhenAFrameWithinItIsNone()
    {
        try (EnginesOverAeron engines = market(context ->
        {}); Peer peer = new Peer(engines))
        {
            engines.expectError("an invalid frame");
            engines.desk.connect(ADDRESS);
            peer.send(hello());
            peer.await("WELCOME ");
            final byte[] open = RawFrames.open(STREAM, EnginesOverAeron.TICKS, InteractionKind.DUPLEX);
            peer.send(Arrays.copyOf(open, open.length - 2));
            peer.await("GOODBYE PROTOCOL_VIOLATION");
            peer.send(RawFrames.goodbye(SessionCode.PROTOCOL_VIOLATION));
            Engines.await("it is over", () -> engines.sessions.contains("market:closed:PROTOCOL_VIOLATION"));

            EnginesOverAeron.awaitCount(engines.market, CounterType.SESSIONS_OPEN, 1);
        }
    }

    private static EnginesOverAeron market(final Consumer<Engine.Context> change)
    {
        return new EnginesOverAeron(ADDRESS, change, context ->
        {});
    }

    private static void requireRefused(final String code, final CounterType counter, final byte[] frame)
    {
        try (EnginesOverAeron engines = market(context ->
        {}))
        {
            requireRefused(engines, code, frame);
            EnginesOverAeron.awaitCount(engines.market, counter, 1);
            assertEquals(List.of(), engines.sessions);
            requireService(engines);
        }
    }

    private static void requireRefused(final EnginesOverAeron engines, final String code, final byte[]... frames)
    {
        try (Peer peer = new Peer(engines))
        {
            for (final byte[] frame : frames)
            {
                peer.send(frame);
            }
            peer.await("REFUSE " + code + " ");
            Engines.await("it is turned away", () -> !peer.out.isConnected());
        }
    }

    private static void requireService(final EnginesOverAeron engines)
    {
        assertTrue(engines.desk.connect(ADDRESS).isOpen());
    }

    /** A client of Aeron with one way there and one back. */
    private static final class Peer implements AutoCloseable
    {
        final Subscription in;
        final ExclusivePublication out;
        private final Aeron aeron;
        private final List<String> received = new ArrayList<>();

        Peer(final EnginesOverAeron engines)
        {
            aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(engines.driver.directory()));
            in = aeron.addSubscription("aeron:ipc?control-mode=response", -AeronAddress.DEFAULT_STREAM_ID);
            out = aeron.addExclusivePublication(
                "aeron:ipc?term-length=64k|response-correlation-id=" + in.registrationId(),
                AeronAddress.DEFAULT_STREAM_ID);
            Engines.await("the way there", out::isConnected);
        }

        void send(final byte[] frame)
        {
            Engines.await("room for a frame", () -> out.offer(new UnsafeBuffer(frame)) > 0);
        }

        /** Waits for a frame that says so. */
        void await(final String begin)
        {
            Engines.await(begin, () ->
            {
                in.poll((buffer, offset, length, header) ->
                {
                    if (0 == header.reservedValue())
                    {
                        take(buffer, offset, length);
                    }
                    else
                    {
                        takePacked(buffer, offset, length);
                    }
                }, 10);
                return received.stream().anyMatch(text -> text.startsWith(begin));
            });
        }

        @Override
        public void close()
        {
            aeron.close();
        }

        private void takePacked(final org.agrona.DirectBuffer buffer, final int offset, final int length)
        {
            int record = offset;
            while (record < offset + length)
            {
                final int frame = buffer.getInt(record);
                if (frame <= 0)
                {
                    return;
                }
                take(buffer, record + 8, frame);
                record += 8 + (frame + 7 & -8);
            }
        }

        private void take(final org.agrona.DirectBuffer buffer, final int offset, final int length)
        {
            final byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            received.add(RawFrames.describe(frame));
        }
    }
}
