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

package io.weir.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.Engine;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.flow.Decoder;
import io.weir.flow.Encoder;
import io.weir.flow.FlowProvider;
import io.weir.flow.StreamCall;
import io.weir.flow.StreamIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide's pieces about publishers, iterators and futures, put together and run. */
@Timeout(60)
class GuideFlowTest
{
    private static final int COUNT = 1_000;

    // tag::item
    /** A price, and how it lies in a payload. */
    record Tick(long price)
    {
        static Tick decode(final DirectBuffer buffer, final int offset, final int length)
        {
            return new Tick(buffer.getLong(offset));
        }

        static int encode(final Tick tick, final MutableDirectBuffer buffer, final int offset)
        {
            buffer.putLong(offset, tick.price);
            return Long.BYTES;
        }
    }
    // end::item

    // tag::subscriber
    /** Takes prices ten at a time. */
    static final class ByTens implements Flow.Subscriber<Tick>
    {
        final CompletableFuture<Integer> done = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private int count;

        @Override
        public void onSubscribe(final Flow.Subscription newSubscription)
        {
            subscription = newSubscription;
            subscription.request(10);
        }

        @Override
        public void onNext(final Tick tick)
        {
            if (0 == ++count % 10)
            {
                subscription.request(10);
            }
        }

        @Override
        public void onError(final Throwable failure)
        {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete()
        {
            done.complete(count);
        }
    }
    // end::subscriber

    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void shutdown()
    {
        executor.shutdown();
    }

    @Test
    void shouldPublishPricesWhenThePublisherIsSubscribedTo() throws Exception
    {
        final SubmissionPublisher<Tick> prices = new SubmissionPublisher<>(executor, 64);
        // tag::provide
        final Engine.Context context = new Engine.Context().name("market")
            .provider("market.ticks", FlowProvider.emitting(open -> prices, Tick::encode));
        // end::provide
        try (Engine market = Engine.launch(context);
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            final ByTens subscriber = new ByTens();
            // tag::publisher
            final StreamCall<Tick> ticks =
                StreamCall.of(session, StreamRequest.of("market.ticks").params("EURUSD"), Tick::decode);
            ticks.publisher(executor).subscribe(subscriber);
            // end::publisher
            submit(prices);

            assertEquals(COUNT, subscriber.done.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldIterateOverPricesWhenTheThreadWaits() throws Exception
    {
        final SubmissionPublisher<Tick> prices = new SubmissionPublisher<>(executor, 64);
        try (Engine market = Engine.launch(new Engine.Context().name("market")
            .provider("market.ticks", FlowProvider.emitting(open -> prices, Tick::encode)));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            final StreamCall<Tick> ticks = StreamCall.of(session, StreamRequest.of("market.ticks"), Tick::decode);
            executor.execute(() -> submit(prices));
            long best = 0;
            // tag::iterate
            try (StreamIterator<Tick> all = ticks.iterator())
            {
                for (final Tick tick : all)
                {
                    best = Math.max(best, tick.price());
                    if (best > 500)
                    {
                        break;
                    }
                }
            }
            // end::iterate

            assertEquals(501, best);
        }
    }

    @Test
    void shouldAnswerAQuestionWhenItIsAsked() throws Exception
    {
        try (Engine market = Engine.launch(new Engine.Context().name("market").provider("market.quote",
            FlowProvider.emitting(open -> one(new Tick(open.paramsUtf8().length())), Tick::encode)));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            // tag::request
            final StreamCall<Tick> quote = StreamCall.of(
                session,
                StreamRequest.of("market.quote").kind(InteractionKind.REQUEST_RESPONSE).params("EURUSD"),
                Tick::decode);
            final CompletableFuture<Tick> later = quote.future(executor);
            final Tick now = quote.await();
            // end::request

            assertEquals(new Tick(6), now);
            assertEquals(now, later.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldConverseWhenBothSidesSend() throws Exception
    {
        try (
            Engine market =
                Engine.launch(new Engine.Context().name("market").provider("desk.chat", shouting(executor)));
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(market))
        {
            final SubmissionPublisher<String> lines = new SubmissionPublisher<>(executor, 64);
            final List<String> heard = new ArrayList<>();
            executor.execute(() ->
            {
                while (!lines.hasSubscribers())
                {
                    Thread.onSpinWait();
                }
                lines.submit("hello");
                lines.submit("x".repeat(10_000));
                lines.close();
            });
            // tag::duplex
            final StreamCall<String> chat = StreamCall.of(
                session, StreamRequest.of("desk.chat").kind(InteractionKind.DUPLEX), Decoder.UTF_8)
                .messages(1 << 20)
                .sending(lines, Encoder.UTF_8);
            try (StreamIterator<String> answers = chat.iterator())
            {
                answers.forEachRemaining(heard::add);
            }
            // end::duplex

            assertEquals(List.of("HELLO", "X".repeat(10_000)), heard);
        }
    }

    // tag::answer
    /** Answers each line in capitals. */
    static FlowProvider<String, String> shouting(final Executor executor)
    {
        return FlowProvider.<String, String>answering((open, incoming) -> answers -> incoming.subscribe(
            new Flow.Subscriber<>()
            {
                @Override
                public void onSubscribe(final Flow.Subscription subscription)
                {
                    answers.onSubscribe(subscription);
                }

                @Override
                public void onNext(final String line)
                {
                    answers.onNext(line.toUpperCase());
                }

                @Override
                public void onError(final Throwable failure)
                {
                    answers.onError(failure);
                }

                @Override
                public void onComplete()
                {
                    answers.onComplete();
                }
            }), Decoder.UTF_8, Encoder.UTF_8).messages(1 << 20).on(executor);
    }
    // end::answer

    private static Flow.Publisher<Tick> one(final Tick tick)
    {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription()
        {
            @Override
            public void request(final long n)
            {
                subscriber.onNext(tick);
                subscriber.onComplete();
            }

            @Override
            public void cancel()
            {
            }
        });
    }

    private static void submit(final SubmissionPublisher<Tick> prices)
    {
        while (!prices.hasSubscribers())
        {
            Thread.onSpinWait();
        }
        IntStream.rangeClosed(1, COUNT).forEach(price -> prices.submit(new Tick(price)));
        prices.close();
    }
}
