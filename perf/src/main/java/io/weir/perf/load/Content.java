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

package io.weir.perf.load;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What generated messages are made of: words that follow from the stream's key and the message's number, so that a
 * receiver can tell every single bit, in a few ns.
 *
 * <pre>
 *   word 0     the message's number, masked by the stream's key
 *   word 1     a checksum of both, from which every other word follows
 *   word 2 …   pseudo-random
 * </pre>
 *
 * A message ends where its length says, within a word if need be: the bytes are those of little-endian words. Messages
 * of less than 16 bytes carry less than a number and its checksum, and messages of 0 bytes nothing: those are known by
 * the frame's seq.
 */
final class Content
{
    /** From this length on a message says by itself which one it is. */
    static final int SELF_DESCRIBING_LENGTH = 16;

    private static final int WORD = Long.BYTES;
    private static final int UNROLLED_WORDS = 8;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
    private static final long MIX_2 = 0x94D049BB133111EBL;
    private static final int MIX_SHIFT = 29;
    private static final int ROTATION = 7;

    private Content()
    {
    }

    /**
     * {@return the key of a stream}
     *
     * @param stream by number.
     */
    static long key(final int stream)
    {
        final long z = (stream + 1) * GOLDEN;
        return (z ^ z >>> MIX_SHIFT) * MIX_2;
    }

    /**
     * Writes a message.
     *
     * @param buffer to write to, in native order.
     * @param offset of the message.
     * @param length of the message in bytes.
     * @param key    of the stream.
     * @param number of the message in its stream.
     */
    static void write(
        final MutableDirectBuffer buffer,
        final int offset,
        final int length,
        final long key,
        final long number)
    {
        final long seed = seed(key, number);
        final int words = length >>> 3;
        int i = 0;
        if (words >= UNROLLED_WORDS)
        {
            buffer.putLong(offset, number ^ key);
            buffer.putLong(offset + WORD, checksum(seed));
            buffer.putLong(offset + 2 * WORD, word(seed, 2));
            buffer.putLong(offset + 3 * WORD, word(seed, 3));
            buffer.putLong(offset + 4 * WORD, word(seed, 4));
            buffer.putLong(offset + 5 * WORD, word(seed, 5));
            buffer.putLong(offset + 6 * WORD, word(seed, 6));
            buffer.putLong(offset + 7 * WORD, word(seed, 7));
            i = UNROLLED_WORDS;
        }
        for (; i < words; i++)
        {
            buffer.putLong(offset + i * WORD, any(key, number, seed, i));
        }
        long rest = any(key, number, seed, words);
        for (int at = words * WORD; at < length; at++)
        {
            buffer.putByte(offset + at, (byte)rest);
            rest >>>= Byte.SIZE;
        }
    }

    /**
     * Compares every bit of a message with what it should be.
     *
     * @param buffer to read from, in native order.
     * @param offset of the message.
     * @param length of the message in bytes.
     * @param key    of the stream.
     * @param number of the message in its stream.
     * @return whether they are the same.
     */
    static boolean matches(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final long key,
        final long number)
    {
        final long seed = seed(key, number);
        final int words = length >>> 3;
        long difference = 0;
        int i = 0;
        if (words >= UNROLLED_WORDS)
        {
            difference = buffer.getLong(offset) ^ number ^ key |
                buffer.getLong(offset + WORD) ^ checksum(seed) |
                buffer.getLong(offset + 2 * WORD) ^ word(seed, 2) |
                buffer.getLong(offset + 3 * WORD) ^ word(seed, 3) |
                buffer.getLong(offset + 4 * WORD) ^ word(seed, 4) |
                buffer.getLong(offset + 5 * WORD) ^ word(seed, 5) |
                buffer.getLong(offset + 6 * WORD) ^ word(seed, 6) |
                buffer.getLong(offset + 7 * WORD) ^ word(seed, 7);
            i = UNROLLED_WORDS;
        }
        for (; i < words; i++)
        {
            difference |= buffer.getLong(offset + i * WORD) ^ any(key, number, seed, i);
        }
        long rest = any(key, number, seed, words);
        for (int at = words * WORD; at < length; at++)
        {
            difference |= buffer.getByte(offset + at) ^ (byte)rest;
            rest >>>= Byte.SIZE;
        }
        return 0 == difference;
    }

    /**
     * {@return the number that a message says it has; true only if it {@link #matches}}
     *
     * @param buffer to read from, in native order.
     * @param offset of a message of at least {@link #SELF_DESCRIBING_LENGTH}.
     * @param key    of the stream.
     */
    static long number(final DirectBuffer buffer, final int offset, final long key)
    {
        return buffer.getLong(offset) ^ key;
    }

    private static long any(final long key, final long number, final long seed, final int i)
    {
        return 0 == i ? number ^ key : 1 == i ? checksum(seed) : word(seed, i);
    }

    private static long seed(final long key, final long number)
    {
        final long z = (number + key) * MIX_1;
        return z ^ z >>> MIX_SHIFT;
    }

    private static long checksum(final long seed)
    {
        return seed * MIX_2;
    }

    private static long word(final long seed, final int i)
    {
        return Long.rotateLeft(seed, ROTATION * i) + i * GOLDEN;
    }
}
