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

import static io.weir.link.RawHandshake.welcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.Session;
import io.weir.SessionRefusedException;
import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.policy.PeerCredentials;
import io.weir.test.Rule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How an engine connects to a peer outside its process, which the test plays frame by frame. */
class ConnectHandshakeTest
{
    private static final String NOWHERE = "memory:nowhere";

    @Test
    @Rule("N-2")
    void shouldSayHelloWithItsLimitsAndCredentialsWhenThePeerIsThere()
    {
        try (RemotePair pair = desk(context -> context.set(Settings.STREAM_QUEUE_MAX, 512)
            .credentials(address -> ("for " + address).getBytes(StandardCharsets.UTF_8))))
        {
            pair.desk().connectAsync(NOWHERE);
            pair.invoke();

            assertEquals(List.of("HELLO 4096 1024 512 for memory:nowhere"), answer(pair).received());
        }
    }

    @Test
    @Rule("N-2")
    void shouldOpenTheSessionWhenItIsWelcome()
    {
        try (RemotePair pair = desk(context ->
        {}))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            final RawPeer peer = answer(pair);
            peer.received();
            assertFalse(connecting.isDone());
            peer.send(welcome(4711, 2048, 3, 10));

            assertEquals(4711, connecting.join().id());
            assertEquals(List.of("desk:opened"), pair.sessions());
        }
    }

    @Test
    @Rule("N-2")
    void shouldAnswerChallengesWhenItIsAsked()
    {
        try (RemotePair pair = desk(context -> context.credentials(new Echo())))
        {
            pair.desk().connectAsync(NOWHERE);
            final RawPeer peer = answer(pair);
            peer.received();
            peer.send(RawHandshake.challenge(5, "ping"));
            assertEquals(List.of("RESPONSE ping of memory:nowhere"), peer.received());
            peer.send(RawHandshake.challenge(6, "pong"));

            assertEquals(List.of("RESPONSE pong of memory:nowhere"), peer.received());
        }
    }

    @Test
    @Rule("N-2")
    void shouldFailWithCodeAndTextWhenItIsRefused()
    {
        try (RemotePair pair = desk(context ->
        {}))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            answer(pair).send(RawHandshake.refuse(SessionCode.LIMIT, "come back later"));

            requireFailed(pair, connecting, SessionCode.LIMIT, "come back later");
            assertEquals(1, pair.deskCount(CounterType.CONNECTS_FAILED_TOTAL));
        }
    }

    @Test
    @Rule("N-2")
    void shouldFailWhenNobodyIsThereInTime()
    {
        try (RemotePair pair = desk(context ->
        {}))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            pair.advance(4900, TimeUnit.MILLISECONDS);
            assertFalse(connecting.isDone());
            pair.advance(200, TimeUnit.MILLISECONDS);

            requireFailed(pair, connecting, SessionCode.IDLE, "nobody was there in time");
        }
    }

    @Test
    @Rule("N-2")
    void shouldFailWhenThePeerIsSilent()
    {
        try (RemotePair pair = desk(context ->
        {}))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            answer(pair);
            pair.advance(5100, TimeUnit.MILLISECONDS);

            requireFailed(pair, connecting, SessionCode.IDLE, "no answer in time");
        }
    }

    @Test
    @Rule("N-2")
    void shouldFailWhenTheConnectionIsLost()
    {
        try (RemotePair pair = desk(context ->
        {}))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            answer(pair).end().cut();
            pair.invoke();

            requireFailed(pair, connecting, SessionCode.IDLE, "the connection was lost: cut");
        }
    }

    @Test
    @Rule({"N-2", "W-4"})
    void shouldRefuseWhenThePeerSendsWhatIsNoAnswer()
    {
        requireRefuses(RawFrames.heartbeat());
        requireRefuses(RawHandshake.hello());
        requireRefuses(new byte[]{1, 2, 3});
        requireRefuses(RawHandshake.roll(1));
    }

    @Test
    @Rule("N-2")
    void shouldRefuseWhenAWelcomeGrantsMoreThanWasAskedFor()
    {
        requireRefuses(welcome(0, 4096, 1024, 1024));
        requireRefuses(welcome(1, 8192, 1024, 1024));
        requireRefuses(welcome(1, 4096, 1025, 1024));
        requireRefuses(welcome(1, 4096, 1024, 1025));
        requireRefuses(welcome(1, 64, 1024, 1024));
    }

    @Test
    @Rule("N-2")
    void shouldFailWhenTheCredentialsCannotBeHad()
    {
        try (RemotePair pair = desk(context -> context.credentials(address ->
        {
            throw new IllegalStateException("the key is gone");
        })))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            assertEquals(List.of(), answer(pair).received());

            requireFailed(pair, connecting, SessionCode.UNAUTHENTICATED, "the key is gone");
        }
    }

    @Test
    @Rule("N-2")
    void shouldFailWhenTheCredentialsAreTooLongForAFrame()
    {
        try (RemotePair pair = desk(context -> context.credentials(address -> new byte[2049])))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            answer(pair);

            requireFailed(pair, connecting, SessionCode.UNAUTHENTICATED, "2049 bytes");
        }
    }

    @Test
    @Rule({"N-2", "S-10"})
    void shouldFailAtOnceWhenItsOwnEngineClosesDuringTheHandshake()
    {
        try (RemotePair pair = desk(context ->
        {}))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            final RawPeer peer = answer(pair);
            peer.received();
            pair.desk().close();

            requireFailed(pair, connecting, SessionCode.SHUTDOWN, "is closing");
            assertEquals(List.of("REFUSE SHUTDOWN the engine is closing"), peer.received());
        }
    }

    @Test
    @Rule({"N-2", "S-10"})
    void shouldFailWhenTheEngineToConnectToClosesDuringTheHandshake()
    {
        try (RemotePair pair = RemotePair.builder().market(context -> context.authenticator(() -> (peer, shown) ->
        {})).launch())
        {
            final CompletableFuture<Session> connecting = pair.connecting();
            pair.market().close();
            pair.invoke(pair.desk());

            requireFailed(pair, connecting, SessionCode.SHUTDOWN, "the engine is closing");
        }
    }

    @Test
    @Rule("N-2")
    void shouldFailWhenTheEngineIsClosedAlready()
    {
        try (RemotePair pair = desk(context ->
        {}))
        {
            final Engine desk = pair.desk();
            desk.close();

            final SessionRefusedException failure =
                assertThrows(SessionRefusedException.class, () -> desk.connectAsync(RemotePair.ADDRESS));
            assertEquals(SessionCode.SHUTDOWN, failure.code());
        }
    }

    private static void requireRefuses(final byte[] frame)
    {
        try (RemotePair pair = desk(context ->
        {}))
        {
            final CompletableFuture<Session> connecting = pair.desk().connectAsync(NOWHERE);
            final RawPeer peer = answer(pair);
            peer.received();
            peer.send(frame);

            requireFailed(pair, connecting, SessionCode.PROTOCOL_VIOLATION, "the peer sent");
            final List<String> received = peer.received();
            assertTrue(received.get(0).startsWith("REFUSE PROTOCOL_VIOLATION "), received::toString);
            assertTrue(peer.end().isClosed());
        }
    }

    private static RemotePair desk(final Consumer<Engine.Context> change)
    {
        return RemotePair.builder().desk(change).launch();
    }

    /** The peer is there, played by the test. */
    private static RawPeer answer(final RemotePair pair)
    {
        pair.invoke();
        final RawPeer peer = new RawPeer(pair, pair.marketEnd().answer());
        pair.invoke();
        return peer;
    }

    private static void requireFailed(
        final RemotePair pair,
        final CompletableFuture<Session> connecting,
        final SessionCode code,
        final String text)
    {
        final SessionRefusedException failure = (SessionRefusedException)RemotePair.failure(connecting);
        assertEquals(code, failure.code());
        assertTrue(failure.getMessage().contains(text), failure::getMessage);
        assertFalse(pair.sessions().contains("desk:opened"));
    }

    /** Shows nothing, and answers with the question. */
    private static final class Echo implements PeerCredentials
    {
        @Override
        public byte[] credentials(final String address)
        {
            return new byte[0];
        }

        @Override
        public byte[] onChallenge(final String address, final byte[] challenge)
        {
            return (new String(challenge, StandardCharsets.UTF_8) + " of " + address)
                .getBytes(StandardCharsets.UTF_8);
        }
    }
}
