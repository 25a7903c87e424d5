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
package io.weir.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.exceptions.RegistrationException;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Shows an engine's counters among the driver's, under their names and type ids, so that AeronStat as it is finds them.
 * They follow about every 100 ms. Owned by one agent.
 */
final class CounterMirror
{
    private static final CounterType[] TYPES = CounterType.values();
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long NOT_ASKED = Aeron.NULL_VALUE;

    private final Counters counters;
    private final String suffix;
    private final long[] registrationIds = new long[TYPES.length];
    private final Counter[] mirrored = new Counter[TYPES.length];
    private long updatedNs;
    private boolean asked;

    /**
     * Creates a mirror.
     *
     * @param counters to show.
     * @param engine   that they belong to, for the labels.
     */
    CounterMirror(final Counters counters, final String engine)
    {
        this.counters = counters;
        suffix = " - " + engine;
        reset();
    }

    /** The client is gone, and the counters with it. */
    void reset()
    {
        Arrays.fill(registrationIds, NOT_ASKED);
        Arrays.fill(mirrored, null);
        asked = false;
    }

    void maintain(final Aeron aeron, final long nowNs)
    {
        if (!asked)
        {
            asked = true;
            updatedNs = nowNs;
            for (int i = 0; i < TYPES.length; i++)
            {
                registrationIds[i] = aeron.asyncAddCounter(TYPES[i].typeId(), TYPES[i].label() + suffix);
            }
        }
        else if (nowNs - updatedNs >= INTERVAL_NS && !counters.isClosed())
        {
            updatedNs = nowNs;
            for (int i = 0; i < TYPES.length; i++)
            {
                update(aeron, i);
            }
        }
    }

    private void update(final Aeron aeron, final int index)
    {
        if (null == mirrored[index] && NOT_ASKED != registrationIds[index])
        {
            try
            {
                mirrored[index] = aeron.getCounter(registrationIds[index]);
            }
            catch (final RegistrationException ex)
            {
                // The driver has no room for it: its own counters come first.
                registrationIds[index] = NOT_ASKED;
            }
        }
        if (null != mirrored[index] && !mirrored[index].isClosed())
        {
            mirrored[index].setRelease(counters.counter(TYPES[index]).get());
        }
    }
}
