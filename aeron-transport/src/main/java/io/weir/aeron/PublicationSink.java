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
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.aeron.protocol.HeaderFlyweight;
import io.weir.Result;
import io.weir.link.FrameSink;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes frames where they will be read, or sent from: in the term buffer of a publication (N-1). Outside of a batch a
 * frame is a message of its own, visible when it is committed. In a batch (T-3) frames share messages, which saves the
 * better part of what a message costs:
 *
 * <pre>
 *   +-------------------+----------------------+----------------------+-----+-------------------+
 *   | header, reserved  | length i32 | 0 | frame, padded to 8 | length | 0 | …   | padding message   |
 *   | value = PACKED    |                      |                      |     | of what is unused |
 *   +-------------------+----------------------+----------------------+-----+-------------------+
 * </pre>
 *
 * A message is claimed as long as the last batch was, and cut to what was used when the batch is published: so little
 * is wasted where batches are alike. The order of what is committed is fixed for good, so hand-overs have nothing to
 * wait for. Owned by one agent; the publication behind it changes when the connection rolls (N-5).
 */
final class PublicationSink implements FrameSink
{
    /** Reserved value of a message that holds several frames. */
    static final long PACKED = 0x5745_4952;
    /** What precedes a frame in such a message: its length and 4 bytes of zero. */
    static final int RECORD_HEADER_LENGTH = 8;

    /** An end of a term answers ADMIN_ACTION once; a second in a row would be another writer. */
    private static final int ATTEMPTS = 3;
    private static final int RECORD_ALIGNMENT = 8;
    private static final int NO_MESSAGE = 0;
    private static final int NONE = 0;

    private final BufferClaim claim = new BufferClaim();
    private final UnsafeBuffer buffer = (UnsafeBuffer)claim.buffer();
    private ExclusivePublication publication;
    private long timestampNs;
    private int window;
    private boolean held;
    /** Length of the record whose claim is open, {@link #NONE} if none is. */
    private int open;
    private boolean exhausted;
    private boolean disconnected;
    private boolean batch;
    /** End of the message under way in the buffer, {@link #NO_MESSAGE} if there is none. */
    private int messageEnd;
    private int nextRecord;
    private int refusal;
    /** Bytes of this batch's records, and those of the last one, to which messages are sized. */
    private int batchLength;
    private int lastBatchLength;

    PublicationSink()
    {
    }

    @Override
    public int claim(final int sessionIndex, final int length)
    {
        requireNoneOpen();
        if (NO_MESSAGE != messageEnd)
        {
            final int claimed = claimAtHand(sessionIndex, length);
            if (claimed >= 0)
            {
                return claimed;
            }
            seal();
        }
        final ExclusivePublication current = publication;
        if (null == current || held)
        {
            return (int)(null == current ? Result.NOT_CONNECTED : Result.BACK_PRESSURED);
        }
        final int record = recordLength(length);
        final int message = batch ? messageLength(current, record) : 0;
        if (message < record + RECORD_HEADER_LENGTH)
        {
            if (!claimMessage(current, length))
            {
                return refusal;
            }
            open = record;
            return AeronAddress.HEADER_LENGTH;
        }
        if (!claimMessage(current, message))
        {
            return refusal;
        }
        messageEnd = AeronAddress.HEADER_LENGTH + message;
        nextRecord = AeronAddress.HEADER_LENGTH;
        return claimAtHand(sessionIndex, length);
    }

    /** In the message under way. */
    @Override
    public int claimAtHand(final int sessionIndex, final int length)
    {
        requireNoneOpen();
        final int at = nextRecord;
        final int record = recordLength(length);
        if (at + record > messageEnd)
        {
            return (int)Result.BACK_PRESSURED;
        }
        open = record;
        buffer.putLong(at, length, ByteOrder.LITTLE_ENDIAN);
        return at + RECORD_HEADER_LENGTH;
    }

