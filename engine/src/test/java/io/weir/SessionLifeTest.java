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

package io.weir;

import static io.weir.fixture.EnginePair.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sessions: interrupted, closed in order, lost. */
class SessionLifeTest
{
    @Test
    @Rule("S-10")
    void shouldCancelWhatItOpenedWhenInterrupted()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler first = pair.open();
            final RecordingHandler second = pair.open();
            CompletableFuture.runAsync(pair.deskSession()::interrupt).join();
            pair.invoke();

            assertEquals("closed:CANCEL", first.last());
            assertEquals("closed:CANCEL", second.last());
            assertTrue(pair.deskSession().isOpen());
            assertEquals("opened", pair.open().last());
        }
    }

    @Test
    @Rule("S-10")
    void shouldCloseWhatItAcceptedWhenInterrupted()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            pair.marketSession().interrupt();
            pair.invoke();

            assertEquals("closed:CANCEL", handler.last());
            assertEquals(List.of("closed:CANCEL"), pair.acceptor().events());
        }
    }

    @Test
    @Rule("S-10")
    void shouldLetStreamsFinishAndThenSayGoodbyeWhenClosed()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            pair.deskSession().close();
            pair.invoke();
            assertFalse(pair.deskSession().isOpen());
            assertEquals(Result.CLOSED, pair.deskSession().open(StreamRequest.of(TICKS), new RecordingHandler()));
            Payload.offer(pair.acceptorStream().writer(), "still");
            pair.invoke();
            assertEquals(List.of("desk:opened", "market:opened"), sorted(pair));
            pair.acceptorStream().writer().close();
            pair.invoke();

            assertEquals(List.of("opened", "data:0:still", "closed:END"), handler.events());
            assertEquals(
                List.of("desk:closed:NORMAL", "desk:opened", "market:closed:NORMAL", "market:opened"), sorted(pair));
            assertEquals(0, pair.deskCount(CounterType.SESSIONS_LOST_TOTAL));
            assertEquals(0, pair.deskCount(CounterType.SESSIONS_OPEN));
        }
    }

    @Test
    @Rule("S-10")
    void shouldInterruptWhenStreamsDoNotFinishWithinTheLimit()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            pair.deskSession().close();
            pair.advance(4_900, TimeUnit.MILLISECONDS);
            assertEquals("opened", handler.last());
            pair.advance(200, TimeUnit.MILLISECONDS);

            assertEquals("closed:CANCEL", handler.last());
            assertTrue(pair.sessions().contains("market:closed:NORMAL"), pair.sessions().toString());
        }
    }

    @Test
    @Rule("S-10")
    void shouldRejectThePeersOpensWhenClosing()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open();
            pair.marketSession().close();
            final RecordingHandler late = pair.open();

            assertEquals("closed:POLICY:REJECTED", late.last());
        }
    }

    @Test
    @Rule("S-10")
    void shouldCloseOnceWhenClosedAgainAndByBothSides()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.deskSession().close();
            pair.deskSession().close();
            pair.marketSession().close();
            pair.invoke();
            pair.deskSession().close();
            pair.deskSession().interrupt();
            pair.invoke();

            assertEquals(
                List.of("desk:closed:NORMAL", "desk:opened", "market:closed:NORMAL", "market:opened"), sorted(pair));
        }
    }

    @Test
    @Rule({"S-6", "S-10"})
    void shouldHearDisconnectedWhenThePeersEngineIsGone()
    {
        try (Engines engines = new Engines())
        {
            final Engine market = engines.launch(Engines.context("market")
                .set(Settings.SESSION_CLOSE_TIMEOUT, 1_000_000L).set(Settings.STREAM_CANCEL_TIMEOUT, 1_000_000L)
                .provider(TICKS, (stream, open) -> new RecordingHandler()));
            final Engine desk = engines.launch(Engines.context("desk"));
            final RecordingHandler handler = new RecordingHandler();
            final Session session = desk.connect(market);
            session.open(StreamRequest.of(TICKS), handler);
            Engines.await("the stream", () -> !handler.events().isEmpty());
            market.close();
            Engines.await("the end", handler::isClosed);

            Engines.await("the session's end", () -> !session.isOpen());
            assertEquals(1, handler.events().stream().filter(event -> event.startsWith("closed")).count());
        }
    }

    @Test
    @Rule({"S-6", "T-8"})
    void shouldAnswerClosedWhenTheSessionIsGone()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            final StreamWriter writer = pair.acceptorStream().writer();
            pair.clock().run(TimeUnit.MILLISECONDS.toNanos(5));
            pair.desk().close();
            for (int i = 0; i < 20; i++)
            {
                pair.clock().advance(1, TimeUnit.SECONDS);
                pair.market().invoke();
            }

            assertTrue(handler.isClosed());
            assertTrue(pair.acceptor().isClosed());
            assertEquals(Result.CLOSED, Payload.offer(writer, "late"));
            assertEquals(0, pair.marketSession().streamCount());
        }
    }

    @Test
    @Rule("T-6")
    void shouldConnectAnAgentWithItself()
    {
        try (Engines engines = new Engines())
        {
            final Engine engine =
                engines.launch(Engines.context("alone").set(Settings.ENGINE_THREADING, Threading.INVOKER)
                    .provider(TICKS, (stream, open) -> new RecordingHandler().onWritable((target, budget) ->
                    {
                        Payload.offer(target.writer(), "to myself");
                        target.writer().close();
                    })));
            final Session session = engine.connect(engine);
            final RecordingHandler handler = new RecordingHandler();
            session.open(StreamRequest.of(TICKS), handler);
            for (int i = 0; i < 20; i++)
            {
                engine.invoke();
            }

            assertEquals(List.of("opened", "data:0:to myself", "closed:END"), handler.events());
        }
    }

    @Test
    @Rule("T-6")
    void shouldDriveManySessionsOnOneAgent()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final List<RecordingHandler> handlers = new ArrayList<>();
            for (int i = 0; i < 63; i++)
            {
                final RecordingHandler handler = new RecordingHandler();
                pair.desk().connect(pair.market()).open(StreamRequest.of(TICKS), handler);
                handlers.add(handler);
            }
            pair.invoke();
            for (int i = 0; i < 63; i++)
            {
                Payload.offer(pair.accepted().get(i).stream().writer(), "session " + i);
                pair.accepted().get(i).stream().writer().close();
            }
            pair.invoke();

            for (int i = 0; i < 63; i++)
            {
                assertEquals(List.of("opened", "data:0:session " + i, "closed:END"), handlers.get(i).events());
            }
            assertEquals(64, pair.deskCount(CounterType.SESSIONS_OPEN));
        }
    }

    @Test
    @Rule("S-6")
    void shouldLeaveOtherSessionsAloneWhenOneCloses()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final Session second = pair.desk().connect(pair.market());
            final RecordingHandler handler = new RecordingHandler();
            second.open(StreamRequest.of(TICKS), handler);
            pair.deskSession().close();
            pair.invoke();
            Payload.offer(pair.acceptorStream().writer(), "alive");
            pair.invoke();

            assertEquals(List.of("alive"), handler.payloads());
            assertTrue(second.isOpen());
        }
    }

    @Test
    @Rule("S-10")
    void shouldRefuseInWordsWhenConnectingToOrFromAClosedEngine()
    {
        try (Engines engines = new Engines())
        {
            final Engine closed = engines.launch(Engines.context("closed"));
            final Engine desk = engines.launch(Engines.context("desk"));
            closed.close();

            assertThrows(IllegalStateException.class, () -> desk.connect(closed));
            assertThrows(IllegalStateException.class, () -> closed.connect(desk));
        }
    }

    private static List<String> sorted(final EnginePair pair)
    {
        return pair.sessions().stream().sorted().toList();
    }
}
