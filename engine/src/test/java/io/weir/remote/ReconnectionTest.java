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

import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.config.Settings;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PeerCredentials;
import io.weir.policy.PendingPeer;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;

/** What a durable session bears while it tries to come back, and what it tells its peer when it does not (N-4). */
class ReconnectionTest
{
    private static final StreamRequest DUPLEX = StreamRequest.of(RemotePair.TICKS).kind(InteractionKind.DUPLEX);
    private static final byte[] NOTHING = new byte[0];

    @Test
    @Rule({"N-4", "N-2"})
    void shouldTryAgainWhenTheCredentialsCannotBeHadForAWhile()
    {
        final int[] failures = {0};
        try (RemotePair pair = RemotePair.builder().durable().desk(context -> context.credentials(address ->
        {
            if (failures[0]-- > 0)
            {
                throw new IllegalStateException("the service of tokens is away");
            }
            return NOTHING;
        })).launch().connect())
        {
            pair.expectError("the service of tokens is away");
            failures[0] = 3;

            requireGoesOn(pair);
        }
    }

    @Test
    @Rule({"N-4", "N-2"})
    void shouldTryAgainWhenAChallengeCannotBeAnsweredForAWhile()
    {
        final int[] failures = {0};
        try (RemotePair pair = RemotePair.builder().durable()
            .desk(context -> context.credentials(new Forgetful(failures)))
            .market(context -> context.authenticator(Asking::new)).launch().connect())
        {
            pair.expectError("the answer is not at hand");
            failures[0] = 3;

            requireGoesOn(pair);
        }
    }

    @Test
    @Rule({"N-4", "N-2"})
    void shouldTryAgainWhenTheAuthenticatorFailsForAWhile()
    {
        final int[] failures = {0};
        try (RemotePair pair = RemotePair.builder().durable()
            .market(context -> context.authenticator(() -> (peer, credentials) ->
            {
                if (failures[0]-- > 0)
                {
                    throw new IllegalStateException("the directory of users is away");
                }
                peer.accept("desk");
            })).launch().connect())
        {
            pair.expectError("the directory of users is away");
            failures[0] = 3;

            requireGoesOn(pair);
        }
    }

    @Test
    @Rule({"N-4", "S-10"})
    void shouldBringWhatWasSentWhenItsEngineClosesAfterThePeerHasResumed()
    {
        final RemotePair[] launched = {null};
        try (RemotePair pair = RemotePair.builder().durable()
            .desk(context -> context.work(new Beside(launched))).launch().connect())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            pair.network().cutAll();
            pair.desk().invoke();
            pair.market().invoke();
            assertTrue(Payload.offer(opener.stream().writer(), "last") >= 0);
            helloOnly(pair);
            pair.market().invoke();
            assertTrue(pair.sessions().contains("market:resumed"), pair.sessions()::toString);
            assertFalse(pair.sessions().contains("desk:resumed"), pair.sessions()::toString);
            launched[0] = pair;
            pair.clock().run(TimeUnit.MILLISECONDS.toNanos(1));
            pair.desk().close();

            assertEquals(List.of("last"), pair.acceptor().payloads());
            assertTrue(pair.sessions().contains("desk:closed:SHUTDOWN"), pair.sessions()::toString);
            assertTrue(pair.sessions().contains("market:closed:SHUTDOWN"), pair.sessions()::toString);
        }
    }

    @Test
    @Rule("N-4")
    void shouldTellThePeerThatThereIsNothingToGoOnWithWhenItHasEndedMeanwhile()
    {
        try (RemotePair pair = RemotePair.builder().durable()
            .desk(context -> context.set(Settings.HANDSHAKE_TIMEOUT, TimeUnit.SECONDS.toNanos(20))).launch().connect())
        {
            pair.network().cutAll();
            pair.desk().invoke();
            pair.market().invoke();
            pair.session().close();
            helloOnly(pair);
            pair.deskEnd().hold();
            advanceDesk(pair, 4);
            pair.market().invoke();
            assertTrue(pair.sessions().contains("market:resumed"), pair.sessions()::toString);
            advanceDesk(pair, 2);
            assertTrue(pair.sessions().contains("desk:closed:NORMAL"), pair.sessions()::toString);
            pair.deskEnd().release();
            pair.invoke();

            assertTrue(pair.sessions().contains("market:closed:RESUME_LOST"), pair.sessions()::toString);
            assertTrue(pair.marketClose().text().contains("has ended at its connector"), pair.marketClose()::toString);
        }
    }

    /** Goes as far as Hello, which the market has not read yet. */
    private static void helloOnly(final RemotePair pair)
    {
        final int before = pair.network().connections().size();
        pair.clock().advance(30, TimeUnit.MILLISECONDS);
        pair.desk().invoke();
        assertEquals(before + 1, pair.network().connections().size());
        pair.market().invoke();
        pair.desk().invoke();
    }

    /** Lets some seconds pass in which the market stands still. */
    private static void advanceDesk(final RemotePair pair, final int seconds)
    {
        for (int i = 0; i < seconds * 50; i++)
        {
            pair.clock().advance(20, TimeUnit.MILLISECONDS);
            pair.desk().invoke();
        }
    }

    private static void requireGoesOn(final RemotePair pair)
    {
        final RecordingHandler opener = pair.open(DUPLEX);
        pair.network().cutAll();
        pair.desk().invoke();
        Payload.offer(opener.stream().writer(), "after");
        pair.advance(2, TimeUnit.SECONDS);

        assertTrue(pair.sessions().contains("desk:resumed"), pair.sessions()::toString);
        assertEquals(List.of("after"), pair.acceptor().payloads());
    }

    /** Answers a challenge, but for some. */
    private record Forgetful(int[] failures) implements PeerCredentials
    {
        @Override
        public byte[] credentials(final String address)
        {
            return NOTHING;
        }

        @Override
        public byte[] onChallenge(final String address, final byte[] challenge)
        {
            if (failures[0]-- > 0)
            {
                throw new IllegalStateException("the answer is not at hand");
            }
            return NOTHING;
        }
    }

    /** Challenges everybody, and takes any answer. */
    private static final class Asking implements PeerAuthenticator
    {
        @Override
        public void onHello(final PendingPeer peer, final byte[] credentials)
        {
            peer.challenge(NOTHING);
        }

        @Override
        public void onChallengeResponse(final PendingPeer peer, final byte[] response)
        {
            peer.accept("desk");
        }
    }

    /** Has the market work while the desk is closing. */
    private record Beside(RemotePair[] launched) implements Agent
    {
        @Override
        public int doWork()
        {
            if (null != launched[0])
            {
                launched[0].market().invoke();
            }
            return 0;
        }

        @Override
        public String roleName()
        {
            return "beside";
        }
    }
}
