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

package io.weir.link;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The memory of a lane: outside the heap always, and said so to the compiler. A plain buffer asks at each access
 * whether its memory is an array, and what it has found is remembered for all buffers of the process alike: one
 * application that wraps arrays slowed every lane by 15 %. The accesses of the path of a frame and of a flyweight are
 * overridden; with bounds checks on, and for all else, this is a plain buffer.
 */
public final class LaneBuffer extends UnsafeBuffer
{
    /**
     * Offsets in lanes, terms and retentions are below this bound, and are masked with it where they come from: told
     * their range, the compiler folds every field's displacement into the address, which saves two or three
     * instructions an access.
     */
    public static final int OFFSET_MASK = (1 << 30) - 1;

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private static final int ALIGNMENT = BitUtil.CACHE_LINE_LENGTH * 2;

    private LaneBuffer(final ByteBuffer memory, final int offset, final int length)
    {
        super(memory, offset, length);
    }

    /**
     * {@return zeroed memory, aligned to two cache lines}
     *
     * @param length in bytes.
     */
    public static LaneBuffer allocate(final int length)
    {
        final ByteBuffer memory = ByteBuffer.allocateDirect(length + ALIGNMENT);
        final int past = (int)BufferUtil.address(memory) & ALIGNMENT - 1;
        return new LaneBuffer(memory, ALIGNMENT - past, length);
    }

    /** Frees the memory, which was allocated here and is nobody else's. Every access from now on is out of bounds. */
    void free()
    {
        final ByteBuffer memory = byteBuffer();
        wrap(NOTHING, 0, 0);
        BufferUtil.free(memory);
    }

    /** {@return a buffer of nothing, to be wrapped around other memory} */
    public static LaneBuffer empty()
    {
        return new LaneBuffer(NOTHING, 0, 0);
    }

    /**
     * {@return the memory of another buffer, as long as that is good}
     *
     * @param buffer that stands on a byte buffer outside the heap.
     */
    public static LaneBuffer over(final DirectBuffer buffer)
    {
        return new LaneBuffer(buffer.byteBuffer(), buffer.wrapAdjustment(), buffer.capacity());
    }

    @Override
    public long getLong(final int index)
    {
        return SHOULD_BOUNDS_CHECK ? super.getLong(index) : UnsafeApi.getLong(addressOffset() + index);
    }

    @Override
    public void putLong(final int index, final long value)
    {
        if (SHOULD_BOUNDS_CHECK)
        {
            super.putLong(index, value);
        }
        else
        {
            UnsafeApi.putLong(addressOffset() + index, value);
        }
    }

    @Override
    public long getLong(final int index, final ByteOrder byteOrder)
    {
        return ByteOrder.nativeOrder() == byteOrder ? getLong(index) : super.getLong(index, byteOrder);
    }

    @Override
    public void putLong(final int index, final long value, final ByteOrder byteOrder)
    {
        if (ByteOrder.nativeOrder() == byteOrder)
        {
            putLong(index, value);
        }
        else
        {
            super.putLong(index, value, byteOrder);
        }
    }

    @Override
    public int getInt(final int index)
    {
        return SHOULD_BOUNDS_CHECK ? super.getInt(index) : UnsafeApi.getInt(addressOffset() + index);
    }

    @Override
    public void putInt(final int index, final int value)
    {
        if (SHOULD_BOUNDS_CHECK)
        {
            super.putInt(index, value);
        }
        else
        {
            UnsafeApi.putInt(addressOffset() + index, value);
        }
    }

    @Override
    public int getInt(final int index, final ByteOrder byteOrder)
    {
        return ByteOrder.nativeOrder() == byteOrder ? getInt(index) : super.getInt(index, byteOrder);
    }

    @Override
    public void putInt(final int index, final int value, final ByteOrder byteOrder)
    {
        if (ByteOrder.nativeOrder() == byteOrder)
        {
            putInt(index, value);
        }
        else
        {
            super.putInt(index, value, byteOrder);
        }
    }
}
