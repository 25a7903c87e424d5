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

import io.weir.Result;
import io.weir.codecs.CloseDecoder;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.OpenDecoder;
import java.nio.ByteOrder;
import org.agrona.BitUtil;

/**
 * The memory of a {@link RetentionRing}, and what is claimed in it. A claim is refused only when all of it is kept.
 */
abstract class RetentionArena implements FrameSink
{
    /** In the header of a record that is kept, beside the frame's length. */
    static final long RETAINED = 1L << Integer.SIZE;

    private static final int CLOSED = -1;

    final LaneBuffer arena;
    final int capacity;
    final int mask;
    /** Everything before has been given back. */
    long head;
    /** Everything before is committed. */
    long committed;
    /** End of the open claim; equal to committed when there is none. */
    long open;
    private final int maxFrame;
    /** End of what can be claimed; before the beginning once the session has ended. */
    private long limit;
    private long peakBytes;

    RetentionArena(final LaneBuffer memory, final int capacity, final int maxFrame)
    {
        if (!BitUtil.isPowerOfTwo(capacity) || FrameRecords.recordLength(maxFrame) > capacity >> 1)
        {
            throw new IllegalArgumentException("a retention of " + capacity +
                " bytes must be a power of two and hold two frames of " + maxFrame + " bytes");
        }
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.maxFrame = maxFrame;
        if (memory.capacity() < memoryLength(capacity, maxFrame))
        {
            throw new IllegalArgumentException("memory of " + memory.capacity() + " bytes is too short");
        }
        this.arena = memory;
        this.limit = capacity;
    }

    /**
     * {@return how much memory a retention takes, in bytes}
     *
     * @param capacity of the ring in bytes.
     * @param maxFrame the longest frame in bytes.
     */
    public static int memoryLength(final int capacity, final int maxFrame)
    {
        return capacity + FrameRecords.recordLength(maxFrame);
    }

    /**
     * {@return whether a frame is one that the peer must have exactly once, and both sides count (N-4)}
     *
     * @param templateId of the frame.
     */
    public static boolean isRetained(final int templateId)
    {
        return templateId >= OpenDecoder.TEMPLATE_ID && templateId <= CloseDecoder.TEMPLATE_ID;
    }

    @Override
    public int claim(final int sessionIndex, final int length)
    {
        if (length > maxFrame)
        {
            throw new IllegalArgumentException("a frame of " + length + " bytes, the longest are " + maxFrame);
        }
        final int atHand = claimAtHand(sessionIndex, length);
        return atHand >= 0 ? atHand : refuse();
    }

    @Override
    public int claimAtHand(final int sessionIndex, final int length)
    {
        final long begin = committed;
        final long end = begin + FrameRecords.recordLength(length);
        if (open != begin)
        {
            throw new IllegalStateException("a claim is open in this session: commit or abort it first");
        }
        if (end > limit || length > maxFrame)
        {
            return (int)Result.BACK_PRESSURED;
        }
        open = end;
        final int offset = (int)begin & mask;
        arena.putLong(offset, length, ByteOrder.LITTLE_ENDIAN);
        return offset + FrameRecords.HEADER_LENGTH;
    }

    @Override
    public LaneBuffer buffer()
    {
        return arena;
    }

    @Override
    public void abort()
    {
        open = committed;
    }

    @Override
    public boolean hasRoom(final int frames, final int frameLength)
    {
        return committed + (long)frames * FrameRecords.recordLength(frameLength) <= limit;
    }

    @Override
    public int maxFrames(final int frameLength)
    {
        return capacity / FrameRecords.recordLength(frameLength);
    }

    @Override
    public long position()
    {
        return committed;
    }

    /** Frames of other lanes come through here too: whatever is committed stands before them on the wire (T-5). */
    @Override
    public long consumedPosition()
    {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isClosed()
    {
        return CLOSED == limit;
    }

    @Override
    public boolean isDisconnected()
    {
        return CLOSED == limit;
    }

    /** {@return bytes that are kept or wait now} */
    public long bytes()
    {
        return committed - head;
    }

    /** {@return the most bytes that were kept or waited at a time} */
    public long bytesPeak()
    {
        return Math.max(peakBytes, committed - head);
    }

    /** What is kept now counts for the peak, before some of it is given back. */
    final void keepPeak()
    {
        peakBytes = bytesPeak();
    }

    /** Gives back everything before a position. */
    final void head(final long position)
    {
        head = position;
        limit = isClosed() ? CLOSED : position + capacity;
    }

    /** Nothing can be claimed any more. */
    final void closeArena()
    {
        open = committed;
        limit = CLOSED;
    }

    /** {@return whether the frame at a position is one to keep} */
    final boolean isRetained(final long position)
    {
        final int frame = ((int)position & mask) + FrameRecords.HEADER_LENGTH;
        return isRetained(FrameHeader.templateId(FrameHeader.word(arena, frame)));
    }

    /** {@return length and mark of the record at an offset; little endian, since it goes over the wire as it is} */
    final long record(final int offset)
    {
        return arena.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    private int refuse()
    {
        publish();
        return (int)(isClosed() ? Result.NOT_CONNECTED : Result.BACK_PRESSURED);
    }
}
