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

import static io.weir.link.RawFrames.cancel;
import static io.weir.link.RawFrames.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamIds;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.RecordingHandler;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.policy.Decision;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The limits of a session that a peer made by hand has shaken hands for. */
class PeerLimitsTest
{
    @Test
    @Rule("N-7")
    void shouldRejectOpensWhenTheStreamsThatWereGrantedInWelcomeAreAllOpen()
    {
        try (RemotePair pair = RemotePair.builder().market(
            context -> context.set(Settings.SESSION_STREAMS_MAX, 5)).launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello(0, 0, 4096, 3, 64, ""));
            assertEquals(List.of("WELCOME 4096 3 64"), peer.received());
            for (int slot = 0; slot < 2; slot++)
            {
                peer.send(open(id(1, slot), RemotePair.TICKS, InteractionKind.SERVER_STREAM));
            }
            assertEquals(0, pair.marketSession().open(
                StreamRequest.of("peer.stream"), new RecordingHandler()));
            pair.invoke();
            peer.received();
            peer.send(open(id(1, 2), RemotePair.TICKS, InteractionKind.SERVER_STREAM));

            requireRejected(peer, id(1, 2));
            assertEquals(1, pair.marketCount(CounterType.OPENS_OVER_LIMIT_TOTAL));
            assertTrue(pair.marketSession().isOpen());
        }
    }

    @Test
    @Rule({"N-7", "W-1"})
    void shouldEndTheSessionWhenASlotIsBeyondWhatWasGrantedInWelcome()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            pair.expectError("whose slot is not the peer's to open");
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello(0, 0, 4096, 3, 64, ""));
            peer.received();
            peer.send(open(id(1, 3), RemotePair.TICKS, InteractionKind.SERVER_STREAM));

            assertEquals(List.of("GOODBYE PROTOCOL_VIOLATION"), peer.received());
        }
    }

    @Test
    @Rule("N-7")
    void shouldRejectOpensWhenThePeerCancelsAgainAndAgainAndAdmitThemAfterThePeriod()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello());
            int generation = 1;
            for (; generation <= 201; generation++)
            {
                peer.send(open(id(generation, 0), RemotePair.TICKS, InteractionKind.SERVER_STREAM));
                peer.send(cancel(id(generation, 0)));
            }
            peer.received();
            peer.send(open(id(generation, 0), RemotePair.TICKS, InteractionKind.DUPLEX));
            requireRejected(peer, id(generation, 0));
            assertEquals(1, pair.marketCount(CounterType.CANCELS_OVER_LIMIT_TOTAL));
            for (int i = 0; i < 10; i++)
            {
                pair.advance(3, TimeUnit.SECONDS);
                peer.send(RawFrames.heartbeat());
            }
            peer.received();
            peer.send(open(id(generation + 1, 0), RemotePair.TICKS, InteractionKind.DUPLEX));

            assertEquals(List.of("CREDIT " + Long.toHexString(id(generation + 1, 0)) + " 64"), peer.received());
        }
    }

    @Test
    @Rule({"N-7", "S-7"})
    void shouldRejectOpensWhenNoMoreCanBeParked()
    {
        try (RemotePair pair = RemotePair.builder().market(context -> context.set(Settings.SESSION_PARKED_MAX, 1)
            .policy(request -> Decision.deferred("later"))).launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello());
            peer.received();
            peer.send(open(id(1, 0), RemotePair.TICKS, InteractionKind.DUPLEX));
            assertEquals(List.of("ERROR " + Long.toHexString(id(1, 0)) + " DEFERRED"), peer.received());
            peer.send(open(id(1, 1), RemotePair.TICKS, InteractionKind.DUPLEX));

            requireRejected(peer, id(1, 1));
            assertEquals(1, pair.marketCount(CounterType.OPENS_PARKED_FULL_TOTAL));
        }
    }

    @Test
    @Rule({"N-7", "N-2"})
    void shouldCountForTheLimitOfSessionsOnlyThoseThatWereAdmitted()
    {
        try (RemotePair pair = RemotePair.builder().desk(
            context -> context.set(Settings.SESSION_REMOTE_MAX, 1)).launch())
        {
            pair.connect();
            pair.connect();

            assertEquals(2, pair.deskCount(CounterType.SESSIONS_OPEN), "its own are not limited");
        }
    }

    @Test
    @Rule({"N-7", "N-2"})
    void shouldKeepNoPlaceForAPeerWhenItLeavesNoRoomForItsWelcome()
    {
        try (RemotePair pair = RemotePair.builder().market(
            context -> context.set(Settings.SESSION_REMOTE_MAX, 1)).launch())
        {
            final RawPeer slow = RawPeer.dial(pair);
            slow.end().peer().choke(true);
            slow.send(RawHandshake.hello());
            final RawPeer quick = RawPeer.dial(pair).send(RawHandshake.hello());
            assertEquals(List.of("WELCOME 4096 1024 1024"), quick.received());
            slow.end().peer().choke(false);
            pair.invoke();

            assertTrue(slow.received().get(0).startsWith("REFUSE LIMIT"));
            assertEquals(1, pair.marketCount(CounterType.SESSIONS_OPEN_TOTAL));
        }
    }

    private static void requireRejected(final RawPeer peer, final long streamId)
    {
        final String name = Long.toHexString(streamId);
        assertEquals(List.of("ERROR " + name + " REJECTED", "CLOSE " + name + " POLICY -1"), peer.received());
    }

    private static long id(final int generation, final int slot)
    {
        return StreamIds.of(generation, slot, StreamIds.CONNECTOR);
    }
}
