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

/**
 * Where a journal ends, judged as at an opening, but without a lock, and without a change: for tools (K-10). A journal
 * that another process goes on writing ends where it ended when it was looked at.
 *
 * @param identity of the journal.
 * @param seq      of the last batch that stands; -1 for none.
 * @param position behind that batch.
 * @param fault    what is there instead of the next batch, in words.
 * @param cutBytes that an opening cuts behind the position.
 * @param lostBatches whole batches among them.
 */
public record JournalEnd(
    JournalIdentity identity,
    long seq,
    long position,
    String fault,
    long cutBytes,
    int lostBatches)
{
    /**
     * Finds the end of a journal.
     *
     * @param storage of the journal.
     * @return its end.
     * @throws JournalException if there is no journal, it cannot be read, or what had been forced to the disk is
     *                          damaged.
     */
    public static JournalEnd of(final Storage storage)
    {
        try
        {
            final JournalIdentity identity = JournalIdentity.read(storage);
            if (null == identity)
            {
                throw new JournalException(Reason.FOREIGN, storage.describe() + " holds no journal: name another");
            }
            final RecoveryScan scan = scan(storage, identity);
            boolean isMoving = false;
            try
            {
                scan.run();
                isMoving = scan.cutBytes() > 0 && hasMovedOn(scan(storage, identity), scan.end());
            }
            catch (final JournalException ex)
            {
                // Batches behind the end prove nothing if they were written while it was looked for.
                isMoving = ex.reason() == Reason.DAMAGED && hasMovedOn(scan(storage, identity), scan.end());
                if (!isMoving)
                {
                    throw ex;
                }
            }
            return new JournalEnd(identity, scan.lastSeq(), scan.end(), scan.fault(), isMoving ? 0 : scan.cutBytes(),
                isMoving ? 0 : scan.lostBatches());
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + " cannot be read", ex);
        }
    }

    private static RecoveryScan scan(final Storage storage, final JournalIdentity identity) throws IOException
    {
        return new RecoveryScan(
            new SegmentFiles(storage, identity), SnapshotStore.of(storage, identity), OpenMark.read(storage));
    }

    private static boolean hasMovedOn(final RecoveryScan again, final long end) throws IOException
    {
        try
        {
            again.run();
        }
        catch (final JournalException ex)
        {
            // Its end tells.
            return again.end() > end;
        }
        return again.end() > end;
    }
}
