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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares loops over Weir with the same loops over a link's bare library: callers that wait for answers and streams
 * that wait for credit, while the provider's agent has other work. Each side has a process of its own, and they take
 * turns case by case; each case is run several times, and its medians count.
 */
public final class LoopComparison
{
    private static final List<Side> SIDES = List.of(Side.RAW, Side.WEIR);
    private static final int RUNS = 3;
    /** Further runs of what looks like a cliff, and of its neighbours: what other processes did may be one as well. */
    private static final int RUNS_MORE = 6;
    private static final int WARM_UPS = 3;
    private static final long WARM_UP_NS = 400_000_000L;
    private static final long RUN_NS = 300_000_000L;
    private static final long RUN_QUICK_NS = 120_000_000L;
    private static final long LIMIT_NS = 90_000_000_000L;

    private final String link;
    private final boolean isQuick;

    /**
     * Sets the comparison up.
     *
     * @param link    by its name: ring or ipc.
     * @param isQuick whether a coarse grid will do.
     */
    public LoopComparison(final String link, final boolean isQuick)
    {
        this.link = link;
        this.isQuick = isQuick;
    }

    /**
     * Runs the comparison.
     *
     * @param out  to print to.
     * @param json to write the result to, or null.
     * @return whether no case is a cliff.
     * @throws io.weir.perf.Failure if a side fails; it names which.
     */
    public boolean run(final PrintWriter out, final Path json)
    {
        final LoopResult result = measure(LoopCase.grid(isQuick));
        result.print(out);
        if (null != json)
        {
            JsonFile.write(json, result.json());
        }
        return result.cliffs().isEmpty();
    }

    private LoopResult measure(final List<LoopCase> grid)
    {
        final List<Contestant> contestants = new ArrayList<>();
        try
        {
            for (final Side side : SIDES)
            {
                contestants.add(Contestant.start(
                    "loop, " + side.label(), LoopMain.class, List.of(link, side.label()), LIMIT_NS));
            }
            contestants.forEach(Contestant::awaitReady);
            contestants.forEach(contestant -> warmUp(contestant, grid));
            final List<Integer> all = IntStream.range(0, grid.size()).boxed().toList();
            final Samples samples = new Samples(grid.size());
            for (int run = 0; run < RUNS; run++)
            {
                take(contestants, grid, all, samples);
            }
            LoopResult result = samples.result(link, grid);
            for (int more = 0; more < RUNS_MORE && !result.cliffs().isEmpty(); more++)
            {
                take(contestants, grid, LoopResult.around(result.cliffs(), grid.size()), samples);
                result = samples.result(link, grid);
            }
            return result;
        }
        finally
        {
            contestants.forEach(Contestant::dismiss);
            contestants.forEach(Contestant::close);
        }
    }

    private void take(
        final List<Contestant> contestants,
        final List<LoopCase> grid,
        final List<Integer> cases,
        final Samples samples)
    {
        for (final int i : cases)
        {
            for (int side = 0; side < contestants.size(); side++)
            {
                samples.add(side, i, ask(contestants.get(side), grid.get(i), isQuick ? RUN_QUICK_NS : RUN_NS));
            }
        }
    }

    /** Each shape of traffic once at the busiest, so that the compiler has seen them all. */
    private static void warmUp(final Contestant contestant, final List<LoopCase> grid)
    {
        for (int i = 0; i < WARM_UPS; i++)
        {
            for (final LoopCase.Shape shape : LoopCase.Shape.values())
            {
                grid.stream().filter(terms -> shape == terms.shape() && 0 == terms.workUs())
                    .reduce((first, second) -> second)
                    .ifPresent(terms -> ask(contestant, terms, WARM_UP_NS));
            }
        }
    }

    private static double[] ask(final Contestant contestant, final LoopCase terms, final long lengthNs)
    {
        return contestant.ask(lengthNs + " " + terms.words());
    }

    /** The figures of all runs, by side and case. */
    private static final class Samples
    {
        private final List<List<List<double[]>>> found = new ArrayList<>();

        Samples(final int cases)
        {
            for (int side = 0; side < SIDES.size(); side++)
            {
                found.add(Stream.generate(() -> (List<double[]>)new ArrayList<double[]>()).limit(cases).toList());
            }
        }

        void add(final int side, final int terms, final double[] figures)
        {
            found.get(side).get(terms).add(figures);
        }

        LoopResult result(final String link, final List<LoopCase> grid)
        {
            final List<LoopResult.Case> cases = new ArrayList<>();
            for (int i = 0; i < grid.size(); i++)
            {
                cases.add(new LoopResult.Case(grid.get(i), LoopResult.Figures.of(found.get(0).get(i)),
                    LoopResult.Figures.of(found.get(1).get(i))));
            }
            return new LoopResult(link, cases);
        }
    }
}
