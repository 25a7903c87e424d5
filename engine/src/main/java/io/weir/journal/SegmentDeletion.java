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
import org.agrona.collections.LongArrayList;

/** Removes segments that no kept snapshot needs, the oldest first, so that never a hole is left. */
final class SegmentDeletion
{
    private final SegmentFiles files;
    private final SnapshotStore snapshots;
    private final SegmentArchive archive;
    private final boolean isOn;

    SegmentDeletion(
        final SegmentFiles files,
        final SnapshotStore snapshots,
        final SegmentArchive archive,
        final boolean isOn)
    {
        this.files = files;
        this.snapshots = snapshots;
        this.archive = archive;
        this.isOn = isOn;
    }

    synchronized int run(final JournalCounts counts)
    {
        if (!isOn)
        {
            return 0;
        }
        final long needed = snapshots.oldestPosition();
        int count = 0;
        try
        {
            final LongArrayList numbers = files.numbers();
            for (int i = 0; i < numbers.size() && (numbers.getLong(i) + 1) * files.segmentLength() < needed; i++)
            {
                delete(JournalLayout.segmentName(numbers.getLong(i)));
                counts.deleted(1);
                count++;
            }
        }
        catch (final IOException ex)
        {
            throw new JournalException(files.storage().describe() + ": " + count +
                " old segments are deleted, the next is not", ex);
        }
        return count;
    }

    private void delete(final String name) throws IOException
    {
        if (null != archive)
        {
            try (Storage.StorageFile file = files.storage().open(name))
            {
                archive.keep(name, file);
            }
        }
        files.storage().delete(name);
        // One by one: deletions that reach the disk in another order would leave a hole.
        files.storage().force();
    }
}
