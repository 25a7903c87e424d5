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
package io.weir.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that share a message, and what is no such message. */
class FrameRecordsTest
{
    private static final int BEGIN = 16;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldHandOnEachFrameWhereItLies()
    {
        buffer.putInt(BEGIN, 13);
        buffer.putInt(BEGIN + 24, 24);
        assertEquals(2, handOn((session, source, offset, length) -> seen.add(offset + ":" + length), 24 + 32));
        assertEquals(List.of("24:13", "48:24"), seen);
    }

    @ParameterizedTest
    @Rule("W-4")
    @ValueSource(ints = {25, 1_000_000, Integer.MAX_VALUE, 0, -1, Integer.MIN_VALUE})
    void shouldShowTheRestOfTheMessageWhenARecordIsNone(final int stated)
    {
        buffer.putInt(BEGIN, 8);
        buffer.putInt(BEGIN + 16, stated);
        assertEquals(2, handOn((session, source, offset, length) -> seen.add(offset + ":" + length), 16 + 32));
        assertEquals(List.of("24:8", "32:32"), seen);
        assertTrue(FrameRecords.frameLength(buffer, BEGIN + 16, BEGIN + 16 + 32) <= 24);
    }

    @ParameterizedTest
    @Rule("W-4")
    @ValueSource(ints = {1, 4, 7, 8})
    void shouldReadNoLengthWhenTheMessageEndsBeforeIt(final int rest)
    {
        buffer.putInt(BEGIN, 1);
        assertEquals(1, handOn((session, source, offset, length) -> seen.add(offset + ":" + length), rest));
        assertEquals(List.of(BEGIN + ":" + rest), seen);
    }

    @Test
    @Rule("S-6")
    void shouldHandOnTheOthersWhenAConsumerThrowsAtSome()
    {
        for (int i = 0; i < 3; i++)
        {
            buffer.putInt(BEGIN + 16 * i, 8);
        }
        final IllegalStateException failure = assertThrows(IllegalStateException.class, () -> handOn(
            (session, source, offset, length) ->
            {
                seen.add(offset + ":" + length);
                if (seen.size() < 3)
                {
                    throw new IllegalStateException("meant to fail " + seen.size());
                }
            }, 48));
        assertEquals("meant to fail 1", failure.getMessage());
        assertEquals(List.of("24:8", "40:8", "56:8"), seen);
    }

    private int handOn(final FrameConsumer consumer, final int length)
    {
        return consumer.onRecords(1, buffer, BEGIN, length);
    }
}
