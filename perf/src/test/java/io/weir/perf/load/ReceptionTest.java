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

package io.weir.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.perf.report.Latencies;

import org.junit.jupiter.api.Test;

class ReceptionTest
{
    private final Latencies latencies = new Latencies(null, 0);
    private long nowNs = 1_000;
    private final Reception reception = new Reception(() -> nowNs, latencies);

    @Test
    void shouldRecordOnlyWhatWasSentSinceTheMeasuredPartBegan()
    {
        reception.askBegin();
        reception.doWork();

        reception.onMessage(999);
        reception.onMessage(1_000);
        reception.onMessage(1_000);
        reception.onMessage(1_500);
        nowNs = 2_000;
        reception.doWork();
        latencies.collect();

        assertEquals(3, latencies.count());
        assertEquals(1_000, latencies.maxNs(), 1);
        assertEquals(500, latencies.atPercentileNs(10), 1);
    }

    @Test
    void shouldLoseNoneWhenMoreTimesComeThanItHoldsInACycle()
    {
        reception.askBegin();
        reception.doWork();
        nowNs = 10_000;
        for (int i = 0; i < 5_000; i++)
        {
            reception.onMessage(1_000 + i);
        }
        reception.doWork();
        latencies.collect();

        assertEquals(5_000, latencies.count());
        assertEquals(5_000, reception.received());
    }

    @Test
    void shouldMarkTheMeasuredPartWhenAsked()
    {
        reception.onMessage(1_000);
        reception.askBegin();
        reception.doWork();
        nowNs = 3_000;
        reception.onMessage(2_000);
        reception.onMessage(2_000);
        reception.askEnd();
        reception.doWork();

        assertEquals(new Reception.Mark(1_000, 1, 1_000), reception.begin());
        assertEquals(new Reception.Mark(3_000, 3, 3_000), reception.end());
    }

    @Test
    void shouldCountFromTheIntendedTimeWhenThereIsASchedule()
    {
        final Schedule schedule = Schedule.of(1_000_000);

        assertEquals(5_000, schedule.intendedNs(2_000, 3));
        assertEquals(1, schedule.due(2_000, 2_000));
        assertEquals(3, schedule.due(2_000, 4_999));
        assertEquals(4, schedule.due(2_000, 5_000));
    }
}