    @Override
    public UnsafeBuffer buffer()
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
        if (NO_MESSAGE == messageEnd)
        {
            batchLength += record;
            claim.commit();
        }
        else
        {
            nextRecord += record;
        }
    }

    @Override
    public void abort()
    {
        if (NONE != open)
        {
            open = NONE;
            if (NO_MESSAGE == messageEnd && !publication.isClosed())
            {
                claim.abort();
            }
            // Else the room is for the next record, or the driver makes padding of it.
        }
    }

    /**
     * A claim succeeds as long as it begins before the limit. What an end of a term, or of a message that is shared,
     * may cost is counted in.
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
        return needed + cost <= mostBytes() && needed + current.maxPayloadLength() <= current.availableWindow();
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
        seal();
        if (0 != batchLength)
        {
            lastBatchLength = batchLength;
            batchLength = 0;
        }
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

    /** Nobody parks for want of room here: it is the agent that emits, and it looks again in every duty cycle. */
    @Override
    public void starve(final Thread waiter)
    {
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
        seal();
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
        seal();
        disconnected = true;
        publication = null;
    }

    /** {@return whether the publication's positions are used up} */
    boolean isExhausted()
    {
        return exhausted;
    }

    private boolean claimMessage(final ExclusivePublication current, final int length)
    {
        long result = current.tryClaim(length, claim);
        for (int i = 0; Publication.ADMIN_ACTION == result && i < ATTEMPTS; i++)
        {
            result = current.tryClaim(length, claim);
        }
        if (result > 0)
        {
            return true;
        }
        exhausted |= Publication.MAX_POSITION_EXCEEDED == result;
        refusal = (int)(Publication.BACK_PRESSURED == result || Publication.ADMIN_ACTION == result ?
            Result.BACK_PRESSURED : Result.NOT_CONNECTED);
        return false;
    }

    private void requireNoneOpen()
    {
        if (NONE != open)
        {
            throw new IllegalStateException("a claim is open in this connection: commit or abort it first");
        }
    }

    private static int recordLength(final int length)
    {
        return RECORD_HEADER_LENGTH + BitUtil.align(length, RECORD_ALIGNMENT);
    }

    /** As much as the last batch had and this one has not, or twice of what it has had already. */
    private int messageLength(final ExclusivePublication current, final int record)
    {
        final int rest = lastBatchLength - batchLength;
        final int wanted = Math.max(rest > 0 ? rest : batchLength << 1, record);
        // So that the message and its header end where a message may begin.
        return Math.min(BitUtil.align(wanted, AeronAddress.FRAME_ALIGNMENT), current.maxPayloadLength());
    }

    /** Cuts the message under way to what was used, and publishes it: last of all its length. */
    private void seal()
    {
        if (NO_MESSAGE == messageEnd)
        {
            return;
        }
        // A claim that is still open is given up: its record is not in the message.
        open = NONE;
        final int end = messageEnd;
        messageEnd = NO_MESSAGE;
        batchLength += nextRecord - AeronAddress.HEADER_LENGTH;
        if (publication.isClosed())
        {
            return;
        }
        if (AeronAddress.HEADER_LENGTH == nextRecord)
        {
            claim.abort();
            return;
        }
        final int unused = BitUtil.align(nextRecord, AeronAddress.FRAME_ALIGNMENT);
        if (unused < end)
        {
            buffer.putBytes(unused, buffer, 0, AeronAddress.HEADER_LENGTH);
            buffer.putShort(unused + DataHeaderFlyweight.TYPE_FIELD_OFFSET, (short)HeaderFlyweight.HDR_TYPE_PAD,
                ByteOrder.LITTLE_ENDIAN);
            final int termOffset = buffer.getInt(DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, ByteOrder.LITTLE_ENDIAN);
            buffer.putInt(unused + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, termOffset + unused,
                ByteOrder.LITTLE_ENDIAN);
            buffer.putInt(unused, end - unused, ByteOrder.LITTLE_ENDIAN);
        }
        claim.reservedValue(PACKED);
        FrameDescriptor.frameLengthOrdered(buffer, 0, nextRecord);
    }

    /** What a frame takes at most, be it a message of its own or one of several in messages filled to the half. */
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
