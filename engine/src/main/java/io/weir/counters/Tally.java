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

import org.agrona.concurrent.status.AtomicCounter;

/**
 * What one agent counts: plain words, written by that agent alone and added to the shared counters once in a while, so
 * that no counter costs a contended line (T-1).
 */
public final class Tally
{
    private static final CounterType[] TYPES = CounterType.values();

    private final long[] values = new long[TYPES.length];
    private final long[] published = new long[TYPES.length];
    private final AtomicCounter[] counters = new AtomicCounter[TYPES.length];

    /**
     * Creates a tally of zeros.
     *
     * @param target to publish to.
     */
    public Tally(final Counters target)
    {
        for (final CounterType type : TYPES)
        {
            counters[type.ordinal()] = target.counter(type);
        }
    }

    /**
     * Counts one.
     *
     * @param type of the counter.
     */
    public void increment(final CounterType type)
    {
        values[type.ordinal()]++;
    }

    /**
     * Counts one less, of what is counted as it is now.
     *
     * @param type of the counter.
     */
    public void decrement(final CounterType type)
    {
        values[type.ordinal()]--;
    }

    /**
     * Counts several.
     *
     * @param type   of the counter.
     * @param amount to add.
     */
    public void add(final CounterType type, final long amount)
    {
        values[type.ordinal()] += amount;
    }

    /**
     * Notes a value of which the greatest is kept.
     *
     * @param type  of the counter.
     * @param value observed.
     */
    public void propose(final CounterType type, final long value)
    {
        if (value > values[type.ordinal()])
        {
            values[type.ordinal()] = value;
        }
    }

    /**
     * {@return what this agent has counted}
     *
     * @param type of the counter.
     */
    public long value(final CounterType type)
    {
        return values[type.ordinal()];
    }

    /** Adds what has changed to the shared counters. */
    public void publish()
    {
        for (int i = 0; i < values.length; i++)
        {
            final long value = values[i];
            if (value != published[i])
            {
                if (CounterType.Kind.MAXIMUM == TYPES[i].kind())
                {
                    raise(counters[i], value);
                }
                else
                {
                    counters[i].getAndAdd(value - published[i]);
                }
                published[i] = value;
            }
        }
    }

    private static void raise(final AtomicCounter counter, final long value)
    {
        long seen = counter.get();
        while (seen < value && !counter.compareAndSet(seen, value))
        {
            seen = counter.get();
        }
    }
}
