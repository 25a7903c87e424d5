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
package io.weir.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Drives engines over a network that delays, pauses, cuts and restores, and checks every step. {@code
 * weir.test.sim.network.seeds} sets the count of seeds, {@code weir.test.sim.network.seed} runs a single one, {@code
 * weir.test.sim.network.limit} is the time in seconds after which no further seed begins.
 */
class NetworkSimulationTest
{
    private static final int SEEDS = Integer.getInteger("weir.test.sim.network.seeds", 4_000);
    private static final long FIRST = Long.getLong("weir.test.sim.network.first", 1);
    private static final Long SINGLE = Long.getLong("weir.test.sim.network.seed");
    private static final long LIMIT_NS =
        TimeUnit.SECONDS.toNanos(Long.getLong("weir.test.sim.network.limit", 25));

    @Test
    @Rule({
        "N-3", "N-4", "S-1", "S-2", "S-3", "S-4", "S-5", "S-6", "S-7", "S-8", "S-10",
        "C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7", "C-8", "T-5", "T-7", "T-8"})
    void shouldKeepEveryRuleWhenConnectionsOfDurableSessionsBreak()
    {
        final long[] counts = simulate(SimWiring.DURABLE);

        assertTrue(null != SINGLE || counts[0] > counts[2], "fewer breaks than seeds");
        assertTrue(null != SINGLE || counts[1] > counts[2], "fewer resumes than seeds");
    }

    @Test
    @Rule({
        "N-1", "N-3", "S-1", "S-2", "S-3", "S-4", "S-5", "S-6", "S-7", "S-8", "S-10",
        "C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7", "C-8", "T-5", "T-7", "T-8"})
    void shouldEndEveryStreamOnceWhenConnectionsBreakAndSessionsAreNotDurable()
    {
        final long[] counts = simulate(SimWiring.NETWORK);

        assertTrue(null != SINGLE || counts[0] > counts[2], "fewer breaks than seeds");
    }

    /** {@return counts of breaks, resumes and seeds} */
    private static long[] simulate(final SimWiring wiring)
    {
        final long[] counts = new long[3];
        long opened = 0;
        long lost = 0;
        final long beginNs = System.nanoTime();
        try (Foreign foreign = new Foreign())
        {
            while (counts[2] < (null == SINGLE ? SEEDS : 1) && System.nanoTime() - beginNs < LIMIT_NS)
            {
                final Simulation simulation =
                    new Simulation(null == SINGLE ? FIRST + counts[2] : SINGLE, foreign, wiring);
                simulation.run();
                counts[0] += simulation.network.breaks();
                counts[1] += simulation.resumes;
                counts[2]++;
                opened += simulation.opened;
                lost += simulation.network.lost();
            }
        }
        System.out.println("simulated " + wiring + " " + counts[2] + " seeds, " + opened + " streams, " + counts[0] +
            " breaks that lost " + lost + " frames, " + counts[1] + " resumes, in " +
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs) + " ms");
        return counts;
    }
}
