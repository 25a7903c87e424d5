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

import java.lang.reflect.Type;
import java.nio.ByteOrder;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The codecs of numbers and truth: little endian, of fixed length. Stateless. */
final class NumberCodecs
{
    private static final Codec<Integer> INT = new Fixed<>("int", Integer.BYTES)
    {
        @Override
        void put(final Integer value, final MutableDirectBuffer buffer, final int offset)
        {
            buffer.putInt(offset, value, ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        Integer take(final DirectBuffer buffer, final int offset)
        {
            return buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
        }
    };

    private static final Codec<Long> LONG = new Fixed<>("long", Long.BYTES)
    {
        @Override
        void put(final Long value, final MutableDirectBuffer buffer, final int offset)
        {
            buffer.putLong(offset, value, ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        Long take(final DirectBuffer buffer, final int offset)
        {
            return buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
        }
    };

    private static final Codec<Double> DOUBLE = new Fixed<>("double", Double.BYTES)
    {
        @Override
        void put(final Double value, final MutableDirectBuffer buffer, final int offset)
        {
            buffer.putDouble(offset, value, ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        Double take(final DirectBuffer buffer, final int offset)
        {
            return buffer.getDouble(offset, ByteOrder.LITTLE_ENDIAN);
        }
    };

    private static final Codec<Boolean> BOOLEAN = new Fixed<>("boolean", Byte.BYTES)
    {
        @Override
        void put(final Boolean value, final MutableDirectBuffer buffer, final int offset)
        {
            buffer.putByte(offset, (byte)(value ? 1 : 0));
        }

        @Override
        Boolean take(final DirectBuffer buffer, final int offset)
        {
            return 0 != buffer.getByte(offset);
        }
    };

    private NumberCodecs()
    {
    }

    /** {@return the codec of a number or a truth value, boxed or not; null for other types} */
    static Codec<?> of(final Type type)
    {
        if (int.class == type || Integer.class == type)
        {
            return INT;
        }
        if (long.class == type || Long.class == type)
        {
            return LONG;
        }
        if (double.class == type || Double.class == type)
        {
            return DOUBLE;
        }
        return boolean.class == type || Boolean.class == type ? BOOLEAN : null;
    }

    /** A value of fixed length. */
    private abstract static class Fixed<T> implements Codec<T>
    {
        private final String name;
        private final int bytes;

        Fixed(final String name, final int bytes)
        {
            this.name = name;
            this.bytes = bytes;
        }

        abstract void put(T value, MutableDirectBuffer buffer, int offset);

        abstract T take(DirectBuffer buffer, int offset);

        @Override
        public int encode(final T value, final MutableDirectBuffer buffer, final int offset)
        {
            put(value, buffer, offset);
            return bytes;
        }

        @Override
        public T decode(final DirectBuffer buffer, final int offset, final int length)
        {
            if (bytes != length)
            {
                throw new IllegalArgumentException(
                    "the message of " + length + " bytes is no " + name + ", which has " + bytes);
            }
            return take(buffer, offset);
        }
    }
}
