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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Positive;
import org.junit.jupiter.api.Test;

@Rule("W-1")
class StreamIdsTest
{
    @Property
    void shouldGiveBackWhatItWasComposedOf(
        @ForAll final int generation,
        @ForAll @IntRange(max = StreamIds.MAX_SLOT) final int slot,
        @ForAll @IntRange(max = 1) final int initiator)
    {
        final long streamId = StreamIds.of(generation, slot, initiator);

        assertEquals(generation, StreamIds.generation(streamId));
        assertEquals(slot, StreamIds.slot(streamId));
        assertEquals(initiator, StreamIds.initiator(streamId));
    }

    @Property
    void shouldComposeEveryIdOfItsParts(@ForAll final long streamId)
    {
        assertTrue(StreamIds.slot(streamId) >= 0);
        assertEquals(streamId, StreamIds.of(
            StreamIds.generation(streamId), StreamIds.slot(streamId), StreamIds.initiator(streamId)));
    }

    @Property
    void shouldOrderGenerationsAcrossTheirWrapping(@ForAll final int generation, @ForAll @Positive final int distance)
    {
        final int later = generation + distance;

        assertTrue(StreamIds.compareGenerations(later, generation) > 0);
        assertTrue(StreamIds.compareGenerations(generation, later) < 0);
        assertTrue(StreamIds.isStale(StreamIds.of(generation, 7, StreamIds.ACCEPTOR), later));
        assertFalse(StreamIds.isStale(StreamIds.of(later, 7, StreamIds.ACCEPTOR), generation));
    }

    @Property
    void shouldNotCallTheCurrentGenerationStale(@ForAll final int generation)
    {
        assertEquals(0, StreamIds.compareGenerations(generation, generation));
        assertFalse(StreamIds.isStale(StreamIds.of(generation, 7, StreamIds.CONNECTOR), generation));
        assertTrue(StreamIds.isStale(
            StreamIds.of(generation, 7, StreamIds.CONNECTOR), StreamIds.nextGeneration(generation)));
    }

    @Test
    void shouldPutEachPartWhereTheSpecificationSays()
    {
        assertEquals(0x0000_0000_0000_0000L, StreamIds.of(0, 0, StreamIds.CONNECTOR));
        assertEquals(0x0000_0000_0000_0001L, StreamIds.of(0, 0, StreamIds.ACCEPTOR));
        assertEquals(0x0000_0003_0000_000BL, StreamIds.of(3, 5, StreamIds.ACCEPTOR));
        assertEquals(0xFFFF_FFFF_FFFF_FFFEL, StreamIds.of(-1, StreamIds.MAX_SLOT, StreamIds.CONNECTOR));
    }
}
