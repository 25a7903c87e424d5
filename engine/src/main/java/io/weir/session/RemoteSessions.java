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
import io.weir.SessionCloseReason;
import io.weir.SessionRefusedException;
import io.weir.codecs.FrameSchema;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamIds;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.link.Connection;
import io.weir.link.FrameSink;
import io.weir.link.LaneBuffer;
import io.weir.link.RetentionPool;
import io.weir.link.TransportAgent;
import io.weir.session.handshake.Admittance;
import io.weir.session.handshake.Greeting;
import io.weir.session.handshake.HandshakeFrames;
import io.weir.session.handshake.HandshakeOutcome;
import io.weir.session.handshake.PendingHandshakes;
import io.weir.session.handshake.ResumeToken;
import io.weir.stream.ControlFrames;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * An agent's sessions with peers outside the process: the transports it drives, the handshakes under way, the links
 * that came of them. Owned by the agent.
 */
final class RemoteSessions
{
    private final SessionAgent agent;
    private final PendingHandshakes handshakes;
    private final Resumption resumption;
    private final RetentionPool retention;
    private final int maxSessions;
    private final int maxDurable;
    private final ArrayList<TransportAgent> transports = new ArrayList<>();
    private final ArrayList<RemoteLink> links = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();
    /** The only transport; null if there are none, or several. */
    private volatile TransportAgent waitedFor;
    private long timestampNs;

    RemoteSessions(final SessionAgent agent)
    {
        this.agent = agent;
        handshakes = new PendingHandshakes(
            agent.config().configuration(), agent.config().peers(), this::admit, agent.tally(),
            agent.config().counters());
        resumption = new Resumption(agent, links);
        retention = new RetentionPool(
            agent.config().configuration().value(Settings.SESSION_RETENTION_LENGTH),
            agent.config().configuration().value(Settings.FRAME_MAX));
        maxDurable = agent.config().configuration().value(Settings.SESSION_DURABLE_MAX);
        maxSessions = agent.config().configuration().value(Settings.SESSION_REMOTE_MAX);
    }

    /** Listens for peers. Before the agent runs, by the thread that launches the engine. */
    void listen(final TransportAgent transport, final String address)
    {
        adopt(transport);
        transport.listen(address, connection -> handshakes.accept(connection, agent.nowNs()));
    }

    /** {@return whether every address is listened at} Before the agent runs, by the thread that launches the engine. */
    boolean isListening(final long nowNs)
    {
        boolean isListening = true;
        for (int i = 0; i < transports.size(); i++)
        {
            isListening &= transports.get(i).isListening();
            transports.get(i).doWork(nowNs);
        }
        return isListening;
    }

    /** Connects, and asks for a new session. */
    void connect(final TransportAgent transport, final String address, final CompletableFuture<Session> future)
    {
        if (agent.isClosing())
        {
            future.completeExceptionally(
                new SessionRefusedException(SessionCode.SHUTDOWN, "the engine " + agent.roleName() + " is closed"));
            return;
        }
        final boolean isDurable = agent.config().configuration().value(Settings.SESSION_DURABLE);
        final Reservation reserved = new Reservation(isDurable ? retention.take() : null);
        if (isDurable && !reserved.isHeld())
        {
            agent.tally().increment(CounterType.CONNECTS_FAILED_TOTAL);
            future.completeExceptionally(new SessionRefusedException(SessionCode.LIMIT, retention.shortage()));
            return;
        }
        try
        {
            adopt(transport);
            handshakes.connect(transport.connect(address), address, hello(isDurable),
                outcome(transport, address, reserved, future), agent.nowNs());
        }
        catch (final Throwable ex)
        {
            reserved.giveBack();
            future.completeExceptionally(ex);
        }
    }

    private HandshakeOutcome outcome(
        final TransportAgent transport,
        final String address,
        final Reservation reserved,
        final CompletableFuture<Session> future)
    {
        return new HandshakeOutcome()
        {
            @Override
            public void onWelcome(final Connection connection, final Greeting welcome)
            {
                open(connection, StreamIds.CONNECTOR, welcome, "", reserved, future,
                    session -> new Reconnection(agent, session, transport, address, handshakes));
            }

            @Override
            public void onRefused(final SessionCode code, final String message)
            {
                reserved.giveBack();
                agent.tally().increment(CounterType.CONNECTS_FAILED_TOTAL);
                future.completeExceptionally(new SessionRefusedException(
                    code, agent.config().name() + " cannot connect to " + address + ": " + message));
            }
        };
    }

