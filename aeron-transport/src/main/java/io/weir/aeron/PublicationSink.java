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
package io.weir.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.ReservedValueSupplier;
import io.aeron.logbuffer.BufferClaim;
import io.weir.Result;
import io.weir.link.FrameRecords;
import io.weir.link.FrameSink;
import io.weir.link.LaneBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * Encodes frames into the term buffer of a publication (N-1). Outside of a batch, and in batches of one, a frame is
 * encoded where it will be read, or sent from, as a message of its own that is visible when it is committed. In other
 * batches (T-3) frames are staged in memory of the agent's own and share messages, which saves the better part of what
 * a message costs, and lets a copy fill the lines of the term buffer, that lie in the receiver's cache, at a stretch:
 *
 * <pre>
 *   +-------------------+----------------------+----------------------+-----+
 *   | header, reserved  | length i32 | – | frame, padded to 8 | length | – | …
 *   | value = PACKED    |                      |                      |     |
 *   +-------------------+----------------------+----------------------+-----+
 * </pre>
 *
 * A message is sent when it is full or the batch is published; frames are staged only where the window has room for all
 * of it. The order of what is committed is fixed for good, so hand-overs have nothing to wait for. Owned by one agent;
 * the publication behind it changes when the connection rolls (N-5).
 */
final class PublicationSink implements FrameSink
{
    /** Reserved value of a message that holds several frames. */
    static final long PACKED = 0x5745_4952;

    private static final ReservedValueSupplier PACKED_MARK = (buffer, offset, length) -> PACKED;
    /** An end of a term answers ADMIN_ACTION once; a second in a row would be another writer. */
    private static final int ATTEMPTS = 3;
    private static final int NONE = 0;

    private final BufferClaim claim = new BufferClaim();
    private final LaneBuffer claimed = LaneBuffer.empty();
    private final StagingPool pool;
    private LaneBuffer staging = LaneBuffer.empty();
    /** Where the open claim, or the next at hand, is encoded: one of the two above. */
    private LaneBuffer buffer = claimed;
    private ExclusivePublication publication;
    private long timestampNs;
    private int window;
    private boolean held;
    /** Length of the record whose claim is open, {@link #NONE} if none is. */
    private int open;
    private boolean exhausted;
    private boolean disconnected;
    private boolean batch;
    /** What of staging is committed and not sent. */
    private int sent;
    private int staged;
    /** End of what can be staged at hand: 0 unless frames are staged. */
    private int limit;
    /** Whether a frame was committed since the last that was published, and whether more than one. */
    private boolean isAny;
    private boolean isMany;
    /** Whether more than one was published the last time: then frames are staged. */
    private boolean bulk;

    /**
     * Creates a sink without a publication.
     *
     * @param pool of the agent's memory for staging.
     */
    PublicationSink(final StagingPool pool)
    {
        this.pool = pool;
    }

    @Override
    public int claim(final int sessionIndex, final int length)
    {
        final int atHand = claimAtHand(sessionIndex, length);
        if (atHand >= 0)
        {
            return atHand;
        }
        final ExclusivePublication current = publication;
        if (null == current || held || !send())
        {
            return (int)(null == current ? Result.NOT_CONNECTED : Result.BACK_PRESSURED);
        }
        final int record = FrameRecords.recordLength(length);
        if (batch && bulk && record <= staging.capacity() &&
            current.availableWindow() > staging.capacity() + (AeronAddress.HEADER_LENGTH << 1))
        {
            buffer = staging;
            limit = staging.capacity();
            return claimAtHand(sessionIndex, length);
        }
        buffer = claimed;
        final long result = claimMessage(current, length);
        if (result < 0)
        {
            return refused(result);
        }
        claimed.wrap(claim.buffer());
        open = record;
        return AeronAddress.HEADER_LENGTH;
    }

    /** In the message that is staged. */
    @Override
    public int claimAtHand(final int sessionIndex, final int length)
    {
        if (NONE != open)
        {
            throw new IllegalStateException("a claim is open in this connection: commit or abort it first");
        }
        final int at = staged;
        final int record = FrameRecords.recordLength(length);
        if (at + record > limit)
        {
            return (int)Result.BACK_PRESSURED;
        }
        open = record;
        staging.putLong(at, length, ByteOrder.LITTLE_ENDIAN);
        return at + FrameRecords.HEADER_LENGTH;
    }

    @Override
    public LaneBuffer buffer()
    {
        return buffer;
    }

    @Override
    public void commit()
    {
        final int record = open;
        if (NONE == record)
        {
            throw new IllegalStateException("no claim is open in this connection: it was aborted");
        }
        open = NONE;
        if (0 == limit)
        {
            claim.commit();
            isMany |= isAny;
            isAny = true;
        }
        else
        {
            staged += record;
        }
    }

