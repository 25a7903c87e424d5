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

/** The round trips of one round. */
final class Times
{
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;
    private static final double HALF = 50;
    private static final double MOST = 99;

    private final Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);

    Times()
    {
    }

    void record(final long tripNs)
    {
        histogram.recordValue(tripNs);
    }

    /** {@return p50 and p99 in ns} */
    double[] figures()
    {
        return new double[]{histogram.getValueAtPercentile(HALF), histogram.getValueAtPercentile(MOST)};
    }

    /**
     * {@return a rate, p50 and p99 in ns}
     *
     * @param perSecond of what was timed.
     */
    double[] figures(final double perSecond)
    {
        return new double[]{
            perSecond, histogram.getValueAtPercentile(HALF), histogram.getValueAtPercentile(MOST)};
    }
}
