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
package io.weir.ends;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.caps.Capabilities;
import io.weir.codecs.CancelReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.flow.Decoder;
import io.weir.flow.Encoder;
import io.weir.flow.FlowProvider;
import io.weir.flow.StreamCall;
import io.weir.flow.StreamException;
import io.weir.flow.StreamIterator;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Ends that must reach both sides over a link, typed and untyped: of streams whose provider is done first, of
 * publishers that nobody takes from, with the reason of a Cancel. A link's test says how two engines come to share it.
 */
public abstract class EndTck
{
    private static final int MORE_CALLS_THAN_SLOTS = 1_100;
    private static final int SUBMITTED = 500;
    private static final String SECRET = "the password is 1234";

    private final Engines engines = new Engines();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final CompletableFuture<CancelReason> heard = new CompletableFuture<>();
    private Engine provider;
    private Engine consumer;
    private Session session;
    private Talk talk;

    /** Two engines that share a link, and the connector's session. */
    public record Linked(Engine provider, Engine consumer, Session session)
    {
    }

    /** Launches two engines that share the link under test; they are closed and judged with the rest. */
    protected abstract Linked connect(Engines all, Engine.Context providing, Engine.Context consuming);

    @BeforeEach
    protected void launch()
    {
        final Engine.Context providing = Engines.context("ends-provider")
            .provide(Talk.class, new Talker())
            .provider("flow.agent", flow())
            .provider("flow.executor", flow().on(executor))
            .provider("flow.reason", FlowProvider.emitting(open -> neverEnding(open.stream()), Encoder.UTF_8))
            .provider("flow.fails", FlowProvider.emitting(open -> failing(), Encoder.UTF_8))
            .provider("flow.chooses", FlowProvider.emitting(open ->
            {
                throw new StreamException(StreamErrorCode.INVALID_PARAMS, "chosen");
            }, Encoder.UTF_8));
        final Linked linked = connect(engines, providing, Engines.context("ends-consumer"));
        provider = linked.provider();
        consumer = linked.consumer();
        session = linked.session();
        talk = Capabilities.of(session).bind(Talk.class);
    }

    @AfterEach
    protected void close()
    {
        engines.close();
        executor.shutdown();
    }

    @TestFactory
    @Rule({"S-8", "S-4"})
    protected Stream<DynamicTest> shouldCloseOnBothSidesWhenTheProviderHasAnsweredAndTakesNoMore()
    {
        return Stream.of(Taking.values()).flatMap(taking -> Stream.of(
            each("typed publisher", taking, lines -> collect(talk.publisher(taking.name(), lines))),
            each("typed iterator", taking, lines -> collect(talk.iterator(taking.name(), lines))),
            each("typed stage", taking, lines -> List.of(answered(talk.stage(taking.name(), lines)))),
            each("typed value", taking, lines -> List.of(talk.value(taking.name(), lines))),
            each("publisher on the agent", taking, lines -> collect(
                call("flow.agent", InteractionKind.DUPLEX, taking, lines).publisherOnAgent())),
            each("publisher on an executor", taking, lines -> collect(
                call("flow.executor", InteractionKind.DUPLEX, taking, lines).publisher(executor))),
            each("iterator", taking, lines -> collect(
                call("flow.executor", InteractionKind.DUPLEX, taking, lines).iterator())),
            each("future of a client stream", taking, lines -> List.of(answered(
                call("flow.agent", InteractionKind.CLIENT_STREAM, taking, lines).future()))),
            each("iterator of a client stream", taking, lines -> collect(
                call("flow.executor", InteractionKind.CLIENT_STREAM, taking, lines).iterator()))));
    }

    @Test
    @Rule("S-8")
    protected void shouldRefuseNoneWhenMoreCallsThanThereAreSlotsFollowOneAnother() throws Exception
    {
        for (int i = 0; i < MORE_CALLS_THAN_SLOTS; i++)
        {
            final Lines lines = new Lines(Lines.ENDLESS);
            final List<String> answers = 0 == i % 2 ?
                collect(talk.iterator(Taking.NOTHING.name(), lines)) :
                collect(call("flow.agent", InteractionKind.DUPLEX, Taking.ONE, lines).publisher(executor));

            assertEquals(List.of("answer"), answers);
        }
        awaitNoStreams();
        assertEquals(0, consumer.counter(CounterType.OPENS_REJECTED_TOTAL));
        assertEquals(0, provider.counter(CounterType.OPENS_REJECTED_TOTAL));
    }

