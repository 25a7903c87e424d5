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
 * Writes accepted stream frames in the view that {@link PrefixFrame} describes (W-2). Stateless; allocates nothing.
 */
public final class PrefixWriter
{
    /** Result: the frame was not accepted, or is no stream's. Such a frame is not for a module: leave it out. */
    public static final int NOT_A_STREAM_FRAME = -1;

    /** Result: the destination is too small. It never is with 17 bytes more than the frame's length. */
    public static final int INSUFFICIENT_SPACE = -2;

    private PrefixWriter()
    {
    }

    /**
     * Writes prefix and payload of a frame.
     *
     * @param frame     buffer that holds the frame.
     * @param measured  the validator that has just accepted the frame; its measures are used, no length is read again.
     * @param sessionId of the session that the frame came through.
     * @param buffer    to write to.
     * @param offset    at which the prefix is to begin.
     * @return the bytes written, prefix included; or {@link #NOT_A_STREAM_FRAME} or {@link #INSUFFICIENT_SPACE}, and
     * then nothing is written.
     */
    public static int write(
        final DirectBuffer frame,
        final FrameValidator measured,
        final long sessionId,
        final MutableDirectBuffer buffer,
        final int offset)
    {
        final int kind = measured.templateId();
        if (0 == measured.blockLength() || kind < OpenDecoder.TEMPLATE_ID || kind > CreditDecoder.TEMPLATE_ID)
        {
            return NOT_A_STREAM_FRAME;
        }

        final int varDataIndex = OpenDecoder.TEMPLATE_ID == kind ? 1 : 0;
        final boolean hasVarData = varDataIndex < measured.varDataCount();
        final int varDataLength = hasVarData ? measured.varDataLength(varDataIndex) : 0;
        final int fieldLength = fieldLength(kind);
        final int length = PrefixFrame.PAYLOAD_OFFSET + fieldLength + varDataLength;
        if (length > buffer.capacity() - offset)
        {
            return INSUFFICIENT_SPACE;
        }

        final int blockOffset = measured.blockOffset();
        final int payloadOffset = offset + PrefixFrame.PAYLOAD_OFFSET;
        final long streamId = frame.getLong(blockOffset, LITTLE_ENDIAN);
        PrefixFrame.encode(buffer, offset, kind, sessionId, streamId);
        buffer.putBytes(payloadOffset, frame, blockOffset + fieldOffset(kind), fieldLength);
        if (hasVarData)
        {
            buffer.putBytes(payloadOffset + fieldLength, frame, measured.varDataOffset(varDataIndex), varDataLength);
        }

        return length;
    }

    private static int fieldOffset(final int kind)
    {
        return switch (kind)
        {
            case ErrorDecoder.TEMPLATE_ID -> ErrorDecoder.codeEncodingOffset();
            case CloseDecoder.TEMPLATE_ID -> CloseDecoder.reasonEncodingOffset();
            case CancelDecoder.TEMPLATE_ID -> CancelDecoder.reasonEncodingOffset();
            case CreditDecoder.TEMPLATE_ID -> CreditDecoder.creditLimitEncodingOffset();
            default -> 0;
        };
    }

    private static int fieldLength(final int kind)
    {
        return switch (kind)
        {
            case ErrorDecoder.TEMPLATE_ID -> ErrorDecoder.codeEncodingLength();
            case CloseDecoder.TEMPLATE_ID -> CloseDecoder.reasonEncodingLength();
            case CancelDecoder.TEMPLATE_ID -> CancelDecoder.reasonEncodingLength();
            case CreditDecoder.TEMPLATE_ID -> CreditDecoder.creditLimitEncodingLength();
            default -> 0;
        };
    }
}
