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

import io.weir.DataHeader;
import io.weir.Lane;
import io.weir.OpenView;
import io.weir.Provider;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.CreditFrame;
import io.weir.codecs.DataFrame;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.codecs.StreamIds;
import io.weir.counters.Counters;
import io.weir.counters.Tally;
import io.weir.link.FrameSink;
import io.weir.link.LaneReader;
import io.weir.link.RingLane;
import io.weir.policy.Decision;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One session's streams without an agent: the state machine over a lane of its own, and what it asks of its host
 * written down. The machine is the agent actor's.
 */
public final class StressHost implements StreamHost, StreamOutput, OpenGate, Waker, StreamHandler
{
    /** Of one frame, in bytes. */
    public static final int MAX_PAYLOAD = 64;
    /** The session's index at the peer. */
    public static final int PEER_INDEX = 1;
    private static final int CELL_LENGTH = 128;
    private static final int RING_LENGTH = 16 * CELL_LENGTH;
    private static final int MAX_FRAME = 2 * CELL_LENGTH;
    private static final Counters COUNTERS = Counters.inMemory();
    private static final Session SESSION = (Session)Proxy.newProxyInstance(
        StressHost.class.getClassLoader(), new Class<?>[]{Session.class}, (proxy, method, arguments) -> null);

    /** The agent's own way to the peer. */
    final RingLane agentLane = lane();
    final FrameSink agentSink = agentLane.writer(1);
    final LaneReader agentFar = agentLane.reader();
    final AtomicInteger attentions = new AtomicInteger();
    final AtomicInteger wakes = new AtomicInteger();
    final StreamMachine machine;
    int closed;
    private int woken;
    CloseReason reason;
    private final Tally tally = new Tally(COUNTERS);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[MAX_FRAME]);
    private Consumer<StreamEnd> attention = end -> attentions.incrementAndGet();
    private boolean agentThread = true;
    private Stream opened;

    /**
     * Creates a session without streams.
     */
    public StressHost()
    {
        machine = new StreamMachine(this, new StreamLimits(StreamIds.CONNECTOR, 8, 4, 64, 64, 8, 1, 1));
    }

    /** {@return a lane of some frames} */
    public static RingLane lane()
    {
        return new RingLane(RING_LENGTH, CELL_LENGTH, MAX_FRAME);
    }

    /** An end that this side opened, and that may send so many frames. */
    public StreamEnd opener(final long limit)
    {
        machine.opener().open(StreamRequest.of("stress.test").kind(InteractionKind.DUPLEX), this);
        final StreamEnd end = (StreamEnd)opened;
        if (limit > 0)
        {
            credit(end, limit);
        }
        return end;
    }

    /** An end that this side opened with a handler of the test's. */
    public StreamEnd open(final StreamRequest request, final StreamHandler handler)
    {
        machine.opener().open(request, handler);
        final StreamEnd[] found = new StreamEnd[1];
        machine.table().forEach(end -> found[0] = end);
        return found[0];
    }

    /** The peer's next Data arrives. On the agent. */
    public void data(final StreamEnd end)
    {
        DataFrame.encode(frame, 0, end.id(), end.received(), 0, 0, Long.BYTES);
        machine.onFrame(frame, 0);
    }

    /** {@return the count of Data that the agent has sent, END included, since it was last asked} */
    public int sentData()
    {
        final int[] count = new int[1];
        agentFar.poll((session, buffer, offset, length) -> count[0] +=
            DataFrame.TEMPLATE_ID == FrameHeader.templateId(FrameHeader.word(buffer, offset)) ? 1 : 0,
            Integer.MAX_VALUE);
        return count[0];
    }

    /** {@return the count of frames reserved of the pool} */
    public int reserved()
    {
        return machine.heldPool().reserved();
    }

    /** {@return how often the handler was woken} */
    public int woken()
    {
        return woken;
    }

    /** An end that the peer opened, with so large a window. */
    StreamEnd acceptor(final int window)
    {
        final RingLane lane = lane();
        ControlFrames.open(
            lane.writer(1),
            PEER_INDEX,
            StreamIds.of(1, 0, StreamIds.ACCEPTOR),
            StreamRequest.of("stress.test").kind(InteractionKind.DUPLEX),
            window);
        lane.reader().poll((session, buffer, offset, length) -> machine.onFrame(buffer, offset), 1);
        return (StreamEnd)opened;
    }

    /** From now on no caller is the agent's thread, and who wants attention asks for it here. */
    public void attention(final Consumer<StreamEnd> list)
    {
        attention = list;
        agentThread = false;
    }

    /** From now on no caller is the agent's thread; who wants attention is attended to by the test. */
    public void leaveAgent()
    {
        attention(asked ->
        {});
    }

    /** {@return the engine's counters} */
    public static Counters counters()
    {
        return COUNTERS;
    }

    /** The peer's Credit arrives. On the agent. */
    public void credit(final StreamEnd end, final long limit)
    {
        CreditFrame.encode(frame, 0, end.id(), limit);
        machine.onFrame(frame, 0);
    }

    /** {@return the count of Close frames that a lane carries} */
    static int closes(final LaneReader far)
    {
        final int[] count = new int[1];
        far.poll((session, buffer, offset, length) -> count[0] +=
            4 == FrameHeader.templateId(FrameHeader.word(buffer, offset)) ? 1 : 0, Integer.MAX_VALUE);
        return count[0];
    }

    @Override
    public void onOpened(final Stream stream)
    {
        opened = stream;
    }

    @Override
    public void onData(
        final Stream stream,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        throw new AssertionError("nothing is sent to this side");
    }

    @Override
    public void onWoken(final Stream stream)
    {
        woken++;
    }

    @Override
    public void onClosed(final Stream stream, final CloseReason why, final StreamErrorCode code)
    {
        closed++;
        reason = why;
    }

    @Override
    public Session session()
    {
        return SESSION;
    }

    @Override
    public boolean isAgentThread()
    {
        return agentThread;
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
        return MAX_PAYLOAD;
    }

    @Override
    public int maxMessageFrames()
    {
        return 4;
    }

    @Override
    public Waker agentWaker()
    {
        return this;
    }

    @Override
    public StreamWriter writer(final StreamEnd end, final Lane lane)
    {
        throw new UnsupportedOperationException("lanes are given by sink");
    }

    @Override
    public StreamWriter sharedWriter(final StreamEnd end)
    {
        throw new UnsupportedOperationException("lanes are given by sink");
    }

    @Override
    public long nowNs()
    {
        return 0;
    }

    @Override
    public int cycle()
    {
        return 0;
    }

    @Override
    public Tally counts()
    {
        return tally;
    }

    @Override
    public ErrorHandler errors()
    {
        return COUNTERS.errorLog();
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
        attention.accept(end);
    }

    @Override
    public void startTimer(final StreamEnd end, final long delayNs)
    {
        // Time stands still.
    }

    @Override
    public void stopTimer(final StreamEnd end)
    {
        // Time stands still.
    }

    @Override
    public void released(final StreamEnd end)
    {
        // Nobody waits for a slot.
    }

    @Override
    public void onSessionFrame(final long word, final DirectBuffer buffer, final int offset)
    {
        throw new AssertionError("no frame of a session is sent");
    }

    @Override
    public void violation(final String what)
    {
        throw new AssertionError(what);
    }

    @Override
    public FrameSink sink()
    {
        return agentSink;
    }

    @Override
    public int peerIndex()
    {
        return PEER_INDEX;
    }

    @Override
    public boolean open(final long streamId, final StreamRequest request, final int window)
    {
        return ControlFrames.open(agentSink, PEER_INDEX, streamId, request, window);
    }

    @Override
    public boolean credit(final long streamId, final long limit)
    {
        return ControlFrames.credit(agentSink, PEER_INDEX, streamId, limit);
    }

    @Override
    public boolean error(final long streamId, final StreamErrorCode code, final String message)
    {
        return ControlFrames.error(agentSink, PEER_INDEX, streamId, code, ControlFrames.text(message, MAX_PAYLOAD));
    }

    @Override
    public boolean close(final long streamId, final long finalSeq, final CloseReason why)
    {
        return ControlFrames.close(agentSink, PEER_INDEX, streamId, finalSeq, why);
    }

    @Override
    public boolean cancel(final long streamId, final CancelReason why)
    {
        return ControlFrames.cancel(agentSink, PEER_INDEX, streamId, why);
    }

    @Override
    public Decision decide(final StreamEnd end, final OpenView open)
    {
        return Decision.ALLOW;
    }

    @Override
    public Decision review(final StreamEnd end)
    {
        return Decision.ALLOW;
    }

    @Override
    public Provider provider(final String capability)
    {
        return (stream, open) ->
        {
            opened = stream;
            return this;
        };
    }

    @Override
    public boolean mayOpen()
    {
        return true;
    }

    @Override
    public void onCancelled()
    {
        // Nobody counts.
    }

    @Override
    public void onCredit(final StreamEnd end, final StreamEmitter emitter)
    {
        wakes.incrementAndGet();
    }

    @Override
    public void onBackPressured(final StreamEnd end, final StreamEmitter emitter)
    {
        // The actor looks at the result.
    }

    @Override
    public void onNoCredit()
    {
        // The actor looks at the result.
    }
}
