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

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads every file of a journal at rest and judges it (K-10): segments with all their batches, in order, and the zeros
 * between and behind them; marks; snapshots; blobs. {@code journal.lock} and what is no file of a journal by its name
 * are not looked at. Nothing is locked or written. Where another process goes on writing, all is judged up to where the
 * journal ended when it was looked at.
 * <pre>
 *     final JournalCheck check = JournalCheck.of(new FileStorage(directory));
 *     check.faults().forEach(System.out::println);
 * </pre>
 */
public final class JournalCheck
{
    private final Storage storage;
    private final List<JournalFault> faults = new ArrayList<>();
    private JournalVerdict verdict = JournalVerdict.VERIFIED;
    private JournalIdentity identity;
    private JournalEnd end;
    private SegmentCheck segments;

    private JournalCheck(final Storage storage)
    {
        this.storage = storage;
    }

    /**
     * Checks a journal.
     *
     * @param storage of the journal.
     * @return what was found.
     */
    public static JournalCheck of(final Storage storage)
    {
        final JournalCheck check = new JournalCheck(storage);
        try
        {
            check.run();
        }
        catch (final JournalException ex)
        {
            check.add(JournalVerdict.REFUSED, new JournalFault("", 0, ex.getMessage()));
        }
        catch (final IOException ex)
        {
            check.add(JournalVerdict.REFUSED,
                new JournalFault("", 0, storage.describe() + " cannot be read: " + ex));
        }
        return check;
    }

    /** {@return whose journal it is; null if that cannot be told} */
    public JournalIdentity identity()
    {
        return identity;
    }

    /** {@return what the files are; what the batches mean is not judged} */
    public JournalVerdict verdict()
    {
        return verdict;
    }

    /** {@return the seq of the first batch there is; -1 for none} */
    public long fromSeq()
    {
        return null == segments ? JournalLayout.NO_SEQ : segments.fromSeq();
    }

    /** {@return the seq of the last batch that was reached from the first one; -1 for none} */
    public long toSeq()
    {
        return null == segments ? JournalLayout.NO_SEQ : segments.lastSeq();
    }

    /** {@return how many batches were read, one behind the other} */
    public long batchesRead()
    {
        return null == segments ? 0 : segments.batches();
    }

    /** {@return why the journal ends behind its last batch, in words; empty if that cannot be told} */
    public String endFault()
    {
        return null == end ? "" : end.fault();
    }

    /** {@return whether all batches up to the end were read, so that they can be run again} */
    public boolean isWhole()
    {
        return null != end && null != segments && !segments.isBroken() && segments.lastSeq() == end.seq();
    }

    /** {@return what is wrong} */
    public List<JournalFault> faults()
    {
        return List.copyOf(faults);
    }

    private void run() throws IOException
    {
        if (!readIdentity())
        {
            return;
        }
        JournalException refusal = null;
        try
        {
            end = JournalEnd.of(storage);
        }
        catch (final JournalException ex)
        {
            refusal = ex;
        }
        segments = new SegmentCheck(new SegmentFiles(storage, identity), end);
        segments.run();
        segments.faults().forEach(fault -> add(JournalVerdict.DAMAGED, fault));
        checkOpenMark();
        checkTail();
        checkSnapshots();
        checkBlobs();
        if (null != refusal)
        {
            add(JournalException.Reason.DISK == refusal.reason() ? JournalVerdict.REFUSED : JournalVerdict.DAMAGED,
                fault(refusal));
        }
    }

    private JournalFault fault(final JournalException refusal)
    {
        final long position = refusal.position();
        return JournalException.NO_POSITION == position ? new JournalFault("", 0, refusal.getMessage()) :
            new JournalFault(JournalLayout.segmentName(position / identity.segmentLength()),
                position % identity.segmentLength(), refusal.getMessage());
    }

    private boolean readIdentity() throws IOException
    {
        try
        {
            identity = JournalIdentity.read(storage);
        }
        catch (final JournalException ex)
        {
            damaged(JournalLayout.ID_FILE, 0, ex.getMessage());
            return false;
        }
        if (null == identity)
        {
            if (storage.list().stream().anyMatch(name -> name.endsWith(JournalLayout.SEGMENT_SUFFIX)))
            {
                damaged(JournalLayout.ID_FILE, 0, "is missing, and there are segments: restore it from the backup");
            }
            else
            {
                add(JournalVerdict.REFUSED,
                    new JournalFault("", 0, storage.describe() + " holds no journal: name another"));
            }
        }
        return null != identity;
    }

