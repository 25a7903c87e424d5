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
import io.aeron.exceptions.RegistrationException;
import io.weir.link.ConnectionListener;
import java.util.ArrayList;

/**
 * An address that is listened at: shows the images of its subscription one by one, and keeps account of those that have
 * said nothing yet. Owned by one agent.
 */
final class AeronListener
{
    private final AeronTransportAgent agent;
    private final AeronChannel channel;
    private final ConnectionListener listener;
    private final ArrayList<AcceptorConnection> untaken = new ArrayList<>();
    private final ArrayList<AcceptorConnection> untouched = new ArrayList<>();
    private AddedSubscription subscription;
    private long retryNs;

    AeronListener(final AeronTransportAgent agent, final AeronChannel channel, final ConnectionListener listener)
    {
        this.agent = agent;
        this.channel = channel;
        this.listener = listener;
    }

    /** {@return whether the driver has not answered yet} */
    boolean isWaiting()
    {
        return null == subscription || null == subscription.known();
    }

    /**
     * What is due in a duty cycle.
     *
     * @param aeron the client.
     * @param nowNs time of the duty cycle.
     * @return the work done.
     */
    int maintain(final Aeron aeron, final long nowNs)
    {
        if (null == subscription)
        {
            if (nowNs - retryNs < 0)
            {
                return 0;
            }
            subscription = new AddedSubscription(
                aeron, channel.listening(), channel.streamId(), this::onAvailable, null);
        }
        try
        {
            subscription.get(aeron);
        }
        catch (final RegistrationException ex)
        {
            agent.onError(
                new IllegalStateException("cannot listen at " + channel.address() + ": " + ex.getMessage(), ex));
            reset(nowNs + AeronTransportAgent.RETRY_NS);
            return 1;
        }
        return show(nowNs);
    }

    /** The client is gone, and the subscription with it: listen anew. */
    void reset(final long notBeforeNs)
    {
        subscription = null;
        untaken.clear();
        untouched.clear();
        retryNs = notBeforeNs;
    }

    void close(final Aeron aeron)
    {
        if (null != subscription)
        {
            subscription.close(aeron);
        }
    }

    /**
     * {@return the image that a Roll has named, taken away from the connection that it would have been; null if there
     * is none that has said nothing yet}
     *
     * @param sessionId of the publication that the peer goes on with.
     */
    Image surrender(final int sessionId)
    {
        for (int i = untouched.size() - 1; i >= 0; i--)
        {
            final AcceptorConnection connection = untouched.get(i);
            if (connection.isUntouched() && connection.image().sessionId() == sessionId && !connection.isHello())
            {
                untouched.remove(i);
                untaken.remove(connection);
                return connection.surrender();
            }
        }
        return null;
    }

    /** {@return how many have said nothing yet} */
    int untouchedCount()
    {
        return untouched.size();
    }

    /** Within the client's conductor; a peer that there is no memory for is turned away. */
    private void onAvailable(final Image image)
    {
        try
        {
            final AcceptorConnection connection = new AcceptorConnection(agent, channel, this, image);
            untaken.add(connection);
            untouched.add(connection);
        }
        catch (final Throwable ex)
        {
            agent.onError(ex);
            agent.turnAway(image, false, "the acceptor failed");
        }
    }

    /** {@return whether it has gone, was taken, or has failed, which costs it alone} */
    private boolean isDealtWith(final AcceptorConnection connection, final long nowNs)
    {
        try
        {
            if (connection.image().isClosed())
            {
                connection.end("its peer left before it was taken");
                return true;
            }
            if (connection.isPresentable(nowNs) && listener.onConnection(connection))
            {
                agent.add(connection);
                return true;
            }
            return false;
        }
        catch (final Throwable ex)
        {
            agent.onError(ex);
            connection.close();
            return true;
        }
    }

    private int show(final long nowNs)
    {
        int work = 0;
        for (int i = 0; i < untaken.size(); i++)
        {
            if (isDealtWith(untaken.get(i), nowNs))
            {
                untaken.remove(i--);
                work++;
            }
        }
        for (int i = untouched.size() - 1; i >= 0; i--)
        {
            if (!untouched.get(i).isUntouched())
            {
                untouched.remove(i);
            }
        }
        return work;
    }
}
