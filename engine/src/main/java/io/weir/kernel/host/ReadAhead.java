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
package io.weir.kernel.host;

import io.weir.journal.JournalReader;
import io.weir.kernel.World;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and judges batches on a thread of its own while those before them are run again, a block at a time. A journal
 * that fits into one block needs no thread, and gets none.
 *
 * <pre>
 *  block, again and again
 *      0  seq                                i64
 *      8  payload length i32, reserved       i32
 *     16  payload, then up to a multiple of 8
 * </pre>
 *
 * Owned by the kernel's thread, and so is the reader again once {@link #replay} has returned or thrown.
 */
final class ReadAhead
{
    private static final int BLOCKS = 64;
    private static final int BLOCK_LENGTH = 1 << 17;
    private static final int LENGTH_OFFSET = Long.BYTES;
    private static final int PAYLOAD_OFFSET = 2 * Long.BYTES;
    private static final int SPINS = 100;
    private static final int YIELDS = 10;
    private static final long PARK_NS = 10_000;

    private final JournalReader reader;
    private final OneToOneConcurrentArrayQueue<Block> filled = new OneToOneConcurrentArrayQueue<>(BLOCKS);
    private final OneToOneConcurrentArrayQueue<Block> empty = new OneToOneConcurrentArrayQueue<>(BLOCKS);
    /**
     * What is read is put together here and copied at a stretch, since a block's lines lie in the other core's cache:
     * stores that each wait for one took three times as long as all else when the cores were far apart.
     */
    private final UnsafeBuffer staging = new UnsafeBuffer(ByteBuffer.allocateDirect(BLOCK_LENGTH));
    private boolean isPending;
    private volatile boolean isStopped;

    /** Some batches. Owned by who took it from a queue. */
    private static final class Block
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(BLOCK_LENGTH));
        int end;
        boolean isLast;
        Throwable fault;
    }

    ReadAhead(final JournalReader reader)
    {
        this.reader = reader;
    }

    /**
     * Runs all batches of the reader again.
     *
     * @param world that stands before the first.
     * @return how many there were.
     */
    long replay(final World world)
    {
        final Block first = new Block();
        fill(first);
        if (first.isLast || first.fault != null)
        {
            return run(world, first);
        }
        for (int i = 1; i < BLOCKS; i++)
        {
            empty.add(new Block());
        }
        final Thread thread = new Thread(this::read, "weir-journal-reader");
        thread.setDaemon(true);
        thread.start();
        try
        {
            return run(world, first);
        }
        finally
        {
            stop(thread);
        }
    }

    private long run(final World world, final Block first)
    {
        final IdleStrategy idle = idle();
        long count = 0;
        Block block = first;
        while (true)
        {
            int at = 0;
            while (at < block.end)
            {
                final int length = block.bytes.getInt(at + LENGTH_OFFSET);
                world.replay(block.bytes.getLong(at), block.bytes, at + PAYLOAD_OFFSET, length);
                at += recordLength(length);
                count++;
            }
            if (block.fault instanceof Error error)
            {
                throw error;
            }
            if (block.fault != null)
            {
                throw (RuntimeException)block.fault;
            }
            if (block.isLast)
            {
                return count;
            }
            empty.add(block);
            block = filled.poll();
            while (block == null)
            {
                idle.idle();
                block = filled.poll();
            }
            idle.reset();
        }
    }

    /** The thread's: until all is read, something is wrong, or nobody wants more. */
    private void read()
    {
        final IdleStrategy idle = idle();
        boolean isMore = true;
        while (isMore && !isStopped)
        {
            final Block block = empty.poll();
            if (block != null)
            {
                fill(block);
                isMore = !block.isLast && block.fault == null;
                filled.add(block);
            }
            idle.idle(block == null ? 0 : 1);
        }
    }

    /** What was read before a fault is run first, as it would have been. */
    private void fill(final Block block)
    {
        int end = 0;
        try
        {
            int needed = nextLength();
            while (needed > 0 && (end == 0 || needed <= staging.capacity() - end))
            {
                if (needed > staging.capacity())
                {
                    staging.wrap(ByteBuffer.allocateDirect(needed));
                }
                staging.putLong(end, reader.seq());
                staging.putInt(end + LENGTH_OFFSET, reader.length());
                staging.putBytes(end + PAYLOAD_OFFSET, reader.buffer(), reader.offset(), reader.length());
                end += needed;
                isPending = false;
                needed = nextLength();
            }
            block.isLast = needed == 0;
        }
        catch (final RuntimeException | Error ex)
        {
            block.fault = ex;
        }
        if (end > block.bytes.capacity())
        {
            block.bytes.wrap(ByteBuffer.allocateDirect(end));
        }
        block.bytes.putBytes(0, staging, 0, end);
        block.end = end;
    }

    /** What the batch that waits takes, or the next one, which waits then; 0 if there is none. */
    private int nextLength()
    {
        isPending = isPending || reader.next();
        return isPending ? recordLength(reader.length()) : 0;
    }

    /** An interrupt is for who called: opening a world goes on. */
    private void stop(final Thread thread)
    {
        isStopped = true;
        boolean isInterrupted = false;
        while (thread.isAlive())
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException ex)
            {
                isInterrupted = true;
            }
        }
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever waits looks again by itself: to wake it would cost the other more than what it looks for. */
    private static IdleStrategy idle()
    {
        return new BackoffIdleStrategy(SPINS, YIELDS, PARK_NS, PARK_NS);
    }

    private static int recordLength(final int length)
    {
        return BitUtil.align(PAYLOAD_OFFSET + length, Long.BYTES);
    }
}
