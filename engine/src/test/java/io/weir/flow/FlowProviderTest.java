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

package io.weir.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.fixture.Engines;
import io.weir.test.Rule;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of interaction through publishers, between engines with threads of their own. */
@Timeout(120)
class FlowProviderTest
{
    private final Engines engines = new Engines();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void close()
    {
        engines.close();
        executor.shutdown();
    }

    @Test
    @Rule("S-8")
    void shouldAnswerAFutureWhenARequestIsAnswered() throws Exception
    {
        final Session session = connect(FlowProvider.emitting(
            open -> items(open.paramsUtf8().toUpperCase()), Encoder.UTF_8));

        final String answer = call(session, InteractionKind.REQUEST_RESPONSE, "hello").future().get(10,
            TimeUnit.SECONDS);

        assertEquals("HELLO", answer);
        assertEquals("HELLO", call(session, InteractionKind.REQUEST_RESPONSE, "hello").await());
    }

    @Test
    void shouldFailTheFutureWhenThereIsNoItem()
    {
        final Session session = connect(FlowProvider.emitting(open -> items(), Encoder.UTF_8));

        final CompletableFuture<String> none = call(session, InteractionKind.REQUEST_RESPONSE, "").future();

        final Throwable cause =
            assertThrows(ExecutionException.class, () -> none.get(10, TimeUnit.SECONDS)).getCause();
        assertInstanceOf(NoSuchElementException.class, cause);
    }

    @Test
    @Rule("S-2")
    void shouldFailTheFutureWithCodeAndMessageWhenTheProviderRefuses()
    {
        final Session session = connect(FlowProvider.answering((open, incoming) ->
        {
            open.refuse(StreamErrorCode.INVALID_PARAMS, "not like this");
            return null;
        }, Decoder.UTF_8, Encoder.UTF_8));

        final StreamException failure = assertThrows(
            StreamException.class, () -> call(session, InteractionKind.REQUEST_RESPONSE, "").await());

        assertEquals(StreamErrorCode.INVALID_PARAMS, failure.code());
        assertEquals("not like this", failure.text());
    }

    @Test
    @Rule("S-5")
    void shouldCancelTheStreamWhenTheFutureIsCancelled()
    {
        final CompletableFuture<Void> cancelled = new CompletableFuture<>();
        final Session session = connect(FlowProvider.emitting(open -> subscriber -> subscriber.onSubscribe(
            new Flow.Subscription()
            {
                @Override
                public void request(final long n)
                {
                }

                @Override
                public void cancel()
                {
                    cancelled.complete(null);
                }
            }), Encoder.UTF_8));

        assertTrue(call(session, InteractionKind.REQUEST_RESPONSE, "").future().cancel(false));

        Engines.await("the provider's publisher hears of it",
            () -> cancelled.isDone() || 0 == session.streamCount());
        Engines.await("the stream ends", () -> 0 == session.streamCount());
    }

    @Test
    @Rule({"S-2", "S-4"})
    void shouldCloseWithTheCodeOfTheFailureBehindAllItemsWhenThePublisherFails()
    {
        final StreamException thrown =
            new StreamException("a.b", CloseReason.ERROR, StreamErrorCode.INVALID_PARAMS, "stopped");
        final Session session = connect(FlowProvider.emitting(open -> subscriber -> subscriber.onSubscribe(
            new Flow.Subscription()
            {
                @Override
                public void request(final long n)
                {
                    subscriber.onNext("one");
                    subscriber.onError(thrown);
                }

                @Override
                public void cancel()
                {
                }
            }), Encoder.UTF_8));

        final SignalProbe<String> probe = new SignalProbe<String>().requesting(10);
        call(session, InteractionKind.SERVER_STREAM, "").publisher(executor).subscribe(probe);

        Engines.await("the failure", () -> null != probe.failure());
        assertEquals("next:one", probe.signals().get(1));
        final StreamException failure = assertInstanceOf(StreamException.class, probe.failure());
        assertEquals(StreamErrorCode.INVALID_PARAMS, failure.code());
    }

