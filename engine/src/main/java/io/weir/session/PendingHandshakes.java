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
package io.weir.session;

import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.link.Connection;
import io.weir.policy.PeerAuthenticator;
import java.util.ArrayList;

/** An agent's handshakes under way, bounded in number and time (N-2). Owned by the agent. */
final class PendingHandshakes
{
    private final SessionAgent agent;
    private final Admittance.Door door;
    private final int maxAccepting;
    private final long timeoutNs;
    private final HandshakeReader reader = new HandshakeReader();
    private final ArrayList<AcceptHandshake> accepting = new ArrayList<>();
    private final ArrayList<ConnectHandshake> connecting = new ArrayList<>();
    private PeerAuthenticator authenticator;
    private Connection delayed;
    private long nextId = 1;

    PendingHandshakes(final SessionAgent agent, final Admittance.Door door)
    {
        this.agent = agent;
        this.door = door;
        final Configuration configuration = agent.config().configuration();
        maxAccepting = configuration.value(Settings.HANDSHAKE_PENDING_MAX);
        timeoutNs = configuration.value(Settings.HANDSHAKE_TIMEOUT);
    }

    /** Begins with a peer that has connected, unless as many as may be are under way: then it is to wait. */
    boolean accept(final Connection connection)
    {
        if (accepting.size() >= maxAccepting)
        {
            if (delayed != connection)
            {
                delayed = connection;
                agent.tally().increment(CounterType.HANDSHAKES_DELAYED_TOTAL);
            }
            return false;
        }
        if (null == authenticator)
        {
            authenticator = agent.config().peers().authenticators().get();
        }
        accepting.add(new AcceptHandshake(
            agent, nextId++, connection, authenticator, door, agent.nowNs() + timeoutNs, reader));
        agent.tally().increment(CounterType.HANDSHAKES_PENDING);
        return true;
    }

    /** Begins with a peer that was connected to. */
    void connect(
        final Connection connection,
        final String address,
        final Greeting hello,
        final ConnectHandshake.Outcome outcome)
    {
        connecting.add(new ConnectHandshake(
            connection,
            address,
            hello,
            agent.config().peers().credentials(),
            outcome,
            agent.nowNs() + timeoutNs,
            reader));
    }

    int work(final long nowNs)
    {
        int work = 0;
        for (int i = accepting.size() - 1; i >= 0; i--)
        {
            final AcceptHandshake handshake = accepting.get(i);
            try
            {
                work += handshake.work(nowNs);
            }
            catch (final RuntimeException ex)
            {
                agent.errors().onError(ex);
                handshake.abort();
            }
            if (handshake.isDone())
            {
                accepting.remove(i);
                agent.tally().decrement(CounterType.HANDSHAKES_PENDING);
            }
        }
        for (int i = connecting.size() - 1; i >= 0; i--)
        {
            final ConnectHandshake handshake = connecting.get(i);
            try
            {
                work += handshake.work(nowNs);
            }
            catch (final RuntimeException ex)
            {
                agent.errors().onError(ex);
                handshake.abort(ex.toString());
            }
            if (handshake.isDone())
            {
                connecting.remove(i);
            }
        }
        return work;
    }

    /** The engine is closing: nobody else is let in, and nobody waited for. */
    void close()
    {
        accepting.forEach(AcceptHandshake::close);
        connecting.forEach(ConnectHandshake::close);
    }

    /** The agent has stopped. */
    void abort()
    {
        close();
        accepting.forEach(AcceptHandshake::abort);
        accepting.clear();
        connecting.clear();
    }
}
