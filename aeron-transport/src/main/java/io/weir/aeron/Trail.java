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

import io.aeron.Image;
import io.aeron.logbuffer.FrameDescriptor;
import io.weir.link.LaneBuffer;
import org.agrona.BitUtil;

/**
 * Has a receiver stay a message behind the sender in a flood over IPC, as lanes do (T-3): what its processor fetches
 * beyond the message at hand it takes from the sender, which is about to write there. A flood is so many bytes of
 * messages of several frames that come without a pause, and ends with one. Its last message waits for as many polls as
 * a pause has. Owned by the connection's agent.
 */
final class Trail
{
    /** Bytes of messages without a pause that make a flood. */
    static final int FLOOD = 16_384;
    /** Polls without a message that are a pause, and for which the last message of a flood waits for another. */
    static final int PATIENCE = 32;

    private Image image;
    private LaneBuffer term;
    private long position;
    private long run;
    private int waited;
    /** Polls since the last message that have found nothing. */
    private int vain;

    Trail()
    {
    }

    /**
     * A message of several frames has been read.
     *
     * @param from        where it came from.
     * @param buffer      the term that holds it.
     * @param newPosition of the image behind it.
     * @param length      of the message in bytes.
     */
    void passed(final Image from, final LaneBuffer buffer, final long newPosition, final int length)
    {
        image = from;
        term = buffer;
        position = newPosition;
        run += length;
        vain = 0;
    }

    /** A poll has found nothing. */
    void nothing()
    {
        if (++vain >= PATIENCE)
        {
            end();
        }
    }

    /** A pause, or a message of another kind: no flood. */
    void end()
    {
        run = 0;
        waited = 0;
        vain = 0;
    }

    /**
     * Looks whether the next message is to be left for now. Looks nowhere but into the term of the last one, and only
     * as long as its image is open.
     *
     * @param current image to poll.
     * @return whether the flood goes on, the next message is there, and none is behind it yet.
     */
    boolean isToWait(final Image current)
    {
        if (run < FLOOD || current != image || current.isClosed() || current.position() != position)
        {
            waited = 0;
            return false;
        }
        final int offset = (int)position & term.capacity() - 1;
        // At the end of a term there is no other message behind one in it.
        final int next = 0 == offset ? term.capacity() : offset + alignedLength(offset);
        if (next > offset && next < term.capacity() && 0 == alignedLength(next) && waited < PATIENCE)
        {
            waited++;
            return true;
        }
        if (PATIENCE == waited)
        {
            run = 0;
        }
        waited = 0;
        return false;
    }

    /** {@return what the message at an offset takes, 0 if none is committed there} */
    private int alignedLength(final int offset)
    {
        return BitUtil.align(
            Math.max(0, FrameDescriptor.frameLengthVolatile(term, offset)), AeronAddress.FRAME_ALIGNMENT);
    }
}
