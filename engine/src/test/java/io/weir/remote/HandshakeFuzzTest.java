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
package io.weir.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.Session;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamIds;
import io.weir.counters.CounterType;
import io.weir.link.MemoryConnection;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PendingPeer;
import io.weir.test.Rule;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Peers that send anything: frames of every kind in any order, with bits turned, cut short and lengthened, before,
 * during and after a handshake. No exception leaves the agent, nothing is kept, and who behaves is served.
 */
class HandshakeFuzzTest
{
    private static final long STREAM = StreamIds.of(1, 0, StreamIds.CONNECTOR);
    private static final byte[][] FRAMES = {
        RawHandshake.hello(), RawHandshake.hello("credentials"), RawHandshake.hello(1, 0, 4096, 10, 10, ""),
        RawHandshake.hello(0, 99, 4096, 10, 10, ""), RawHandshake.welcome(7, 4096, 10, 10),
        RawHandshake.challenge(1, "what?"), RawHandshake.response(1, "this"), RawHandshake.roll(5),
        RawHandshake.refuse(SessionCode.NORMAL, "no"), RawFrames.heartbeat(), RawFrames.goodbye(SessionCode.NORMAL),
        RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX), RawFrames.data(STREAM, 0, 0, "tick"),
        RawFrames.credit(STREAM, 10), RawFrames.cancel(STREAM)};
    private static final int PEERS = 1_500;
    private static final int MOST_FRAMES = 6;

    @Test
    @Rule({"N-2", "W-4"})
    void shouldServeWhoBehavesWhenConnectorsSendAnything()
    {
        final Random random = new Random(42);
        try (RemotePair pair = RemotePair.builder().market(context -> context.authenticator(Moody::new)).launch())
        {
            pair.expectError("the peer sent");
            for (int i = 0; i < PEERS; i++)
            {
                send(pair, RawPeer.dial(pair).end(), random);
                pair.advance(200, TimeUnit.MILLISECONDS);
            }
            pair.advance(30, TimeUnit.SECONDS);

            requireAtRest(pair);
            assertTrue(kindsOfErrors(pair.market()) < 100, "the error log cannot be filled from outside");
            assertTrue(pair.marketCount(CounterType.SESSIONS_OPEN_TOTAL) > PEERS / 20, "some have got in");
            assertTrue(pair.marketCount(CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL) > PEERS / 20, "some have not");
        }
    }

    @Test
    @Rule({"N-2", "W-4"})
    void shouldFailOrOpenAndLiveOnWhenAcceptorsSendAnything()
    {
        final Random random = new Random(43);
        int opened = 0;
        try (RemotePair pair = RemotePair.builder().market(context -> context.authenticator(Moody::new)).launch())
        {
            pair.expectError("the peer sent");
            for (int i = 0; i < PEERS; i++)
            {
                final CompletableFuture<Session> connecting = pair.desk().connectAsync("memory:nowhere");
                pair.invoke();
                final MemoryConnection end = pair.marketEnd().answer();
                pair.invoke();
                send(pair, end, random);
                pair.advance(100, TimeUnit.MILLISECONDS);
                opened += connecting.isDone() && !connecting.isCompletedExceptionally() ? 1 : 0;
            }
            pair.advance(30, TimeUnit.SECONDS);

            requireAtRest(pair);
            assertTrue(opened > PEERS / 100, "some have opened");
        }
    }

    private static int kindsOfErrors(final Engine engine)
    {
        final int[] kinds = {0};
        engine.counters().errorLog().forEach((count, firstMs, lastMs, error) -> kinds[0]++);
        return kinds[0];
    }

    private static void requireAtRest(final RemotePair pair)
    {
        assertEquals(0, pair.marketCount(CounterType.HANDSHAKES_PENDING));
        assertEquals(0, pair.marketCount(CounterType.SESSIONS_OPEN));
        assertEquals(0, pair.deskCount(CounterType.SESSIONS_OPEN));
        assertEquals(0, pair.marketCount(CounterType.STREAMS_OPEN));
        pair.network().connections().forEach(
            connection -> assertTrue(connection.isClosed() && connection.peer().isClosed(), "both ends are closed"));
        // The authenticator's mood decides which attempt gets in, but within three one does.
        boolean served = false;
        for (int i = 0; i < 3 && !served; i++)
        {
            final CompletableFuture<Session> connecting = pair.connecting();
            served = !connecting.isCompletedExceptionally() && null != connecting.getNow(null);
        }
        assertTrue(served);
    }

    private static void send(final RemotePair pair, final MemoryConnection end, final Random random)
    {
        final int frames = 1 + random.nextInt(MOST_FRAMES);
        for (int i = 0; i < frames && end.isConnected(); i++)
        {
            // A good beginning is likelier than chance would have it, or nobody would get far.
            final byte[] frame = 0 == i && random.nextBoolean() ? end.isAcceptor() ? FRAMES[4] : FRAMES[0] :
                FRAMES[random.nextInt(FRAMES.length)];
            end.send(0 == random.nextInt(3) ? changed(frame, random) : frame);
            if (random.nextBoolean())
            {
                pair.invoke();
            }
        }
        if (random.nextBoolean())
        {
            end.close();
        }
        pair.invoke();
    }

    private static byte[] changed(final byte[] frame, final Random random)
    {
        byte[] other = frame.clone();
        switch (random.nextInt(3))
        {
            case 0 -> other = Arrays.copyOf(other, 1 + random.nextInt(other.length));
            case 1 -> other = Arrays.copyOf(other, other.length + 1 + random.nextInt(20));
            default ->
            {
                for (int i = 1 + random.nextInt(4); i > 0; i--)
                {
                    other[random.nextInt(other.length)] ^= (byte)(1 << random.nextInt(8));
                }
            }
        }
        return other;
    }

    /** Accepts, asks, rejects, puts off; every second time it accepts. */
    private static final class Moody implements PeerAuthenticator
    {
        private int count;

        @Override
        public void onHello(final PendingPeer peer, final byte[] credentials)
        {
            decide(peer);
        }

        @Override
        public void onChallengeResponse(final PendingPeer peer, final byte[] response)
        {
            decide(peer);
        }

        @Override
        public void onPending(final PendingPeer peer)
        {
            decide(peer);
        }

        private void decide(final PendingPeer peer)
        {
            count++;
            if (0 == count % 2)
            {
                peer.accept("somebody");
            }
            else if (0 == count % 3)
            {
                peer.challenge(new byte[]{1});
            }
            else if (0 == count % 5)
            {
                peer.reject("not today");
            }
        }
    }
}