    @Test
    @Rule({"C-5", "T-5"})
    void shouldCarryEverythingInOrderWhenAPublisherOfItsOwnThreadsEmits()
    {
        final int count = 20_000;
        final SubmissionPublisher<String> source = new SubmissionPublisher<>(executor, 64);
        final Session session = connect(FlowProvider.emitting(open -> source, Encoder.UTF_8));
        final SignalProbe<String> probe = new SignalProbe<String>().requesting(Long.MAX_VALUE);
        call(session, InteractionKind.SERVER_STREAM, "").publisher(executor).subscribe(probe);
        Engines.await("the subscription", source::hasSubscribers);

        for (int i = 0; i < count; i++)
        {
            source.submit(Integer.toString(i));
        }
        source.close();

        Engines.await("the end, at " + probe.count(), () -> "complete".equals(probe.last()));
        assertEquals(
            IntStream.range(0, count).mapToObj(i -> "next:" + i).collect(Collectors.toList()),
            probe.signals().subList(1, count + 1));
    }

    @Test
    @Rule({"S-8", "C-9"})
    void shouldSumWhatTheOpenerSendsWhenItIsAClientStream() throws Exception
    {
        final Session session = connect(FlowProvider.<String, String>answering((open, incoming) -> subscriber ->
        {
            final AtomicInteger sum = new AtomicInteger();
            final SubmissionPublisher<String> answer = new SubmissionPublisher<>(executor, 1);
            answer.subscribe(subscriber);
            incoming.subscribe(new SignalProbe<String>()
            {
                @Override
                public void onComplete()
                {
                    answer.submit(Integer.toString(sum.get()));
                    answer.close();
                }
            }.quiet().requesting(Long.MAX_VALUE).onItem(item -> sum.addAndGet(Integer.parseInt(item))));
        }, Decoder.UTF_8, Encoder.UTF_8));

        final String answer = call(session, InteractionKind.CLIENT_STREAM, "")
            .sending(items(IntStream.rangeClosed(1, 1_000).mapToObj(Integer::toString).toArray(String[]::new)),
                Encoder.UTF_8)
            .future().get(10, TimeUnit.SECONDS);

        assertEquals("500500", answer);
    }

    @Test
    @Rule({"S-8", "S-4"})
    void shouldEchoEverythingAndEndBothWaysWhenItIsADuplex()
    {
        final Session session = connect(FlowProvider.<String, String>answering(
            (open, incoming) -> incoming, Decoder.UTF_8, Encoder.UTF_8).on(executor));
        final String[] texts = IntStream.range(0, 3_000).mapToObj(Integer::toString).toArray(String[]::new);
        final SignalProbe<String> probe = new SignalProbe<String>().requesting(Long.MAX_VALUE);

        call(session, InteractionKind.DUPLEX, "").sending(items(texts), Encoder.UTF_8)
            .publisher(executor).subscribe(probe);

        Engines.await("the end, at " + probe.count(), () -> "complete".equals(probe.last()));
        assertEquals(texts.length, probe.count());
        assertEquals("next:2999", probe.signals().get(3_000));
        Engines.await("the stream ends", () -> 0 == session.streamCount());
    }

    @Test
    @Rule({"W-3", "C-9"})
    void shouldCarryMessagesOfManyFramesWhenBothSidesTakeWholeOnes()
    {
        final Session session = connect(FlowProvider.<byte[], byte[]>answering(
            (open, incoming) -> incoming, Decoder.BYTES, Encoder.BYTES).messages(1 << 20));
        final byte[][] messages = new byte[40][];
        for (int i = 0; i < messages.length; i++)
        {
            messages[i] = new byte[1 + i * 5_000];
        }
        final StreamCall<byte[]> call = StreamCall.of(session,
            StreamRequest.of("a.b").kind(InteractionKind.DUPLEX), Decoder.BYTES)
            .messages(1 << 20).sending(items(messages), Encoder.BYTES);

        int count = 0;
        try (StreamIterator<byte[]> echoes = call.iterator())
        {
            for (final byte[] echo : echoes)
            {
                assertEquals(messages[count++].length, echo.length);
            }
        }

        assertEquals(messages.length, count);
    }