    /** It need not be there, as in a backup; what it says must be so. */
    private void checkOpenMark() throws IOException
    {
        if (!storage.list().contains(JournalLayout.OPEN_FILE))
        {
            return;
        }
        final OpenMark mark = OpenMark.read(storage);
        if (null == mark)
        {
            damaged(JournalLayout.OPEN_FILE, 0, "is not what was written: restore it from the backup, or delete it");
        }
        else if (segments.openEpoch() > mark.openEpoch())
        {
            damaged(JournalLayout.OPEN_FILE, 0, "is of opening " + mark.openEpoch() + ", and batch " +
                segments.lastSeq() + " of opening " + segments.openEpoch());
        }
        else if (mark.isClosed() && null != end && (mark.position() != end.position() || mark.lastSeq() != end.seq()) &&
            mark.equals(OpenMark.read(storage)) && end.equals(JournalEnd.of(storage)))
        {
            damaged(JournalLayout.OPEN_FILE, 0, "says that the journal was closed behind batch " + mark.lastSeq() +
                ", and it ends with batch " + end.seq());
        }
        else if (mark.isClosed() && null != end && end.cutBytes() > 0)
        {
            tail(JournalVerdict.DAMAGED, "bytes behind the end of a journal that was closed");
        }
    }

    private void checkTail()
    {
        if (null != end && end.cutBytes() > 0)
        {
            tail(end.lostBatches() > 0 ? JournalVerdict.DAMAGED : JournalVerdict.TORN, end.fault());
        }
    }

    private void tail(final JournalVerdict worst, final String reason)
    {
        final int length = identity.segmentLength();
        add(worst, new JournalFault(JournalLayout.segmentName((end.position() - 1) / length),
            end.position() - (end.position() - 1) / length * length, reason + " behind batch " + end.seq() +
                ": an opening cuts " + end.cutBytes() + " bytes, among them " + end.lostBatches() +
                " whole batches; nothing says that they had been forced to the disk"));
    }

    private void checkSnapshots() throws IOException
    {
        final Storage directory = storage.directory(JournalLayout.SNAPSHOTS);
        for (final String name : directory.list())
        {
            final String file = JournalLayout.SNAPSHOTS + "/" + name;
            final long seq = JournalLayout.number(name, JournalLayout.SNAPSHOT_SUFFIX);
            if (seq >= 0)
            {
                checkSnapshot(directory, name, file, seq);
            }
            else if (name.endsWith(JournalLayout.SNAPSHOT_SUFFIX))
            {
                damaged(file, 0, "is not the name of a snapshot: move it elsewhere");
            }
        }
    }

    private void checkSnapshot(final Storage directory, final String name, final String file, final long seq)
        throws IOException
    {
        try (SnapshotReader reader = new SnapshotReader(directory.open(name), name))
        {
            final String fault = reader.fault(identity.journalId(), seq);
            if (null != fault)
            {
                damaged(file, 0, fault + ": restore it from a backup, or delete it");
            }
            else if (null != end && seq > end.seq() && isBehind(seq))
            {
                damaged(file, 0, "is of batch " + seq + ", and the journal ends with batch " + end.seq());
            }
            else if (!segments.isAt(seq, reader.position()))
            {
                damaged(file, 0, "names position " + reader.position() + ", which is not behind batch " + seq);
            }
        }
        catch (final NoSuchFileException ex)
        {
            // The world to which it belongs has made newer ones meanwhile.
        }
    }

    /** Whether the journal still ends before a batch: it may have gone on since it was looked at. */
    private boolean isBehind(final long seq)
    {
        return JournalEnd.of(storage).seq() < seq;
    }

    private void checkBlobs() throws IOException
    {
        final Storage directory = storage.directory(JournalLayout.BLOBS);
        final BlobStore blobs = BlobStore.of(storage);
        for (final String name : directory.list())
        {
            if (name.endsWith(JournalLayout.BLOB_SUFFIX))
            {
                final String hash = name.substring(0, name.length() - JournalLayout.BLOB_SUFFIX.length());
                if (!blobs.isSound(hash) && directory.list().contains(name))
                {
                    damaged(JournalLayout.BLOBS + "/" + name, 0,
                        "does not hold what its name says: restore it from a backup");
                }
            }
        }
    }

    private void damaged(final String file, final long offset, final String reason)
    {
        add(JournalVerdict.DAMAGED, new JournalFault(file, offset, reason));
    }

    private void add(final JournalVerdict worst, final JournalFault fault)
    {
        verdict = worst.compareTo(verdict) > 0 ? worst : verdict;
        fault.addTo(faults);
    }
}
