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
import static io.weir.link.RawHandshake.welcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Session;
import io.weir.SessionRefusedException;
import io.weir.codecs.SessionCode;
import io.weir.counters.CounterType;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PendingPeer;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of a session that both sides have agreed on, and that one of them then cannot make (N-2). */
class SessionOpeningTest
{
    @Test
    @Rule("N-2")
    void shouldFailCloseTheConnectionAndKeepNothingWhenTheConnectorCannotMakeItsEnd()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            pair.expectError("no size");
            final CompletableFuture<Session> connecting = pair.desk().connectAsync("memory:nowhere");
            pair.invoke();
            final RawPeer peer = new RawPeer(pair, pair.marketEnd().answer());
            pair.invoke();
            peer.received();
            pair.deskEnd().loseSize("no size");
            peer.send(welcome(4711, 2048, 3, 10));

            assertEquals("no size", RemotePair.failure(connecting).getMessage());
            assertTrue(peer.end().isClosed());
            assertEquals(1, pair.deskCount(CounterType.CONNECTS_FAILED_TOTAL));
            assertEquals(0, pair.deskCount(CounterType.SESSIONS_OPEN));
            assertTrue(pair.connect().session().isOpen());
        }
    }

    @Test
    @Rule("N-2")
    void shouldCloseTheConnectionAndKeepNothingWhenTheAcceptorCannotMakeItsEnd()
    {
        final RemotePair[] launched = {null};
        try (RemotePair pair = RemotePair.builder()
            .market(context -> context.authenticator(() -> new Unlucky(launched))).launch())
        {
            launched[0] = pair;
            pair.expectError("no size");
            final RawPeer peer = RawPeer.dial(pair).send(hello());

            assertEquals(List.of("WELCOME 4096 1024 1024"), peer.received());
            assertTrue(peer.end().isClosed());
            assertEquals(0, pair.marketCount(CounterType.SESSIONS_OPEN));
            launched[0] = null;
            RawPeer.dial(pair).send(hello());
            assertEquals(List.of("market:opened"), pair.sessions());
        }
    }

    @Test
    @Rule({"N-2", "W-3"})
    void shouldRefuseInWordsWhenTheConnectionTakesLessThanTheLeastLongestFrame()
    {
        try (RemotePair pair = RemotePair.builder().network(network -> network.maxFrame(96)).launch())
        {
            final SessionRefusedException failure = (SessionRefusedException)RemotePair.failure(pair.connecting());

            assertEquals(SessionCode.LIMIT, failure.code());
            assertTrue(failure.getMessage().contains("frames of 96 bytes; the least is 128"), failure::getMessage);
            assertEquals(List.of(), pair.sessions());
        }
    }

    /** Lets everybody in, and has the connection break down when Welcome has been sent. */
    private static final class Unlucky implements PeerAuthenticator
    {
        private final RemotePair[] pair;

        Unlucky(final RemotePair[] pair)
        {
            this.pair = pair;
        }

        @Override
        public void onHello(final PendingPeer peer, final byte[] credentials)
        {
            peer.accept("");
        }

        @Override
        public void onGone(final PendingPeer peer)
        {
            if (null != pair[0])
            {
                pair[0].marketEnd().loseSize("no size");
            }
        }
    }
}
