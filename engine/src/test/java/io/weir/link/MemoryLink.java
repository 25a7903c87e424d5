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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A link to a peer outside this process that exists in a test's imagination: the test feeds raw bytes as the peer's
 * frames, which nobody trusts, and takes the bytes that were sent to it. Both on the agent's thread.
 */
public final class MemoryLink implements Link
{
    private static final int RING_LENGTH = 1 << 18;
    private static final int CELL_LENGTH = 128;
    private static final int PEER_INDEX = 77;

    private final RingLane lane;
    private final LaneWriter sink;
    private final LaneReader far;
    private final int maxFrame;
    private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
    private boolean peerKeepsWriting;
    private boolean closed;

    /**
     * Creates a link.
     *
     * @param maxFrame in bytes.
     */
    public MemoryLink(final int maxFrame)
    {
        this.maxFrame = maxFrame;
        lane = new RingLane(RING_LENGTH, CELL_LENGTH, maxFrame);
        sink = lane.writer(1);
        far = lane.reader();
    }

    /**
     * Has a frame arrive in one of the agent's next duty cycles.
     *
     * @param frame as the peer sent it, be it a frame or not.
     */
    public void feed(final byte[] frame)
    {
        arriving.add(frame);
    }

    /** From now on the peer overwrites lengths as soon as they were looked at. */
    public void peerKeepsWriting()
    {
        peerKeepsWriting = true;
    }

    /** The peer says nothing more and is gone. */
    public void disconnect()
    {
        closed = true;
        far.close();
    }

    /** {@return the frames that were sent to the peer since this was last asked, oldest first} */
    public List<byte[]> takeSent()
    {
        final List<byte[]> sent = new ArrayList<>();
        pollSent((sessionIndex, buffer, offset, length) ->
        {
            if (PEER_INDEX != sessionIndex)
            {
                throw new AssertionError("sent to session " + sessionIndex);
            }
            final byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            sent.add(frame);
        });
        return sent;
    }

    /**
     * Shows the frames that were sent to the peer, in place.
     *
     * @param consumer to take them.
     */
    public void pollSent(final FrameConsumer consumer)
    {
        far.poll(consumer, Integer.MAX_VALUE);
    }

    /**
     * {@return where the peer's frames come from}
     *
     * @param sessionIndex to hand them on under.
     */
    public Inlet inlet(final int sessionIndex)
    {
        return new Inlet()
        {
            @Override
            public int poll(final FrameConsumer consumer, final int limit)
            {
                int frames = 0;
                while (frames < limit && !arriving.isEmpty())
                {
                    final FencedBuffer buffer = FencedBuffer.around(arriving.poll(), peerKeepsWriting);
                    consumer.onFrame(sessionIndex, buffer, buffer.frameOffset(), buffer.frameLength());
                    frames++;
                }
                return frames;
            }

            @Override
            public boolean isExhausted()
            {
                return closed && arriving.isEmpty();
            }

            @Override
            public void close()
            {
                closed = true;
            }

            @Override
            public boolean isTrusted()
            {
                return false;
            }
        };
    }

    @Override
    public FrameSink sink()
    {
        return sink;
    }

    @Override
    public int peerIndex()
    {
        return PEER_INDEX;
    }

    @Override
    public boolean isRemote()
    {
        return true;
    }

    @Override
    public int maxFrame()
    {
        return maxFrame;
    }

    @Override
    public Object receiver()
    {
        return this;
    }

    @Override
    public LaneWriter openLane(final int publishBatch)
    {
        throw new UnsupportedOperationException("the imagined peer has no lanes");
    }

    @Override
    public int laneIndex()
    {
        return PEER_INDEX;
    }

    @Override
    public boolean isDisconnected()
    {
        return sink.isDisconnected();
    }
}
