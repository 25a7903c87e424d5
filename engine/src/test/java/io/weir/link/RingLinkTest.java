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
import org.junit.jupiter.api.Test;

/** The ring is a link like any other. */
class RingLinkTest implements LinkTck
{
    private static final int LENGTH = 1 << 14;
    private static final int CELL_LENGTH = 128;
    private static final int MAX_FRAME = 4096;
    private static final int BATCH = 8;
    /** A frame with 64 bytes of payload, by which batches are measured. */
    private static final int DATA_FRAME = 104;

    @Override
    public Way open()
    {
        final RingLane lane = new RingLane(LENGTH, CELL_LENGTH, MAX_FRAME);
        final LaneWriter writer = lane.writer(BATCH);
        final LaneReader reader = lane.reader();
        return new Way()
        {
            @Override
            public FrameSink sink()
            {
                return writer;
            }

            @Override
            public Inlet inlet()
            {
                return reader;
            }

            @Override
            public int maxFrame()
            {
                return MAX_FRAME;
            }

            @Override
            public void closeSink()
            {
                writer.close();
            }

            @Override
            public void close()
            {
                writer.close();
                reader.close();
            }
        };
    }

    @Test
    @Rule("T-3")
    void shouldHoldFramesBackWhenABatchIsOpenAndHandThemOnWhenItEnds()
    {
        try (Way way = open())
        {
            final Received received = new Received();
            way.sink().beginBatch();
            send(way);
            send(way);
            assertEquals(0, way.inlet().poll(received, Integer.MAX_VALUE, 0), "a batch of two is not full");
            way.sink().endBatch();

            assertEquals(2, way.inlet().poll(received, Integer.MAX_VALUE, 0));
        }
    }

    @Test
    @Rule("T-3")
    void shouldPublishWhatIsCommittedWhenABatchIsFull()
    {
        final RingLane lane = new RingLane(LENGTH, 16, MAX_FRAME);
        final LaneWriter writer = lane.writer(BATCH);
        final LaneReader reader = lane.reader();
        writer.beginBatch();
        for (int i = 0; i < BATCH; i++)
        {
            assertEquals(0, reader.poll(new Received(), Integer.MAX_VALUE));
            writer.claim(SESSION, DATA_FRAME);
            writer.commit();
        }
        assertTrue(writer.claim(SESSION, DATA_FRAME) > 0);

        assertEquals(BATCH, reader.poll(new Received(), Integer.MAX_VALUE));
    }

    @Test
    @Rule("T-3")
    void shouldPublishEachCommitWhenBatchesAreOfOne()
    {
        final RingLane lane = new RingLane(LENGTH, CELL_LENGTH, MAX_FRAME);
        final LaneWriter writer = lane.writer(1);
        final LaneReader reader = lane.reader();
        writer.beginBatch();
        for (int i = 0; i < 3; i++)
        {
            writer.claim(SESSION, 64);
            writer.commit();

            assertEquals(1, reader.poll(new Received(), 1), "nothing is held back");
        }
    }

    @Test
    @Rule("T-5")
    void shouldTellThePositionWhenTheReceiverHasPassedIt()
    {
        try (Way way = open())
        {
            send(way);
            final long position = way.sink().position();
            assertTrue(way.sink().consumedPosition() < position);
            way.inlet().poll(new Received(), 1, 0);

            assertTrue(way.sink().consumedPosition() >= position);
        }
    }

    @Test
    void shouldRefuseToBeMadeWhenItHoldsNoTwoFrames()
    {
        assertThrows(IllegalArgumentException.class, () -> new RingLane(LENGTH, CELL_LENGTH, LENGTH));
        assertThrows(IllegalArgumentException.class, () -> new RingLane(LENGTH + 1, CELL_LENGTH, MAX_FRAME));
        assertThrows(IllegalArgumentException.class, () -> new RingLane(LENGTH, CELL_LENGTH - 1, MAX_FRAME));
    }

    private static void send(final Way way)
    {
        final int offset = way.sink().claim(SESSION, 64);
        way.sink().buffer().setMemory(offset, 64, (byte)1);
        way.sink().commit();
    }
}
