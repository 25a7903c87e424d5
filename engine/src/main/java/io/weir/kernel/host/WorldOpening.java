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
package io.weir.kernel.host;

import io.weir.codecs.kernel.BatchDecoder;
import io.weir.codecs.kernel.GenesisDecoder;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.journal.Journal;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalException;
import io.weir.journal.JournalReader;
import io.weir.journal.SnapshotReader;
import io.weir.kernel.ReplayException;
import io.weir.kernel.SnapshotLoader;
import io.weir.kernel.World;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldContext;
import io.weir.kernel.WorldStoppedException;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A world brought back from its journal, or begun in a new one: the newest snapshot, then every batch behind it, run
 * again and compared (K-8, K-9).
 *
 * @param journal       open, behind its last batch.
 * @param world         open, at that batch.
 * @param snapshotSeq   batch of the snapshot that was taken up, −1 if there was none.
 * @param batchesReplayed count of the batches run again.
 * @param blobs         of the world, which it asks unless its context names others.
 * @param configuration that the world was opened with.
 */
public record WorldOpening(
    Journal journal,
    World world,
    long snapshotSeq,
    long batchesReplayed,
    WorldBlobs blobs,
    Configuration configuration)
{
    private static final int PIECE = 256 * 1024;
    private static final long SEGMENT_LIMIT_NS = 10_000_000_000L;

    /**
     * Opens a world.
     *
     * @param journalContext where its journal is.
     * @param manifest       that it has.
     * @param code           behind the manifest's names.
     * @param worldContext   how to run; what it leaves open is as {@code weir.kernel.*} says, and the blobs are the
     *                       journal's.
     * @param nowNs          epoch time.
     * @return the world, open.
     * @throws io.weir.kernel.ReplayException     if something else comes out of the journal than is in it.
     * @throws io.weir.journal.JournalException   if the journal cannot be opened.
     */
    public static WorldOpening open(
        final JournalContext journalContext,
        final Manifest manifest,
        final WorldCode code,
        final WorldContext worldContext,
        final long nowNs)
    {
        final Journal journal = Journal.open(journalContext);
        try
        {
            return open(journal, journalContext.configuration(), manifest, code, worldContext, nowNs);
        }
        catch (final Throwable ex)
        {
            journal.close();
            throw ex;
        }
    }

    private static WorldOpening open(
        final Journal journal,
        final Configuration configuration,
        final Manifest manifest,
        final WorldCode code,
        final WorldContext worldContext,
        final long nowNs)
    {
        final WorldBlobs blobs = new WorldBlobs(
            journal, manifest.limits().inline(), configuration.value(Settings.KERNEL_BLOBS_MAX));
        final World world = new World(
            manifest, code, worldContext.orElse(configuration.value(Settings.KERNEL_CHECK), blobs));
        if (journal.seq() < 0)
        {
            world.begin(new JournalSink(journal), bytes(journal.identity().worldId()), nowNs);
            journal.flush();
            return new WorldOpening(journal, world, -1, 0, blobs, configuration);
        }
        long snapshotSeq = -1;
        try (SnapshotReader snapshot = journal.snapshots().newest(journal.seq()))
        {
            if (snapshot != null)
            {
                restore(world, snapshot);
                snapshotSeq = snapshot.seq();
                requireSameGenesis(journal, manifest);
            }
        }
        try (JournalReader reader = journal.reader(snapshotSeq + 1))
        {
            if (journal.isInvoked())
            {
                replayHere(world, reader);
            }
            else
            {
                replay(world, reader);
            }
        }
        final long replayed = world.seq() - snapshotSeq;
        // What is left of the last segment may be too little, and the next is only being prepared.
        final boolean isNextReady = journal.awaitNextReady(SEGMENT_LIMIT_NS);
        try
        {
            world.open(new JournalSink(journal), bytes(journal.identity().worldId()), nowNs);
        }
        catch (final WorldStoppedException ex)
        {
            throw isNextReady || journal.failure() != null ? ex : journal.noRoom();
        }
        journal.flush();
        return new WorldOpening(journal, world, snapshotSeq, replayed, blobs, configuration);
    }

    /** A snapshot of another world, or of another manifest, is told by the first batch, where that is there. */
    private static void requireSameGenesis(final Journal journal, final Manifest manifest)
    {
        if (!journal.isFromBeginning())
        {
            return;
        }
        final RecordCursor cursor = new RecordCursor();
        try (JournalReader reader = journal.reader(0))
        {
            if (!reader.next())
            {
                return;
            }
            cursor.wrap("the first batch", reader.buffer(), reader.offset(), reader.length());
            cursor.require(BatchDecoder.TEMPLATE_ID, "Batch");
            cursor.require(GenesisDecoder.TEMPLATE_ID, "Genesis");
            final Manifest first = Manifest.decode(reader.buffer(), cursor.dataOffset(0), cursor.dataLength(0));
            if (!first.hashText().equals(manifest.hashText()))
            {
                throw new ReplayException(0, "begins a world of another manifest, \"" + first.name() + "\" " +
                    first.hashText() + ", than that of the newest snapshot, which was given: the snapshot is not of " +
                    "this world; delete it, or restore it from the backup", null);
            }
        }
        catch (final JournalException ex)
        {
            // The snapshot stands without the first segment, damaged as it may be: verify tells.
        }
    }

    /**
     * Takes up a snapshot.
     *
     * @param world    that has done nothing yet.
     * @param snapshot to take up.
     */
    public static void restore(final World world, final SnapshotReader snapshot)
    {
        final SnapshotLoader loader = world.restore();
        final int max = (int)Math.min(PIECE, snapshot.length());
        final UnsafeBuffer piece = new UnsafeBuffer(ByteBuffer.allocateDirect(max));
        int length = snapshot.read(piece, 0, max);
        while (length > 0)
        {
            loader.onBytes(piece, 0, length);
            length = snapshot.read(piece, 0, max);
        }
        loader.complete();
    }

    /**
     * Runs batches again; of a long journal the next ones are read meanwhile, by a thread that ends before this does.
     *
     * @param world  that stands before the first.
     * @param reader of them.
     * @return how many there were.
     */
    public static long replay(final World world, final JournalReader reader)
    {
        return new ReadAhead(reader).replay(world);
    }

    private static long replayHere(final World world, final JournalReader reader)
    {
        long count = 0;
        while (reader.next())
        {
            world.replay(reader.seq(), reader.buffer(), reader.offset(), reader.length());
            count++;
        }
        return count;
    }

    private static byte[] bytes(final UUID id)
    {
        return ByteBuffer.allocate(World.IDENTITY_LENGTH)
            .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    }
}
