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

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SingleProducerSequencer;
import java.util.concurrent.locks.LockSupport;
import org.agrona.BitUtil;

/**
 * A lane: a single-producer ring of records from one emitter into one agent (T-1, T-2). What both ends share; each end
 * has an object of its own, so that neither writes where the other reads.
 *
 * <p>The cells are fixed slices of one arena outside the heap, which is longer than the ring by the largest record, so
 * that no record wraps. A record takes as many consecutive cells as it needs:
 *
 * <pre>
 *   0                   4                   8
 *  +-------------------+-------------------+--------------------------------+
 *  |  frame length     |  session index    |  frame ...                     |
 *  +-------------------+-------------------+--------------------------------+
 *   negative: padding   receiver's table    SBE, header included
 * </pre>
 */
public final class RingLane
{
    /** Bytes of a record before its frame. */
    public static final int RECORD_HEADER_LENGTH = 8;

    final SingleProducerSequencer sequencer;
    final Sequence consumed = new Sequence();
    final LaneBuffer arena;
    final int length;
    final int cellCount;
    final int cellShift;
    final int maxFrame;
    private final Attention attention = new Attention();

    /** Words that are written seldom and read by the other end, each side's on a line of its own. */
    private static final class Attention
    {
        @SuppressWarnings("unused")
        private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
        volatile boolean emitterClosed;
        volatile boolean receiverClosed;
        volatile boolean starved;
        /** Cells that the receiver must have passed for what the emitter waits for to fit. */
        volatile long starvedUntil;
        volatile Thread waiter;
        @SuppressWarnings("unused")
        private long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;
    }

    /**
     * Creates a lane.
     *
     * @param length     of the ring in bytes, a power of two.
     * @param cellLength in bytes, a power of two.
     * @param maxFrame   the longest frame in bytes.
     */
    public RingLane(final int length, final int cellLength, final int maxFrame)
    {
        final int maxRecord = BitUtil.align(maxFrame + RECORD_HEADER_LENGTH, cellLength);
        if (!BitUtil.isPowerOfTwo(length) || !BitUtil.isPowerOfTwo(cellLength) || maxRecord > length >> 1)
        {
            throw new IllegalArgumentException(
                "a lane of " + length + " bytes must be a power of two and hold two frames of " + maxFrame + " bytes");
        }
        this.cellShift = Integer.numberOfTrailingZeros(cellLength);
        this.length = length;
        this.cellCount = length >> cellShift;
        this.maxFrame = maxFrame;
        this.arena = LaneBuffer.allocate(length + maxRecord);
        this.sequencer = new SingleProducerSequencer(cellCount, new BusySpinWaitStrategy());
        this.sequencer.addGatingSequences(consumed);
    }

    /**
     * {@return the emitter's end; one is to be made}
     *
     * @param publishBatch count of commits that are published together at most, while a batch is open.
     */
    public LaneWriter writer(final int publishBatch)
    {
        return new LaneWriter(this, publishBatch);
    }

    /** {@return the receiver's end; one is to be made} */
    public LaneReader reader()
    {
        return new LaneReader(this);
    }

    boolean isEmitterClosed()
    {
        return attention.emitterClosed;
    }

    void closeEmitter()
    {
        attention.emitterClosed = true;
    }

    boolean isReceiverClosed()
    {
        return attention.receiverClosed;
    }

    void closeReceiver()
    {
        attention.receiverClosed = true;
        wakeEmitter();
    }

    /**
     * The emitter found no room and is to be woken once the receiver has passed so many cells, or closes; it must look
     * again after saying so.
     */
    void starve(final Thread waiter, final long until)
    {
        attention.waiter = waiter;
        attention.starvedUntil = until;
        attention.starved = true;
    }

    boolean isStarved()
    {
        return attention.starved;
    }

    /** Whether an emitter waits for no more than so many cells to be passed. */
    boolean isStarvedUntil(final long passed)
    {
        return attention.starved && passed >= attention.starvedUntil;
    }

    void wakeEmitter()
    {
        attention.starved = false;
        LockSupport.unpark(attention.waiter);
    }
}
