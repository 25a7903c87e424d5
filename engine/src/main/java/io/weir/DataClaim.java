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
package io.weir;

import io.weir.codecs.DataFrame;
import io.weir.link.LaneBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A claimed Data frame: where to encode the payload, and how to let it go. Belongs to the emitter's thread and is
 * reusable.
 */
public final class DataClaim
{
    /** What stands behind a claim: the writer that gave it. */
    public interface Owner
    {
        /**
         * Commits the open claim.
         *
         * @param claim to commit.
         * @param flags of the Data frame.
         */
        void commitClaim(DataClaim claim, int flags);

        /** Turns the open claim into padding; its seq is given to the next frame. */
        void abortClaim();
    }

    private Owner owner;
    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * A claim of nothing, until the writer fills it in.
     */
    public DataClaim()
    {
    }

    /**
     * Fills the claim in. Called by the writer, not by applications.
     *
     * @param newOwner  to commit to.
     * @param newBuffer that holds the payload.
     * @param newOffset of the payload, behind an encoded header.
     */
    public void wrap(final Owner newOwner, final MutableDirectBuffer newBuffer, final int newOffset)
    {
        owner = newOwner;
        if (buffer != newBuffer)
        {
            buffer = newBuffer;
        }
        offset = newOffset;
    }

    /**
     * Puts another writer in the first one's place. Called by a writer that wraps another, not by applications.
     *
     * @param newOwner to commit to.
     */
    public void owner(final Owner newOwner)
    {
        owner = newOwner;
    }

    /** {@return the buffer to encode into, from {@link #offset()} on, until commit or abort} */
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    /** {@return the offset of the payload} */
    public int offset()
    {
        return offset & LaneBuffer.OFFSET_MASK;
    }

    /** {@return the length of the payload in bytes, while the claim is open} */
    public int length()
    {
        return null == buffer ? 0 : DataFrame.payloadLength(buffer, offset() - DataFrame.PAYLOAD_OFFSET);
    }

    /** {@return whether the claim is neither committed nor aborted} */
    public boolean isOpen()
    {
        return null != owner;
    }

    /** Sends the frame. */
    public void commit()
    {
        commit(0);
    }

    /**
     * Sends the frame with flags.
     *
     * @param flags {@link io.weir.codecs.DataFrame#MORE}, {@link io.weir.codecs.DataFrame#END}.
     * @throws IllegalStateException if there is no open claim.
     */
    public void commit(final int flags)
    {
        final Owner writer = take();
        writer.commitClaim(this, flags);
    }

    /** Gives the frame up: nothing is sent, the credit is kept. Harmless if already committed or aborted. */
    public void abort()
    {
        if (null != owner)
        {
            take().abortClaim();
        }
    }

    private Owner take()
    {
        final Owner writer = owner;
        if (null == writer)
        {
            throw new IllegalStateException("no open claim: it was committed or aborted, or tryClaim was refused");
        }
        owner = null;
        return writer;
    }
}
