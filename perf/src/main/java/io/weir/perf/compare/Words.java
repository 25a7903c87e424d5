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

package io.weir.perf.compare;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes and reads every word of a message, the same way for all that take part in a comparison: unrolled by a cache
 * line, the rest two by two.
 */
final class Words
{
    private static final int LINE = 64;
    private static final int PAIR = 16;

    private Words()
    {
    }

    /**
     * Writes words.
     *
     * @param buffer to write to.
     * @param offset of the first.
     * @param length of them in bytes, a multiple of 16.
     * @param first  of the words, which count up.
     */
    static void write(final MutableDirectBuffer buffer, final int offset, final int length, final long first)
    {
        if (LINE == length)
        {
            writeLine(buffer, offset, first);
            return;
        }
        int i = 0;
        for (; i + LINE <= length; i += LINE)
        {
            writeLine(buffer, offset + i, first + i);
        }
        for (; i < length; i += PAIR)
        {
            buffer.putLong(offset + i, first + i);
            buffer.putLong(offset + i + 8, first + i + 1);
        }
    }

    /**
     * {@return the sum of words}
     *
     * @param buffer to read from.
     * @param offset of the first.
     * @param length of them in bytes, a multiple of 16.
     */
    static long sum(final DirectBuffer buffer, final int offset, final int length)
    {
        if (LINE == length)
        {
            return sumLine(buffer, offset);
        }
        long total = 0;
        int i = 0;
        for (; i + LINE <= length; i += LINE)
        {
            total += sumLine(buffer, offset + i);
        }
        for (; i < length; i += PAIR)
        {
            total += buffer.getLong(offset + i) + buffer.getLong(offset + i + 8);
        }
        return total;
    }

    private static void writeLine(final MutableDirectBuffer buffer, final int at, final long first)
    {
        buffer.putLong(at, first);
        buffer.putLong(at + 8, first + 1);
        buffer.putLong(at + 16, first + 2);
        buffer.putLong(at + 24, first + 3);
        buffer.putLong(at + 32, first + 4);
        buffer.putLong(at + 40, first + 5);
        buffer.putLong(at + 48, first + 6);
        buffer.putLong(at + 56, first + 7);
    }

    private static long sumLine(final DirectBuffer buffer, final int at)
    {
        return buffer.getLong(at) + buffer.getLong(at + 8) + buffer.getLong(at + 16) + buffer.getLong(at + 24) +
            buffer.getLong(at + 32) + buffer.getLong(at + 40) + buffer.getLong(at + 48) + buffer.getLong(at + 56);
    }
}
