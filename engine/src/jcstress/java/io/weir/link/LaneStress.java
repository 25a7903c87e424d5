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

import io.weir.test.Rule;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A lane between its emitter and its receiver (T-2, T-3, C-5). */
public final class LaneStress
{
    private static final int SESSION = 7;
    private static final int FRAME_LENGTH = 16;

    private LaneStress()
    {
    }

    /** A lane of four cells of 32 bytes, a frame in each. */
    static class SmallLane
    {
        final RingLane lane = new RingLane(128, 32, 24);
        final LaneWriter writer = lane.writer(4);
        final LaneReader reader = lane.reader();
        long first = -1;
        long second = -1;
        int frames;

        /** Writes a record that says its value twice; whether there was room. */
        final boolean write(final long value)
        {
            final int offset = writer.claim(SESSION, FRAME_LENGTH);
            if (offset < 0)
            {
                return false;
            }
            writer.buffer().putLong(offset, value);
            writer.buffer().putLong(offset + Long.BYTES, value);
            writer.commit();
            return true;
        }

        final void fill()
        {
            for (int i = 1; i <= 4; i++)
            {
                write(i);
            }
        }

        /**
         * What an emitter does before it parks: whether it sees room, at first or after it has said that it starves.
         */
        final boolean seesRoom()
        {
            if (!writer.hasRoom(1, FRAME_LENGTH))
            {
                writer.starve(null, 1, FRAME_LENGTH);
                java.lang.invoke.VarHandle.fullFence();
                return writer.hasRoom(1, FRAME_LENGTH);
            }
            return true;
        }

        final void read()
        {
            reader.poll((session, buffer, offset, length) ->
            {
                frames++;
                first = buffer.getLong(offset);
                second = session == SESSION && length == FRAME_LENGTH ? buffer.getLong(offset + Long.BYTES) : -2;
            }, Integer.MAX_VALUE);
        }
    }

    /** What the receiver sees of a record is all of it. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "5, 5", expect = Expect.ACCEPTABLE, desc = "whole")
    @Outcome(expect = Expect.FORBIDDEN, desc = "torn")
    @State
    @Rule("T-2")
    public static class Publication extends SmallLane
    {
        @Actor
        public void emit()
        {
            write(5);
        }

        @Actor
        public void receive(final JJ_Result result)
        {
            read();
            result.r1 = first;
            result.r2 = second;
        }
    }

    /** What is committed in a batch is seen together. */
    @JCStressTest
    @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "3, 3", expect = Expect.ACCEPTABLE, desc = "the whole batch")
    @Outcome(expect = Expect.FORBIDDEN, desc = "part of a batch, or torn")
    @State
    @Rule("T-3")
    public static class Batch extends SmallLane
    {
        @Actor
        public void emit()
        {
            writer.beginBatch();
            write(1);
            write(2);
            write(3);
            writer.endBatch();
        }

        @Actor
        public void receive(final JJ_Result result)
        {
            read();
            result.r1 = frames;
            result.r2 = first == second ? first : -2;
        }
    }

    /** An aborted claim is never handed on, and what follows it is. */
    @JCStressTest
    @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "nothing, or only padding, published")
    @Outcome(id = "1, 9", expect = Expect.ACCEPTABLE, desc = "the frame behind the padding")
    @Outcome(expect = Expect.FORBIDDEN, desc = "padding handed on, or the frame lost")
    @State
    @Rule("T-2")
    public static class Padding extends SmallLane
    {
        @Actor
        public void emit()
        {
            final int offset = writer.claim(SESSION, FRAME_LENGTH);
            writer.buffer().putLong(offset, 66);
            writer.abort();
            write(9);
        }

        @Actor
        public void receive(final JJ_Result result)
        {
            read();
            result.r1 = frames;
            result.r2 = first == second ? first : -2;
        }
    }

    /** A full ring refuses until the receiver has passed, and never overwrites what it has not. */
    @JCStressTest
    @Outcome(id = "0, 10", expect = Expect.ACCEPTABLE, desc = "refused")
    @Outcome(id = "1, 10", expect = Expect.ACCEPTABLE, desc = "written behind the receiver's back")
    @Outcome(id = "1, 110", expect = Expect.ACCEPTABLE, desc = "written and seen by a second look")
    @Outcome(expect = Expect.FORBIDDEN, desc = "overwritten before it was read")
    @State
    @Rule("T-2")
    public static class Full extends SmallLane
    {
        private long sum;

        /** Begins full. */
        public Full()
        {
            fill();
        }

        @Actor
        public void emit(final JJ_Result result)
        {
            result.r1 = write(100) ? 1 : 0;
        }

        @Actor
        public void receive(final JJ_Result result)
        {
            for (int look = 0; look < 2; look++)
            {
                reader.poll((session, buffer, offset, length) -> sum += buffer.getLong(offset), Integer.MAX_VALUE);
            }
            result.r2 = sum;
        }
    }

    /** An emitter that starves sees the room, or is woken by the progress that made it or by the poll after that. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "saw room; woken needlessly")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "saw none, and was woken")
    @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "saw none, and sleeps for ever")
    @State
    @Rule("C-5")
    public static class Starvation extends SmallLane
    {
        /** Begins full. */
        public Starvation()
        {
            fill();
        }

        @Actor
        public void emit(final II_Result result)
        {
            result.r1 = seesRoom() ? 1 : 0;
        }

        @Actor
        public void receive()
        {
            read();
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            read();
            result.r2 = lane.isStarved() ? 1 : 0;
        }
    }

    /**
     * As for who is polled, so for whose frames are moved on: what is moved makes room that a starving emitter hears
     * of.
     */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "saw room; woken needlessly")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "saw room; woken by the next progress")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "saw none, and was woken")
    @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "saw none, and sleeps for ever")
    @State
    @Rule({"C-5", "N-1"})
    public static class StarvationWhileDrained extends SmallLane
    {
        private final SmallLane next = new SmallLane();

        /** Begins full. */
        public StarvationWhileDrained()
        {
            fill();
        }

        @Actor
        public void emit(final II_Result result)
        {
            result.r1 = seesRoom() ? 1 : 0;
        }

        @Actor
        public void drain()
        {
            reader.drainTo(next.writer, 0, 2);
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            // The next sink is not asked for more: a duty cycle that finds no frame looks all the same.
            reader.drainTo(next.writer, 0, 0);
            result.r2 = lane.isStarved() ? 1 : 0;
        }
    }

    /** After an emitter closed, the receiver that finds the lane exhausted has had all of it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "still open")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the frame, not the end yet")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the frame and the end")
    @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "the end without the frame")
    @State
    @Rule("T-2")
    public static class Exhaustion extends SmallLane
    {
        @Actor
        public void emit()
        {
            writer.beginBatch();
            write(1);
            writer.close();
        }

        @Actor
        public void receive(final II_Result result)
        {
            read();
            result.r2 = reader.isExhausted() ? 1 : 0;
            result.r1 = frames;
        }
    }
}
