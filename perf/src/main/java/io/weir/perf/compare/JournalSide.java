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

import java.nio.file.Path;
import java.util.List;

/**
 * What takes part in the comparison of journals, alone in its process: the kernel, one that appends beside it, or what
 * is measured after them. Between rounds it uses no processor.
 */
@FunctionalInterface
interface JournalSide extends AutoCloseable
{
    /** The kernel under its agent, or with {@link #BARE} the journal alone; then directory, durability, segment. */
    String KERNEL = "kernel";
    String BARE = "bare";
    /** Those that append beside it; then directory, durability, and length of a record. */
    String CHRONICLE = "chronicle";
    String FRESH = "fresh";
    String TOUCHED = "touched";
    /** What opening does with the kernel's journal, or with the journal alone; then its directory. */
    String REPLAY = "replay";
    String BARE_REPLAY = "bare-replay";
    /** The kernel's world stepped in memory. */
    String MEMORY = "memory";
    /** Snapshots of a world with so many instances as a round is long. */
    String SNAPSHOT = "snapshot";

    /** Records that are forced together where durability is {@code power}. */
    int GROUP = 1024;

    /**
     * Runs a round.
     *
     * @param count of frames or records.
     * @return how many of them a second, and of the kernel also where its journal ends; of snapshots what they took.
     */
    double[] round(int count);

    /**
     * Offers at a rate, as only the kernel can be asked to.
     *
     * @param count      of frames.
     * @param intervalNs between two.
     * @return p50 and p99 from when a frame was due to its answer, in ns.
     */
    default double[] pace(final int count, final long intervalNs)
    {
        throw new UnsupportedOperationException("it answers nothing");
    }

    @Override
    default void close()
    {
    }

    /**
     * {@return a side}
     *
     * @param task its name and what follows that.
     */
    static JournalSide of(final List<String> task)
    {
        return switch (task.get(0))
        {
            case KERNEL -> new RigSide(
                new KernelRig(directory(task), durability(task), Integer.parseInt(task.get(3))));
            case BARE -> new RigSide(
                new FrameRig(new JournalWork(directory(task), durability(task), Integer.parseInt(task.get(3)))));
            case REPLAY -> count -> new double[]{KernelRig.replay(directory(task))};
            case BARE_REPLAY -> count -> new double[]{JournalWork.replay(directory(task))};
            case MEMORY -> stepping(new MemoryStepping());
            case SNAPSHOT -> count -> SnapshotPause.of(count).figures();
            default -> appending(peer(task), Integer.parseInt(task.get(3)));
        };
    }

    private static JournalSide stepping(final MemoryStepping stepping)
    {
        return count -> new double[]{stepping.step(count)};
    }

    private static JournalSide appending(final JournalPeer peer, final int recordLength)
    {
        return count -> new double[]{peer.append(count, recordLength)};
    }

    private static JournalPeer peer(final List<String> task)
    {
        final boolean isPower = Durability.POWER == durability(task);
        final boolean isTouched = TOUCHED.equals(task.get(0));
        if (CHRONICLE.equals(task.get(0)))
        {
            return new ChroniclePeer(directory(task), isPower ? GROUP : 0);
        }
        return isPower ? new FilePeer(directory(task), isTouched, GROUP) : new MappedPeer(directory(task), isTouched);
    }

    private static Path directory(final List<String> task)
    {
        return Path.of(task.get(1));
    }

    private static Durability durability(final List<String> task)
    {
        return Durability.valueOf(task.get(2));
    }
}
