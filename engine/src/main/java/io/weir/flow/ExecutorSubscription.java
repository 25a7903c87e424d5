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

import io.weir.codecs.CancelReason;
import io.weir.stream.StreamEnd;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Signals a subscriber on an executor, one task at a time. The agent puts items and schedules; the task takes them,
 * tells the agent of it, and runs until there is nothing left to signal. Any thread may request and cancel.
 */
final class ExecutorSubscription<T> implements ItemSubscription<T>, Runnable
{
    private static final int SIGNALS_PER_TASK = 1024;
    private static final VarHandle SCHEDULED;

    static
    {
        try
        {
            SCHEDULED = MethodHandles.lookup().findVarHandle(ExecutorSubscription.class, "scheduled", boolean.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final Executor executor;
    private final boolean assembles;
    private volatile Flow.Subscriber<? super T> subscriber;
    private volatile HeldItems<T> items;
    private volatile Ending ending;
    private volatile Throwable misuse;
    private volatile boolean cancelled;
    private volatile boolean scheduled;
    /** The task's own words. */
    private boolean isSubscribed;
    private boolean isOver;
    private long signalled;

    ExecutorSubscription(final Executor executor, final boolean assembles)
    {
        this.executor = executor;
        this.assembles = assembles;
    }

    @Override
    public void attach(final Flow.Subscriber<? super T> newSubscriber)
    {
        subscriber = newSubscriber;
        schedule();
    }

    // The agent's

    @Override
    public void opened(final StreamEnd end)
    {
        end.holdFrames(assembles);
        items = new HeldItems<>(end);
        schedule();
    }

    @Override
    public void item(final T item)
    {
        items.put(item);
        schedule();
    }

    @Override
    public void ended(final Throwable failure)
    {
        if (null == ending)
        {
            ending = new Ending(failure);
            schedule();
        }
    }

    // Any thread's

    @Override
    public void request(final long n)
    {
        if (cancelled)
        {
            return;
        }
        if (n <= 0)
        {
            misuse = Subscriptions.notPositive(n);
            Subscriptions.cancel(items.stream(), CancelReason.CONSUMER_FAILED);
            schedule();
            return;
        }
        items.stream().request(n);
        if (assembles)
        {
            schedule();
        }
    }

    @Override
    public void cancel(final CancelReason reason)
    {
        Subscriptions.require(reason);
        if (!cancelled)
        {
            cancelled = true;
            items.refuse();
            Subscriptions.cancel(items.stream(), reason);
            schedule();
        }
    }

    /** Has the task run, unless it runs or is about to, and then looks again before it ends. */
    private void schedule()
    {
        VarHandle.fullFence();
        if (!scheduled && SCHEDULED.compareAndSet(this, false, true))
        {
            submit();
        }
    }

    private void submit()
    {
        try
        {
            executor.execute(this);
        }
        catch (final RuntimeException ex)
        {
            // Nobody else runs the task, so its words are this thread's.
            final boolean isNews = !isOver;
            over();
            scheduled = false;
            if (isNews)
            {
                log(ex);
            }
        }
    }

    // The task's

    @Override
    public void run()
    {
        try
        {
            int left = SIGNALS_PER_TASK;
            do
            {
                while (left > 0 && signal())
                {
                    left--;
                }
                tell();
                if (0 == left)
                {
                    submit();
                    return;
                }
                SCHEDULED.setVolatile(this, false);
                VarHandle.fullFence();
            }
            while (hasWork() && SCHEDULED.compareAndSet(this, false, true));
        }
        catch (final Throwable ex)
        {
            // The subscriber threw (S-6).
            over();
            scheduled = false;
            log(ex);
        }
    }

    /** {@return whether something was signalled, and there may be more} */
    private boolean signal()
    {
        final Flow.Subscriber<? super T> current = subscriber;
        final HeldItems<T> held = items;
        if (isOver || null == current || null == held && null == ending)
        {
            if (isOver && null != held)
            {
                held.drop();
            }
            return false;
        }
        if (!isSubscribed)
        {
            isSubscribed = true;
            current.onSubscribe(null == held ? Subscriptions.NONE : this);
            return true;
        }
        if (cancelled)
        {
            over();
            return false;
        }
        if (null != misuse)
        {
            over();
            current.onError(misuse);
            return false;
        }
        // Read before the queue: what came before the end is in it by then.
        final Ending end = ending;
        final T item = null != held && isDemanded(held) ? held.poll() : null;
        if (null != item)
        {
            signalled++;
            current.onNext(item);
            held.took();
            return true;
        }
        if (null != end && (null == held || held.isEmpty()))
        {
            over();
            end.signal(current);
        }
        return false;
    }

    private boolean isDemanded(final HeldItems<T> held)
    {
        return !assembles || signalled < held.stream().demanded();
    }

    private boolean hasWork()
    {
        final HeldItems<T> held = items;
        final boolean waits = null != held && !held.isEmpty();
        if (isOver)
        {
            return waits;
        }
        if (null == subscriber || null == held && null == ending)
        {
            return false;
        }
        return !isSubscribed || cancelled || null != misuse || null != ending && !waits || waits && isDemanded(held);
    }

    private void tell()
    {
        if (null != items)
        {
            items.tell();
        }
    }

    /** Nothing is signalled any more; what is held goes back, and the subscriber is let go of. */
    private void over()
    {
        isOver = true;
        cancelled = true;
        subscriber = null;
        if (null != items)
        {
            items.drop();
        }
    }

    private void log(final Throwable cause)
    {
        if (null != items)
        {
            items.stream().fail(cause);
        }
    }
}
