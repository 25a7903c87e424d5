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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.InteractionKind;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamIds;
import io.weir.codecs.WelcomeDecoder;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Payload;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PendingPeer;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Whom an acceptor lets go on with a durable session, and whom not; the peers are played frame by frame (N-4). */
class ResumeRefusalTest
{
    private static final long STREAM = StreamIds.of(1, 0, StreamIds.CONNECTOR);

    @Test
    @Rule("N-4")
    void shouldStateItsCountThenSendAgainThenStateLimitsWhenAPeerGoesOn()
    {
        try (Known known = new Known())
        {
            known.peer.send(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX),
                RawFrames.data(STREAM, 0, 0, "up"));
            for (int i = 0; i < 3; i++)
            {
                Payload.offer(known.pair.acceptor().stream().writer(), "down" + i);
            }
            known.pair.invoke();
            known.peer.end().take();
            known.peer.end().lose("cut");

            final RawPeer again = known.resume(2, known.token, 1);

            final List<byte[]> frames = again.end().take();
            assertEquals(2, RawHandshake.welcome(frames.get(0)).received());
            assertEquals(2, RawHandshake.welcome(frames.get(0)).epoch());
            final List<String> words = frames.stream().skip(1).map(frame -> RawFrames.describe(frame).split(" ")[0])
                .filter(word -> !"HEARTBEAT".equals(word)).toList();
            assertEquals(List.of("DATA", "DATA", "CREDIT"), words);
        }
    }

    @Test
    @Rule("N-4")
    void shouldLeaveTheSessionAsItIsWhenTheTokenIsWrong()
    {
        try (Known known = new Known())
        {
            known.token[15] ^= 1;

            assertRefused("REFUSE UNAUTHENTICATED", known.resume(2, known.token, 0));
            known.assertUndisturbed();
        }
    }

    @Test
    @Rule("N-4")
    void shouldLeaveTheSessionAsItIsWhenTheEpochIsStale()
    {
        try (Known known = new Known())
        {
            assertRefused("REFUSE PROTOCOL_VIOLATION", known.resume(1, known.token, 0));
            known.assertUndisturbed();
        }
    }

    @Test
    @Rule("N-4")
    void shouldRefuseAnAttemptWhenALaterOneWasAdmitted()
    {
        try (Known known = new Known())
        {
            assertEquals("WELCOME", known.resume(5, known.token, 0).received().get(0).split(" ")[0]);

            assertRefused("REFUSE PROTOCOL_VIOLATION", known.resume(4, known.token, 0));
        }
    }

    @Test
    @Rule("N-4")
    void shouldLeaveTheSessionAsItIsWhenSomebodyElseComesWithItsToken()
    {
        final String[] name = {"alice"};
        try (Known known = new Known(RemotePair.builder().market(context -> context.authenticator(() -> named(name)))))
        {
            name[0] = "mallory";

            assertRefused("REFUSE UNAUTHENTICATED", known.resume(2, known.token, 0));
            known.assertUndisturbed();
        }
    }

    @Test
    @Rule("N-4")
    void shouldAnswerResumeLostWhenTheSessionIsUnknown()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            assertRefused("REFUSE RESUME_LOST",
                RawPeer.dial(pair).send(RawHandshake.resume(2, 4711, new byte[16], 0)));
            assertEquals(1, pair.marketCount(CounterType.SESSION_RESUMES_REFUSED_TOTAL));
        }
    }

    @Test
    @Rule("N-4")
    void shouldAnswerResumeLostWhenTheSessionWasNotDurable()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello());
            final WelcomeDecoder welcome = RawHandshake.welcome(peer.end().take().get(0));
            assertEquals(RawHandshake.NOT_DURABLE, welcome.received());

            assertRefused("REFUSE RESUME_LOST",
                RawPeer.dial(pair).send(RawHandshake.resume(2, welcome.sessionId(), new byte[16], 0)));
            assertTrue(pair.marketSession().isOpen());
        }
    }

    @Test
    @Rule({"N-4", "S-6"})
    void shouldAnswerResumeLostAndEndEachStreamOnceWhenTheCountIsNoLongerRetained()
    {
        try (Known known = new Known())
        {
            known.pair.expectError("cannot go on");
            known.peer.send(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX));
            Payload.offer(known.pair.acceptor().stream().writer(), "down");
            known.pair.invoke();
            known.peer.send(RawHandshake.receipt(1, 1));
            known.peer.end().lose("cut");

            assertRefused("REFUSE RESUME_LOST", known.resume(2, known.token, 0));
            assertEquals(List.of("closed:ERROR:PROVIDER_DISCONNECTED"), known.pair.acceptor().events());
            assertEquals("market:closed:RESUME_LOST", known.pair.sessions().get(known.pair.sessions().size() - 1));
        }
    }

    @Test
    @Rule("N-4")
    void shouldAnswerResumeLostWhenTheCountIsOfWhatWasNeverSent()
    {
        try (Known known = new Known())
        {
            known.pair.expectError("cannot go on");

            assertRefused("REFUSE RESUME_LOST", known.resume(2, known.token, 1));
            assertFalse(known.pair.marketSession().isOpen());
        }
    }

    @Test
    @Rule({"N-4", "W-4"})
    void shouldEndWithAViolationWhenAReceiptCountsWhatWasNeverSent()
    {
        try (Known known = new Known())
        {
            known.pair.expectError("a Receipt of # frames");
            known.peer.send(RawHandshake.receipt(1, 1));

            assertTrue(known.peer.received().stream().anyMatch(frame -> frame.startsWith("GOODBYE")));
            known.pair.advance(11, TimeUnit.SECONDS);
            assertTrue(known.pair.sessions().contains("market:closed:PROTOCOL_VIOLATION"));
        }
    }

    @Test
    @Rule({"N-4", "W-4"})
    void shouldEndWithAViolationWhenAReceiptIsOfAnotherEpoch()
    {
        try (Known known = new Known())
        {
            known.pair.expectError("in epoch #");
            known.peer.send(RawHandshake.receipt(7, 0));

            assertFalse(known.pair.marketSession().isOpen());
        }
    }

    @Test
    @Rule({"N-4", "S-10"})
    void shouldSayGoodbyeWhenAReceiptMakesRoomForItAtLast()
    {
        try (Known known = new Known(RemotePair.builder()
            .market(context -> context.set(Settings.SESSION_CLOSE_TIMEOUT, TimeUnit.SECONDS.toNanos(5)))))
        {
            known.peer.send(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX));
            final UnsafeBuffer page = new UnsafeBuffer(new byte[2_000]);
            int sent = 0;
            while (known.pair.acceptor().stream().writer().offer(page, 0, page.capacity()) >= 0)
            {
                sent++;
            }
            known.pair.invoke();
            known.pair.marketSession().close();
            for (int i = 0; i < 7; i++)
            {
                known.pair.advance(1, TimeUnit.SECONDS);
                known.peer.send(RawFrames.heartbeat());
            }
            assertFalse(known.peer.received().contains("GOODBYE NORMAL"), "there is no room for it");
            known.pair.invoke();

            known.peer.send(RawHandshake.receipt(1, sent));

            assertTrue(known.peer.received().contains("GOODBYE NORMAL"));
            known.peer.send(RawFrames.goodbye(SessionCode.NORMAL));
        }
    }

    @Test
    @Rule({"N-4", "W-4"})
    void shouldTellTheErrorLogOnceWhenPeersComeBackWithWrongCountsAgainAndAgain()
    {
        try (Known known = new Known())
        {
            known.pair.expectError("cannot go on");
            for (int i = 1; i <= 20; i++)
            {
                final RawPeer peer = RawPeer.dial(known.pair).send(RawHandshake.durableHello());
                final WelcomeDecoder welcome = RawHandshake.welcome(peer.end().take().get(0));
                final byte[] token = new byte[16];
                final long id = welcome.sessionId();
                welcome.getToken(token, 0, token.length);
                assertRefused(
                    "REFUSE RESUME_LOST", RawPeer.dial(known.pair).send(RawHandshake.resume(2, id, token, i)));
            }
            final int[] kinds = {0};
            known.pair.market().counters().errorLog().forEach((count, firstMs, lastMs, error) -> kinds[0]++);

            assertEquals(1, kinds[0]);
        }
    }

    private static PeerAuthenticator named(final String[] name)
    {
        return new PeerAuthenticator()
        {
            @Override
            public void onHello(final PendingPeer peer, final byte[] credentials)
            {
                peer.accept(name[0]);
            }
        };
    }

    private static void assertRefused(final String begin, final RawPeer peer)
    {
        final String answer = peer.received().get(0);
        assertTrue(answer.startsWith(begin), answer);
    }

    /** A durable session that a played peer has with the market. */
    private static final class Known implements AutoCloseable
    {
        final RemotePair pair;
        final RawPeer peer;
        final long id;
        final byte[] token = new byte[16];

        Known()
        {
            this(RemotePair.builder());
        }

        Known(final RemotePair.Builder builder)
        {
            pair = builder.market(context -> context.set(Settings.SESSION_RETENTION_LENGTH, 64 * 1024)).launch();
            peer = RawPeer.dial(pair).send(RawHandshake.durableHello());
            final WelcomeDecoder welcome = RawHandshake.welcome(peer.end().take().get(0));
            assertEquals(0, welcome.received());
            id = welcome.sessionId();
            welcome.getToken(token, 0, token.length);
        }

        RawPeer resume(final long epoch, final byte[] shown, final long received)
        {
            return RawPeer.dial(pair).send(RawHandshake.resume(epoch, id, shown, received));
        }

        void assertUndisturbed()
        {
            assertTrue(pair.marketSession().isOpen());
            assertFalse(pair.marketSession().isDetached());
            peer.send(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX));
            assertEquals(1, pair.accepted().size());
            assertEquals(1, pair.marketCount(CounterType.SESSION_RESUMES_REFUSED_TOTAL));
        }

        @Override
        public void close()
        {
            pair.close();
        }
    }
}
