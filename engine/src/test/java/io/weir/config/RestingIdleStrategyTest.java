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
package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import org.junit.jupiter.api.Test;

/** What a thread without work does (T-6). */
@Rule("T-6")
class RestingIdleStrategyTest
{
    private static final int SPINS = 3;
    private static final int YIELDS = 2;
    private static final int LIMIT = 10_000;

    private long rests;
    private final RestingIdleStrategy strategy = new RestingIdleStrategy(SPINS, YIELDS, limitNs ->
    {
        assertEquals(RestingIdleStrategy.REST_NS, limitNs);
        rests++;
    });

    @Test
    void shouldRestWhenThereWasNoWorkForLong()
    {
        fallAsleep();
        for (int i = 0; i < 20; i++)
        {
            strategy.idle(0);
        }

        assertTrue(rests >= 10);
    }

    @Test
    void shouldGoOnRestingWhenSingleCyclesHaveWorkNowAndThen()
    {
        fallAsleep();
        for (int i = 0; i < 100; i++)
        {
            strategy.idle(1);
            for (int j = 0; j < 50; j++)
            {
                strategy.idle(0);
            }
            assertTrue(strategy.isResting());
        }
    }

    @Test
    void shouldRestNoMoreWhenWorkGoesOn()
    {
        fallAsleep();
        final long before = rests;
        for (int i = 0; i < 3; i++)
        {
            strategy.idle(1);
        }
        assertFalse(strategy.isResting());

        for (int i = 0; i < 100; i++)
        {
            strategy.idle(1);
            for (int j = 0; j < 20; j++)
            {
                strategy.idle(0);
            }
        }

        assertEquals(before, rests);
        assertFalse(strategy.isResting());
    }

    private void fallAsleep()
    {
        for (int i = 0; i < LIMIT && !strategy.isResting(); i++)
        {
            strategy.idle(0);
        }
        assertTrue(strategy.isResting());
    }
}
