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

/** A publication that the driver was asked for and may have made by now: asking never blocks. Owned by one agent. */
final class AddedPublication
{
    private final long registrationId;
    private ExclusivePublication publication;

    AddedPublication(final Aeron aeron, final String channel, final int streamId)
    {
        registrationId = aeron.asyncAddExclusivePublication(channel, streamId);
    }

    /**
     * Looks whether the driver has answered.
     *
     * @param aeron that was asked.
     * @return the publication, or null as long as there is no answer.
     * @throws io.aeron.exceptions.RegistrationException if it refuses.
     */
    ExclusivePublication get(final Aeron aeron)
    {
        if (null == publication)
        {
            publication = aeron.getExclusivePublication(registrationId);
        }
        return publication;
    }

    /** {@return the publication, or null if {@link #get} has not found it yet} */
    ExclusivePublication known()
    {
        return publication;
    }

    /** Gives it up; what was committed is still sent. */
    void close(final Aeron aeron)
    {
        if (null != publication)
        {
            publication.close();
        }
        else
        {
            aeron.asyncRemovePublication(registrationId);
        }
    }
}
