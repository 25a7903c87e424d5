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
import org.agrona.collections.LongArrayList;

/**
 * Finds where a journal ends (K-10). Reads from the newest snapshot on, up to the first batch that does not stand; then
 * looks at everything behind it for a proof that it had been forced: a batch that was written knowing so, a segment's
 * mark, a snapshot, a close. With a proof the journal is refused; without one it ends there.
 * <p>
 * Whole batches behind it are a proof of another kind. The journal is written in order, so a process that is killed
 * leaves nothing behind the batch it was writing; a loss of power may, but only where a sector of that batch was never
 * written and still holds the zeros of a new segment. A batch without such a sector was written whole and has changed.
 */
final class RecoveryScan
{
    private static final int CHUNK = 1 << 18;
    private static final int NONE = -1;
    /** The least that a disk writes whole or not at all. */
    private static final int SECTOR = 512;

    private final SegmentFiles files;
    private final SnapshotStore snapshots;
    private final OpenMark last;

    private LongArrayList numbers;
    private long end = JournalLayout.DATA_OFFSET;
    private long lastSeq = JournalLayout.NO_SEQ;
    private int lastCrc;
    private int openEpoch;
    private String fault = "";
    private long faultPosition;
    private long forced;
    private String proof = "";
    private int lostBatches;
    private long nextBatch = NONE;
    private boolean isChanged;
    private long lastByte;
    private boolean isNextPrepared;

    RecoveryScan(final SegmentFiles files, final SnapshotStore snapshots, final OpenMark last)
    {
        this.files = files;
        this.snapshots = snapshots;
        this.last = last;
    }

    /** Reads and judges; changes nothing. */
    void run() throws IOException
    {
        numbers = files.numbers();
        final SnapshotStore.Entry snapshot = snapshots.newestEntry();
        if (null != snapshot)
        {
            prove(snapshot.position(), "snapshot " + snapshot.name() + ", written when it was on the disk");
        }
        if (null != last && last.isClosed())
        {
            prove(last.position(), JournalLayout.OPEN_FILE + ", which says that the journal was closed behind it");
        }
        try (JournalReader reader = new JournalReader(files))
        {
            final long first = first(snapshot);
            if (!numbers.isEmpty())
            {
                reader.enter(first);
            }
            while (reader.next())
            {
                openEpoch = reader.openEpoch();
                forced = Math.max(forced, reader.forcedPosition());
            }
            end = reader.position();
            lastSeq = reader.seq();
            lastCrc = reader.lastCrc();
            final boolean isInNext = reader.isFaultInNext();
            final String faultHere = reader.fault();
            final String faultOfNext = reader.faultOfNext();
            lastByte = end;
            lookBehind(reader);
            // The next segment's first batch does not follow where batches before it are what is missing.
            final long next = (segmentOf(end) + 1) * files.segmentLength() + JournalLayout.DATA_OFFSET;
            final boolean isNextDamaged = isInNext && (NONE == nextBatch || nextBatch > next);
            fault = isNextDamaged ? faultOfNext : faultHere;
            faultPosition = isNextDamaged ? next : end;
            isChanged = NONE != nextBatch && !isSectorMissing(reader);
        }
        if (forced > end || isChanged)
        {
            throw new JournalException(Reason.DAMAGED, faultPosition, files.storage().describe() + ": batch " +
                (lastSeq + 1) +
                " is damaged: " + fault + " at " +
                JournalLayout.where(faultPosition, files.segmentLength()) + ". It had been " +
                (forced > end ? "forced to the disk: the proof, up to position " + forced + ", is " + proof :
                    "written whole: the proof is the batch behind it at " +
                        JournalLayout.where(nextBatch, files.segmentLength())) +
                ". The journal stays closed and nothing was changed. Restore the segment from a backup or the archive",
                null);
        }
    }

