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

/**
 * When messages should be sent: one every interval from the start on, whatever became of those before. A message's time
 * follows from its number, so that the receiver counts latency from the time at which it should have been sent, never
 * from the one at which it was.
 *
 * @param intervalNs between two messages.
 */
record Schedule(double intervalNs)
{
    private static final double SECOND_NS = 1e9;

    /**
     * {@return the schedule of a rate, null for as fast as it goes}
     *
     * @param ratePerSecond of messages, 0 for as fast as it goes.
     */
    static Schedule of(final double ratePerSecond)
    {
        return 0 == ratePerSecond ? null : new Schedule(SECOND_NS / ratePerSecond);
    }

    /**
     * {@return the time in ns at which a message should be sent}
     *
     * @param startNs of the run.
     * @param message by number from 0.
     */
    long intendedNs(final long startNs, final long message)
    {
        return startNs + (long)(message * intervalNs);
    }

    /**
     * {@return the count of messages that should have been sent by now}
     *
     * @param startNs of the run.
     * @param nowNs   by the same clock.
     */
    long due(final long startNs, final long nowNs)
    {
        return (long)((nowNs - startNs) / intervalNs) + 1;
    }
}
