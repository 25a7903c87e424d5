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

/** How much a provider takes of what its opener sends, before it answers. */
enum Taking
{
    /** Never subscribes. */
    NOTHING,
    /** Cancels its subscription at the first item. */
    ONE,
    /** Subscribes, and takes every item up to the end. */
    ALL;

    /** {@return completed with the count of items, when it has taken what it takes} */
    CompletableFuture<Integer> from(final Flow.Publisher<String> lines)
    {
        final CompletableFuture<Integer> taken = new CompletableFuture<>();
        if (NOTHING == this)
        {
            taken.complete(0);
        }
        else
        {
            lines.subscribe(new Taker(taken));
        }
        return taken;
    }

    private final class Taker implements Flow.Subscriber<String>
    {
        private final CompletableFuture<Integer> taken;
        private final AtomicInteger count = new AtomicInteger();
        private Flow.Subscription subscription;

        Taker(final CompletableFuture<Integer> taken)
        {
            this.taken = taken;
        }

        @Override
        public void onSubscribe(final Flow.Subscription newSubscription)
        {
            subscription = newSubscription;
            subscription.request(ONE == Taking.this ? 1 : Long.MAX_VALUE);
        }

        @Override
        public void onNext(final String line)
        {
            count.incrementAndGet();
            if (ONE == Taking.this)
            {
                subscription.cancel();
                taken.complete(1);
            }
        }

        @Override
        public void onError(final Throwable failure)
        {
            taken.completeExceptionally(failure);
        }

        @Override
        public void onComplete()
        {
            taken.complete(count.get());
        }
    }
}
