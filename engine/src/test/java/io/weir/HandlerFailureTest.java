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
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Handlers that throw, that are slow, that end their stream from within. */
class HandlerFailureTest
{
    private static final Consumer<Stream> THROW = stream ->
    {
        throw new IllegalStateException("thrown by a handler");
    };

    @Test
    @Rule("S-6")
    void shouldCrashTheStreamAloneWhenTheProviderThrowsInOnOpen()
    {
        final Provider provider = (stream, open) ->
        {
            if ("bad".equals(open.paramsUtf8()))
            {
                throw new IllegalStateException("thrown by a handler");
            }
            return new RecordingHandler();
        };
        try (EnginePair pair = EnginePair.builder().provider(provider).launch())
        {
            pair.expectError("thrown by a handler");
            final RecordingHandler good = pair.open();
            final RecordingHandler bad = pair.open(StreamRequest.of(TICKS).params("bad"));

            assertEquals("closed:ERROR:PROVIDER_CRASHED", bad.last());
            assertEquals("opened", good.last());
            assertTrue(pair.deskSession().isOpen());
        }
    }

    @Test
    @Rule("S-6")
    void shouldCrashTheStreamWhenTheProviderReturnsNoHandler()
    {
        try (EnginePair pair = EnginePair.builder().provider((stream, open) -> null).launch())
        {
            pair.expectError("returned no handler");

            assertEquals("closed:ERROR:PROVIDER_CRASHED", pair.open().last());
        }
    }

    @Test
    @Rule("S-6")
    void shouldCrashTheStreamAloneWhenTheProviderThrowsInOnData()
    {
        try (EnginePair pair = EnginePair.builder().onAccepted(handler -> handler.onData(THROW)).launch())
        {
            pair.expectError("thrown by a handler");
            final RecordingHandler good = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            final RecordingHandler bad = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            Payload.offer(bad.stream().writer(), "poison");
            pair.invoke();

            assertEquals("closed:ERROR:PROVIDER_CRASHED", bad.last());
            assertEquals(List.of("data:0:poison", "closed:ERROR:PROVIDER_CRASHED"), pair.acceptor().events());
            assertTrue(good.stream().isOpen());
            assertEquals(1, pair.marketCount(CounterType.HANDLER_ERRORS_TOTAL));
        }
    }

    @Test
    @Rule("S-6")
    void shouldCrashTheStreamWhenTheProviderThrowsInOnWritable()
    {
        try (EnginePair pair = EnginePair.builder()
            .onAccepted(handler -> handler.onWritable((stream, budget) -> THROW.accept(stream))).launch())
        {
            pair.expectError("thrown by a handler");

            assertEquals("closed:ERROR:PROVIDER_CRASHED", pair.open().last());
        }
    }

