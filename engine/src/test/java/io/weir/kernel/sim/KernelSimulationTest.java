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
package io.weir.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.test.Rule;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Seeded lives and deaths of a world. {@code weir.test.kernel.seeds} says how many, {@code weir.test.kernel.seed} runs
 * one alone, {@code weir.test.kernel.limit} is the time in seconds after which no further one begins.
 */
class KernelSimulationTest
{
    private static final long SEEDS = Long.getLong("weir.test.kernel.seeds", 300);
    private static final long FIRST = Long.getLong("weir.test.kernel.first", 1);
    private static final long LIMIT_S = Long.getLong("weir.test.kernel.limit", 30);
    private static final long LEAST = 200;

    @Test
    @Rule({"K-2", "K-3", "K-5", "K-6", "K-7", "K-8", "K-9", "K-12", "K-14"})
    void shouldComeBackToTheSameBytesAndKeepItsWordWhateverAdaptersAndDisksDo()
    {
        final Long only = Long.getLong("weir.test.kernel.seed");
        if (null != only)
        {
            run(only, new EnumMap<>(FaultKind.class));
            return;
        }
        final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++)
        {
            run(seed, faults);
            if (System.nanoTime() > deadlineNs && seed >= FIRST + LEAST)
            {
                break;
            }
        }
        final EnumSet<FaultKind> never = EnumSet.allOf(FaultKind.class);
        never.removeAll(faults.keySet());
        assertEquals(EnumSet.noneOf(FaultKind.class), never, "never happened; what did: " + faults);
    }

    private static void run(final long seed, final Map<FaultKind, Integer> faults)
    {
        final KernelSimulation simulation = new KernelSimulation(seed);
        try
        {
            simulation.run();
            simulation.faults().forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
        }
        catch (final AssertionError | RuntimeException ex)
        {
            throw new AssertionError("weir.test.kernel.seed=" + seed + ": " + ex + "\n  " +
                String.join("\n  ", simulation.trace()), ex);
        }
    }
}
