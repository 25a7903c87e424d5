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

import java.util.concurrent.TimeUnit;

/**
 * What takes part in a comparison: two sides, each run by a thread of {@link ThreadPair} for the length of a round.
 * Between rounds it rests and nothing is in flight. It is alone in its process.
 */
interface Contest extends AutoCloseable
{
    /** Longest time between two rounds, for whatever would otherwise give a silent peer up. */
    long REST_NS = TimeUnit.MINUTES.toNanos(30);

    /**
     * Sends until the round is over, or answers what comes; then goes on as long as the other side needs it.
     *
     * @param round to take part in.
     */
    void send(Round round);

    /**
     * Receives until the round's time is up, ends it, and receives what is still in flight.
     *
     * @param round to take part in.
     * @return what was found within the round's time: messages a second, or p50 and p99 of round trips in ns.
     */
    double[] receive(Round round);

    @Override
    void close();
}
