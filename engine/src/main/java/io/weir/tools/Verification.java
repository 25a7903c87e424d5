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

import io.weir.kernel.host.NamedBlobs;
import io.weir.kernel.host.WorldHashes;
import io.weir.kernel.manifest.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Runs the journal of a world again and says what it comes to, and from where that could be known (K-8, K-9). */
public final class Verification
{
    private final Path directory;
    private final List<Path> modules;

    /**
     * Says what to verify.
     *
     * @param directory of the journal.
     * @param modules   jars and directories with the code of its modules.
     */
    public Verification(final Path directory, final List<Path> modules)
    {
        this.directory = directory;
        this.modules = List.copyOf(modules);
    }

    /**
     * Verifies.
     *
     * @param out to report to.
     * @return whether all hashes are equal, no snapshot is damaged, and all blobs are there.
     * @throws IOException if a module cannot be read.
     */
    public boolean run(final PrintWriter out) throws IOException
    {
        final Manifest manifest = WorldHashes.manifest(directory);
        out.println("world      " + manifest.name() + ", manifest " + manifest.hashText());
        final WorldHashes hashes;
        try (ModulePath path = ModulePath.of(modules))
        {
            hashes = WorldHashes.of(directory, manifest, path.code(manifest));
        }
        out.println("journal    ends at batch " + hashes.seq() + ": " + hashes.end());
        out.println("live close " + text(hashes.liveHash(), hashes.isClosingDamaged() ?
            "the snapshot of the last batch is damaged" :
            "no snapshot of the last batch: it was not closed in order"));
        out.println("replay     " + text(hashes.replayHash(), "the journal does not reach back to its beginning") +
            (hashes.replayHash() == null ? "" : " from batch 0"));
        out.println("snapshot   " + text(hashes.snapshotHash(), "no snapshot before the last batch") +
            from(hashes));
        hashes.snapshotFaults().forEach(out::println);
        final NamedBlobs blobs =
            NamedBlobs.of(directory, hashes.replayHash() == null ? hashes.snapshotSeq() + 1 : 0);
        out.println("blobs      " + blobs.count() + " named by these batches, " + blobs.faults().size() +
            " missing or damaged");
        blobs.faults().forEach(out::println);
        final String doubt = doubt(hashes, blobs);
        out.println(doubt.isEmpty() ? "verified" : "NOT VERIFIED: " + doubt);
        return doubt.isEmpty();
    }

    private static String doubt(final WorldHashes hashes, final NamedBlobs blobs)
    {
        if (!hashes.isSame())
        {
            return "the hashes differ";
        }
        if (!hashes.snapshotFaults().isEmpty())
        {
            return "snapshots are damaged";
        }
        return blobs.faults().isEmpty() ? "" : "blobs are missing or damaged";
    }

    private static String from(final WorldHashes hashes)
    {
        return hashes.snapshotHash() == null ? "" : " from batch " + hashes.snapshotSeq() +
            (hashes.snapshotSeq() == hashes.seq() ? ", no batch behind it: only that it can be taken up is proven" :
                "");
    }

    private static String text(final String hash, final String otherwise)
    {
        return hash == null ? "– (" + otherwise + ")" : hash;
    }
}
