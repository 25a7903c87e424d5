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
import io.weir.codecs.kernel.SnapshotBeginDecoder;
import io.weir.journal.FileStorage;
import io.weir.journal.JournalEnd;
import io.weir.journal.JournalException;
import io.weir.journal.JournalLayout;
import io.weir.journal.JournalReader;
import io.weir.journal.SnapshotReader;
import io.weir.journal.SnapshotStore;
import io.weir.journal.Storage;
import io.weir.kernel.ReplayException;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.World;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.record.RecordCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a journal at rest comes to: as the world itself left it, by replay of all batches, and by an earlier snapshot
 * with the batches behind it. Equal hashes prove that journal, snapshots and code belong together (K-8, K-9). Nothing
 * is locked or written.
 *
 * @param seq          last batch of the journal, −1 if there is none.
 * @param end          why the journal ends there, in words.
 * @param liveHash     of the snapshot that the world made when it was closed; null if there is none of the last batch.
 * @param replayHash   of the world after all batches; null if the journal does not reach back to its beginning.
 * @param snapshotSeq  batch of the newest snapshot before the last batch; of the last batch's own if nothing else is
 *                     kept to begin with; −1 if there is none.
 * @param snapshotHash of the world after that snapshot and the batches behind it; null if there is none.
 * @param snapshotFaults a line for each damaged snapshot that was passed over.
 * @param differing    batches of snapshots that are not what replay from the very beginning came to there.
 */
