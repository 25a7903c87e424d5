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
package io.weir.kernel.sim;

import io.weir.journal.JournalReader;
import io.weir.journal.SnapshotReader;
import io.weir.journal.SnapshotStore;
import io.weir.journal.Storage;
import io.weir.kernel.SnapshotImage;
import io.weir.kernel.SnapshotLoader;
import io.weir.kernel.World;
import io.weir.kernel.host.WorldOpening;
import io.weir.kernel.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Reads a journal from its beginning and runs it again, in a new world and in worlds that are brought back from
 * snapshots along the way, the journal's own and some taken at random: all must come to the same bytes at every cut,
 * and to those of the live world wherever they are known (K-8, K-9).
 */
final class Audit
{
    private final Storage storage;
    private final Manifest manifest;
    private final Ledger ledger;
    private final List<World> worlds = new ArrayList<>();

    Audit(final Storage storage, final Manifest manifest, final Ledger ledger)
    {
        this.storage = storage;
        this.manifest = manifest;
        this.ledger = ledger;
    }

    /** {@return the last seq} */
    long run(final Promises promises, final Random random)
    {
        worlds.add(SimWorld.world(manifest));
        long last = -1;
        try (JournalReader reader = JournalReader.open(storage, 0))
        {
            final SnapshotStore snapshots = SnapshotStore.of(storage, reader.identity());
            final List<Long> own = snapshots.seqs();
            while (reader.next())
            {
                last = reader.seq();
                ledger.batch(last, reader.buffer(), reader.offset(), reader.length());
                for (final World world : worlds)
                {
                    world.replay(last, reader.buffer(), reader.offset(), reader.length());
                }
                final String live = promises.hashes.get(last);
                final boolean isCut = own.contains(last) || random.nextInt(60) == 0;
                if (live != null)
                {
                    require(live.equals(hash()), "replay differs from the live world behind batch " + last);
                }
                if (isCut)
                {
                    compare(last);
                }
                if (own.contains(last))
                {
                    own(snapshots, last);
                }
                else if (isCut && worlds.size() < 4)
                {
                    worlds.add(restored(SimWorld.image(worlds.get(0))));
                }
            }
        }
        compare(last);
        final World world = worlds.get(0);
        require(world.openIntents() == ledger.open(), "open are " + world.openIntents() + " intents, and " +
            ledger.open() + " by the journal");
        for (long id = 1; id <= ledger.lastIntentId(); id++)
        {
            require(world.isOpen(id) == ledger.isOpen(id), "intent " + id + " is open: " + world.isOpen(id));
        }
        return last;
    }

    String hash()
    {
        return SimWorld.hash(worlds.get(0));
    }

    private void own(final SnapshotStore snapshots, final long seq)
    {
        try (SnapshotReader snapshot = snapshots.newest(seq))
        {
            if (snapshot != null && snapshot.seq() == seq)
            {
                final World world = SimWorld.world(manifest);
                WorldOpening.restore(world, snapshot);
                worlds.add(world);
                compare(seq);
            }
        }
    }

    private World restored(final SnapshotImage image)
    {
        final World world = SimWorld.world(manifest);
        final SnapshotLoader loader = world.restore();
        image.forEachPart(loader::onBytes);
        loader.complete();
        return world;
    }

    private void compare(final long seq)
    {
        final String replayed = hash();
        for (int i = 1; i < worlds.size(); i++)
        {
            require(replayed.equals(SimWorld.hash(worlds.get(i))), "a snapshot and its tail differ behind " + seq);
        }
    }

    private static void require(final boolean isSo, final String text)
    {
        if (!isSo)
        {
            throw new AssertionError(text);
        }
    }
}
