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

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.util.List;

/**
 * What strangers did to a load.
 *
 * @param silent         count of those that said nothing.
 * @param durable        count of those that asked for a durable session.
 * @param welcome        how many of these had a session in the end.
 * @param welcomeDurable how many of these sessions were durable.
 * @param turnedAway     how often one was turned away, and came back.
 * @param agentEnded     whether an agent of the engines is gone.
 * @param connectsNs     how long each honest connect took that was made meanwhile, failed ones included.
 * @param failed         count of those that failed.
 * @param failure        what the last of them failed with.
 */
public record StrangersReport(
    int silent,
    int durable,
    long welcome,
    long welcomeDurable,
    long turnedAway,
    boolean agentEnded,
    List<Long> connectsNs,
    long failed,
    String failure)
{
    private static final double MS_NS = 1e6;
    private static final double PERCENTILE = 0.99;

    /** {@return whether every agent lived on and every connect succeeded, of which there was one at least} */
    public boolean isClean()
    {
        return !agentEnded && 0 == failed && !connectsNs.isEmpty();
    }

    /** {@return how long an honest connect took, at the 99th percentile; NaN if there was none} */
    public double connectP99Ms()
    {
        final long[] sorted = connectsNs.stream().mapToLong(Long::longValue).sorted().toArray();
        return 0 == sorted.length ? Double.NaN :
            sorted[(int)Math.min(sorted.length - 1, Math.ceil(PERCENTILE * sorted.length) - 1)] / MS_NS;
    }

    /**
     * Adds itself to the report of the load.
     *
     * @param json of the load.
     */
    public void putInto(final ObjectNode json)
    {
        json.put("agentEnded", agentEnded);
        if (connectsNs.isEmpty())
        {
            json.putNull("connectP99Ms");
        }
        else
        {
            json.put("connectP99Ms", connectP99Ms());
        }
        json.put("connects", connectsNs.size());
        json.put("connectsFailed", failed);
        json.putObject("strangers").put("silent", silent).put("durable", durable).put("welcome", welcome)
            .put("welcomeDurable", welcomeDurable).put("turnedAway", turnedAway);
    }

    /**
     * Prints itself for a person.
     *
     * @param out to print to.
     */
    public void print(final PrintWriter out)
    {
        out.printf("%-14s %d silent, turned away %d times; %d that asked for a durable session: %d have one, %d one " +
            "that is not durable%n", "strangers", silent, turnedAway, durable, welcomeDurable,
            welcome - welcomeDurable);
        out.printf("%-14s %d beside them, p99 %s; %d failed%s%n", "connects", connectsNs.size(),
            connectsNs.isEmpty() ? "unknown" : Readable.time((long)(connectP99Ms() * MS_NS)), failed,
            failure.isEmpty() ? "" : ": " + failure);
        out.printf("%-14s %s%n", "agents", agentEnded ? "FAILED: one has ended" : "live");
        out.flush();
    }
}
