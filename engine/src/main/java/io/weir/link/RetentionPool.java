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

import java.util.ArrayDeque;

/**
 * The memory outside the heap of an agent's durable sessions: reserved before a session is promised to be durable, and
 * taken back when it ends, for the next one (T-11). So a peer that opens sessions one after the other needs memory for
 * as many as are open at a time, whether a collector runs or not. A quarter of what the JVM allows is left to others.
 *
 * <pre>
 * final LaneBuffer memory = pool.take();
 * if (null != memory)
 * {
 *     final RetentionRing ring = new RetentionRing(memory, pool.capacity(), maxFrame);
 *     // until the session has ended
 *     ring.close();
 *     pool.giveBack(memory);
 * }
 * </pre>
 *
 * Owned by the agent.
 */
public final class RetentionPool
{
    private final int capacity;
    private final int maxFrame;
    private final long most;
    private final ArrayDeque<LaneBuffer> free = new ArrayDeque<>();
    private boolean closed;

    /**
     * Begins without memory.
     *
     * @param capacity of each retention in bytes, a power of two.
     * @param maxFrame the longest frame of any session in bytes.
     */
    public RetentionPool(final int capacity, final int maxFrame)
    {
        this(capacity, maxFrame, most());
    }

    RetentionPool(final int capacity, final int maxFrame, final long most)
    {
        this.capacity = capacity;
        this.maxFrame = maxFrame;
        this.most = most;
    }

    /** {@return the bytes of a retention} */
    public int capacity()
    {
        return capacity;
    }

    /** {@return memory for one retention, to be given back; null if there is none} */
    public LaneBuffer take()
    {
        final LaneBuffer idle = free.poll();
        return null != idle ? idle : allocate();
    }

    /**
     * Takes memory back, once nothing writes to it any more.
     *
     * @param memory of a session that has ended, or that has not become one.
     */
    public void giveBack(final LaneBuffer memory)
    {
        if (closed)
        {
            memory.free();
        }
        else
        {
            free.add(memory);
        }
    }

    /** Frees what is not in use, and what is given back from now on. */
    public void close()
    {
        closed = true;
        free.forEach(LaneBuffer::free);
        free.clear();
    }

    /** {@return that there is no memory for one more retention, and what to do about it} */
    public String shortage()
    {
        return "no memory for a retention of " + capacity + " bytes: " + DirectMemory.used() + " of " +
            DirectMemory.limit() + " bytes that this JVM allows outside the heap are in use; raise " +
            "-XX:MaxDirectMemorySize, or lower weir.session.retention.length or weir.session.durable.max";
    }

    /** {@return the bytes of memory that one retention takes} */
    public int memoryLength()
    {
        return RetentionArena.memoryLength(capacity, maxFrame);
    }

    /** {@return the bytes outside the heap that may be in use, by whomever, after memory was taken for a retention} */
    public static long most()
    {
        return DirectMemory.limit() - (DirectMemory.limit() >> 2);
    }

    /** Looks before it asks: the JVM waits for its collector before it says that there is no memory. */
    private LaneBuffer allocate()
    {
        if (DirectMemory.used() + memoryLength() > most)
        {
            return null;
        }
        try
        {
            return LaneBuffer.allocate(memoryLength());
        }
        catch (final OutOfMemoryError ex)
        {
            return null;
        }
    }
}
