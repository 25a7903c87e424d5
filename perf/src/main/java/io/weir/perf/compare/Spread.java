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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Arrays;

/**
 * What several rounds gave.
 *
 * @param min    of the rounds.
 * @param median of the rounds.
 * @param max    of the rounds.
 */
record Spread(double min, double median, double max)
{
    private static final double THOUSANDTHS = 1e3;

    /**
     * Sums rounds up.
     *
     * @param rounds at least one.
     * @return their spread.
     */
    static Spread of(final double... rounds)
    {
        final double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        final double median = 1 == sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** {@return the spread as JSON, in whole numbers} */
    ObjectNode json()
    {
        return JsonNodeFactory.instance.objectNode()
            .put("min", Math.round(min)).put("median", Math.round(median)).put("max", Math.round(max));
    }

    /** {@return the spread as JSON, in thousandths} */
    ObjectNode ratioJson()
    {
        return JsonNodeFactory.instance.objectNode()
            .put("min", thousandths(min)).put("median", thousandths(median)).put("max", thousandths(max));
    }

    static double thousandths(final double value)
    {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }
}
