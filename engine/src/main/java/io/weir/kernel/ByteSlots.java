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
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Small pieces of memory for states, keys and params: powers of two within pages outside the heap, reused by size.
 * Owned by the kernel's thread. Where a piece lies is nobody's business but this class's, and in no snapshot.
 *
 * <pre>
 *   handle = page * (PAGE_LENGTH / UNIT) + offset / UNIT;   0 is no piece
 * </pre>
 */
final class ByteSlots
{
    static final int NONE = 0;
    private static final int UNIT_SHIFT = 5;
    private static final int PAGE_SHIFT = 20;
    private static final int PAGE_LENGTH = 1 << PAGE_SHIFT;
    private static final int UNITS_SHIFT = PAGE_SHIFT - UNIT_SHIFT;
    private static final int UNITS_MASK = (1 << UNITS_SHIFT) - 1;
    private static final int CLASSES = UNITS_SHIFT + 1;

    private UnsafeBuffer[] pages = new UnsafeBuffer[16];
    private final int[] fresh = new int[CLASSES];
    private final int[] freshEnd = new int[CLASSES];
    private final int[][] free = new int[CLASSES][64];
    private final int[] freeCount = new int[CLASSES];
    private int pageCount;

    ByteSlots()
    {
    }

    /** {@return how many bytes the piece for so many has; the same for equal answers} */
    static int capacity(final int length)
    {
        return 1 << sizeClass(length) + UNIT_SHIFT;
    }

    int allocate(final int length)
    {
        final int sizeClass = sizeClass(length);
        if (freeCount[sizeClass] > 0)
        {
            return free[sizeClass][--freeCount[sizeClass]];
        }
        if (fresh[sizeClass] == freshEnd[sizeClass])
        {
            addPage(sizeClass);
        }
        final int handle = fresh[sizeClass];
        fresh[sizeClass] += 1 << sizeClass;
        return handle;
    }

    void release(final int handle, final int length)
    {
        if (handle != NONE)
        {
            final int sizeClass = sizeClass(length);
            if (freeCount[sizeClass] == free[sizeClass].length)
            {
                free[sizeClass] = Arrays.copyOf(free[sizeClass], freeCount[sizeClass] * 2);
            }
            free[sizeClass][freeCount[sizeClass]++] = handle;
        }
    }

    UnsafeBuffer page(final int handle)
    {
        return pages[handle >>> UNITS_SHIFT];
    }

    static int offset(final int handle)
    {
        return (handle & UNITS_MASK) << UNIT_SHIFT;
    }

    void put(final int handle, final int at, final DirectBuffer source, final int offset, final int length)
    {
        Bytes.copy(source, offset, page(handle), offset(handle) + at, length);
    }

    private static int sizeClass(final int length)
    {
        if (length > PAGE_LENGTH)
        {
            throw new IllegalArgumentException("a piece of " + length + " bytes is longer than a page");
        }
        return length <= 1 << UNIT_SHIFT ?
            0 : Integer.numberOfTrailingZeros(BitUtil.findNextPositivePowerOfTwo(length)) - UNIT_SHIFT;
    }

    private void addPage(final int sizeClass)
    {
        if (pageCount == pages.length)
        {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount] = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(PAGE_LENGTH));
        final int first = pageCount << UNITS_SHIFT;
        // Handle 0 says that there is no piece, so the very first one stays unused.
        fresh[sizeClass] = first == 0 ? 1 << sizeClass : first;
        freshEnd[sizeClass] = first + (1 << UNITS_SHIFT);
        pageCount++;
        if (fresh[sizeClass] >= freshEnd[sizeClass])
        {
            addPage(sizeClass);
        }
    }
}
