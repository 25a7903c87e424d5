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

import io.weir.Session;
import io.weir.SessionClose;
import io.weir.SessionCloseReason;
import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.fixture.EnginePair;
import io.weir.link.MemoryConnection;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.test.Rule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the application is told about why a session has ended, or is detached. */
class SessionCloseTest
{
    private static final long RETENTION_S = 60;
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    @Test
    @Rule("S-10")
    void shouldTellWhoHasClosedItWhenASessionIsClosedInGoodOrder()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.session().close();
            pair.invoke();

            requireClose(SessionCloseReason.CLOSED, SessionCode.NORMAL, "", pair.deskClose());
            requireClose(SessionCloseReason.PEER_CLOSED, SessionCode.NORMAL, "", pair.marketClose());
        }
    }

    @Test
    @Rule("S-10")
    void shouldTellWhoHasClosedItWhenBothAreOfOneProcess()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.marketSession().close();
            pair.invoke();

            requireClose(SessionCloseReason.PEER_CLOSED, SessionCode.NORMAL, "", pair.deskClose());
            requireClose(SessionCloseReason.CLOSED, SessionCode.NORMAL, "", pair.marketClose());
        }
    }

    @Test
    @Rule("S-10")
    void shouldKeepWhatThePeerSaysWhenItLeaves()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            RawPeer.dial(pair).send(RawHandshake.hello(), RawFrames.goodbye(SessionCode.SHUTDOWN));

            requireClose(SessionCloseReason.PEER_CLOSED, SessionCode.SHUTDOWN, "bye", pair.marketClose());
        }
    }

    @Test
    @Rule("W-4")
    void shouldTellWordsOfThePeerOnOneLineWhenTheyWouldForgeALog()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            final CompletableFuture<Session> refused = pair.desk().connectAsync("memory:nowhere");
            pair.invoke();
            final MemoryConnection end = pair.marketEnd().answer();
            pair.invoke();
            end.send(RawHandshake.refuse(SessionCode.LIMIT, "no\n2026 ERROR forged\u2028\u202etxet"));
            pair.invoke();

            assertTrue(RemotePair.failure(refused).getMessage().endsWith("no?2026 ERROR forged??txet"));
        }
    }

    @Test
    @Rule("N-3")
    void shouldTellSilenceWhenNothingWasHeard()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.deskEnd().hold();
            pair.advance(5_200, TimeUnit.MILLISECONDS);

            requireClose(SessionCloseReason.PEER_SILENT, SessionCode.IDLE, "nothing was heard for 50",
                pair.deskClose());
        }
    }

    @Test
    @Rule("N-3")
    void shouldTellALostConnectionWhenItEndsWithoutAWord()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.deskEnd().lose("the image is lost");
            pair.invoke();

            requireClose(
                SessionCloseReason.CONNECTION_LOST, SessionCode.IDLE, "the image is lost", pair.deskClose());
        }
    }

    @Test
    @Rule({"N-3", "S-10"})
    void shouldTellALostConnectionWhenItEndsBeforeTheFarewell()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.open();
            pair.session().close();
            pair.invoke();
            pair.deskEnd().lose("the image is lost");
            pair.invoke();

            requireClose(
                SessionCloseReason.CONNECTION_LOST, SessionCode.NORMAL, "the image is lost", pair.deskClose());
        }
    }

    @Test
    @Rule("N-3")
    void shouldTellALostTransportWhenWhatCarriesTheConnectionIsGone()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.deskEnd().loseTransport("there is no driver");
            pair.invoke();

            requireClose(SessionCloseReason.TRANSPORT_LOST, SessionCode.IDLE, "there is no driver", pair.deskClose());
        }
    }

    @Test
    @Rule({"N-3", "N-1"})
    void shouldTellALostTransportWhenItThrows()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.expectError("a fault of its own");
            pair.deskEnd().breakDown("a fault of its own");
            pair.invoke();

            requireClose(SessionCloseReason.TRANSPORT_LOST, SessionCode.IDLE,
                "the transport failed: a fault of its own", pair.deskClose());
        }
    }

    @Test
    @Rule("W-4")
    void shouldTellWhatWasWrongWhenThePeerBreaksTheProtocol()
    {
        try (RemotePair pair = RemotePair.builder().launch())
        {
            pair.expectError("the peer sent");
            final RawPeer peer = RawPeer.dial(pair).send(RawHandshake.hello(), new byte[3]);
            peer.send(RawFrames.goodbye(SessionCode.PROTOCOL_VIOLATION));

            requireClose(SessionCloseReason.PROTOCOL_VIOLATION, SessionCode.PROTOCOL_VIOLATION,
                "an invalid frame: ", pair.marketClose());
        }
    }

    @Test
    @Rule("W-4")
    void shouldTellWhatThePeerComplainsOfWhenThisSideIsSaidToHaveBrokenTheProtocol()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.expectError("the peer sent");
            final MemoryConnection deskEnd = pair.deskEnd();
            deskEnd.send(RawHandshake.hello());
            pair.invoke();

            requireClose(SessionCloseReason.PROTOCOL_VIOLATION, SessionCode.PROTOCOL_VIOLATION,
                "a frame of the handshake within the session", pair.marketClose());
            requireClose(SessionCloseReason.PEER_CLOSED, SessionCode.PROTOCOL_VIOLATION,
                "a frame of the handshake within the session", pair.deskClose());
        }
    }

    @Test
    @Rule("N-4")
    void shouldTellWhatWasLostWhenASessionIsDetachedAndThatItsTimeWasUpWhenItEnds()
    {
        try (RemotePair pair = RemotePair.builder().durable()
            .desk(context -> context.set(Settings.SESSION_RECONNECT_DELAY_MAX, HOUR_NS)
                .set(Settings.SESSION_RECONNECT_DELAY_FIRST, HOUR_NS))
            .launch().connect())
        {
            pair.deskEnd().lose("the image is lost");
            pair.invoke();
            requireClose(SessionCloseReason.CONNECTION_LOST, null, "the image is lost", pair.deskClose());
            pair.advance(RETENTION_S + 6, TimeUnit.SECONDS);

            requireClose(SessionCloseReason.RETENTION_EXCEEDED, SessionCode.RESUME_LOST,
                "there was no connection for longer than weir.session.retention.time; the last one was lost: " +
                    "the image is lost",
                pair.deskClose());
            requireClose(SessionCloseReason.RETENTION_EXCEEDED, SessionCode.RESUME_LOST,
                "there was no connection for longer than", pair.marketClose());
        }
    }

    @Test
    @Rule("N-4")
    void shouldTellThatResumingWasRefusedWhenThePeerKeepsTheSessionNoLonger()
    {
        try (RemotePair pair = RemotePair.builder().durable()
            .market(context -> context.set(Settings.SESSION_RETENTION_TIME, 1_000_000L)).launch().connect())
        {
            pair.deskEnd().cut();
            pair.advance(10, TimeUnit.SECONDS);

            requireClose(SessionCloseReason.RETENTION_EXCEEDED, SessionCode.RESUME_LOST,
                "there was no connection for longer than", pair.marketClose());
            requireClose(SessionCloseReason.RESUME_REFUSED, SessionCode.RESUME_LOST,
                "no session with memory:market: session ", pair.deskClose());
        }
    }

    @Test
    @Rule("S-10")
    void shouldTellThatTheAgentWasStoppedWhenItIsCutOff()
    {
        try (EnginePair pair = EnginePair.builder().both(context -> context
            .set(Settings.SESSION_CLOSE_TIMEOUT, 1_000_000L).set(Settings.STREAM_CANCEL_TIMEOUT, 1_000_000L)).launch())
        {
            pair.open();
            // Its time-outs never pass: the clock stands still, so the streams do not finish and are not interrupted.
            pair.market().close();
            pair.invoke(pair.desk());
            pair.advance(20, TimeUnit.MILLISECONDS);

            requireClose(SessionCloseReason.STOPPED, SessionCode.SHUTDOWN, "market-0 was stopped", pair.marketClose());
            requireClose(SessionCloseReason.CONNECTION_LOST, SessionCode.IDLE,
                "the peer's agent has stopped without a word", pair.deskClose());
        }
    }

    private static void requireClose(
        final SessionCloseReason reason,
        final SessionCode code,
        final String text,
        final SessionClose close)
    {
        assertEquals(reason, close.reason(), close::toString);
        assertEquals(code, close.code(), close::toString);
        assertTrue(text.isEmpty() ? close.text().isEmpty() : close.text().startsWith(text), close::toString);
    }
}
