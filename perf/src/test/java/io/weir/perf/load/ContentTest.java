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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest
{
    private static final int OFFSET = 24;
    private static final byte GUARD = 0x5a;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 71, 72, 200, 256})
    void shouldTellEveryBitWhenItIsFlipped(final int length)
    {
        final long key = Content.key(3);
        Content.write(buffer, OFFSET, length, key, 41);

        assertTrue(Content.matches(buffer, OFFSET, length, key, 41));
        for (int bit = 0; bit < length * Byte.SIZE; bit++)
        {
            final int index = OFFSET + bit / Byte.SIZE;
            final byte right = buffer.getByte(index);
            buffer.putByte(index, (byte)(right ^ 1 << bit % Byte.SIZE));
            assertFalse(Content.matches(buffer, OFFSET, length, key, 41), "bit " + bit);
            buffer.putByte(index, right);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 13, 64, 100})
    void shouldWriteNothingButTheMessageWhenWriting(final int length)
    {
        buffer.setMemory(0, buffer.capacity(), GUARD);

        Content.write(buffer, OFFSET, length, Content.key(0), 0);

        final byte[] after = new byte[100];
        final byte[] guards = new byte[100];
        Arrays.fill(guards, GUARD);
        buffer.getBytes(OFFSET + length, after);
        assertArrayEquals(guards, after);
        assertEquals(GUARD, buffer.getByte(OFFSET - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 65})
    void shouldDifferWhenOfAnotherStreamOrNumber(final int length)
    {
        Content.write(buffer, OFFSET, length, Content.key(3), 41);

        assertFalse(Content.matches(buffer, OFFSET, length, Content.key(4), 41));
        assertFalse(Content.matches(buffer, OFFSET, length, Content.key(3), 42));
    }

    @Test
    void shouldTellItsNumberWhenLongEnough()
    {
        final long key = Content.key(9);
        Content.write(buffer, OFFSET, Content.SELF_DESCRIBING_LENGTH, key, 123_456_789_012L);

        assertEquals(123_456_789_012L, Content.number(buffer, OFFSET, key));
    }
}
