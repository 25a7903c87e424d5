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

import io.weir.Lane;
import io.weir.OpenView;
import io.weir.Provider;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.counters.Tally;
import io.weir.link.FrameSink;
import io.weir.link.LaneReader;
import io.weir.link.LaneWriter;
import io.weir.link.RawFrames;
import io.weir.link.RingLane;
import io.weir.policy.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/** Everything that a machine of streams needs, in a test's hand: a real lane to send into, a gate and timers to set. */
final class MachineHost implements StreamHost, StreamOutput, OpenGate, Waker, AutoCloseable
{
    static final int MAX_FRAME = 4096;
    static final int WINDOW = 8;

    final Counters counters = Counters.inMemory();
    final Tally tally = new Tally(counters);
    final List<String> violations = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    final Map<StreamEnd, Long> timers = new HashMap<>();
    final Deque<StreamEnd> attention = new ArrayDeque<>();
    final Deque<StreamEnd> writable = new ArrayDeque<>();
    final StreamMachine machine;
    Decision decision = Decision.ALLOW;
    Decision review = Decision.ALLOW;
    Provider provider;
    boolean mayOpen = true;
    private int cycles;

    private final RingLane lane = new RingLane(64 * 1024, 128, MAX_FRAME);
    private final LaneWriter writer = lane.writer(32);
    private final LaneReader reader = lane.reader();

    MachineHost(final int initiator, final int maxStreams, final int maxParked)
    {
        machine = new StreamMachine(
            this, new StreamLimits(initiator, maxStreams, WINDOW, 1024, 64, maxParked, 5_000_000_000L, 5_000_000_000L));
    }

    /** {@return what was sent since the last time, in words} */
    List<String> sent()
    {
        final List<String> frames = new ArrayList<>();
        reader.poll((index, buffer, offset, length) ->
        {
            final byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            frames.add(RawFrames.describe(frame));
        }, Integer.MAX_VALUE);
        return frames;
    }

    /** Does what the agent's duty cycle would do. */
    void settle()
    {
        cycles++;
        while (!attention.isEmpty())
        {
            attention.poll().attend();
        }
        machine.resume();
        for (int i = writable.size(); i > 0; i--)
        {
            final StreamEnd end = writable.poll();
            end.refused(false);
            end.tellWritable();
        }
    }

    @Override
    public Session session()
    {
        return NoSession.INSTANCE;
    }

    @Override
    public boolean isAgentThread()
    {
        return true;
    }

    @Override
    public StreamOutput output()
    {
        return this;
    }

    @Override
    public StreamMachine machine()
    {
        return machine;
    }

    @Override
    public int maxPayload()
    {
        return MAX_FRAME - 40;
    }

    @Override
    public int maxMessageFrames()
    {
        return 15;
    }

    @Override
    public Waker agentWaker()
    {
        return this;
    }

    @Override
    public StreamWriter writer(final StreamEnd end, final Lane other)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public StreamWriter sharedWriter(final StreamEnd end)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long nowNs()
    {
        return 0;
    }

    @Override
    public int cycle()
    {
        return cycles;
    }

    @Override
    public Tally counts()
    {
        return tally;
    }

    @Override
    public ErrorHandler errors()
    {
        return errors::add;
    }

    @Override
    public void failed(final Throwable cause)
    {
        throw new AssertionError("the state machine threw", cause);
    }

    @Override
    public OpenGate gate()
    {
        return this;
    }

    @Override
    public void attention(final StreamEnd end)
    {
        if (end.askAttention())
        {
            attention.add(end);
        }
    }

    @Override
    public void startTimer(final StreamEnd end, final long delayNs)
    {
        timers.put(end, delayNs);
    }

    @Override
    public void stopTimer(final StreamEnd end)
    {
        timers.remove(end);
    }

    @Override
    public void released(final StreamEnd end)
    {
        machine.acceptor().askParkedSoon();
    }

    @Override
    public void onSessionFrame(final long word, final DirectBuffer buffer, final int offset)
    {
        tally.increment(CounterType.UNKNOWN_TEMPLATES_TOTAL);
    }

    @Override
    public void violation(final String what)
    {
        violations.add(what);
    }

    @Override
    public FrameSink sink()
    {
        return writer;
    }

    @Override
    public int peerIndex()
    {
        return 0;
    }

    @Override
    public boolean open(final long streamId, final StreamRequest request, final int window)
    {
        return ControlFrames.open(writer, 0, streamId, request, window);
    }

    @Override
    public boolean credit(final long streamId, final long limit)
    {
        return ControlFrames.credit(writer, 0, streamId, limit);
    }

    @Override
    public boolean error(final long streamId, final StreamErrorCode code, final String message)
    {
        return ControlFrames.error(writer, 0, streamId, code, ControlFrames.text(message, 100));
    }

    @Override
    public boolean close(final long streamId, final long finalSeq, final CloseReason reason)
    {
        return ControlFrames.close(writer, 0, streamId, finalSeq, reason);
    }

    @Override
    public boolean cancel(final long streamId, final CancelReason reason)
    {
        return ControlFrames.cancel(writer, 0, streamId, reason);
    }

    @Override
    public Decision decide(final StreamEnd end, final OpenView open)
    {
        return decision;
    }

    @Override
    public Decision review(final StreamEnd end)
    {
        return review;
    }

    @Override
    public Provider provider(final String capability)
    {
        return provider;
    }

    @Override
    public boolean mayOpen()
    {
        return mayOpen;
    }

    @Override
    public void onCancelled()
    {
        // Counted by the session, whose limit it is.
    }

    @Override
    public void onCredit(final StreamEnd end, final StreamEmitter emitter)
    {
        if (!end.isRefused())
        {
            end.refused(true);
            writable.add(end);
        }
    }

    @Override
    public void onBackPressured(final StreamEnd end, final StreamEmitter emitter)
    {
        end.pressed(true);
        onCredit(end, emitter);
    }

    @Override
    public void onNoCredit()
    {
        // Counted by the agent.
    }

    @Override
    public void close()
    {
        counters.close();
    }
}