    @Test
    @Rule("S-8")
    protected void shouldCancelWhenAnIteratorIsClosedBehindTheEndOfWhatComesIn() throws Exception
    {
        final Lines lines = new Lines(Lines.ENDLESS);
        final StreamIterator<String> answers = call("flow.agent", InteractionKind.DUPLEX, "HALF", lines).iterator();

        assertEquals(List.of("answer"), collect(answers));

        awaitNoStreams();
        assertEquals(1, lines.cancelled.get());
    }

    @TestFactory
    @Rule("S-9")
    protected Stream<DynamicTest> shouldLoseNothingOfWhatIsSubmittedOnceTheCallHasReturned()
    {
        return Stream.of(
            submitting("typed publisher", out -> first(talk.publisher(Taking.ALL.name(), out))),
            submitting("typed iterator", out -> later(talk.iterator(Taking.ALL.name(), out))),
            submitting("typed stage", out -> talk.stage(Taking.ALL.name(), out).toCompletableFuture()),
            submitting("publisher", out -> first(
                call("flow.executor", InteractionKind.DUPLEX, Taking.ALL, out).publisher(executor))),
            submitting("publisher on the agent", out -> first(
                call("flow.agent", InteractionKind.DUPLEX, Taking.ALL, out).publisherOnAgent())),
            submitting("iterator", out -> later(
                call("flow.agent", InteractionKind.DUPLEX, Taking.ALL, out).iterator())),
            submitting("future", out -> call("flow.agent", InteractionKind.CLIENT_STREAM, Taking.ALL, out).future()));
    }

    @Test
    @Rule("S-9")
    protected void shouldSubscribeOnTheCallersThreadAndCancelWhenThereIsNoStream()
    {
        final Lines lines = new Lines(Lines.ENDLESS);
        final StreamCall<String> wrong = StreamCall.of(
            session, StreamRequest.of("flow.agent").kind(InteractionKind.DUPLEX).window(1_000_000), Decoder.UTF_8)
            .sending(lines, Encoder.UTF_8);
        final CompletableFuture<String> failed = first(wrong.publisher(executor));

        assertTrue(failure(failed) instanceof IllegalArgumentException);
        assertSame(Thread.currentThread(), lines.subscriber);
        assertEquals(1, lines.cancelled.get());
    }

    @Test
    @Rule("S-5")
    protected void shouldTellAFlowProviderWhyWhenAnIteratorIsClosedWithAReason() throws Exception
    {
        final StreamIterator<String> items = StreamCall.of(
            session, StreamRequest.of("flow.reason"), Decoder.UTF_8).iterator();
        assertEquals("line", items.next());
        items.close(CancelReason.SHUTDOWN);

        assertEquals(CancelReason.SHUTDOWN, heard.get(10, TimeUnit.SECONDS));
    }

