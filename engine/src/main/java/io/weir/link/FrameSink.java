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
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where frames are encoded: claim, encode in place, commit or abort. Used by one thread, the emitter; only the methods
 * that say so may be called by others. At most one claim is open at a time (T-2).
 */
public interface FrameSink
{
    /**
     * Claims room for a frame. What is committed is published before a refusal is returned (T-3).
     *
     * @param sessionIndex of the session in the receiver's table.
     * @param length       of the frame in bytes.
     * @return the offset of the frame in {@link #buffer()}, or {@link Result#BACK_PRESSURED}, {@link
     * Result#NOT_CONNECTED}.
     */
    int claim(int sessionIndex, int length);

    /**
     * Claims room for a frame if it is at hand; changes nothing if it is not: then {@link #claim} says why, or finds
     * some. The path of nearly every frame, kept short.
     *
     * @param sessionIndex of the session in the receiver's table.
     * @param length       of the frame in bytes.
     * @return the offset of the frame in {@link #buffer()}, negative when no room is at hand.
     */
    default int claimAtHand(final int sessionIndex, final int length)
    {
        return claim(sessionIndex, length);
    }

    /** {@return the buffer that claims point into} */
    UnsafeBuffer buffer();

    /** Commits the open claim, and publishes it unless a batch is open. */
    void commit();

    /** Turns the open claim into padding. */
    void abort();

    /**
     * Reserves nothing, but answers whether so many bytes of frames can be claimed one after the other now.
     *
     * @param frames      count of frames.
     * @param frameLength of each in bytes, at most.
     * @return whether claims of them will succeed.
     */
    boolean hasRoom(int frames, int frameLength);

    /**
     * {@return how many frames of a length can be claimed at once when nothing is under way}
     *
     * @param frameLength in bytes.
     */
    int maxFrames(int frameLength);

    /** Begins a batch: commits are published by {@link #endBatch()}, or when a batch is full. Not nested. */
    void beginBatch();

    /** Ends the batch and publishes it. */
    void endBatch();

    /** Publishes what is committed. */
    void publish();

    /** {@return the position behind the last committed frame, to compare with {@link #consumedPosition()}} */
    long position();

    /** {@return the position that the receiver has passed; any thread} */
    long consumedPosition();

    /** {@return whether this sink has been closed, after its last frame was published; any thread} */
    boolean isClosed();

    /** {@return how many bytes {@link #offerRecords} takes at most; 0 where frames are claimed one by one only} */
    default int maxRecords()
    {
        return 0;
    }

    /**
     * Commits and publishes frames that lie one behind the other in memory, each behind its length (i32) and 4 bytes of
     * no meaning, and padded to 8 bytes.
     *
     * @param buffer that holds them; free again on return.
     * @param offset of the first length.
     * @param length of all in bytes, at most {@link #maxRecords()}.
     * @return whether there was room.
     */
    default boolean offerRecords(final DirectBuffer buffer, final int offset, final int length)
    {
        throw new UnsupportedOperationException("frames are claimed one by one here");
    }

    /** {@return whether the receiver is gone} */
    boolean isDisconnected();

    /**
     * Asks to be unparked when the receiver has made so much progress that there is room, or is gone. Look for room
     * once more after this, before parking (C-5). Nothing where only an agent emits: it does not park, but tells its
     * streams in a duty cycle.
     *
     * @param waiter      to unpark.
     * @param frames      to have room for, 0 to hear only that the receiver is gone.
     * @param frameLength of each in bytes.
     */
    default void starve(final Thread waiter, final int frames, final int frameLength)
    {
    }

    /** {@return the epoch time to stamp frames with, in ns, 0 for none} */
    long timestampNs();

    /**
     * Sets the time that frames are stamped with.
     *
     * @param epochNs in ns, 0 for none.
     */
    void timestampNs(long epochNs);
}
