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
 * The layout of a Data frame for the path of a frame: what the generated flyweights do, in five stores and as many
 * loads.
 *
 * <pre>
 *   0                                                               8
 *   +---------------------------------------------------------------+
 *   |                       header ({@link FrameHeader})            |
 *   +---------------------------------------------------------------+
 *   |                           stream id                           |
 *   +---------------------------------------------------------------+
 *   |                              seq                              |
 *   +---------------------------------------------------------------+
 *   |                         timestamp (ns)                        |
 *   +---------------+---------------+-------------------------------+
 *   |     flags     |  reserved, 0  |    payload length, unsigned   |
 *   +---------------+---------------+-------------------------------+
 *   |                            payload                           ...
 * </pre>
 *
 * All of it little endian. A property test proves these bytes identical to those of {@link DataEncoder}.
 * <p>
 * The offsets hold for frames whose header is exactly {@link #HEADER}, as every frame of this version's own encoders
 * has, and for any accepted frame up to {@link #FLAGS_OFFSET}. A frame of a later version may have a longer block, and
 * with it a payload further on: for whatever crossed a trust boundary use what {@link FrameValidator} measured (W-4).
 * <p>
 * Stateless. The buffer is written and read only within the call; it belongs to whoever claimed it.
 */
public final class DataFrame
{
    /** Template id of Data. */
    public static final int TEMPLATE_ID = DataEncoder.TEMPLATE_ID;

    /** Header word of a Data frame of this version. */
    public static final long HEADER = FrameHeader.word(
        DataEncoder.BLOCK_LENGTH, DataEncoder.TEMPLATE_ID, DataEncoder.SCHEMA_ID, DataEncoder.SCHEMA_VERSION);

    /** Offset of the stream id from the start of the frame, in bytes. */
    public static final int STREAM_ID_OFFSET = FrameHeader.LENGTH + DataEncoder.streamIdEncodingOffset();

    /** Offset of seq from the start of the frame, in bytes. */
    public static final int SEQ_OFFSET = FrameHeader.LENGTH + DataEncoder.seqEncodingOffset();

    /** Offset of the timestamp from the start of the frame, in bytes. */
    public static final int TIMESTAMP_OFFSET = FrameHeader.LENGTH + DataEncoder.timestampNsEncodingOffset();

    /** Offset of the flags from the start of the frame, in bytes; also of the word that {@link #tail} reads. */
    public static final int FLAGS_OFFSET = FrameHeader.LENGTH + DataEncoder.flagsEncodingOffset();

    /** Offset of the payload's length from the start of the frame, in bytes. */
    public static final int PAYLOAD_LENGTH_OFFSET = FrameHeader.LENGTH + DataEncoder.BLOCK_LENGTH;

    /** Offset of the payload from the start of the frame, in bytes: what a Data frame costs beyond its payload. */
    public static final int PAYLOAD_OFFSET = PAYLOAD_LENGTH_OFFSET + DataEncoder.payloadHeaderLength();

    /** Flag: the message goes on in the next Data of this direction. */
    public static final int MORE = 1;

    /** Flag: the last Data of this direction. */
    public static final int END = 1 << 1;

    private static final int FLAGS_MASK = 0xFFFF;
    private static final int LENGTH_SHIFT = 32;

    private DataFrame()
    {
    }

    /**
     * {@return the length in bytes of a Data frame, header included}
     *
     * @param payloadLength in bytes.
     */
    public static int frameLength(final int payloadLength)
    {
        return PAYLOAD_OFFSET + payloadLength;
    }

    /**
     * Encodes all of a Data frame but its payload, which begins at {@link #PAYLOAD_OFFSET}. Reserved is written as 0.
     *
     * @param buffer        to write to; at least {@link #PAYLOAD_OFFSET} bytes from the offset on.
     * @param offset        at which the frame begins.
     * @param streamId      of the stream (W-1).
     * @param seq           of this frame in its direction, from 0 (S-1).
     * @param timestampNs   epoch time, 0 for none (W-7).
     * @param flags         {@link #MORE}, {@link #END}, both or 0; only the lower 16 bits are written.
     * @param payloadLength in bytes, not negative.
     */
    public static void encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long streamId,
        final long seq,
        final long timestampNs,
        final int flags,
        final int payloadLength)
    {
        buffer.putLong(offset, HEADER, LITTLE_ENDIAN);
        buffer.putLong(offset + STREAM_ID_OFFSET, streamId, LITTLE_ENDIAN);
        buffer.putLong(offset + SEQ_OFFSET, seq, LITTLE_ENDIAN);
        buffer.putLong(offset + TIMESTAMP_OFFSET, timestampNs, LITTLE_ENDIAN);
        buffer.putLong(
            offset + FLAGS_OFFSET, (long)payloadLength << LENGTH_SHIFT | flags & FLAGS_MASK, LITTLE_ENDIAN);
    }

    /**
     * Changes the flags of an encoded frame.
     *
     * @param buffer to write to.
     * @param offset at which the frame begins.
     * @param flags  {@link #MORE}, {@link #END}, both or 0; only the lower 16 bits are written.
     */
    public static void flags(final MutableDirectBuffer buffer, final int offset, final int flags)
    {
        buffer.putShort(offset + FLAGS_OFFSET, (short)flags, LITTLE_ENDIAN);
    }

    /**
     * {@return whether the header is that of a Data frame of this version, for which every offset of this class holds}
     *
     * @param headerWord as {@link FrameHeader#word(DirectBuffer, int)} read it.
     */
    public static boolean isData(final long headerWord)
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
     * {@return seq}
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    public static long seq(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + SEQ_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * {@return the timestamp in ns of epoch time, 0 for none}
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    public static long timestampNs(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + TIMESTAMP_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Reads flags and payload length with one load, for {@link #flags(long)} and {@link #payloadLength(long)}. The
     * upper half is the payload's length only in a frame whose header is {@link #HEADER}.
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     * @return the word at {@link #FLAGS_OFFSET}.
     */
    public static long tail(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + FLAGS_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * {@return the word at {@link #FLAGS_OFFSET} of a frame without flags}
     *
     * @param payloadLength in bytes, not negative.
     */
    public static long plainTail(final int payloadLength)
    {
        return (long)payloadLength << LENGTH_SHIFT;
    }

    /**
     * {@return the flags, 16 bits}
     *
     * @param tail as {@link #tail(DirectBuffer, int)} read it.
     */
    public static int flags(final long tail)
    {
        return (int)tail & FLAGS_MASK;
    }

    /**
     * {@return the payload's length in bytes; not negative in an accepted frame}
     *
     * @param tail as {@link #tail(DirectBuffer, int)} read it, of a frame whose header is {@link #HEADER}.
     */
    public static int payloadLength(final long tail)
    {
        return (int)(tail >>> LENGTH_SHIFT);
    }

    /**
     * {@return the flags, 16 bits}
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    public static int flags(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + FLAGS_OFFSET, LITTLE_ENDIAN) & FLAGS_MASK;
    }

    /**
     * {@return the payload's length in bytes, of a frame whose header is {@link #HEADER}}
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    public static int payloadLength(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + PAYLOAD_LENGTH_OFFSET, LITTLE_ENDIAN);
    }
}
