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

import java.util.ArrayList;
import java.util.List;
import org.agrona.LangUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One end of a connection over a {@link MemoryNetwork}. Beside what every connection does it lets a test decide which
 * frames arrive here and when, and what of the connection's end is noticed here. Ordered and without loss until it is
 * cut, as the real ones are.
 */
public final class MemoryConnection implements Connection
{
    private static final int CELL_LENGTH = 32;
    private static final long EVERYTHING = Long.MAX_VALUE;

    private final String description;
    private final boolean connector;
    private final int maxFrame;
    private final LaneReader sent;
    private final MemorySink sink;
    private final Readdressed readdressed = new Readdressed();
    private MemoryConnection peer;
    private long allowed = EVERYTHING;
    private boolean arrived;
    private boolean taken;
    private boolean replyOpen;
    private boolean closed;
    private boolean lost;
    private boolean choked;
    private boolean transportLost;
    private boolean takesRolls;
    private int roll;
    private long pollCount;
    private Throwable fault;
    private Throwable sizeFault;
    private String reason = "";

    MemoryConnection(final String description, final boolean connector, final int capacity, final int maxFrame)
    {
        this.description = description;
        this.connector = connector;
        this.maxFrame = maxFrame;
        final RingLane lane = new RingLane(capacity, CELL_LENGTH, maxFrame);
        sent = lane.reader();
        sink = new MemorySink(this, lane.writer(32));
    }

    void join(final MemoryConnection other)
    {
        peer = other;
        other.peer = this;
    }

    /** {@return the other end} */
    public MemoryConnection peer()
    {
        return peer;
    }

    /**
     * Plays the acceptor by hand: takes the connection, and opens the way back from this end, which is the acceptor's.
     */
    public MemoryConnection answer()
    {
        peer.arrive();
        peer.taken();
        openReply();
        return this;
    }

    /** From now on nothing arrives at this end, and it does not notice that the other closes. */
    public void hold()
    {
        allowed = 0;
    }

    /** Lets some more frames arrive at this end, which is being held. */
    public void allow(final int frames)
    {
        allowed += frames;
    }

    /** Lets everything arrive at this end, what was held up first. */
    public void release()
    {
        allowed = EVERYTHING;
    }

    /** From now on, or no longer, there is no room for what this end sends. */
    public void choke(final boolean value)
    {
        choked = value;
    }

    /** Cuts the connection: both ends notice at once, what is under way is lost. */
    public void cut()
    {
        lose("cut");
        peer.lose("cut");
    }

    /** Only this end notices that the connection is over; what is under way to it is lost. */
    public void lose(final String why)
    {
        if (!closed)
        {
            reason = why;
            lost = true;
            close();
        }
    }

    /** Only at this end: what carries the connection is gone, and the connection with it. */
    public void loseTransport(final String why)
    {
        transportLost = true;
        lose(why);
    }

    /** From now on this end's {@link #poll} throws, as a transport with a fault of its own does. */
    public void breakDown(final String message)
    {
        breakDown(new IllegalStateException(message));
    }

    /** From now on this end's {@link #poll} throws this. */
    public void breakDown(final Throwable thrown)
    {
        fault = thrown;
    }

    /** From now on this end's sink throws this at the end of a batch. */
    public void breakSink(final Throwable thrown)
    {
        sink.breakDown(thrown);
    }

    /** From now on this end's {@link #maxFrame} throws, or no longer where the message is null. */
    public void loseSize(final String message)
    {
        loseSize(null == message ? null : new IllegalStateException(message));
    }

    /** As {@link #loseSize(String)}, with what is thrown. */
    public void loseSize(final Throwable thrown)
    {
        sizeFault = thrown;
    }

    /** Has {@link #onRoll} answer that it is possible, as it does not by default. */
    public void takeRolls()
    {
        takesRolls = true;
    }

    /** {@return where the last Roll pointed, 0 for none} */
    public int roll()
    {
        return roll;
    }

    /** {@return how often this end was polled} */
    public long pollCount()
    {
        return pollCount;
    }

    /** Sends a frame by hand; there must be room. */
    public void send(final byte[] frame)
    {
        final int offset = sink.claim(0, frame.length);
        if (offset < 0)
        {
            throw new IllegalStateException("no room for a frame of " + frame.length + " bytes: " + offset);
        }
        sink.buffer().putBytes(offset, frame);
        sink.commit();
        sink.publish();
    }

    /** {@return the frames that have arrived at this end since it was last polled} */
    public List<byte[]> take()
    {
        final List<byte[]> frames = new ArrayList<>();
        poll(0, (sessionIndex, buffer, offset, length) ->
        {
            final byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            frames.add(frame);
        }, Integer.MAX_VALUE);
        return frames;
    }

    @Override
    public FrameSink sink()
    {
        return sink;
    }

    @Override
    public int poll(final int sessionIndex, final FrameConsumer consumer, final int limit)
    {
        pollCount++;
        if (null != fault)
        {
            LangUtil.rethrowUnchecked(fault);
        }
        final int most = (int)Math.min(limit, allowed);
        if (closed || 0 == most)
        {
            return 0;
        }
        readdressed.target = consumer;
        readdressed.sessionIndex = sessionIndex;
        final int frames = peer.sent.poll(readdressed, most);
        if (EVERYTHING != allowed)
        {
            allowed -= frames;
        }
        return frames;
    }

    @Override
    public boolean hasSpoken()
    {
        return peer.sink.position() > 0 && 0 != allowed;
    }

    @Override
    public void openReply()
    {
        replyOpen = true;
    }

    @Override
    public boolean isConnected()
    {
        return !isClosed() && isWayOpen();
    }

    @Override
    public boolean isClosed()
    {
        return closed || peer.closed && !peer.lost && allowed > 0;
    }

    @Override
    public boolean isDrained()
    {
        return closed || isClosed() && peer.sent.isExhausted();
    }

    @Override
    public String reason()
    {
        if (closed)
        {
            return reason.isEmpty() ? "closed by this end" : reason;
        }
        return isClosed() ? "closed by the peer" : "";
    }

    @Override
    public boolean isTransportLost()
    {
        return transportLost;
    }

    @Override
    public int maxFrame()
    {
        if (null != sizeFault)
        {
            LangUtil.rethrowUnchecked(sizeFault);
        }
        return maxFrame;
    }

    @Override
    public int work(final long epoch)
    {
        return 0;
    }

    @Override
    public boolean onRoll(final int transportSessionId)
    {
        roll = transportSessionId;
        return takesRolls;
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            sink.close();
        }
    }

    @Override
    public String description()
    {
        return description;
    }

    @Override
    public String toString()
    {
        return description;
    }

    /** {@return whether this is the end that was connected to} */
    public boolean isAcceptor()
    {
        return !connector;
    }

    boolean isChoked()
    {
        return choked;
    }

    boolean isWayOpen()
    {
        return connector ? arrived : replyOpen;
    }

    boolean isTaken()
    {
        return taken;
    }

    void arrive()
    {
        arrived = true;
    }

    void taken()
    {
        taken = true;
    }

    /** The frames' index is the receiver's, whatever the sender gave. */
    private static final class Readdressed implements FrameConsumer
    {
        private FrameConsumer target;
        private int sessionIndex;

        @Override
        public void onFrame(final int index, final UnsafeBuffer buffer, final int offset, final int length)
        {
            target.onFrame(sessionIndex, buffer, offset, length);
        }

        @Override
        public void onPortionEnd()
        {
            target.onPortionEnd();
        }
    }
}