    /** Drives what there is; costs nothing where there are no transports. */
    int work(final long nowNs)
    {
        if (transports.isEmpty())
        {
            return 0;
        }
        int work = 0;
        for (int i = 0; i < transports.size(); i++)
        {
            try
            {
                work += transports.get(i).doWork(nowNs);
            }
            catch (final Throwable ex)
            {
                agent.errors().onError(ex);
            }
        }
        work += handshakes.work(nowNs);
        for (int i = 0; i < links.size();)
        {
            final RemoteLink link = links.get(i);
            work += work(link, nowNs);
            if (link.isClosed())
            {
                links.remove(i);
            }
            else
            {
                i++;
            }
        }
        return work;
    }

    /** What goes wrong with one connection is the end of that one. */
    private int work(final RemoteLink link, final long nowNs)
    {
        try
        {
            return link.work(nowNs);
        }
        catch (final Throwable ex)
        {
            fail(link, ex);
            return 1;
        }
    }

    private void fail(final RemoteLink link, final Throwable cause)
    {
        agent.errors().onError(cause);
        try
        {
            link.fail("the transport failed: " + cause.getMessage());
        }
        catch (final Throwable ex)
        {
            link.session().failed(ex);
        }
    }

    void beginBatch(final long epochNs)
    {
        timestampNs = epochNs;
        for (int i = 0; i < links.size(); i++)
        {
            begin(links.get(i).sink());
        }
    }

    void endBatch()
    {
        for (int i = 0; i < links.size(); i++)
        {
            final RemoteLink link = links.get(i);
            if (!link.isClosed())
            {
                endBatch(link);
            }
        }
    }

    private void endBatch(final RemoteLink link)
    {
        try
        {
            // A claim left open by a callback or by work is given up.
            link.sink().abort();
            link.sink().endBatch();
        }
        catch (final Throwable ex)
        {
            fail(link, ex);
        }
    }

    /** {@return whether there is no transport} */
    boolean isEmpty()
    {
        return transports.isEmpty();
    }

    /**
     * {@return whether it has waited for a peer, for so long at most; only one transport can be waited for}
     *
     * @param limitMs at the longest.
     */
    boolean await(final long limitMs)
    {
        final TransportAgent only = waitedFor;
        return null != only && links.isEmpty() && handshakes.isEmpty() && only.await(limitMs);
    }

    /** Ends {@link #await}. Any thread. */
    void wakeUp()
    {
        final TransportAgent only = waitedFor;
        if (null != only)
        {
            only.wakeUp();
        }
    }

    /** The engine is closing: nobody else is let in. */
    void closing()
    {
        handshakes.close();
    }

    /** The agent has stopped, its sessions have ended. */
    void close()
    {
        handshakes.abort();
        links.clear();
        for (final TransportAgent transport : transports)
        {
            try
            {
                transport.close();
            }
            catch (final Throwable ex)
            {
                agent.errors().onError(ex);
            }
        }
        transports.clear();
        retention.close();
        waitedFor = null;
    }

    private void adopt(final TransportAgent transport)
    {
        if (!transports.contains(transport))
        {
            transports.add(transport);
            waitedFor = 1 == transports.size() ? transport : null;
        }
    }

    private Greeting hello(final boolean isDurable)
    {
        final Configuration mine = agent.config().configuration();
        return new Greeting(
            FrameSchema.STREAM.version(),
            1,
            0,
            ResumeToken.NONE,
            isDurable ? 0 : Greeting.NOT_DURABLE,
            mine.value(Settings.FRAME_MAX),
            mine.value(Settings.SESSION_STREAMS_MAX),
            mine.value(Settings.STREAM_QUEUE_MAX));
    }

    /** Decides about a peer that is known by now. */
    private Admittance admit(final Greeting hello, final String principal, final Connection connection)
    {
        if (0 != hello.sessionId())
        {
            return resumption.admit(hello, principal, connection);
        }
        if (agent.isClosing())
        {
            return Admittance.refused(SessionCode.SHUTDOWN, "the engine is closing");
        }
        if (accepted(false) >= maxSessions || agent.sessions().nextIndex() == -1)
        {
            return Admittance.refused(SessionCode.LIMIT,
                "all " + maxSessions + " sessions that an agent takes from outside are open: try later, or raise " +
                    Settings.SESSION_REMOTE_MAX.key());
        }
        if (connection.maxFrame() < Greeting.LEAST_MAX_FRAME)
        {
            // Few words, since they are to fit such a frame.
            return Admittance.refused(SessionCode.LIMIT,
                "frames of " + connection.maxFrame() + " bytes; the least is " + Greeting.LEAST_MAX_FRAME);
        }
        final Reservation reserved =
            new Reservation(hello.isDurable() && accepted(true) < maxDurable ? retention.take() : null);
        final boolean isDurable = reserved.isHeld();
        final Configuration mine = agent.config().configuration();
        final Greeting welcome = new Greeting(
            Math.min(hello.version(), FrameSchema.STREAM.version()),
            1,
            newSessionId(),
            isDurable ? ResumeToken.next(random) : ResumeToken.NONE,
            isDurable ? 0 : Greeting.NOT_DURABLE,
            Math.min(hello.maxFrame(), Math.min(mine.value(Settings.FRAME_MAX), connection.maxFrame())),
            Math.min(hello.maxStreams(), mine.value(Settings.SESSION_STREAMS_MAX)),
            Math.min(hello.window(), mine.value(Settings.STREAM_QUEUE_MAX)));
        return Admittance.welcome(welcome, way -> open(
            way, StreamIds.ACCEPTOR, welcome, principal, reserved, new CompletableFuture<>(), session -> null),
            reserved::giveBack);
    }