public record WorldHashes(
    long seq,
    String end,
    String liveHash,
    String replayHash,
    long snapshotSeq,
    String snapshotHash,
    List<String> snapshotFaults,
    List<Long> differing)
{
    private static final int COPY = 4096;
    private static final int PIECE = 256 * 1024;
    private static final int MAX_MANIFEST = 4 << 20;

    /**
     * Reads the manifest of a world from its newest snapshot or, without one, from the first batch of its journal.
     *
     * @param directory of the journal.
     * @return the manifest.
     * @throws JournalException                      if there is no journal, or its beginning is gone.
     * @throws io.weir.kernel.record.RecordException if there is none where it should be.
     */
    public static Manifest manifest(final Path directory)
    {
        return manifest(new FileStorage(directory));
    }

    /**
     * Reads the manifest of a world from its newest snapshot or, without one, from the first batch of its journal.
     *
     * @param storage of the journal.
     * @return the manifest.
     * @throws JournalException                      if there is no journal, or its beginning is gone.
     * @throws io.weir.kernel.record.RecordException if there is none where it should be.
     */
    public static Manifest manifest(final Storage storage)
    {
        final RecordCursor cursor = new RecordCursor();
        try (JournalReader reader = JournalReader.open(storage, Long.MAX_VALUE);
            SnapshotReader snapshot = SnapshotStore.of(storage, reader.identity()).newest())
        {
            if (snapshot != null)
            {
                final int max = (int)Math.min(MAX_MANIFEST, snapshot.length());
                final UnsafeBuffer begin = new UnsafeBuffer(new byte[max]);
                final int length = snapshot.read(begin, 0, max);
                cursor.wrap("the snapshot", begin, 0, length).require(SnapshotBeginDecoder.TEMPLATE_ID,
                    "SnapshotBegin");
                return Manifest.decode(begin, cursor.dataOffset(0), cursor.dataLength(0));
            }
        }
        try (JournalReader reader = JournalReader.open(storage, 0))
        {
            if (!reader.next())
            {
                throw cursor.wrap("the journal", new UnsafeBuffer(0, 0), 0, 0).fault("has no batch: " + reader.fault());
            }
            cursor.wrap("the first batch", reader.buffer(), reader.offset(), reader.length());
            cursor.require(BatchDecoder.TEMPLATE_ID, "Batch");
            cursor.require(GenesisDecoder.TEMPLATE_ID, "Genesis");
            return Manifest.decode(reader.buffer(), cursor.dataOffset(0), cursor.dataLength(0));
        }
    }

    /**
     * Runs a journal again, in both ways.
     *
     * @param directory of the journal.
     * @param manifest  of its world.
     * @param code      behind the manifest's names.
     * @return what it comes to.
     * @throws io.weir.kernel.ReplayException   if something else comes out of the journal than is in it.
     * @throws io.weir.journal.JournalException if it cannot be read.
     */
    public static WorldHashes of(final Path directory, final Manifest manifest, final WorldCode code)
    {
        return of(new FileStorage(directory), manifest, code);
    }

    /**
     * Runs a journal again, in both ways.
     *
     * @param storage  of the journal.
     * @param manifest of its world.
     * @param code     behind the manifest's names.
     * @return what it comes to.
     * @throws io.weir.kernel.ReplayException   if something else comes out of the journal than is in it.
     * @throws io.weir.journal.JournalException if it cannot be read.
     */
    public static WorldHashes of(final Storage storage, final Manifest manifest, final WorldCode code)
    {
        final JournalEnd end = JournalEnd.of(storage);
        final long seq = end.seq();
        final SnapshotStore snapshots = SnapshotStore.of(storage, end.identity());
        final Set<String> faults = new LinkedHashSet<>();
        String liveHash = null;
        try (SnapshotReader closing = snapshots.newest(seq))
        {
            liveHash = closing == null || closing.seq() != seq ? null : hash(closing);
            faults.addAll(snapshots.faults());
        }
        long snapshotSeq = -1;
        String snapshotHash = null;
        try (SnapshotReader snapshot = snapshots.newest(seq - 1))
        {
            faults.addAll(snapshots.faults());
            if (snapshot != null)
            {
                snapshotSeq = snapshot.seq();
                snapshotHash = fromSnapshot(storage, new World(manifest, code, new WorldContext()), snapshot, seq);
            }
        }
        final List<Long> differing = new ArrayList<>();
        final String replayHash = fromBeginning(storage, new World(manifest, code, new WorldContext()), seq,
            snapshots, differing);
        if (replayHash == null && snapshotHash == null)
        {
            // There is nothing to run but what the last snapshot itself is: taken up, it must come to the same again.
            try (SnapshotReader snapshot = snapshots.newest(seq))
            {
                snapshotSeq = snapshot.seq();
                snapshotHash = fromSnapshot(storage, new World(manifest, code, new WorldContext()), snapshot, seq);
            }
        }
        return new WorldHashes(
            seq, end.fault(), liveHash, replayHash, snapshotSeq, snapshotHash, List.copyOf(faults),
            List.copyOf(differing));
    }

    /** {@return whether there is a snapshot of the last batch, and it is damaged} */
    public boolean isClosingDamaged()
    {
        final String name = "/" + JournalLayout.snapshotName(Math.max(0, seq)) + " ";
        return snapshotFaults.stream().anyMatch(fault -> fault.contains(name));
    }

    /** {@return whether all hashes there are are equal} */
    public boolean isSame()
    {
        return differing.isEmpty() &&
            Stream.of(liveHash, replayHash, snapshotHash).filter(Objects::nonNull).distinct().count() <= 1;
    }

    /** What replay from the very beginning comes to, compared with each snapshot on the way; null if it was deleted. */
    private static String fromBeginning(
        final Storage storage,
        final World world,
        final long seq,
        final SnapshotStore snapshots,
        final List<Long> differing)
    {
        final Set<Long> kept = new LinkedHashSet<>(snapshots.seqs());
        try (JournalReader reader = JournalReader.open(storage, 0))
        {
            while (world.seq() < seq && reader.next())
            {
                world.replay(reader.seq(), reader.buffer(), reader.offset(), reader.length());
                if (!kept.isEmpty() && kept.remove(reader.seq()) && !isSame(world, snapshots))
                {
                    differing.add(reader.seq());
                }
            }
            requireAll(world, reader, seq);
            return hash(world);
        }
        catch (final JournalException ex)
        {
            if (isBeginningThere(storage))
            {
                throw ex;
            }
            return null;
        }
    }

    private static boolean isSame(final World world, final SnapshotStore snapshots)
    {
        try (SnapshotReader snapshot = snapshots.newest(world.seq()))
        {
            return snapshot == null || snapshot.seq() != world.seq() || hash(snapshot).equals(hash(world));
        }
    }

    private static boolean isBeginningThere(final Storage storage)
    {
        try
        {
            return storage.list().contains(JournalLayout.segmentName(0));
        }
        catch (final IOException ex)
        {
            return true;
        }
    }

    private static String fromSnapshot(
        final Storage storage,
        final World world,
        final SnapshotReader snapshot,
        final long seq)
    {
        WorldOpening.restore(world, snapshot);
        try (JournalReader reader = JournalReader.open(storage, snapshot.seq() + 1))
        {
            WorldOpening.replay(world, reader);
            requireAll(world, reader, seq);
        }
        return hash(world);
    }

    /** What replay could not reach is not verified, however equal the hashes of what is before it are. */
    private static void requireAll(final World world, final JournalReader reader, final long seq)
    {
        if (world.seq() < seq)
        {
            throw new ReplayException(world.seq() + 1, "is damaged: " + reader.fault() + " at " +
                JournalLayout.where(reader.position(), reader.segmentLength()) + ", and there are batches up to " +
                seq + " behind it; restore the segment from a backup or the archive", null);
        }
    }

    private static String hash(final SnapshotReader snapshot)
    {
        final MessageDigest digest = sha256();
        final byte[] bytes = new byte[(int)Math.min(PIECE, snapshot.length())];
        final UnsafeBuffer piece = new UnsafeBuffer(bytes);
        int length = snapshot.read(piece, 0, bytes.length);
        while (length > 0)
        {
            digest.update(bytes, 0, length);
            length = snapshot.read(piece, 0, bytes.length);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(final World world)
    {
        final SnapshotCopy copy = world.snapshot();
        while (!copy.work(COPY))
        {
            Thread.onSpinWait();
        }
        return copy.image().hashText();
    }

    private static MessageDigest sha256()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JDK has SHA-256", ex);
        }
    }
}
