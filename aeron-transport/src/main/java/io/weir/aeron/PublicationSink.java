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
import io.weir.Result;
import io.weir.link.FrameSink;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes frames where they will be read, or sent from: in the term buffer of a publication (N-1). What is committed is
 * visible at once and its order is fixed for good, so batches and hand-overs have nothing to wait for. Owned by one
 * agent; the publication behind it changes when the connection rolls (N-5).
 */
final class PublicationSink implements FrameSink
{
    /** An end of a term answers ADMIN_ACTION once; a second in a row would be another writer. */
    private static final int ATTEMPTS = 3;

    private final BufferClaim claim = new BufferClaim();
    private final UnsafeBuffer buffer = (UnsafeBuffer)claim.buffer();
    private ExclusivePublication publication;
    private long timestampNs;
    private int window;
    private boolean held;
    private boolean open;
    private boolean exhausted;
    private boolean disconnected;

    PublicationSink()
    {
    }

    @Override
    public int claim(final int sessionIndex, final int length)
    {
        final ExclusivePublication current = publication;
        if (open)
        {
            throw new IllegalStateException("a claim is open in this connection: commit or abort it first");
        }
        if (null == current || held)
        {
            return (int)(null == current ? Result.NOT_CONNECTED : Result.BACK_PRESSURED);
        }
        final long result = current.tryClaim(length, claim);
        if (result > 0)
        {
            open = true;
            return AeronAddress.HEADER_LENGTH;
        }
        return refuse(current, length, result);
    }

    @Override
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    @Override
    public void commit()
    {
        if (!open)
        {
            throw new IllegalStateException("no claim is open in this connection: it was aborted");
        }
        open = false;
        claim.commit();
    }

    @Override
    public void abort()
    {
        if (open)
        {
            open = false;
            if (!publication.isClosed())
            {
                claim.abort();
            }
            // Else the driver makes padding of it.
        }
    }

    /**
     * A claim succeeds as long as it begins before the limit, and an end of a term may cost up to a frame of padding.
     */
    @Override
    public boolean hasRoom(final int frames, final int frameLength)
    {
        final ExclusivePublication current = publication;
        if (null == current || held)
        {
            return false;
        }
        final long aligned = aligned(frameLength);
        final long needed = frames * aligned;
        final long untilEndOfTerm = current.termBufferLength() - current.termOffset();
        final long padding = needed > untilEndOfTerm ? aligned : 0;
        return needed + aligned <= mostBytes() && needed + padding <= current.availableWindow();
    }

    /** The driver raises the limit by eighths of the window. */
    @Override
    public int maxFrames(final int frameLength)
    {
        final int aligned = aligned(frameLength);
        return Math.max(0, mostBytes() / aligned - 1);
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
        disconnected = true;
        publication = null;
    }

    /** {@return whether the publication's positions are used up} */
    boolean isExhausted()
    {
        return exhausted;
    }

    private int refuse(final ExclusivePublication current, final int length, final long refusal)
    {
        long result = refusal;
        for (int i = 0; Publication.ADMIN_ACTION == result && i < ATTEMPTS; i++)
        {
            result = current.tryClaim(length, claim);
        }
        if (result > 0)
        {
            open = true;
            return AeronAddress.HEADER_LENGTH;
        }
        exhausted |= Publication.MAX_POSITION_EXCEEDED == result;
        return (int)(Publication.BACK_PRESSURED == result || Publication.ADMIN_ACTION == result ?
            Result.BACK_PRESSURED : Result.NOT_CONNECTED);
    }

    private int mostBytes()
    {
        return window - (window >> 3);
    }

    private static int aligned(final int frameLength)
    {
        return BitUtil.align(frameLength + AeronAddress.HEADER_LENGTH, AeronAddress.FRAME_ALIGNMENT);
    }
}
