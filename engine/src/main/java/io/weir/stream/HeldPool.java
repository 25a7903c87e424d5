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

package io.weir.stream;

import io.weir.counters.CounterType;
import io.weir.counters.Tally;

/**
 * How many frames the consumers of one session may hold together beyond the callbacks that brought them: those of Flow
 * and of iterators (C-3). Reserved when credit is granted, given back as items are taken or dropped. Each such stream
 * has one frame for itself, so an empty pool makes streams slow and never still. Owned by the session's agent.
 */
public final class HeldPool
{
    private final int capacity;
    private final Tally counts;
    private int reserved;

    HeldPool(final int capacity, final Tally counts)
    {
        this.capacity = capacity;
        this.counts = counts;
    }

    /** {@return the count of frames that may be reserved, beyond one for each stream} */
    public int capacity()
    {
        return capacity;
    }

    /** {@return the count of frames reserved, beyond one for each stream} */
    public int reserved()
    {
        return reserved;
    }

    int free()
    {
        return Math.max(0, capacity - reserved);
    }

    /** Reserves, or gives back what is negative. */
    void reserve(final int frames)
    {
        if (0 != frames)
        {
            reserved += frames;
            counts.add(CounterType.HELD_FRAMES, frames);
        }
    }

    /** The pool made a grant smaller than demand and window allow. */
    void cutShort()
    {
        counts.increment(CounterType.HELD_GRANTS_CUT_TOTAL);
    }
}
