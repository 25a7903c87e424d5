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
package io.weir.session;

import io.weir.Result;
import io.weir.config.Configuration;
import io.weir.link.RingLane;
import io.weir.stream.StreamEmitter;
import io.weir.stream.StreamEnd;
import io.weir.stream.StreamState;
import io.weir.stream.StressHost;
import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The lists by which threads ask each other for attention: emitters the agent, the agent emitters. */
public final class SessionStress
{
    private static final Configuration CONFIGURATION = Configuration.builder().build();
    private static final UnsafeBuffer PAYLOAD = new UnsafeBuffer(new byte[8]);

    private SessionStress()
    {
    }

    /** Who wakes the agent while it attends has it look again. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "woken once, for the first and the second wish or the last")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "woken for each")
    @Outcome(expect = Expect.FORBIDDEN, desc = "not woken")
    @State
    @Rule("S-9")
    public static class WakeUp
    {
        private final StressHost host = new StressHost();
        private final StreamEnd end = host.opener(1);
        private final AgentInbox inbox = new AgentInbox(2, StressHost.counters().errorLog(), () ->
        {});

        /** Begins with another wish on the list. */
        public WakeUp()
        {
            host.attention(inbox::attention);
            inbox.attention(end);
        }

        @Actor
        public void wake()
        {
            end.wakeUp();
        }

        @Actor
        public void agent()
        {
            inbox.attend();
        }

        @Arbiter
        public void outcome(final I_Result result)
        {
            inbox.attend();
            result.r1 = host.woken();
        }
    }

    /** What is asked while the agent attends is attended to, now or the next time. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "attended to at once")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "attended to the next time")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "attended to at once, and looked at again")
    @Outcome(expect = Expect.FORBIDDEN, desc = "forgotten")
    @State
    @Rule("S-9")
    public static class Attention
    {
        private final StressHost host = new StressHost();
        private final StreamEnd end = host.opener(1);
        private final AgentInbox inbox = new AgentInbox(2, StressHost.counters().errorLog(), () ->
        {});

        /** Begins with another wish on the list. */
        public Attention()
        {
            host.attention(inbox::attention);
            inbox.attention(end);
        }

        @Actor
        public void ask()
        {
            end.cancel();
        }

        @Actor
        public void agent(final II_Result result)
        {
            inbox.attend();
            result.r1 = StreamState.CANCELLING == end.state() ? 1 : 0;
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            result.r2 = inbox.attend();
            if (StreamState.CANCELLING != end.state())
            {
                result.r2 = -1;
            }
        }
    }

    /** Two threads ask for two streams: neither is lost from the list. */
    @JCStressTest
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "both cancelled")
    @Outcome(expect = Expect.FORBIDDEN, desc = "one was lost, or attended to twice")
    @State
    @Rule("S-9")
    public static class AttentionOfTwo
    {
        private final StressHost host = new StressHost();
        private final StreamEnd first = host.opener(1);
        private final StreamEnd second = host.opener(1);
        private final AgentInbox inbox = new AgentInbox(2, StressHost.counters().errorLog(), () ->
        {});

        /** Begins with nothing asked. */
        public AttentionOfTwo()
        {
            host.attention(inbox::attention);
        }

        @Actor
        public void askForFirst()
        {
            first.cancel();
        }

        @Actor
        public void askForSecond()
        {
            second.cancel();
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            result.r1 = inbox.attend();
            result.r2 = (StreamState.CANCELLING == first.state() ? 1 : 0) +
                (StreamState.CANCELLING == second.state() ? 1 : 0);
        }
    }

    /** A stream on a lane, its one credit used up. */
    static class LaneEmission
    {
        final StressHost host = new StressHost();
        final StreamEnd end = host.opener(1);
        final EmitterLane lane = lane();
        final StreamEmitter emitter = emitter(lane);

        LaneEmission()
        {
            emitter.offer(PAYLOAD, 0, PAYLOAD.capacity(), 0);
        }

        static EmitterLane lane()
        {
            final RingLane ring = StressHost.lane();
            return new EmitterLane(
                ring.writer(1), ring, new LanePool(CONFIGURATION, StressHost.counters()));
        }

        final StreamEmitter emitter(final EmitterLane through)
        {
            return new StreamEmitter(
                end, through.writer(), StressHost.PEER_INDEX, through, StressHost.MAX_PAYLOAD);
        }

        /** {@return whether it was refused for want of credit} */
        static boolean offer(final StreamEmitter from)
        {
            return Result.NO_CREDIT == from.offer(PAYLOAD, 0, PAYLOAD.capacity(), 0);
        }
    }

    /** An emitter that ran out of credit, whatever it was told before, is told of the next. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "refused last, and told of the next credit")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not refused, and not told")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "not refused last, and told all the same")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "refused last, and never told again")
    @State
    @Rule({"C-5", "T-5"})
    public static class Woken extends LaneEmission
    {
        /** Begins refused. */
        public Woken()
        {
            offer(emitter);
        }

        @Actor
        public void emit(final II_Result result)
        {
            offer(emitter);
            lane.poll();
            result.r1 = offer(emitter) ? 1 : 0;
        }

        @Actor
        public void agent()
        {
            host.credit(end, 2);
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            final int before = lane.poll();
            host.credit(end, 4);
            result.r2 = before + lane.poll() > 0 ? 1 : 0;
        }
    }

    /** A stream changes lanes while the agent grants: the new emitter is told, although nobody polls the old lane. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "refused, and told of the next credit")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not refused, and not told")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "not refused last, and told all the same")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "refused, and never told")
    @State
    @Rule({"C-5", "T-5"})
    public static class WokenAfterHandOver extends LaneEmission
    {
        private final EmitterLane next = lane();
        private final StreamEmitter successor = emitter(next);

        /** Begins refused, all that was sent passed by the receiver. */
        public WokenAfterHandOver()
        {
            offer(emitter);
            ((RingLane)lane.receiver()).reader().poll((session, buffer, offset, length) ->
            {
                // Passed is all it has to be.
            }, 1);
        }

        @Actor
        public void emit(final II_Result result)
        {
            emitter.release();
            offer(successor);
            result.r1 = offer(successor) ? 1 : 0;
        }

        @Actor
        public void agent()
        {
            host.credit(end, 2);
        }

        @Arbiter
        public void outcome(final II_Result result)
        {
            final int before = next.poll();
            host.credit(end, 4);
            result.r2 = before + next.poll() > 0 ? 1 : 0;
        }
    }
}
