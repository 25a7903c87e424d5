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
import org.agrona.BitUtil;

/**
 * Finds the slot of an id: open addressing, ids above 0, no allocation but when it grows. Owned by the kernel's thread;
 * its order is never looked at, so that it cannot show in the journal.
 */
final class LongIndex
{
    static final int ABSENT = -1;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private long[] keys;
    private int[] values;
    private int mask;
    private int shift;
    private int size;

    LongIndex(final int capacity)
    {
        allocate(BitUtil.findNextPositivePowerOfTwo(Math.max(16, capacity * 2)));
    }

    int get(final long key)
    {
        int at = place(key);
        while (keys[at] != 0)
        {
            if (keys[at] == key)
            {
                return values[at];
            }
            at = at + 1 & mask;
        }
        return ABSENT;
    }

    void put(final long key, final int value)
    {
        if (size * 2 > mask)
        {
            grow();
        }
        int at = place(key);
        while (keys[at] != 0 && keys[at] != key)
        {
            at = at + 1 & mask;
        }
        if (keys[at] == 0)
        {
            size++;
        }
        keys[at] = key;
        values[at] = value;
    }

    void remove(final long key)
    {
        int at = place(key);
        while (keys[at] != key)
        {
            if (keys[at] == 0)
            {
                return;
            }
            at = at + 1 & mask;
        }
        size--;
        int free = at;
        at = at + 1 & mask;
        while (keys[at] != 0)
        {
            final int home = place(keys[at]);
            if ((at - home & mask) >= (at - free & mask))
            {
                keys[free] = keys[at];
                values[free] = values[at];
                free = at;
            }
            at = at + 1 & mask;
        }
        keys[free] = 0;
    }

    int size()
    {
        return size;
    }

    void clear()
    {
        Arrays.fill(keys, 0);
        size = 0;
    }

    private int place(final long key)
    {
        return (int)(key * MIX >>> shift);
    }

    private void allocate(final int length)
    {
        keys = new long[length];
        values = new int[length];
        mask = length - 1;
        shift = Long.SIZE - Integer.numberOfTrailingZeros(length);
        size = 0;
    }

    private void grow()
    {
        final long[] oldKeys = keys;
        final int[] oldValues = values;
        allocate(oldKeys.length * 2);
        for (int i = 0; i < oldKeys.length; i++)
        {
            if (oldKeys[i] != 0)
            {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }
}
