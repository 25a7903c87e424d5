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

import java.util.concurrent.atomic.AtomicReference;

/**
 * What the thread that runs the load tells the agents and producers, and what they tell it. Written seldom, read once a
 * duty cycle.
 */
final class RunState
{
    private static final long NOT_YET = Long.MIN_VALUE;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile long startNs = NOT_YET;
    private volatile boolean stopping;

    RunState()
    {
    }

    /**
     * Lets the producers begin.
     *
     * @param nowNs epoch time from which a schedule counts.
     */
    void start(final long nowNs)
    {
        startNs = nowNs;
    }

    boolean isStarted()
    {
        return NOT_YET != startNs;
    }

    long startNs()
    {
        return startNs;
    }

    /** Lets the producers end their streams. */
    void stop()
    {
        stopping = true;
    }

    boolean isStopping()
    {
        return stopping;
    }

    /**
     * Something broke.
     *
     * @param cause of it; the first counts.
     */
    void onFailure(final Throwable cause)
    {
        failure.compareAndSet(null, cause);
    }

    Throwable failure()
    {
        return failure.get();
    }
}
