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
import io.weir.link.FloodGate;
import io.weir.link.LaneBuffer;
import org.agrona.BitUtil;

/**
 * Has a receiver stay a message behind the sender in a flood over IPC (T-3): what its processor fetches beyond the
 * message at hand it takes from the sender, which is about to write there. Owned by the connection's agent.
 */
final class Trail
{
    /** Bytes of messages of several frames, read in one duty cycle, behind which a flood is at hand. */
    static final int FLOOD_LENGTH = 16_384;

    private final FloodGate gate = new FloodGate();
    private Image image;
    private LaneBuffer term;
    private long position;
    private long cycleNs;
    private long cycleLength;

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
        cycleLength += length;
    }

    /** A poll has found nothing, or a message of another kind: no flood. */
    void end()
    {
        cycleLength = 0;
        gate.passed(false);
    }

    /** {@return whether the last poll left a message for a later one, on purpose} */
    boolean isHolding()
    {
        return gate.isHolding();
    }

    /**
     * Looks whether the next message is to be left for now. Looks nowhere but into the term of the last one, and only
     * as long as its image is open.
     *
     * @param current image to poll.
     * @param nowNs   time at which the duty cycle began.
     * @return whether the flood goes on, the next message is there, and none is behind it yet.
     */
    boolean isToHold(final Image current, final long nowNs)
    {
        gate.poll(nowNs);
        if (nowNs != cycleNs)
        {
            cycleNs = nowNs;
            cycleLength = 0;
        }
        if (current != image || current.isClosed() || current.position() != position)
        {
            gate.passed(false);
            return false;
        }
        final boolean isFlood = gate.isFlood() || cycleLength >= FLOOD_LENGTH;
        final int offset = (int)position & term.capacity() - 1;
        if (!isFlood && !gate.isHolding() || 0 == offset)
        {
            // At the beginning of a term the image has not looked into it yet.
            return false;
        }
        final int next = offset + alignedLength(offset);
        final boolean isLast = next == offset || next < term.capacity() && 0 == alignedLength(next);
        if (isLast && next > offset && gate.isToHold())
        {
            return true;
        }
        gate.passed(isFlood && !isLast);
        return false;
    }

    /** {@return what the message at an offset takes, 0 if none is committed there} */
    private int alignedLength(final int offset)
    {
        return BitUtil.align(
            Math.max(0, FrameDescriptor.frameLengthVolatile(term, offset)), AeronAddress.FRAME_ALIGNMENT);
    }
}
