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

/**
 * What a comparison found.
 *
 * @param link      by name.
 * @param cases     of throughput.
 * @param roundTrip of one message in flight.
 */
record ComparisonResult(String link, List<Throughput> cases, RoundTrip roundTrip)
{
    private static final double MILLION = 1e6;

    /**
     * Throughput of one case, in messages a second.
     *
     * @param terms          of the case.
     * @param raw            the payload alone.
     * @param weir           streams.
     * @param ratio          of Weir to raw, round by round.
     * @param rawFullFrame   raw with slots as long as Weir's records.
     * @param ratioFullFrame of Weir to that, round by round.
     */
    record Throughput(
        StreamCase terms,
        Spread raw,
        Spread weir,
        Spread ratio,
        Spread rawFullFrame,
        Spread ratioFullFrame)
    {
        ObjectNode json()
        {
            final ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("streams", terms.streams())
                .put("payloadBytes", terms.payloadBytes())
                .put("window", terms.window())
                .put("order", terms.order().label())
                .put("durable", terms.isDurable());
            json.set("raw", raw.json());
            json.set("weir", weir.json());
            json.set("ratio", ratio.ratioJson());
            json.set("rawFullFrame", rawFullFrame.json());
            json.set("ratioFullFrame", ratioFullFrame.ratioJson());
            return json;
        }
    }

    /**
     * Times of a round trip in ns.
     *
     * @param rawP50    median of the rounds' medians.
     * @param rawP99    median of the rounds' 99th percentiles.
     * @param weirP50   the same of Weir.
     * @param weirP99   the same of Weir.
     * @param ratioP50  of Weir to raw, round by round.
     * @param ratioP99  of Weir to raw, round by round.
     */
    record RoundTrip(Spread rawP50, Spread rawP99, Spread weirP50, Spread weirP99, Spread ratioP50, Spread ratioP99)
    {
        ObjectNode json()
        {
            return JsonNodeFactory.instance.objectNode()
                .put("rawP50Ns", Math.round(rawP50.median()))
                .put("rawP99Ns", Math.round(rawP99.median()))
                .put("weirP50Ns", Math.round(weirP50.median()))
                .put("weirP99Ns", Math.round(weirP99.median()))
                .put("ratioP50", Spread.thousandths(ratioP50.median()))
                .put("ratioP99", Spread.thousandths(ratioP99.median()));
        }
    }

    /** {@return the result as JSON} */
    ObjectNode json()
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode().put("link", link);
        final ArrayNode array = json.putArray("cases");
        for (final Throughput throughput : cases)
        {
            array.add(throughput.json());
        }
        json.set("roundTrip", roundTrip.json());
        return json;
    }

    /**
     * Prints what the columns are.
     *
     * @param out    to print to.
     * @param legend of the two sides.
     */
    static void printHead(final PrintWriter out, final List<String> legend)
    {
        out.println("Each side of each case in a JVM of its own; they take turns.");
        out.println(
            "Millions of messages a second, min / median / max of the rounds; ratio = Weir / raw, round by round.");
        legend.forEach(out::println);
        out.printf("%7s %7s %-20s  %-21s %-21s %-19s %-21s %-19s%n", "streams", "payload", "order",
            "raw", "weir", "ratio", "raw full frame", "ratio full frame");
        out.flush();
    }

    /**
     * Prints one case.
     *
     * @param out        to print to.
     * @param throughput of the case.
     */
    static void print(final PrintWriter out, final Throughput throughput)
    {
        out.printf("%7d %5d B %-20s  %-21s %-21s %-19s %-21s %-19s%n", throughput.terms.streams(),
            throughput.terms.payloadBytes(), order(throughput.terms), millions(throughput.raw),
            millions(throughput.weir), ratio(throughput.ratio), millions(throughput.rawFullFrame),
            ratio(throughput.ratioFullFrame));
        out.flush();
    }

    /**
     * Prints the round trip.
     *
     * @param out to print to.
     */
    void printRoundTrip(final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%nRound trip of one message of 64 B in ns, medians of the rounds%n");
        out.printf(Locale.ROOT, "  p50  raw %.0f  weir %.0f  ratio %s%n",
            roundTrip.rawP50.median(), roundTrip.weirP50.median(), ratio(roundTrip.ratioP50));
        out.printf(Locale.ROOT, "  p99  raw %.0f  weir %.0f  ratio %s%n",
            roundTrip.rawP99.median(), roundTrip.weirP99.median(), ratio(roundTrip.ratioP99));
        out.flush();
    }

    private static String order(final StreamCase terms)
    {
        return terms.order().label() + (terms.isDurable() ? ", durable" : "");
    }

    private static String millions(final Spread spread)
    {
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f",
            spread.min() / MILLION, spread.median() / MILLION, spread.max() / MILLION);
    }

    private static String ratio(final Spread spread)
    {
        return String.format(Locale.ROOT, "%.2f / %.2f / %.2f", spread.min(), spread.median(), spread.max());
    }
}
