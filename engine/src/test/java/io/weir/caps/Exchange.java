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

package io.weir.caps;

import io.weir.codecs.StreamErrorCode;
import io.weir.flow.StreamException;
import io.weir.flow.StreamIterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;

/** Provides {@link Market}: what it is asked for decides what it does. */
final class Exchange implements Market
{
    static final String UNKNOWN = "unknown";
    static final String CRASH = "crash";
    static final String ENDLESS = "endless";
    static final String LONG = "long";
    static final int COUNT = 1000;

    final CompletableFuture<String> pinged = new CompletableFuture<>();
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);

    @Override
    public Flow.Publisher<String> ticks(final String symbol)
    {
        judge(symbol);
        return subscriber -> subscriber.onSubscribe(new Counting(symbol, subscriber));
    }

    @Override
    public StreamIterator<String> history(final String symbol)
    {
        judge(symbol);
        final IntStream numbers = ENDLESS.equals(symbol) ? IntStream.iterate(0, i -> i + 1) : IntStream.range(0, COUNT);
        return StreamIterator.of(numbers.mapToObj(i -> symbol + i).iterator(), closed::countDown);
    }

    @Override
    public CompletionStage<String> quote(final String symbol)
    {
        if (UNKNOWN.equals(symbol))
        {
            return CompletableFuture.failedFuture(
                new StreamException(StreamErrorCode.INVALID_PARAMS, "no such symbol"));
        }
        if (ENDLESS.equals(symbol))
        {
            final CompletableFuture<String> never = new CompletableFuture<>();
            begun.countDown();
            never.whenComplete((answer, thrown) -> cancelled.countDown());
            return never;
        }
        return CRASH.equals(symbol) ? CompletableFuture.failedFuture(new IllegalStateException(CRASH)) :
            CompletableFuture.completedFuture(LONG.equals(symbol) ? "x".repeat(20_000) : "quote of " + symbol);
    }

    @Override
    public String price(final String symbol)
    {
        judge(symbol);
        if (ENDLESS.equals(symbol))
        {
            begun.countDown();
            try
            {
                new CountDownLatch(1).await();
            }
            catch (final InterruptedException ex)
            {
                interrupted.countDown();
            }
        }
        return "null".equals(symbol) ? null : "price of " + symbol;
    }

    @Override
    public void ping()
    {
        pinged.complete(Thread.currentThread().getName());
    }

    @Override
    public CompletionStage<Void> wakeUp(final byte[] reason)
    {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<String> upload(final String name, final Flow.Publisher<String> lines)
    {
        return Collector.all(lines).thenApply(all -> name + all);
    }

    @Override
    public String joined(final Flow.Publisher<String> lines)
    {
        return String.join("", Collector.all(lines).join());
    }

    @Override
    public Flow.Publisher<String> echo(final Flow.Publisher<String> lines, final String suffix)
    {
        final SubmissionPublisher<String> out = new SubmissionPublisher<>(Runnable::run, 256);
        lines.subscribe(new Flow.Subscriber<>()
        {
            @Override
            public void onSubscribe(final Flow.Subscription subscription)
            {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(final String line)
            {
                out.submit(line + suffix);
            }

            @Override
            public void onError(final Throwable throwable)
            {
                out.closeExceptionally(throwable);
            }

            @Override
            public void onComplete()
            {
                out.close();
            }
        });
        return out;
    }

    private static void judge(final String symbol)
    {
        if (UNKNOWN.equals(symbol))
        {
            throw new StreamException(StreamErrorCode.INVALID_PARAMS, "no such symbol");
        }
        if (CRASH.equals(symbol))
        {
            throw new IllegalStateException(CRASH);
        }
    }

    /** {@return some lines} */
    static List<String> lines(final int count)
    {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** Emits as many as are asked for, each on the thread that asks. */
    private final class Counting implements Flow.Subscription
    {
        private final String symbol;
        private final Flow.Subscriber<? super String> subscriber;
        private int sent;
        private boolean isOver;

        Counting(final String symbol, final Flow.Subscriber<? super String> subscriber)
        {
            this.symbol = symbol;
            this.subscriber = subscriber;
        }

        @Override
        public void request(final long count)
        {
            for (long i = 0; i < count && !isOver; i++)
            {
                subscriber.onNext(symbol + sent++);
                if (COUNT == sent && !ENDLESS.equals(symbol))
                {
                    isOver = true;
                    subscriber.onComplete();
                }
            }
        }

        @Override
        public void cancel()
        {
            isOver = true;
            cancelled.countDown();
        }
    }
}
