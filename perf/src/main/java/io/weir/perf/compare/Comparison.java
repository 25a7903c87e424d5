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

import org.HdrHistogram.Histogram;

/**
 * Compares Weir over a link with the link's bare library, side by side: both take turns in short rounds on the same two
 * threads, and the ratio is taken round by round, because on a shared machine the cores' distance changes from second
 * to second.
 */
public final class Comparison
{
    private static final long MILLISECOND_NS = 1_000_000;
    private static final int WARM_UP_ROUNDS = 4;
    private static final long WARM_UP_DIVISOR = 2;
    private static final long HIGHEST_NS = 60_000_000_000L;

    private final Matchup matchup;
    private final boolean isQuick;
    private final int rounds;
    private final long roundNs;

    /**
     * Sets the comparison up.
     *
     * @param matchup to run; closed by who made it.
     * @param isQuick whether to compare few cases only.
     */
    public Comparison(final Matchup matchup, final boolean isQuick)
    {
        this.matchup = matchup;
        this.isQuick = isQuick;
        rounds = Integer.getInteger("perf.compare.rounds", isQuick ? 7 : 9);
        roundNs = Long.getLong("perf.compare.round.ms", isQuick ? 350 : 500) * MILLISECOND_NS;
    }

    /**
     * Runs the comparison.
     *
     * @param out  to print to as results come.
     * @param json to write the result to, or null.
     */
    public void run(final PrintWriter out, final Path json)
    {
        ComparisonResult.printHead(out, matchup.legend());
        final List<ComparisonResult.Throughput> throughputs = new ArrayList<>();
        try (ThreadPair threads = new ThreadPair())
        {
            for (final StreamCase terms : matchup.cases(isQuick))
            {
                final ComparisonResult.Throughput throughput = throughput(threads, terms);
                ComparisonResult.print(out, throughput);
                throughputs.add(throughput);
            }
            final ComparisonResult result = new ComparisonResult(matchup.link(), throughputs, roundTrip(threads));
            result.printRoundTrip(out);
            if (null != json)
            {
                JsonFile.write(json, result.json());
            }
        }
    }

    private ComparisonResult.Throughput throughput(final ThreadPair threads, final StreamCase terms)
    {
        try (Contest raw = matchup.raw(terms);
            Contest weir = matchup.weir(threads, terms);
            Contest full = matchup.rawFullFrame(terms))
        {
            final Contest[] contests = null == full ? new Contest[]{raw, weir} : new Contest[]{raw, weir, full};
            for (int i = 0; i < WARM_UP_ROUNDS; i++)
            {
                for (final Contest contest : contests)
                {
                    rate(threads, contest, roundNs / WARM_UP_DIVISOR);
                }
            }
            final double[][] rates = new double[contests.length][rounds];
            for (int i = 0; i < rounds; i++)
            {
                for (int turn = 0; turn < contests.length; turn++)
                {
                    // Each takes its turn first, in the middle and last.
                    final int who = (turn + i) % contests.length;
                    rates[who][i] = rate(threads, contests[who], roundNs);
                }
            }
            final double[] fullRates = rates[null == full ? 0 : 2];
            return new ComparisonResult.Throughput(terms, Spread.of(rates[0]), Spread.of(rates[1]),
                ratio(rates[1], rates[0]), Spread.of(fullRates), ratio(rates[1], fullRates));
        }
    }

    private ComparisonResult.RoundTrip roundTrip(final ThreadPair threads)
    {
        try (Echo raw = matchup.rawEcho(); Echo weir = matchup.weirEcho(threads))
        {
            final Echo[] echoes = {raw, weir};
            for (int i = 0; i < WARM_UP_ROUNDS; i++)
            {
                for (final Echo echo : echoes)
                {
                    times(threads, echo, roundNs / WARM_UP_DIVISOR);
                }
            }
            final double[][] p50 = new double[echoes.length][rounds];
            final double[][] p99 = new double[echoes.length][rounds];
            for (int i = 0; i < rounds; i++)
            {
                for (int turn = 0; turn < echoes.length; turn++)
                {
                    final int who = (turn + i) % echoes.length;
                    final Histogram times = times(threads, echoes[who], roundNs);
                    p50[who][i] = times.getValueAtPercentile(50);
                    p99[who][i] = times.getValueAtPercentile(99);
                }
            }
            return new ComparisonResult.RoundTrip(Spread.of(p50[0]), Spread.of(p99[0]), Spread.of(p50[1]),
                Spread.of(p99[1]),
                ratio(p50[1], p50[0]), ratio(p99[1], p99[0]));
        }
    }

    private static double rate(final ThreadPair threads, final Contest contest, final long lengthNs)
    {
        final Round round = new Round(lengthNs);
        return threads.run(() -> contest.send(round), () -> contest.receive(round));
    }

    private static Histogram times(final ThreadPair threads, final Echo echo, final long lengthNs)
    {
        final Round round = new Round(lengthNs);
        final Histogram histogram = new Histogram(HIGHEST_NS, 3);
        threads.run(() -> echo.echo(round), () ->
        {
            echo.ping(round, histogram);
            return 0;
        });
        return histogram;
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