    @Test
    @Rule("S-5")
    protected void shouldTellATypedProviderWhyWhenItsCallerIsInterrupted() throws Exception
    {
        final Lines lines = new Lines(1);
        final Thread caller = new Thread(() ->
        {
            try
            {
                talk.value("WAIT", lines);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        });
        caller.start();
        Engines.await("the call", () -> provider.counter(CounterType.STREAMS_OPEN) > 0);
        caller.interrupt();

        assertEquals(CancelReason.INTERRUPTED, heard.get(10, TimeUnit.SECONDS));
        caller.join();
    }

    @Test
    @Rule("S-6")
    protected void shouldKeepWhatAnExceptionSaysToTheLogWhenAPublisherFails()
    {
        engines.expectError(SECRET);
        final StreamException end = (StreamException)failure(first(
            StreamCall.of(session, StreamRequest.of("flow.fails"), Decoder.UTF_8).publisher(executor)));

        assertEquals(StreamErrorCode.PROVIDER_CRASHED, end.code());
        assertEquals("", end.text());
        Engines.await("the log", () -> provider.counter(CounterType.ERRORS_TOTAL) > 0);
    }

    @Test
    @Rule("S-6")
    protected void shouldTellCodeAndTextWhenTheApplicationChoseThem()
    {
        final StreamException end = (StreamException)failure(first(
            StreamCall.of(session, StreamRequest.of("flow.chooses"), Decoder.UTF_8).publisher(executor)));

        assertEquals(StreamErrorCode.INVALID_PARAMS, end.code());
        assertEquals("chosen", end.text());
    }

    @Test
    @Rule("S-8")
    protected void shouldRefuseInWordsWhenAProviderIsMadeForAnotherKind()
    {
        final StreamException flow = (StreamException)failure(StreamCall.of(
            session, StreamRequest.of("flow.fails").kind(InteractionKind.DUPLEX), Decoder.UTF_8).future());
        final StreamException typed = (StreamException)failure(StreamCall.of(
            session, StreamRequest.of("ends.stage").kind(InteractionKind.SERVER_STREAM), Decoder.UTF_8).future());

        assertEquals(StreamErrorCode.INVALID_PARAMS, flow.code());
        assertEquals("flow.fails is a REQUEST_RESPONSE or SERVER_STREAM, not a DUPLEX", flow.text());
        assertEquals(StreamErrorCode.INVALID_PARAMS, typed.code());
        assertEquals("ends.stage is a CLIENT_STREAM, not a SERVER_STREAM", typed.text());
    }

    /** A call with an input. */
    private interface Calling
    {
        List<String> call(Lines lines) throws Exception;
    }

    private interface Submitting
    {
        CompletableFuture<String> call(SubmissionPublisher<String> out) throws Exception;
    }

    private DynamicTest each(final String face, final Taking taking, final Calling calling)
    {
        return DynamicTest.dynamicTest(face + ", taking " + taking, () ->
        {
            final long endedThere = provider.counter(CounterType.STREAMS_ENDED_TOTAL);
            final long endedHere = consumer.counter(CounterType.STREAMS_ENDED_TOTAL);
            final Lines lines = new Lines(Taking.ALL == taking ? 3 : Lines.ENDLESS);

            final List<String> answers = calling.call(lines);

            assertEquals(1, answers.size());
            awaitNoStreams();
            Engines.await("END on the provider's side",
                () -> endedThere + 1 == provider.counter(CounterType.STREAMS_ENDED_TOTAL));
            Engines.await("END on the opener's side",
                () -> endedHere + 1 == consumer.counter(CounterType.STREAMS_ENDED_TOTAL));
            assertEquals(Taking.ALL == taking ? 0 : 1, lines.cancelled.get());
        });
    }

    private DynamicTest submitting(final String face, final Submitting calling)
    {
        return DynamicTest.dynamicTest(face, () ->
        {
            final CompletableFuture<String> answer;
            try (SubmissionPublisher<String> out = new SubmissionPublisher<>(executor, SUBMITTED))
            {
                answer = calling.call(out);
                for (int i = 0; i < SUBMITTED; i++)
                {
                    out.submit("line " + i);
                }
            }

            assertEquals("answer " + SUBMITTED, answered(answer));
        });
    }

    /** At the provider's and the consumer's no stream is left, not even a tombstone. */
    private void awaitNoStreams()
    {
        Engines.await("no stream at the opener's", () -> 0 == session.streamCount());
        Engines.await("no stream at the provider's", () -> 0 == provider.counter(CounterType.STREAMS_OPEN));
        Engines.await("no stream counted", () -> 0 == consumer.counter(CounterType.STREAMS_OPEN));
    }

    private StreamCall<String> call(
        final String capability,
        final InteractionKind kind,
        final Object taking,
        final Flow.Publisher<String> lines)
    {
        return StreamCall.<String>of(
            session, StreamRequest.of(capability).kind(kind).params(taking.toString()), Decoder.UTF_8)
            .sending(lines, Encoder.UTF_8);
    }

    private static FlowProvider<String, String> flow()
    {
        return FlowProvider.answering((open, incoming) -> switch (open.paramsUtf8())
        {
            case "HALF" ->
            {
                // Goes on taking after it has answered: at the first line it still wants more.
                incoming.subscribe(new Insatiable());
                yield Lines.answer(CompletableFuture.completedFuture(0));
            }
            case "ALL" -> counted(Taking.ALL.from(incoming));
            default -> Lines.answer(Taking.valueOf(open.paramsUtf8()).from(incoming));
        }, Decoder.UTF_8, Encoder.UTF_8);
    }

    private static Flow.Publisher<String> counted(final CompletableFuture<Integer> taken)
    {
        return subscriber -> Lines.answer(taken).subscribe(new Counted(subscriber, taken));
    }

    private Flow.Publisher<String> neverEnding(final io.weir.Stream stream)
    {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription()
        {
            private final AtomicInteger sent = new AtomicInteger();

            @Override
            public void request(final long n)
            {
                if (0 == sent.getAndIncrement())
                {
                    subscriber.onNext("line");
                }
            }

            @Override
            public void cancel()
            {
                heard.complete(stream.cancelReason());
            }
        });
    }

