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

import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.LangUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames that share a message of a connection, and lie in the retention of a durable session, one behind the other:
 *
 * <pre>
 *   0                   4                   8
 *  +-------------------+-------------------+--------------------------------+
 *  |  frame length     |  of no meaning    |  frame, padded to 8 bytes  ... |
 *  +-------------------+-------------------+--------------------------------+
 * </pre>
 */
public final class FrameRecords
{
    /** What precedes a frame in its record, in bytes. */
    public static final int HEADER_LENGTH = 8;

    /** What of a header is the frame's length. */
    public static final long LENGTH_MASK = 0xFFFF_FFFFL;

    private static final int ALIGNMENT = 8;

    private FrameRecords()
    {
    }

    /**
     * {@return what a frame takes, in bytes}
     *
     * @param frameLength in bytes, any int.
     */
    public static int recordLength(final int frameLength)
    {
        return HEADER_LENGTH + BitUtil.align(frameLength, ALIGNMENT);
    }

    /**
     * {@return the length of the frame in a record, read once; 0 or less if what is there is no record}
     *
     * @param buffer that holds the message.
     * @param at     where the record begins.
     * @param end    of the message.
     */
    public static int frameLength(final UnsafeBuffer buffer, final int at, final int end)
    {
        final int most = end - at - HEADER_LENGTH;
        final int length = most > 0 ? buffer.getInt(at, ByteOrder.LITTLE_ENDIAN) : 0;
        return length <= most ? length : 0;
    }

    /** Hands on each frame; what a consumer throws at one does not cost the others. */
    static int forEach(
        final FrameConsumer consumer,
        final int sessionIndex,
        final UnsafeBuffer buffer,
        final int offset,
        final int length)
    {
        final int end = offset + length;
        Throwable failure = null;
        int frames = 0;
        int at = offset;
        while (at < end)
        {
            final int frame = frameLength(buffer, at, end);
            final int from = at;
            // What is no record is shown to the end of the message: no frame, and so a violation.
            at = frame > 0 ? at + recordLength(frame) : end;
            frames++;
            try
            {
                consumer.onFrame(sessionIndex, buffer, frame > 0 ? from + HEADER_LENGTH : from,
                    frame > 0 ? frame : end - from);
            }
            catch (final Throwable ex)
            {
                failure = null == failure ? ex : failure;
            }
        }
        if (null != failure)
        {
            LangUtil.rethrowUnchecked(failure);
        }
        return frames;
    }
}
