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

import java.util.concurrent.TimeUnit;

/**
 * Says and counts when the wall clock is behind the time that the journal has come to (K-14). The world's time stands
 * still meanwhile, and so do its timers and deadlines. Owned by the kernel's thread.
 */
final class ClockWatch
{
    static final String LOGGER = "io.weir.kernel";
    private static final System.Logger LOG = System.getLogger(LOGGER);
    private static final long TOLERATED_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET_NS = TimeUnit.MINUTES.toNanos(1);

    private long count;
    private boolean isBehind;
    private boolean hasSaid;
    private long saidNs;

    /** {@return how often the clock was found to have been set back} */
    long count()
    {
        return count;
    }

    void look(final long nowNs, final long worldNs)
    {
        final boolean wasBehind = isBehind;
        isBehind = worldNs - nowNs > TOLERATED_NS;
        if (isBehind)
        {
            count += wasBehind ? 0 : 1;
            say(nowNs, worldNs);
        }
    }

    private void say(final long nowNs, final long worldNs)
    {
        if (!hasSaid || nowNs - saidNs >= QUIET_NS || nowNs < saidNs)
        {
            hasSaid = true;
            saidNs = nowNs;
            LOG.log(System.Logger.Level.WARNING, "the wall clock is " +
                TimeUnit.NANOSECONDS.toMillis(worldNs - nowNs) + " ms behind the time of the journal: timers and " +
                "deadlines of the world stand still until it has caught up; correct the clock");
        }
    }
}
