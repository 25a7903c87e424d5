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
package io.weir.stream;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.FrameSchema;
import io.weir.codecs.FrameValidator;
import org.agrona.DirectBuffer;

/**
 * A frame other than plain Data, with the measures that every decode of it uses: block and var data. Of a frame that
 * crossed a trust boundary they are the validator's, so that no length is read twice from memory that the peer may
 * still write (W-4). Owned by the session's agent and reused; valid while the frame is handled.
 */
final class MeasuredFrame
{
    private final int[] varDataOffsets = new int[FrameSchema.MAX_VAR_DATA];
    private final int[] varDataLengths = new int[FrameSchema.MAX_VAR_DATA];
    private DirectBuffer buffer;
    private int offset;
    private long word;
    private int varDataCount;

    /** Takes the measures of a frame that this process encoded. */
    MeasuredFrame trusted(final DirectBuffer source, final int frameOffset, final long headerWord)
    {
        buffer = source;
        offset = frameOffset;
        word = headerWord;
        varDataCount = 0;
        final int layout =
            FrameSchema.STREAM.layout(FrameHeader.templateId(headerWord), FrameHeader.version(headerWord));
        if (FrameSchema.NO_LAYOUT != layout)
        {
            varDataCount = FrameSchema.varDataCount(layout);
            int position = blockOffset() + blockLength();
            for (int i = 0; i < varDataCount; i++)
            {
                varDataLengths[i] = source.getInt(position, LITTLE_ENDIAN);
                varDataOffsets[i] = position + Integer.BYTES;
                position = varDataOffsets[i] + varDataLengths[i];
            }
        }
        return this;
    }

    /** Takes over the measures of a frame that was just accepted. */
    MeasuredFrame validated(final DirectBuffer source, final FrameValidator validator)
    {
        buffer = source;
        offset = validator.blockOffset() - FrameHeader.LENGTH;
        word = FrameHeader.word(
            validator.blockLength(), validator.templateId(), FrameSchema.STREAM.id(), validator.version());
        varDataCount = validator.varDataCount();
        for (int i = 0; i < varDataCount; i++)
        {
            varDataOffsets[i] = validator.varDataOffset(i);
            varDataLengths[i] = validator.varDataLength(i);
        }
        return this;
    }

    DirectBuffer buffer()
    {
        return buffer;
    }

    /** Where the frame begins, with its header. */
    int offset()
    {
        return offset;
    }

    /** The header as it was read once. */
    long word()
    {
        return word;
    }

    int blockOffset()
    {
        return offset + FrameHeader.LENGTH;
    }

    int blockLength()
    {
        return FrameHeader.blockLength(word);
    }

    int version()
    {
        return FrameHeader.version(word);
    }

    /** Where the bytes of a var data begin; those that an older version does not have are empty. */
    int varDataOffset(final int index)
    {
        return index < varDataCount ? varDataOffsets[index] : offset;
    }

    int varDataLength(final int index)
    {
        return index < varDataCount ? varDataLengths[index] : 0;
    }

    String ascii(final int index)
    {
        return buffer.getStringWithoutLengthAscii(varDataOffset(index), varDataLength(index));
    }

    String utf8(final int index)
    {
        final int length = varDataLength(index);
        return 0 == length ? "" : buffer.getStringWithoutLengthUtf8(varDataOffset(index), length);
    }
}
