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

import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The acceptor's end of a connection to a peer that exists in a test's imagination: the test feeds raw bytes as the
 * peer's frames, be they frames or not, each within a fence, and takes the bytes that were sent to it. Both on the
 * agent's thread.
 */
public final class FencedConnection implements Connection
{
    private static final int RING_LENGTH = 1 << 18;
    private static final int CELL_LENGTH = 128;
    private static final int MAX_FRAME = 4096;

    private final RingLane lane = new RingLane(RING_LENGTH, CELL_LENGTH, MAX_FRAME);
    private final LaneWriter sink = lane.writer(1);
    private final LaneReader far = lane.reader();
    private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
    /** Those that hold several frames. */
    private final Set<byte[]> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean peerKeepsWriting;
    private boolean closed;

    /**
     * Has a frame arrive in one of the agent's next duty cycles.
     *
     * @param frame as the peer sent it, be it a frame or not.
     */
    public void feed(final byte[] frame)
    {
        arriving.add(frame);
    }

    /**
     * Has frames arrive in one message, as they share it.
     *
     * @param frames as the peer sent them.
     */
    public void feedTogether(final byte[]... frames)
    {
        final UnsafeBuffer message =
            new UnsafeBuffer(new byte[Arrays.stream(frames).mapToInt(f -> FrameRecords.recordLength(f.length)).sum()]);
        int at = 0;
        for (final byte[] frame : frames)
        {
            message.putInt(at, frame.length, ByteOrder.LITTLE_ENDIAN);
            message.putBytes(at + FrameRecords.HEADER_LENGTH, frame);
            at += FrameRecords.recordLength(frame.length);
        }
        feedMessage(message.byteArray());
    }

    /**
     * Has a message arrive that is said to hold several frames.
     *
     * @param message as the peer sent it, be it made of records or not.
     */
    public void feedMessage(final byte[] message)
    {
        shared.add(message);
        arriving.add(message);
    }

    /** From now on the peer overwrites lengths as soon as they were looked at. */
    public void peerKeepsWriting()
    {
        peerKeepsWriting = true;
    }

    /** {@return the frames that were sent to the peer since this was last asked, oldest first} */
    public List<byte[]> takeSent()
    {
        final List<byte[]> sent = new ArrayList<>();
        far.poll((sessionIndex, buffer, offset, length) ->
        {
            final byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            sent.add(frame);
        }, Integer.MAX_VALUE);
        return sent;
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
        while (frames < limit && !arriving.isEmpty())
        {
            final byte[] message = arriving.poll();
            final FencedBuffer buffer = FencedBuffer.around(message, peerKeepsWriting);
            if (shared.remove(message))
            {
                frames += consumer.onRecords(sessionIndex, buffer, buffer.frameOffset(), buffer.frameLength());
            }
            else
            {
                consumer.onFrame(sessionIndex, buffer, buffer.frameOffset(), buffer.frameLength());
                frames++;
            }
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
        // It is open from the beginning.
    }

    @Override
    public boolean isConnected()
    {
        return !closed;
    }

    @Override
    public boolean isClosed()
    {
        return closed;
    }

    @Override
    public boolean isDrained()
    {
        return closed;
    }

    @Override
    public String reason()
    {
        return closed ? "closed here" : "";
    }

    @Override
    public boolean isTransportLost()
    {
        return false;
    }

    @Override
    public int maxFrame()
    {
        return MAX_FRAME;
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
            arriving.clear();
            sink.close();
        }
    }

    @Override
    public String description()
    {
        return "a peer in the test's imagination";
    }
}
