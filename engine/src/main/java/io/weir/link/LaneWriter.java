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
 *
 * <p>Records are encoded where the receiver will read them. That it stays some lines behind, and takes the lines that
 * it has read, is {@link LaneReader}'s part of it.
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
        final int claimed = claimAtHand(sessionIndex, length);
        return claimed >= 0 ? claimed : claimAnew(sessionIndex, length);
    }

    @Override
    public int claimAtHand(final int sessionIndex, final int length)
    {
        final long begin = open;
        final long end = begin + recordLength(length);
        if (begin != committed)
        {
            throw new IllegalStateException("a claim is open in this lane: commit or abort it first");
        }
        if (end > limit)
        {
            return (int)Result.BACK_PRESSURED;
        }
        final int offset = (int)begin & ringMask;
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
        if (!batching)
        {
            publish();
        }
    }

    @Override
    public void abort()
    {
        if (open != committed)
        {
            final int offset = (int)committed & ringMask;
            final long header = arena.getLong(offset);
            arena.putLong(offset, header & ~LENGTH_MASK | -(int)header & LENGTH_MASK);
            aborts++;
            commit();
        }
    }

    /** {@return whether a claim is neither committed nor aborted} */
    public boolean isClaimOpen()
    {
        return open != committed;
    }

    @Override
    public boolean hasRoom(final int frames, final int frameLength)
    {
        final long end = committed + (long)frames * recordLength(frameLength);
        return end <= dealable || end - committed <= lane.length && deal(end);
    }

    @Override
    public int maxFrames(final int frameLength)
    {
        return lane.length / recordLength(frameLength);
    }

    @Override
    public void beginBatch()
    {
        batching = batches;
        limit = Math.min(limit, committed + batchLength);
    }

    @Override
    public void endBatch()
    {
        publish();
        batching = false;
    }

    @Override
    public void publish()
    {
        if (published != committed)
        {
            sequencer.publish((committed >> cellShift) - 1);
            published = committed;
        }
    }

    @Override
    public long position()
    {
        return committed;
    }

    @Override
    public long consumedPosition()
    {
        return (lane.consumed.get() + 1) << cellShift;
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
        limit = committed;
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
    public void starve(final Thread waiter, final int frames, final int frameLength)
    {
        final long end = committed + (long)frames * recordLength(frameLength);
        lane.starve(waiter, 0 == frames ? Long.MAX_VALUE : end - lane.length >> cellShift);
    }

    private int recordLength(final int frameLength)
    {
        return frameLength + RingLane.RECORD_HEADER_LENGTH + cellMask & ~cellMask;
    }

    private int claimAnew(final int sessionIndex, final int length)
    {
        final long end = committed + recordLength(length);
        if (end > dealable && !deal(end))
        {
            return refuse();
        }
        if (batching && end - published > batchLength)
        {
            publish();
        }
        limit = batching ? Math.max(end, Math.min(dealable, published + batchLength)) : dealable;
        return claimAtHand(sessionIndex, length);
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
        final long needed = end - dealable;
        final long free = sequencer.remainingCapacity() << cellShift;
        if (needed > free || lane.isEmitterClosed())
        {
            return false;
        }
        dealable += Math.min(free, Math.max(needed, chunkLength));
        sequencer.claim((dealable >> cellShift) - 1);
        return true;
    }
}

/** The emitter's words, kept away from every other thread's. Positions and lengths in bytes. */
abstract class LaneWriterFields
{
    /** What a frame with 64 bytes of payload takes in a lane, by which batches are measured. */
    private static final int USUAL_RECORD_LENGTH = 112;

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    /** Everything before is committed or padding. */
    long committed;
    /** End of the open claim; equal to committed when there is none. */
    long open;
    /** End of what can be claimed without another look; never beyond {@link #dealable}. */
    long limit;
    /** End of the cells claimed from the sequencer. */
    long dealable;
    /** End of what the receiver can see. */
    long published;
    long timestampNs;
    long aborts;
    boolean batching;

    final int cellMask;
    final int cellShift;
    final int ringMask;
    final int chunkLength;
    final int batchLength;
    final boolean batches;
    final RingLane lane;
    final LaneBuffer arena;
    final SingleProducerSequencer sequencer;

    LaneWriterFields(final RingLane lane, final int publishBatch)
    {
        this.lane = lane;
        arena = lane.arena;
        sequencer = lane.sequencer;
        cellShift = lane.cellShift;
        cellMask = (1 << cellShift) - 1;
        ringMask = lane.length - 1;
        chunkLength = Math.max(1 << cellShift, lane.length >> 3);
        batchLength = publishBatch * USUAL_RECORD_LENGTH;
        batches = publishBatch > 1;
    }
}
