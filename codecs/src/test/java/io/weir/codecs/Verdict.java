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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is to say of a frame: the outcome and, with offsets counted from the start of the frame, the measures.
 * Comes from the validator or from a checker written from the rule alone, on a copy of the frame and with 64-bit sums.
 */
record Verdict(FrameOutcome outcome, int templateId, int version, int blockLength, List<Part> varData)
{
    private static final int HEADER_LENGTH = 8;
    private static final int MAX_VAR_DATA = 8;

    /**
     * A stretch of the frame.
     */
    record Part(int offset, int length)
    {
    }

    /**
     * {@return what the validator said of the frame that it has just seen}
     */
    static Verdict of(final FrameOutcome outcome, final FrameValidator validator, final int frameOffset)
    {
        final List<Part> varData = new ArrayList<>();
        for (int i = 0; i < validator.varDataCount(); i++)
        {
            varData.add(new Part(validator.varDataOffset(i) - frameOffset, validator.varDataLength(i)));
        }

        if (FrameOutcome.OK == outcome && validator.blockOffset() != frameOffset + HEADER_LENGTH)
        {
            throw new AssertionError("block offset " + validator.blockOffset());
        }

        return new Verdict(outcome, validator.templateId(), validator.version(), validator.blockLength(), varData);
    }

    /**
     * {@return what the rule says of a frame}
     */
    static Verdict expected(final byte[] frame, final SchemaXml schema)
    {
        if (frame.length < HEADER_LENGTH)
        {
            return new Verdict(FrameOutcome.TRUNCATED_HEADER, 0, 0);
        }

        final ByteBuffer bytes = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        final int blockLength = Short.toUnsignedInt(bytes.getShort(0));
        final int templateId = Short.toUnsignedInt(bytes.getShort(2));
        final int version = Short.toUnsignedInt(bytes.getShort(6));
        if (Short.toUnsignedInt(bytes.getShort(4)) != schema.id)
        {
            return new Verdict(FrameOutcome.FOREIGN_SCHEMA, templateId, version);
        }

        if (Math.abs(version - schema.version) > 1)
        {
            return new Verdict(FrameOutcome.UNSUPPORTED_VERSION, templateId, version);
        }

        final boolean isNewer = version > schema.version;
        final SchemaXml.Template template = schema.templates(Math.min(version, schema.version)).get(templateId);
        if (null == template)
        {
            return new Verdict(
                isNewer ? FrameOutcome.UNKNOWN_TEMPLATE : FrameOutcome.FOREIGN_TEMPLATE, templateId, version);
        }

        return expected(bytes, blockLength, template, isNewer, new Verdict(FrameOutcome.OK, templateId, version));
    }

    private static Verdict expected(
        final ByteBuffer bytes,
        final int blockLength,
        final SchemaXml.Template template,
        final boolean isNewer,
        final Verdict header)
    {
        if (blockLength < template.blockLength())
        {
            return header.refused(FrameOutcome.BLOCK_TOO_SHORT);
        }

        long position = (long)HEADER_LENGTH + blockLength;
        if (position > bytes.capacity())
        {
            return header.refused(FrameOutcome.BLOCK_BEYOND_FRAME);
        }

        final int known = template.varData().size();
        final List<Part> parts = new ArrayList<>();
        while (parts.size() < known || isNewer && position < bytes.capacity() && parts.size() < MAX_VAR_DATA)
        {
            final long start = position + Integer.BYTES;
            if (start > bytes.capacity())
            {
                return header.refused(FrameOutcome.VAR_LENGTH_TRUNCATED);
            }

            final long length = Integer.toUnsignedLong(bytes.getInt((int)position));
            if (start + length > bytes.capacity())
            {
                return header.refused(FrameOutcome.VAR_LENGTH_BEYOND_FRAME);
            }

            parts.add(new Part((int)start, (int)length));
            position = start + length;
        }

        if (position != bytes.capacity())
        {
            return header.refused(FrameOutcome.TRAILING_BYTES);
        }

        return new Verdict(
            FrameOutcome.OK, header.templateId(), header.version(), blockLength, parts.subList(0, known));
    }

    private Verdict(final FrameOutcome outcome, final int templateId, final int version)
    {
        this(outcome, templateId, version, 0, List.of());
    }

    private Verdict refused(final FrameOutcome reason)
    {
        return new Verdict(reason, templateId, version);
    }
}
