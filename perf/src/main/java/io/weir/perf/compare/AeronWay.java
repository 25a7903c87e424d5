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

/** A publication of bare Aeron and its image, with messages as long as Weir's frames. */
final class AeronWay implements RawWay, FragmentHandler
{
    private final ExclusivePublication publication;
    private final Image image;
    private final BufferClaim claim = new BufferClaim();
    private final Runnable onFull;
    private final int length;
    private final int payload;
    private Receiver receiver;
    private long sum;

    /**
     * Connects a publication and an image.
     *
     * @param room     whose client makes them.
     * @param channel  of both.
     * @param streamId of both.
     * @param length   of a message in bytes.
     * @param payload  of it that is written and read, at its end.
     * @param onFull   what the sending side does while there is no room.
     */
    AeronWay(
        final AeronRoom room,
        final String channel,
        final int streamId,
        final int length,
        final int payload,
        final Runnable onFull)
    {
        final Subscription subscription = room.subscription(channel, streamId);
        publication = room.publication(channel, streamId);
        image = room.image(subscription, publication);
        this.length = length;
        this.payload = payload;
        this.onFull = onFull;
    }

    @Override
    public void send(final long word)
    {
        while (publication.tryClaim(length, claim) < 0)
        {
            onFull.run();
            Thread.onSpinWait();
        }
        Words.write(claim.buffer(), claim.offset() + length - payload, payload, word);
        claim.commit();
    }

    @Override
    public int poll(final Receiver to, final int limit)
    {
        receiver = to;
        return image.poll(this, limit);
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int received, final Header header)
    {
        final int at = offset + length - payload;
        sum += Words.sum(buffer, at, payload);
        receiver.onMessage(buffer.getLong(at));
    }

    /** {@return the sum of all words polled, which makes reading them worth while} */
    long sum()
    {
        return sum;
    }
}
