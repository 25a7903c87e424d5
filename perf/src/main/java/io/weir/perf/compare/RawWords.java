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

import org.agrona.UnsafeApi;

/**
 * What {@link Words} does, at plain addresses: the raw side asks no buffer where its memory is, nor the compiler what
 * kind of buffer it is.
 */
final class RawWords
{
    private static final int LINE = 64;
    private static final int PAIR = 16;

    private RawWords()
    {
    }

    /**
     * Writes words.
     *
     * @param address of the first.
     * @param length  of them in bytes, a multiple of 16.
     * @param first   of the words, which count up.
     */
    static void write(final long address, final int length, final long first)
    {
        if (LINE == length)
        {
            writeLine(address, first);
            return;
        }
        int i = 0;
        for (; i + LINE <= length; i += LINE)
        {
            writeLine(address + i, first + i);
        }
        for (; i < length; i += PAIR)
        {
            UnsafeApi.putLong(address + i, first + i);
            UnsafeApi.putLong(address + i + 8, first + i + 1);
        }
    }

    /**
     * {@return the sum of words}
     *
     * @param address of the first.
     * @param length  of them in bytes, a multiple of 16.
     */
    static long sum(final long address, final int length)
    {
        if (LINE == length)
        {
            return sumLine(address);
        }
        long total = 0;
        int i = 0;
        for (; i + LINE <= length; i += LINE)
        {
            total += sumLine(address + i);
        }
        for (; i < length; i += PAIR)
        {
            total += UnsafeApi.getLong(address + i) + UnsafeApi.getLong(address + i + 8);
        }
        return total;
    }

    private static void writeLine(final long at, final long first)
    {
        UnsafeApi.putLong(at, first);
        UnsafeApi.putLong(at + 8, first + 1);
        UnsafeApi.putLong(at + 16, first + 2);
        UnsafeApi.putLong(at + 24, first + 3);
        UnsafeApi.putLong(at + 32, first + 4);
        UnsafeApi.putLong(at + 40, first + 5);
        UnsafeApi.putLong(at + 48, first + 6);
        UnsafeApi.putLong(at + 56, first + 7);
    }

    private static long sumLine(final long at)
    {
        return UnsafeApi.getLong(at) + UnsafeApi.getLong(at + 8) + UnsafeApi.getLong(at + 16) +
            UnsafeApi.getLong(at + 24) + UnsafeApi.getLong(at + 32) + UnsafeApi.getLong(at + 40) +
            UnsafeApi.getLong(at + 48) + UnsafeApi.getLong(at + 56);
    }
}
