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

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SingleProducerSequencer;

/**
 * The receiver's end of a lane. Owned by the receiving agent.
 *
 * <p>In a flood it stays some lines behind the emitter (T-3). A processor that reads on and on fetches lines beyond
 * those that are asked for, and takes them from the emitter that is about to write to them, which then waits for each
 * to come back. Between two cores that are far apart this cost more than all else (docs/performance.md).
 */
public final class LaneReader implements Inlet
{
    /** How far it stays behind, in bytes: what a processor fetches ahead, and as much again. */
    private static final int DISTANCE = 8_192;
    private static final int LINE_LENGTH = 64;

    private final RingLane lane;
    private final LaneBuffer arena;
    private final SingleProducerSequencer sequencer;
    private final Sequence consumed;
    private final int mask;
    private final int cellShift;
    private final int cellLength;
    /** In cells: how far to stay behind, and a portion whose lines are worth a store each. */
    private final int distance;
    private final int portion;
    private final FloodGate gate = new FloodGate();
    private long next;
    private boolean progressed = true;

    LaneReader(final RingLane lane)
    {
        this.lane = lane;
        arena = lane.arena;
        sequencer = lane.sequencer;
        consumed = lane.consumed;
        mask = lane.cellCount - 1;
        cellShift = lane.cellShift;
        cellLength = 1 << cellShift;
        distance = Math.min(DISTANCE, lane.length >> 3) >> cellShift;
        portion = distance >> 2;
    }

    @Override
    public int poll(final FrameConsumer consumer, final int limit, final long nowNs)
    {
        final long available = sequencer.getCursor() + 1 - next;
        final long beyond = available - distance;
        gate.poll(nowNs);
        if (available <= 0)
        {
            gate.passed(false);
            wakeStarved();
            return 0;
        }
        if (beyond <= 0 && gate.isToHold())
        {
            wakeStarved();
            return 0;
        }
        final boolean isKept = beyond > 0 && gate.isFlood();
        final long begin = next;
        final int frames = take(consumer, limit, isKept ? beyond : available);
        // The last frame taken may reach into the distance.
        gate.passed(isKept || next - begin <= beyond);
        return frames;
    }

    /**
     * Hands frames on, in place, and holds none back: for a thread without duty cycles.
     *
     * @param consumer to take them.
     * @param limit    of frames to hand on.
     * @return the count of frames handed on, padding included.
     */
    public int poll(final FrameConsumer consumer, final int limit)
    {
        final long available = sequencer.getCursor() + 1 - next;
        if (available <= 0)
        {
            wakeStarved();
            return 0;
        }
        return take(consumer, limit, available);
    }

    /**
     * Moves frames into another sink, one after the other, as long as it has room for them; the rest stays here. They
     * count as passed once they are there (T-5).
     *
     * @param sink         to copy them into.
     * @param sessionIndex to claim with there.
     * @param limit        of frames to move.
     * @return the count of frames moved, padding included.
     */
    public int drainTo(final FrameSink sink, final int sessionIndex, final int limit)
    {
        final long available = sequencer.getCursor() + 1 - next;
        long taken = 0;
        int frames = 0;
        try
        {
            while (taken < available && frames < limit)
            {
                final int at = ((int)(next + taken) & mask) << cellShift;
                final int length = (int)arena.getLong(at);
                if (length > 0)
                {
                    final int offset = sink.claim(sessionIndex, length);
                    if (offset < 0)
                    {
                        break;
                    }
                    sink.buffer().putBytes(offset, arena, at + RingLane.RECORD_HEADER_LENGTH, length);
                    sink.commit();
                }
                taken += cells(length);
                frames++;
            }
        }
        finally
        {
            drained(taken);
        }
        return frames;
    }

    @Override
    public boolean isHeldBack()
    {
        return gate.isHolding();
    }

    @Override
    public boolean isExhausted()
    {
        return lane.isEmitterClosed() && sequencer.getCursor() < next;
    }

    @Override
    public void close()
    {
        lane.closeReceiver();
    }

    /** Runs of like frames go to the consumer together, and what it does not take of them one by one. */
    private int take(final FrameConsumer consumer, final int limit, final long available)
    {
        final LaneBuffer records = arena;
        final int ringLength = (mask + 1) << cellShift;
        int offset = (int)(next & mask) << cellShift;
        long taken = 0;
        int frames = 0;
        try
        {
            while (taken < available && frames < limit)
            {
                final int at = offset & LaneBuffer.OFFSET_MASK;
                final long record = records.getLong(at);
                final int length = (int)record;
                final int step = cells(length) << cellShift;
                final int most = (int)Math.min(limit - frames, (available - taken << cellShift) / step) * step;
                final int end = consumer.onRun(record, records, at, Math.min(at + most, ringLength), step);
                if (end != at)
                {
                    taken += end - at >> cellShift;
                    frames += (end - at) / step;
                    offset = end;
                    consumer.onRunEnd();
                }
                else
                {
                    taken += step >> cellShift;
                    frames++;
                    offset = at + step;
                    if (length > 0)
                    {
                        consumer.onFrame(
                            (int)(record >>> Integer.SIZE), records, at + RingLane.RECORD_HEADER_LENGTH, length);
                    }
                }
                if (offset >= ringLength)
                {
                    offset -= ringLength;
                }
            }
        }
        finally
        {
            consumer.onPortionEnd();
            passed(taken);
        }
        return frames;
    }

    /** Gives the cells back, and wakes an emitter that waits for them. */
    private void passed(final long taken)
    {
        giveBack(taken);
        wakeStarved();
    }

    /**
     * A line that was only read stays in the emitter's cache as well, shared, and its next store would wait until this
     * side has let go of it, with nothing on its way meanwhile. Written to here, it is fetched for that store like any
     * other, many at a time.
     */
    private void giveBack(final long taken)
    {
        if (taken >= portion)
        {
            final int lapMask = (mask + 1 << cellShift) - 1;
            final int end = (int)taken << cellShift;
            final int begin = (int)(next & mask) << cellShift;
            for (int i = 0; i < end; i += LINE_LENGTH)
            {
                arena.putLong(begin + i & lapMask, 0);
            }
        }
        next += taken;
        consumed.set(next - 1);
    }

    /**
     * As {@link #passed}, but the emitter is not woken again and again while the sink lets nothing through: only after
     * progress that it has not been woken for.
     */
    private void drained(final long taken)
    {
        if (taken > 0)
        {
            giveBack(taken);
            progressed = true;
        }
        if (progressed && lane.isStarvedUntil(next))
        {
            progressed = false;
            lane.wakeEmitter();
        }
    }

    private int cells(final int length)
    {
        return (Math.abs(length) + RingLane.RECORD_HEADER_LENGTH + cellLength - 1) >> cellShift;
    }

    /**
     * No fence stands between the progress made and this look at the flag: draining the store buffer here was measured
     * to cost more than anything else between two cores that are far apart. An emitter that both miss, it the progress
     * and this look its flag, is woken by the next poll, which looks again whether it finds a frame or none (C-5).
     */
    private void wakeStarved()
    {
        if (lane.isStarvedUntil(next))
        {
            lane.wakeEmitter();
        }
    }
}
