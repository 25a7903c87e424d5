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

/**
 * What takes part in a comparison of round trips: one message in flight, there and back.
 */
interface Echo extends AutoCloseable
{
    /**
     * Sends back what comes, until the round is finished.
     *
     * @param round to take part in.
     */
    void echo(Round round);

    /**
     * Sends a message whenever the last one is back, until the round's time is up, then ends and finishes the round.
     *
     * @param round     to take part in.
     * @param histogram for the times in ns.
     */
    void ping(Round round, Histogram histogram);

    @Override
    void close();
}
