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

import io.weir.Session;
import io.weir.codecs.SessionCode;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes both ends of a session between two agents of this process. There is no Hello and no Welcome: the values are the
 * lesser of both engines' settings (W-4). Runs in turns on the connector's agent, the acceptor's, the connector's.
 */
final class RingHandshake
{
    private static final AtomicLong NEXT_SESSION_ID = new AtomicLong(1);

    private final SessionAgent connector;
    private final SessionAgent acceptor;
    private final int maxFrame;
    private final CompletableFuture<Session> future;
    /** The connector's end; its agent's. */
    private SessionEnd mine;
    private final long sessionId = NEXT_SESSION_ID.getAndIncrement();

    RingHandshake(
        final SessionAgent connector,
        final SessionAgent acceptor,
        final int maxFrame,
        final CompletableFuture<Session> future)
    {
        this.connector = connector;
        this.acceptor = acceptor;
        this.maxFrame = maxFrame;
        this.future = future;
    }

    void begin()
    {
        attempt(this::beginAtConnector);
        if (acceptor.isClosed())
        {
            future.completeExceptionally(new IllegalStateException("the engine to connect to is closed"));
        }
    }

    private void beginAtConnector()
    {
        final SessionEnd end = create(connector, 0);
        if (null == end)
        {
            return;
        }
        end.awaitedBy(future);
        mine = end;
        connector.laneTo(acceptor);
        if (acceptor.isClosed())
        {
            connector.sessions().remove(end);
            future.completeExceptionally(new IllegalStateException("the engine to connect to is closed"));
            return;
        }
        acceptor.post(() -> attempt(() -> accept(end)));
    }

    private void accept(final SessionEnd connectorEnd)
    {
        if (connector.isClosed())
        {
            // Its lane may have been dropped already, and nobody would notice that the session has no peer.
            return;
        }
        final SessionEnd end = create(acceptor, 1);
        if (null == end)
        {
            connector.post(() -> connectorEnd.close(SessionCode.LIMIT));
            return;
        }
        try
        {
            final RingLink link =
                new RingLink(acceptor.laneTo(connector), connector, connectorEnd.index(), maxFrame);
            connector.post(() -> attempt(() -> complete(connectorEnd, end.index())));
            end.open(link);
        }
        catch (final Throwable ex)
        {
            end.failed(ex);
            throw ex;
        }
    }

    private void complete(final SessionEnd end, final int peerIndex)
    {
        if (end.isConnecting())
        {
            end.open(new RingLink(connector.laneTo(acceptor), acceptor, peerIndex, maxFrame));
            future.complete(end);
        }
        else
        {
            future.completeExceptionally(new IllegalStateException("the engine is closing"));
        }
    }

    /** What goes wrong is told to whoever waits for the session, and its end at the connector does not stay behind. */
    private void attempt(final Runnable step)
    {
        try
        {
            step.run();
        }
        catch (final Throwable ex)
        {
            future.completeExceptionally(new IllegalStateException("no session: " + ex.getMessage(), ex));
            connector.execute(() ->
            {
                if (null != mine)
                {
                    mine.failed(ex);
                }
            });
        }
    }

    private SessionEnd create(final SessionAgent agent, final int initiator)
    {
        final int index = agent.sessions().nextIndex();
        if (index == -1 || agent.isClosing())
        {
            future.completeExceptionally(new IllegalStateException(
                agent.isClosing() ? "the engine " + agent.roleName() + " is closed" :
                    agent.roleName() + " has " + SessionTable.MAX_SESSIONS + " sessions, and no room for more"));
            return null;
        }
        final Configuration mine = agent.config().configuration();
        final Configuration theirs = (agent == connector ? acceptor : connector).config().configuration();
        final SessionEnd end = new SessionEnd(agent, index, new SessionTerms(
            sessionId,
            initiator,
            maxFrame,
            Math.min(mine.value(Settings.SESSION_STREAMS_MAX), theirs.value(Settings.SESSION_STREAMS_MAX)),
            Math.min(mine.value(Settings.STREAM_QUEUE_MAX), theirs.value(Settings.STREAM_QUEUE_MAX)),
            ""));
        agent.sessions().put(end);
        return end;
    }
}
