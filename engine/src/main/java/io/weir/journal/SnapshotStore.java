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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Keeps snapshots of the state after a batch, several of them, each in a file that is whole or not there (K-9).
 * Safe for any thread. It knows nothing of what they hold.
 */
public final class SnapshotStore
{
    private final Storage storage;
    private final UUID journalId;
    private final int kept;
    private final List<String> faults = new ArrayList<>();

    SnapshotStore(final Storage storage, final UUID journalId, final int kept)
    {
        this.storage = storage;
        this.journalId = journalId;
        this.kept = kept;
    }

    /**
     * Names the snapshots of a journal for reading, without opening or locking it: for tools.
     *
     * @param storage  of the journal.
     * @param identity of the journal.
     * @return its snapshots.
     */
    public static SnapshotStore of(final Storage storage, final JournalIdentity identity)
    {
        return new SnapshotStore(
            storage.directory(JournalLayout.SNAPSHOTS), identity.journalId(), Integer.MAX_VALUE);
    }

    /**
     * Opens the newest snapshot that stands.
     *
     * @return it, checked whole, to be closed by the caller; null if there is none.
     * @throws JournalException if the disk fails.
     */
    public synchronized SnapshotReader newest()
    {
        return newest(Long.MAX_VALUE);
    }

    /**
     * Opens the newest snapshot that stands and is not of a later batch.
     *
     * @param seq of the last batch that it may contain.
     * @return it, checked whole, to be closed by the caller; null if there is none.
     * @throws JournalException if the disk fails.
     */
    public synchronized SnapshotReader newest(final long seq)
    {
        faults.clear();
        try
        {
            final List<String> names = names();
            for (int i = names.size() - 1; i >= 0; i--)
            {
                final SnapshotReader reader = number(names.get(i)) > seq ? null : openSound(names.get(i));
                if (null != reader)
                {
                    return reader;
                }
            }
            return null;
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + " cannot be read", ex);
        }
    }

    /**
     * {@return what was wrong with the files that {@link #newest()} passed over when it was last asked, a line each}
     */
    public synchronized List<String> faults()
    {
        return List.copyOf(faults);
    }

    /**
     * {@return the seqs of the snapshots there are, ascending, sound or not}
     *
     * @throws JournalException if the disk fails.
     */
    public synchronized List<Long> seqs()
    {
        try
        {
            return names().stream().map(SnapshotStore::number).toList();
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + " cannot be read", ex);
        }
    }

    SnapshotWriter begin(final long seq, final long position, final LongConsumer awaitForced)
    {
        return new SnapshotWriter(this, storage, seq, position, awaitForced);
    }

    UUID journalId()
    {
        return journalId;
    }

    /** Gives a complete file its name, for good, then lets go of the oldest beyond those kept. */
    synchronized void install(final String temporary, final long seq) throws IOException
    {
        storage.rename(temporary, JournalLayout.name(seq, JournalLayout.SNAPSHOT_SUFFIX));
        storage.force();
        final List<String> names = names();
        for (int i = 0; i < names.size() - kept; i++)
        {
            storage.delete(names.get(i));
        }
        if (names.size() > kept)
        {
            // Before segments go that only the removed ones needed.
            storage.force();
        }
    }

    /** The newest snapshot that stands; null if there is none. */
    Entry newestEntry()
    {
        try (SnapshotReader reader = newest())
        {
            return null == reader ? null : new Entry(reader.name(), reader.position());
        }
    }

    /** The position of the oldest snapshot that stands, before which nothing is needed; 0 if nothing stands. */
    synchronized long oldestPosition()
    {
        try
        {
            for (final String name : names())
            {
                try (SnapshotReader reader = openSound(name))
                {
                    if (null != reader)
                    {
                        return reader.position();
                    }
                }
            }
            return 0;
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + " cannot be read", ex);
        }
    }

    private SnapshotReader openSound(final String name) throws IOException
    {
        final SnapshotReader reader = new SnapshotReader(storage.open(name), name);
        boolean isSound = false;
        try
        {
            final String fault = reader.fault(journalId, number(name));
            isSound = null == fault;
            if (!isSound)
            {
                faults.add(storage.describe() + "/" + name + " " + fault + ": passed over");
            }
        }
        finally
        {
            if (!isSound)
            {
                reader.close();
            }
        }
        return isSound ? reader : null;
    }

    private List<String> names() throws IOException
    {
        final List<String> names = new ArrayList<>();
        for (final String name : storage.list())
        {
            if (number(name) >= 0)
            {
                names.add(name);
            }
        }
        return names;
    }

    private static long number(final String name)
    {
        return JournalLayout.number(name, JournalLayout.SNAPSHOT_SUFFIX);
    }

    /**
     * A snapshot that stands.
     *
     * @param name     of its file.
     * @param position behind the last batch it contains.
     */
    record Entry(String name, long position)
    {
    }
}
