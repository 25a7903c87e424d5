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
import io.aeron.logbuffer.Header;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;

/**
 * Bare Aeron: an exclusive publication whose messages are claimed in place, and its image, polled. Messages are as long
 * as Weir's frames; of each the payload is written and read, word by word. The receiving side invokes the driver, as
 * Weir's does.
 */
final class RawAeron implements Contest
{
    private static final int SEND_LIMIT = 256;
    private static final int POLL_LIMIT = 256;
    private static final int CHUNK = 16;
    private static final double SECOND_NS = 1e9;

    private final AeronRoom room;
    private final AgentInvoker conductor;
    private final AgentInvoker driver;
    private final ExclusivePublication publication;
    private final Image image;
    private final BufferClaim claim = new BufferClaim();
    private final Reading reading;
    private final int length;
    private final int payload;
    private long sent;

    /**
     * Connects a publication and an image.
     *
     * @param room    whose client and driver this invokes; closed with this.
     * @param channel of both.
     * @param streamId of both.
     * @param length  of a message in bytes.
     * @param payload of it that is written and read, at its end.
     */
    RawAeron(final AeronRoom room, final String channel, final int streamId, final int length, final int payload)
    {
        this.room = room;
        conductor = room.conductor();
        driver = room.driver();
        this.length = length;
        this.payload = payload;
        reading = new Reading(length - payload);
        final Subscription subscription = room.subscription(channel, streamId);
        publication = room.publication(channel, streamId);
        image = room.image(subscription, publication);
    }

    @Override
    public void send(final Round round)
    {
        final long begin = sent;
        while (!round.isOver())
        {
            sent = sendSome(sent);
        }
        round.sent(sent - begin);
    }

    @Override
    public double[] receive(final Round round)
    {
        final long begin = reading.received;
        final long startNs = System.nanoTime();
        long nowNs = startNs;
        while (nowNs - startNs < round.lengthNs())
        {
            receiveChunk();
            nowNs = System.nanoTime();
        }
        final double rate = (reading.received - begin) * SECOND_NS / (nowNs - startNs);
        round.end();
        while (!round.isAllReceived(reading.received - begin))
        {
            receiveChunk();
        }
        return new double[]{rate};
    }

    @Override
    public void close()
    {
        room.close();
    }

    private long sendSome(final long from)
    {
        long next = from;
        for (int i = 0; i < SEND_LIMIT; i++)
        {
            if (publication.tryClaim(length, claim) > 0)
            {
                Words.write(claim.buffer(), claim.offset() + length - payload, payload, next);
                claim.commit();
                next++;
            }
        }
        return next;
    }

    private void receiveChunk()
    {
        for (int i = 0; i < CHUNK; i++)
        {
            image.poll(reading, POLL_LIMIT);
            driver.invoke();
        }
        conductor.invoke();
    }

    /** Reads every word of the payload. */
    private static final class Reading implements FragmentHandler
    {
        private final int head;
        private long received;
        private long sum;

        Reading(final int head)
        {
            this.head = head;
        }

        @Override
        public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
        {
            sum += Words.sum(buffer, offset + head, length - head);
            received++;
        }
    }
}
