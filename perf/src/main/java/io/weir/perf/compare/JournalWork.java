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

package io.weir.perf.compare;

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.Journal;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalReader;
import io.weir.journal.SnapshotWriter;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The journal alone in the place of the kernel: a batch for each frame with the frame, the state that a trivial step
 * makes of it, and now and then an effect. What remains between this and the kernel is what the kernel costs.
 */
final class JournalWork implements FrameWork
{
    private static final int MAX_BATCH = 256;
    private static final int FRAME = Rig.PAYLOAD + Long.BYTES;

    private final Path directory;
    private final Durability durability;
    private final int segmentLength;
    private final UnsafeBuffer states = new UnsafeBuffer(new byte[Rig.INSTANCES * Rig.PAYLOAD]);
    private final int[] steps = new int[Rig.INSTANCES];
    private Journal journal;
    private int nextInstance;

    JournalWork(final Path directory, final Durability durability, final int segmentLength)
    {
        this.directory = directory;
        this.durability = durability;
        this.segmentLength = segmentLength;
    }

    static JournalContext context(final Path directory, final Durability durability, final int segmentLength)
    {
        return new JournalContext().directory(directory).set(Settings.JOURNAL_DURABILITY, durability)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, segmentLength);
    }

    /** Has all of a journal on the disk, and its next segment ready. */
    static void settle(final Journal journal)
    {
        journal.flush();
        try (SnapshotWriter writer = journal.beginSnapshot())
        {
            writer.commit();
        }
        while (!journal.isNextReady() && null == journal.failure())
        {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public int encode(final int adapter, final MutableDirectBuffer target)
    {
        nextInstance = nextInstance + 1 == Rig.INSTANCES ? 0 : nextInstance + 1;
        target.putLong(0, nextInstance);
        return FRAME;
    }

    @Override
    public void open()
    {
        journal = Journal.open(context(directory, durability, segmentLength));
    }

    @Override
    public boolean onFrame(final int adapter, final DirectBuffer source, final int offset, final int length)
    {
        final int at = journal.claim(MAX_BATCH);
        if (at < 0)
        {
            return false;
        }
        final MutableDirectBuffer target = journal.buffer();
        final int instance = (int)source.getLong(offset);
        final int state = instance * Rig.PAYLOAD;
        final int step = ++steps[instance];
        for (int i = 0; i < Rig.PAYLOAD; i += Long.BYTES)
        {
            states.putLong(state + i, states.getLong(state + i) * 31 + step);
        }
        target.putBytes(at, source, offset, length);
        target.putBytes(at + length, states, state, Rig.PAYLOAD);
        int end = length + Rig.PAYLOAD;
        if (0 == step % Rig.EFFECT_EVERY)
        {
            target.putBytes(at + end, states, state, Rig.PAYLOAD);
            end += Rig.PAYLOAD;
        }
        journal.commit(end);
        return true;
    }

    @Override
    public void endOfTurn()
    {
        journal.flush();
        if (null != journal.failure())
        {
            throw journal.failure();
        }
    }

    @Override
    public long seq()
    {
        return journal.seq();
    }

    @Override
    public long durableSeq()
    {
        return journal.durableSeq();
    }

    @Override
    public long position()
    {
        return journal.position();
    }

    @Override
    public void settle()
    {
        settle(journal);
    }

    /**
     * Reads all of a closed journal again.
     *
     * @param directory of the journal.
     * @return batches a second.
     */
    static double replay(final Path directory)
    {
        final long beginNs = System.nanoTime();
        long batches = 0;
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next())
            {
                batches += reader.length() > 0 ? 1 : 0;
            }
        }
        return batches * 1e9 / (System.nanoTime() - beginNs);
    }

    @Override
    public void close()
    {
        journal.close();
    }
}
