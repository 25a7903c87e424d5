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

/** Slots in an order: a ring that grows. Owned by the kernel's thread. */
final class IntQueue
{
    private int[] ring = new int[64];
    private int head;
    private int size;

    IntQueue()
    {
    }

    boolean isEmpty()
    {
        return size == 0;
    }

    int size()
    {
        return size;
    }

    void add(final int value)
    {
        if (size == ring.length)
        {
            final int[] wider = new int[size * 2];
            for (int i = 0; i < size; i++)
            {
                wider[i] = ring[head + i & size - 1];
            }
            ring = wider;
            head = 0;
        }
        ring[head + size++ & ring.length - 1] = value;
    }

    void clear()
    {
        size = 0;
    }

    int first()
    {
        return ring[head];
    }

    int removeFirst()
    {
        final int value = ring[head];
        head = head + 1 & ring.length - 1;
        size--;
        return value;
    }

    /** The first costs nothing, which is what is mostly removed; others cost as much as is behind them. */
    void remove(final int value)
    {
        if (size > 0 && ring[head] == value)
        {
            removeFirst();
            return;
        }
        final int mask = ring.length - 1;
        for (int i = 0; i < size; i++)
        {
            if (ring[head + i & mask] == value)
            {
                for (int j = i; j + 1 < size; j++)
                {
                    ring[head + j & mask] = ring[head + j + 1 & mask];
                }
                size--;
                return;
            }
        }
    }
}
