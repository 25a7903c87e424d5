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

package io.weir.codecs;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The layout of a Credit frame for the path of a frame: header ({@link FrameHeader}), stream id and limit, eight bytes
 * each, little endian. A property test proves these bytes identical to those of {@link CreditEncoder}.
 * <p>
 * The offsets hold for any accepted frame, of later versions too. Stateless; the buffer is written and read only within
 * the call.
 */
public final class CreditFrame
{
    /** Template id of Credit. */
    public static final int TEMPLATE_ID = CreditEncoder.TEMPLATE_ID;

    /** Header word of a Credit frame of this version. */
    public static final long HEADER = FrameHeader.word(
        CreditEncoder.BLOCK_LENGTH, CreditEncoder.TEMPLATE_ID, CreditEncoder.SCHEMA_ID, CreditEncoder.SCHEMA_VERSION);

    /** Offset of the stream id from the start of the frame, in bytes. */
    public static final int STREAM_ID_OFFSET = FrameHeader.LENGTH + CreditEncoder.streamIdEncodingOffset();

    /** Offset of the limit from the start of the frame, in bytes. */
    public static final int LIMIT_OFFSET = FrameHeader.LENGTH + CreditEncoder.creditLimitEncodingOffset();

    /** Length of the frame in bytes, header included. */
    public static final int LENGTH = FrameHeader.LENGTH + CreditEncoder.BLOCK_LENGTH;

    private CreditFrame()
    {
    }

    /**
     * Encodes a whole Credit frame.
     *
     * @param buffer   to write to; at least {@link #LENGTH} bytes from the offset on.
     * @param offset   at which the frame begins.
     * @param streamId of the stream (W-1).
     * @param limit    count of Data frames that the other side may ever have sent (C-1).
     */
    public static void encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long streamId,
        final long limit)
    {
        buffer.putLong(offset, HEADER, LITTLE_ENDIAN);
        buffer.putLong(offset + STREAM_ID_OFFSET, streamId, LITTLE_ENDIAN);
        buffer.putLong(offset + LIMIT_OFFSET, limit, LITTLE_ENDIAN);
    }

    /**
     * {@return whether the header is that of a Credit frame of this version}
     *
     * @param headerWord as {@link FrameHeader#word(DirectBuffer, int)} read it.
     */
    public static boolean isCredit(final long headerWord)
    {
        return HEADER == headerWord;
    }

    /**
     * {@return the stream id}
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    public static long streamId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + STREAM_ID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * {@return the count of Data frames that the receiver of this frame may ever have sent}
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    public static long limit(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + LIMIT_OFFSET, LITTLE_ENDIAN);
    }
}
