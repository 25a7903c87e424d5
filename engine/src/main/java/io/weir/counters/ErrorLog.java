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

package io.weir.counters;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.errors.ErrorConsumer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The errors of an engine, each distinct one once, with how often it was seen, first and last. It lies beside the
 * counters, so another process can read it. What it cannot keep, because it is full or closed, goes to the system's
 * logger. Any thread may use it.
 */
public final class ErrorLog implements ErrorHandler
{
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBuffer buffer;
    private final DistinctErrorLog log;
    private final AtomicCounter errorsTotal;
    private final ErrorHandler overflow;
    private final Incidents incidents;
    private long observations;
    private boolean closed;

    ErrorLog(
        final AtomicBuffer buffer,
        final EpochClock clock,
        final AtomicCounter errorsTotal,
        final ErrorHandler overflow,
        final Incidents incidents)
    {
        this.incidents = incidents;
        this.buffer = buffer;
        this.log = new DistinctErrorLog(buffer, clock);
        this.errorsTotal = errorsTotal;
        this.overflow = overflow;
    }

    /**
     * Keeps an error, or counts it once more, and says it in the system's log (T-13). Takes a lock, since errors are
     * rare.
     *
     * @param throwable to keep.
     */
    @Override
    public void onError(final Throwable throwable)
    {
        lock.lock();
        try
        {
            observations++;
            if (!closed)
            {
                errorsTotal.increment();
            }
            if (closed || !log.record(throwable))
            {
                overflow.onError(throwable);
            }
        }
        finally
        {
            lock.unlock();
        }
        incidents.say(throwable);
    }

    /**
     * {@return how many errors there were, repeated ones counted each time}
     */
    public long observations()
    {
        lock.lock();
        try
        {
            return observations;
        }
        finally
        {
            lock.unlock();
        }
    }

    /**
     * Shows each distinct error.
     *
     * @param consumer of observation count, first and last time (epoch, milliseconds) and stack trace.
     * @return the number of distinct errors; 0 after close.
     */
    public int forEach(final ErrorConsumer consumer)
    {
        lock.lock();
        try
        {
            return closed ? 0 : ErrorLogReader.read(buffer, consumer);
        }
        finally
        {
            lock.unlock();
        }
    }

    /** From here on errors are logged only; the memory is about to go. */
    void close()
    {
        lock.lock();
        try
        {
            closed = true;
        }
        finally
        {
            lock.unlock();
        }
    }
}
