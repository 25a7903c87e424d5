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

package io.weir.perf.compare;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SingleProducerSequencer;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A bare Disruptor: a single-producer sequencer over slots of one aligned arena outside the heap. Slots are claimed and
 * published in batches, consumed in batches, every word of every slot is written and read. What is hot lies in locals
 * of methods that run for tens of microseconds and are compiled like any other.
 */
final class RawRing implements Contest
{
    /** Longs in a chunk of work between two looks at the clock or the round. */
    private static final int CHUNK_WORDS = 1 << 16;
    private static final int ALIGNMENT = 4096;
    private static final double SECOND_NS = 1e9;

    private final SingleProducerSequencer sequencer;
    private final Sequence consumed = new Sequence();
    /** Keeps the memory alive. */
    private final UnsafeBuffer arena;
    private final long address;
    private final int mask;
    private final int slotLength;
    private final int words;
    private final int batch;
    private final int receiveLimit;
    private final int chunk;
    private long nextToSend;
    private long nextToReceive;
    private long sum;

    /**
     * Creates a ring.
     *
     * @param cells      count of slots, a power of two.
     * @param words      longs written to and read from each slot.
     * @param slotLength of each in bytes, a multiple of 8.
     * @param batch      of slots claimed and published together.
     * @param receiveLimit of slots consumed together.
     */
    RawRing(final int cells, final int words, final int slotLength, final int batch, final int receiveLimit)
    {
        this.receiveLimit = receiveLimit;
        this.words = words;
        this.slotLength = slotLength;
        this.batch = batch;
        mask = cells - 1;
        chunk = BitUtil.align(Math.max(batch, CHUNK_WORDS / words), batch);
        arena = new UnsafeBuffer(BufferUtil.allocateDirectAligned(cells * slotLength, ALIGNMENT));
        address = arena.addressOffset();
        sequencer = new SingleProducerSequencer(cells, new BusySpinWaitStrategy());
        sequencer.addGatingSequences(consumed);
    }

    @Override
    public void send(final Round round)
    {
        final long begin = nextToSend;
        while (!round.isOver())
        {
            nextToSend = sendChunk(nextToSend);
        }
        round.sent(nextToSend - begin);
    }

    @Override
    public double[] receive(final Round round)
    {
        final long begin = nextToReceive;
        final long startNs = System.nanoTime();
        long nowNs = startNs;
        while (nowNs - startNs < round.lengthNs())
        {
            nextToReceive = receiveChunk(nextToReceive);
            nowNs = System.nanoTime();
        }
        final double rate = (nextToReceive - begin) * SECOND_NS / (nowNs - startNs);
        round.end();
        while (!round.isAllReceived(nextToReceive - begin))
        {
            nextToReceive = receiveChunk(nextToReceive);
        }
        return new double[]{rate};
    }

    /** {@return the sum of all words received, which makes reading them worth while} */
    long sum()
    {
        return sum;
    }

    @Override
    public void close()
    {
        // The memory goes with its buffer.
    }

    private long sendChunk(final long from)
    {
        final SingleProducerSequencer ring = sequencer;
        final long slots = address;
        final Sequence passed = consumed;
        final int step = batch;
        final int cells = mask + 1;
        final int cellMask = mask;
        final int length = slotLength;
        final int used = words << 3;
        final long to = from + chunk;
        long gate = passed.get();
        long next = from;
        while (next < to)
        {
            final long end = next + step - 1;
            while (end - cells > gate)
            {
                gate = passed.get();
            }
            ring.claim(end);
            for (; next <= end; next++)
            {
                final int offset = (int)(next & cellMask) * length;
                RawWords.write(slots + offset, used, next);
            }
            ring.publish(end);
        }
        return next;
    }

    private long receiveChunk(final long from)
    {
        final SingleProducerSequencer ring = sequencer;
        final long slots = address;
        final int cellMask = mask;
        final int length = slotLength;
        final int limit = receiveLimit;
        final int used = words << 3;
        final long to = from + chunk;
        long next = from;
        long total = 0;
        int polls = 0;
        while (next < to && polls++ < chunk)
        {
            final long available = Math.min(ring.getCursor(), next + limit - 1);
            if (available < next)
            {
                continue;
            }
            for (; next <= available; next++)
            {
                final int offset = (int)(next & cellMask) * length;
                total += RawWords.sum(slots + offset, used);
            }
            consumed.set(available);
        }
        sum += total;
        return next;
    }
}
