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

import org.HdrHistogram.Histogram;

/** The kernel's side: a rig that rests but for its rounds. The thread that asks for them feeds it. */
final class RigSide implements JournalSide
{
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final long HIGHEST_NS = 60_000_000_000L;

    private final Rig rig;
    private final RigFeeder feeder;

    RigSide(final Rig rig)
    {
        this.rig = rig;
        // Twice the group: one is forced while the next fills.
        feeder = new RigFeeder(rig, 2 * GROUP);
        rig.rest();
    }

    @Override
    public double[] round(final int count)
    {
        rig.wake();
        final double rate = feeder.saturate(count);
        rig.settle();
        rig.rest();
        return new double[]{rate, rig.position()};
    }

    @Override
    public double[] pace(final int count, final long intervalNs)
    {
        final Histogram histogram = new Histogram(HIGHEST_NS, 3);
        rig.wake();
        feeder.pace(count, intervalNs, histogram);
        rig.settle();
        rig.rest();
        return new double[]{histogram.getValueAtPercentile(P50), histogram.getValueAtPercentile(P99)};
    }

    @Override
    public void close()
    {
        rig.close();
    }
}
