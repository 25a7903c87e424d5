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

import io.weir.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Opens a journal step by step, holds what it consists of, and lets go of it. */
final class JournalOpening
{
    private final Storage storage;
    private final Storage.Lock lock;
    private SegmentFiles files;
    private SnapshotStore snapshots;
    private BlobStore blobs;
    private SegmentDeletion deletion;
    private RecoveryScan scan;
    private Recovery recovery;
    private Segment segment;
    private Progress progress;
    private JournalThreads threads;

    private JournalOpening(final Storage storage, final Storage.Lock lock)
    {
        this.storage = storage;
        this.lock = lock;
    }

    static JournalOpening conclude(final JournalContext context)
    {
        context.conclude();
        final Storage storage = context.storage();
        JournalOpening opening = null;
        boolean isOpen = false;
        try
        {
            final Storage.Lock lock = storage.lock(JournalLayout.LOCK_FILE);
            if (null == lock)
            {
                throw new JournalException(Reason.LOCKED,
                    storage.describe() + (storage.isLockedHere(JournalLayout.LOCK_FILE) ?
                        " is open in this process already: close it there, or name another directory" :
                        " is in use by another process" + holder(storage) + ": end it, or name another directory"));
            }
            opening = new JournalOpening(storage, lock);
            opening.open(context);
            isOpen = true;
            return opening;
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + " cannot be opened (nothing was lost; free space on that " +
                "disk, or see to what the cause says, and open again)", ex);
        }
        finally
        {
            if (!isOpen && null != opening)
            {
                opening.release();
            }
        }
    }

    private void open(final JournalContext context) throws IOException
    {
        final OpenMark last = OpenMark.read(storage);
        final JournalIdentity identity =
            JournalIdentity.establish(storage, context.segmentLength(), context.copied(), context.ids());
        files = new SegmentFiles(storage, identity);
        snapshots = new SnapshotStore(
            storage.directory(JournalLayout.SNAPSHOTS), identity.journalId(), context.snapshotsKept());
        blobs = new BlobStore(storage.directory(JournalLayout.BLOBS));
        deletion = new SegmentDeletion(files, snapshots, context.archive(), context.isDeleting());
        scan = new RecoveryScan(files, snapshots, last);
        scan.run();
        removeTemporaries();
        scan.cut();
        if (files.numbers().isEmpty())
        {
            files.create(0, context.segmentIds());
        }
        scan.forceKept();
        recovery = scan.recovery();
        new OpenMark(recovery.openEpoch(), false, 0, JournalLayout.NO_SEQ).write(storage);
        segment = Segment.open(files, (recovery.position() - 1) / files.segmentLength());
        segment.mark(recovery.position());
        progress = new Progress(recovery.position(), recovery.lastSeq());
    }

    JournalThreads startThreads(final JournalContext context)
    {
        final Forcer forcer = new Forcer(progress, context.durability(), storage.describe(), segment);
        final Preparer preparer = new Preparer(
            files, progress, context.segmentIds(), segment.number() + 1, scan.isNextPrepared());
        threads = new JournalThreads(progress, forcer, preparer, context.isInvoked());
        return threads;
    }

    SegmentFiles files()
    {
        return files;
    }

    SnapshotStore snapshots()
    {
        return snapshots;
    }

    BlobStore blobs()
    {
        return blobs;
    }

    SegmentDeletion deletion()
    {
        return deletion;
    }

    Recovery recovery()
    {
        return recovery;
    }

    int lastCrc()
    {
        return scan.lastCrc();
    }

    Segment segment()
    {
        return segment;
    }

    Progress progress()
    {
        return progress;
    }

    /** Says on the disk that the journal was closed, if all of it is there. */
    void close(final long position, final long lastSeq)
    {
        if (null != progress.failure() || progress.forcedPosition() < position)
        {
            return;
        }
        try
        {
            new OpenMark(recovery.openEpoch(), true, position, lastSeq).write(storage);
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + ": all batches are on the disk, but that the journal was " +
                "closed could not be written", ex);
        }
    }

    void release()
    {
        try
        {
            if (null != threads)
            {
                threads.release();
            }
            else if (null != segment)
            {
                segment.close();
            }
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + " cannot be let go of", ex);
        }
        finally
        {
            lock.close();
        }
    }

    private void removeTemporaries() throws IOException
    {
        for (final Storage each : new Storage[]{
            storage, storage.directory(JournalLayout.SNAPSHOTS), storage.directory(JournalLayout.BLOBS)})
        {
            for (final String name : each.list())
            {
                if (name.endsWith(JournalLayout.TEMPORARY_SUFFIX))
                {
                    each.delete(name);
                }
            }
        }
    }

    private static String holder(final Storage storage)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(20);
        try (Storage.StorageFile file = storage.open(JournalLayout.LOCK_FILE))
        {
            final int length = file.read(bytes, 0);
            final String text = new String(bytes.array(), 0, length, StandardCharsets.US_ASCII);
            final String pid = text.strip();
            return !pid.isEmpty() && pid.chars().allMatch(c -> c >= '0' && c <= '9') ? " (its id is " + pid + ")" : "";
        }
        catch (final IOException ex)
        {
            // Nothing to add to the message.
            return "";
        }
    }
}
