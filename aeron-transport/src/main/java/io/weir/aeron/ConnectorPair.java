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
package io.weir.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;

/** What a connector asks the driver for: where it hears replies, and where it sends, tied to it. Owned by one agent. */
final class ConnectorPair
{
    private final AddedSubscription subscription;
    private final AddedPublication publication;

    /** The driver takes the two in this order, so the second may name the first before it is there. */
    ConnectorPair(final Aeron aeron, final AeronChannel channel)
    {
        subscription =
            new AddedSubscription(aeron, channel.replySubscription(), channel.replyStreamId(), null, null);
        publication =
            new AddedPublication(aeron, channel.publication(subscription.registrationId()), channel.streamId());
    }

    /**
     * Looks whether the driver has answered, and the peer is there.
     *
     * @param aeron that was asked.
     * @return the publication once somebody receives it, or null.
     * @throws io.aeron.exceptions.RegistrationException if the driver refuses.
     */
    ExclusivePublication connected(final Aeron aeron)
    {
        final Subscription replies = subscription.get(aeron);
        final ExclusivePublication requests = publication.get(aeron);
        return null != replies && null != requests && requests.isConnected() ? requests : null;
    }

    /** {@return the image of the acceptor's replies, null before it is there} */
    Image replies()
    {
        final Subscription replies = subscription.known();
        return null == replies || 0 == replies.imageCount() ? null : replies.imageAtIndex(0);
    }

    /** {@return whether more than one has opened a way back: each believes that it is the acceptor} */
    boolean isContended()
    {
        final Subscription replies = subscription.known();
        return null != replies && replies.imageCount() > 1;
    }

    ExclusivePublication publication()
    {
        return publication.known();
    }

    /** Gives both up; what was committed is still sent. */
    void close(final Aeron aeron)
    {
        publication.close(aeron);
        subscription.close(aeron);
    }
}
