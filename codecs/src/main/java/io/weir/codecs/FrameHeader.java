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

/**
 * The eight bytes at the start of every frame, read and written as one little-endian word.
 *
 * <pre>
 *   0               2               4               6               8
 *   +---------------+---------------+---------------+---------------+
 *   | block length  |  template id  |   schema id   |    version    |
 *   +---------------+---------------+---------------+---------------+
 * </pre>
 *
 * Reading the header once, as a word, is also what keeps it from changing between two looks when a peer shares the
 * memory (W-4). Stateless; the methods may be called from any thread that may read the buffer.
 */
public final class FrameHeader
{
    /** Bytes of the header. */
    public static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

    private static final int TEMPLATE_ID_SHIFT = 16;
    private static final int SCHEMA_ID_SHIFT = 32;
    private static final int VERSION_SHIFT = 48;
    private static final long MASK = 0xFFFFL;

    private FrameHeader()
    {
    }

    /**
     * Composes a header. All four values are unsigned 16-bit; higher bits are ignored.
     *
     * @param blockLength in bytes.
     * @param templateId  which frame it is.
     * @param schemaId    which schema it belongs to.
     * @param version     of that schema.
     * @return the header's word.
     */
    public static long word(final int blockLength, final int templateId, final int schemaId, final int version)
    {
        return (blockLength & MASK) |
            (templateId & MASK) << TEMPLATE_ID_SHIFT |
            (schemaId & MASK) << SCHEMA_ID_SHIFT |
            (version & MASK) << VERSION_SHIFT;
    }

    /**
     * Reads the header of a frame that is known to have one.
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     * @return the header's word.
     */
    public static long word(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset, LITTLE_ENDIAN);
    }

    /**
     * {@return the block length in bytes, 0 to 65,535}
     *
     * @param word of the header.
     */
    public static int blockLength(final long word)
    {
        return (int)(word & MASK);
    }

    /**
     * {@return the template id, 0 to 65,535}
     *
     * @param word of the header.
     */
    public static int templateId(final long word)
    {
        return (int)(word >>> TEMPLATE_ID_SHIFT & MASK);
    }

    /**
     * {@return the schema id, 0 to 65,535}
     *
     * @param word of the header.
     */
    public static int schemaId(final long word)
    {
        return (int)(word >>> SCHEMA_ID_SHIFT & MASK);
    }

    /**
     * {@return the version of the schema, 0 to 65,535}
     *
     * @param word of the header.
     */
    public static int version(final long word)
    {
        return (int)(word >>> VERSION_SHIFT);
    }
}
