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

package io.weir.caps;

import java.nio.charset.StandardCharsets;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The codecs of what needs no schema. Stateless. */
final class PlainCodecs
{
    static final Codec<byte[]> BYTES = new Codec<>()
    {
        @Override
        public int encode(final byte[] value, final MutableDirectBuffer buffer, final int offset)
        {
            buffer.putBytes(offset, value);
            return value.length;
        }

        @Override
        public byte[] decode(final DirectBuffer buffer, final int offset, final int length)
        {
            final byte[] value = new byte[length];
            buffer.getBytes(offset, value);
            return value;
        }
    };

    static final Codec<String> TEXT = new Codec<>()
    {
        @Override
        public int encode(final String value, final MutableDirectBuffer buffer, final int offset)
        {
            return BYTES.encode(value.getBytes(StandardCharsets.UTF_8), buffer, offset);
        }

        @Override
        public String decode(final DirectBuffer buffer, final int offset, final int length)
        {
            return buffer.getStringWithoutLengthUtf8(offset, length);
        }
    };

    /** Of {@code Void}: the one codec that reads null, since there is no other value. */
    static final Codec<Void> NOTHING = new Codec<>()
    {
        @Override
        public int encode(final Void value, final MutableDirectBuffer buffer, final int offset)
        {
            return 0;
        }

        @Override
        public Void decode(final DirectBuffer buffer, final int offset, final int length)
        {
            if (0 != length)
            {
                throw new CodecException("an empty message was expected, and " + length + " bytes came");
            }
            return null;
        }
    };

    private PlainCodecs()
    {
    }

    /** {@return whether a codec is that of no value at all} */
    static boolean isNothing(final Codec<?> codec)
    {
        return NOTHING == codec;
    }
}
