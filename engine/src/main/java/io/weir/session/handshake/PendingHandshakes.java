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
package io.weir.session.handshake;

import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.counters.Incidents;
import io.weir.counters.Tally;
import io.weir.link.Connection;
import io.weir.policy.PeerAuthenticator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.agrona.ErrorHandler;

/** An agent's handshakes under way, bounded in number and time (N-2). Owned by the agent. */
public final class PendingHandshakes
{
    /** How many of those that wait are known, since strangers decide how many there are. */
    private static final int MOST_DELAYED = 1024;

    private final PeerPolicy peers;
    private final Admittance.Door door;
    private final Tally tally;
    private final ErrorHandler errors;
    private final Incidents incidents;
    private final int maxAccepting;
    private final long timeoutNs;
    private final HandshakeReader reader = new HandshakeReader();
    private final ArrayList<AcceptHandshake> accepting = new ArrayList<>();
    private final ArrayList<ConnectHandshake> connecting = new ArrayList<>();
    /** Those that were told to wait, so that each is counted once; they may have gone away since. */
    private final Set<Connection> delayed = Collections.newSetFromMap(new IdentityHashMap<>());
    private PeerAuthenticator authenticator;
    private long nextId = 1;

    /**
     * Begins without any.
     *
     * @param configuration of the engine.
     * @param peers         how they and this engine know each other.
     * @param door          who decides about peers that have shown who they are.
     * @param tally         of the agent.
     * @param counters of the engine, with its error log.
     */
    public PendingHandshakes(
        final Configuration configuration,
        final PeerPolicy peers,
        final Admittance.Door door,
        final Tally tally,
        final Counters counters)
    {
        this.peers = peers;
        this.door = door;
        this.tally = tally;
        errors = counters.errorLog();
        incidents = counters.incidents();
        maxAccepting = configuration.value(Settings.HANDSHAKE_PENDING_MAX);
        timeoutNs = configuration.value(Settings.HANDSHAKE_TIMEOUT);
    }

    /**
     * Begins with a peer that has connected, unless as many as may be are under way: then it is to wait.
     *
     * @param connection of the peer.
     * @param nowNs      time of the duty cycle.
     * @return whether it has begun, and the connection is taken.
     */
    public boolean accept(final Connection connection, final long nowNs)
    {
        if (accepting.size() >= maxAccepting && !(connection.hasSpoken() && displace()))
        {
            if (delayed.size() >= MOST_DELAYED)
            {
                delayed.clear();
            }
            if (delayed.add(connection))
            {
                count(CounterType.HANDSHAKES_DELAYED_TOTAL);
            }
            return false;
        }
        if (!delayed.isEmpty())
        {
            delayed.remove(connection);
        }
        try
        {
            if (null == authenticator)
            {
                authenticator = peers.authenticators().get();
            }
            accepting.add(new AcceptHandshake(this, nextId++, connection, nowNs + timeoutNs));
            count(CounterType.HANDSHAKES_PENDING);
        }
        catch (final Throwable ex)
        {
            onError(ex);
            count(CounterType.HANDSHAKES_ABANDONED_TOTAL);
            close(connection);
        }
        return true;
    }

    /**
     * Of those that have said nothing the oldest gives way: silence denies nobody (N-2).
     *
     * @return whether there was one.
     */
    private boolean displace()
    {
        for (int i = 0; i < accepting.size(); i++)
        {
            if (accepting.get(i).isSilent())
            {
                final AcceptHandshake silent = accepting.remove(i);
                tally.decrement(CounterType.HANDSHAKES_PENDING);
                count(CounterType.HANDSHAKES_DISPLACED_TOTAL);
                abort(silent);
                return true;
            }
        }
        return false;
    }

    /**
     * Begins with a peer that was connected to.
     *
     * @param connection to the peer.
     * @param address    of the peer.
     * @param hello      what to ask for.
     * @param outcome    that hears how it ends.
     * @param nowNs      time of the duty cycle.
     */
    public void connect(
        final Connection connection,
        final String address,
        final Greeting hello,
        final HandshakeOutcome outcome,
        final long nowNs)
    {
        connecting.add(new ConnectHandshake(
            connection, address, hello, peers.credentials(), outcome, nowNs + timeoutNs, reader));
    }

    /**
     * Goes on with each as far as it goes.
     *
     * @param nowNs time of the duty cycle.
     * @return the work done, 0 for none.
     */
    public int work(final long nowNs)
    {
        int work = 0;
        for (int i = accepting.size() - 1; i >= 0; i--)
        {
            final AcceptHandshake handshake = accepting.get(i);
            try
            {
                work += handshake.work(nowNs);
            }
            catch (final Throwable ex)
            {
                onError(ex);
                abort(handshake);
            }
            if (handshake.isDone())
            {
                accepting.remove(i);
                tally.decrement(CounterType.HANDSHAKES_PENDING);
                if (accepting.isEmpty())
                {
                    delayed.clear();
                }
            }
        }
        for (int i = connecting.size() - 1; i >= 0; i--)
        {
            final ConnectHandshake handshake = connecting.get(i);
            try
            {
                work += handshake.work(nowNs);
            }
            catch (final Throwable ex)
            {
                onError(ex);
                abort(handshake, ex);
            }
            if (handshake.isDone())
            {
                connecting.remove(i);
            }
        }
        return work;
    }

    /** The engine is closing: nobody else is let in, and nobody waited for. */
    public void close()
    {
        for (final AcceptHandshake handshake : accepting)
        {
            try
            {
                handshake.close();
            }
            catch (final Throwable ex)
            {
                onError(ex);
                abort(handshake);
            }
        }
        for (final ConnectHandshake handshake : connecting)
        {
            try
            {
                handshake.close();
            }
            catch (final Throwable ex)
            {
                onError(ex);
                abort(handshake, ex);
            }
        }
    }

    /** The agent has stopped. */
    public void abort()
    {
        close();
        accepting.forEach(this::abort);
        accepting.clear();
        connecting.clear();
    }

    /** One that fails even as it is given up costs nobody else. */
    private void abort(final AcceptHandshake handshake)
    {
        try
        {
            handshake.abort();
        }
        catch (final Throwable ex)
        {
            onError(ex);
        }
    }

    private void abort(final ConnectHandshake handshake, final Throwable cause)
    {
        try
        {
            handshake.abort(cause);
        }
        catch (final Throwable ex)
        {
            onError(ex);
        }
    }

    private void close(final Connection connection)
    {
        try
        {
            connection.close();
        }
        catch (final Throwable ex)
        {
            onError(ex);
        }
    }

    PeerAuthenticator authenticator()
    {
        return authenticator;
    }

    HandshakeReader reader()
    {
        return reader;
    }

    Admittance admit(final Greeting hello, final String principal, final Connection connection)
    {
        return door.admit(hello, principal, connection);
    }

    /** {@return what is said in the system's log} */
    Incidents incidents()
    {
        return incidents;
    }

    void count(final CounterType type)
    {
        tally.increment(type);
    }

    /** {@return whether none is under way, nor waits to begin} */
    public boolean isEmpty()
    {
        return accepting.isEmpty() && connecting.isEmpty() && delayed.isEmpty();
    }

    void onError(final Throwable failure)
    {
        errors.onError(failure);
    }
}
