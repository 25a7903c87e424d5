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

package io.weir.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import io.weir.test.TestLog;
import org.junit.jupiter.api.Test;

/** A wall clock that is set back. */
@Rule("K-14")
class ClockWatchTest
{
    private static final long SECOND = 1_000_000_000L;

    private final ClockWatch watch = new ClockWatch();

    @Test
    void shouldSayAndCountOnceWhenTheClockIsSetBackByAnHour()
    {
        final long said = said();
        final long worldNs = 10_000 * SECOND;
        watch.look(worldNs, worldNs);
        assertEquals(0, watch.count());
        for (int i = 0; i < 59; i++)
        {
            watch.look(worldNs - 3_600 * SECOND + i * SECOND, worldNs);
        }
        assertEquals(1, watch.count());
        assertEquals(said + 1, said());
        assertTrue(TestLog.has("WARNING", "wall clock is 3600000 ms behind"));

        watch.look(worldNs - 3_540 * SECOND, worldNs);
        assertEquals(said + 2, said(), "once a minute");
        assertEquals(1, watch.count(), "it is the same setting back");
    }

    @Test
    void shouldCountAgainWhenTheClockHadCaughtUpInBetween()
    {
        watch.look(SECOND, 5 * SECOND);
        watch.look(5 * SECOND, 5 * SECOND);
        watch.look(SECOND, 5 * SECOND);
        assertEquals(2, watch.count());
    }

    @Test
    void shouldSayNothingWhenTheClockIsBehindByASecondAtMost()
    {
        final long said = said();
        watch.look(4 * SECOND, 5 * SECOND);
        assertEquals(0, watch.count());
        assertEquals(said, said());
    }

    private static long said()
    {
        return TestLog.count("the wall clock is ");
    }
}
