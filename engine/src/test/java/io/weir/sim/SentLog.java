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

package io.weir.sim;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one side of a stream has sent, frame by frame: where each payload lies in one pattern, its length and its flags.
 */
final class SentLog
{
    static final int LONGEST = 64 * 1024;

    private static final int BASES = 251;
    private static final UnsafeBuffer PATTERN = pattern();

    private int[] bases = new int[16];
    private int[] lengths = new int[16];
    private int[] flags = new int[16];
    private int size;

    /** {@return the bytes that every payload is a part of} */
    static DirectBuffer bytes()
    {
        return PATTERN;
    }

    /** {@return where the payload with a seq begins in the pattern} */
    static int base(final int streamNumber, final boolean fromOpener, final long seq)
    {
        return (int)((streamNumber * 31L + (fromOpener ? 17 : 0) + seq * 7) % BASES);
    }

    void add(final int base, final int length, final int flag)
    {
        if (size == bases.length)
        {
            bases = Arrays.copyOf(bases, size << 1);
            lengths = Arrays.copyOf(lengths, size << 1);
            flags = Arrays.copyOf(flags, size << 1);
        }
        bases[size] = base;
        lengths[size] = length;
        flags[size] = flag;
        size++;
    }

    int size()
    {
        return size;
    }

    /** {@return what is wrong with a frame received as number {@code index}, or null} */
    String mismatch(
        final int index,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final int receivedFlags)
    {
        if (index >= size)
        {
            return "Data " + index + " of " + size + " sent";
        }
        if (length != lengths[index] || receivedFlags != flags[index])
        {
            return "Data " + index + " with length " + length + " and flags " + receivedFlags + ", sent were " +
                lengths[index] + " and " + flags[index];
        }
        for (int i = 0; i < length; i++)
        {
            if (buffer.getByte(offset + i) != PATTERN.getByte(bases[index] + i))
            {
                return "Data " + index + " with another content at " + i;
            }
        }
        return null;
    }

    private static UnsafeBuffer pattern()
    {
        final byte[] bytes = new byte[LONGEST + BASES];
        int value = 1;
        for (int i = 0; i < bytes.length; i++)
        {
            value = value * 1_103_515_245 + 12_345;
            bytes[i] = (byte)(value >>> 16);
        }
        return new UnsafeBuffer(bytes);
    }
}
