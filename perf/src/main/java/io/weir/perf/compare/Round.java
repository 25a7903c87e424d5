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

/**
 * One measured round of two sides. The receiving side ends it: it says so, learns from the sending side how much there
 * was to receive, and says when it has it all.
 */
final class Round
{
    private static final long UNKNOWN = -1;

    private final long lengthNs;
    private volatile boolean over;
    private volatile boolean finished;
    private volatile long sent = UNKNOWN;

    Round(final long lengthNs)
    {
        this.lengthNs = lengthNs;
    }

    long lengthNs()
    {
        return lengthNs;
    }

    boolean isOver()
    {
        return over;
    }

    void end()
    {
        over = true;
    }

    boolean isFinished()
    {
        return finished;
    }

    void finish()
    {
        finished = true;
    }

    void sent(final long messages)
    {
        sent = messages;
    }

    boolean isAllReceived(final long received)
    {
        final long messages = sent;
        return UNKNOWN != messages && received >= messages;
    }
}
