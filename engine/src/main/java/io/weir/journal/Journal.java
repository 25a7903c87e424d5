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

import io.weir.config.Durability;
import io.weir.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An append-only sequence of batches that survives the process, and the loss of power where it is told to (K-7, K-10).
 * Owned by one thread, the agent of the world; {@link #durableSeq()}, {@link #failure()} and {@link #fullCause()} are
 * for any thread. It knows nothing of what the batches hold.
 * <p>
 * A batch is claimed, encoded in place and committed; batches committed since the last {@link #flush()} are a group,
 * which is given to the operating system with one write, and becomes durable together. What rests on a batch may be
 * released once {@link #durableSeq()} has reached its seq.
 * <pre>
 *     final int offset = journal.claim(maxLength);
 *     if (offset &lt; 0) … // JOURNAL_FULL: refuse the input before any step, and ask again later
 *     final int length = encode(journal.buffer(), offset);
 *     final long seq = journal.commit(length);
 *     …
 *     journal.flush(); // at the end of the ring's batch
 * </pre>
 */
public final class Journal implements AutoCloseable
{
    /** No segment is ready: the preparer or the disk is behind, or the disk is full. Refuse inputs; ask again later. */
    public static final int JOURNAL_FULL = -1;
    /** A force has failed: {@link #failure()} says what. Nothing more is taken; restart the process. */
    public static final int JOURNAL_FAILED = -2;
    /** The journal is closed. */
    public static final int JOURNAL_CLOSED = -3;

    private static final int NO_CLAIM = -1;
    private static final int STAGING = 1 << 18;

    private final SegmentFiles files;
    private final Progress progress;
    private final JournalThreads threads;
    private final JournalOpening opening;
    private final boolean isPower;
    private final CRC32C crc = new CRC32C();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final int openEpoch;

    private Segment segment;
    private ByteBuffer staging;
    private int stagedFrom;
    private long segmentId;
    private int offset;
    private int claimed = NO_CLAIM;
    private long entryPosition;
    private long seq;
    private int lastCrc;
    private volatile long processSeq;
    private boolean isClosed;

    private Journal(final JournalContext context)
    {
        opening = JournalOpening.conclude(context);
        files = opening.files();
        isPower = Durability.POWER == context.durability();
        segment = opening.segment();
        stage(Math.min(STAGING, files.segmentLength()));
        segmentId = segment.segmentId();
        openEpoch = opening.recovery().openEpoch();
        offset = (int)(opening.recovery().position() - segment.basePosition());
        stagedFrom = offset;
        entryPosition = opening.recovery().position();
        seq = opening.recovery().lastSeq();
        processSeq = seq;
        lastCrc = opening.lastCrc();
        progress = opening.progress();
        threads = opening.startThreads(context);
    }

    /**
     * Opens the journal of a directory, or makes one there.
     *
     * @param context what to open and how.
     * @return the journal, behind its last batch.
     * @throws JournalException if it cannot be opened; nothing was changed unless the message says so.
     */
    public static Journal open(final JournalContext context)
    {
        return new Journal(context);
    }

    /**
     * Claims room for a batch. At most one claim is open at a time: end it with {@link #commit} or {@link #abort}.
     *
     * @param maxLength that the payload can have; at most {@link #maxBatchLength()}.
     * @return the offset in {@link #buffer()} at which to encode the payload; or {@link #JOURNAL_FULL},
     *         {@link #JOURNAL_FAILED} or {@link #JOURNAL_CLOSED}, all negative.
     */
    public int claim(final int maxLength)
    {
        if (NO_CLAIM != claimed)
        {
            throw new IllegalStateException("a claim is open: commit or abort it first");
        }
        if (maxLength < 0 || maxLength > maxBatchLength())
        {
            throw new IllegalArgumentException("a batch of " + maxLength + " bytes; the longest is " +
                maxBatchLength() + ": raise weir.journal.segment.length for a new journal");
        }
        if (isClosed)
        {
            return JOURNAL_CLOSED;
        }
        if (null != progress.failure())
        {
            return JOURNAL_FAILED;
        }
        final int batchLength = JournalLayout.batchLength(maxLength);
        if (offset + batchLength > segment.length() && !roll())
        {
            return null == progress.failure() ? JOURNAL_FULL : JOURNAL_FAILED;
        }
        if (offset - stagedFrom + batchLength > buffer.capacity() && !makeRoom(batchLength))
        {
            return JOURNAL_FAILED;
        }
        claimed = maxLength;
        return offset - stagedFrom + JournalLayout.BATCH_HEADER_LENGTH;
    }

    /** {@return where to encode what is claimed; to be asked after each claim, good until it ends} */
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Ends the claim with a batch.
     *
     * @param length of its payload, at most what was claimed.
     * @return the batch's seq.
     */
    public long commit(final int length)
    {
        if (length < 0 || length > claimed)
        {
            throw new IllegalArgumentException(NO_CLAIM == claimed ? "nothing is claimed" :
                "a batch of " + length + " bytes where " + claimed + " were claimed");
        }
        final UnsafeBuffer target = buffer;
        final int at = offset - stagedFrom;
        final int end = at + JournalLayout.BATCH_HEADER_LENGTH + length;
        final long nextSeq = seq + 1;
        target.putInt(at + JournalLayout.LENGTH_OFFSET, length);
        target.putLong(at + JournalLayout.SEGMENT_ID_OFFSET, segmentId);
        target.putLong(at + JournalLayout.SEQ_OFFSET, nextSeq);
        target.putLong(at + JournalLayout.FORCED_OFFSET, progress.forcedPosition());
        target.putInt(at + JournalLayout.EPOCH_OFFSET, openEpoch);
        target.putInt(at + JournalLayout.PREVIOUS_CRC_OFFSET, lastCrc);
        staging.limit(end).position(at + JournalLayout.LENGTH_OFFSET);
        crc.reset();
        crc.update(staging);
        lastCrc = (int)crc.getValue();
        target.putInt(at, lastCrc);
        final int next = at + JournalLayout.batchLength(length);
        for (int i = end; i < next; i++)
        {
            target.putByte(i, (byte)0);
        }
        offset = stagedFrom + next;
        seq = nextSeq;
        claimed = NO_CLAIM;
        return nextSeq;
    }

    /** Ends the claim with nothing, if there is one. */
    public void abort()
    {
        claimed = NO_CLAIM;
    }

    /**
     * Ends the group: what was committed before becomes durable. At once where durability is the process's; in the
     * background, soon, where it is power's.
     */
    public void flush()
    {
        final long flushedSeq = seq;
        if (flushedSeq != processSeq && writeStaged())
        {
            progress.flushed(segment.basePosition() + offset, flushedSeq);
            progress.counts().group();
            processSeq = flushedSeq;
            if (isPower)
            {
                threads.signalForcer();
            }
        }
    }

    /** {@return the seq of the last batch committed; -1 if there is none} */
    public long seq()
    {
        return seq;
    }

    /**
     * {@return the seq of the last batch that is as durable as was asked for; any thread may ask}
     */
    public long durableSeq()
    {
        return isPower ? progress.forcedSeq() : processSeq;
    }

    /** {@return the position behind the last batch committed} */
    public long position()
    {
        // A segment just entered holds no batch yet: the last one is in the segment before.
        return JournalLayout.DATA_OFFSET == offset ? entryPosition : segment.basePosition() + offset;
    }

    /** {@return the position before which all has been forced to the disk; any thread may ask} */
    public long forcedPosition()
    {
        return progress.forcedPosition();
    }

    /** {@return the most bytes that a batch's payload can have} */
    public int maxBatchLength()
    {
        return files.segmentLength() - JournalLayout.DATA_OFFSET - JournalLayout.BATCH_HEADER_LENGTH;
    }

    /** {@return what opening found} */
    public Recovery recovery()
    {
        return opening.recovery();
    }

    /** {@return who the journal is} */
    public JournalIdentity identity()
    {
        return files.identity();
    }

    /** {@return what ended the journal, or null; any thread may ask} */
    public JournalException failure()
    {
        return progress.failure();
    }

    /** {@return whether the next segment is ready; any thread may ask} */
    public boolean isNextReady()
    {
        return null != progress.prepared();
    }

    /**
     * Waits until the next segment is ready, so that a batch of any length can be claimed. After an opening the
     * preparer has but begun, and what is left of the last segment may be too little.
     *
     * @param limitNs to wait for at most.
     * @return whether it is ready; if not, the disk refused it ({@link #fullCause()}) or took too long.
     */
    public boolean awaitNextReady(final long limitNs)
    {
        return threads.awaitPrepared(limitNs);
    }

    /** {@return why the disk refused the next segment when it was last asked, or null; any thread may ask} */
    public Exception fullCause()
    {
        return progress.refusal();
    }

    /** {@return what to say where {@link #JOURNAL_FULL} cannot be waited for: cause, path and advice} */
    public JournalException noRoom()
    {
        final Exception cause = progress.refusal();
        return new JournalException(Reason.DISK, position(), files.storage().describe() +
            ": there is no room for a batch, and the next segment of " + files.segmentLength() + " bytes " +
            (null == cause ? "is not ready: the disk is slow, try again" : "cannot be made (" + cause +
                "): free space on that disk, and open again") +
            ". Nothing was lost", cause);
    }

    /** {@return whether its first segment is there, so that it can be read from its first batch} */
    public boolean isFromBeginning()
    {
        try
        {
            return files.numbers().getLong(0) == 0;
        }
        catch (final IOException ex)
        {
            throw new JournalException(files.storage().describe() + " cannot be read", ex);
        }
    }

    /** {@return what has been counted since it was opened} */
    public JournalCounts counts()
    {
        return progress.counts();
    }

    /** {@return whether the application does the background work, since no thread was started for it} */
    public boolean isInvoked()
    {
        return threads.isInvoked();
    }

    /** {@return the snapshots of this journal; any thread may use them} */
    public SnapshotStore snapshots()
    {
        return opening.snapshots();
    }

    /** {@return the blobs of this journal; any thread may use them} */
    public BlobStore blobs()
    {
        return opening.blobs();
    }

    /**
     * Begins a snapshot of the state after the last batch committed. Begun by the agent, written by any one thread.
     *
     * @return the writer, which has touched no disk yet. It installs the snapshot once the journal has been forced up
     *         to here; call {@link #flush()} before the agent leaves.
     */
    public SnapshotWriter beginSnapshot()
    {
        return opening.snapshots().begin(seq, position(), this::awaitForced);
    }

    /**
     * Reads this journal from a batch on; for replay, before anything new is committed, or to look on.
     *
     * @param fromSeq of the first batch to show.
     * @return the reader; to be closed by who asked.
     * @throws JournalException if the journal does not reach back to that batch.
     */
    public JournalReader reader(final long fromSeq)
    {
        return JournalReader.open(files.storage(), fromSeq);
    }

    /**
     * Removes segments that no kept snapshot needs: all batches of which lie before the oldest. Only where
     * {@code weir.journal.segments.delete} says so; each is first offered to the archive. Any one thread.
     *
     * @return how many were removed.
     * @throws JournalException if the disk or the archive fails; what was not archived stays.
     */
    public int deleteOldSegments()
    {
        return opening.deletion().run(progress.counts());
    }

    /**
     * Removes blobs that no kept batch, no kept snapshot and nobody's retaining names (K-15). Reads all of them: for a
     * thread that has time.
     *
     * @return how many were removed.
     * @throws JournalException if the journal cannot be read, or the disk fails.
     */
    public int collectBlobs()
    {
        return opening.blobs().collect(files, opening.snapshots());
    }

    /**
     * Does, where the journal has no threads of its own, what they would do: one round of forcing and preparing.
     *
     * @return how much was done; 0 if there is nothing to do, or the disk refused.
     */
    public int doBackgroundWork()
    {
        return threads.invoke();
    }

    /**
     * Forces everything committed, says on the disk that the journal was closed, and lets go of threads, memory and the
     * lock. After a failed force only the latter.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            abort();
            flush();
            try
            {
                threads.stop();
                opening.close(position(), seq);
            }
            finally
            {
                opening.release();
            }
        }
    }

    /** Leaves the journal as a process does that is killed: nothing is flushed, forced or said. For tests. */
    void abandon()
    {
        if (!isClosed)
        {
            isClosed = true;
            threads.stopAtOnce();
            opening.release();
        }
    }

    private boolean roll()
    {
        if (!progress.hasPrepared() || !writeStaged())
        {
            return false;
        }
        final Segment next = progress.takePrepared();
        entryPosition = position();
        segment.next(next, entryPosition);
        segment = next;
        segmentId = next.segmentId();
        offset = JournalLayout.DATA_OFFSET;
        stagedFrom = offset;
        progress.counts().segment();
        threads.signalRoll();
        return true;
    }

    /** Gives what is staged to the operating system; false if it does not take it, which ends the journal. */
    private boolean writeStaged()
    {
        final int length = offset - stagedFrom;
        if (length > 0 && null == progress.failure())
        {
            try
            {
                staging.limit(length).position(0);
                segment.write(staging, stagedFrom);
                stagedFrom = offset;
            }
            catch (final IOException ex)
            {
                progress.fail(new JournalException(Reason.FAILED, segment.basePosition() + stagedFrom,
                    files.storage().describe() + ": writing at " + JournalLayout.where(segment.basePosition() +
                        stagedFrom, segment.length()) + " failed (" + ex + "). Nothing that rests on it is " +
                        "released and nothing more is taken. See to the disk, then restart the process",
                    ex));
            }
        }
        return null == progress.failure();
    }

    private boolean makeRoom(final int batchLength)
    {
        if (!writeStaged())
        {
            return false;
        }
        if (batchLength + STAGING > staging.capacity())
        {
            // Room for a group before the longest batch, or each claim of one would cost a write.
            stage(batchLength + STAGING);
        }
        return true;
    }

    private void stage(final int length)
    {
        staging = ByteBuffer.allocateDirect(length);
        buffer.wrap(staging);
    }

    private void awaitForced(final long position)
    {
        progress.request(position);
        threads.awaitForced(position);
    }
}
