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

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What the comparison of loops found.
 *
 * @param link  that was compared.
 * @param cases of the grid, in its order.
 */
record LoopResult(String link, List<Case> cases)
{
    private static final double CLIFF_P99 = 1.5;
    private static final double CLIFF_RATE = 0.67;

    /**
     * The medians of one side.
     *
     * @param perSecond messages that came back, or arrived.
     * @param p50Ns     of what they took.
     * @param p99Ns     of what they took.
     */
    record Figures(double perSecond, double p50Ns, double p99Ns)
    {
        static Figures of(final List<double[]> runs)
        {
            return new Figures(median(runs, 0), median(runs, 1), median(runs, 2));
        }

        private static double median(final List<double[]> runs, final int figure)
        {
            return Spread.of(runs.stream().mapToDouble(run -> run[figure]).toArray()).median();
        }

        ObjectNode json()
        {
            return JsonNodeFactory.instance.objectNode()
                .put("perSecond", Math.round(perSecond))
                .put("p50Ns", Math.round(p50Ns))
                .put("p99Ns", Math.round(p99Ns));
        }
    }

    /**
     * One case.
     *
     * @param terms of the case.
     * @param raw   what the bare library did.
     * @param weir  what Weir did.
     */
    record Case(LoopCase terms, Figures raw, Figures weir)
    {
        double ratioP99()
        {
            return weir.p99Ns / raw.p99Ns;
        }

        /**
         * Whether it is much worse than two others, which lie on both its sides. What the bare library, which ran at
         * the same moment, became worse by is the machine's and is left out.
         */
        boolean isCliffBetween(final Case before, final Case after)
        {
            final double slower = raw.p99Ns / Math.max(before.raw.p99Ns, after.raw.p99Ns);
            final double less = raw.perSecond / Math.min(before.raw.perSecond, after.raw.perSecond);
            return weir.p99Ns > CLIFF_P99 * Math.max(1, slower) * Math.max(before.weir.p99Ns, after.weir.p99Ns) ||
                weir.perSecond <
                    CLIFF_RATE * Math.min(1, less) * Math.min(before.weir.perSecond, after.weir.perSecond);
        }

        ObjectNode json()
        {
            final ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("shape", terms.shape().label())
                .put("callers", terms.callers())
                .put("window", terms.window())
                .put("workUs", terms.workUs());
            json.set("raw", raw.json());
            json.set("weir", weir.json());
            return json.put("ratioP99", Spread.thousandths(ratioP99()));
        }
    }

    /**
     * {@return cases with their neighbours, by index, in order}
     *
     * @param cases to begin with.
     * @param size  of the grid.
     */
    static List<Integer> around(final List<Integer> cases, final int size)
    {
        return cases.stream().flatMap(i -> IntStream.rangeClosed(i - 1, i + 1).boxed())
            .filter(i -> i >= 0 && i < size).distinct().sorted().toList();
    }

    /**
     * {@return the cases that are cliffs, by index} A cliff is much worse than its neighbours in the grid. Where
     * several cases in a row are, as at the bottom of a wide valley, their neighbours are those at both its edges.
     */
    List<Integer> cliffs()
    {
        final SortedSet<Integer> cliffs = new TreeSet<>();
        for (int first = 1; first < cases.size() - 1; first++)
        {
            for (int last = first; last < cases.size() - 1 && isOneLine(first - 1, last + 1); last++)
            {
                final Case before = cases.get(first - 1);
                final Case after = cases.get(last + 1);
                if (IntStream.rangeClosed(first, last).allMatch(i -> cases.get(i).isCliffBetween(before, after)))
                {
                    IntStream.rangeClosed(first, last).forEach(cliffs::add);
                }
            }
        }
        return List.copyOf(cliffs);
    }

    private boolean isOneLine(final int first, final int last)
    {
        return cases.get(first).terms.isInLineWith(cases.get(last).terms);
    }

    ObjectNode json()
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode().put("link", link);
        final ArrayNode all = json.putArray("cases");
        cases.forEach(each -> all.add(each.json()));
        final ArrayNode worse = json.putArray("cliffs");
        cliffs().forEach(each -> worse.add(cases.get(each).json()));
        return json;
    }

    void print(final PrintWriter out)
    {
        final List<Integer> cliffs = cliffs();
        out.println(
            "Each side in a JVM of its own; they take turns. Medians of three runs, of more where a cliff showed.");
        out.printf("%-8s %7s %6s %6s  %-32s  %-32s %s%n", "shape", "callers", "window", "work",
            "raw: a second, p50, p99", "weir: a second, p50, p99", "ratio of p99");
        for (int i = 0; i < cases.size(); i++)
        {
            final Case each = cases.get(i);
            out.printf(Locale.ROOT, "%-8s %7d %6d %3d us  %-32s  %-32s %.2f%s%n", each.terms.shape().label(),
                each.terms.callers(), each.terms.window(), each.terms.workUs(), text(each.raw), text(each.weir),
                each.ratioP99(), cliffs.contains(i) ? "  a cliff" : "");
        }
        out.println(cliffs.isEmpty() ? "No cliff: no case is much worse than its neighbours on both sides." :
            "Cliffs: " + cliffs.size() + "; p99 above 1.5 of the greater, or rate below 0.67 of the lesser, of both " +
                "neighbours.");
        out.flush();
    }

    private static String text(final Figures figures)
    {
        return String.format(Locale.ROOT, "%,11.0f %,8.0f ns %,8.0f ns",
            figures.perSecond(), figures.p50Ns(), figures.p99Ns());
    }
}
