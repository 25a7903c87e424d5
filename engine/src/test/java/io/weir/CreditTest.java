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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.InteractionKind;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import java.util.function.Consumer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who may send how much, and when they hear of it. */
class CreditTest
{
    @Test
    @Rule("C-2")
    void shouldGiveTheAcceptorTheOpenersWindowAsItsFirstGrant()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open(StreamRequest.of(TICKS).window(7));

            assertEquals(7, pair.acceptorStream().writer().credit());
            assertEquals(List.of(7), pair.acceptor().budgets());
        }
    }

    @Test
    @Rule({"C-2", "C-3"})
    void shouldGiveTheOpenerTheLesserOfItsWindowAndTheAcceptorsSetting()
    {
        try (EnginePair pair = EnginePair.builder().market(market -> market.set(Settings.STREAM_QUEUE_MAX, 5)
            .set(Settings.STREAM_WINDOW_SIZE, 5)).desk(desk -> desk.set(Settings.STREAM_WINDOW_SIZE, 64)).launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));

            assertEquals(5, handler.stream().writer().credit());
        }
    }

    @Test
    @Rule("C-2")
    void shouldLetTheOpenerSendOnlyAfterTheAcceptorsFirstCredit()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler();
            pair.deskSession().open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX), handler);

            assertEquals(Result.NO_CREDIT, Payload.offer(handler.stream().writer(), "early"));
            pair.invoke();
            assertEquals(List.of(64), handler.budgets());
        }
    }

    @Test
    @Rule({"C-3", "C-5"})
    void shouldAnswerNoCreditAtOnceWhenTheWindowIsUsedUp()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(4), handler);
            fill(pair, 4);
            pair.invoke();

            assertEquals(Result.NO_CREDIT, Payload.offer(pair.acceptorStream().writer(), "e"));
            assertEquals(4, handler.dataCount());
            assertEquals(1, pair.marketCount(CounterType.STREAM_CREDIT_STALLS_TOTAL));
        }
    }

    @Test
    @Rule("C-4")
    void shouldGiveCreditBackByTheHalfWindowWhenHandlersReturn()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open(StreamRequest.of(TICKS).window(8));
            fill(pair, 3);
            pair.invoke();
            assertEquals(5, pair.acceptorStream().writer().credit());
            fill(pair, 1);
            pair.invoke();

            assertEquals(8, pair.acceptorStream().writer().credit());
        }
    }

    @Test
    @Rule("C-4")
    void shouldGiveCreditBackOnlyForWhatIsSaidToBeConsumedWhenExplicit()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(8), handler);
            fill(pair, 6);
            pair.invoke();
            handler.stream().consumed(3);
            pair.invoke();
            assertEquals(2, pair.acceptorStream().writer().credit());
            handler.stream().consumed(1);
            pair.invoke();

            assertEquals(6, pair.acceptorStream().writer().credit());
        }
    }

    @Test
    @Rule("C-4")
    void shouldGrantAtOnceWhenTheSenderIsDryAndAnythingIsConsumed()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(8), handler);
            fill(pair, 8);
            pair.invoke();
            handler.stream().consumed(1);
            pair.invoke();

            assertEquals(1, pair.acceptorStream().writer().credit());
        }
    }

    @Test
    @Rule("C-4")
    void shouldGrantWhenAnotherThreadConsumes()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(4), handler);
            fill(pair, 4);
            pair.invoke();
            CompletableFuture.runAsync(() -> handler.stream().consumed(4)).join();
            pair.invoke();

            assertEquals(4, pair.acceptorStream().writer().credit());
        }
    }

    @Test
    @Rule("C-4")
    void shouldRefuseInWordsWhenMoreIsConsumedThanReceivedByAnyThread()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(4), handler);
            fill(pair, 2);
            pair.invoke();

            assertThrows(IllegalStateException.class, () -> handler.stream().consumed(3));
            final CompletableFuture<Void> elsewhere =
                CompletableFuture.runAsync(() -> handler.stream().consumed(3));
            assertThrows(java.util.concurrent.CompletionException.class, elsewhere::join);
            handler.stream().consumed(2);
            assertThrows(IllegalArgumentException.class, () -> handler.stream().consumed(-1));
        }
    }

    @Test
    @Rule("C-4")
    void shouldRefuseInWordsWhenConsumptionIsNotExplicit()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            assertThrows(IllegalStateException.class, () -> handler.stream().consumed(1));
            fill(pair, 1);
            pair.invoke();

            assertThrows(IllegalStateException.class, handler.stream()::consumeExplicitly);
        }
    }

    @Test
    @Rule({"C-9", "C-2"})
    void shouldGrantWhatIsDemandedAndNoMoreWhenHeld()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).held(true).window(8));
            assertEquals(Result.NO_CREDIT, Payload.offer(pair.acceptorStream().writer(), "early"));
            handler.stream().request(3);
            pair.invoke();
            assertEquals(3, pair.acceptorStream().writer().credit());
            fill(pair, 3);
            pair.invoke();
            assertEquals(0, pair.acceptorStream().writer().credit());
            handler.stream().request(100);
            pair.invoke();

            assertEquals(8, pair.acceptorStream().writer().credit());
        }
    }

    @Test
    @Rule({"C-5", "C-9"})
    void shouldTellTheProviderWhenItsHeldStreamIsFirstDemanded()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).held(true));
            assertEquals(List.of(), pair.acceptor().budgets());
            handler.stream().request(2);
            pair.invoke();

            assertEquals(List.of(2), pair.acceptor().budgets());
        }
    }

    @Test
    @Rule("C-9")
    void shouldGrantByTheHalfWindowWhenDemandExceedsTheWindow()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).held(true).window(8));
            handler.stream().request(Long.MAX_VALUE);
            handler.stream().request(Long.MAX_VALUE);
            pair.invoke();
            fill(pair, 4);
            pair.invoke();

            assertEquals(8, pair.acceptorStream().writer().credit());
        }
    }

    @Test
    @Rule("C-9")
    void shouldRefuseInWordsWhenDemandIsNotForThisStream()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            final RecordingHandler held = pair.open(StreamRequest.of(TICKS).held(true));

            assertThrows(IllegalStateException.class, () -> handler.stream().request(1));
            assertThrows(IllegalArgumentException.class, () -> held.stream().request(0));
        }
    }

    @Test
    @Rule("C-5")
    void shouldBeToldOnceWhenCreditReturnsAfterNoCredit()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(4), handler);
            fill(pair, 4);
            assertEquals(Result.NO_CREDIT, Payload.offer(pair.acceptorStream().writer(), "x"));
            pair.invoke();
            handler.stream().consumed(2);
            pair.invoke();

            assertEquals(List.of(4, 2), pair.acceptor().budgets());
        }
    }

    @Test
    @Rule("C-5")
    void shouldBeToldOfTheNextCreditWhenItStoppedAtItsBudget()
    {
        final Consumer<RecordingHandler> sendsItsBudget = handler -> handler.onWritable((stream, budget) ->
        {
            for (int i = 0; i < budget; i++)
            {
                Payload.offer(stream.writer(), "x");
            }
        });
        try (EnginePair pair = EnginePair.builder().onAccepted(sendsItsBudget).launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(4), handler);
            assertEquals(4, handler.dataCount());
            pair.invoke();
            assertEquals(List.of(4), pair.acceptor().budgets());

            handler.stream().consumed(4);
            pair.invoke();

            assertEquals(List.of(4, 4), pair.acceptor().budgets());
            assertEquals(8, handler.dataCount());
        }
    }

    @Test
    @Rule("C-7")
    void shouldNotDelayOthersWhenOneStreamIsStalled()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler stalled = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(4), stalled);
            fill(pair, 4);
            final RecordingHandler other = pair.open(StreamRequest.of(TICKS).window(4));
            for (int i = 0; i < 100; i++)
            {
                fill(pair, 1);
                pair.invoke();
            }

            assertEquals(100, other.dataCount());
            assertEquals(4, stalled.dataCount());
        }
    }

    @Test
    @Rule("C-8")
    void shouldCountWhatWasSentAndReceivedAlikeWhenStreamsEnd()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            fill(pair, 10);
            pair.acceptorStream().writer().end();
            pair.acceptorStream().writer().close();
            pair.invoke();

            assertEquals(11, pair.marketCount(CounterType.STREAM_DATA_OUT_TOTAL));
            assertEquals(11, pair.deskCount(CounterType.STREAM_DATA_IN_TOTAL));
        }
    }

    @Test
    void shouldCountTheGreatestBacklogWhenConsumptionLags()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(8), handler);
            fill(pair, 8);
            pair.invoke();

            assertEquals(8, pair.deskCount(CounterType.STREAM_BACKLOG_HWM));
        }
    }

    @Test
    @Rule("C-3")
    void shouldCountTheGreatestBacklogWhenAHandlerTakesInPlace()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open(StreamRequest.of(TICKS).window(8), new RecordingHandler());
            for (int i = 0; i < 20; i++)
            {
                fill(pair, 1);
                pair.invoke();
            }
            assertEquals(1, pair.deskCount(CounterType.STREAM_BACKLOG_HWM), "each was taken before the next was sent");

            fill(pair, 8);
            pair.invoke();
            assertEquals(8, pair.deskCount(CounterType.STREAM_BACKLOG_HWM));

            for (int i = 0; i < 4; i++)
            {
                fill(pair, 8);
                pair.invoke();
            }
            assertEquals(8, pair.deskCount(CounterType.STREAM_BACKLOG_HWM), "never more than the window");
        }
    }

    @Test
    @Rule({"C-3", "S-8"})
    void shouldCountNoBacklogWhenFramesAreDroppedBecauseTheAcceptorHasStoppedReceiving()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX).window(8));
            assertTrue(Payload.offer(opener.stream().writer(), "taken") >= 0);
            pair.invoke();
            assertEquals(1, pair.marketCount(CounterType.STREAM_BACKLOG_HWM));
            pair.acceptorStream().stopReceiving();
            for (int i = 0; i < 7; i++)
            {
                assertTrue(Payload.offer(opener.stream().writer(), "dropped") >= 0);
            }
            pair.invoke();

            assertEquals(7, pair.marketCount(CounterType.STREAM_DROPPED_TOTAL));
            assertEquals(1, pair.marketCount(CounterType.STREAM_BACKLOG_HWM));
        }
    }

    @Test
    @Rule({"C-3", "C-6"})
    void shouldCountNoBacklogWhenAnEndIsAllThatComes()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            assertTrue(opener.stream().writer().end() >= 0);
            pair.acceptorStream().writer().close();
            pair.invoke();

            assertTrue(opener.isClosed());
            assertEquals(0, pair.marketCount(CounterType.STREAM_BACKLOG_HWM));
        }
    }

    private static void fill(final EnginePair pair, final int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            assertTrue(Payload.offer(pair.acceptorStream().writer(), "fill") >= 0);
        }
    }
}
