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
package io.weir.stream;

import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.LaneReader;
import io.weir.link.LaneWriter;
import io.weir.link.RingLane;
import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A stream between the agent that owns it and the emitters that send on it (S-4, T-5, C-5). */
public final class StreamStress
{
    private static final UnsafeBuffer PAYLOAD = new UnsafeBuffer(new byte[8]);
    private static final UnsafeBuffer LONG_MESSAGE = new UnsafeBuffer(new byte[2 * StressHost.MAX_PAYLOAD]);

    private StreamStress()
    {
    }

    /** A host, and an emitter with a lane of its own. */
    static class Emission
    {
        final StressHost host = new StressHost();
        final RingLane lane = StressHost.lane();
        final LaneReader far = lane.reader();
        final StreamEnd end;
        final StreamEmitter emitter;

        Emission(final boolean opener, final int credit)
        {
            end = opener ? host.opener(credit) : host.acceptor(credit);
            host.wakes.set(0);
            emitter = emitter(lane);
        }

        final StreamEmitter emitter(final RingLane ring)
        {
            return new StreamEmitter(end, ring.writer(1), StressHost.PEER_INDEX, host, StressHost.MAX_PAYLOAD);
        }

        static long offer(final StreamEmitter from)
        {
            return from.offer(PAYLOAD, 0, Long.BYTES, 0);
        }
    }

    /** An emitter that found no credit is told of the credit that came meanwhile. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "sent")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "sent, and told needlessly")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "refused, and told")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "refused, and never told")
    @State
    @Rule("C-5")
    public static class NoCredit extends Emission
    {
        /** Begins with one credit, used up, so that the agent knows of nobody who waits. */
        public NoCredit()
        {
            super(true, 1);
            offer(emitter);
        }

        @Actor
        public void emit(final II_Result result)
        {
            result.r1 = offer(emitter) >= 0 ? 1 : 0;
        }

