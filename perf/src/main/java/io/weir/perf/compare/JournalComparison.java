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
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.agrona.BitUtil;
import org.agrona.IoUtil;

/**
 * Compares what the kernel journals in a second with Chronicle Queue and with bare files, which append the same bytes
 * on the same disk: each in a process of its own, they take turns, and ratios are taken round by round.
 */
public final class JournalComparison
{
    private static final int WARM_UP_ROUNDS = 5;
    private static final int LATENCY_FRAMES = 300_000;
    private static final int REPLAYS = 5;
    private static final int UNCOUNTED = 2;
    private static final int SNAPSHOT_INSTANCES = 100_000;
    private static final int POWER_FRAMES = 200_000;
    private static final int POWER_FRAMES_QUICK = 50_000;
    private static final int BYTES_PER_FRAME = 512;
    private static final int MIN_SEGMENT = 16 << 20;
    private static final long LIMIT_NS = TimeUnit.MINUTES.toNanos(5);
    private static final List<String> PEERS =
        List.of(JournalSide.CHRONICLE, JournalSide.FRESH, JournalSide.TOUCHED);

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
     * @param isQuick      whether rounds that force are short.
     * @param isBare       whether the journal alone takes the kernel's place.
     * @param rounds       of each.
     * @param frames       of a round, less where durability is {@code power}.
     */
    public JournalComparison(
        final Path directory,
        final List<Durability> durabilities,
        final boolean isQuick,
        final boolean isBare,
        final int rounds,
        final int frames)
    {
        this.durabilities = List.copyOf(durabilities);
        this.isBare = isBare;
        this.directory = directory;
        this.rounds = rounds;
        processFrames = frames;
        powerFrames = Math.min(frames, isQuick ? POWER_FRAMES_QUICK : POWER_FRAMES);
        // A round fits into a segment, so that the next one is ready when it is needed.
        segmentLength = Math.max(MIN_SEGMENT, BitUtil.findNextPositivePowerOfTwo(processFrames * BYTES_PER_FRAME));
    }

    /**
     * Runs the comparison.
     *
     * @param out  to print to as results come.
     * @param json to write the result to, or null.
     * @throws Failure if one that takes part fails; it names who and in which case.
     */
    public void run(final PrintWriter out, final Path json)
    {
        JournalResult.printHead(out, directory);
        final List<JournalResult.Case> cases = new ArrayList<>();
        JournalResult.Replayed replay = null;
        for (final Durability durability : durabilities)
        {
            final Path place = place();
            try
            {
                final JournalResult.Case result = compare(place, durability);
                result.print(out);
                cases.add(result);
                if (Durability.PROCESS == durability)
                {
                    replay = replay(world(place), result.kernel().median());
                }
            }
            finally
            {
                IoUtil.delete(place.toFile(), true);
            }
        }
        final JournalResult result = new JournalResult(cases, replay, isBare ? null : snapshot());
        result.printReplay(out);
        if (null != json)
        {
            JsonFile.write(json, result.json());
        }
    }

    private JournalResult.Case compare(final Path place, final Durability durability)
    {
        final boolean isPower = Durability.POWER == durability;
        final int frames = isPower ? powerFrames : processFrames;
        final List<Contestant> contestants = new ArrayList<>();
        try
        {
            contestants.add(start(isBare ? JournalSide.BARE : JournalSide.KERNEL, world(place), durability,
                segmentLength));
            contestants.get(0).awaitReady();
            final int recordLength = recordLength(contestants.get(0), frames / 2);
            PEERS.forEach(peer -> contestants.add(start(peer, place, durability, recordLength)));
            for (final Contestant peer : contestants.subList(1, contestants.size()))
            {
                peer.awaitReady();
                for (int i = 0; i < WARM_UP_ROUNDS; i++)
                {
                    round(peer, frames / 2);
                }
            }
            final double[][] rates = takeTurns(contestants, frames);
            return new JournalResult.Case(durability, recordLength, isPower ? JournalSide.GROUP : 0,
                Spread.of(rates[0]), List.of(Spread.of(rates[1]), Spread.of(rates[2]), Spread.of(rates[3])),
                List.of(ratio(rates[0], rates[1]), ratio(rates[0], rates[2]), ratio(rates[0], rates[3])),
                answers(contestants.get(0), isPower));
        }
        finally
        {
            end(contestants);
        }
    }

