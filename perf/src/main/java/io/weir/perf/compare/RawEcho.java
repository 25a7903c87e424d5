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
 * Two bare Disruptors, one each way, with one message of eight words in flight.
 */
final class RawEcho implements Contest
{
    /** Round trips, or vain looks, between two looks at the round. */
    private static final int CHUNK = 1024;

    private final RingWay there = new RingWay();
    private final RingWay back = new RingWay();
    private long sum;

    RawEcho()
    {
    }

    @Override
    public void send(final Round round)
    {
        long next = back.cursor() + 1;
        while (!round.isFinished())
        {
            next = echoChunk(next);
        }
    }

    @Override
    public double[] receive(final Round round)
    {
        final Times times = new Times();
        long next = there.cursor() + 1;
        final long startNs = System.nanoTime();
        long nowNs = startNs;
        while (nowNs - startNs < round.lengthNs())
        {
            nowNs = pingChunk(next, nowNs, times);
            next += CHUNK;
        }
        round.end();
        round.finish();
        return times.figures();
    }

    /** {@return the sum of all words received, which makes reading them worth while} */
    long sum()
    {
        return sum;
    }

    @Override
    public void close()
    {
        // The memory goes with its buffer.
    }

    private long echoChunk(final long from)
    {
        long next = from;
        for (int i = 0; i < CHUNK; i++)
        {
            if (there.cursor() >= next)
            {
                back.send(next, there.take(next));
                next++;
            }
        }
        return next;
    }

    private long pingChunk(final long from, final long lastNs, final Times times)
    {
        long total = 0;
        long beforeNs = lastNs;
        for (long next = from; next < from + CHUNK; next++)
        {
            there.send(next, next);
            while (back.cursor() < next)
            {
                // The other side answers at once, or its thread is not running.
            }
            total += back.take(next);
            final long nowNs = System.nanoTime();
            times.record(nowNs - beforeNs);
            beforeNs = nowNs;
        }
        sum += total;
        return beforeNs;
    }
}
