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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends lines as they are requested, within the request; so many, or without an end. Knows what became of it. */
final class Lines implements Flow.Publisher<String>
{
    static final long ENDLESS = Long.MAX_VALUE;

    final AtomicInteger cancelled = new AtomicInteger();
    final AtomicInteger subscribed = new AtomicInteger();
    volatile Thread subscriber;
    private final long count;

    Lines(final long count)
    {
        this.count = count;
    }

    /** {@return a publisher of one line, once that is there} */
    static Flow.Publisher<String> answer(final CompletableFuture<?> ready)
    {
        return subscriber ->
        {
            final CompletableFuture<Void> demanded = new CompletableFuture<>();
            final AtomicInteger over = new AtomicInteger();
            subscriber.onSubscribe(new Flow.Subscription()
            {
                @Override
                public void request(final long n)
                {
                    demanded.complete(null);
                }

                @Override
                public void cancel()
                {
                    over.set(1);
                }
            });
            demanded.runAfterBoth(ready, () ->
            {
                if (0 == over.get())
                {
                    subscriber.onNext("answer");
                    subscriber.onComplete();
                }
            });
        };
    }

    @Override
    public void subscribe(final Flow.Subscriber<? super String> target)
    {
        subscriber = Thread.currentThread();
        subscribed.incrementAndGet();
        final AtomicLong left = new AtomicLong(count);
        target.onSubscribe(new Flow.Subscription()
        {
            @Override
            public void request(final long n)
            {
                for (long i = 0; i < n && left.get() > 0; i++)
                {
                    left.decrementAndGet();
                    target.onNext("line");
                    if (0 == left.get())
                    {
                        target.onComplete();
                    }
                }
            }

            @Override
            public void cancel()
            {
                cancelled.incrementAndGet();
            }
        });
    }
}