    /** Warms the kernel up, and finds how long the records are that its peers shall append. */
    private static int recordLength(final Contestant kernel, final int frames)
    {
        final double begin = kernel.ask(Contestant.ROUND + frames)[1];
        double end = begin;
        for (int i = 1; i < WARM_UP_ROUNDS; i++)
        {
            end = kernel.ask(Contestant.ROUND + frames)[1];
        }
        return (int)((end - begin) / ((WARM_UP_ROUNDS - 1) * frames)) - JournalLayout.BATCH_HEADER_LENGTH;
    }

    private double[][] takeTurns(final List<Contestant> contestants, final int frames)
    {
        final double[][] rates = new double[contestants.size()][rounds];
        for (int i = 0; i < rounds; i++)
        {
            for (int turn = 0; turn < contestants.size(); turn++)
            {
                final int who = (turn + i) % contestants.size();
                rates[who][i] = round(contestants.get(who), frames);
            }
        }
        return rates;
    }

    private JournalResult.Answers answers(final Contestant kernel, final boolean isPower)
    {
        final int frames = Math.min(processFrames, isPower ? LATENCY_FRAMES / 10 : LATENCY_FRAMES);
        final String question = JournalMain.PACE + frames + " " + (isPower ? 100_000 : 5_000);
        kernel.ask(question);
        final double[] found = kernel.ask(question);
        return new JournalResult.Answers((long)found[0], (long)found[1]);
    }

    /** Reads the journal and steps the same world in memory, in turns. */
    private JournalResult.Replayed replay(final Path world, final double live)
    {
        final double[] rates = new double[REPLAYS];
        final double[] toLive = new double[REPLAYS];
        final double[] memory = new double[REPLAYS];
        final double[] toMemory = new double[REPLAYS];
        final List<Contestant> contestants = new ArrayList<>();
        try
        {
            contestants.add(start(List.of(isBare ? JournalSide.BARE_REPLAY : JournalSide.REPLAY, world.toString())));
            if (!isBare)
            {
                contestants.add(start(List.of(JournalSide.MEMORY)));
            }
            contestants.forEach(Contestant::awaitReady);
            // The compiler's share first: what opening makes of a journal is met once by a short process, not by this.
            for (int i = -UNCOUNTED; i < REPLAYS; i++)
            {
                final int at = Math.max(0, i);
                rates[at] = round(contestants.get(0), processFrames);
                toLive[at] = rates[at] / live;
                if (!isBare)
                {
                    memory[at] = round(contestants.get(1), processFrames);
                    toMemory[at] = rates[at] / memory[at];
                }
            }
        }
        finally
        {
            end(contestants);
        }
        return new JournalResult.Replayed(Spread.of(rates), Spread.of(toLive),
            isBare ? null : Spread.of(memory), isBare ? null : Spread.of(toMemory));
    }

    private SnapshotPause snapshot()
    {
        final int instances = Math.min(SNAPSHOT_INSTANCES, processFrames);
        try (Contestant contestant = start(List.of(JournalSide.SNAPSHOT)))
        {
            contestant.awaitReady();
            return SnapshotPause.ofFigures(instances, contestant.ask(Contestant.ROUND + instances));
        }
    }

    private static Contestant start(
        final String side,
        final Path directory,
        final Durability durability,
        final int length)
    {
        return start(List.of(side, directory.toString(), durability.name(), Integer.toString(length)));
    }

    private static Contestant start(final List<String> task)
    {
        final String terms = task.size() > 2 ? task.get(2).toLowerCase(Locale.ROOT) + ", " : "";
        return Contestant.start(terms + task.get(0), JournalMain.class, task, LIMIT_NS);
    }

    private static double round(final Contestant contestant, final int count)
    {
        return contestant.ask(Contestant.ROUND + count)[0];
    }

    private static void end(final List<Contestant> contestants)
    {
        contestants.forEach(Contestant::dismiss);
        contestants.forEach(Contestant::close);
    }

    private static Path world(final Path place)
    {
        return place.resolve("world");
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
