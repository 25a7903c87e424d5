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

import io.weir.Result;
import com.lmax.disruptor.SingleProducerSequencer;

/**
 * The emitter's end of a lane. Owned by the emitter's thread; a striped lane's, by whoever holds its lock.
 *
 * <p>Cells are claimed from the sequencer in chunks and dealt out here, so that a frame costs an addition and a
 * comparison. The sequencer is asked for capacity and then told of the claim; its {@code next} and {@code tryNext} are
 * not used: the one parks, and both publish what is not committed yet when their cached gate runs out.
 */
public final class LaneWriter extends LaneWriterFields implements FrameSink
{
    private static final long LENGTH_MASK = 0xFFFF_FFFFL;

    @SuppressWarnings("unused")
    private long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;

    LaneWriter(final RingLane lane, final int publishBatch)
    {
        super(lane, publishBatch);
    }

    @Override
    public int claim(final int sessionIndex, final int length)
    {
        final long end = committed + cells(length);
        if (committed == open && end > dealable && !deal(end))
        {
            return refuse();
        }
        return claimAtHand(sessionIndex, length);
    }

    @Override
    public int claimAtHand(final int sessionIndex, final int length)
    {
        final long begin = committed;
        final long end = begin + cells(length);
        if (begin != open)
        {
            throw new IllegalStateException("a claim is open in this lane: commit or abort it first");
        }
        if (end > dealable)
        {
            return (int)Result.BACK_PRESSURED;
        }
        final int offset = (int)(begin & mask) << cellShift & RingLane.OFFSET_MASK;
        open = end;
        arena.putLong(offset, (long)sessionIndex << Integer.SIZE | length);
        return offset + RingLane.RECORD_HEADER_LENGTH;
    }

    @Override
    public LaneBuffer buffer()
    {
        return arena;
    }

    @Override
    public void commit()
    {
        if (committed == open)
        {
            throw new IllegalStateException("no claim is open in this lane: it was aborted");
        }
        committed = open;
        if (--untilPublished <= 0)
        {
            publish();
        }
    }

    @Override
    public void abort()
    {
        if (open != committed)
        {
            final int offset = (int)(committed & mask) << cellShift;
            final long header = arena.getLong(offset);
            arena.putLong(offset, header & ~LENGTH_MASK | -(int)header & LENGTH_MASK);
            aborts++;
            commit();
        }
    }

    @Override
    public boolean hasRoom(final int frames, final int frameLength)
    {
        final long end = committed + (long)frames * cells(frameLength);
        return end <= dealable || end - committed <= lane.cellCount && deal(end);
    }

    @Override
    public int maxFrames(final int frameLength)
    {
        return lane.cellCount / cells(frameLength);
    }

    @Override
    public void beginBatch()
    {
        untilPublished = publishBatch;
        batch = publishBatch;
    }

    @Override
    public void endBatch()
    {
        batch = 1;
        publish();
    }

    @Override
    public void publish()
    {
        if (published != committed)
        {
            sequencer.publish(committed - 1);
            published = committed;
        }
        untilPublished = batch;
    }

    @Override
    public long position()
    {
        return committed;
    }

    @Override
    public long consumedPosition()
    {
        return lane.consumed.get() + 1;
    }

    @Override
    public boolean isClosed()
    {
        return lane.isEmitterClosed();
    }

    @Override
    public long timestampNs()
    {
        return timestampNs;
    }

    @Override
    public void timestampNs(final long epochNs)
    {
        timestampNs = epochNs;
    }

    /** Aborts an open claim, publishes what is committed and says that nothing more will come. */
    public void close()
    {
        abort();
        publish();
        dealable = committed;
        lane.closeEmitter();
    }

    /** {@return the count of claims turned into padding} */
    public long aborts()
    {
        return aborts;
    }

    @Override
    public boolean isDisconnected()
    {
        return lane.isReceiverClosed();
    }

    @Override
    public void starve(final Thread waiter)
    {
        lane.starve(waiter);
    }

    private int cells(final int frameLength)
    {
        return (frameLength + RingLane.RECORD_HEADER_LENGTH + cellLength - 1) >> cellShift;
    }

    private int refuse()
    {
        publish();
        if (lane.isEmitterClosed())
        {
            return (int)Result.CLOSED;
        }
        return (int)(lane.isReceiverClosed() ? Result.NOT_CONNECTED : Result.BACK_PRESSURED);
    }

    /**
     * Claims more cells from the sequencer: a chunk, or what there is, as long as it reaches up to the end asked for.
     */
    private boolean deal(final long end)
    {
        final int needed = (int)(end - dealable);
        final int free = (int)sequencer.remainingCapacity();
        if (needed > free || lane.isEmitterClosed())
        {
            return false;
        }
        dealable += Math.min(free, Math.max(needed, chunkCells));
        sequencer.claim(dealable - 1);
        return true;
    }
}

/** The emitter's words, kept away from every other thread's. */
abstract class LaneWriterFields
{
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    /** Next free cell: everything before is committed or padding. */
    long committed;
    /** End of the open claim; equal to committed when there is none. */
    long open;
    /** End of the cells claimed from the sequencer. */
    long dealable;
    /** End of what the receiver can see. */
    long published;
    long timestampNs;
    long aborts;
    int untilPublished = 1;
    int batch = 1;

    final int mask;
    final int cellShift;
    final int cellLength;
    final int chunkCells;
    final int publishBatch;
    final RingLane lane;
    final LaneBuffer arena;
    final SingleProducerSequencer sequencer;

    LaneWriterFields(final RingLane lane, final int publishBatch)
    {
        this.lane = lane;
        this.publishBatch = publishBatch;
        arena = lane.arena;
        sequencer = lane.sequencer;
        mask = lane.cellCount - 1;
        cellShift = lane.cellShift;
        cellLength = 1 << cellShift;
        chunkCells = Math.max(1, lane.cellCount >> 3);
    }
}
