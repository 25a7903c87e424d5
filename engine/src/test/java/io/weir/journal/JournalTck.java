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

import static io.weir.journal.JournalFixture.append;
import static io.weir.journal.JournalFixture.check;
import static io.weir.journal.JournalFixture.context;
import static io.weir.journal.JournalFixture.disk;
import static io.weir.journal.JournalFixture.fill;
import static io.weir.journal.JournalFixture.readFrom;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Durability;
import io.weir.journal.JournalException.Reason;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a journal must do on every disk. */
interface JournalTck extends DiskTck
{
    @ParameterizedTest
    @EnumSource
    @Rule("K-10")
    default void shouldReadBackWhatWasCommittedWhenOpenedAgain(final Durability durability)
    {
        try (Journal journal = Journal.open(context(durability)))
        {
            assertEquals(-1, journal.seq());
            for (int i = 0; i < 500; i++)
            {
                assertEquals(i, append(journal, i));
                journal.flush();
                journal.doBackgroundWork();
            }
        }
        try (Journal journal = Journal.open(context(durability)))
        {
            assertEquals(499, journal.seq());
            assertEquals(499, journal.durableSeq());
            assertFalse(journal.recovery().isCut());
            assertTrue(journal.recovery().wasClosed());
            assertEquals(499, readFrom(disk().storage(), 0));
            assertEquals(499, readFrom(disk().storage(), 321));
            assertEquals(500, append(journal, 7));
        }
        assertEquals(500, readFrom(disk().storage(), 0));
    }

    @Test
    @Rule("K-10")
    default void shouldRaiseTheOpenEpochWhenOpenedAgain()
    {
        for (int epoch = 1; epoch <= 4; epoch++)
        {
            try (Journal journal = Journal.open(context()))
            {
                assertEquals(epoch, journal.recovery().openEpoch());
                if (epoch != 3)
                {
                    append(journal, 8);
                }
            }
        }
        final List<Integer> epochs = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(disk().storage(), 0))
        {
            while (reader.next())
            {
                epochs.add(reader.openEpoch());
            }
        }
        assertEquals(List.of(1, 2, 4), epochs);
    }

    @Test
    @Rule("K-7")
    default void shouldBeDurableWithTheGroupWhenDurabilityIsTheProcess()
    {
        try (Journal journal = Journal.open(context(Durability.PROCESS)))
        {
            append(journal, 8);
            append(journal, 8);
            assertEquals(-1, journal.durableSeq());
            journal.flush();
            assertEquals(1, journal.durableSeq());
        }
    }

    @Test
    @Rule("K-7")
    default void shouldBeDurableAfterTheForceWhenDurabilityIsPower()
    {
        try (Journal journal = Journal.open(context(Durability.POWER)))
        {
            append(journal, 8);
            journal.flush();
            assertEquals(-1, journal.durableSeq());
            append(journal, 8);
            journal.doBackgroundWork();
            assertEquals(0, journal.durableSeq());
            journal.flush();
            journal.doBackgroundWork();
            assertEquals(1, journal.durableSeq());
            assertEquals(journal.position(), journal.forcedPosition());
        }
    }

    @Test
    @Rule("K-10")
    default void shouldBeFullUntilTheNextSegmentIsReady()
    {
        try (Journal journal = Journal.open(context()))
        {
            while (append(journal, 1_000) >= 0)
            {
                journal.flush();
            }
            final long last = journal.seq();
            assertEquals(Journal.JOURNAL_FULL, journal.claim(1_000));
            assertEquals(Journal.JOURNAL_FULL, journal.claim(1_000));
            journal.doBackgroundWork();
            assertEquals(last + 1, append(journal, 1_000));
            assertTrue(journal.position() > JournalDisk.SEGMENT_LENGTH);
        }
        try (Journal journal = Journal.open(context()))
        {
            assertEquals(journal.seq(), readFrom(disk().storage(), 0));
        }
    }

    @Test
    @Rule("K-10")
    default void shouldGoOnWhereASegmentIsFullToTheLastByte()
    {
        final int whole;
        try (Journal journal = Journal.open(context()))
        {
            whole = journal.maxBatchLength();
            assertEquals(0, append(journal, whole));
            assertEquals(JournalDisk.SEGMENT_LENGTH, journal.position());
            journal.flush();
        }
        try (Journal journal = Journal.open(context()))
        {
            assertEquals(JournalDisk.SEGMENT_LENGTH, journal.position());
            assertEquals(Journal.JOURNAL_FULL, journal.claim(0));
            journal.doBackgroundWork();
            assertEquals(1, append(journal, 0));
        }
        assertEquals(1, readFrom(disk().storage(), 0));
    }

    @Test
    default void shouldKeepNothingWhenAClaimIsAborted()
    {
        try (Journal journal = Journal.open(context()))
        {
            final int offset = journal.claim(100);
            fill(journal.buffer(), offset, 100, 5);
            assertThrows(IllegalStateException.class, () -> journal.claim(1));
            journal.abort();
            assertThrows(IllegalArgumentException.class, () -> journal.commit(0));
            append(journal, 4);
            final int longer = journal.claim(100);
            fill(journal.buffer(), longer, 100, 5);
            assertThrows(IllegalArgumentException.class, () -> journal.commit(101));
            journal.abort();
            assertThrows(IllegalArgumentException.class, () -> journal.claim(journal.maxBatchLength() + 1));
        }
        try (Journal journal = Journal.open(context()))
        {
            assertFalse(journal.recovery().isCut(), journal.recovery().report());
            assertEquals(0, journal.seq());
        }
    }

    @Test
    default void shouldTakeNothingWhenClosed()
    {
        final Journal journal = Journal.open(context());
        journal.close();
        journal.close();
        assertEquals(Journal.JOURNAL_CLOSED, journal.claim(1));
    }

    @Test
    @Rule("K-10")
    default void shouldBeRefusedWhenAnotherHasItOpen()
    {
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 1);
            final JournalException refused =
                assertThrows(JournalException.class, () -> Journal.open(context()).close());
            assertEquals(Reason.LOCKED, refused.reason());
            journal.flush();
            assertEquals(0, readFrom(disk().storage(), 0));
        }
        Journal.open(context()).close();
    }

    @Test
    @Rule("K-10")
    default void shouldLetAReaderLookOnWhenTheJournalIsOpen()
    {
        try (Journal journal = Journal.open(context());
            JournalReader reader = JournalReader.open(disk().storage(), 0))
        {
            assertFalse(reader.next());
            assertEquals("nothing but zeros", reader.fault());
            long seen = 0;
            for (int i = 0; i < 200; i++)
            {
                append(journal, 900);
                journal.flush();
                journal.doBackgroundWork();
                while (reader.next())
                {
                    assertEquals(seen++, reader.seq());
                    check(reader.buffer(), reader.offset(), reader.length(), reader.seq());
                }
                assertEquals(journal.seq(), reader.seq());
                assertEquals(journal.position(), reader.position());
            }
            assertTrue(journal.position() > 2L * JournalDisk.SEGMENT_LENGTH);
        }
    }
}