        @Actor
        public void agent()
        {
            host.credit(end, 2);
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            result.r2 = host.wakes.get();
        }
    }

    /** An emitter that found credit for less than its message is told once, of the credit for all of it. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "sent")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "sent, and told needlessly")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "refused, and told")
    @Outcome(expect = Expect.FORBIDDEN, desc = "refused, and never told, or told of less")
    @State
    @Rule("C-5")
    public static class NoCreditForMessage extends Emission
    {
        /** Begins with one credit, used up, so that the agent knows of nobody who waits. */
        public NoCreditForMessage()
        {
            super(true, 1);
            offer(emitter);
        }

        @Actor
        public void emit(final II_Result result)
        {
            result.r1 = emitter.offerMessage(LONG_MESSAGE, 0, LONG_MESSAGE.capacity()) >= 0 ? 1 : 0;
        }

        @Actor
        public void agent()
        {
            host.credit(end, 2);
            host.credit(end, 3);
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            result.r2 = host.wakes.get();
        }
    }

    /** An emitter that prepares to wait sees the end of the stream, or is told of it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "saw the end")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "saw the end, and was told")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "waits, and was told")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "waits for ever")
    @State
    @Rule("C-5")
    public static class WaitForEnd extends Emission
    {
        /** Begins without credit. */
        public WaitForEnd()
        {
            super(true, 1);
            offer(emitter);
        }

        @Actor
        public void emit(final II_Result result)
        {
            result.r1 = emitter.prepareToWait(null) ? 1 : 0;
        }

        @Actor
        public void agent()
        {
            host.machine.sessionLost(StreamErrorCode.PROVIDER_DISCONNECTED);
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            result.r2 = Math.min(1, host.wakes.get());
        }
    }

    /** The agent ends the stream while its emitter sends: what is refused stays refused. */
    @JCStressTest
    @Outcome(id = "0, -4", expect = Expect.ACCEPTABLE, desc = "sent before it saw the end")
    @Outcome(id = "-4, -4", expect = Expect.ACCEPTABLE, desc = "saw the end")
    @Outcome(expect = Expect.FORBIDDEN, desc = "neither sent nor closed, or sent after the end")
    @State
    @Rule("T-5")
    public static class LimitAndEnd extends Emission
    {
        /** Begins with credit for one, not known to the emitter yet. */
        public LimitAndEnd()
        {
            super(true, 1);
        }

        @Actor
        public void emit(final JJ_Result result)
        {
            result.r1 = offer(emitter);
        }

        @Actor
        public void agent()
        {
            host.machine.sessionLost(StreamErrorCode.PROVIDER_DISCONNECTED);
        }

        @Arbiter
        public void outcome(final JJ_Result result)
        {
            result.r2 = offer(emitter);
        }
    }

    /** Emitter and agent both close: one Close is sent, one is heard. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the emitter's, graceful")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the agent's, abortive")
    @Outcome(expect = Expect.FORBIDDEN, desc = "no Close, or two")
    @State
    @Rule({"S-2", "S-4"})
    public static class CloseDecision extends Emission
    {
        private long answer;

        /** Begins with an open stream of the peer's. */
        public CloseDecision()
        {
            super(false, 4);
        }

        @Actor
        public void emit()
        {
            answer = emitter.close();
        }

        @Actor
        public void agent()
        {
            host.machine.acceptor().abort(end, StreamErrorCode.KILLED, "");
        }

        @Arbiter
        public void outcome(final III_Result result)
        {
            end.attend();
            result.r1 = StressHost.closes(far) + StressHost.closes(host.agentFar);
            result.r2 = host.closed;
            // Who was told to have closed is who did, on both sides.
            final boolean graceful = CloseReason.END == host.reason;
            result.r3 = graceful == answer >= 0 ? graceful ? 0 : 1 : -1;
        }
    }

    /** A stream that begins on one lane and goes on on another, and the receiver of both. */
    static class Succession extends Emission
    {
        static final int TRIES = 8;

        final LaneWriter firstLane = lane.writer(1);
        final StreamEmitter first =
            new StreamEmitter(end, firstLane, StressHost.PEER_INDEX, host, StressHost.MAX_PAYLOAD);
        private final RingLane next = StressHost.lane();
        private final LaneReader nextFar = next.reader();
        private final StreamEmitter successor = emitter(next);
        private long expected;
        private int disorder;

        /** Begins with one of four frames sent, and not polled. */
        Succession()
        {
            super(true, 4);
            offer(first);
        }

        /** {@return the seq that the new emitter sent, or its last refusal} */
        final int succeed()
        {
            long result = -1;
            for (int i = 0; i < TRIES && result < 0; i++)
            {
                result = offer(successor);
            }
            return (int)result;
        }

        /** Polls the new lane first, where a seq without its predecessor would be. */
        final void receive()
        {
            poll(nextFar);
            poll(far);
        }

        /** {@return the count of frames out of order, when all are polled} */
        final int disorder()
        {
            poll(far);
            poll(nextFar);
            return disorder;
        }

        private void poll(final LaneReader reader)
        {
            reader.poll(
                (session, buffer, offset, length) -> disorder += DataFrame.seq(buffer, offset) == expected++ ? 0 : 1,
                Integer.MAX_VALUE);
        }
    }

    /** The receiver polls the new lane first, and sees no seq before its predecessor. */
    @JCStressTest
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "in order; the new emitter still refused")
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "in order; the new emitter sent")
    @Outcome(expect = Expect.FORBIDDEN, desc = "out of order, or the same seq twice")
    @State
    @Rule("T-5")
    public static class HandOverBeforeReceiver extends Succession
    {
        @Actor
        public void emit(final II_Result result)
        {
            offer(first);
            first.release();
            result.r1 = succeed();
        }

        @Actor
        public void poll()
        {
            for (int i = 0; i < TRIES; i++)
            {
                receive();
            }
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            result.r2 = disorder();
        }
    }

    /** The new emitter takes over while the old one lets go. */
    @JCStressTest
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "in order; the new emitter still refused")
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "in order; the new emitter sent")
    @Outcome(expect = Expect.FORBIDDEN, desc = "out of order, or the same seq twice")
    @State
    @Rule("T-5")
    public static class HandOverBetweenEmitters extends Succession
    {
        @Actor
        public void emit()
        {
            offer(first);
            first.release();
        }

        @Actor
        public void succeed(final II_Result result)
        {
            for (int i = 0; i < TRIES && 0 >= result.r1; i++)
            {
                result.r1 = succeed();
                receive();
            }
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            result.r2 = disorder();
        }
    }

    /** The new emitter takes over from a lane that is being closed with the stream in it. */
    @JCStressTest
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "in order; the new emitter still refused")
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "in order; the new emitter sent")
    @Outcome(expect = Expect.FORBIDDEN, desc = "out of order, or the same seq twice")
    @State
    @Rule("T-5")
    public static class TakeOverFromClosedLane extends Succession
    {
        @Actor
        public void emit()
        {
            offer(first);
            firstLane.close();
        }

        @Actor
        public void succeed(final II_Result result)
        {
            for (int i = 0; i < TRIES && 0 >= result.r1; i++)
            {
                result.r1 = succeed();
                receive();
            }
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            result.r2 = disorder();
        }
    }

    /** Two emitters want a stream that nobody has: one gets it. */
    @JCStressTest
    @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "the first has it")
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "the second has it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both, or none")
    @State
    @Rule("T-5")
    public static class TwoOwners extends Emission
    {
        private final RingLane next = StressHost.lane();
        private final StreamEmitter other = emitter(next);

        /** Begins with credit for four. */
        public TwoOwners()
        {
            super(true, 4);
        }

        @Actor
        public void one(final JJ_Result result)
        {
            result.r1 = offer(emitter);
        }

        @Actor
        public void two(final JJ_Result result)
        {
            result.r2 = offer(other);
        }
    }
}
