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

import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * Decides whether a frame that crossed a trust boundary may be decoded, and measures it for the decode (W-4).
 * <p>
 * Checked are, in this order: the header is there, the schema id, the version (W-5), the template, the block's length,
 * and each var data's length; and that nothing is left. The frame's own edge is the limit, not the buffer's: around the
 * frame lie other peers' frames. The checks are this class's own, so the outcome does not depend on
 * {@code agrona.disable.bounds.checks}. There is no exception and no allocation, and of a frame only its header and its
 * var data lengths are read, each of them once.
 * <p>
 * <b>Use what was measured.</b> A generated decoder reads lengths again from memory that the peer may share and change.
 * So wrap it with the measured block and take var data by offset, not through the decoder:
 *
 * <pre>{@code
 * if (validator.validate(buffer, offset, length).isAccepted())
 * {
 *     decoder.wrap(buffer, validator.blockOffset(), validator.blockLength(), validator.version());
 *     handler.onParams(buffer, validator.varDataOffset(1), validator.varDataLength(1));
 * }
 * }</pre>
 *
 * Frames of the next version are accepted with longer blocks and with more var data than is known here, as long as
 * those are whole and fill the frame exactly (at most {@link FrameSchema#MAX_VAR_DATA} in all); they are measured but
 * not told. Frames of the version before may have fewer var data: see {@link #varDataCount()}.
 * <p>
 * Values are not judged here: whether an ordinal is known or a slot within limits is for who decodes. Generated
 * decoders give {@code SBE_UNKNOWN} for an ordinal that a later version may have added.
 * <p>
 * Owned by one thread. What was measured holds until the next call, as long as the frame does.
 */
public final class FrameValidator
{
    private static final int VAR_LENGTH_LENGTH = Integer.BYTES;

    private final FrameSchema schema;
    /** Offset in the upper half, length in the lower. */
    private final long[] varData = new long[FrameSchema.MAX_VAR_DATA];

    /** The last header that was found good, and what follows from it: a stream of frames has few different ones. */
    private long goodHeader;
    private int goodVarDataCount;
    private int goodMaxVarDataCount;

    private long header;
    private int blockOffset;
    private int blockLength;
    private int varDataCount;

    /**
     * Creates a validator of stream and session frames.
     */
    public FrameValidator()
    {
        this(FrameSchema.STREAM);
    }

    /**
     * Creates a validator of the frames of one schema.
     *
     * @param schema that frames must belong to.
     */
    public FrameValidator(final FrameSchema schema)
    {
        this.schema = Objects.requireNonNull(schema, "schema");
        this.goodHeader = FrameHeader.word(0, 0, ~schema.id(), 0);
    }

    /**
     * Validates and measures one frame.
     *
     * @param buffer that holds the frame, and more.
     * @param offset at which the frame begins.
     * @param length of the frame in bytes, as the link framed it; nothing beyond is read.
     * @return what was found; only after {@link FrameOutcome#OK} may the frame be decoded.
     */
    public FrameOutcome validate(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < FrameHeader.LENGTH)
        {
            return refused(FrameOutcome.TRUNCATED_HEADER, 0);
        }

        if (offset < 0 || length > buffer.capacity() - offset)
        {
            return refused(FrameOutcome.OUTSIDE_BUFFER, 0);
        }

        return validate(buffer, offset, length, FrameHeader.word(buffer, offset));
    }

    /**
     * Validates and measures one frame whose header was read already, and is not read again.
     *
     * @param buffer that holds the frame, and more.
     * @param offset at which the frame begins.
     * @param length of the frame in bytes, as the link framed it, at least that of a header and within the buffer.
     * @param word   the frame's header.
     * @return what was found; only after {@link FrameOutcome#OK} may the frame be decoded.
     */
    public FrameOutcome validate(final DirectBuffer buffer, final int offset, final int length, final long word)
    {
        if (word != goodHeader)
        {
            final FrameOutcome outcome = check(word);
            if (FrameOutcome.OK != outcome)
            {
                return refused(outcome, word);
            }
        }

        final int statedBlockLength = FrameHeader.blockLength(word);
        final int remaining = length - FrameHeader.LENGTH - statedBlockLength;
        if (remaining < 0)
        {
            return refused(FrameOutcome.BLOCK_BEYOND_FRAME, word);
        }

        final FrameOutcome outcome =
            measure(buffer, offset + FrameHeader.LENGTH + statedBlockLength, remaining);
        if (FrameOutcome.OK != outcome)
        {
            return refused(outcome, word);
        }

        header = word;
        blockOffset = offset + FrameHeader.LENGTH;
        blockLength = statedBlockLength;
        varDataCount = goodVarDataCount;

        return FrameOutcome.OK;
    }

    /**
     * {@return the template id; also after a refusal, if the frame had a whole header}
     */
    public int templateId()
    {
        return FrameHeader.templateId(header);
    }

    /**
     * {@return the version of the schema that the frame is of; also after a refusal, if the frame had a whole header}
     */
    public int version()
    {
        return FrameHeader.version(header);
    }

    /**
     * {@return the offset of the accepted frame's block in the buffer}
     */
    public int blockOffset()
    {
        return blockOffset;
    }

    /**
     * {@return the length in bytes of the accepted frame's block, at least what its version needs}
     */
    public int blockLength()
    {
        return blockLength;
    }

    /**
     * {@return the count of the accepted frame's var data that this schema knows; 0 after a refusal. A frame of the
     * version before has those of that version, the first ones}
     */
    public int varDataCount()
    {
        return varDataCount;
    }

    /**
     * {@return the offset in the buffer of the bytes of one var data of the accepted frame}
     *
     * @param index of the var data, in the order of the schema; less than {@link #varDataCount()}.
     */
    public int varDataOffset(final int index)
    {
        return (int)(varData[Objects.checkIndex(index, varDataCount)] >>> Integer.SIZE);
    }

    /**
     * {@return the count of bytes of one var data of the accepted frame, not negative}
     *
     * @param index of the var data, in the order of the schema; less than {@link #varDataCount()}.
     */
    public int varDataLength(final int index)
    {
        return (int)varData[Objects.checkIndex(index, varDataCount)];
    }

    private FrameOutcome check(final long word)
    {
        final int version = FrameHeader.version(word);
        if (FrameHeader.schemaId(word) != schema.id())
        {
            return FrameOutcome.FOREIGN_SCHEMA;
        }

        if (!schema.reads(version))
        {
            return FrameOutcome.UNSUPPORTED_VERSION;
        }

        final boolean isNewer = version > schema.version();
        final int layout = schema.layout(FrameHeader.templateId(word), version);
        if (FrameSchema.NO_LAYOUT == layout)
        {
            return isNewer ? FrameOutcome.UNKNOWN_TEMPLATE : FrameOutcome.FOREIGN_TEMPLATE;
        }

        if (FrameHeader.blockLength(word) < FrameSchema.blockLength(layout))
        {
            return FrameOutcome.BLOCK_TOO_SHORT;
        }

        goodHeader = word;
        goodVarDataCount = FrameSchema.varDataCount(layout);
        goodMaxVarDataCount = isNewer ? FrameSchema.MAX_VAR_DATA : goodVarDataCount;

        return FrameOutcome.OK;
    }

    private FrameOutcome measure(final DirectBuffer buffer, final int offset, final int available)
    {
        final int end = offset + available;
        final int count = goodVarDataCount;
        int position = offset;

        for (int i = 0; i < count; i++)
        {
            if (end - position < VAR_LENGTH_LENGTH)
            {
                return FrameOutcome.VAR_LENGTH_TRUNCATED;
            }

            final int length = buffer.getInt(position, LITTLE_ENDIAN);
            position += VAR_LENGTH_LENGTH;

            if (length < 0 || length > end - position)
            {
                return FrameOutcome.VAR_LENGTH_BEYOND_FRAME;
            }

            varData[i] = (long)position << Integer.SIZE | length;
            position += length;
        }

        return position == end ? FrameOutcome.OK : skipUnknown(buffer, position, end);
    }

    /** Var data of a newer version, behind those that are known: whole, or refused. */
    private FrameOutcome skipUnknown(final DirectBuffer buffer, final int offset, final int end)
    {
        final int maxCount = goodMaxVarDataCount;
        int position = offset;

        for (int i = goodVarDataCount; i < maxCount && position < end; i++)
        {
            if (end - position < VAR_LENGTH_LENGTH)
            {
                return FrameOutcome.VAR_LENGTH_TRUNCATED;
            }

            final int length = buffer.getInt(position, LITTLE_ENDIAN);
            position += VAR_LENGTH_LENGTH;

            if (length < 0 || length > end - position)
            {
                return FrameOutcome.VAR_LENGTH_BEYOND_FRAME;
            }

            position += length;
        }

        return position == end ? FrameOutcome.OK : FrameOutcome.TRAILING_BYTES;
    }

    private FrameOutcome refused(final FrameOutcome outcome, final long word)
    {
        header = word;
        blockOffset = 0;
        blockLength = 0;
        varDataCount = 0;

        return outcome;
    }
}
