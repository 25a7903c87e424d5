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
import io.aeron.AeronCounters;
import io.aeron.Image;
import io.aeron.exceptions.RegistrationException;
import io.weir.ListenException;
import io.weir.link.ConnectionListener;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;

/**
 * An address that is listened at: shows the images of its subscription one by one, and keeps account of those that have
 * said nothing yet. Owned by one agent.
 */
final class AeronListener
{
    private static final String TAKEN =
        "its port is taken by another process or engine: end that, or take another port";

    private final AeronTransportAgent agent;
    private final AeronChannel channel;
    private final ConnectionListener listener;
    private final ArrayList<AcceptorConnection> untaken = new ArrayList<>();
    private final ArrayList<AcceptorConnection> untouched = new ArrayList<>();
    private ListenerClaim claim;
    private AddedSubscription subscription;
    private ListenException refusal;
    private boolean isListening;
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
        return !isListening;
    }

    boolean isIpc()
    {
        return channel.isIpc();
    }

    /** {@return whether it listens, and nobody is about to connect} */
    boolean isQuiet()
    {
        return isListening && untaken.isEmpty() && untouched.isEmpty();
    }

    /**
     * {@return whether the address is listened at}
     *
     * @throws ListenException if the last attempt has failed.
     */
    boolean isListening()
    {
        if (null != refusal)
        {
            throw refusal;
        }
        return isListening;
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
        if (!isListening)
        {
            if (nowNs - retryNs < 0)
            {
                return 0;
            }
            try
            {
                isListening = listen(aeron);
            }
            catch (final RegistrationException ex)
            {
                fail(aeron, refused(inWords(ex.getMessage())), nowNs);
                return 1;
            }
            catch (final ListenException ex)
            {
                fail(aeron, ex, nowNs);
                return 1;
            }
        }
        return isListening ? show(nowNs) : 0;
    }

    /** Claims the address, and then subscribes, since others may send as soon as there is a subscription. */
    private boolean listen(final Aeron aeron)
    {
        if (null == claim && agent.claims())
        {
            claim = new ListenerClaim(aeron, channel, agent.name());
        }
        if (null != claim && !claim.isAnswered(aeron))
        {
            return false;
        }
        requireNoRival(aeron);
        if (null == subscription)
        {
            requireSpace();
            requireReplyPort(aeron);
            subscription = new AddedSubscription(
                aeron, channel.listening(), channel.streamId(), this::onAvailable, null);
        }
        if (null == subscription.get(aeron))
        {
            return false;
        }
        // Two that claimed at the same time see each other by now.
        requireNoRival(aeron);
        refusal = null;
        return true;
    }

    private void requireSpace()
    {
        try
        {
            agent.requireSpace(channel, false);
        }
        catch (final DriverException ex)
        {
            throw refused(ex.getMessage());
        }
    }

    private void requireNoRival(final Aeron aeron)
    {
        final String rival = null == claim ? null : claim.rival(aeron);
        if (null != rival)
        {
            throw refused("another engine listens there (" + rival + "): close it, or take another address");
        }
    }

    /** The replies leave from a port of their own, which the driver binds with the first connection only. */
    private void requireReplyPort(final Aeron aeron)
    {
        final String control = channel.address().control();
        if (null != control && !isSentFrom(aeron, control))
        {
            final int colon = control.lastIndexOf(':');
            try (DatagramSocket probe = new DatagramSocket(null))
            {
                probe.setReuseAddress(false);
                probe.bind(new InetSocketAddress(
                    control.substring(0, colon), Integer.parseInt(control.substring(colon + 1))));
            }
            catch (final BindException ex)
            {
                if (inWords(ex.getMessage()).equals(TAKEN))
                {
                    throw refused("port " + control.substring(colon + 1) + ", from which replies are sent, is taken: " +
                        "end what holds it, or give control=host:port with another");
                }
            }
            catch (final SocketException | IllegalArgumentException ex)
            {
                // The driver will say what is wrong.
            }
        }
    }

    /** {@return whether the driver sends from there already, for a listener on another stream} */
    private static boolean isSentFrom(final Aeron aeron, final String control)
    {
        return null != ListenerClaim.label(aeron, AeronCounters.DRIVER_SEND_CHANNEL_STATUS_TYPE_ID,
            label -> label.contains("control=" + control));
    }

    private ListenException refused(final String words)
    {
        return new ListenException(channel.address().toString(), words);
    }

    private void fail(final Aeron aeron, final ListenException why, final long nowNs)
    {
        refusal = why;
        close(aeron);
        reset(nowNs + AeronTransportAgent.RETRY_NS);
        agent.cannotListen(refusal);
    }

    /** What a driver says of a socket names a method of the JDK, and not what to do. */
    private static String inWords(final String message)
    {
        final String text = null == message ? "" : message;
        if (text.contains("already in use"))
        {
            return TAKEN;
        }
        if (text.contains("assign requested address"))
        {
            return "this host has no such address: take one that it has, or 0.0.0.0 for all";
        }
        if (text.contains("nresolved") || text.contains("UnknownHost"))
        {
            return "its host is not known: take a name or address of this host";
        }
        return text.lines().findFirst().orElse("the media driver refuses");
    }

    /** The client is gone, and the subscription with it: listen anew. */
    void reset(final long notBeforeNs)
    {
        isListening = false;
        claim = null;
        subscription = null;
        untaken.clear();
        untouched.clear();
        retryNs = notBeforeNs;
    }

    void close(final Aeron aeron)
    {
        if (null != claim)
        {
            claim.close();
        }
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
