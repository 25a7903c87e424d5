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

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What waits to be run, first in first out (K-7): encoded continuations one behind the other in a ring of bytes that
 * grows to what it has to hold. Part of the state. Owned by the kernel's thread.
 */
final class Continuations
{
    private static final int LENGTH = Integer.BYTES;
    private static final int WRAP = -1;

    private final int maxCount;
    private UnsafeBuffer ring = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16));
    private long head;
    private long tail;
    private int count;

    Continuations(final int maxCount)
    {
        this.maxCount = maxCount;
    }

    int size()
    {
        return count;
    }

    int room()
    {
        return maxCount - count;
    }

    /** {@return the offset in {@link #buffer()} at which a continuation of at most so many bytes can be encoded} */
    int claim(final int maxLength)
    {
        final int needed = BitUtil.align(maxLength + LENGTH, Long.BYTES);
        while (true)
        {
            final int capacity = ring.capacity();
            final int at = (int)(tail & capacity - 1);
            final int toEnd = capacity - at;
            final int free = (int)(capacity - (tail - head));
            if (needed <= toEnd && needed <= free)
            {
                return at + LENGTH;
            }
            if (needed > toEnd && toEnd + needed <= free)
            {
                ring.putInt(at, WRAP);
                tail += toEnd;
            }
            else
            {
                grow();
            }
        }
    }

    void commit(final int length)
    {
        ring.putInt((int)(tail & ring.capacity() - 1), length);
        tail += BitUtil.align(length + LENGTH, Long.BYTES);
        count++;
    }

    UnsafeBuffer buffer()
    {
        return ring;
    }

    /** {@return the offset of the first in {@link #buffer()}} */
    int headOffset()
    {
        skip();
        return (int)(head & ring.capacity() - 1) + LENGTH;
    }

    int headLength()
    {
        skip();
        return ring.getInt((int)(head & ring.capacity() - 1));
    }

    void removeHead()
    {
        head += BitUtil.align(headLength() + LENGTH, Long.BYTES);
        count--;
    }

    /** {@return the position of the first, for {@link #next}} */
    long first()
    {
        skip();
        return head;
    }

    int offset(final long position)
    {
        return (int)(position & ring.capacity() - 1) + LENGTH;
    }

    int length(final long position)
    {
        return ring.getInt((int)(position & ring.capacity() - 1));
    }

    long next(final long position)
    {
        final long behind = position + BitUtil.align(length(position) + LENGTH, Long.BYTES);
        final int at = (int)(behind & ring.capacity() - 1);
        return behind < tail && ring.getInt(at) == WRAP ? behind + ring.capacity() - at : behind;
    }

    private void skip()
    {
        final int at = (int)(head & ring.capacity() - 1);
        if (head < tail && ring.getInt(at) == WRAP)
        {
            head += ring.capacity() - at;
        }
    }

    private void grow()
    {
        final UnsafeBuffer wider = new UnsafeBuffer(ByteBuffer.allocateDirect(ring.capacity() * 2));
        int at = 0;
        long position = first();
        for (int i = 0; i < count; i++)
        {
            final int length = length(position);
            wider.putInt(at, length);
            wider.putBytes(at + LENGTH, ring, offset(position), length);
            at += BitUtil.align(length + LENGTH, Long.BYTES);
            position = next(position);
        }
        ring = wider;
        head = 0;
        tail = at;
    }
}
