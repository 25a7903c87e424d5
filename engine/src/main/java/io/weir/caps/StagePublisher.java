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

import io.weir.flow.StreamException;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A stage as a publisher of one item, for one subscriber. A stage that fails by a {@link StreamException} fails the
 * publisher; by anything else it crashed, which is told to somebody else. Cancelling the subscription cancels the
 * stage.
 */
final class StagePublisher extends OneSubscriber
{
    /** Stands for null, of which there is no item. */
    static final Object NOTHING = new Object();

    private static final int DEMANDED = 1;
    private static final int DONE = 2;
    private static final int CANCELLED = 4;

    private final CompletionStage<?> stage;
    private final boolean answersNothing;
    private final Consumer<Throwable> crashed;
    private final AtomicInteger state = new AtomicInteger();
    private Object value;

    /**
     * Waits for a stage.
     *
     * @param stage          to publish.
     * @param answersNothing whether null is what it is to answer.
     * @param crashed        hears of failures that are no answers.
     */
    StagePublisher(final CompletionStage<?> stage, final boolean answersNothing, final Consumer<Throwable> crashed)
    {
        this.stage = stage;
        this.answersNothing = answersNothing;
        this.crashed = crashed;
    }

    @Override
    void onSubscribed()
    {
        stage.whenComplete(this::settle);
    }

    @Override
    public void request(final long items)
    {
        if (items > 0 && DONE == add(DEMANDED))
        {
            deliver();
        }
    }

    @Override
    public void cancel()
    {
        if ((add(CANCELLED) & DONE) == 0)
        {
            try
            {
                stage.toCompletableFuture().cancel(true);
            }
            catch (final UnsupportedOperationException ex)
            {
                // A stage that cannot be cancelled ends by itself; nobody hears of it.
                return;
            }
        }
    }

    private void settle(final Object answer, final Throwable thrown)
    {
        if (null == thrown && (null != answer || answersNothing))
        {
            value = null == answer ? NOTHING : answer;
            if (DEMANDED == add(DONE))
            {
                deliver();
            }
        }
        else if ((state.get() & CANCELLED) == 0)
        {
            fail(null == thrown ? new NullPointerException("the answer is null") : thrown);
        }
    }

    private void deliver()
    {
        subscriber().onNext(value);
        subscriber().onComplete();
    }

    private void fail(final Throwable thrown)
    {
        final Throwable cause =
            thrown instanceof CompletionException && null != thrown.getCause() ? thrown.getCause() : thrown;
        if (cause instanceof StreamException)
        {
            subscriber().onError(cause);
        }
        else
        {
            crashed.accept(cause);
        }
    }

    /** {@return what was there before, if it was not there already; else something that is no reason to deliver} */
    private int add(final int bit)
    {
        final int before = state.getAndUpdate(bits -> bits | bit);
        return (before & bit) == 0 ? before : CANCELLED;
    }
}
