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
 * Drives engines through seeded chance and checks every step. {@code weir.test.sim.seeds} sets the count of seeds,
 * {@code weir.test.sim.seed} runs a single one, {@code weir.test.sim.limit} is the time in seconds after which no
 * further seed begins.
 */
class SimulationTest
{
    private static final int SEEDS = Integer.getInteger("weir.test.sim.seeds", 10_000);
    private static final long FIRST = Long.getLong("weir.test.sim.first", 1);
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(Long.getLong("weir.test.sim.limit", 40));

    @Test
    @Rule({
        "S-1", "S-2", "S-3", "S-4", "S-5", "S-6", "S-7", "S-8", "S-10",
        "C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7", "C-8", "T-5", "T-7", "T-8"})
    void shouldKeepEveryRuleWhateverHappens()
    {
        try (Foreign foreign = new Foreign())
        {
            final Long single = Long.getLong("weir.test.sim.seed");
            if (null != single)
            {
                new Simulation(single, foreign, SimWiring.RINGS).run();
                return;
            }
            final long beginNs = System.nanoTime();
            int done = 0;
            long opened = 0;
            while (done < SEEDS && System.nanoTime() - beginNs < LIMIT_NS)
            {
                final Simulation simulation = new Simulation(FIRST + done, foreign, SimWiring.RINGS);
                simulation.run();
                opened += simulation.opened;
                done++;
            }
            System.out.println(
                "simulated " + done + " seeds, " + opened + " streams, in " +
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs) + " ms");
            assertTrue(done > 0 && opened > done, "nothing was simulated");
        }
    }
}
