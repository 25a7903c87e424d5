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

package io.weir.perf.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a load run found.
 *
 * @param terms     what was asked for.
 * @param counts    what was counted.
 * @param latencies collected and closed.
 */
public record LoadReport(Terms terms, Counts counts, Latencies latencies)
{
    /** The floor: a run shall do at least so many messages a minute. */
    public static final long FLOOR_PER_MINUTE = 50_000;

    private static final double SECOND_NS = 1e9;
    private static final int SECONDS_OF_MINUTE = 60;

    /**
     * The terms of a run.
     *
     * @param streams       count of streams.
     * @param payloadBytes  of each message, -1 when a file's lines were sent.
     * @param window        of each stream in frames.
     * @param producers     count of emitting threads; 1 is the provider's agent.
     * @param ratePerSecond asked for, 0 for as fast as it goes.
     * @param link          by name.
     * @param isDurable     whether the session would have outlived its connection.
     * @param profile       by name.
     * @param boundsChecked whether the JVM checked bounds.
     */
    public record Terms(
        int streams,
        int payloadBytes,
        int window,
        int producers,
        long ratePerSecond,
        String link,
        boolean isDurable,
        String profile,
        boolean boundsChecked)
    {
    }

    /**
     * The counts of a run. What was lost, duplicated, reordered or corrupted is of the whole run, warm-up included;
     * messages, elapsed and allocation are of the measured part.
     *
     * @param messages       received in the measured part.
     * @param elapsedNs      length of the measured part.
     * @param verified       messages of the whole run that were right.
     * @param faults         of the whole run.
     * @param allocatedBytes by the engines' and producers' threads in the measured part, -1 if the JVM does not tell.
     * @param creditStalls   sends that were refused for want of credit.
     * @param drops          frames that the consumer discarded.
     * @param input          what became of the file, or null when messages were generated.
     */
    public record Counts(
        long messages,
        long elapsedNs,
        long verified,
        Faults faults,
        long allocatedBytes,
        long creditStalls,
        long drops,
        Input input)
    {
    }

    /**
     * What went wrong, each 0 when all was well.
     *
     * @param lost       messages sent and never received.
     * @param duplicated messages received more than once.
     * @param reordered  messages received after a later one.
     * @param corrupted  messages whose bytes were not those sent.
     * @param failedStreams streams that did not end as they should.
     */
    public record Faults(long lost, long duplicated, long reordered, long corrupted, long failedStreams)
    {
        /** {@return whether nothing went wrong} */
        public boolean isNone()
        {
            return 0 == (lost | duplicated | reordered | corrupted | failedStreams);
        }
    }

    /**
     * A file that was sent line by line.
     *
     * @param file           by name.
     * @param bytes          of the file.
     * @param sourceSha256   of the file.
     * @param receivedSha256 of what arrived.
     */
    public record Input(String file, long bytes, String sourceSha256, String receivedSha256)
    {
        /** {@return whether what arrived is what was sent} */
        public boolean isSame()
        {
            return sourceSha256.equals(receivedSha256);
        }
    }

    /** {@return whether every message arrived once, in order and unharmed} */
    public boolean isClean()
    {
        return counts.faults.isNone() && (null == counts.input || counts.input.isSame());
    }

    /** {@return messages a second in the measured part} */
    public double messagesPerSecond()
    {
        return counts.elapsedNs <= 0 ? 0 : counts.messages * SECOND_NS / counts.elapsedNs;
    }

    /** {@return bytes allocated for a message in the measured part, NaN if the JVM does not tell} */
    public double allocatedBytesPerMessage()
    {
        return counts.allocatedBytes < 0 ? Double.NaN : (double)counts.allocatedBytes / Math.max(1, counts.messages);
    }

