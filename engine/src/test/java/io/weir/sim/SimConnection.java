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
package io.weir.sim;

import io.weir.Result;
import io.weir.link.Connection;
import io.weir.link.FencedBuffer;
import io.weir.link.FrameConsumer;
import io.weir.link.FrameSink;
import org.agrona.concurrent.UnsafeBuffer;

/** One end of a connection through the simulated network. */
final class SimConnection implements Connection
{
    private static final int CLAIM_OFFSET = 64;

    final SimWire wire;
    private final boolean isConnector;
    private final SimWay out;
    private final SimWay in;
    private final Sink sink;
    private boolean closed;
    private boolean replyOpen;
    private long noticesAtNs = Long.MAX_VALUE;

    SimConnection(final SimWire wire, final boolean isConnector, final SimWay out, final SimWay in)
    {
        this.wire = wire;
        this.isConnector = isConnector;
        this.out = out;
        this.in = in;
        sink = new Sink();
    }

    @Override
    public FrameSink sink()
    {
        return sink;
    }

    @Override
    public int poll(final int sessionIndex, final FrameConsumer consumer, final int limit)
    {
        int frames = 0;
        byte[] frame = closed || frames == limit ? null : in.take();
        while (null != frame)
        {
            final FencedBuffer buffer = FencedBuffer.around(frame, false);
            consumer.onFrame(sessionIndex, buffer, buffer.frameOffset(), buffer.frameLength());
            frames++;
            frame = closed || frames == limit ? null : in.take();
        }
        if (frames > 0)
        {
            consumer.onPortionEnd();
        }
        return frames;
    }

    @Override
    public boolean hasSpoken()
    {
        return true;
    }

    @Override
    public void openReply()
    {
        replyOpen = true;
    }

    @Override
    public boolean isConnected()
    {
        return !isClosed() && (isConnector ? wire.hasReached() : replyOpen);
    }

    @Override
    public boolean isClosed()
    {
        return closed || wire.network.nowNs() >= noticesAtNs || in.isOver();
    }

    @Override
    public boolean isDrained()
    {
        return isClosed() && (closed || !in.hasArrived());
    }

    @Override
    public String reason()
    {
        return closed ? "closed here" : in.isOver() ? "closed by the peer" : isClosed() ? "cut" : "";
    }

    @Override
    public boolean isTransportLost()
    {
        return false;
    }

    @Override
    public int maxFrame()
    {
        return wire.network.maxFrame;
    }

    @Override
    public int work(final long epoch)
    {
        return 0;
    }

    @Override
    public boolean onRoll(final int transportSessionId)
    {
        return false;
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            out.end();
            in.forget();
        }
    }

    @Override
    public String description()
    {
        return "sim:" + wire.address + (isConnector ? " (connector)" : " (acceptor)");
    }

    boolean isClosedHere()
    {
        return closed;
    }

    /** The end learns of a break at some time. */
    void noticeAt(final long timeNs)
    {
        noticesAtNs = Math.min(noticesAtNs, timeNs);
    }

    private boolean canSend()
    {
        return !isClosed() && (isConnector ? wire.hasReached() : replyOpen);
    }

    /** Encodes into a buffer of its own, and sends copies. */
    private final class Sink implements FrameSink
    {
        private final UnsafeBuffer buffer =
            new UnsafeBuffer(new byte[wire.network.maxFrame + CLAIM_OFFSET + CLAIM_OFFSET]);
        private int claimed = -1;
        private long timestampNs;

        @Override
        public int claim(final int sessionIndex, final int length)
        {
            if (claimed >= 0)
            {
                throw new IllegalStateException("a claim is open");
            }
            if (length > wire.network.maxFrame)
            {
                throw new IllegalArgumentException(length + " bytes");
            }
            if (!canSend())
            {
                return (int)Result.NOT_CONNECTED;
            }
            if (!out.hasRoom())
            {
                return (int)Result.BACK_PRESSURED;
            }
            claimed = length;
            return CLAIM_OFFSET;
        }

        @Override
        public UnsafeBuffer buffer()
        {
            return buffer;
        }

        @Override
        public void commit()
        {
            final byte[] frame = new byte[claimed];
            buffer.getBytes(CLAIM_OFFSET, frame);
            claimed = -1;
            out.send(frame);
        }

        @Override
        public void abort()
        {
            claimed = -1;
        }

        @Override
        public boolean hasRoom(final int frames, final int frameLength)
        {
            return canSend() && out.room() >= frames;
        }

        @Override
        public int maxFrames(final int frameLength)
        {
            return wire.network.capacity;
        }

        @Override
        public void beginBatch()
        {
        }

        @Override
        public void endBatch()
        {
        }

        @Override
        public void publish()
        {
        }

        @Override
        public long position()
        {
            return 0;
        }

        @Override
        public long consumedPosition()
        {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isClosed()
        {
            return closed;
        }

        @Override
        public boolean isDisconnected()
        {
            return SimConnection.this.isClosed();
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
    }
}
