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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Settings;
import io.weir.journal.JournalException.Reason;
import io.weir.test.Rule;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What snapshots and blobs must do on every disk. */
interface StoresTck extends DiskTck
{
    @Test
    @Rule("K-9")
    default void shouldReadBackASnapshotWhenItWasCommitted()
    {
        final byte[] state = new byte[600_000];
        new java.util.Random(7).nextBytes(state);
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 20);
            append(journal, 20);
            journal.flush();
            try (SnapshotWriter writer = journal.beginSnapshot())
            {
                writer.append(new UnsafeBuffer(state), 0, 10);
                writer.append(new UnsafeBuffer(state), 10, state.length - 10);
                assertNull(journal.snapshots().newest());
                writer.commit();
            }
            append(journal, 20);
        }
        try (Journal journal = Journal.open(context());
            SnapshotReader reader = journal.snapshots().newest())
        {
            assertEquals(1, reader.seq());
            assertEquals(state.length, reader.length());
            final UnsafeBuffer target = new UnsafeBuffer(new byte[state.length]);
            assertEquals(state.length, reader.read(target, 0, state.length));
            assertEquals(0, reader.read(target, 0, 1));
            assertEquals(ByteBuffer.wrap(state), ByteBuffer.wrap(target.byteArray()));
            assertEquals(2, journal.seq());
        }
    }

    @Test
    @Rule("K-9")
    default void shouldUseTheOneBeforeWhenTheNewestSnapshotIsDamaged()
    {
        try (Journal journal = Journal.open(context().set(Settings.JOURNAL_SNAPSHOTS_KEPT, 3)))
        {
            for (int i = 0; i < 5; i++)
            {
                snapshot(journal);
            }
            assertEquals(List.of(2L, 3L, 4L), journal.snapshots().seqs());
            JournalDiskFiles.damage(disk(), JournalLayout.SNAPSHOTS, "0000000000000004.snapshot", 70);
            try (SnapshotReader reader = journal.snapshots().newest())
            {
                assertEquals(3, reader.seq());
                assertTrue(journal.snapshots().faults().get(0).contains("0000000000000004.snapshot"));
            }
        }
        Journal.open(context()).close();
    }

    /** A batch and a snapshot behind it. */
    private static void snapshot(final Journal journal)
    {
        append(journal, 20);
        journal.flush();
        try (SnapshotWriter writer = journal.beginSnapshot())
        {
            final ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(0, journal.seq());
            writer.append(new UnsafeBuffer(bytes), 0, 16);
            writer.commit();
        }
    }

    @Test
    @Rule("K-10")
    default void shouldRefuseWhenASnapshotProvesThatTheDamagedBatchWasForced()
    {
        final long end;
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 20);
            end = journal.position();
            snapshot(journal);
            journal.abandon();
        }
        disk().damage(JournalLayout.segmentName(0), JournalLayout.MARK_OFFSET, new byte[16]);
        disk().damage(JournalLayout.segmentName(0), (int)end, new byte[64]);
        final JournalException refused = assertThrows(JournalException.class, () -> Journal.open(context()).close());
        assertEquals(end, refused.position());
        assertTrue(refused.getMessage().contains("snapshot"), refused.getMessage());
    }

    @Test
    @Rule("K-9")
    default void shouldSayWhereAJournalBeginsWhenSegmentsAreDeletedWhileItIsOpened()
    {
        try (Journal journal = Journal.open(context()))
        {
            fillSegments(journal, 3);
        }
        final Storage storage = disk().storage();
        final Storage deleting = (Storage)Proxy.newProxyInstance(
            Storage.class.getClassLoader(), new Class<?>[]{Storage.class}, (proxy, method, args) ->
            {
                if ("open".equals(method.getName()) && JournalLayout.segmentName(1).equals(args[0]))
                {
                    storage.delete(JournalLayout.segmentName(0));
                }
                return "open".equals(method.getName()) ?
                    storage.open((String)args[0]) : method.invoke(storage, args);
            });

        final JournalException refused =
            assertThrows(JournalException.class, () -> JournalReader.open(deleting, 0).close());

        assertEquals(Reason.DAMAGED, refused.reason());
        assertTrue(refused.getMessage().contains("batch 0 is asked for"), refused.getMessage());
    }

    @Test
    @Rule("K-9")
    default void shouldListAgainWhenSegmentsWereDeletedInTheMiddleOfAListing() throws IOException
    {
        try (Journal journal = Journal.open(context()))
        {
            fillSegments(journal, 4);
        }
        final Storage storage = disk().storage();
        storage.delete(JournalLayout.segmentName(0));
        storage.delete(JournalLayout.segmentName(1));
        final int[] listings = {0};
        final Storage deleting = (Storage)Proxy.newProxyInstance(
            Storage.class.getClassLoader(), new Class<?>[]{Storage.class}, (proxy, method, args) ->
            {
                if ("open".equals(method.getName()))
                {
                    return storage.open((String)args[0]);
                }
                if ("list".equals(method.getName()) && ++listings[0] < 4)
                {
                    final List<String> names = new ArrayList<>(storage.list());
                    names.add(JournalLayout.segmentName(0));
                    Collections.sort(names);
                    return names;
                }
                return method.invoke(storage, args);
            });

        try (JournalReader reader = JournalReader.open(deleting, 150))
        {
            assertTrue(reader.next());
            assertEquals(150, reader.seq());
        }
        assertTrue(listings[0] >= 4);
    }

    @Test
    @Rule("K-9")
    default void shouldDeleteOldSegmentsOnlyWhenToldAndArchived()
    {
        final List<String> archived = new ArrayList<>();
        try (Journal journal = Journal.open(context()))
        {
            fillSegments(journal, 4);
            snapshot(journal);
            assertEquals(0, journal.deleteOldSegments());
        }
        final JournalContext deleting = context().set(Settings.JOURNAL_SEGMENTS_DELETE, true)
            .set(Settings.JOURNAL_SNAPSHOTS_KEPT, 1).archive((name, file) ->
            {
                if (archived.size() == 2)
                {
                    throw new java.io.IOException("the archive is full");
                }
                archived.add(name);
            });
        try (Journal journal = Journal.open(deleting))
        {
            assertThrows(JournalException.class, journal::deleteOldSegments);
        }
        assertEquals(List.of(JournalLayout.segmentName(0), JournalLayout.segmentName(1)), archived);
        try (Journal journal = Journal.open(context()))
        {
            final long kept = JournalDisk.SEGMENT_LENGTH * 2L;
            final JournalException refused =
                assertThrows(JournalException.class, () -> journal.reader(0).close());
            assertEquals(Reason.DAMAGED, refused.reason());
            assertTrue(journal.position() > kept);
            append(journal, 10);
        }
        assertTrue(readFrom(disk().storage(), 150) > 150);
    }

    @Test
    @Rule("K-15")
    default void shouldNameABlobByItsHashWhenItIsOnTheDisk()
    {
        final UnsafeBuffer bytes = new UnsafeBuffer("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        final String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        try (Journal journal = Journal.open(context()))
        {
            final BlobStore blobs = journal.blobs();
            assertEquals(-1, blobs.length(expected));
            assertFalse(blobs.retain(expected));
            assertEquals(expected, blobs.put(bytes, 0, 3));
            assertEquals(expected, blobs.put(bytes, 0, 3));
            assertEquals(3, blobs.length(expected));
            assertTrue(blobs.retain(expected));
            final UnsafeBuffer target = new UnsafeBuffer(new byte[8]);
            assertEquals(2, blobs.read(expected, 1, target, 4, 4));
            assertEquals('c', target.getByte(5));
            for (final String none : List.of("", "../../etc/passwd", expected.toUpperCase(java.util.Locale.ROOT)))
            {
                assertFalse(blobs.retain(none));
                assertThrows(JournalException.class, () -> blobs.read(none, 0, target, 0, 1));
            }
        }
    }

    @Test
    @Rule("K-15")
    default void shouldNotTakeADamagedBlobForSoundAndMendItWhenPutAgain()
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[300_000]);
        try (Journal journal = Journal.open(context()))
        {
            final BlobStore blobs = journal.blobs();
            final String hash = blobs.put(bytes, 0, bytes.capacity());
            JournalDiskFiles.damage(disk(), JournalLayout.BLOBS, hash + ".blob", 290_000);
            assertFalse(blobs.retain(hash));
            blobs.put(bytes, 0, bytes.capacity());
            assertTrue(blobs.retain(hash));
        }
    }

    @Test
    @Rule("K-15")
    default void shouldCollectWhatNothingNames()
    {
        try (Journal journal = Journal.open(context()))
        {
            final BlobStore blobs = journal.blobs();
            final List<String> hashes = new ArrayList<>();
            for (int i = 0; i < 3; i++)
            {
                hashes.add(blobs.put(new UnsafeBuffer(UUID.randomUUID().toString().getBytes()), 0, 36));
            }
            blobs.release(hashes.get(0));
            blobs.release(hashes.get(1));
            assertEquals(1, blobs.collect(hash -> hash.equals(hashes.get(0))));
            assertEquals(36, blobs.length(hashes.get(0)));
            assertEquals(-1, blobs.length(hashes.get(1)));
            assertEquals(36, blobs.length(hashes.get(2)));
        }
    }

    @Test
    @Rule("K-9")
    default void shouldLeaveNothingWhenASnapshotIsGivenUp()
    {
        try (Journal journal = Journal.open(context()))
        {
            append(journal, 20);
            journal.flush();
            try (SnapshotWriter writer = journal.beginSnapshot())
            {
                writer.append(new UnsafeBuffer(new byte[100]), 0, 100);
            }
            assertNull(journal.snapshots().newest());
            assertEquals(List.of(), journal.snapshots().seqs());
        }
    }
}