    /**
     * How many sessions were admitted and live, all or the durable ones. Those take memory: so many can be, as far as
     * there is memory for them, and the others are told that they are not durable (N-4, T-11).
     */
    private int accepted(final boolean durable)
    {
        int count = 0;
        for (int i = 0; i < links.size(); i++)
        {
            final RemoteLink link = links.get(i);
            count += !link.isClosed() && link.isAcceptor() && (!durable || null != link.durability()) ? 1 : 0;
        }
        return count;
    }

    private long newSessionId()
    {
        long id = random.nextLong();
        while (0 == id)
        {
            id = random.nextLong();
        }
        return id;
    }

    /** Makes this side's end of a session that both agree on. */
    private void open(
        final Connection connection,
        final int initiator,
        final Greeting welcome,
        final String principal,
        final Reservation reserved,
        final CompletableFuture<Session> future,
        final Function<SessionEnd, Reconnection> reconnection)
    {
        final int index = agent.sessions().nextIndex();
        if (index == -1 || agent.isClosing())
        {
            reserved.giveBack();
            notOpened(connection, initiator, future, new SessionRefusedException(
                agent.isClosing() ? SessionCode.SHUTDOWN : SessionCode.LIMIT,
                agent.roleName() + " is closed, or has no room for another session"));
            return;
        }
        final SessionEnd session = new SessionEnd(agent, index, new SessionTerms(
            welcome.sessionId(), initiator, welcome.maxFrame(), welcome.maxStreams(), welcome.window(), principal));
        try
        {
            final Durability durability =
                welcome.isDurable() ? new Durability(agent, retention, reserved.take(), welcome) : null;
            reserved.giveBack();
            final RemoteLink link = new RemoteLink(
                agent, session, connection, durability, null == durability ? null : reconnection.apply(session));
            agent.sessions().put(session);
            begin(link.sink());
            session.open(link);
            links.add(link);
        }
        catch (final Throwable ex)
        {
            reserved.giveBack();
            sayFailed(connection, ex);
            if (session == agent.sessions().find(index))
            {
                session.lost(SessionCloseReason.FAILED, SessionCode.SHUTDOWN, "it could not be opened: " + ex);
            }
            notOpened(connection, initiator, future, ex);
            throw ex;
        }
        future.complete(session);
    }

    /** The peer takes the session for open. */
    private void sayFailed(final Connection connection, final Throwable cause)
    {
        try
        {
            final boolean isMemory = cause instanceof OutOfMemoryError;
            HandshakeFrames.refuse(connection.sink(), isMemory ? SessionCode.LIMIT : SessionCode.SHUTDOWN,
                ControlFrames.text("the session could not be opened" + (isMemory ? ": there is no memory" : ""),
                    Greeting.LEAST_MAX_FRAME >> 1));
            connection.sink().publish();
        }
        catch (final Throwable ex)
        {
            agent.errors().onError(ex);
        }
    }

    /** The handshake is over: nobody else closes the connection, or tells who waits for the session. */
    private void notOpened(
        final Connection connection,
        final int initiator,
        final CompletableFuture<Session> future,
        final Throwable why)
    {
        connection.close();
        if (StreamIds.CONNECTOR == initiator)
        {
            agent.tally().increment(CounterType.CONNECTS_FAILED_TOTAL);
        }
        future.completeExceptionally(why);
    }

    private void begin(final FrameSink sink)
    {
        sink.timestampNs(timestampNs);
        sink.beginBatch();
    }

    /** Memory that was taken for a session that may yet not come about. */
    private final class Reservation
    {
        private LaneBuffer memory;

        Reservation(final LaneBuffer memory)
        {
            this.memory = memory;
        }

        boolean isHeld()
        {
            return null != memory;
        }

        /** {@return the memory, for the caller to give back} */
        LaneBuffer take()
        {
            final LaneBuffer taken = memory;
            memory = null;
            return taken;
        }

        /** Gives the memory back unless it was taken. */
        void giveBack()
        {
            if (null != memory)
            {
                retention.giveBack(take());
            }
        }
    }
}
