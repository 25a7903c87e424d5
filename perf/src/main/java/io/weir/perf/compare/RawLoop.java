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

import com.lmax.disruptor.Sequence;

/**
 * The bare library in the same loops: a thread that answers and does other work, one that calls, and one way each. The
 * window of messages one way is a word in memory, which the receiving thread stores after each poll.
 */
final class RawLoop implements LoopSide
{
    private static final int LIMIT = 256;
    private static final double SECOND_NS = 1e9;

    private final ThreadPair threads;
    private final RawWay there;
    private final RawWay back;
    private final Runnable driver;
    private final Runnable closing;
    private final Sequence taken = new Sequence(0);
    private long sent;
    private Times times;
    private long count;
    private boolean isCalling;

    /**
     * Takes two ways.
     *
     * @param threads that run it: the sending one provides, the receiving one calls.
     * @param there   to the provider.
     * @param back    from it.
     * @param driver  that the calling thread invokes.
     * @param closing of all.
     */
    RawLoop(
        final ThreadPair threads,
        final RawWay there,
        final RawWay back,
        final Runnable driver,
        final Runnable closing)
    {
        this.threads = threads;
        this.there = there;
        this.back = back;
        this.driver = driver;
        this.closing = closing;
    }

    @Override
    public double[] run(final LoopCase terms, final long lengthNs)
    {
        final Round round = new Round(lengthNs);
        final long workNs = terms.workUs() * 1_000L;
        times = new Times();
        count = 0;
        return LoopCase.Shape.ECHO == terms.shape() ?
            threads.run(() -> answer(round, workNs), () -> call(round, terms.callers())) :
            threads.run(() -> take(round, workNs), () -> fill(round, terms.window()));
    }

    @Override
    public void close()
    {
        closing.run();
    }

    private void answer(final Round round, final long workNs)
    {
        while (!round.isFinished())
        {
            there.poll(back::send, LIMIT);
            LoopSide.work(workNs);
        }
    }

    private double[] call(final Round round, final int callers)
    {
        final long startNs = System.nanoTime();
        isCalling = true;
        for (int i = 0; i < callers; i++)
        {
            there.send(System.nanoTime());
        }
        int inFlight = callers;
        while (inFlight > 0)
        {
            driver.run();
            final int answers = back.poll(this::onAnswer, LIMIT);
            if (!isCalling)
            {
                inFlight -= answers;
            }
            else if (System.nanoTime() - startNs >= round.lengthNs())
            {
                isCalling = false;
                round.end();
            }
        }
        round.finish();
        return times.figures(count * SECOND_NS / (System.nanoTime() - startNs));
    }

    private void onAnswer(final long sentNs)
    {
        final long nowNs = System.nanoTime();
        times.record(nowNs - sentNs);
        count++;
        if (isCalling)
        {
            there.send(nowNs);
        }
    }

    private void take(final Round round, final long workNs)
    {
        long received = taken.get();
        final long begin = received;
        while (!round.isAllReceived(received - begin))
        {
            received += there.poll(this::onMessage, LIMIT);
            taken.set(received);
            LoopSide.work(workNs);
        }
        round.finish();
    }

    private double[] fill(final Round round, final int window)
    {
        final long startNs = System.nanoTime();
        final long begin = sent;
        while (System.nanoTime() - startNs < round.lengthNs())
        {
            driver.run();
            final long limit = taken.get() + window;
            while (sent < limit)
            {
                there.send(System.nanoTime());
                sent++;
            }
        }
        round.sent(sent - begin);
        while (!round.isFinished())
        {
            driver.run();
        }
        return times.figures(count * SECOND_NS / (System.nanoTime() - startNs));
    }

    private void onMessage(final long sentNs)
    {
        times.record(System.nanoTime() - sentNs);
        count++;
    }
}
