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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Collects what a publisher brings; done with it when the publisher is. */
final class Collector<T> implements Flow.Subscriber<T>
{
    private final List<T> items = new ArrayList<>();
    private final CompletableFuture<List<T>> all = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<T> first = new CompletableFuture<>();

    /** {@return the items of a publisher, once it is complete} */
    static <T> CompletableFuture<List<T>> all(final Flow.Publisher<T> publisher)
    {
        final Collector<T> collector = new Collector<>();
        publisher.subscribe(collector);
        return collector.all;
    }

    CompletableFuture<List<T>> all()
    {
        return all;
    }

    CompletableFuture<T> first()
    {
        return first;
    }

    void cancel()
    {
        subscription.join().cancel();
    }

    @Override
    public void onSubscribe(final Flow.Subscription value)
    {
        subscription.complete(value);
        value.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(final T item)
    {
        items.add(item);
        first.complete(item);
    }

    @Override
    public void onError(final Throwable throwable)
    {
        first.completeExceptionally(throwable);
        all.completeExceptionally(throwable);
    }

    @Override
    public void onComplete()
    {
        all.complete(items);
    }
}
