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

package io.weir.tools;

import io.weir.journal.FileStorage;
import io.weir.journal.JournalCheck;
import io.weir.journal.JournalException;
import io.weir.journal.JournalFault;
import io.weir.journal.JournalLayout;
import io.weir.journal.JournalReader;
import io.weir.journal.JournalVerdict;
import io.weir.journal.Storage;
import io.weir.kernel.ReplayException;
import io.weir.kernel.WorldCode;
import io.weir.kernel.host.NamedBlobs;
import io.weir.kernel.host.WorldHashes;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ManifestException;
import io.weir.kernel.record.RecordException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Says whether the journal of a world at rest can be believed: checks every file, then runs the journal again and
 * compares what it comes to (K-8, K-9, K-10). Nothing is locked or written. Owned by one thread.
 */
public final class Verification
{
    private final Storage storage;
    private final JournalCheck check;
    private final List<JournalFault> faults;
    private JournalVerdict verdict;
    private Manifest manifest;
    private WorldHashes hashes;
    private NamedBlobs blobs;

    private Verification(final Storage storage)
    {
        this.storage = storage;
        check = JournalCheck.of(storage);
        faults = new ArrayList<>(check.faults());
        verdict = check.verdict();
    }

    /**
     * Verifies a journal.
     *
     * @param directory of the journal.
     * @param modules   jars and directories with the code of its modules.
     * @return what was found.
     * @throws IOException if a module cannot be read.
     */
    public static Verification of(final Path directory, final List<Path> modules) throws IOException
    {
        try (ModulePath path = ModulePath.of(modules))
        {
            return of(new FileStorage(directory), path::code);
        }
    }

    /**
     * Verifies a journal.
     *
     * @param storage of the journal.
     * @param code    finds the code of a manifest.
     * @return what was found.
     */
    public static Verification of(final Storage storage, final Function<Manifest, WorldCode> code)
    {
        final Verification verification = new Verification(storage);
        if (verification.check.isWhole())
        {
            verification.replay(code);
        }
        return verification;
    }

    /** {@return what the journal was found to be} */
    public JournalVerdict verdict()
    {
        return verdict;
    }

    /** {@return what is wrong} */
    public List<JournalFault> faults()
    {
        return List.copyOf(faults);
    }

    /** {@return the seq of the first batch there is; −1 for none} */
    public long fromSeq()
    {
        return check.fromSeq();
    }

    /** {@return the seq of the last batch that was reached from the first one; −1 for none} */
    public long toSeq()
    {
        return check.toSeq();
    }

    /** {@return how many batches were read, one behind the other} */
    public long batchesRead()
    {
        return check.batchesRead();
    }

    /** {@return what the journal comes to; null if it could not be run again} */
    public WorldHashes hashes()
    {
        return hashes;
    }

    /**
     * Tells in words what was found.
     *
     * @param out to tell.
     */
    public void print(final PrintWriter out)
    {
        if (manifest != null)
        {
            out.println("world      " + manifest.name() + ", manifest " + manifest.hashText());
        }
        out.println("journal    " + check.batchesRead() + " batches read, from " + check.fromSeq() + " to " +
            check.toSeq() + (check.endFault().isEmpty() ? "" : ", then " + check.endFault()));
        if (hashes != null)
        {
            printHashes(out);
        }
        if (blobs != null)
        {
            out.println("blobs      " + blobs.count() + " named by these batches, " + blobs.faults().size() +
                " missing or damaged");
        }
        faults.forEach(out::println);
        out.println("verdict    " + verdictText());
    }

    /** {@return the verdict in words} */
    public String verdictText()
    {
        switch (verdict)
        {
            case VERIFIED:
                return "verified";
            case TORN:
                return "torn: all but the tail is sound, and an opening cuts the tail";
            case DAMAGED:
                return "damaged: restore what is named above";
            default:
                return "refused: nothing is damaged, but an opening refuses";
        }
    }

    private void printHashes(final PrintWriter out)
    {
        out.println("live close " + text(hashes.liveHash(), hashes.isClosingDamaged() ?
            "the snapshot of the last batch is damaged" :
            "no snapshot of the last batch: it was not closed in order"));
        out.println("replay     " + text(hashes.replayHash(), "the journal does not reach back to its beginning") +
            (hashes.replayHash() == null ? "" : " from batch 0"));
        out.println("snapshot   " + text(hashes.snapshotHash(), "no snapshot before the last batch") +
            (hashes.snapshotHash() == null ? "" : " from batch " + hashes.snapshotSeq() +
                (hashes.snapshotSeq() == hashes.seq() ?
                    ", no batch behind it: only that it can be taken up is proven" : "")));
    }

    private static String text(final String hash, final String otherwise)
    {
        return hash == null ? "– (" + otherwise + ")" : hash;
    }

    private void replay(final Function<Manifest, WorldCode> code)
    {
        try
        {
            if (check.batchesRead() == 0)
            {
                // An opening begins a world here.
                return;
            }
            manifest = WorldHashes.manifest(storage);
            hashes = WorldHashes.of(storage, manifest, code.apply(manifest));
            compare();
            blobs = NamedBlobs.of(storage, hashes.replayHash() == null ? hashes.snapshotSeq() + 1 : 0);
            blobs.faults().forEach(fault -> add(JournalVerdict.DAMAGED, fault));
        }
        catch (final ReplayException ex)
        {
            add(JournalVerdict.REFUSED, place(ex));
        }
        catch (final JournalException | RecordException | ManifestException ex)
        {
            add(JournalVerdict.REFUSED, new JournalFault("", 0, ex.getMessage()));
        }
    }

    private void compare()
    {
        for (final long seq : hashes.differing())
        {
            differs(seq);
        }
        if (hashes.differing().isEmpty() && !hashes.isSame())
        {
            differs(hashes.liveHash() == null || hashes.replayHash() != null ? hashes.snapshotSeq() : hashes.seq());
        }
    }

    private void differs(final long seq)
    {
        add(JournalVerdict.DAMAGED, new JournalFault(JournalLayout.SNAPSHOTS + "/" + JournalLayout.snapshotName(seq), 0,
            "is whole, but replay comes to another state of batch " + seq));
    }

    private JournalFault place(final ReplayException ex)
    {
        try (JournalReader reader = JournalReader.open(storage, ex.seq()))
        {
            if (reader.next())
            {
                final long position = reader.position() - JournalLayout.batchLength(reader.length());
                return new JournalFault(JournalLayout.segmentName(position / reader.segmentLength()),
                    position % reader.segmentLength(), ex.getMessage());
            }
        }
        return new JournalFault("", 0, ex.getMessage());
    }

    private void add(final JournalVerdict worst, final JournalFault fault)
    {
        verdict = worst.compareTo(verdict) > 0 ? worst : verdict;
        fault.addTo(faults);
    }
}
