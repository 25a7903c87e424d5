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
package io.weir.kernel;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/** Some bytes of a buffer: a place, not a copy. Owned by the kernel's thread. */
final class Bytes
{
    /** Bytes before var data, which say how long it is. */
    static final int LENGTH_LENGTH = Integer.BYTES;

    private static final int LONG_COPY = 128;
    private static final DirectBuffer NOTHING = new org.agrona.concurrent.UnsafeBuffer(new byte[0]);

    DirectBuffer buffer = NOTHING;
    int offset;
    int length;

    Bytes()
    {
    }

    void set(final DirectBuffer source, final int sourceOffset, final int sourceLength)
    {
        // Mostly the same lane or window: a reference that is not stored costs the collector nothing.
        if (buffer != source)
        {
            buffer = source;
        }
        offset = sourceOffset;
        length = sourceLength;
    }

    void set(final Bytes other)
    {
        set(other.buffer, other.offset, other.length);
    }

    void clear()
    {
        set(NOTHING, 0, 0);
    }

    boolean isEqual(final DirectBuffer other, final int otherOffset, final int otherLength)
    {
        return length == otherLength && isEqual(buffer, offset, other, otherOffset, length);
    }

    static boolean isEqual(
        final DirectBuffer left,
        final int leftOffset,
        final DirectBuffer right,
        final int rightOffset,
        final int length)
    {
        left.boundsCheck(leftOffset, length);
        right.boundsCheck(rightOffset, length);
        // Where the bytes are is asked once, not for each word.
        return isEqual(left.byteArray(), left.addressOffset() + leftOffset,
            right.byteArray(), right.addressOffset() + rightOffset, length);
    }

    private static boolean isEqual(
        final byte[] left,
        final long leftAt,
        final byte[] right,
        final long rightAt,
        final int length)
    {
        int i = 0;
        for (; i <= length - 2 * Long.BYTES; i += 2 * Long.BYTES)
        {
            if (0 != ((UnsafeApi.getLong(left, leftAt + i) ^ UnsafeApi.getLong(right, rightAt + i)) |
                (UnsafeApi.getLong(left, leftAt + i + Long.BYTES) ^
                    UnsafeApi.getLong(right, rightAt + i + Long.BYTES))))
            {
                return false;
            }
        }
        if (length >= Long.BYTES)
        {
            // One word more at most, and the last one, which may have been seen in part.
            final int last = length - Long.BYTES;
            return UnsafeApi.getLong(left, leftAt + Math.min(i, last)) ==
                UnsafeApi.getLong(right, rightAt + Math.min(i, last)) &&
                UnsafeApi.getLong(left, leftAt + last) == UnsafeApi.getLong(right, rightAt + last);
        }
        for (; i < length; i++)
        {
            if (UnsafeApi.getByte(left, leftAt + i) != UnsafeApi.getByte(right, rightAt + i))
            {
                return false;
            }
        }
        return true;
    }

    /** Puts length and bytes, as var data is laid out; answers where they end. */
    int putTo(final MutableDirectBuffer target, final int at)
    {
        target.putInt(at, length, ByteOrder.LITTLE_ENDIAN);
        copy(buffer, offset, target, at + LENGTH_LENGTH, length);
        return at + LENGTH_LENGTH + length;
    }

    /** Copies between places that do not overlap; short ones by words, which takes less than a call would. */
    static void copy(
        final DirectBuffer source,
        final int sourceOffset,
        final MutableDirectBuffer target,
        final int targetOffset,
        final int length)
    {
        if (length > LONG_COPY)
        {
            target.putBytes(targetOffset, source, sourceOffset, length);
            return;
        }
        source.boundsCheck(sourceOffset, length);
        target.boundsCheck(targetOffset, length);
        final byte[] from = source.byteArray();
        final byte[] to = target.byteArray();
        final long fromAt = source.addressOffset() + sourceOffset;
        final long toAt = target.addressOffset() + targetOffset;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES)
        {
            UnsafeApi.putLong(to, toAt + i, UnsafeApi.getLong(from, fromAt + i));
        }
        for (; i < length; i++)
        {
            UnsafeApi.putByte(to, toAt + i, UnsafeApi.getByte(from, fromAt + i));
        }
    }

    /** {@return 64 bits of the content, the same on every machine and in every run} */
    long hash()
    {
        return hash(buffer, offset, length);
    }

    static long hash(final DirectBuffer buffer, final int offset, final int length)
    {
        long hash = 0x9E37_79B9_7F4A_7C15L ^ length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES)
        {
            hash = mix(hash ^ buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
        }
        for (; i < length; i++)
        {
            hash = mix(hash ^ buffer.getByte(offset + i));
        }
        return hash;
    }

    private static long mix(final long word)
    {
        final long product = word * 0xBF58_476D_1CE4_E5B9L;
        return (product ^ product >>> 29) * 0x94D0_49BB_1331_11EBL;
    }

    String text()
    {
        return buffer.getStringWithoutLengthAscii(offset, length);
    }
}
