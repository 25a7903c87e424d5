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

import org.agrona.BitUtil;

/**
 * Counts the frames that a session retains, and knows where every so many of them begin: a Receipt that releases many
 * need not walk over all. Owned by the session's agent.
 */
final class RetainedFrames
{
    /** A power of two. */
    private static final int SPACING = 32;
    /** No retained frame takes less than a 32nd of this, so there is a mark at least for each so many bytes. */
    private static final int BYTES = 1024;
    private static final int LEAST = 4;

    /** Confirmed by the peer, and given back. */
    long released;
    /** In the connection, or in the last one. */
    long sent;

    private final long[] positions;
    private final int mask;
    private long committed;
    private long confirmed;
    /** The most ever sent: what lies below it is sent again. */
    private long peak;
    private long replayed;

    /**
     * Counts from nothing.
     *
     * @param capacity of the ring that holds them in bytes, a power of two.
     */
    RetainedFrames(final int capacity)
    {
        positions = new long[Math.max(LEAST, BitUtil.findNextPositivePowerOfTwo(capacity / BYTES))];
        mask = positions.length - 1;
    }

    /** The next one begins at a position. */
    void onCommit(final long position)
    {
        if (0 == (committed & SPACING - 1))
        {
            positions[slot(committed)] = position;
        }
        committed++;
    }

    void onSent(final int count)
    {
        replayed += Math.max(0, Math.min(count, peak - sent));
        sent += count;
        peak = Math.max(peak, sent);
    }

    /** The connection has changed: all that is not released is sent again. */
    void sendAgain()
    {
        sent = released;
    }

    /** {@return whether the peer can have received so many: no less than before, no more than were sent} */
    boolean confirm(final long received)
    {
        final boolean isPossible = received >= confirmed && received <= sent;
        confirmed = isPossible ? received : confirmed;
        return isPossible;
    }

    /**
     * Releases as many as there are up to the last mark below a count of frames.
     *
     * @param head     where the first begins that is not released.
     * @param received count of frames to release.
     * @return where the first begins that is not released now.
     */
    long releaseMarked(final long head, final long received)
    {
        final long marked = Math.max(0, received - 1) / SPACING * SPACING;
        if (marked <= released)
        {
            return head;
        }
        released = marked;
        return positions[slot(marked)];
    }

    long committed()
    {
        return committed;
    }

    long replayed()
    {
        return replayed;
    }

    private int slot(final long ordinal)
    {
        return (int)(ordinal / SPACING) & mask;
    }
}
