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
import io.aeron.AvailableImageHandler;
import io.aeron.Subscription;
import io.aeron.UnavailableImageHandler;

/** A subscription that the driver was asked for and may have made by now: asking never blocks. Owned by one agent. */
final class AddedSubscription
{
    private final long registrationId;
    private Subscription subscription;

    AddedSubscription(
        final Aeron aeron,
        final String channel,
        final int streamId,
        final AvailableImageHandler available,
        final UnavailableImageHandler unavailable)
    {
        registrationId = aeron.asyncAddSubscription(channel, streamId, available, unavailable);
    }

    /** {@return what a publication names that is to be replied to here; known before the driver has answered} */
    long registrationId()
    {
        return registrationId;
    }

    /**
     * Looks whether the driver has answered.
     *
     * @param aeron that was asked.
     * @return the subscription, or null as long as there is no answer.
     * @throws io.aeron.exceptions.RegistrationException if it refuses.
     */
    Subscription get(final Aeron aeron)
    {
        if (null == subscription)
        {
            subscription = aeron.getSubscription(registrationId);
        }
        return subscription;
    }

    /** {@return the subscription, or null if {@link #get} has not found it yet} */
    Subscription known()
    {
        return subscription;
    }

    /** Gives it up, and its images with it. */
    void close(final Aeron aeron)
    {
        if (null != subscription)
        {
            subscription.close();
        }
        else
        {
            aeron.asyncRemoveSubscription(registrationId);
        }
    }
}
