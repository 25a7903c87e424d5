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
import io.weir.journal.JournalLayout;
import io.weir.perf.Failure;
import io.weir.perf.report.JsonFile;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.Histogram;
import org.agrona.BitUtil;
import org.agrona.IoUtil;

/**
 * Compares what the kernel journals in a second with Chronicle Queue and with bare files, which append the same bytes
 * on the same disk: all take turns, and ratios are taken round by round (B-6).
 */
public final class JournalComparison
{
    private static final int WARM_UP_ROUNDS = 5;
    private static final int GROUP = 1024;
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int LATENCY_FRAMES = 300_000;
    private static final int REPLAYS = 5;
    private static final int UNCOUNTED = 2;
    private static final int SNAPSHOT_INSTANCES = 100_000;
    private static final int SNAPSHOTS = 7;
    private static final int BYTES_PER_FRAME = 512;
    private static final int MIN_SEGMENT = 16 << 20;

    private final Path directory;
    private final boolean isBare;
    private final int rounds;
    private final int processFrames;
    private final int powerFrames;
    private final int segmentLength;
    private final List<Durability> durabilities;

    /**
     * Sets the comparison up.
     *
     * @param directory    of all files, which are removed after it.
     * @param durabilities to compare.
     * @param isQuick      whether rounds are few and short.
     * @param isBare       whether the journal alone takes the kernel's place.
     */
    public JournalComparison(
        final Path directory,
        final List<Durability> durabilities,
        final boolean isQuick,
        final boolean isBare)
    {
        this.durabilities = List.copyOf(durabilities);
        this.isBare = isBare;
        this.directory = directory;
        rounds = Integer.getInteger("perf.compare.rounds", isQuick ? 5 : 9);
        processFrames = Integer.getInteger("perf.compare.frames", isQuick ? 300_000 : 1_000_000);
        powerFrames = Math.min(processFrames, isQuick ? 50_000 : 200_000);
        // A round fits into a segment, so that the next one is ready when it is needed.
        segmentLength = Math.max(MIN_SEGMENT, BitUtil.findNextPositivePowerOfTwo(processFrames * BYTES_PER_FRAME));
    }

    /**
     * Runs the comparison.
     *
     * @param out  to print to as results come.
     * @param json to write the result to, or null.
     */
    public void run(final PrintWriter out, final Path json)
    {
        JournalResult.printHead(out, directory);
        final List<JournalResult.Case> cases = new ArrayList<>();
        JournalResult.Replayed replay = null;
        for (final Durability durability : durabilities)
        {
            final Path place = place();
            try (Rig rig = rig(place.resolve("world"), durability))
            {
                final JournalResult.Case result = compare(rig, place, durability);
                result.print(out);
                cases.add(result);
                if (Durability.PROCESS == durability)
                {
                    replay = replay(rig, result.kernel().median());
                }
            }
            finally
            {
                IoUtil.delete(place.toFile(), true);
            }
        }
        final JournalResult result = new JournalResult(cases, replay,
            isBare ? null : SnapshotPause.of(Math.min(SNAPSHOT_INSTANCES, processFrames), SNAPSHOTS));
        result.printReplay(out);
        if (null != json)
        {
            JsonFile.write(json, result.json());
        }
    }

    /** Reads the journal and steps the same world in memory, in turns. */
    private JournalResult.Replayed replay(final Rig rig, final double live)
    {
        final MemoryStepping stepping = isBare ? null : new MemoryStepping();
        final double[] rates = new double[REPLAYS];
        final double[] toLive = new double[REPLAYS];
        final double[] memory = new double[REPLAYS];
        final double[] toMemory = new double[REPLAYS];
        // The compiler's share first: what opening makes of a journal is met once by a short process, not by this.
        for (int i = -UNCOUNTED; i < REPLAYS; i++)
        {
            final int at = Math.max(0, i);
            rates[at] = rig.replay();
            toLive[at] = rates[at] / live;
            if (null != stepping)
            {
                memory[at] = stepping.step(processFrames);
                toMemory[at] = rates[at] / memory[at];
            }
        }
        return new JournalResult.Replayed(Spread.of(rates), Spread.of(toLive),
            isBare ? null : Spread.of(memory), isBare ? null : Spread.of(toMemory));
    }

    private Rig rig(final Path world, final Durability durability)
    {
        return isBare ? new FrameRig(new JournalWork(world, durability, segmentLength)) :
            new KernelRig(world, durability, segmentLength);
    }

    private JournalResult.Case compare(final Rig rig, final Path place, final Durability durability)
    {
        final boolean isPower = Durability.POWER == durability;
        final int frames = isPower ? powerFrames : processFrames;
        // Twice the group: one is forced while the next fills.
        final RigFeeder feeder = new RigFeeder(rig, 2 * GROUP);
        final long before = rig.position();
        for (int i = 0; i < WARM_UP_ROUNDS; i++)
        {
            feeder.saturate(frames / 2);
            rig.settle();
        }
        final long perFrame = (rig.position() - before) / (WARM_UP_ROUNDS * (frames / 2));
        final int recordLength = (int)perFrame - JournalLayout.BATCH_HEADER_LENGTH;
        final JournalPeer[] peers = {
            new ChroniclePeer(place, isPower ? GROUP : 0),
            isPower ? new FilePeer(place, false, GROUP) : new MappedPeer(place, false),
            isPower ? new FilePeer(place, true, GROUP) : new MappedPeer(place, true)};
        for (int i = 0; i < WARM_UP_ROUNDS; i++)
        {
            for (final JournalPeer peer : peers)
            {
                peer.append(frames / 2, recordLength);
            }
        }
        final double[][] rates = new double[1 + peers.length][rounds];
        for (int i = 0; i < rounds; i++)
        {
            for (int turn = 0; turn <= peers.length; turn++)
            {
                final int who = (turn + i) % (1 + peers.length);
                if (0 == who)
                {
                    rates[who][i] = feeder.saturate(frames);
                    rig.settle();
                }
                else
                {
                    rates[who][i] = peers[who - 1].append(frames, recordLength);
                }
            }
        }
        return new JournalResult.Case(durability, recordLength, isPower ? GROUP : 0, Spread.of(rates[0]),
            List.of(Spread.of(rates[1]), Spread.of(rates[2]), Spread.of(rates[3])),
            List.of(ratio(rates[0], rates[1]), ratio(rates[0], rates[2]), ratio(rates[0], rates[3])),
            latencies(rig, feeder, isPower));
    }

    private Histogram latencies(final Rig rig, final RigFeeder feeder, final boolean isPower)
    {
        final Histogram histogram = new Histogram(HIGHEST_NS, 3);
        final int frames = Math.min(processFrames, isPower ? LATENCY_FRAMES / 10 : LATENCY_FRAMES);
        final long intervalNs = isPower ? 100_000 : 5_000;
        feeder.pace(frames, intervalNs, histogram);
        rig.settle();
        histogram.reset();
        feeder.pace(frames, intervalNs, histogram);
        rig.settle();
        return histogram;
    }

    private static Spread ratio(final double[] ours, final double[] theirs)
    {
        final double[] ratios = new double[ours.length];
        for (int i = 0; i < ratios.length; i++)
        {
            ratios[i] = ours[i] / theirs[i];
        }
        return Spread.of(ratios);
    }

    private Path place()
    {
        try
        {
            return Files.createTempDirectory(directory, "weir-compare-journal");
        }
        catch (final IOException ex)
        {
            throw new Failure("cannot create a directory in " + directory + " (" + ex + "): name another --dir", ex);
        }
    }
}
