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

import io.weir.config.Durability;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the comparison of journals found.
 *
 * @param cases    one for each durability.
 * @param replay   of the journal that was written last with durability {@code process}; null without it.
 * @param snapshot what a snapshot takes; null for the journal alone.
 */
record JournalResult(List<JournalResult.Case> cases, JournalResult.Replayed replay, SnapshotPause snapshot)
{
    private static final double MILLION = 1e6;

    /**
     * Reading a journal again, in batches a second.
     *
     * @param rate          that opening replays.
     * @param ratioToLive   of that to the median of what was journaled live.
     * @param memory        that one thread steps the same world with inputs from memory; null for the journal alone.
     * @param ratioToMemory of the first to this, turn by turn; null for the journal alone.
     */
    record Replayed(Spread rate, Spread ratioToLive, Spread memory, Spread ratioToMemory)
    {
        ObjectNode json()
        {
            final ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("kernel", rate.json());
            json.set("ratioToLive", ratioToLive.ratioJson());
            if (null != memory)
            {
                json.set("memory", memory.json());
                json.set("ratioToMemory", ratioToMemory.ratioJson());
            }
            return json;
        }

        void print(final PrintWriter out)
        {
            out.printf(Locale.ROOT, "replay   %s million batches a second, %s of live%n", millions(rate),
                ratio(ratioToLive));
            if (null != memory)
            {
                out.printf(Locale.ROOT,
                    "memory   %s million batches a second without journal and lanes; replay %s of it%n",
                    millions(memory), ratio(ratioToMemory));
            }
            out.flush();
        }
    }

    /**
     * Times from offer to released answer.
     *
     * @param p50Ns in ns.
     * @param p99Ns in ns.
     */
    record Answers(long p50Ns, long p99Ns)
    {
    }

    /**
     * One durability, in frames or records a second.
     *
     * @param durability   of the case.
     * @param recordLength bytes that each appends, framing not included.
     * @param group        records forced together by the peers; 0 if none are.
     * @param kernel       what is judged.
     * @param peers        Chronicle Queue, bare fresh, bare touched before.
     * @param ratios       of the kernel to each of these, round by round.
     * @param answers      p50 and p99 in ns from offer to released answer, at a steady rate.
     */
    record Case(
        Durability durability,
        int recordLength,
        int group,
        Spread kernel,
        List<Spread> peers,
        List<Spread> ratios,
        Answers answers)
    {
        ObjectNode json()
        {
            final ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("durability", durability.name().toLowerCase(Locale.ROOT))
                .put("recordBytes", recordLength)
                .put("group", group);
            json.set("kernel", kernel.json());
            json.set("chronicle", peers.get(0).json());
            json.set("bareFresh", peers.get(1).json());
            json.set("barePretouched", peers.get(2).json());
            json.set("ratioChronicle", ratios.get(0).ratioJson());
            json.set("ratioBareFresh", ratios.get(1).ratioJson());
            json.set("ratioBarePretouched", ratios.get(2).ratioJson());
            return json.put("answerP50Ns", answers.p50Ns()).put("answerP99Ns", answers.p99Ns());
        }

        void print(final PrintWriter out)
        {
            out.printf(Locale.ROOT, "%-8s %4d B  %-21s %-21s %-21s %-21s %-19s %-19s %-19s%n",
                durability.name().toLowerCase(Locale.ROOT), recordLength, millions(kernel), millions(peers.get(0)),
                millions(peers.get(1)), millions(peers.get(2)), ratio(ratios.get(0)), ratio(ratios.get(1)),
                ratio(ratios.get(2)));
            out.printf(Locale.ROOT, "%-8s offer to released answer: p50 %.1f us, p99 %.1f us%n", "",
                answers.p50Ns() / 1e3, answers.p99Ns() / 1e3);
            out.flush();
        }
    }

    /** {@return the result as JSON} */
    ObjectNode json()
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        final ArrayNode array = json.putArray("cases");
        cases.forEach(each -> array.add(each.json()));
        if (null != replay)
        {
            json.set("replay", replay.json());
        }
        if (null != snapshot)
        {
            json.set("snapshot", snapshot.json());
        }
        return json;
    }

    /**
     * Prints what the columns are.
     *
     * @param out       to print to.
     * @param directory of the files.
     */
    static void printHead(final PrintWriter out, final Path directory)
    {
        out.println("Millions of frames a second, min / median / max of the rounds; ratios round by round. In " +
            directory + ".");
        out.println("kernel: 1,000 instances, 2 adapters, 64 B of state and of frame, an effect every 64th, answered.");
        out.println("Peers append as many bytes, each in a process of its own.");
        out.println("process: mapped; power: a group of 1,024 written and forced.");
        out.printf("%-8s %6s  %-21s %-21s %-21s %-21s %-19s %-19s %-19s%n", "", "bytes", "kernel", "chronicle",
            "bare fresh", "bare touched", "/ chronicle", "/ bare fresh", "/ bare touched");
        out.flush();
    }

    void printReplay(final PrintWriter out)
    {
        if (null != replay)
        {
            replay.print(out);
        }
        if (null != snapshot)
        {
            snapshot.print(out);
        }
    }

    private static String millions(final Spread spread)
    {
        return String.format(Locale.ROOT, "%.2f / %.2f / %.2f",
            spread.min() / MILLION, spread.median() / MILLION, spread.max() / MILLION);
    }

    private static String ratio(final Spread spread)
    {
        return String.format(Locale.ROOT, "%.2f / %.2f / %.2f", spread.min(), spread.median(), spread.max());
    }
}
