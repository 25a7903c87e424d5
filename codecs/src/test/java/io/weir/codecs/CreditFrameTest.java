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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

@Rule("W-6")
class CreditFrameTest
{
    private static final int CAPACITY = 96;

    @Property
    void shouldWriteTheBytesOfTheGeneratedEncoder(
        @ForAll final long streamId,
        @ForAll final long limit,
        @ForAll @IntRange(max = 63) final int offset)
    {
        final UnsafeBuffer expected = filled();
        final UnsafeBuffer actual = filled();
        final int length = generated(expected, offset, streamId, limit);

        CreditFrame.encode(actual, offset, streamId, limit);

        assertEquals(length, CreditFrame.LENGTH);
        assertArrayEquals(expected.byteArray(), actual.byteArray());
    }

    @Property
    void shouldReadWhatTheGeneratedEncoderWrote(
        @ForAll final long streamId,
        @ForAll final long limit,
        @ForAll @IntRange(max = 63) final int offset)
    {
        final UnsafeBuffer buffer = filled();
        generated(buffer, offset, streamId, limit);

        assertTrue(CreditFrame.isCredit(FrameHeader.word(buffer, offset)));
        assertEquals(streamId, CreditFrame.streamId(buffer, offset));
        assertEquals(limit, CreditFrame.limit(buffer, offset));
    }

    @Test
    void shouldTakeTwentyFourBytes()
    {
        assertEquals(24, CreditFrame.LENGTH);
        assertFalse(CreditFrame.isCredit(DataFrame.HEADER));
    }

    private static UnsafeBuffer filled()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
        buffer.setMemory(0, CAPACITY, (byte)0xA5);
        return buffer;
    }

    private static int generated(
        final UnsafeBuffer buffer,
        final int offset,
        final long streamId,
        final long limit)
    {
        final CreditEncoder encoder =
            new CreditEncoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder());
        encoder.streamId(streamId).creditLimit(limit);
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }
}
