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

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;

/** Bare Aeron, a publication and its image each way, with one message as long as Weir's frame in flight. */
final class RawAeronEcho implements Contest
{
    private static final int CHUNK = 256;

    private final AeronRoom room;
    private final AgentInvoker driver;
    private final Way there;
    private final Way back;
    private final int length;
    private final int payload;
    private long sum;
    private int arrived;

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
        this.length = length;
        this.payload = payload;
        there = new Way(out, streamId);
        back = new Way(home, streamId + 1);
    }

    @Override
    public void send(final Round round)
    {
        final FragmentHandler handler =
            (buffer, offset, received, header) -> back.send(Words.sum(buffer, offset + length - payload, payload),
                false);
        while (!round.isFinished())
        {
            for (int i = 0; i < CHUNK; i++)
            {
                there.image.poll(handler, 1);
            }
        }
    }

    @Override
    public double[] receive(final Round round)
    {
        final Times times = new Times();
        final FragmentHandler handler = this::onAnswer;
        final long startNs = System.nanoTime();
        long beforeNs = startNs;
        arrived = 0;
        there.send(beforeNs, true);
        while (beforeNs - startNs < round.lengthNs())
        {
            if (isBack(handler))
            {
                final long nowNs = System.nanoTime();
                times.record(nowNs - beforeNs);
                beforeNs = nowNs;
                there.send(nowNs, true);
            }
        }
        while (!isBack(handler))
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

    private boolean isBack(final FragmentHandler handler)
    {
        driver.invoke();
        back.image.poll(handler, 1);
        final boolean isBack = 1 == arrived;
        arrived = 0;
        return isBack;
    }

    private void onAnswer(
        final DirectBuffer buffer,
        final int offset,
        final int received,
        final io.aeron.logbuffer.Header header)
    {
        sum += Words.sum(buffer, offset + length - payload, payload);
        arrived++;
    }

    /** One direction. */
    private final class Way
    {
        private final ExclusivePublication publication;
        private final Image image;
        private final BufferClaim claim = new BufferClaim();

        Way(final String channel, final int streamId)
        {
            final Subscription subscription = room.subscription(channel, streamId);
            publication = room.publication(channel, streamId);
            image = room.image(subscription, publication);
        }

        /** The side that pings invokes the driver, also while there is no room. */
        void send(final long word, final boolean isDriving)
        {
            while (publication.tryClaim(length, claim) < 0)
            {
                if (isDriving)
                {
                    driver.invoke();
                }
                Thread.onSpinWait();
            }
            Words.write(claim.buffer(), claim.offset() + length - payload, payload, word);
            claim.commit();
        }
    }
}