    /** Whether a sector that the damaged batch lies in was never written: from the batch on it is zero. */
    private boolean isSectorMissing(final JournalReader reader) throws IOException
    {
        final int length = files.segmentLength();
        long number = segmentOf(faultPosition);
        int at = (int)(faultPosition - number * length);
        if (at > length - JournalLayout.BATCH_HEADER_LENGTH)
        {
            number++;
            at = JournalLayout.DATA_OFFSET;
        }
        reader.enter(number);
        final int limit = (int)Math.min(length, nextBatch - number * length);
        final int claimed = at + Long.BYTES > length ? 0 : (int)(reader.word(at) >>> Integer.SIZE);
        final int end = at + JournalLayout.BATCH_HEADER_LENGTH +
            (claimed < 0 || claimed > length - at - JournalLayout.BATCH_HEADER_LENGTH ? 0 : claimed);
        int from = at;
        int to = at / SECTOR * SECTOR + SECTOR;
        while (from < end && to <= limit)
        {
            if (isZero(reader, from, to))
            {
                return true;
            }
            from = to;
            to += SECTOR;
        }
        return false;
    }

    private static boolean isZero(final JournalReader reader, final int from, final int to) throws IOException
    {
        int at = from;
        while (at < to && 0 == reader.word(at))
        {
            at += Long.BYTES;
        }
        return at >= to;
    }

    /** The segment to read from: that in which the newest snapshot was taken, else the first. */
    private long first(final SnapshotStore.Entry snapshot)
    {
        if (numbers.isEmpty())
        {
            if (null != last)
            {
                // The first segment is on the disk before this file is.
                throw new JournalException(Reason.DAMAGED, 0, files.storage().describe() + " holds " +
                    JournalLayout.OPEN_FILE + " and no segment: restore the segments from the backup, or name an " +
                    "empty directory", null);
            }
            return 0;
        }
        final long lowest = numbers.getLong(0);
        final long wanted = null == snapshot ? 0 : segmentOf(snapshot.position());
        if (wanted < lowest)
        {
            throw new JournalException(Reason.DAMAGED, wanted * files.segmentLength(), files.storage().describe() +
                " begins with " + JournalLayout.segmentName(lowest) + ", and " +
                (null == snapshot ? "there is no snapshot that stands" : "its newest snapshot is older") +
                ": restore the segments before it from the archive, or the snapshot from a backup", null);
        }
        // A snapshot beyond the last segment proves what is missing.
        return Math.min(wanted, numbers.getLong(numbers.size() - 1));
    }

    private void prove(final long position, final String by)
    {
        if (position > forced)
        {
            forced = position;
            proof = by;
        }
    }

    private void lookBehind(final JournalReader reader) throws IOException
    {
        final long endNumber = segmentOf(end);
        for (int i = 0; i < numbers.size(); i++)
        {
            final long number = numbers.getLong(i);
            if (number >= endNumber)
            {
                reader.enter(number);
                final long mark = reader.segment().mark();
                prove(mark, "the mark of " + JournalLayout.segmentName(number));
                final long before = lastByte;
                final int from =
                    number == endNumber ? (int)(end - number * files.segmentLength()) : JournalLayout.DATA_OFFSET;
                lookThrough(reader, number, from);
                if (number == endNumber + 1)
                {
                    isNextPrepared = before == lastByte && 0 == mark;
                }
            }
        }
    }

    private void lookThrough(final JournalReader reader, final long number, final int from) throws IOException
    {
        final long base = number * files.segmentLength();
        int at = from;
        while (at < files.segmentLength())
        {
            final long word = reader.word(at);
            if (0 != word)
            {
                lastByte = base + at + Long.BYTES;
            }
            if (isBatch(reader, at))
            {
                lostBatches++;
                nextBatch = NONE == nextBatch ? base + at : nextBatch;
                prove(reader.forcedAt(at), "the batch at " + JournalLayout.where(base + at, files.segmentLength()));
                at += reader.batchLengthAt(at);
                lastByte = base + at;
            }
            else
            {
                at += Long.BYTES;
            }
        }
    }

