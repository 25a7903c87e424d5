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
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/** The receiver's end of a lane. Owned by the receiving agent. */
public final class LaneReader implements Inlet
{
    private final RingLane lane;
    private final UnsafeBuffer arena;
    private final SingleProducerSequencer sequencer;
    private final Sequence consumed;
    private final int mask;
    private final int cellShift;
    private final int cellLength;
    private long next;

    LaneReader(final RingLane lane)
    {
        this.lane = lane;
        arena = lane.arena;
        sequencer = lane.sequencer;
        consumed = lane.consumed;
        mask = lane.cellCount - 1;
        cellShift = lane.cellShift;
        cellLength = 1 << cellShift;
    }

    @Override
    public int poll(final FrameConsumer consumer, final int limit)
    {
        final long available = sequencer.getCursor();
        final long begin = next;
        if (available < begin)
        {
            return 0;
        }
        long cell = begin;
        int frames = 0;
        try
        {
            while (cell <= available && frames < limit)
            {
                final int offset = (int)(cell & mask) << cellShift;
                final long record = arena.getLong(offset);
                final int length = (int)record;
                frames++;
                // A branch, not arithmetic: the processor runs ahead to the next record before this length has arrived.
                if (length + RingLane.RECORD_HEADER_LENGTH <= cellLength && length > 0)
                {
                    cell++;
                }
                else
                {
                    cell += cells(length);
                    if (length < 0)
                    {
                        continue;
                    }
                }
                consumer.onFrame(
                    (int)(record >>> Integer.SIZE), arena, offset + RingLane.RECORD_HEADER_LENGTH, length);
            }
        }
        finally
        {
            next = cell;
            consumed.set(cell - 1);
            wakeStarved();
        }
        return frames;
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

    @Override
    public boolean isTrusted()
    {
        return true;
    }

    private int cells(final int length)
    {
        return (Math.abs(length) + RingLane.RECORD_HEADER_LENGTH + cellLength - 1) >> cellShift;
    }

    /** Between the progress made and the look at the flag stands a full fence; the emitter has its own the other way round. */
    private void wakeStarved()
    {
        VarHandle.fullFence();
        if (lane.isStarved())
        {
            lane.wakeEmitter();
        }
    }
}
