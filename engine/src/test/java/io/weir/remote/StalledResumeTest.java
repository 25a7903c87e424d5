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

import io.weir.SessionClose;
import io.weir.SessionCloseReason;
import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.SessionCode;
import io.weir.counters.CounterType;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of a durable session whose connections come about again and again and bring nothing: the network lets a
 * handshake through, and nothing behind it (N-4).
 */
class StalledResumeTest
{
    private static final StreamRequest DUPLEX =
        StreamRequest.of(RemotePair.TICKS).kind(InteractionKind.DUPLEX).window(1024);

    @ParameterizedTest
    @Rule({"N-4", "S-6"})
    @CsvSource({"1,-1", "-1,1", "1,1", "2,-1", "-1,2"})
    void shouldEndInWordsWhenNothingButHandshakesGetsThrough(final int atAcceptor, final int atConnector)
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            final RecordingHandler acceptor = pair.acceptor();
            pair.network().stallAfter(atAcceptor, atConnector).cutAll();
            Payload.offer(opener.stream().writer(), "up");
            Payload.offer(acceptor.stream().writer(), "down");
            pair.advance(59, TimeUnit.SECONDS);
            assertFalse(opener.isClosed() || acceptor.isClosed());
            pair.advance(10, TimeUnit.SECONDS);
            assertTrue(opener.isClosed() || acceptor.isClosed(), "one side has given up");
            // The other may have got all that it wanted, and waits for another connection.
            pair.advance(60, TimeUnit.SECONDS);

            assertTrue(pair.deskCount(CounterType.SESSION_RESUMES_TOTAL) >= 5);
            assertEquals("closed:ERROR:PROVIDER_DISCONNECTED", opener.last());
            assertEquals("closed:ERROR:PROVIDER_DISCONNECTED", acceptor.last());
            assertEquals(SessionCode.RESUME_LOST, pair.deskClose().code());
            assertEquals(SessionCode.RESUME_LOST, pair.marketClose().code());
            assertTrue(saysWhy(pair.deskClose()) || saysWhy(pair.marketClose()), pair.deskClose()::toString);
            assertEquals(0, pair.deskCount(CounterType.SESSIONS_DETACHED));
            assertEquals(0, pair.marketCount(CounterType.SESSIONS_DETACHED));
        }
    }

    @Test
    @Rule("N-4")
    void shouldGoOnWhenTheNetworkWidensInTime()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            pair.network().stallAfter(1, 1).cutAll();
            Payload.offer(opener.stream().writer(), "up");
            pair.advance(50, TimeUnit.SECONDS);
            pair.network().stallAfter(-1, -1);
            pair.advance(10, TimeUnit.SECONDS);
            assertEquals("data:0:up", pair.acceptor().last());

            // What was in vain before does not count any more.
            pair.network().stallAfter(1, 1).cutAll();
            pair.advance(50, TimeUnit.SECONDS);
            assertFalse(opener.isClosed());
        }
    }

    @Test
    @Rule("N-4")
    void shouldGoOnWhenConnectionsAreCutForeverButEachBringsSomething()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            for (int i = 0; i < 100; i++)
            {
                pair.network().cutAll();
                Payload.offer(opener.stream().writer(), "up" + i);
                pair.advance(1, TimeUnit.SECONDS);
            }
            assertFalse(opener.isClosed());
            assertEquals(100, pair.acceptor().payloads().size());
        }
    }

    @Test
    @Rule("N-4")
    void shouldGoOnWhenAnIdleSessionsConnectionsAreCutForever()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            for (int i = 0; i < 160; i++)
            {
                pair.network().cutAll();
                pair.advance(500, TimeUnit.MILLISECONDS);
            }
            assertFalse(opener.isClosed());
        }
    }

    @Test
    @Rule("N-4")
    void shouldGoOnWhenLongConnectionsOfAnIdleSessionAreCut()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            for (int i = 0; i < 10; i++)
            {
                pair.advance(10, TimeUnit.SECONDS);
                pair.network().cutAll();
            }
            pair.advance(1, TimeUnit.SECONDS);
            assertFalse(opener.isClosed() || pair.session().isDetached());
        }
    }

    private static boolean saysWhy(final SessionClose close)
    {
        return SessionCloseReason.RETENTION_EXCEEDED == close.reason() &&
            close.text().contains("connections brought nothing but their handshakes");
    }

    private static RemotePair durable()
    {
        return RemotePair.builder().durable().launch().connect();
    }
}
