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

package io.weir.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Seeded lives and deaths of a journal on a simulated disk. {@code weir.test.journal.seeds} says how many,
 * {@code weir.test.journal.seed} runs one alone, {@code weir.test.journal.limit} is the time in seconds after which no
 * further one begins.
 */
class JournalSimulationTest
{
    private static final long SEEDS = Long.getLong("weir.test.journal.seeds", 4_000);
    private static final long FIRST = Long.getLong("weir.test.journal.first", 1);
    private static final long LIMIT_S = Long.getLong("weir.test.journal.limit", 30);

    @Test
    @Rule({"K-7", "K-9", "K-10"})
    void shouldKeepWhatWasPromisedAndInventNothingWhateverEndsTheJournal()
    {
        final Long only = Long.getLong("weir.test.journal.seed");
        if (null != only)
        {
            run(only);
            return;
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        final long[] counts = new long[5];
        long seed = FIRST;
        for (; seed < FIRST + SEEDS && (System.nanoTime() < deadlineNs || seed < FIRST + 200); seed++)
        {
            final JournalSimulation simulation = run(seed);
            counts[0] += simulation.crashes();
            counts[1] += simulation.cuts();
            counts[2] += simulation.refusals();
            counts[3] += simulation.fulls();
            counts[4] += simulation.failures();
        }
        for (final long count : counts)
        {
            assertTrue(count > 10, () -> "something never happened: crashes, cuts, refusals, full, failed forces: " +
                java.util.Arrays.toString(counts));
        }
    }

    private static JournalSimulation run(final long seed)
    {
        final JournalSimulation simulation = new JournalSimulation(seed);
        try
        {
            simulation.run();
            return simulation;
        }
        catch (final AssertionError | RuntimeException ex)
        {
            throw new AssertionError("weir.test.journal.seed=" + seed + ": " + ex + "\n  " +
                String.join("\n  ", simulation.trace()), ex);
        }
    }
}
