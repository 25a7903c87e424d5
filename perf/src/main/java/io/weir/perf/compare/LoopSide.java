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

/** One side of the comparison of loops, for all cases, alone in its process. Between two runs nothing is in flight. */
interface LoopSide extends AutoCloseable
{
    /** What each message is made of. */
    int PAYLOAD_LENGTH = 64;

    /**
     * Runs a case.
     *
     * @param terms    of the case.
     * @param lengthNs of the run.
     * @return messages that came back, or arrived, a second; p50 and p99 of what they took, in ns.
     */
    double[] run(LoopCase terms, long lengthNs);

    @Override
    void close();

    /** Other work of an agent, which takes as long as it is told to. */
    static void work(final long lengthNs)
    {
        if (lengthNs > 0)
        {
            final long untilNs = System.nanoTime() + lengthNs;
            while (System.nanoTime() - untilNs < 0)
            {
                Thread.onSpinWait();
            }
        }
    }
}
