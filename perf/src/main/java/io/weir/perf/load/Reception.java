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

import io.weir.perf.report.Latencies;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What all receiving streams share, in the duty cycle of the consumer's agent. Messages of one duty cycle share one
 * reading of the clock, taken after them; messages with one timestamp are recorded as one entry with a count. Only what
 * was sent in the measured part is recorded.
 * <p>
 * Threads: the agent's, but for what is marked.
 */
final class Reception implements Agent
{
    private static final int PENDING_MAX = 1024;
    private static final int THREAD = 1;
    private static final int BEGIN = 2;
    private static final int END = 3;
    private static final long NEVER = Long.MAX_VALUE;

    private final EpochNanoClock clock;
    private final Latencies latencies;
    private final Tally tally = new Tally();
    private final long[] pendingNs = new long[PENDING_MAX];
    private final long[] pendingCount = new long[PENDING_MAX];
    private int pending = -1;
    private long received;
    private long lastNs;
    private int closedStreams;
    private int handled;
    private long measureFromNs = NEVER;
    private final Published published = new Published();

    /** What other threads look at; a line apart from what the agent writes for each message. */
    private static final class Published
    {
        @SuppressWarnings("unused")
        private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
        private volatile long threadId;
        private volatile int asked;
        private volatile long received;
        private volatile int closedStreams;
        private volatile int openedStreams;
        private volatile Mark begin;
        private volatile Mark end;
        @SuppressWarnings("unused")
        private long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;

        Published()
        {
        }
    }

    /**
     * A moment of the agent.
     *
     * @param timeNs   epoch time.
     * @param received count of messages until then.
     * @param lastNs   epoch time when the last of them was recorded.
     */
    record Mark(long timeNs, long received, long lastNs)
    {
    }

    /**
     * Begins with nothing.
     *
     * @param clock     that the senders stamp with.
     * @param latencies to record in.
     */
    Reception(final EpochNanoClock clock, final Latencies latencies)
    {
        this.clock = clock;
        this.latencies = latencies;
    }

    @Override
    public int doWork()
    {
        final Published shared = published;
        if (pending < 0 && shared.asked == handled && shared.closedStreams == closedStreams)
        {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        final int work = pending + 1;
        flush(nowNs);
        shared.received = received;
        shared.closedStreams = closedStreams;
        if (shared.asked != handled)
        {
            onAsked(shared.asked, nowNs);
        }
        return work;
    }

    @Override
    public String roleName()
    {
        return "load-reception";
    }

    /**
     * A message arrived.
     *
     * @param timestampNs epoch time from which its latency counts.
     */
    void onMessage(final long timestampNs)
    {
        received++;
        int last = pending;
        if (last < 0 || pendingNs[last] != timestampNs)
        {
            if (PENDING_MAX - 1 == last)
            {
                flush(clock.nanoTime());
                last = -1;
            }
            pending = ++last;
            pendingNs[last] = timestampNs;
            pendingCount[last] = 0;
        }
        pendingCount[last]++;
    }

    void onOpened()
    {
        published.openedStreams++;
    }

    void onClosed()
    {
        closedStreams++;
    }

    Tally tally()
    {
        return tally;
    }

    /** {@return the agent's thread, 0 before its first duty cycle; any thread} */
    long threadId()
    {
        return published.threadId;
    }

    /** {@return the count of messages, as of the last duty cycle; any thread} */
    long received()
    {
        return published.received;
    }

    /** {@return the count of streams that are open or have been; any thread} */
    int openedStreams()
    {
        return published.openedStreams;
    }

    /** {@return the count of streams that have ended, as of the last duty cycle; any thread} */
    int closedStreams()
    {
        return published.closedStreams;
    }

    /** Asks the agent for its thread, for {@link #threadId()}. */
    void askThread()
    {
        published.asked = THREAD;
    }

    /** Asks for the measured part to begin, for {@link #begin()}. */
    void askBegin()
    {
        published.asked = BEGIN;
    }

    /** Asks for the measured part to end, for {@link #end()}. */
    void askEnd()
    {
        published.asked = END;
    }

    /** {@return when the measured part began, null if it has not; any thread} */
    Mark begin()
    {
        return published.begin;
    }

    /** {@return when the measured part ended, null if it has not; any thread} */
    Mark end()
    {
        return published.end;
    }

    private void onAsked(final int asked, final long nowNs)
    {
        handled = asked;
        switch (asked)
        {
            case THREAD -> published.threadId = Thread.currentThread().getId();
            case BEGIN ->
            {
                measureFromNs = nowNs;
                published.begin = new Mark(nowNs, received, lastNs);
            }
            default -> published.end = new Mark(nowNs, received, lastNs);
        }
    }

    private void flush(final long nowNs)
    {
        for (int i = 0; i <= pending; i++)
        {
            if (pendingNs[i] - measureFromNs >= 0 && NEVER != measureFromNs)
            {
                latencies.record(nowNs - pendingNs[i], pendingCount[i]);
            }
            lastNs = nowNs;
        }
        pending = -1;
    }
}
