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
import org.junit.jupiter.api.Test;

/** In a flood a reader stays behind the emitter, but not for long; otherwise it takes what there is at once. */
@Rule("T-3")
class LaneFloodTest
{
    private static final int LANE_LENGTH = 1 << 18;
    private static final int FRAME_LENGTH = 104;
    private static final int RECORD_LENGTH = 112;
    /** Frames that a reader keeps between itself and the emitter. */
    private static final int DISTANCE = 8_192 / RECORD_LENGTH + 1;
    private static final int PATIENCE = 32;
    private static final int MANY = 300;

    private final RingLane lane = new RingLane(LANE_LENGTH, 16, 4_096);
    private final LaneWriter writer = lane.writer(1);
    private final LaneReader reader = lane.reader();
    private long sent;
    private long received;

    @Test
    void shouldTakeAllAtOnceWhenLittleComes()
    {
        for (int i = 0; i < MANY; i++)
        {
            send(10);

            assertEquals(10, poll());
            assertFalse(reader.isHeldBack());
            assertEquals(0, poll());
        }
    }

    @Test
    void shouldStayBehindWhenMuchComes()
    {
        send(MANY);
        assertEquals(MANY, poll(), "one portion is no flood yet");

        send(MANY);

        final int taken = poll();
        assertTrue(taken >= MANY - DISTANCE && taken < MANY, taken + " of " + MANY);
        assertEquals(0, poll());
        assertTrue(reader.isHeldBack());
        send(MANY);
        assertEquals(MANY, poll());
        assertFalse(reader.isHeldBack());
    }

    @Test
    void shouldTakeTheRestWhenNothingComesBehindIt()
    {
        send(MANY);
        poll();
        send(MANY);
        poll();

        for (int i = 0; i < PATIENCE; i++)
        {
            assertEquals(0, poll());
            assertTrue(reader.isHeldBack());
        }

        assertTrue(poll() > 0);
        assertEquals(sent, received);
        assertFalse(reader.isHeldBack());
        send(1);
        assertEquals(1, poll(), "the flood is over");
    }

    @Test
    void shouldHandOnEveryFrameUnharmedWhenTheLaneIsLappedAgainAndAgain()
    {
        for (int i = 0; i < 100; i++)
        {
            send(MANY + i);
            poll();
        }
        while (received < sent)
        {
            poll();
        }
        writer.close();

        assertTrue(reader.isExhausted());
    }

    @Test
    void shouldNotBeExhaustedWhileItHoldsBackAndTheEmitterHasClosed()
    {
        send(MANY);
        poll();
        send(DISTANCE - 1);
        writer.close();

        assertEquals(0, poll());
        assertTrue(reader.isHeldBack());
        assertFalse(reader.isExhausted());
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

    private int poll()
    {
        return reader.poll((index, buffer, offset, length) ->
        {
            assertEquals(7, index);
            assertEquals(FRAME_LENGTH, length);
            for (int at = 0; at < FRAME_LENGTH; at += Long.BYTES)
            {
                assertEquals(received + at, buffer.getLong(offset + at));
            }
            received++;
        }, Integer.MAX_VALUE);
    }
}
