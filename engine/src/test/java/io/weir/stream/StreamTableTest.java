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
package io.weir.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamIds;
import io.weir.test.Rule;
import org.junit.jupiter.api.Test;

@Rule("W-1")
class StreamTableTest
{
    private static final int SLOTS = 4;

    private final StreamTable table = new StreamTable(StreamIds.CONNECTOR, SLOTS);

    @Test
    void shouldReuseSlotsFirstInFirstOutWhenTheyAreFree()
    {
        final StreamEnd[] ends = new StreamEnd[SLOTS];
        for (int i = 0; i < SLOTS; i++)
        {
            ends[i] = open(table.nextId());
            assertEquals(StreamIds.of(1, i, StreamIds.CONNECTOR), ends[i].id());
        }
        assertEquals(-1, table.nextId());
        table.remove(ends[2]);
        table.remove(ends[0]);

        assertEquals(StreamIds.of(2, 2, StreamIds.CONNECTOR), open(table.nextId()).id());
        assertEquals(StreamIds.of(2, 0, StreamIds.CONNECTOR), open(table.nextId()).id());
        assertEquals(-1, table.nextId());
    }

    @Test
    void shouldFindAnEndWhenTheIdIsExactlyItsOwn()
    {
        final StreamEnd end = open(StreamIds.of(7, 3, StreamIds.ACCEPTOR));

        assertSame(end, table.find(end.id()));
        assertNull(table.find(StreamIds.of(6, 3, StreamIds.ACCEPTOR)));
        assertNull(table.find(StreamIds.of(7, 3, StreamIds.CONNECTOR)));
        assertNull(table.find(StreamIds.of(7, StreamIds.MAX_SLOT, StreamIds.ACCEPTOR)));
    }

    @Test
    void shouldKnowThatASlotWasOpenedWhenItsGenerationHasComeRoundToNone()
    {
        final long last = StreamIds.of(-1, 1, StreamIds.ACCEPTOR);
        final long first = StreamIds.of(StreamIds.nextGeneration(-1), 1, StreamIds.ACCEPTOR);
        assertFalse(table.wasOpened(last));
        table.remove(open(last));
        table.remove(open(first));

        assertEquals(0, table.generation(first));
        assertTrue(table.wasOpened(last));
        assertFalse(table.wasOpened(StreamIds.of(1, StreamIds.MAX_SLOT, StreamIds.ACCEPTOR)));
    }

    private StreamEnd open(final long id)
    {
        final StreamEnd end = new StreamEnd(
            null, id, "table.test", InteractionKind.DUPLEX, StreamIds.CONNECTOR == StreamIds.initiator(id), 1, null);
        table.put(end);
        return end;
    }
}
