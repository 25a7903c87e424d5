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

package io.weir.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.config.Durability;
import io.weir.config.Settings;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** What tests of the journal do over and over; disks are those of the test that runs. */
final class JournalFixture
{
    static final List<JournalDisk> DISKS = new ArrayList<>();

    private JournalFixture()
    {
    }

    static JournalDisk disk()
    {
        return DISKS.get(0);
    }

    static JournalContext context()
    {
        return context(disk());
    }

    static JournalContext context(final JournalDisk disk)
    {
        return new JournalContext().storage(disk.storage()).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, JournalDisk.SEGMENT_LENGTH);
    }

    static JournalContext context(final Durability durability)
    {
        return context().set(Settings.JOURNAL_DURABILITY, durability);
    }

    /** Appends a batch whose payload tells its seq; -1 when the journal is full. */
    static long append(final Journal journal, final int length)
    {
        final int offset = journal.claim(length);
        if (offset < 0)
        {
            return offset;
        }
        fill(journal.buffer(), offset, length, journal.seq() + 1);
        return journal.commit(length);
    }

    static void fill(final org.agrona.MutableDirectBuffer buffer, final int offset, final int length, final long seq)
    {
        for (int i = 0; i < length; i++)
        {
            buffer.putByte(offset + i, (byte)(seq * 31 + i + 1));
        }
    }

    static void check(final DirectBuffer buffer, final int offset, final int length, final long seq)
    {
        for (int i = 0; i < length; i++)
        {
            if (buffer.getByte(offset + i) != (byte)(seq * 31 + i + 1))
            {
                throw new AssertionError("batch " + seq + " differs at " + i + " of " + length);
            }
        }
    }

    /** Reads from a batch to the end, checks each, and answers the last seq. */
    static long readFrom(final Storage storage, final long fromSeq)
    {
        try (JournalReader reader = JournalReader.open(storage, fromSeq))
        {
            long expected = fromSeq;
            while (reader.next())
            {
                assertEquals(expected++, reader.seq());
                check(reader.buffer(), reader.offset(), reader.length(), reader.seq());
            }
            return reader.seq();
        }
    }

    /** Appends batches in groups, working in the background between them, until so many segments are in use. */
    static void fillSegments(final Journal journal, final int segments)
    {
        while (journal.position() < (long)segments * JournalDisk.SEGMENT_LENGTH - 4_096)
        {
            append(journal, 1_000);
            journal.flush();
            journal.doBackgroundWork();
        }
    }
}
