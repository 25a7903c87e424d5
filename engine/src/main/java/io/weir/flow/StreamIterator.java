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
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.stream.StreamEnd;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * The items of one stream for a thread that waits for them: {@code for (Tick t : stream)}. Made for virtual threads,
 * and as good on any other but an agent's: it parks, holds no monitor while it waits and uses no thread-locals. Used by
 * one thread at a time, {@link #close()} included; to be closed, best by try-with-resources, which cancels the stream
 * when the loop is left early. At most a window of items waits here (C-3).
 *
 * <p>The end of the stream is the end of the iteration, when it is a good one; any other is a {@link StreamException},
 * thrown behind the last item. A thread that is interrupted while it waits, or before, gets a StreamException too; the
 * stream is cancelled then, and the thread's interrupt status stays.
 *
 * @param <T> of the items.
 */
public class StreamIterator<T> implements Iterator<T>, Iterable<T>, AutoCloseable
{
    private static final VarHandle WAITER;

    static
    {
        try
        {
            WAITER = MethodHandles.lookup().findVarHandle(StreamIterator.class, "waiter", Thread.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final String capability;
    private T next;
    private boolean isClosed;
    private boolean isIterating;
    private volatile boolean isCancelled;
    private volatile HeldItems<T> items;
    private volatile Ending ending;
    private volatile Thread waiter;

    StreamIterator(final String capability)
    {
        this.capability = capability;
    }

    /**
     * Makes an iterator of items that are here, as {@link #of(Iterator, Runnable)} does, with nothing to do when it is
     * closed.
     *
     * @param items to iterate over, on one thread at a time.
     * @param <T>   of the items.
     * @return the iterator.
     */
    public static <T> StreamIterator<T> of(final Iterator<? extends T> items)
    {
        return of(items, () ->
        {
            // Nothing to let go of.
        });
    }

    /**
     * Makes an iterator of items that are here: what the implementation of a capability answers where its interface
     * returns an iterator.
     *
     * @param items   to iterate over, on one thread at a time.
     * @param onClose called once, when the iterator is closed: at the end, or earlier when nobody wants more.
     * @param <T>     of the items.
     * @return the iterator.
     */
    public static <T> StreamIterator<T> of(final Iterator<? extends T> items, final Runnable onClose)
    {
        return new LocalItems<>(Objects.requireNonNull(items, "items"), Objects.requireNonNull(onClose, "onClose"));
    }

    /** What the agent does: puts, ends, and wakes who waits. */
    final class Inlet implements Receiver<T>
    {
        private final boolean assembles;

        Inlet(final boolean assembles)
        {
            this.assembles = assembles;
        }

        @Override
        public void opened(final StreamEnd end)
        {
            end.holdFrames(assembles);
            end.request(Long.MAX_VALUE);
            items = new HeldItems<>(end);
            VarHandle.fullFence();
            if (isCancelled)
            {
                items.refuse();
                end.cancel();
            }
            wake();
        }

        @Override
        public void item(final T item)
        {
            items.put(item);
            wake();
        }

        @Override
        public void ended(final Throwable failure)
        {
            if (null == ending)
            {
                ending = new Ending(failure);
                wake();
            }
        }

        /** Wakes each who waits once: after it has looked, it says anew that it waits. */
        private void wake()
        {
            VarHandle.fullFence();
            final Thread thread = waiter;
            if (null != thread && WAITER.compareAndSet(StreamIterator.this, thread, null))
            {
                LockSupport.unpark(thread);
            }
        }
    }

    /**
     * Waits for the next item.
     *
     * @return false when the stream has ended in good order, or this is closed.
     * @throws StreamException       if the stream has ended otherwise, or the thread is interrupted.
     * @throws IllegalStateException if it would have to wait on an agent's thread.
     */
    @Override
    public boolean hasNext()
    {
        while (null == next && !isClosed)
        {
            // Read before the items: what came before the end is among them by then.
            final Ending end = ending;
            final HeldItems<T> held = items;
            next = null == held ? null : held.poll();
            if (null != next)
            {
                held.took();
            }
            else if (null != end)
            {
                if (null != held)
                {
                    held.tell();
                }
                if (null != end.failure())
                {
                    throw failure(end.failure());
                }
                return false;
            }
            else
            {
                await(held);
            }
        }
        return null != next;
    }

    /**
     * {@return the next item, which is the caller's own; waits for it}
     *
     * @throws NoSuchElementException if there is none.
     */
    @Override
    public T next()
    {
        if (!hasNext())
        {
            throw new NoSuchElementException(capability + " has ended");
        }
        final T item = next;
        next = null;
        return item;
    }

    /**
     * {@return this, for a loop over the items; once}
     *
     * @throws IllegalStateException when called again: the items pass but once.
     */
    @Override
    public Iterator<T> iterator()
    {
        if (isIterating)
        {
            throw new IllegalStateException("the items of a stream pass but once");
        }
        isIterating = true;
        return this;
    }

    /**
     * Cancels the stream unless it has closed, and lets go of the items that wait. A duplex stream whose provider sends
     * no more is cancelled too, if what this end sends has not ended it. Harmless when closed.
     */
    @Override
    public void close()
    {
        close(CancelReason.REQUESTED);
    }

    /**
     * As {@link #close()}, which says REQUESTED, with a reason for the provider (S-5).
     *
     * @param reason why no more is wanted.
     */
    public void close(final CancelReason reason)
    {
        Subscriptions.require(reason);
        if (!isClosed)
        {
            isClosed = true;
            isCancelled = true;
            next = null;
            VarHandle.fullFence();
            final HeldItems<T> held = items;
            if (null != held)
            {
                held.refuse();
                if (held.stream().isOpen())
                {
                    held.stream().cancel(reason);
                }
                held.drop();
            }
        }
    }

    private void await(final HeldItems<T> held)
    {
        if (null != held)
        {
            if (held.stream().isAgentThread())
            {
                throw new IllegalStateException(
                    "an agent's own thread cannot wait for items, which it would have to bring: use a handler");
            }
            held.tell();
        }
        final Thread current = Thread.currentThread();
        waiter = current;
        VarHandle.fullFence();
        if (null == ending && held == items && (null == held || held.isEmpty()) && !current.isInterrupted())
        {
            LockSupport.park(this);
        }
        waiter = null;
        if (current.isInterrupted() && null == ending)
        {
            close(CancelReason.INTERRUPTED);
            throw new StreamException(capability, CloseReason.CANCEL, StreamErrorCode.NULL_VAL,
                "the thread was interrupted", CancelReason.INTERRUPTED);
        }
    }

    /** The exception was made on the agent; whoever looks for its cause wants to see who waited, too. */
    private RuntimeException failure(final Throwable cause)
    {
        return cause instanceof StreamException ? ((StreamException)cause).again() : new IllegalStateException(cause);
    }
}