    /** {@return the report as JSON} */
    public ObjectNode json()
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("messages", counts.messages);
        json.put("elapsedNs", counts.elapsedNs);
        json.put("messagesPerSecond", Math.round(messagesPerSecond()));
        json.put("messagesPerMinute", Math.round(messagesPerSecond() * SECONDS_OF_MINUTE));
        json.put("verified", counts.verified);
        json.put("lost", counts.faults.lost);
        json.put("duplicated", counts.faults.duplicated);
        json.put("reordered", counts.faults.reordered);
        json.put("corrupted", counts.faults.corrupted);
        json.put("failedStreams", counts.faults.failedStreams);
        json.put("p50Ns", latencies.atPercentileNs(50));
        json.put("p90Ns", latencies.atPercentileNs(90));
        json.put("p99Ns", latencies.atPercentileNs(99));
        json.put("p999Ns", latencies.atPercentileNs(99.9));
        json.put("p9999Ns", latencies.atPercentileNs(99.99));
        json.put("maxNs", latencies.maxNs());
        json.put("latencyFrom", 0 == terms.ratePerSecond ? "duty-cycle" : "intended");
        if (counts.allocatedBytes < 0)
        {
            json.putNull("allocatedBytesPerMessage");
        }
        else
        {
            json.put("allocatedBytesPerMessage", allocatedBytesPerMessage());
        }
        json.put("creditStalls", counts.creditStalls);
        json.put("drops", counts.drops);
        json.put("streams", terms.streams);
        if (terms.payloadBytes < 0)
        {
            json.putNull("payloadBytes");
        }
        else
        {
            json.put("payloadBytes", terms.payloadBytes);
        }
        json.put("window", terms.window);
        json.put("producers", terms.producers);
        json.put("ratePerSecond", terms.ratePerSecond);
        json.put("link", terms.link);
        json.put("durable", terms.isDurable);
        json.put("profile", terms.profile);
        json.put("boundsChecked", terms.boundsChecked);
        json.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        putInput(json);
        return json;
    }

    /**
     * Prints the report for a person.
     *
     * @param out to print to.
     */
    public void print(final PrintWriter out)
    {
        final double perSecond = messagesPerSecond();
        final double perMinute = perSecond * SECONDS_OF_MINUTE;
        line(out, "streams", Readable.count(terms.streams) + ", window " + terms.window + ", " + payload() + ", " +
            (1 == terms.producers ? "the provider's agent emits" : terms.producers + " producers with lanes"));
        line(out, "messages", Readable.count(counts.messages) + " in " + Readable.time(counts.elapsedNs));
        line(out, "rate", Readable.count(Math.round(perSecond)) + " a second");
        line(out, "", String.format(Locale.ROOT, "%s a minute, %s × the floor of %s",
            Readable.count(Math.round(perMinute)),
            Readable.count(Math.round(perMinute / FLOOR_PER_MINUTE)),
            Readable.count(FLOOR_PER_MINUTE)));
        line(out, "latency", latency());
        line(out, "", 0 == terms.ratePerSecond ?
            "from the duty cycle that sent to the one that received; as fast as it goes, so full windows wait" :
            "from the intended time of sending to the duty cycle that received");
        line(out, "allocated", counts.allocatedBytes < 0 ? "unknown: this JVM does not tell" :
            String.format(Locale.ROOT, "%.2f B a message", allocatedBytesPerMessage()));
        line(out, "credit stalls", Readable.count(counts.creditStalls));
        line(out, "drops", Readable.count(counts.drops));
        line(out, "verified", String.format("%s messages: %s lost, %s duplicated, %s reordered, %s corrupted",
            Readable.count(counts.verified), Readable.count(counts.faults.lost),
            Readable.count(counts.faults.duplicated), Readable.count(counts.faults.reordered),
            Readable.count(counts.faults.corrupted)));
        if (0 != counts.faults.failedStreams)
        {
            line(out, "", Readable.count(counts.faults.failedStreams) + " streams did not end as they should");
        }
        if (null != counts.input)
        {
            line(out, "input", counts.input.file + ", " + Readable.count(counts.input.bytes) + " bytes");
            line(out, "", "sent     SHA-256 " + counts.input.sourceSha256);
            line(out, "", "received SHA-256 " + counts.input.receivedSha256 +
                (counts.input.isSame() ? ", the same" : ", DIFFERENT"));
        }
        line(out, "link", terms.link + (terms.isDurable ? ", durable" : ""));
        line(out, "profile", terms.profile + ", bounds checks " + (terms.boundsChecked ? "on" : "off") + ", " +
            System.getProperty("java.vm.name") + " " + Runtime.version());
        line(out, "verdict", isClean() ? "nothing lost" : "FAILED: see above");
        out.flush();
    }

    private String payload()
    {
        return terms.payloadBytes < 0 ? "lines of a file" : "payload " + terms.payloadBytes + " B";
    }

    private String latency()
    {
        return String.format("p50 %s  p90 %s  p99 %s  p99.9 %s  p99.99 %s  max %s",
            Readable.time(latencies.atPercentileNs(50)), Readable.time(latencies.atPercentileNs(90)),
            Readable.time(latencies.atPercentileNs(99)), Readable.time(latencies.atPercentileNs(99.9)),
            Readable.time(latencies.atPercentileNs(99.99)), Readable.time(latencies.maxNs()));
    }

    private void putInput(final ObjectNode json)
    {
        if (null != counts.input)
        {
            json.putObject("input")
                .put("file", counts.input.file)
                .put("bytes", counts.input.bytes)
                .put("sourceSha256", counts.input.sourceSha256)
                .put("receivedSha256", counts.input.receivedSha256);
        }
    }

    private static void line(final PrintWriter out, final String name, final String text)
    {
        out.printf("%-14s %s%n", name, text);
    }
}
