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

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes items from an iterator on an executor, for one subscriber, as many as it asks for; no thread is held while it
 * asks for none. An iterator that throws a {@link StreamException} fails the publisher; one that throws anything else
 * crashed, which is told to somebody else. Cancelling interrupts it and closes it.
 */
final class IteratorPublisher extends OneSubscriber
{
    private final Executor executor;
    private final Callable<StreamIterator<Object>> source;
    private final Consumer<Throwable> crashed;
    private final AtomicLong demand = new AtomicLong();
    /** Requests and cancels not yet looked at: who raises it from 0 runs the task. */
    private final AtomicInteger wanted = new AtomicInteger();
    private final Object running = new Object();
    private volatile boolean isCancelled;
    private Thread runner;
    /** Of the task alone. */
    private StreamIterator<Object> items;
    private boolean isOver;

    IteratorPublisher(
        final Executor executor,
        final Callable<StreamIterator<Object>> source,
        final Consumer<Throwable> crashed)
    {
        this.executor = executor;
        this.source = source;
        this.crashed = crashed;
    }

    @Override
    public void request(final long count)
    {
        if (count > 0)
        {
            demand.getAndAccumulate(count, (sum, more) -> sum + more < 0 ? Long.MAX_VALUE : sum + more);
            schedule();
        }
    }

    @Override
    public void cancel()
    {
        isCancelled = true;
        synchronized (running)
        {
            if (null != runner)
            {
                runner.interrupt();
            }
        }
        schedule();
    }

    private void schedule()
    {
        if (0 == wanted.getAndIncrement())
        {
            try
            {
                executor.execute(this::run);
            }
            catch (final RejectedExecutionException ex)
            {
                // Nobody else has it in hand, and nobody will.
                refuse();
            }
        }
    }

    private void refuse()
    {
        try
        {
            finish();
            if (!isCancelled)
            {
                subscriber().onError(
                    new StreamException(StreamErrorCode.REJECTED, "no thread is free to bring what is asked for"));
            }
        }
        catch (final Throwable ex)
        {
            crashed.accept(ex);
        }
    }

    private void run()
    {
        enter();
        try
        {
            int seen = wanted.get();
            do
            {
                emit();
                seen = wanted.addAndGet(-seen);
            }
            while (0 != seen);
        }
        finally
        {
            leave();
        }
    }

    private void emit()
    {
        try
        {
            while (!isOver && !isCancelled && demand.get() > 0)
            {
                if (null == items)
                {
                    items = source.call();
                }
                if (items.hasNext())
                {
                    demand.getAndDecrement();
                    subscriber().onNext(items.next());
                }
                else
                {
                    finish();
                    subscriber().onComplete();
                }
            }
            if (isCancelled)
            {
                finish();
            }
        }
        catch (final Throwable ex)
        {
            isOver = true;
            fail(ex);
            close();
        }
    }

    private void fail(final Throwable ex)
    {
        if (!isCancelled && ex instanceof StreamException)
        {
            subscriber().onError(ex);
        }
        else if (!isCancelled)
        {
            crashed.accept(ex);
        }
    }

    private void finish()
    {
        isOver = true;
        final StreamIterator<Object> done = items;
        items = null;
        if (null != done)
        {
            done.close();
        }
    }

    /** Closes behind a failure, which is the one to tell of. */
    private void close()
    {
        try
        {
            finish();
        }
        catch (final Throwable ex)
        {
            crashed.accept(ex);
        }
    }

    private void enter()
    {
        synchronized (running)
        {
            runner = Thread.currentThread();
        }
    }

    /** The thread goes back as it came: an interrupt that was meant for the iterator ends here. */
    private void leave()
    {
        synchronized (running)
        {
            runner = null;
            if (isCancelled)
            {
                Thread.interrupted();
            }
        }
    }
}
