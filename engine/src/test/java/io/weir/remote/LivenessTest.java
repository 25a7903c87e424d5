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

import io.weir.DataClaim;
import io.weir.Lane;
import io.weir.Result;
import io.weir.Session;
import io.weir.StreamWriter;
import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a session whose peer dies, falls silent, pauses or loses its network. */
class LivenessTest
{
    private static final String LOST = "closed:ERROR:PROVIDER_DISCONNECTED";

    @Test
    @Rule("N-3")
    void shouldBeatOnceASecondWhenNothingElseIsSent()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello());
            pair.advance(50, TimeUnit.MILLISECONDS);
            peer.end().take();
            pair.advance(4, TimeUnit.SECONDS);

            assertEquals(4, peer.end().take().stream().map(RawFrames::describe).filter("HEARTBEAT"::equals).count());
        }
    }

    @Test
    @Rule("N-3")
    void shouldLiveOnWhenNothingButHeartbeatsIsSent()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            pair.advance(60, TimeUnit.SECONDS);

            assertTrue(pair.session().isOpen());
            assertFalse(opener.isClosed());
            assertEquals(List.of("market:opened", "desk:opened"), pair.sessions());
        }
    }

    @Test
    @Rule({"N-3", "S-6"})
    void shouldLoseTheSessionWhenThePeerIsSilentForFiveSeconds()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            pair.deskEnd().hold();
            pair.advance(4900, TimeUnit.MILLISECONDS);
            assertTrue(pair.session().isOpen());
            pair.advance(200, TimeUnit.MILLISECONDS);

            assertEquals(List.of("opened", LOST), opener.events());
            assertFalse(pair.session().isOpen());
            assertTrue(pair.sessions().contains("desk:closed:IDLE"));
            assertEquals(1, pair.deskCount(CounterType.SESSIONS_LOST_TOTAL));
            assertEquals(1, pair.deskCount(CounterType.SESSIONS_SILENT_TOTAL));
            assertTrue(pair.deskEnd().isClosed());
        }
    }

    @Test
    @Rule("N-3")
    void shouldTakeAnyFrameForASignOfLifeWhenHeartbeatsFail()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello());
            for (int i = 0; i < 5; i++)
            {
                pair.advance(4, TimeUnit.SECONDS);
                peer.send(RawFrames.heartbeat());
                peer.end().take();
            }
            assertTrue(pair.marketSession().isOpen());
            pair.advance(6, TimeUnit.SECONDS);

            assertFalse(pair.marketSession().isOpen());
        }
    }

    @Test
    @Rule({"N-3", "S-6"})
    void shouldEndEveryStreamOnceAtBothEndsWhenTheConnectionIsCut()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler first = pair.open();
            final RecordingHandler second = pair.open();
            pair.deskEnd().cut();
            pair.invoke();

            assertEquals(List.of("opened", LOST), first.events());
            assertEquals(List.of("opened", LOST), second.events());
            pair.accepted().forEach(acceptor -> assertEquals(List.of(LOST), acceptor.events()));
            assertEquals(
                List.of("market:opened", "desk:opened", "market:closed:IDLE", "desk:closed:IDLE"), pair.sessions());
            assertEquals(2, pair.deskCount(CounterType.STREAMS_DISCONNECTED_TOTAL));
            assertEquals(0, pair.deskCount(CounterType.SESSIONS_OPEN));
        }
    }

    @Test
    @Rule("N-3")
    void shouldHandleWhatHasArrivedBeforeTheSessionIsLostWhenThePeerCloses()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            final StreamWriter writer = pair.acceptor().stream().writer();
            for (int i = 0; i < 60; i++)
            {
                Payload.offer(writer, "tick " + i);
            }
            pair.marketEnd().close();
            pair.invoke();

            assertEquals(60, opener.dataCount());
            assertEquals(LOST, opener.last());
        }
    }

    @Test
    @Rule("N-3")
    void shouldLiveOnWhenItWasPausedForLongAndThePeerWasNot()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            for (int i = 0; i < 4; i++)
            {
                pair.clock().advance(1, TimeUnit.SECONDS);
                pair.invoke(pair.market());
            }
            pair.clock().advance(1500, TimeUnit.MILLISECONDS);
            pair.invoke(pair.desk());

            assertTrue(pair.session().isOpen(), "what was sent meanwhile is read before time is judged");
            assertFalse(opener.isClosed());
        }
    }

    @Test
    @Rule("N-3")
    void shouldLiveOnWhenBothSidesWerePausedBeyondEachOthersPatience()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            pair.clock().advance(30, TimeUnit.SECONDS);
            pair.invoke(pair.desk());
            assertTrue(pair.session().isOpen(), "who wakes first has heard nothing yet");
            pair.invoke(pair.market());
            pair.invoke();

            assertTrue(pair.session().isOpen());
            assertTrue(pair.marketSession().isOpen());
            assertFalse(opener.isClosed());
            pair.deskEnd().hold();
            pair.advance(4_900, TimeUnit.MILLISECONDS);
            assertTrue(pair.session().isOpen());
            pair.advance(200, TimeUnit.MILLISECONDS);
            assertFalse(pair.session().isOpen(), "a pause that is over costs no patience");
        }
    }

    @Test
    @Rule("N-3")
    void shouldFindTheSessionEndedWhenItWasPausedBeyondThePeersPatience()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            for (int i = 0; i < 10; i++)
            {
                pair.clock().advance(1, TimeUnit.SECONDS);
                pair.invoke(pair.market());
            }
            assertEquals(LOST, pair.acceptor().last());
            pair.invoke(pair.desk());

            assertEquals(List.of("opened", LOST), opener.events());
            assertEquals(0, pair.deskCount(CounterType.SESSIONS_OPEN));
            pair.connect();
            assertTrue(pair.session().isOpen(), "the agent lives on");
        }
    }

    @Test
    @Rule({"N-3", "T-8"})
    void shouldAnswerClosedWhenALaneLeadsToALostSession()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.open();
            final Session lost = pair.marketSession();
            try (Lane lane = lost.acquireLane())
            {
                final StreamWriter writer = pair.acceptor().stream().writer(lane);
                final DataClaim claim = new DataClaim();
                assertEquals(0, writer.tryClaim(16, claim));
                pair.marketEnd().cut();
                pair.invoke();
                claim.commit();
                long result = 0;
                for (int i = 0; i < 64 && result >= 0; i++)
                {
                    // What credit was there is used up first: only then is the stream's end looked at.
                    result = Payload.offer(writer, "too late");
                }

                assertEquals(Result.CLOSED, result);
            }
            pair.invoke();
            assertEquals(0, pair.marketCount(CounterType.LANES_HELD));
        }
    }

    @Test
    @Rule({"N-3", "C-5"})
    void shouldAnswerNotConnectedWhenTheLaneOfALostSessionIsFull()
    {
        try (RemotePair pair = RemotePair.builder().market(
            context -> context.set(Settings.LANE_LENGTH, 1 << 14)).launch().connect())
        {
            pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptor().stream().writer(lane);
                long result = 0;
                while (result >= 0)
                {
                    result = writer.offer(Payload.ofLength(3000), 0, 3000);
                }
                assertEquals(Result.BACK_PRESSURED, result);
                pair.marketEnd().cut();
                pair.invoke();

                assertEquals(Result.NOT_CONNECTED, writer.offer(Payload.ofLength(3000), 0, 3000));
            }
        }
    }

    @Test
    @Rule("N-3")
    void shouldNotDisturbAnotherSessionWhenOneIsLost()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler cut = pair.open();
            final var cutEnd = pair.deskEnd();
            pair.connect();
            final RecordingHandler kept = pair.open();
            cutEnd.cut();
            pair.invoke();
            Payload.offer(pair.acceptor().stream().writer(), "still here");
            pair.invoke();

            assertTrue(cut.isClosed());
            assertEquals(List.of("still here"), kept.payloads());
        }
    }

    @Test
    @Rule({"N-3", "N-1"})
    void shouldLoseOneSessionAloneWhenItsTransportThrows()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.expectError("a fault of its own");
            final RecordingHandler first = pair.open();
            pair.deskEnd().breakDown("a fault of its own");
            pair.connect();
            final RecordingHandler second = pair.open();
            Payload.offer(pair.acceptor().stream().writer(), "still here");
            pair.invoke();

            assertEquals(List.of("opened", LOST), first.events());
            assertEquals(List.of("still here"), second.payloads());
        }
    }

    @Test
    @Rule("N-2")
    void shouldGiveUpOneHandshakeAloneWhenItsTransportThrows()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            pair.expectError("a fault of its own");
            final RawPeer peer = RawPeer.dial(pair);
            peer.end().peer().breakDown("a fault of its own");
            pair.connect();

            assertEquals(1, pair.marketCount(CounterType.HANDSHAKES_ABANDONED_TOTAL));
            assertTrue(peer.end().isClosed());
            assertTrue(pair.session().isOpen());
        }
    }

    @Test
    @Rule("N-3")
    void shouldStopWithinTheLimitWhenThePeerNeverAnswersGoodbye()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello());
            peer.received();
            pair.marketSession().close();
            pair.invoke();
            assertEquals(List.of("GOODBYE NORMAL"), peer.received());
            pair.advance(4, TimeUnit.SECONDS);
            assertEquals(1, pair.marketCount(CounterType.SESSIONS_OPEN));
            peer.send(RawFrames.heartbeat());
            pair.advance(1500, TimeUnit.MILLISECONDS);

            assertEquals(List.of("market:opened", "market:closed:NORMAL"), pair.sessions());
            assertTrue(peer.end().isClosed());
        }
    }

    @Test
    @Rule("N-3")
    void shouldEndByTheSettingsWhenTheyAreShort()
    {
        try (RemotePair pair = RemotePair.builder().market(
            context -> context.set(Settings.SESSION_LOSS_TIMEOUT, 200_000_000L)
                .set(Settings.SESSION_HEARTBEAT_INTERVAL, 50_000_000L))
            .launch())
        {
            RawPeer.dial(pair).send(RawHandshake.hello());
            pair.advance(300, TimeUnit.MILLISECONDS);

            assertEquals(List.of("market:opened", "market:closed:IDLE"), pair.sessions());
        }
    }

    @Test
    @Rule("N-3")
    void shouldGoWhereRollPointsWhenTheConnectionCanAndEndTheSessionWhenItCannot()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            pair.expectError("a Roll that leads nowhere");
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello());
            peer.end().peer().takeRolls();
            peer.send(RawHandshake.roll(4711));
            assertEquals(4711, peer.end().peer().roll());
            assertTrue(pair.marketSession().isOpen());
            final RawPeer other = RawPeer.dial(pair).send(RawHandshake.hello());
            other.received();
            other.send(RawHandshake.roll(4711));

            assertEquals(List.of("GOODBYE PROTOCOL_VIOLATION"), other.received());
            other.send(RawFrames.goodbye(SessionCode.PROTOCOL_VIOLATION));
            assertTrue(pair.sessions().contains("market:closed:PROTOCOL_VIOLATION"));
        }
    }
}
