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
import io.weir.codecs.SessionCode;
import io.weir.counters.CounterType;
import io.weir.link.Connection;
import io.weir.session.handshake.Admittance;
import io.weir.session.handshake.Greeting;
import java.util.List;

/**
 * Decides, on the accepting side, about a peer that wants to go on with a session that it had (N-4). Who guesses a
 * token or comes with an old epoch changes nothing. Owned by the agent.
 */
final class Resumption
{
    private final SessionAgent agent;
    private final List<RemoteLink> links;

    Resumption(final SessionAgent agent, final List<RemoteLink> links)
    {
        this.agent = agent;
        this.links = links;
    }

    /** Admits the peer to its session, whose old connection is closed from here on, or says why not. */
    Admittance admit(final Greeting hello, final String principal, final Connection connection)
    {
        final RemoteLink link = find(hello.sessionId());
        if (null == link)
        {
            return unknown(hello);
        }
        final SessionEnd session = link.session();
        final Durability durability = link.durability();
        if (!durability.token().matches(hello.token()) || !session.principal().equals(principal))
        {
            return refused(SessionCode.UNAUTHENTICATED, "session " + hello.sessionId() + " is not this peer's");
        }
        if (hello.epoch() <= durability.epoch())
        {
            return refused(SessionCode.PROTOCOL_VIOLATION,
                "epoch " + hello.epoch() + " of session " + session.id() + " is over: it is epoch " +
                    durability.epoch());
        }
        if (!durability.retains(hello.received()) || connection.maxFrame() < link.maxFrame())
        {
            final String why = "session " + session.id() + " cannot go on from a count of " + hello.received() +
                " with frames of " + connection.maxFrame() + " bytes";
            link.refused(SessionCode.RESUME_LOST, why);
            return refused(SessionCode.RESUME_LOST, why);
        }
        if (!durability.isDetached())
        {
            link.detach(SessionCloseReason.CONNECTION_LOST, "its peer has connected anew");
        }
        if (link.expire(agent.nowNs()))
        {
            return unknown(hello);
        }
        // From here on what belongs to an earlier attempt is stale, whether or not Welcome gets through.
        durability.epoch(hello.epoch());
        return Admittance.welcome(
            new Greeting(
                hello.version(),
                hello.epoch(),
                session.id(),
                durability.token(),
                durability.received(),
                session.terms().maxFrame(),
                session.terms().maxStreams(),
                session.terms().maxWindow()),
            way -> open(link, way, hello),
            () ->
            {
                // What a session has it keeps.
            });
    }

    private void open(final RemoteLink link, final Connection connection, final Greeting hello)
    {
        if (link.isClosed() || link.durability().epoch() != hello.epoch())
        {
            connection.close();
        }
        else
        {
            link.resume(connection, hello.received());
        }
    }

    private RemoteLink find(final long sessionId)
    {
        for (int i = 0; i < links.size(); i++)
        {
            final RemoteLink link = links.get(i);
            if (link.session().id() == sessionId && null != link.durability() && !link.isClosed() && link.isAcceptor())
            {
                return link;
            }
        }
        return null;
    }

    private Admittance unknown(final Greeting hello)
    {
        return refused(SessionCode.RESUME_LOST, "session " + hello.sessionId() + " is not kept here (any more)");
    }

    private Admittance refused(final SessionCode code, final String message)
    {
        agent.tally().increment(CounterType.SESSION_RESUMES_REFUSED_TOTAL);
        return Admittance.refused(code, message);
    }
}
