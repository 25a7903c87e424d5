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

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The ring is a link like any other. */
class RingLinkTest implements LinkTck
{
    private static final int LENGTH = 1 << 14;
    private static final int CELL_LENGTH = 128;
    private static final int MAX_FRAME = 4096;
    private static final int BATCH = 8;

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
    void shouldBeTrustedWhenFramesAreOfThisProcess()
    {
        try (Way way = open())
        {
            assertTrue(way.inlet().isTrusted());
        }
    }

    @Test
    void shouldRefuseToBeMadeWhenItHoldsNoTwoFrames()
    {
        assertThrows(IllegalArgumentException.class, () -> new RingLane(LENGTH, CELL_LENGTH, LENGTH));
        assertThrows(IllegalArgumentException.class, () -> new RingLane(LENGTH + 1, CELL_LENGTH, MAX_FRAME));
        assertThrows(IllegalArgumentException.class, () -> new RingLane(LENGTH, CELL_LENGTH - 1, MAX_FRAME));
    }
}
