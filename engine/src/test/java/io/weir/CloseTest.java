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

import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How streams end: in good order, by error, by Cancel, by deadline; and once. */
class CloseTest
{
    @Test
    @Rule({"S-2", "S-4"})
    void shouldHearAllDataAndThenEndWhenClosedInGoodOrder()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            Payload.offer(pair.acceptorStream().writer(), "a");
            Payload.offer(pair.acceptorStream().writer(), "b");

            assertEquals(2, pair.acceptorStream().writer().close());
            pair.invoke();
            assertEquals(List.of("opened", "data:0:a", "data:1:b", "closed:END"), handler.events());
            assertEquals(List.of("closed:END"), pair.acceptor().events());
            assertEquals(0, pair.deskSession().streamCount() + pair.marketSession().streamCount());
        }
    }

    @Test
    @Rule("S-4")
    void shouldCloseBehindItsDataWhenEmittedThroughALane()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                lane.beginBatch();
                Payload.offer(writer, "a");
                Payload.offer(writer, "b");
                writer.close();
                pair.invoke();
                lane.endBatch();
                pair.invoke();
            }

            assertEquals(List.of("opened", "data:0:a", "data:1:b", "closed:END"), handler.events());
        }
    }

    @Test
    @Rule({"S-4", "S-10"})
    void shouldNotLetGoodbyeOvertakeTheCloseWhenEmittedThroughALane()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                Payload.offer(writer, "a");
                writer.close();
                pair.marketSession().close();
                for (int i = 0; i < 10; i++)
                {
                    pair.market().invoke();
                }
                pair.invoke();
            }

            assertEquals(List.of("opened", "data:0:a", "closed:END"), handler.events());
            assertTrue(pair.sessions().contains("desk:closed:NORMAL"), pair.sessions().toString());
        }
    }

    @Test
    @Rule({"S-2", "S-4"})
    void shouldHearErrorThenCloseBehindAllDataWhenClosedWithAnError()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            Payload.offer(pair.acceptorStream().writer(), "a");
            pair.acceptorStream().writer().close(StreamErrorCode.INTERNAL, "feed lost");
            pair.invoke();

            assertEquals(
                List.of("opened", "data:0:a", "error:INTERNAL:feed lost", "closed:ERROR:INTERNAL"), handler.events());
        }
    }

    @Test
    @Rule({"S-2", "S-4"})
    void shouldEndOnceWhenClosedAndThenAborted()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            pair.acceptorStream().writer().close();
            pair.acceptorStream().abort(StreamErrorCode.INTERNAL, "too late");
            pair.invoke();

            assertEquals(List.of("opened", "closed:END"), handler.events());
            assertEquals(List.of("closed:END"), pair.acceptor().events());
        }
    }

    @Test
    @Rule({"S-2", "S-4"})
    void shouldEndOnceWhenAbortedAndThenClosed()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            final StreamWriter writer = pair.acceptorStream().writer();
            pair.acceptorStream().abort(StreamErrorCode.INTERNAL, "broken");

            assertEquals(Result.CLOSED, writer.close());
            assertEquals(Result.CLOSED, Payload.offer(writer, "late"));
            assertEquals(Result.CLOSED, writer.end());
            pair.invoke();
            assertEquals(List.of("opened", "error:INTERNAL:broken", "closed:ERROR:INTERNAL"), handler.events());
        }
    }

    @Test
    @Rule("S-4")
    void shouldEndOnceWhenALaneClosesWhileAnotherThreadAborts()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            for (int i = 0; i < 200; i++)
            {
                final RecordingHandler handler = pair.open();
                final Stream acceptor = pair.acceptorStream();
                final CompletableFuture<Void> aborted =
                    CompletableFuture.runAsync(() -> acceptor.abort(StreamErrorCode.INTERNAL, "race"));
                acceptor.writer().close();
                aborted.join();
                pair.invoke();

                assertTrue(handler.isClosed());
                assertEquals(1, handler.events().stream().filter(event -> event.startsWith("closed")).count());
                assertEquals(1, pair.acceptor().events().size());
            }
        }
    }

    @Test
    @Rule("S-2")
    void shouldRefuseInWordsWhenTheWrongSideOrCodeEnds()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            final StreamWriter openers = handler.stream().writer();
            final Stream acceptor = pair.acceptorStream();

            assertThrows(IllegalStateException.class, openers::close);
            assertThrows(IllegalStateException.class, () -> handler.stream().abort(StreamErrorCode.INTERNAL, ""));
            assertThrows(IllegalStateException.class, acceptor::cancel);
            assertThrows(IllegalArgumentException.class, () -> acceptor.abort(StreamErrorCode.DEFERRED, ""));
            assertThrows(
                IllegalArgumentException.class, () -> acceptor.writer().close(StreamErrorCode.NULL_VAL, ""));
        }
    }

    @Test
    @Rule("S-5")
    void shouldHearCancelOnBothSidesWhenCancelled()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            handler.stream().cancel();
            handler.stream().cancel();
            pair.invoke();

            assertEquals(List.of("opened", "closed:CANCEL"), handler.events());
            assertEquals(List.of("closed:CANCEL"), pair.acceptor().events());
            assertFalse(handler.stream().isOpen());
        }
    }

    @Test
    @Rule("S-5")
    void shouldHearCancelWhenCancelledByAnotherThread()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            CompletableFuture.runAsync(handler.stream()::cancel).join();
            pair.invoke();

            assertEquals("closed:CANCEL", handler.last());
        }
    }

    @Test
    @Rule({"S-3", "S-5"})
    void shouldDeliverNothingFromThenOnWhenCancelled()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            Payload.offer(pair.acceptorStream().writer(), "under way");
            handler.stream().cancel();
            pair.invoke();

            assertEquals(List.of("opened", "closed:CANCEL"), handler.events());
            assertEquals(1, pair.deskCount(CounterType.STREAM_DROPPED_TOTAL));
        }
    }

    @Test
    @Rule("S-5")
    void shouldReportEndWhenTheCancelCrossesAClose()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            pair.acceptorStream().writer().close();
            handler.stream().cancel();
            pair.invoke();

            assertEquals(List.of("opened", "closed:END"), handler.events());
            assertEquals(0, pair.deskSession().streamCount());
        }
    }

    @Test
    @Rule("S-5")
    void shouldHearCancelAndKeepATombstoneWhenNoAnswerComes()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            handler.stream().cancel();
            invokeDeskFor(pair, 5_100);

            assertEquals(List.of("opened", "closed:CANCEL"), handler.events());
            assertEquals(1, pair.deskSession().streamCount());
            assertEquals(1, pair.desk().counter(CounterType.STREAM_TOMBSTONES));
            assertEquals(1, pair.desk().counter(CounterType.STREAM_CANCEL_TIMEOUTS_TOTAL));
        }
    }

    @Test
    @Rule("S-5")
    void shouldFreeTheTombstoneAndTellNobodyWhenTheCloseComesAtLast()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            handler.stream().cancel();
            invokeDeskFor(pair, 5_100);
            pair.invoke();

            assertEquals(List.of("opened", "closed:CANCEL"), handler.events());
            assertEquals(0, pair.deskSession().streamCount());
            assertEquals(0, pair.deskCount(CounterType.STREAM_TOMBSTONES));
        }
    }

    @Test
    @Rule({"S-10", "S-5"})
    void shouldHearDeadlineAtOnceOnBothSidesWhenItPasses()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).deadline(50, TimeUnit.MILLISECONDS));
            pair.advance(40, TimeUnit.MILLISECONDS);
            assertEquals("opened", handler.last());
            pair.advance(20, TimeUnit.MILLISECONDS);

            assertEquals("closed:ERROR:DEADLINE", handler.last());
            assertTrue(pair.acceptor().isClosed());
            assertEquals(0, pair.deskSession().streamCount());
        }
    }

    @Test
    @Rule({"S-10", "S-5"})
    void shouldHearDeadlineWhenTheAcceptorDoesNothing()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).deadline(50, TimeUnit.MILLISECONDS));
            invokeDeskFor(pair, 60);

            assertEquals(List.of("opened", "closed:ERROR:DEADLINE"), handler.events());
            assertEquals(1, pair.deskSession().streamCount());
        }
    }

    @Test
    @Rule({"S-10", "W-7"})
    void shouldCloseWithDeadlineAtTheAcceptorWhenTheOpenerDoesNothing()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open(StreamRequest.of(TICKS).deadline(50, TimeUnit.MILLISECONDS));
            for (int i = 0; i < 6; i++)
            {
                pair.clock().advance(10, TimeUnit.MILLISECONDS);
                pair.market().invoke();
            }

            assertEquals(List.of("closed:ERROR:DEADLINE"), pair.acceptor().events());
        }
    }

    @Test
    @Rule("S-10")
    void shouldNotEndWhenTheStreamEndsBeforeItsDeadline()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).deadline(50, TimeUnit.MILLISECONDS));
            pair.acceptorStream().writer().close();
            pair.advance(100, TimeUnit.MILLISECONDS);

            assertEquals(List.of("opened", "closed:END"), handler.events());
            assertEquals(0, pair.deskCount(CounterType.STREAM_DEADLINES_TOTAL));
        }
    }

    @Test
    @Rule("S-4")
    void shouldGoOnTheOtherWayWhenOneDirectionHasEnded()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            handler.stream().writer().end();
            pair.invoke();
            assertEquals(List.of("end"), pair.acceptor().events());
            Payload.offer(pair.acceptorStream().writer(), "answer");
            pair.acceptorStream().writer().end();
            pair.invoke();

            assertEquals(List.of("opened", "data:0:answer", "end"), handler.events());
            assertTrue(handler.stream().isOpen());
            assertEquals(Result.CLOSED, Payload.offer(handler.stream().writer(), "more"));
            assertEquals(Result.CLOSED, handler.stream().writer().end());
        }
    }

    @Test
    @Rule("S-4")
    void shouldHearDataBeforeEndWhenTheLastDataCarriesIt()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            final StreamWriter writer = handler.stream().writer();
            writer.offer(Payload.of("last"), 0, 4, io.weir.codecs.DataFrame.END);
            pair.invoke();

            assertEquals(List.of("data:0:last", "end"), pair.acceptor().events());
            assertEquals(Result.CLOSED, Payload.offer(writer, "more"));
        }
    }

    @Test
    @Rule({"S-4", "C-6"})
    void shouldEndItsDirectionWithoutCreditAndCountItInFinalSeq()
    {
        try (EnginePair pair = EnginePair.builder()
            .onAccepted(handler -> handler.stream().consumeExplicitly()).launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX).window(2), handler);
            final StreamWriter writer = pair.acceptorStream().writer();
            Payload.offer(writer, "a");
            Payload.offer(writer, "b");
            assertEquals(Result.NO_CREDIT, Payload.offer(writer, "c"));

            assertEquals(2, writer.end());
            assertEquals(3, writer.close());
            pair.invoke();
            assertEquals(List.of("opened", "data:0:a", "data:1:b", "end", "closed:END"), handler.events());
        }
    }

    @Test
    @Rule("S-8")
    void shouldCarryOneMessageAndThenNoMoreWhenRequestResponse()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler =
                pair.open(StreamRequest.of(TICKS).kind(InteractionKind.REQUEST_RESPONSE).params("question"));
            final StreamWriter writer = pair.acceptorStream().writer();

            assertEquals(0, Payload.offer(writer, "answer"));
            assertEquals(Result.CLOSED, Payload.offer(writer, "another"));
            assertEquals(1, writer.close());
            pair.invoke();
            assertEquals(List.of("opened", "data:0:answer", "closed:END"), handler.events());
        }
    }

    @Test
    @Rule("S-8")
    void shouldCarryManyTowardsTheAcceptorAndOneBackWhenClientStream()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.CLIENT_STREAM));
            for (int i = 0; i < 3; i++)
            {
                Payload.offer(handler.stream().writer(), "item " + i);
            }
            handler.stream().writer().end();
            pair.invoke();
            assertEquals(
                List.of("data:0:item 0", "data:1:item 1", "data:2:item 2", "end"), pair.acceptor().events());
            final StreamWriter writer = pair.acceptorStream().writer();
            assertEquals(0, Payload.offer(writer, "sum"));
            assertEquals(Result.CLOSED, Payload.offer(writer, "another"));
            writer.close();
            pair.invoke();

            assertEquals(List.of("opened", "data:0:sum", "closed:END"), handler.events());
        }
    }

    @Test
    @Rule("S-8")
    void shouldGiveTheOpenerNoWriterWhenTheKindForbidsItsDirection()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            for (final InteractionKind kind : List.of(InteractionKind.SERVER_STREAM, InteractionKind.REQUEST_RESPONSE))
            {
                final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).kind(kind));
                final IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, handler.stream()::writer);
                assertTrue(refusal.getMessage().contains(kind.name()));
            }
        }
    }

    /** As if the peer's agent hung. */
    private static void invokeDeskFor(final EnginePair pair, final int milliseconds)
    {
        for (int i = 0; i < milliseconds; i += 10)
        {
            pair.clock().advance(10, TimeUnit.MILLISECONDS);
            pair.desk().invoke();
        }
        pair.clock().advance(2, TimeUnit.MILLISECONDS);
        pair.desk().invoke();
    }
}