    @Test
    @Rule("S-6")
    void shouldCrashTheStreamWhenTheProviderThrowsInALanesPoll()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.expectError("thrown by a handler");
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(1), handler);
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                Payload.offer(writer, "a");
                Payload.offer(writer, "b");
                pair.acceptor().onWritable((stream, budget) -> THROW.accept(stream));
                pair.invoke();
                handler.stream().consumed(1);
                pair.invoke();
                lane.poll();
                pair.invoke();
            }

            assertTrue(handler.events().contains("error:PROVIDER_CRASHED:"), "the code alone is told");
            assertEquals("closed:ERROR:PROVIDER_CRASHED", handler.last());
            assertEquals(1, pair.marketCount(CounterType.HANDLER_ERRORS_TOTAL));
        }
    }

    @Test
    @Rule({"S-6", "T-2"})
    void shouldCrashTheStreamAloneWhenTheProviderThrowsInALanesPollWithAClaimOpen()
    {
        shouldTellTheOtherStreamOfALaneAfter((writer, claim) ->
        {
            writer.tryClaim(8, claim);
            throw new IllegalStateException("thrown by a handler");
        }, "closed:ERROR:PROVIDER_CRASHED");
    }

    @Test
    @Rule({"S-6", "T-2"})
    void shouldDisturbNoOtherStreamWhenAClaimIsLeftOpenInALanesPoll()
    {
        shouldTellTheOtherStreamOfALaneAfter((writer, claim) -> writer.tryClaim(8, claim), "data:0:a");
    }

    @Test
    @Rule("T-2")
    void shouldRefuseToPollInWordsWhenTheOwnerHasAClaimOpen()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final DataClaim claim = new DataClaim();
                pair.acceptorStream().writer(lane).tryClaim(1, claim);
                assertTrue(assertThrows(IllegalStateException.class, lane::poll).getMessage().contains("claim"));
                claim.buffer().putByte(claim.offset(), (byte)'a');
                claim.commit();
                assertEquals(0, lane.poll());
                pair.invoke();
            }

            assertEquals("data:0:a", handler.last());
        }
    }

    @Test
    @Rule("S-6")
    void shouldCancelTheStreamAloneWhenTheConsumerThrows()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.expectError("thrown by a handler");
            final RecordingHandler good = pair.open();
            final Stream goodAcceptor = pair.acceptorStream();
            final RecordingHandler bad = new RecordingHandler().onData(THROW);
            pair.open(StreamRequest.of(TICKS), bad);
            Payload.offer(pair.acceptorStream().writer(), "poison");
            Payload.offer(pair.acceptorStream().writer(), "never seen");
            Payload.offer(goodAcceptor.writer(), "fine");
            pair.invoke();

            assertEquals(List.of("opened", "data:0:poison", "closed:CANCEL"), bad.events());
            assertEquals(List.of("closed:CANCEL"), pair.acceptor().events());
            assertEquals(List.of("fine"), good.payloads());
        }
    }

    @Test
    @Rule({"S-6", "S-9"})
    void shouldCancelTheStreamWhenTheConsumerThrowsInOnOpened()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.expectError("thrown by a handler");
            final RecordingHandler handler = new RecordingHandler().onOpened(THROW);
            pair.open(StreamRequest.of(TICKS), handler);

            assertEquals(List.of("opened", "closed:CANCEL"), handler.events());
        }
    }

    @Test
    @Rule("S-6")
    void shouldEndNothingElseWhenAHandlerThrowsInOnClosed()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.expectError("thrown by a handler");
            final RecordingHandler bad = new RecordingHandler().onClosed(THROW);
            pair.open(StreamRequest.of(TICKS), bad);
            pair.acceptorStream().writer().close();
            pair.invoke();

            assertEquals("closed:END", bad.last());
            assertEquals("opened", pair.open().last());
        }
    }

    @Test
    @Rule({"S-6", "S-10", "T-11"})
    void shouldGoOnWhenTheSessionListenerThrows()
    {
        try (io.weir.fixture.Engines engines = new io.weir.fixture.Engines())
        {
            engines.expectError("thrown by a listener");
            final Engine market = engines.launch(io.weir.fixture.Engines.context("market")
                .sessionListener(new SessionListener()
                {
                    @Override
                    public void onOpened(final Session session)
                    {
                        throw new OutOfMemoryError("thrown by a listener");
                    }
                }));
            final Engine desk = engines.launch(io.weir.fixture.Engines.context("desk"));

            assertTrue(desk.connect(market).isOpen());
            assertTrue(market.connect(desk).isOpen());
        }
    }

    @Test
    @Rule("T-11")
    void shouldGoOnWhenAProviderLeavesTheAgentsThreadInterrupted()
    {
        try (io.weir.fixture.Engines engines = new io.weir.fixture.Engines())
        {
            engines.expectError("left the agent's thread interrupted");
            final Engine market = engines.launch(io.weir.fixture.Engines.context("market")
                .provider(TICKS, (stream, open) ->
                {
                    Thread.currentThread().interrupt();
                    return new RecordingHandler();
                }));
            final Engine desk = engines.launch(io.weir.fixture.Engines.context("desk"));
            desk.connect(market).open(StreamRequest.of(TICKS), new RecordingHandler());
            io.weir.fixture.Engines.await("the interrupt", () -> market.counter(CounterType.HANDLER_ERRORS_TOTAL) > 0);
            final var again = desk.connectAsync(market);

            io.weir.fixture.Engines.await("another session", again::isDone);
        }
    }

    @Test
    @Rule("T-6")
    void shouldCountAHandlerThatTakesLongerThanTheThreshold()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler()
                .onData(stream -> pair.clock().advance(2, TimeUnit.MILLISECONDS));
            pair.open(StreamRequest.of(TICKS), handler);
            assertEquals(0, pair.deskCount(CounterType.HANDLERS_SLOW_TOTAL));
            Payload.offer(pair.acceptorStream().writer(), "a");
            pair.invoke();

            assertEquals(1, pair.deskCount(CounterType.HANDLERS_SLOW_TOTAL));
        }
    }

    @Test
    @Rule("T-8")
    void shouldOfferAndCloseWhenWithinACallback()
    {
        try (EnginePair pair = EnginePair.builder().onAccepted(handler -> handler.onData(stream ->
        {
            Payload.offer(stream.writer(), "echo");
            stream.writer().close();
        })).launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));
            Payload.offer(handler.stream().writer(), "a");
            pair.invoke();

            assertEquals(List.of("opened", "data:0:echo", "closed:END"), handler.events());
            assertEquals(List.of("data:0:a", "closed:END"), pair.acceptor().events());
        }
    }

    @Test
    @Rule("T-8")
    void shouldAnswerAndCloseWhenWithinOnOpen()
    {
        final RecordingHandler acceptor = new RecordingHandler();
        final Provider provider = (stream, open) ->
        {
            Payload.offer(stream.writer(), "at once");
            stream.writer().close();
            return acceptor;
        };
        try (EnginePair pair = EnginePair.builder().provider(provider).launch())
        {
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).kind(InteractionKind.REQUEST_RESPONSE));

            assertEquals(List.of("opened", "data:0:at once", "closed:END"), handler.events());
            assertEquals(List.of("closed:END"), acceptor.events());
        }
    }

    @Test
    @Rule({"T-8", "S-5"})
    void shouldHearClosedOnceWhenTheProviderAbortsWithinOnOpen()
    {
        final RecordingHandler acceptor = new RecordingHandler();
        final Provider provider = (stream, open) ->
        {
            stream.abort(StreamErrorCode.INTERNAL, "no feed");
            return acceptor;
        };
        try (EnginePair pair = EnginePair.builder().provider(provider).launch())
        {
            assertEquals("closed:ERROR:INTERNAL", pair.open().last());
            assertEquals(List.of("closed:ERROR:INTERNAL"), acceptor.events());
        }
    }

    @Test
    @Rule("T-8")
    void shouldStopDeliveringWhenCancelledWithinOnData()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onData(Stream::cancel);
            pair.open(StreamRequest.of(TICKS), handler);
            Payload.offer(pair.acceptorStream().writer(), "a");
            Payload.offer(pair.acceptorStream().writer(), "b");
            pair.invoke();

            assertEquals(List.of("opened", "data:0:a", "closed:CANCEL"), handler.events());
        }
    }

    /** Two streams of a lane are out of credit; one is told first and does this, the other sends a word. */
    private static void shouldTellTheOtherStreamOfALaneAfter(
        final BiConsumer<StreamWriter, DataClaim> first,
        final String firstHears)
    {
        try (EnginePair pair = EnginePair.launch(); Lane lane = pair.marketSession().acquireLane())
        {
            if (firstHears.startsWith("closed"))
            {
                pair.expectError("thrown by a handler");
            }
            final List<RecordingHandler> consumers = new ArrayList<>();
            final List<StreamWriter> told = new ArrayList<>();
            for (int i = 0; i < 2; i++)
            {
                consumers.add(new RecordingHandler().onOpened(Stream::consumeExplicitly));
                pair.open(StreamRequest.of(TICKS).window(1), consumers.get(i));
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                Payload.offer(writer, "a");
                assertEquals(Result.NO_CREDIT, Payload.offer(writer, "b"));
                pair.acceptor().onWritable((stream, budget) ->
                {
                    told.add(writer);
                    if (1 == told.size())
                    {
                        first.accept(writer, new DataClaim());
                    }
                    else
                    {
                        Payload.offer(writer, "b");
                    }
                });
            }
            pair.invoke();
            consumers.forEach(consumer -> consumer.stream().consumed(1));
            pair.invoke();
            assertEquals(2, lane.poll());
            pair.invoke();

            final int firstTold = told.get(0).stream() == pair.accepted().get(0).stream() ? 0 : 1;
            assertEquals(firstHears, consumers.get(firstTold).last());
            assertEquals("data:1:b", consumers.get(1 - firstTold).last());
        }
    }
}
