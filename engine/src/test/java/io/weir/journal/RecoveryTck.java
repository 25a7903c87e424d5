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
import static io.weir.journal.JournalFixture.context;
import static io.weir.journal.JournalFixture.disk;
import static io.weir.journal.JournalFixture.fillSegments;
import static io.weir.journal.JournalFixture.readFrom;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.CopyChoice;
import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.JournalException.Reason;
import io.weir.test.Rule;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening must find, cut and refuse on every disk (K-10). */
interface RecoveryTck extends DiskTck
{
    /** The first four bytes are a checksum, one of which is zero now and then: then nothing is there to be cut. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, 8, 15, 16, 23, 24, 31, 32, 36, 39, 40, 41, 99, 139})
    @Rule("K-10")
    default void shouldCutATornTailWhereverItIsTorn(final int kept)
    {
        final long end;
        final byte[] torn;
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 20);
            append(journal, 20);
            journal.flush();
            end = journal.position();
            append(journal, 100);
            journal.flush();
            torn = new byte[140 - kept];
            journal.abandon();
        }
        // A process killed while it wrote its last group: some of it is there.
        disk().damage(JournalLayout.segmentName(0), (int)end + kept, torn);
        try (Journal journal = Journal.open(context()))
        {
            assertEquals(1, journal.seq());
            assertEquals(end, journal.position());
            assertEquals(kept > 0, journal.recovery().isCut());
            assertEquals(kept > 0, journal.recovery().report().contains("position " + end));
            assertFalse(journal.recovery().wasClosed());
            assertEquals(2, append(journal, 64));
        }
        assertEquals(2, readFrom(disk().storage(), 0));
    }

    @Test
    @Rule("K-10")
    default void shouldCutAndReportWhenASectorWasNeverWritten()
    {
        final int end;
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 20);
            end = (int)journal.position();
            append(journal, 1_500);
            append(journal, 20);
            append(journal, 20);
            journal.flush();
            journal.abandon();
        }
        // As after a loss of power: one sector of the second batch is as it was before, the rest was written.
        disk().damage(JournalLayout.segmentName(0), (end / 512 + 1) * 512, new byte[512]);
        try (Journal journal = Journal.open(context()))
        {
            assertEquals(0, journal.seq());
            assertEquals(2, journal.recovery().lostBatches());
            assertEquals(JournalLayout.batchLength(1_500) + 2 * 64, journal.recovery().cutBytes());
        }
        try (Journal journal = Journal.open(context()))
        {
            assertFalse(journal.recovery().isCut());
        }
    }

    /** Nothing had been forced, and whole batches behind the damaged one say that it was written before them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 7, 8, 16, 24, 36, 40, 50})
    @Rule("K-10")
    default void shouldRefuseWhenWholeBatchesFollowOneThatWasWrittenAndHasChanged(final int at)
    {
        final int end;
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 20);
            end = (int)journal.position();
            append(journal, 20);
            append(journal, 20);
            append(journal, 20);
            journal.flush();
            journal.abandon();
        }
        final byte[] sound = disk().bytes(JournalLayout.segmentName(0));
        disk().damage(JournalLayout.segmentName(0), end + at, (byte)(sound[end + at] ^ 1));
        final byte[] before = disk().bytes(JournalLayout.segmentName(0));
        final JournalException refused = assertThrows(JournalException.class, () -> Journal.open(context()).close());
        assertEquals(Reason.DAMAGED, refused.reason());
        assertEquals(end, refused.position());
        assertTrue(refused.getMessage().contains("written whole"), refused.getMessage());
        assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(disk().bytes(JournalLayout.segmentName(0))));
    }

    @Test
    @Rule("K-10")
    default void shouldRefuseWhenALaterBatchProvesThatTheDamagedOneWasForced()
    {
        final long end;
        try (Journal journal = Journal.open(context(Durability.POWER)))
        {
            append(journal, 20);
            end = journal.position();
            for (int i = 0; i < 3; i++)
            {
                append(journal, 20);
                journal.flush();
                journal.doBackgroundWork();
            }
            journal.abandon();
        }
        // Without the segment's mark, so that the batch alone is the proof.
        disk().damage(JournalLayout.segmentName(0), JournalLayout.MARK_OFFSET, new byte[16]);
        disk().damage(JournalLayout.segmentName(0), (int)end + 50, (byte)99);
        final byte[] before = disk().bytes(JournalLayout.segmentName(0));
        final JournalException refused =
            assertThrows(JournalException.class, () -> Journal.open(context(Durability.POWER)).close());
        assertEquals(Reason.DAMAGED, refused.reason());
        assertEquals(end, refused.position());
        assertTrue(refused.getMessage().contains("position " + end + " (0000000000000000.segment at " + end + ")"));
        assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(disk().bytes(JournalLayout.segmentName(0))));
    }

    @Test
    @Rule("K-10")
    default void shouldRefuseWhenTheMarkProvesThatTheDamagedBatchWasForced()
    {
        long end = 0;
        try (Journal journal = Journal.open(context(Durability.POWER)))
        {
            for (long next = 0; next >= 0; next = append(journal, 1_000))
            {
                end = journal.position() - JournalLayout.batchLength(1_000);
                journal.flush();
            }
            journal.doBackgroundWork();
            assertTrue(journal.claim(1_000) > 0);
            journal.abort();
            journal.doBackgroundWork();
            journal.abandon();
        }
        disk().damage(JournalLayout.segmentName(0), (int)end + 8, new byte[1_100]);
        final JournalException refused = assertThrows(JournalException.class, () -> Journal.open(context()).close());
        assertEquals(end, refused.position());
        assertTrue(refused.getMessage().contains("mark"), refused.getMessage());
    }

    @Test
    @Rule("K-10")
    default void shouldRefuseWhenTheJournalWasClosedBehindTheDamagedBatch()
    {
        final long end;
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 20);
            end = journal.position();
            append(journal, 20);
        }
        disk().damage(JournalLayout.segmentName(0), JournalLayout.MARK_OFFSET, new byte[16]);
        disk().damage(JournalLayout.segmentName(0), (int)end, new byte[64]);
        final JournalException refused = assertThrows(JournalException.class, () -> Journal.open(context()).close());
        assertEquals(end, refused.position());
        assertTrue(refused.getMessage().contains("closed"), refused.getMessage());
    }

    @Test
    @Rule("K-10")
    default void shouldRefuseWhenASegmentIsMissing()
    {
        try (Journal journal = Journal.open(context()))
        {
            fillSegments(journal, 3);
        }
        assertThrows(java.io.IOException.class, () -> disk().storage().open("none").close());
        try
        {
            disk().storage().delete(JournalLayout.segmentName(1));
        }
        catch (final java.io.IOException ex)
        {
            throw new AssertionError(ex);
        }
        final JournalException refused = assertThrows(JournalException.class, () -> Journal.open(context()).close());
        assertEquals(Reason.DAMAGED, refused.reason());
        assertTrue(refused.getMessage().contains(JournalLayout.segmentName(1)), refused.getMessage());
    }

    @Test
    @Rule("K-10")
    default void shouldAskWhichGoesOnWhenTheDirectoryIsACopy()
    {
        final JournalIdentity original;
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 20);
            original = journal.identity();
        }
        final JournalDisk copy = disk().copy();
        JournalFixture.DISKS.add(copy);
        assertEquals(Reason.COPIED,
            assertThrows(JournalException.class, () -> Journal.open(context(copy)).close()).reason());
        try (Journal journal = Journal.open(context(copy).set(Settings.JOURNAL_COPIED, CopyChoice.KEEP)))
        {
            assertEquals(original, journal.identity());
        }
        // Once said, it is so.
        Journal.open(context(copy)).close();
        final JournalDisk second = copy.copy();
        JournalFixture.DISKS.add(second);
        try (Journal journal = Journal.open(context(second).set(Settings.JOURNAL_COPIED, CopyChoice.RENEW)))
        {
            assertEquals(original.journalId(), journal.identity().journalId());
            assertNotEquals(original.worldId(), journal.identity().worldId());
            assertEquals(0, journal.seq());
        }
    }
}
