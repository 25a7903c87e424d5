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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A subscriber that notes what it is signalled, each signal a word: {@code subscribed}, {@code next:ITEM}, {@code
 * complete}, {@code error:CLASS:message}. What a test wants done within a signal, it hooks in.
 */
class SignalProbe<T> implements Flow.Subscriber<T>
{
    private final List<String> signals = new CopyOnWriteArrayList<>();
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;
    private volatile int count;
    private volatile boolean isQuiet;
    private Consumer<Flow.Subscription> onSubscribe = ignored ->
    {};
    private Consumer<T> onNext = ignored ->
    {};

    /** Hooks into onSubscribe. */
    SignalProbe<T> onSubscribed(final Consumer<Flow.Subscription> action)
    {
        onSubscribe = action;
        return this;
    }

    /** Hooks into onNext, after noting it. */
    SignalProbe<T> onItem(final Consumer<T> action)
    {
        onNext = action;
        return this;
    }

    /** Requests so much as soon as it is subscribed. */
    SignalProbe<T> requesting(final long n)
    {
        return onSubscribed(to -> to.request(n));
    }

    /** Counts items without noting them. */
    SignalProbe<T> quiet()
    {
        isQuiet = true;
        return this;
    }

    void request(final long n)
    {
        subscription.request(n);
    }

    StreamSubscription subscription()
    {
        return (StreamSubscription)subscription;
    }

    void cancel()
    {
        subscription.cancel();
    }

    /** {@return what was signalled, in order} */
    List<String> signals()
    {
        return new ArrayList<>(signals);
    }

    /** {@return the count of items} */
    int count()
    {
        return count;
    }

    Throwable failure()
    {
        return failure;
    }

    /** {@return the last signal, or a word that says there was none} */
    String last()
    {
        return signals.isEmpty() ? "nothing" : signals.get(signals.size() - 1);
    }

    @Override
    public void onSubscribe(final Flow.Subscription newSubscription)
    {
        subscription = newSubscription;
        signals.add("subscribed");
        onSubscribe.accept(newSubscription);
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    public void onNext(final T item)
    {
        count++;
        if (!isQuiet)
        {
            signals.add("next:" + item);
        }
        onNext.accept(item);
    }

    @Override
    public void onError(final Throwable throwable)
    {
        failure = throwable;
        signals.add("error:" + throwable.getClass().getSimpleName() + ":" + throwable.getMessage());
    }

    @Override
    public void onComplete()
    {
        signals.add("complete");
    }
}
