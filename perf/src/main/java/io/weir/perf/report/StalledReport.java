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
 * What emitters cost that wait for a slow consumer.
 *
 * @param streams       count of streams.
 * @param messageFrames of each message.
 * @param window        of each stream in frames.
 * @param link          by name.
 * @param profile       by name.
 * @param counts        of the measured part.
 * @param lost          frames sent and never received, of the whole run.
 */
public record StalledReport(
    int streams,
    int messageFrames,
    int window,
    String link,
    String profile,
    Counts counts,
    long lost)
{
    private static final double SECOND_NS = 1e9;

    /**
     * The counts of the measured part.
     *
     * @param elapsedNs length of it.
     * @param calls     of onWritable.
     * @param refusals  of offers.
     * @param frames    received.
     * @param cpuNs     that the emitters' agent has taken, -1 if the JVM does not tell.
     */
    public record Counts(long elapsedNs, long calls, long refusals, long frames, long cpuNs)
    {
    }

    /** {@return whether every frame arrived} */
    public boolean isClean()
    {
        return 0 == lost;
    }

    /** {@return the report as JSON} */
    public ObjectNode json()
    {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("streams", streams);
        json.put("messageFrames", messageFrames);
        json.put("window", window);
        json.put("link", link);
        json.put("profile", profile);
        json.put("elapsedNs", counts.elapsedNs);
        json.put("framesPerSecond", Math.round(perSecond(counts.frames)));
        json.put("callsPerSecond", Math.round(perSecond(counts.calls)));
        json.put("refusalsPerSecond", Math.round(perSecond(counts.refusals)));
        if (counts.cpuNs < 0)
        {
            json.putNull("idleCores");
        }
        else
        {
            json.put("idleCores", idleCores());
        }
        json.put("lost", lost);
        return json;
    }

    /**
     * Prints the report for a person.
     *
     * @param out to print to.
     */
    public void print(final PrintWriter out)
    {
        line(out, "streams", streams + " stalled, messages of " + messageFrames + " frames, window " + window);
        line(out, "frames", Readable.count(Math.round(perSecond(counts.frames))) + " a second, 200 µs each");
        line(out, "refusals", Readable.count(Math.round(perSecond(counts.refusals))) + " a second, in " +
            Readable.count(Math.round(perSecond(counts.calls))) + " calls of onWritable");
        line(out, "waiting", counts.cpuNs < 0 ? "unknown: this JVM does not tell" :
            String.format(Locale.ROOT, "%.3f of a core on the emitters' agent", idleCores()));
        line(out, "link", link + ", profile " + profile);
        line(out, "verdict", isClean() ? "nothing lost" : "FAILED: " + Readable.count(lost) + " frames lost");
        out.flush();
    }

    private double idleCores()
    {
        return (double)counts.cpuNs / counts.elapsedNs;
    }

    private double perSecond(final long count)
    {
        return counts.elapsedNs <= 0 ? 0 : count * SECOND_NS / counts.elapsedNs;
    }

    private static void line(final PrintWriter out, final String label, final String text)
    {
        out.printf("%-14s %s%n", label, text);
    }
}
