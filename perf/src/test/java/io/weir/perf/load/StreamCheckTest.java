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

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.perf.report.LoadReport.Faults;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault is made on purpose, and found. */
class StreamCheckTest
{
    private static final int STREAM = 5;
    private static final int LENGTH = 64;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
    private final Tally tally = new Tally();

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8, 16, 64})
    void shouldFindNothingWhenAllIsRight(final int length)
    {
        final StreamCheck check = new StreamCheck(STREAM, length, tally);

        receive(check, length, 0, 1, 2, 3);
        check.onEnd(4);

        assertFaults(0, 0, 0, 0);
        assertEquals(4, tally.verified());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8, 16, 64})
    void shouldCountTheLostWhenSomeAreSkipped(final int length)
    {
        final StreamCheck check = new StreamCheck(STREAM, length, tally);

        receive(check, length, 0, 3, 4);
        check.onEnd(5);

        assertFaults(2, 0, 0, 0);
    }

    @Test
    void shouldCountTheLostWhenTheLastAreMissing()
    {
        final StreamCheck check = new StreamCheck(STREAM, LENGTH, tally);

        receive(check, LENGTH, 0, 1);
        check.onEnd(4);

        assertFaults(2, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8, 16, 64})
    void shouldCountADuplicateWhenOneComesAgain(final int length)
    {
        final StreamCheck check = new StreamCheck(STREAM, length, tally);

        receive(check, length, 0, 1, 1, 0, 2);
        check.onEnd(3);

        assertFaults(0, 2, 0, 0);
    }

    @Test
    void shouldCountAReorderingAndNoLossWhenOneComesLate()
    {
        final StreamCheck check = new StreamCheck(STREAM, LENGTH, tally);

        receive(check, LENGTH, 0, 2, 1, 3);
        check.onEnd(4);

        assertFaults(0, 0, 1, 0);
    }

    @Test
    void shouldCountADuplicateWhenALateOneComesAgain()
    {
        final StreamCheck check = new StreamCheck(STREAM, LENGTH, tally);

        receive(check, LENGTH, 0, 2, 1, 1, 3);
        check.onEnd(4);

        assertFaults(0, 1, 1, 0);
    }

    @Test
    void shouldCountACorruptionAndNoLossWhenABitIsWrong()
    {
        final StreamCheck check = new StreamCheck(STREAM, LENGTH, tally);

        receive(check, LENGTH, 0);
        Content.write(buffer, 0, LENGTH, Content.key(STREAM), 1);
        buffer.putByte(37, (byte)(buffer.getByte(37) ^ 4));
        check.onMessage(buffer, 0, LENGTH, 1);
        receive(check, LENGTH, 2);
        check.onEnd(3);

        assertFaults(0, 0, 0, 1);
    }

    @Test
    void shouldCountACorruptionWhenTheMessageIsAnotherStreams()
    {
        final StreamCheck check = new StreamCheck(STREAM, LENGTH, tally);

        Content.write(buffer, 0, LENGTH, Content.key(STREAM + 1), 0);
        check.onMessage(buffer, 0, LENGTH, 0);
        check.onEnd(1);

        assertFaults(0, 0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 65, 0})
    void shouldCountACorruptionWhenTheLengthIsWrong(final int length)
    {
        final StreamCheck check = new StreamCheck(STREAM, LENGTH, tally);

        Content.write(buffer, 0, length, Content.key(STREAM), 0);
        check.onMessage(buffer, 0, length, 0);
        check.onEnd(1);

        assertFaults(0, 0, 0, 1);
    }

    private void receive(final StreamCheck check, final int length, final long... numbers)
    {
        for (final long number : numbers)
        {
            Content.write(buffer, 0, length, Content.key(STREAM), number);
            check.onMessage(buffer, 0, length, number);
        }
    }

    private void assertFaults(final long lost, final long duplicated, final long reordered, final long corrupted)
    {
        assertEquals(new Faults(lost, duplicated, reordered, corrupted, 0), tally.faults());
    }
}
