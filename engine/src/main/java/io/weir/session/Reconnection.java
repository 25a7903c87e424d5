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

import io.weir.SessionCloseReason;
import io.weir.codecs.FrameSchema;
import io.weir.codecs.SessionCode;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.link.Connection;
import io.weir.link.TransportAgent;
import io.weir.session.handshake.Greeting;
import io.weir.session.handshake.HandshakeFrames;
import io.weir.session.handshake.HandshakeOutcome;
import io.weir.session.handshake.PendingHandshakes;
import io.weir.stream.ControlFrames;

/**
 * Brings a detached session a new connection, from the side that connected the first one: tries, waits longer and
 * longer, and gives up when the peer says that there is nothing to come back to (N-4). Owned by the agent.
 */
final class Reconnection implements HandshakeOutcome
{
    private final SessionAgent agent;
    private final SessionEnd session;
    private final TransportAgent transport;
    private final String address;
    private final PendingHandshakes handshakes;
    private final Backoff backoff;
    private RemoteLink link;
    private boolean connecting;
    private long nextAtNs;

    Reconnection(
        final SessionAgent agent,
        final SessionEnd session,
        final TransportAgent transport,
        final String address,
        final PendingHandshakes handshakes)
    {
        this.agent = agent;
        this.session = session;
        this.transport = transport;
        this.address = address;
        this.handshakes = handshakes;
        final Configuration configuration = agent.config().configuration();
        final int seed = configuration.value(Settings.SESSION_RECONNECT_SEED);
        backoff = new Backoff(
            configuration.value(Settings.SESSION_RECONNECT_DELAY_FIRST),
            configuration.value(Settings.SESSION_RECONNECT_FACTOR),
            configuration.value(Settings.SESSION_RECONNECT_DELAY_MAX),
            0 == seed ? System.nanoTime() ^ session.id() : seed);
    }

    /** Says which link it is for; once, before anything else. */
    void of(final RemoteLink newLink)
    {
        link = newLink;
    }

    /** The link has lost its connection. */
    void begin(final long nowNs)
    {
        nextAtNs = nowNs + backoff.next();
    }

    /** Tries when it is time to. */
    int work(final long nowNs)
    {
        if (connecting || nowNs - nextAtNs < 0)
        {
            return 0;
        }
        try
        {
            final Connection connection = transport.connect(address);
            link.durability().epoch(link.durability().epoch() + 1);
            handshakes.connect(connection, address, hello(), this, nowNs);
            connecting = true;
        }
        catch (final Throwable ex)
        {
            agent.errors().onError(ex);
            begin(nowNs);
        }
        return 1;
    }

    @Override
    public void onWelcome(final Connection connection, final Greeting welcome)
    {
        connecting = false;
        final Durability durability = link.durability();
        if (link.isClosed())
        {
            giveUp(connection, "session " + session.id() + " has ended at its connector meanwhile");
        }
        else if (welcome.sessionId() != session.id() || welcome.epoch() != durability.epoch() ||
            connection.maxFrame() < link.maxFrame() || !durability.retains(welcome.received()))
        {
            final String why = "the peer goes on from a count of " + welcome.received() + " in epoch " +
                welcome.epoch() + " with frames of " + connection.maxFrame() + " bytes, which this side cannot";
            giveUp(connection, why);
            link.refused(SessionCode.RESUME_LOST, why);
        }
        else
        {
            backoff.reset();
            link.resume(connection, welcome.received());
        }
    }

    /** The peer goes on with the session already, and need not wait for another connection. */
    private static void giveUp(final Connection connection, final String why)
    {
        HandshakeFrames.refuse(
            connection.sink(), SessionCode.RESUME_LOST, ControlFrames.text(why, connection.maxFrame() >> 1));
        connection.sink().publish();
        connection.close();
    }

    @Override
    public void onRefused(final SessionCode code, final String message)
    {
        connecting = false;
        if (!link.isClosed())
        {
            // An engine that closes ends its handshakes; its sessions may still have streams that want to finish.
            if (SessionCode.IDLE == code || SessionCode.LIMIT == code ||
                SessionCode.SHUTDOWN == code && agent.isClosing())
            {
                begin(agent.nowNs());
            }
            else
            {
                refused(code, message);
            }
        }
    }

    /** A peer that leaves, or has ended the session while nobody could tell this side, is nothing to complain of. */
    private void refused(final SessionCode code, final String message)
    {
        if (SessionCode.SHUTDOWN == code || SessionCode.RESUME_LOST == code)
        {
            session.lost(SessionCloseReason.RESUME_REFUSED, code, message);
        }
        else
        {
            link.refused(code, message);
        }
    }

    private Greeting hello()
    {
        final SessionTerms terms = session.terms();
        final Durability durability = link.durability();
        return new Greeting(
            FrameSchema.STREAM.version(),
            durability.epoch(),
            session.id(),
            durability.token(),
            durability.received(),
            terms.maxFrame(),
            terms.maxStreams(),
            terms.maxWindow());
    }
}