    @Test
    @Rule("S-6")
    void shouldGiveTheStreamUpInWordsWhenAnItemIsLargerThanAMessageCanBe()
    {
        engines.expectError("larger than a message");
        final Session session = connect(FlowProvider.emitting(open -> items(new byte[10_000_000]), Encoder.BYTES));

        final StreamException failure = assertThrows(
            StreamException.class, () -> call(session, InteractionKind.REQUEST_RESPONSE, "").await());

        assertEquals(StreamErrorCode.PROVIDER_CRASHED, failure.code());
    }

    @Test
    @Rule("S-6")
    void shouldGiveTheStreamUpInWordsWhenAPublisherSendsMoreThanWasRequested()
    {
        engines.expectError("not requested");
        final CompletableFuture<Flow.Subscriber<? super String>> handedOut = new CompletableFuture<>();
        final Session session = connect(FlowProvider.emitting(open -> handedOut::complete, Encoder.UTF_8));
        final SignalProbe<String> probe = new SignalProbe<String>().quiet();
        call(session, InteractionKind.SERVER_STREAM, "").publisher(executor).subscribe(probe);
        final Flow.Subscriber<? super String> subscriber = handedOut.join();
        subscriber.onSubscribe(Subscriptions.NONE);

        for (int i = 0; i < 1_000; i++)
        {
            subscriber.onNext("too much");
        }

        Engines.await("the end", () -> null != probe.failure());
        assertEquals(StreamErrorCode.PROVIDER_CRASHED, ((StreamException)probe.failure()).code());
    }

    @Test
    @Rule("S-6")
    void shouldReportAProviderThatAnswersNothingWhenItRefusesNothing()
    {
        engines.expectError("returned no handler");
        final Session session = connect(FlowProvider.emitting(open -> null, Encoder.UTF_8));

        final StreamException failure = assertThrows(
            StreamException.class, () -> call(session, InteractionKind.SERVER_STREAM, "").await());

        assertEquals(StreamErrorCode.PROVIDER_CRASHED, failure.code());
    }

    @Test
    void shouldRefuseASecondSubscriberWhenWhatComesInHasOneAlready() throws Exception
    {
        final SignalProbe<String> second = new SignalProbe<>();
        final Session session = connect(FlowProvider.<String, String>answering((open, incoming) ->
        {
            incoming.subscribe(new SignalProbe<>());
            incoming.subscribe(second);
            return items("done");
        }, Decoder.UTF_8, Encoder.UTF_8));

        assertEquals("done", call(session, InteractionKind.CLIENT_STREAM, "").future().get(10, TimeUnit.SECONDS));

        assertEquals(List.of("subscribed"), second.signals().subList(0, 1));
        assertInstanceOf(IllegalStateException.class, second.failure());
    }

    private Session connect(final FlowProvider<?, ?> provider)
    {
        final Engine accepting = engines.launch(Engines.context("flow-provider").provider("a.b", provider));
        return engines.launch(Engines.context("flow-consumer")).connect(accepting);
    }

    private static StreamCall<String> call(final Session session, final InteractionKind kind, final String params)
    {
        return StreamCall.of(session, StreamRequest.of("a.b").kind(kind).params(params), Decoder.UTF_8);
    }

    /** {@return a publisher of these items, which emits where it is asked} */
    @SafeVarargs
    private static <T> Flow.Publisher<T> items(final T... items)
    {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription()
        {
            private int next;
            private boolean isOver;

            @Override
            public void request(final long n)
            {
                for (long i = 0; i < n && next < items.length; i++)
                {
                    subscriber.onNext(items[next++]);
                }
                complete();
            }

            @Override
            public void cancel()
            {
                isOver = true;
            }

            private void complete()
            {
                if (next == items.length && !isOver)
                {
                    isOver = true;
                    subscriber.onComplete();
                }
            }
        });
    }
}
