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

import static io.weir.link.RawHandshake.hello;
import static io.weir.link.RawHandshake.response;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.InteractionKind;
import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.policy.Grants;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PendingPeer;
import io.weir.test.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How an engine receives peers from outside its process, which the test plays frame by frame. */
class AcceptHandshakeTest
{
    private static final long STREAM = 1L << 32;

    @Test
    @Rule("N-2")
    void shouldWelcomeWithTheLesserOfBothWhenAPeerSaysHello()
    {
        try (RemotePair pair = RemotePair.builder().market(
            context -> context.set(Settings.SESSION_STREAMS_MAX, 100)).launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello(0, 0, 2048, 1024, 10, ""));

            assertEquals(List.of("WELCOME 2048 100 10"), peer.received());
            assertEquals(List.of("market:opened"), pair.sessions());
        }
    }

    @Test
    @Rule({"N-2", "W-3"})
    void shouldLimitFramesToWhatTheConnectionTakesWholeWhenThatIsLess()
    {
        try (RemotePair pair = RemotePair.builder().network(network -> network.maxFrame(1376)).launch())
        {
            assertEquals(List.of("WELCOME 1376 1024 1024"), RawPeer.dial(pair).send(hello()).received());
        }
    }

    @Test
    @Rule("N-2")
    void shouldSayNothingAndKeepNothingWhenAPeerIsSilent()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final RawPeer peer = RawPeer.dial(pair);
            assertEquals(1, pair.marketCount(CounterType.HANDSHAKES_PENDING));
            pair.advance(4900, TimeUnit.MILLISECONDS);
            assertFalse(peer.end().isClosed());
            pair.advance(200, TimeUnit.MILLISECONDS);

            assertTrue(peer.end().isClosed());
            assertEquals(List.of(), peer.received());
            assertEquals(0, pair.marketCount(CounterType.HANDSHAKES_PENDING));
            assertEquals(1, pair.marketCount(CounterType.HANDSHAKES_TIMED_OUT_TOTAL));
            assertEquals(List.of(), pair.sessions());
            assertFalse(peer.end().peer().isConnected(), "the way back was never opened");
        }
    }

    @Test
    @Rule("N-2")
    void shouldHaveTheOldestSilentPeerGiveWayWhenAsManyAsMayBeAreUnderWayAndAnotherSpeaks()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final List<RawPeer> silent = new ArrayList<>();
            for (int i = 0; i < 32; i++)
            {
                silent.add(RawPeer.dial(pair));
            }
            assertEquals(16, pair.marketCount(CounterType.HANDSHAKES_PENDING));
            final RawPeer quick = RawPeer.dial(pair);
            quick.send(hello());

            assertEquals(List.of("WELCOME 4096 1024 1024"), quick.received());
            assertTrue(silent.get(0).end().isClosed(), "the oldest");
            assertFalse(silent.get(1).end().isClosed());
            assertEquals(1, pair.marketCount(CounterType.HANDSHAKES_DISPLACED_TOTAL));
            assertTrue(pair.marketCount(CounterType.HANDSHAKES_PENDING) <= 16);
        }
    }

    @Test
    @Rule("N-2")
    void shouldHaveFurtherPeersWaitWhenAsManyAsMayBeHaveSpoken()
    {
        try (RemotePair pair = pair((peer, credentials) ->
        {}))
        {
            for (int i = 0; i < 16; i++)
            {
                RawPeer.dial(pair).send(hello());
            }
            final RawPeer silent = RawPeer.dial(pair);
            final RawPeer last = RawPeer.dial(pair).send(hello());
            assertEquals(16, pair.marketCount(CounterType.HANDSHAKES_PENDING));
            assertEquals(2, pair.marketCount(CounterType.HANDSHAKES_DELAYED_TOTAL), "each is counted once");
            assertEquals(0, pair.marketCount(CounterType.HANDSHAKES_DISPLACED_TOTAL));
            pair.advance(5, TimeUnit.SECONDS);

            assertFalse(silent.end().isClosed());
            assertFalse(last.end().isClosed());
            assertEquals(2, pair.marketCount(CounterType.HANDSHAKES_PENDING), "their turn has come");
        }
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWithVersionWhenHelloIsOfAnotherVersion()
    {
        requireRefused("VERSION", CounterType.HANDSHAKES_REFUSED_VERSION_TOTAL, hello(2, 0, 4096, 1024, 64, ""));
    }

    @Test
    @Rule({"N-2", "W-4"})
    void shouldRefuseWithVersionWhenFramesAreOfAnotherVersion()
    {
        requireRefused(
            "VERSION", CounterType.HANDSHAKES_REFUSED_VERSION_TOTAL, RawHandshake.withVersion(hello(), 7));
    }

    @Test
    @Rule({"N-2", "W-5"})
    void shouldWelcomeWhenHelloIsOfTheNextVersion()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final byte[] next = RawFrames.ofNextVersion(hello(1, 0, 4096, 1024, 64, ""), 8, true);

            assertEquals(List.of("WELCOME 4096 1024 64"), RawPeer.dial(pair).send(next).received());
        }
    }

    @Test
    @Rule({"N-2", "W-4"})
    void shouldRefuseWhenTheFirstFrameIsNone()
    {
        requireViolation(new byte[]{7});
        requireViolation("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
        final byte[] hello = hello();
        hello[hello.length - 1] = 1;
        requireViolation(hello);
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenTheFirstFrameIsNoHello()
    {
        requireViolation(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX));
        requireViolation(RawFrames.heartbeat());
        requireViolation(response(1, "please"));
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenHelloAsksForWhatNoSessionCanBe()
    {
        requireViolation(hello(0, 0, 127, 1024, 64, ""));
        requireViolation(hello(0, 0, -1, 1024, 64, ""));
        requireViolation(hello(0, 0, 4096, 0, 64, ""));
        requireViolation(hello(0, 0, 4096, 1024, 0, ""));
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenThePeerBabblesWhileItIsJudged()
    {
        try (RemotePair pair = pair((peer, credentials) ->
        {}))
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello());
            peer.send(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX));

            requireRefused(pair, peer, "PROTOCOL_VIOLATION", CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL);
        }
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWithUnauthenticatedWhenTheAuthenticatorRejects()
    {
        try (RemotePair pair = pair((peer, credentials) -> peer.reject("who are you?")))
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello("guest"));

            assertEquals(List.of("REFUSE UNAUTHENTICATED who are you?"), peer.received());
            assertEquals(1, pair.marketCount(CounterType.HANDSHAKES_REFUSED_UNAUTHENTICATED_TOTAL));
            assertEquals(List.of(), pair.sessions());
            assertTrue(peer.end().isClosed());
        }
    }

    @Test
    @Rule("N-2")
    void shouldLetNobodyInWhenTheAuthenticatorThrows()
    {
        try (RemotePair pair = pair((peer, credentials) ->
        {
            throw new IllegalStateException("the directory of users is gone");
        }))
        {
            pair.expectError("the directory of users is gone");
            final RawPeer peer = RawPeer.dial(pair).send(hello("guest"));

            requireRefused(pair, peer, "LIMIT", CounterType.HANDSHAKES_REFUSED_LIMIT_TOTAL);
        }
    }

    @Test
    @Rule("N-2")
    void shouldWelcomeWhenTheResponseToTheChallengeIsRight()
    {
        try (RemotePair pair = pair(new Riddle()))
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello());
            assertEquals(List.of("CHALLENGE 6 x 7"), peer.received());
            peer.send(response(1, "42"));

            assertEquals(List.of("WELCOME 4096 1024 1024"), peer.received());
            assertEquals("solver", pair.marketSession().principal());
        }
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenTheResponseToTheChallengeIsWrong()
    {
        try (RemotePair pair = pair(new Riddle()))
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello());
            peer.received();
            peer.send(response(1, "41"));

            requireRefused(pair, peer, "UNAUTHENTICATED", CounterType.HANDSHAKES_REFUSED_UNAUTHENTICATED_TOTAL);
        }
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenTheResponseIsToAnotherChallenge()
    {
        try (RemotePair pair = pair(new Riddle()))
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello());
            peer.received();
            peer.send(response(2, "42"));

            requireRefused(pair, peer, "PROTOCOL_VIOLATION", CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL);
        }
    }

    @Test
    @Rule("N-2")
    void shouldGiveUpWhenAChallengeIsNeverAnswered()
    {
        try (RemotePair pair = pair(new Riddle()))
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello());
            pair.advance(5100, TimeUnit.MILLISECONDS);

            assertTrue(peer.end().isClosed());
            assertEquals(1, pair.marketCount(CounterType.HANDSHAKES_TIMED_OUT_TOTAL));
        }
    }

    @Test
    @Rule("N-2")
    void shouldWelcomeLaterWhenTheAuthenticatorTakesItsTime()
    {
        final List<PendingPeer> waiting = new ArrayList<>();
        try (RemotePair pair = pair((peer, credentials) -> waiting.add(peer)))
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello());
            assertEquals(List.of(), peer.received());
            waiting.get(0).accept("late");
            pair.invoke();

            assertEquals(List.of("WELCOME 4096 1024 1024"), peer.received());
            assertEquals("late", pair.marketSession().principal());
        }
    }

    @Test
    @Rule({"N-7", "N-2"})
    void shouldRefuseWithLimitWhenAllSessionsAreOpenAndWelcomeAgainWhenOneHasEnded()
    {
        try (RemotePair pair =
            RemotePair.builder().market(context -> context.set(Settings.SESSION_REMOTE_MAX, 2)).launch())
        {
            final RawPeer first = RawPeer.dial(pair).send(hello());
            RawPeer.dial(pair).send(hello());
            requireRefused(
                pair, RawPeer.dial(pair).send(hello()), "LIMIT", CounterType.HANDSHAKES_REFUSED_LIMIT_TOTAL);
            first.send(RawFrames.goodbye(SessionCode.NORMAL));

            assertEquals(List.of("WELCOME 4096 1024 1024"), RawPeer.dial(pair).send(hello()).received());
        }
    }

    @Test
    @Rule({"N-7", "N-2"})
    void shouldNotTellOfLimitsWhenThePeerIsNotAuthenticated()
    {
        try (RemotePair pair = pair((peer, credentials) -> peer.reject("no"),
            context -> context.set(Settings.SESSION_REMOTE_MAX, 1)))
        {
            RawPeer.dial(pair).send(hello());

            requireRefused(pair, RawPeer.dial(pair).send(hello()), "UNAUTHENTICATED", null);
        }
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWithResumeLostWhenTheSessionToResumeIsNotKept()
    {
        requireRefused(
            "RESUME_LOST", CounterType.HANDSHAKES_REFUSED_RESUME_TOTAL, hello(0, 4711, 4096, 1024, 64, ""));
    }

    @Test
    @Rule("N-2")
    void shouldForgetThePeerWhenItGoesAwayBeforeItIsJudged()
    {
        try (RemotePair pair = pair((peer, credentials) ->
        {}))
        {
            RawPeer.dial(pair).send(hello()).end().close();
            pair.invoke();

            assertEquals(0, pair.marketCount(CounterType.HANDSHAKES_PENDING));
            assertEquals(1, pair.marketCount(CounterType.HANDSHAKES_ABANDONED_TOTAL));
        }
    }

    @Test
    @Rule("N-2")
    void shouldEndTheSessionWhenTheConnectorCannotTakeTheWelcome()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(hello());
            peer.send(RawHandshake.refuse(SessionCode.PROTOCOL_VIOLATION, "too little"));
            peer.end().close();
            pair.invoke();

            assertEquals(List.of("market:opened", "market:closed:PROTOCOL_VIOLATION"), pair.sessions());
        }
    }

    @Test
    @Rule({"N-2", "W-4"})
    void shouldEndTheSessionWhenAFrameOfTheHandshakeComesAgain()
    {
        for (final byte[] frame : List.of(hello(), response(1, ""), RawHandshake.welcome(1, 4096, 1, 1)))
        {
            try (RemotePair pair = RemotePair.builder().launch())
            {
                pair.expectError("a frame of the handshake within the session");
                final RawPeer peer = RawPeer.dial(pair).send(hello());
                peer.received();
                peer.send(frame);

                assertEquals(List.of("GOODBYE PROTOCOL_VIOLATION"), peer.received());
            }
        }
    }

    @Test
    @Rule({"S-7", "N-2"})
    void shouldGrantByPrincipalWhenThePeerHasOne()
    {
        try (RemotePair pair = pair(
            (peer, credentials) -> peer.accept(new String(credentials, StandardCharsets.UTF_8)),
            context -> context.remoteGrants(Grants.builder().toPrincipal("alice", RemotePair.TICKS).build())))
        {
            final RawPeer alice = RawPeer.dial(pair).send(hello("alice"));
            final RawPeer mallory = RawPeer.dial(pair).send(hello("mallory"));
            alice.received();
            mallory.received();
            alice.send(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX));
            mallory.send(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX));

            assertEquals(List.of("CREDIT 100000000 64"), alice.received());
            assertEquals(List.of("ERROR 100000000 REJECTED", "CLOSE 100000000 POLICY -1"), mallory.received());
        }
    }

    @Test
    @Rule({"S-7", "N-2"})
    void shouldTellPolicyThePrincipalWhenItDecides()
    {
        final List<String> asked = new ArrayList<>();
        try (RemotePair pair = pair((peer, credentials) -> peer.accept("alice"), context -> context.policy(request ->
        {
            asked.add(request.principal() + " " + request.remote() + " " + request.capability());
            return io.weir.policy.Decision.ALLOW;
        })))
        {
            RawPeer.dial(pair).send(hello()).send(RawFrames.open(STREAM, RemotePair.TICKS, InteractionKind.DUPLEX));

            assertEquals(List.of("alice true " + RemotePair.TICKS), asked);
        }
    }

    private static RemotePair pair(final PeerAuthenticator authenticator)
    {
        return pair(authenticator, context ->
        {});
    }

    private static RemotePair pair(
        final PeerAuthenticator authenticator,
        final Consumer<io.weir.Engine.Context> change)
    {
        return RemotePair.builder().market(context -> context.authenticator(() -> authenticator)).market(change)
            .launch();
    }

    private static void requireViolation(final byte[] frame)
    {
        requireRefused("PROTOCOL_VIOLATION", CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL, frame);
    }

    private static void requireRefused(final String code, final CounterType counter, final byte[] frame)
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            requireRefused(pair, RawPeer.dial(pair).send(frame), code, counter);
            assertEquals(List.of(), pair.sessions());
        }
    }

    private static void requireRefused(
        final RemotePair pair,
        final RawPeer peer,
        final String code,
        final CounterType counter)
    {
        final List<String> received = peer.received();
        assertEquals(1, received.size(), received::toString);
        assertTrue(received.get(0).matches("REFUSE " + code + " .+"), received::toString);
        assertTrue(peer.end().isClosed());
        assertEquals(0, pair.marketCount(CounterType.HANDSHAKES_PENDING));
        if (null != counter)
        {
            assertEquals(1, pair.marketCount(counter));
        }
    }

    /** Asks a riddle. */
    private static final class Riddle implements PeerAuthenticator
    {
        @Override
        public void onHello(final PendingPeer peer, final byte[] credentials)
        {
            peer.challenge("6 x 7".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void onChallengeResponse(final PendingPeer peer, final byte[] response)
        {
            if ("42".equals(new String(response, StandardCharsets.UTF_8)))
            {
                peer.accept("solver");
            }
            else
            {
                peer.reject("wrong");
            }
        }
    }
}