    @Override
    public void abort()
    {
        if (NONE != open)
        {
            open = NONE;
            if (0 == limit && !publication.isClosed())
            {
                claim.abort();
            }
            // Else the room is for the next record.
        }
    }

    /**
     * A claim succeeds as long as it begins before the limit. What an end of a term may cost is counted in.
     */
    @Override
    public boolean hasRoom(final int frames, final int frameLength)
    {
        final ExclusivePublication current = publication;
        if (null == current || held)
        {
            return false;
        }
        final long cost = cost(frameLength);
        final long needed = frames * cost;
        return needed + cost <= mostBytes() &&
            needed + staged - sent + current.maxPayloadLength() <= current.availableWindow();
    }

    /** The driver raises the limit by eighths of the window. */
    @Override
    public int maxFrames(final int frameLength)
    {
        return Math.max(0, mostBytes() / cost(frameLength) - 1);
    }

    @Override
    public void beginBatch()
    {
        batch = true;
    }

    @Override
    public void endBatch()
    {
        publish();
        batch = false;
    }

    @Override
    public void publish()
    {
        send();
        if (isAny)
        {
            bulk = isMany;
            isAny = false;
            isMany = false;
        }
    }

    @Override
    public int maxRecords()
    {
        return staging.capacity();
    }

    @Override
    public boolean offerRecords(final DirectBuffer buffer, final int offset, final int length)
    {
        if (null == publication || held || NONE != open || !send() || refused(offer(buffer, offset, length)) < 0)
        {
            return false;
        }
        isAny = true;
        isMany = true;
        return true;
    }

    /** {@return 0: what is committed here keeps its place before whatever is committed later, by whomever} */
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
        return disconnected;
    }

    @Override
    public boolean isDisconnected()
    {
        return disconnected;
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

    /** From here on frames go into this publication, behind all that went before. */
    void publication(final ExclusivePublication next, final int windowLength)
    {
        abort();
        send();
        if (staging.capacity() < next.maxPayloadLength())
        {
            pool.giveBack(staging);
            staging = pool.take(next.maxPayloadLength());
        }
        publication = next;
        window = windowLength;
        held = false;
    }

    ExclusivePublication publication()
    {
        return publication;
    }

    /** No room until the publication is replaced: it is about to be used up. */
    void hold(final boolean hold)
    {
        held = hold;
    }

    /** Nothing more can be sent; an open claim is given up. */
    void disconnect()
    {
        abort();
        send();
        limit = 0;
        disconnected = true;
        publication = null;
    }

    /** Gives memory back: nothing is staged any more. After {@link #disconnect()}. */
    void release()
    {
        pool.giveBack(staging);
        staging = LaneBuffer.empty();
        buffer = claimed;
    }

    /** {@return whether the publication's positions are used up} */
    boolean isExhausted()
    {
        return exhausted;
    }

    private long claimMessage(final ExclusivePublication current, final int length)
    {
        long result = current.tryClaim(length, claim);
        for (int i = 0; Publication.ADMIN_ACTION == result && i < ATTEMPTS; i++)
        {
            result = current.tryClaim(length, claim);
        }
        return result;
    }

    /**
     * Sends what is staged and committed, as one message. There was room for it when its first frame was claimed; if
     * there is none all the same, it is kept for the next time.
     *
     * @return whether nothing is left to send.
     */
    private boolean send()
    {
        if (sent != staged)
        {
            if (Result.BACK_PRESSURED == refused(offer(staging, sent, staged - sent)))
            {
                return false;
            }
            isMany |= isAny || FrameRecords.recordLength(staging.getInt(sent, ByteOrder.LITTLE_ENDIAN)) < staged - sent;
            isAny = true;
            sent = staged;
        }
        if (NONE == open)
        {
            sent = 0;
            staged = 0;
            limit = 0;
        }
        return true;
    }

    private long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        long result = publication.offer(buffer, offset, length, PACKED_MARK);
        for (int i = 0; Publication.ADMIN_ACTION == result && i < ATTEMPTS; i++)
        {
            result = publication.offer(buffer, offset, length, PACKED_MARK);
        }
        return result;
    }

    private int refused(final long result)
    {
        if (result >= 0)
        {
            return 0;
        }
        exhausted |= Publication.MAX_POSITION_EXCEEDED == result;
        return (int)(Publication.BACK_PRESSURED == result || Publication.ADMIN_ACTION == result ?
            Result.BACK_PRESSURED : Result.NOT_CONNECTED);
    }

    /** What a frame takes at most, be it a message of its own or one of several. */
    private static int cost(final int frameLength)
    {
        return BitUtil.align(frameLength + AeronAddress.HEADER_LENGTH, AeronAddress.FRAME_ALIGNMENT) +
            (frameLength >> 1);
    }

    private int mostBytes()
    {
        return window - (window >> 3);
    }
}
