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

import org.agrona.concurrent.AgentInvoker;

/** Bare Aeron, a publication and its image each way, with one message as long as Weir's frame in flight. */
final class RawAeronEcho implements Contest
{
    private static final int CHUNK = 256;

    private final AeronRoom room;
    private final AgentInvoker driver;
    private final AeronWay there;
    private final AeronWay back;

    /**
     * Connects both ways.
     *
     * @param room     whose client and driver this invokes; closed with this.
     * @param out      channel there.
     * @param home     channel back.
     * @param streamId of both.
     * @param length   of a message in bytes.
     * @param payload  of it that is written and read, at its end.
     */
    RawAeronEcho(
        final AeronRoom room,
        final String out,
        final String home,
        final int streamId,
        final int length,
        final int payload)
    {
        this.room = room;
        driver = room.driver();
        there = new AeronWay(room, out, streamId, length, payload, driver::invoke);
        back = new AeronWay(room, home, streamId + 1, length, payload, Thread::onSpinWait);
    }

    @Override
    public void send(final Round round)
    {
        final RawWay.Receiver echo = back::send;
        while (!round.isFinished())
        {
            for (int i = 0; i < CHUNK; i++)
            {
                there.poll(echo, 1);
            }
        }
    }

    @Override
    public double[] receive(final Round round)
    {
        final Times times = new Times();
        final long startNs = System.nanoTime();
        long beforeNs = startNs;
        there.send(beforeNs);
        while (beforeNs - startNs < round.lengthNs())
        {
            if (isBack())
            {
                final long nowNs = System.nanoTime();
                times.record(nowNs - beforeNs);
                beforeNs = nowNs;
                there.send(nowNs);
            }
        }
        while (!isBack())
        {
            room.conductor().invoke();
        }
        round.end();
        round.finish();
        return times.figures();
    }

    @Override
    public void close()
    {
        room.close();
    }

    private boolean isBack()
    {
        driver.invoke();
        return 1 == back.poll(RawAeronEcho::onAnswer, 1);
    }

    /** The time is taken by who polls. */
    private static void onAnswer(final long word)
    {
    }
}
