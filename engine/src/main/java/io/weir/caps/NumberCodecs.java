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

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.reflect.Type;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The codecs of numbers and truth: little endian, of fixed length. Stateless. */
final class NumberCodecs
{
    private static final Codec<Integer> INT = new Fixed<>(
        "int", Integer.BYTES, (value, buffer, at) -> buffer.putInt(at, value, LITTLE_ENDIAN),
        (buffer, at) -> buffer.getInt(at, LITTLE_ENDIAN));

    private static final Codec<Long> LONG = new Fixed<>(
        "long", Long.BYTES, (value, buffer, at) -> buffer.putLong(at, value, LITTLE_ENDIAN),
        (buffer, at) -> buffer.getLong(at, LITTLE_ENDIAN));

    private static final Codec<Double> DOUBLE = new Fixed<>(
        "double", Double.BYTES, (value, buffer, at) -> buffer.putDouble(at, value, LITTLE_ENDIAN),
        (buffer, at) -> buffer.getDouble(at, LITTLE_ENDIAN));

    private static final Codec<Boolean> BOOLEAN = new Fixed<>(
        "boolean", Byte.BYTES, (value, buffer, at) -> buffer.putByte(at, (byte)(value ? 1 : 0)),
        (buffer, at) -> 0 != buffer.getByte(at));

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

    /** Writes a value of fixed length. */
    @FunctionalInterface
    private interface Put<T>
    {
        void put(T value, MutableDirectBuffer buffer, int offset);
    }

    /** Reads a value of fixed length. */
    @FunctionalInterface
    private interface Take<T>
    {
        T take(DirectBuffer buffer, int offset);
    }

    /** A value of fixed length. */
    private record Fixed<T>(String name, int bytes, Put<T> put, Take<T> take) implements Codec<T>
    {
        @Override
        public int encode(final T value, final MutableDirectBuffer buffer, final int offset)
        {
            put.put(value, buffer, offset);
            return bytes;
        }

        @Override
        public T decode(final DirectBuffer buffer, final int offset, final int length)
        {
            if (bytes != length)
            {
                throw new CodecException(
                    "the message of " + length + " bytes is no " + name + ", which has " + bytes);
            }
            return take.take(buffer, offset);
        }
    }
}
