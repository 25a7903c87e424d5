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
package io.weir.kernel;

import java.util.Arrays;

/**
 * Cancels of attempts that nobody waits for any more, until they are handed over (K-6). Part of the state, in the order
 * of their making; found by intent however many there are. Owned by the kernel's thread.
 */
final class Cancels
{
    static final int NONE = -1;

    private final LongIndex index = new LongIndex(64);
    private long[] intentIds = new long[64];
    private long[] seqs = new long[64];
    private int[] attempts = new int[64];
    private int[] adapters = new int[64];
    private int[] before = new int[64];
    private int[] after = new int[64];
    private int first = NONE;
    private int last = NONE;
    private int free = NONE;
    private int used;

    Cancels()
    {
    }

    /** Adds a cancel of an intent that has none yet; by the batch of that seq. */
    void add(final long intentId, final int attempt, final int adapter, final long seq)
    {
        final int at = place();
        intentIds[at] = intentId;
        attempts[at] = attempt;
        adapters[at] = adapter;
        seqs[at] = seq;
        before[at] = last;
        after[at] = NONE;
        if (last == NONE)
        {
            first = at;
        }
        else
        {
            after[last] = at;
        }
        last = at;
        index.put(intentId, at);
    }

    int size()
    {
        return index.size();
    }

    /** {@return the place of the oldest, or −1} */
    int first()
    {
        return first;
    }

    /** {@return the place of the next younger, or −1} */
    int next(final int at)
    {
        return after[at];
    }

    boolean contains(final long intentId)
    {
        return index.get(intentId) != LongIndex.ABSENT;
    }

    long intentId(final int at)
    {
        return intentIds[at];
    }

    int attempt(final int at)
    {
        return attempts[at];
    }

    int adapter(final int at)
    {
        return adapters[at];
    }

    /** {@return the batch that made it, as far as this process knows} */
    long seq(final int at)
    {
        return seqs[at];
    }

    boolean remove(final long intentId)
    {
        final int at = index.get(intentId);
        if (at == LongIndex.ABSENT)
        {
            return false;
        }
        index.remove(intentId);
        if (before[at] == NONE)
        {
            first = after[at];
        }
        else
        {
            after[before[at]] = after[at];
        }
        if (after[at] == NONE)
        {
            last = before[at];
        }
        else
        {
            before[after[at]] = before[at];
        }
        after[at] = free;
        free = at;
        return true;
    }

    void clear()
    {
        index.clear();
        first = NONE;
        last = NONE;
        free = NONE;
        used = 0;
    }

    private int place()
    {
        if (free != NONE)
        {
            final int at = free;
            free = after[at];
            return at;
        }
        if (used == intentIds.length)
        {
            intentIds = Arrays.copyOf(intentIds, used * 2);
            seqs = Arrays.copyOf(seqs, used * 2);
            attempts = Arrays.copyOf(attempts, used * 2);
            adapters = Arrays.copyOf(adapters, used * 2);
            before = Arrays.copyOf(before, used * 2);
            after = Arrays.copyOf(after, used * 2);
        }
        return used++;
    }
}
