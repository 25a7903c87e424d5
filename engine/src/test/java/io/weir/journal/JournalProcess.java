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
import io.weir.config.Settings;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The main class of a process that appends to a journal as fast as it can, tells on its standard output what is
 * durable, and never ends by itself.
 */
public final class JournalProcess
{
    static final int SEGMENT_LENGTH = 256 * 1024;
    private static final int SNAPSHOT_EVERY = 1_000;

    private JournalProcess()
    {
    }

    /**
     * Runs.
     *
     * @param args directory, durability and a seed; with 0 no segment is deleted.
     * @throws IOException when nobody reads any more.
     */
    public static void main(final String[] args) throws IOException
    {
        final long seed = Long.parseLong(args[2]);
        final Random random = new Random(seed);
        try (Journal journal = Journal.open(context(Path.of(args[0]), Durability.valueOf(args[1])));
            DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out)))
        {
            out.writeLong(journal.durableSeq());
            long nextSnapshot = journal.seq() + SNAPSHOT_EVERY;
            while (null == journal.failure())
            {
                for (int i = random.nextInt(32); i >= 0; i--)
                {
                    // Full now and then: the preparer is behind.
                    JournalFixture.append(journal, random.nextInt(random.nextInt(20) == 0 ? 20_000 : 200));
                }
                journal.flush();
                out.writeLong(journal.durableSeq());
                if (journal.seq() > nextSnapshot)
                {
                    nextSnapshot = journal.seq() + SNAPSHOT_EVERY;
                    snapshot(journal);
                    if (0 != seed)
                    {
                        journal.deleteOldSegments();
                    }
                }
            }
            throw journal.failure();
        }
    }

    static JournalContext context(final Path directory, final Durability durability)
    {
        return new JournalContext().directory(directory)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, SEGMENT_LENGTH)
            .set(Settings.JOURNAL_SEGMENTS_DELETE, true)
            .set(Settings.JOURNAL_DURABILITY, durability);
    }

    private static void snapshot(final Journal journal)
    {
        try (SnapshotWriter writer = journal.beginSnapshot())
        {
            final UnsafeBuffer state = new UnsafeBuffer(new byte[10_000]);
            JournalFixture.fill(state, 0, state.capacity(), writer.seq());
            writer.append(state, 0, state.capacity());
            writer.commit();
        }
    }
}
