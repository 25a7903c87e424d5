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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.JournalException.Reason;
import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What becomes of a journal when the disk fails it. */
@Rule("K-10")
class DiskFaultTest
{
    private final SimulatedDisk disk = new SimulatedDisk(3, 4096);

    @Test
    void shouldTakeNothingMoreAndPromiseNothingMoreWhenAForceFailed()
    {
        final Journal journal = Journal.open(context());
        append(journal, 100);
        journal.flush();
        journal.doBackgroundWork();
        assertEquals(0, journal.durableSeq());

        disk.failForceAfter(0);
        append(journal, 100);
        journal.flush();
        journal.doBackgroundWork();

        assertEquals(0, journal.durableSeq());
        assertEquals(Journal.JOURNAL_FAILED, journal.claim(1));
        assertEquals(Reason.FAILED, journal.failure().reason());
        assertTrue(journal.failure().getMessage().contains("restart the process"), journal.failure().getMessage());
        journal.doBackgroundWork();
        assertEquals(0, journal.durableSeq());
        journal.close();
        assertEquals(0, disk.openFiles());
    }

    @Test
    void shouldWriteAnewWhatTheSystemTookForWrittenWhenOpenedAfterAFailedForce()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            final SimulatedDisk each = new SimulatedDisk(seed, 512);
            final JournalContext context = JournalFixture.context(each).set(Settings.JOURNAL_DURABILITY,
                Durability.POWER);
            final Journal failed = Journal.open(context);
            each.failForceAfter(0);
            append(failed, 3_000);
            failed.flush();
            failed.doBackgroundWork();
            assertNotNull(failed.failure());
            failed.close();

            final Journal again = Journal.open(JournalFixture.context(each));
            assertEquals(0, again.durableSeq());
            again.abandon();
            each.losePower();
            try (Journal last = Journal.open(JournalFixture.context(each)))
            {
                assertEquals(0, last.seq());
            }
        }
    }

    @Test
    void shouldRefuseInputsUntilThereIsSpaceWhenTheDiskIsFull()
    {
        try (Journal journal = Journal.open(context()))
        {
            disk.capacity(JournalDisk.SEGMENT_LENGTH + 8_192);
            while (append(journal, 1_000) >= 0)
            {
                journal.flush();
                journal.doBackgroundWork();
            }
            final long last = journal.seq();
            assertEquals(Journal.JOURNAL_FULL, journal.claim(1_000));
            assertTrue(journal.fullCause().getMessage().contains("No space"));
            assertEquals(last, journal.durableSeq());

            disk.capacity(Long.MAX_VALUE);
            journal.doBackgroundWork();
            assertNull(journal.fullCause());
            assertEquals(last + 1, append(journal, 1_000));
        }
        try (Journal journal = Journal.open(context()))
        {
            assertFalse(journal.recovery().isCut());
            assertEquals(journal.seq(), JournalFixture.readFrom(disk.storage(), 0));
        }
    }

    @Test
    void shouldGoOnWithoutASnapshotWhenTheDiskIsFull()
    {
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 10);
            journal.flush();
            journal.doBackgroundWork();
            disk.capacity(200_000);
            try (SnapshotWriter writer = journal.beginSnapshot())
            {
                assertThrows(JournalException.class,
                    () -> writer.append(new UnsafeBuffer(new byte[1 << 20]), 0, 1 << 20));
            }
            assertNull(journal.snapshots().newest());
            assertThrows(JournalException.class,
                () -> journal.blobs().put(new UnsafeBuffer(new byte[1 << 20]), 0, 1 << 20));
            assertEquals(1, append(journal, 10));
        }
        try (Journal journal = Journal.open(context()))
        {
            assertEquals(1, journal.seq());
        }
    }

    @Test
    void shouldNotOpenWhenTheDiskIsFullAndOpenWhenItIsNot()
    {
        Journal.open(context()).close();
        disk.capacity(0);
        assertEquals(Reason.DISK,
            assertThrows(JournalException.class, () -> Journal.open(context()).close()).reason());
        disk.capacity(Long.MAX_VALUE);
        Journal.open(context()).close();
        assertEquals(0, disk.openFiles());
    }

    private JournalContext context()
    {
        return JournalFixture.context(disk).set(Settings.JOURNAL_DURABILITY, Durability.POWER);
    }
}
