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

package io.weir.counters;

import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ErrorLogTest
{
    private final CachedEpochClock clock = new CachedEpochClock();
    private final List<Throwable> overflow = new ArrayList<>();
    private final AtomicCounter errorsTotal = new CountersManager(
        new UnsafeBuffer(ByteBuffer.allocateDirect(CountersReader.METADATA_LENGTH)),
        new UnsafeBuffer(ByteBuffer.allocateDirect(CountersReader.COUNTER_LENGTH))).newCounter("errors_total");

    @Test
    void shouldKeepFirstAndLastTimeWhenErrorRecurs()
    {
        final ErrorLog log = log(64 * 1024);
        final RuntimeException recurring = new RuntimeException("recurring");
        final List<Long> times = new ArrayList<>();
        clock.update(1000);
        log.onError(recurring);
        clock.update(5000);
        log.onError(recurring);

        final int distinct = log.forEach((count, firstMs, lastMs, text) ->
        {
            times.add(firstMs);
            times.add(lastMs);
        });

        assertEquals(1, distinct);
        assertEquals(List.of(1000L, 5000L), times);
        assertEquals(2, errorsTotal.get());
    }

    @Test
    void shouldPassErrorOnWhenLogIsFull()
    {
        final ErrorLog log = log(64);

        final RuntimeException error = new RuntimeException("no room for this");
        log.onError(error);

        assertEquals(List.of(error), overflow);
        assertEquals(1, log.observations());
        assertEquals(1, errorsTotal.get());
    }

    @Test
    void shouldPassErrorOnAndTouchNoMemoryWhenClosed()
    {
        final ErrorLog log = log(64 * 1024);
        log.close();

        final RuntimeException error = new RuntimeException("late");
        log.onError(error);

        assertEquals(List.of(error), overflow);
        assertEquals(0, errorsTotal.get());
        assertEquals(0, log.forEach((count, firstMs, lastMs, text) ->
        {}));
    }

    @Test
    void shouldPassNothingOnWhenThereIsRoom()
    {
        log(64 * 1024).onError(new RuntimeException("kept"));

        assertEquals(List.of(), overflow);
    }

    private ErrorLog log(final int lengthBytes)
    {
        return new ErrorLog(
            new UnsafeBuffer(ByteBuffer.allocateDirect(lengthBytes)),
            clock,
            errorsTotal,
            overflow::add,
            new Incidents("test", () -> 0));
    }
}
