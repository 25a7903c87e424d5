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

import io.weir.codecs.kernel.OutcomeCode;
import io.weir.kernel.World;
import io.weir.link.FrameConsumer;
import io.weir.link.LaneReader;
import io.weir.link.LaneWriter;
import io.weir.link.RingLane;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A source of inputs: an adapter, a user of the world, an operator. It has a lane of its own into the kernel's agent
 * and one back for the answers, in the order of its inputs. {@link #inputs()} and {@link #answers()} belong to one
 * thread of the source; the rest to the kernel's.
 */
public final class KernelSource implements FrameConsumer
{
    private static final int CELL_LENGTH = 64;
    private static final int ANSWER_CELL_LENGTH = 64;
    private static final int PUBLISH_BATCH = 64;
    private static final int ANSWER_LENGTH = 128;

    private final int index;
    private final LaneReader inputReader;
    private final LaneWriter inputs;
    private final LaneReader answers;
    private final AnswerQueue queue;
    private World world;
    private long nowNs;

    KernelSource(final int index, final int maxInput, final int laneLength, final int answers)
    {
        this.index = index;
        final int inLength = Math.max(laneLength, BitUtil.findNextPositivePowerOfTwo(4 * maxInput));
        final RingLane in = new RingLane(inLength, CELL_LENGTH, maxInput);
        final RingLane out = new RingLane(laneLength, ANSWER_CELL_LENGTH, ANSWER_LENGTH);
        inputReader = in.reader();
        inputs = in.writer(PUBLISH_BATCH);
        this.answers = out.reader();
        queue = new AnswerQueue(out.writer(PUBLISH_BATCH), answers);
    }

    /** {@return the index by which leases know the source} */
    public int index()
    {
        return index;
    }

    /** {@return where the source's thread writes inputs} */
    public LaneWriter inputs()
    {
        return inputs;
    }

    /** {@return where the source's thread reads answers; it must, or its inputs are not read} */
    public LaneReader answers()
    {
        return answers;
    }

    @Override
    public void onFrame(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
    {
        final OutcomeCode outcome = world.offer(index, nowNs, buffer, offset, length);
        queue.add(world.correlationId(), world.intentId(), world.cursor(), world.seq(), outcome);
    }

    int poll(final World of, final long timeNs, final int limit)
    {
        world = of;
        nowNs = timeNs;
        final int room = Math.min(limit, queue.room());
        if (room == 0)
        {
            return 0;
        }
        final int inputs = inputReader.poll(this, room, timeNs);
        return inputs == 0 && inputReader.isHeldBack() ? 1 : inputs;
    }

    int release(final long durableSeq)
    {
        return queue.release(durableSeq);
    }

    void close()
    {
        inputReader.close();
        queue.close();
    }
}
