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
import io.aeron.Image;
import io.aeron.exceptions.AeronException;
import java.util.ArrayList;

/**
 * Images that nobody wants any more and that their senders have not closed yet. What they bring is thrown away, for a
 * publication lingers until it is drained; a sender that stays is turned away. Owned by one agent.
 */
final class DepartingImages
{
    private static final int MOST_FRAGMENTS = 1024;
    private static final int MOST_REASON = 200;
    private static final long DRIVER_SILENCE_MS = 2_000;

    private final ArrayList<Departing> images = new ArrayList<>();

    DepartingImages()
    {
    }

    /**
     * Takes an image over.
     *
     * @param image      to drain.
     * @param deadlineNs after which its sender is turned away.
     * @param reason     that the sender is given.
     */
    void add(final Image image, final long deadlineNs, final String reason)
    {
        if (!image.isClosed())
        {
            final String text = reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) : reason;
            images.add(new Departing(image, deadlineNs, text));
        }
    }

    boolean isEmpty()
    {
        return images.isEmpty();
    }

    void clear()
    {
        images.clear();
    }

    int maintain(final Aeron aeron, final long nowNs)
    {
        int work = 0;
        for (int i = images.size() - 1; i >= 0; i--)
        {
            final Departing departing = images.get(i);
            if (departing.image.isClosed() || departing.deadlineNs - nowNs <= 0 && reject(aeron, departing))
            {
                images.remove(i);
                work++;
            }
            else
            {
                work += departing.image.poll((buffer, offset, length, header) ->
                {}, MOST_FRAGMENTS);
            }
        }
        return work;
    }

    /** Image.reject waits for the driver's answer, which here may be invoked by another agent of the same thread. */
    private static boolean reject(final Aeron aeron, final Departing departing)
    {
        final long silentMs = System.currentTimeMillis() - aeron.context().toDriverBuffer().consumerHeartbeatTime();
        if (silentMs > DRIVER_SILENCE_MS)
        {
            return false;
        }
        try
        {
            final Image image = departing.image;
            aeron.context().driverProxy().rejectImage(image.correlationId(), image.position(), departing.reason);
            return true;
        }
        catch (final AeronException ex)
        {
            // The driver's queue of commands is full: next time.
            return false;
        }
    }

    private record Departing(Image image, long deadlineNs, String reason)
    {
    }
}