    private static boolean isBatch(final JournalReader reader, final int at) throws IOException
    {
        return at + JournalLayout.BATCH_HEADER_LENGTH <= reader.segmentLength() &&
            reader.word(at + JournalLayout.SEGMENT_ID_OFFSET) == reader.segment().segmentId() && reader.judge(at);
    }

    /** Removes what was found behind the end, so that nothing of it can follow what is written next. */
    void cut() throws IOException
    {
        final long endNumber = segmentOf(end);
        final Storage storage = files.storage();
        boolean isDeleted = false;
        for (int i = numbers.size() - 1; i >= 0 && numbers.getLong(i) > endNumber; i--)
        {
            if (numbers.getLong(i) > endNumber + 1 || !isNextPrepared)
            {
                storage.delete(JournalLayout.segmentName(numbers.getLong(i)));
                isDeleted = true;
            }
        }
        if (isDeleted)
        {
            storage.force();
        }
        if (lastByte > end)
        {
            final int from = (int)(end - endNumber * files.segmentLength());
            final int to = (int)Math.min(files.segmentLength(), lastByte - endNumber * files.segmentLength());
            try (Storage.StorageFile file = storage.update(JournalLayout.segmentName(endNumber)))
            {
                final ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(CHUNK, to - from));
                for (int at = from; at < to; at += zeros.capacity())
                {
                    zeros.clear().limit(Math.min(zeros.capacity(), to - at));
                    file.write(zeros, at);
                }
                file.force();
            }
        }
    }

    /**
     * Writes anew and forces what stands and is not known to have been forced: later batches will say that it was.
     * Anew, since after a force that failed the system may take for written what is not.
     */
    void forceKept() throws IOException
    {
        final int length = files.segmentLength();
        for (long number = forced / length; number <= segmentOf(end); number++)
        {
            final int from = (int)Math.max(JournalLayout.DATA_OFFSET, forced - number * length);
            final int to = (int)Math.min(length, end - number * length);
            if (to > from)
            {
                try (Storage.StorageFile file = files.storage().update(JournalLayout.segmentName(number)))
                {
                    final ByteBuffer bytes = ByteBuffer.allocateDirect(Math.min(CHUNK, to - from));
                    for (int at = from; at < to; at += bytes.capacity())
                    {
                        bytes.clear().limit(Math.min(bytes.capacity(), to - at));
                        file.read(bytes, at);
                        file.write(bytes.flip(), at);
                    }
                    file.force();
                }
            }
        }
    }

    /** A position at the very end of a segment is that segment's: there was no next one yet. */
    private long segmentOf(final long position)
    {
        return (position - 1) / files.segmentLength();
    }

    boolean isNextPrepared()
    {
        return isNextPrepared;
    }

    /** {@return the position behind the last batch that stands} */
    long end()
    {
        return end;
    }

    long lastSeq()
    {
        return lastSeq;
    }

    /** {@return what is there instead of the next batch} */
    String fault()
    {
        return fault;
    }

    int lastCrc()
    {
        return lastCrc;
    }

    /** {@return bytes from the end to the last one that is not zero behind it: what an opening cuts} */
    long cutBytes()
    {
        return lastByte - end;
    }

    /** {@return whole batches among what an opening cuts} */
    int lostBatches()
    {
        return lostBatches;
    }

    Recovery recovery()
    {
        final int epoch = Math.max(openEpoch, null == last ? 0 : last.openEpoch()) + 1;
        final boolean wasClosed = numbers.isEmpty() || null != last && last.isClosed();
        final String report = 0 == cutBytes() ? "" : files.storage().describe() + ": cut behind batch " + lastSeq +
            " at " + JournalLayout.where(end, files.segmentLength()) + "; then comes " + fault + ". Lost: " +
            cutBytes() + " bytes, among them " + lostBatches + " whole batches behind the cut; none of it had been " +
            "forced to the disk";
        return new Recovery(lastSeq, end, epoch, cutBytes(), lostBatches, wasClosed, report);
    }
}