    private static Flow.Publisher<String> failing()
    {
        return subscriber ->
        {
            subscriber.onSubscribe(new Flow.Subscription()
            {
                @Override
                public void request(final long n)
                {
                    // Fails at once.
                }

                @Override
                public void cancel()
                {
                    // Fails at once.
                }
            });
            subscriber.onError(new IllegalStateException(SECRET));
        };
    }

    private static CompletableFuture<String> first(final Flow.Publisher<String> publisher)
    {
        final CompletableFuture<String> item = new CompletableFuture<>();
        publisher.subscribe(new Collecting(new ArrayList<>(), item));
        return item;
    }

    private CompletableFuture<String> later(final StreamIterator<String> items)
    {
        return CompletableFuture.supplyAsync(() -> collect(items).get(0));
    }

    private static List<String> collect(final Flow.Publisher<String> publisher)
    {
        final List<String> items = new ArrayList<>();
        final CompletableFuture<String> end = new CompletableFuture<>();
        publisher.subscribe(new Collecting(items, end));
        answered(end);
        return items;
    }

    private static List<String> collect(final StreamIterator<String> items)
    {
        final List<String> all = new ArrayList<>();
        try (items)
        {
            items.forEachRemaining(all::add);
        }
        return all;
    }

    private static String answered(final CompletionStage<String> stage)
    {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Throwable failure(final CompletableFuture<String> future)
    {
        try
        {
            final String item = answered(future);
            throw new AssertionError("no failure, but " + item);
        }
        catch (final CompletionException ex)
        {
            assertNotEquals(java.util.concurrent.TimeoutException.class, ex.getCause().getClass());
            return ex.getCause();
        }
    }

    /** The typed provider. */
    private final class Talker implements Talk
    {
        @Override
        public Flow.Publisher<String> publisher(final String taking, final Flow.Publisher<String> lines)
        {
            return counted(Taking.valueOf(taking).from(lines));
        }

        @Override
        public StreamIterator<String> iterator(final String taking, final Flow.Publisher<String> lines)
        {
            final String answer = answer(Taking.valueOf(taking).from(lines));
            return StreamIterator.of(List.of(answer).iterator());
        }

        @Override
        public CompletionStage<String> stage(final String taking, final Flow.Publisher<String> lines)
        {
            return Taking.valueOf(taking).from(lines).thenApply(count -> "answer " + count);
        }

        @Override
        public String value(final String taking, final Flow.Publisher<String> lines) throws InterruptedException
        {
            if (!"WAIT".equals(taking))
            {
                return answer(Taking.valueOf(taking).from(lines));
            }
            final io.weir.Stream stream = Capabilities.currentStream();
            try
            {
                new java.util.concurrent.CountDownLatch(1).await();
            }
            finally
            {
                heard.complete(stream.cancelReason());
            }
            return "";
        }

        private String answer(final CompletableFuture<Integer> taken)
        {
            final int count = taken.orTimeout(10, TimeUnit.SECONDS).join();
            return 0 == count ? "answer" : "answer " + count;
        }
    }

    /** Takes for ever. */
    private static final class Insatiable implements Flow.Subscriber<String>
    {
        @Override
        public void onSubscribe(final Flow.Subscription subscription)
        {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(final String line)
        {
            // Taken.
        }

        @Override
        public void onError(final Throwable failure)
        {
            // The opener has cancelled.
        }

        @Override
        public void onComplete()
        {
            // Never sent.
        }
    }

    /** Puts the count of what was taken behind the answer. */
    private record Counted(Flow.Subscriber<? super String> target, CompletableFuture<Integer> taken)
        implements Flow.Subscriber<String>
    {
        @Override
        public void onSubscribe(final Flow.Subscription subscription)
        {
            target.onSubscribe(subscription);
        }

        @Override
        public void onNext(final String line)
        {
            final int count = taken.join();
            target.onNext(0 == count ? line : line + " " + count);
        }

        @Override
        public void onError(final Throwable failure)
        {
            target.onError(failure);
        }

        @Override
        public void onComplete()
        {
            target.onComplete();
        }
    }

    /** Collects items; at the end answers the first. */
    private record Collecting(List<String> items, CompletableFuture<String> end) implements Flow.Subscriber<String>
    {
        @Override
        public void onSubscribe(final Flow.Subscription subscription)
        {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(final String item)
        {
            items.add(item);
        }

        @Override
        public void onError(final Throwable failure)
        {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete()
        {
            end.complete(items.isEmpty() ? "nothing" : items.get(0));
        }
    }
}
