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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopSideTest
{
    private static final long RUN_NS = 20_000_000L;
    private static final int WORK_US = 50;

    @ParameterizedTest
    @CsvSource({"ring, RAW", "ring, WEIR", "ipc, RAW", "ipc, WEIR"})
    void shouldTimeWhatComesBackAndWhatArrivesWhenTheProviderHasOtherWork(final String link, final Side side)
    {
        try (ThreadPair threads = new ThreadPair(); LoopSide loop = Matchup.of(link).loop(side, threads))
        {
            for (int i = 0; i < 2; i++)
            {
                requireTimed(loop.run(new LoopCase(LoopCase.Shape.ECHO, 4, 64, WORK_US), RUN_NS));
                requireTimed(loop.run(new LoopCase(LoopCase.Shape.ONE_WAY, 1, 18, WORK_US), RUN_NS));
            }
        }
    }

    private static void requireTimed(final double[] figures)
    {
        assertEquals(3, figures.length);
        assertTrue(figures[0] > 0, "a rate of " + figures[0]);
        assertTrue(figures[1] > 0 && figures[2] >= figures[1], figures[1] + " and " + figures[2] + " ns");
    }
}
