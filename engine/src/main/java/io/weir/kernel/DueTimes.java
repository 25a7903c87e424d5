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
 * When the next open intent is due: a heap of slots by time, then intent id (K-14). A later time is noted lazily: an
 * entry may lie before its time, and is put where it belongs when it comes up. So a frame that resets an idle deadline
 * costs a store. Owned by the kernel's thread.
 */
final class DueTimes
{
    private final Intents intents;
    private int[] heap = new int[64];
    private long[] times = new long[64];
    private int[] positions = new int[64];
    private int size;

    DueTimes(final Intents intents)
    {
        this.intents = intents;
        Arrays.fill(positions, -1);
    }

    /** Notes when an intent is due now. */
    void update(final int slot, final long dueNs)
    {
        if (slot >= positions.length)
        {
            final int length = positions.length;
            positions = Arrays.copyOf(positions, Math.max(slot + 1, length * 2));
            Arrays.fill(positions, length, positions.length, -1);
        }
        final int at = positions[slot];
        if (dueNs == 0)
        {
            remove(slot);
        }
        else if (at < 0)
        {
            insert(slot, dueNs);
        }
        else if (dueNs < times[at])
        {
            times[at] = dueNs;
            up(at);
        }
    }

    void remove(final int slot)
    {
        if (slot >= positions.length || positions[slot] < 0)
        {
            return;
        }
        final int at = positions[slot];
        positions[slot] = -1;
        size--;
        if (at < size)
        {
            place(at, heap[size], times[size]);
            up(at);
            down(positions[heap[at]]);
        }
    }

    /** {@return the slot of the first intent that is due at the time, or −1} */
    int due(final long timeNs)
    {
        while (size > 0 && times[0] <= timeNs)
        {
            final int slot = heap[0];
            final long dueNs = intents.dueNs(slot);
            if (dueNs == times[0])
            {
                return slot;
            }
            times[0] = dueNs;
            down(0);
        }
        return -1;
    }

    private void insert(final int slot, final long dueNs)
    {
        if (size == heap.length)
        {
            heap = Arrays.copyOf(heap, size * 2);
            times = Arrays.copyOf(times, size * 2);
        }
        place(size, slot, dueNs);
        up(size++);
    }

    private void place(final int at, final int slot, final long timeNs)
    {
        heap[at] = slot;
        times[at] = timeNs;
        positions[slot] = at;
    }

    private boolean before(final int left, final int right)
    {
        return times[left] < times[right] ||
            times[left] == times[right] && intents.id(heap[left]) < intents.id(heap[right]);
    }

    private void swap(final int left, final int right)
    {
        final int slot = heap[left];
        final long timeNs = times[left];
        place(left, heap[right], times[right]);
        place(right, slot, timeNs);
    }

    private void up(final int from)
    {
        int at = from;
        while (at > 0 && before(at, at - 1 >> 1))
        {
            swap(at, at - 1 >> 1);
            at = at - 1 >> 1;
        }
    }

    private void down(final int from)
    {
        int at = from;
        while (true)
        {
            int least = at;
            final int left = 2 * at + 1;
            if (left < size && before(left, least))
            {
                least = left;
            }
            if (left + 1 < size && before(left + 1, least))
            {
                least = left + 1;
            }
            if (least == at)
            {
                return;
            }
            swap(at, least);
            at = least;
        }
    }
}
