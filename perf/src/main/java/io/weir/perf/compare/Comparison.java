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

import io.weir.perf.report.JsonFile;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares Weir over a link with the link's bare library, side by side: each side of each case has a process of its
 * own, they take turns in short rounds, and the ratio is taken round by round, because on a shared machine the cores'
 * distance changes from second to second. While one runs the others wait without using a processor.
 */
public final class Comparison
{
    /** Of a round; a rate is one, percentiles of times are two. */
    private static final int FIGURES_MAX = 2;
    private static final int WARM_UP_ROUNDS_MIN = 5;
    private static final int WARM_UP_ROUNDS_MAX = 10;
    private static final long WARM_UP_DIVISOR = 2;
    /** Two rounds in a row that differ by less are taken for a sign that the compiler is done. */
    private static final double SETTLED = 0.03;

    private final Matchup matchup;
    private final boolean isQuick;
    private final int forks;
    private final int rounds;
    private final long roundNs;

    /**
     * Sets the comparison up.
     *
     * @param matchup to run.
     * @param isQuick whether to compare few cases only.
     * @param forks   processes of each side of each case, one after the other: no two compile alike.
     * @param rounds  of each side of each case, at least as many, shared among its processes.
     * @param roundNs length of a round.
     */
    public Comparison(
        final Matchup matchup,
        final boolean isQuick,
        final int forks,
        final int rounds,
        final long roundNs)
    {
        this.matchup = matchup;
        this.isQuick = isQuick;
        this.forks = forks;
        this.rounds = rounds;
        this.roundNs = roundNs;
    }

    /**
     * Runs the comparison.
     *
     * @param out  to print to as results come.
     * @param json to write the result to, or null.
     * @throws io.weir.perf.Failure if one that takes part fails; it names who and in which case.
     */
    public void run(final PrintWriter out, final Path json)
    {
        ComparisonResult.printHead(out, matchup.legend());
        final List<ComparisonResult.Throughput> throughputs = new ArrayList<>();
        for (final StreamCase terms : matchup.cases(isQuick))
        {
            final ComparisonResult.Throughput throughput = throughput(terms);
            ComparisonResult.print(out, throughput);
            throughputs.add(throughput);
        }
        final ComparisonResult result = new ComparisonResult(matchup.link(), throughputs, roundTrip());
        result.printRoundTrip(out);
        if (null != json)
        {
            JsonFile.write(json, result.json());
        }
    }

    private ComparisonResult.Throughput throughput(final StreamCase terms)
    {
        final double[][][] found = measure(terms.description(), terms.words(), matchup.sides());
        final double[] raw = found[0][0];
        final double[] weir = found[0][1];
        // Where raw messages are as long as Weir's frames anyway, nobody else takes part.
        final double[] full = found[0][matchup.sides().contains(Side.RAW_FULL_FRAME) ? 2 : 0];
        return new ComparisonResult.Throughput(
            terms, Spread.of(raw), Spread.of(weir), ratio(weir, raw), Spread.of(full), ratio(weir, full));
    }

    private ComparisonResult.RoundTrip roundTrip()
    {
        final double[][][] found = measure("round trip", List.of(), List.of(Side.RAW, Side.WEIR));
        final double[][] p50 = found[0];
        final double[][] p99 = found[1];
        return new ComparisonResult.RoundTrip(Spread.of(p50[0]), Spread.of(p99[0]), Spread.of(p50[1]),
            Spread.of(p99[1]), ratio(p50[1], p50[0]), ratio(p99[1], p99[0]));
    }

    /** {@return what was found, by figure, side and round} */
    private double[][][] measure(final String name, final List<String> terms, final List<Side> sides)
    {
        final double[][][] found = new double[FIGURES_MAX][sides.size()][rounds];
        for (int fork = 0; fork < forks; fork++)
        {
            final List<Contestant> contestants = new ArrayList<>();
            try
            {
                for (final Side side : sides)
                {
                    final List<String> task = new ArrayList<>(List.of(matchup.link(), side.label()));
                    task.addAll(terms);
                    contestants.add(Contestant.start(name + ", " + side.label(), task));
                }
                contestants.forEach(Contestant::awaitReady);
                contestants.forEach(this::warmUp);
                takeTurns(contestants, found, rounds * fork / forks, rounds * (fork + 1) / forks);
            }
            finally
            {
                contestants.forEach(Contestant::dismiss);
                contestants.forEach(Contestant::close);
            }
        }
        return found;
    }

    private void takeTurns(
        final List<Contestant> contestants,
        final double[][][] found,
        final int fromRound,
        final int toRound)
    {
        for (int i = fromRound; i < toRound; i++)
        {
            for (int turn = 0; turn < contestants.size(); turn++)
            {
                // Each takes its turn first, in the middle and last.
                final int who = (turn + i) % contestants.size();
                final double[] figures = contestants.get(who).round(roundNs);
                for (int figure = 0; figure < figures.length; figure++)
                {
                    found[figure][who][i] = figures[figure];
                }
            }
        }
    }

    private void warmUp(final Contestant contestant)
    {
        double before = 0;
        for (int i = 1; i <= WARM_UP_ROUNDS_MAX; i++)
        {
            final double now = contestant.round(roundNs / WARM_UP_DIVISOR)[0];
            if (i >= WARM_UP_ROUNDS_MIN && Math.abs(now - before) <= SETTLED * before)
            {
                return;
            }
            before = now;
        }
    }

    private static Spread ratio(final double[] of, final double[] to)
    {
        final double[] ratios = new double[of.length];
        for (int i = 0; i < ratios.length; i++)
        {
            ratios[i] = of[i] / to[i];
        }
        return Spread.of(ratios);
    }
}
