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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader stays behind the emitter of a flood, and of nothing else. */
@Rule("T-3")
class LaneFloodTest
{
    private static final int LANE_LENGTH = 1 << 18;
    private static final int FRAME_LENGTH = 104;
    private static final int RECORD_LENGTH = 112;
    /** Frames that a reader keeps between itself and the emitter. */
    private static final int DISTANCE = 8_192 / RECORD_LENGTH + 1;
    private static final int MANY = 300;
    private static final int PORTION = 100;
    private static final long QUICK_NS = 500;

    private final RingLane lane = new RingLane(LANE_LENGTH, 16, 4_096);
    private final LaneWriter writer = lane.writer(1);
    private final LaneReader reader = lane.reader();
    private long nowNs = 1_000_000;
    private long sent;
    private long received;

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 18, 20, 24, 32, 64})
    void shouldTakeAllAtOnceWhenALoopOfSoManyCallersWaitsForAnswers(final int callers)
    {
        for (int i = 0; i < MANY; i++)
        {
            send(callers);

            assertEquals(callers, poll(QUICK_NS));
            assertFalse(reader.isHeldBack());
        }
    }

    @Test
    void shouldStayBehindWhenAPollHasLeftMore()
    {
        flood();

        final int taken = poll(QUICK_NS);
        assertTrue(taken >= MANY - PORTION - DISTANCE && taken < MANY - PORTION, taken + " of " + (MANY - PORTION));
        assertEquals(0, poll(QUICK_NS));
        assertTrue(reader.isHeldBack());
        send(MANY);
        assertEquals(MANY, poll(QUICK_NS));
        assertFalse(reader.isHeldBack());
    }

    @Test
    void shouldTakeTheRestAfterTwoMicrosecondsWhenNothingComesBehindIt()
    {
        flood();
        poll(QUICK_NS);
        assertEquals(0, poll(QUICK_NS));
        assertEquals(0, poll(FloodGate.HOLD_NS - 1));
        assertTrue(reader.isHeldBack());

        assertTrue(poll(1) > 0);

        assertEquals(sent, received);
        assertFalse(reader.isHeldBack());
        send(1);
        assertEquals(1, poll(QUICK_NS), "the flood is over");
    }

    @Test
    void shouldTakeTheRestAtTheNextPollWhenThatComesLate()
    {
        flood();
        poll(QUICK_NS);
        assertEquals(0, poll(QUICK_NS));

        assertTrue(poll(10_000_000) > 0);

        assertEquals(sent, received);
    }

    @Test
    void shouldTakeAllAtOnceWhenDutyCyclesAreLong()
    {
        flood();

        assertEquals(MANY - PORTION, poll(FloodGate.CYCLE_MAX_NS));

        assertFalse(reader.isHeldBack());
    }

    @Test
    void shouldTakeAllAtOnceWhenTheClockIsSetBack()
    {
        flood();

        assertEquals(MANY - PORTION, poll(-1_000));
    }

    @Test
    void shouldTakeAllAtOnceWhenItIsPolledWithoutATime()
    {
        for (int i = 0; i < 10; i++)
        {
            send(MANY);
            int taken = reader.poll(this::take, PORTION);
            taken += reader.poll(this::take, MANY);

            assertEquals(MANY, taken);
            assertFalse(reader.isHeldBack());
        }
    }

    @Test
    void shouldHandOnEveryFrameUnharmedWhenTheLaneIsLappedAgainAndAgain()
    {
        for (int i = 0; i < PORTION; i++)
        {
            send(MANY + i);
            poll(QUICK_NS, PORTION);
            poll(QUICK_NS);
        }
        while (received < sent)
        {
            poll(QUICK_NS);
        }
        writer.close();

        assertTrue(reader.isExhausted());
    }

    @Test
    void shouldNotBeExhaustedWhileItHoldsBackAndTheEmitterHasClosed()
    {
        flood();
        poll(QUICK_NS);
        writer.close();

        assertEquals(0, poll(QUICK_NS));
        assertTrue(reader.isHeldBack());
        assertFalse(reader.isExhausted());
    }

    /** Sends much, and polls so little that far more than the distance is left behind. */
    private void flood()
    {
        send(MANY);
        poll(QUICK_NS, 0);
        assertEquals(PORTION, poll(QUICK_NS, PORTION));
    }

    private void send(final int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            final int offset = writer.claim(7, FRAME_LENGTH);
            assertTrue(offset > 0);
            for (int at = 0; at < FRAME_LENGTH; at += Long.BYTES)
            {
                writer.buffer().putLong(offset + at, sent + at);
            }
            writer.commit();
            sent++;
        }
    }

    /** Polls in a duty cycle that begins so long after the last. */
    private int poll(final long cycleNs)
    {
        return poll(cycleNs, Integer.MAX_VALUE);
    }

    private int poll(final long cycleNs, final int limit)
    {
        nowNs += cycleNs;
        return reader.poll(this::take, limit, nowNs);
    }

    private void take(final int index, final UnsafeBuffer buffer, final int offset, final int length)
    {
        assertEquals(7, index);
        assertEquals(FRAME_LENGTH, length);
        for (int at = 0; at < FRAME_LENGTH; at += Long.BYTES)
        {
            assertEquals(received + at, buffer.getLong(offset + at));
        }
        received++;
    }
}
