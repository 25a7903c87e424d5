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

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.agrona.concurrent.IdleStrategy;

/**
 * What {@link IdleKind#BACKOFF} stands for: a thread without work spins, yields and parks for longer and longer, up to
 * 100 µs. When there was hardly any work for some 100 ms it <i>rests</i>: it waits for up to {@link #REST_NS} at a
 * time. Single cycles with work, as housekeeping brings them, interrupt the rest for a moment; three close together
 * end it. Owned by its thread.
 */
public final class RestingIdleStrategy implements IdleStrategy
{
    /** How long a thread waits at a time while it rests: what comes then is taken within 2 ms (T-6). */
    public static final long REST_NS = 1_700_000;

    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 100_000;
    /** Of the parks after work that comes while the thread rests, about 250 µs. */
    private static final int PARKS_AFTER_WORK = 8;
    /** Quiet is measured in parks of {@link #MAX_PARK_NS}. */
    private static final int QUIET_MAX = 1_000;
    private static final int QUIET_LEAST = 700;
    private static final int QUIET_PER_REST = (int)(REST_NS / MAX_PARK_NS);
    /** A cycle with work outweighs so much quiet: more than 30 a second keep the thread from resting. */
    private static final int QUIET_PER_WORK = 150;

    private final int maxSpins;
    private final int maxYields;
    private final LongConsumer rest;
    private int spins;
    private int yields;
    private int parks;
    private int quiet;
    private long parkNs = MIN_PARK_NS;
    private boolean isResting;

    /**
     * Creates a strategy.
     *
     * @param maxSpins  before the thread yields.
     * @param maxYields before it parks.
     * @param rest      waits for so many nanoseconds, or until there is work.
     */
    public RestingIdleStrategy(final int maxSpins, final int maxYields, final LongConsumer rest)
    {
        this.maxSpins = maxSpins;
        this.maxYields = maxYields;
        this.rest = rest;
    }

    @Override
    public void idle(final int workCount)
    {
        if (workCount > 0)
        {
            reset();
        }
        else
        {
            idle();
        }
    }

    @Override
    public void idle()
    {
        if (spins < maxSpins)
        {
            spins++;
            Thread.onSpinWait();
        }
        else if (yields < maxYields)
        {
            yields++;
            Thread.yield();
        }
        else
        {
            park();
        }
    }

    private void park()
    {
        parks++;
        if (isResting && parks > PARKS_AFTER_WORK)
        {
            // A rest may be a wait for a datagram, which takes longer than one park.
            final long beginNs = System.nanoTime();
            rest.accept(REST_NS);
            final long parksRested = Math.max(QUIET_PER_REST, (System.nanoTime() - beginNs) / MAX_PARK_NS);
            quiet = (int)Math.min(QUIET_MAX, quiet + parksRested);
        }
        else
        {
            LockSupport.parkNanos(parkNs);
            parkNs = Math.min(parkNs << 1, MAX_PARK_NS);
            quiet = Math.min(QUIET_MAX, quiet + 1);
            isResting |= QUIET_MAX == quiet;
        }
    }

    @Override
    public void reset()
    {
        quiet = Math.max(0, quiet - QUIET_PER_WORK);
        isResting &= quiet >= QUIET_LEAST;
        // Housekeeping is followed by nothing, so that to spin behind it is in vain.
        spins = isResting ? maxSpins : 0;
        yields = isResting ? maxYields : 0;
        parks = 0;
        parkNs = MIN_PARK_NS;
    }

    /** {@return whether the thread rests} */
    boolean isResting()
    {
        return isResting;
    }

    @Override
    public String alias()
    {
        return "backoff";
    }
}
