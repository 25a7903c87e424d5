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
import io.weir.codecs.ChallengeDecoder;
import io.weir.codecs.ChallengeResponseDecoder;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.HeartbeatDecoder;
import io.weir.codecs.HelloDecoder;
import io.weir.codecs.ReceiptDecoder;
import io.weir.codecs.RollDecoder;
import io.weir.codecs.SessionCode;
import io.weir.codecs.WelcomeDecoder;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.link.Connection;
import io.weir.link.FrameConsumer;
import io.weir.link.FrameSink;
import io.weir.link.LaneWriter;
import io.weir.link.Link;
import io.weir.link.RingLane;
import io.weir.session.handshake.PeerText;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * A session's way to a peer outside the process, over a connection that nobody trusts (N-1, W-4). Says that this side
 * is alive, and notices when the other is not (N-3). Owned by the agent; lanes are opened by any thread.
 */
final class RemoteLink implements Link
{
    /** Frames polled before what they gave rise to is published. */
    private static final int PORTION = 32;

    private final SessionAgent agent;
    private final SessionEnd session;
    private final FrameConsumer consumer;
    private final FrameSink sink;
    private final Durability durability;
    private final Reconnection reconnection;
    private final int maxFrame;
    private final int pollLimit;
    private final long beatIntervalNs;
    private final long lossTimeoutNs;
    private final LinkLanes lanes = new LinkLanes();
    private final ReceiptDecoder receipt = new ReceiptDecoder();
    /** The connection that the session has now; null while it is detached. */
    private Connection connection;
    /** When it was last looked for signs of life. */
    private long lookedNs;
    /** For how long this connection was listened to, until now and until the last sign of life. */
    private long listenedNs;
    private long heardAfterNs;
    private long beatNs;
    private String lastLoss = "";
    private volatile boolean closed;

    /**
     * Creates the link.
     *
     * @param agent        that drives it.
     * @param session      whose link it is.
     * @param connection   that both sides have agreed on.
     * @param durability   of a session that outlives its connections, else null.
     * @param reconnection that finds it another connection, null where that is the peer's to do.
     */
    RemoteLink(
        final SessionAgent agent,
        final SessionEnd session,
        final Connection connection,
        final Durability durability,
        final Reconnection reconnection)
    {
        this.agent = agent;
        this.session = session;
        this.connection = connection;
        this.durability = durability;
        this.reconnection = reconnection;
        sink = null == durability ? connection.sink() : durability.ring();
        consumer = agent.untrusted();
        maxFrame = Math.min(session.terms().maxFrame(), connection.maxFrame());
        final Configuration configuration = agent.config().configuration();
        pollLimit = configuration.value(Settings.LANE_POLL_LIMIT);
        beatIntervalNs = configuration.value(Settings.SESSION_HEARTBEAT_INTERVAL);
        lossTimeoutNs = configuration.value(Settings.SESSION_LOSS_TIMEOUT);
        beginListening(agent.nowNs());
        beatNs = lookedNs;
        if (null != durability)
        {
            durability.attach(connection.sink(), 0, lookedNs);
        }
        if (null != reconnection)
        {
            reconnection.of(this);
        }
    }

    /** What a duty cycle owes the link. */
    int work(final long nowNs)
    {
        if (null == connection)
        {
            return awaitConnection(nowNs);
        }
        int work = poll(nowNs);
        if (!closed)
        {
            work += connection.work(epoch());
        }
        work += drain();
        if (!closed)
        {
            work += live(nowNs);
        }
        if (null != durability && !closed)
        {
            // Goodbye is the last frame of this side.
            work += durability.work(nowNs, !session.hasSaidGoodbye());
        }
        return work;
    }

    /** Moves on what other threads have sent; it is retained where the session is durable. */
    private int drain()
    {
        if (!closed && session.isLeaving())
        {
            // Goodbye is the last frame of this side: what the lanes hold comes too late.
            lanes.close();
        }
        else if (!closed)
        {
            // A claim that a callback left open would stand in the way.
            sink.abort();
            return lanes.drainTo(sink, pollLimit);
        }
        return 0;
    }

    /** What a duty cycle owes the link of a session that is detached. */
    private int awaitConnection(final long nowNs)
    {
        if (expire(nowNs))
        {
            return 1;
        }
        return drain() + (null == reconnection || closed ? 0 : reconnection.work(nowNs));
    }

    /** {@return whether the session, which is detached, was not to be kept any longer, and has ended} */
    boolean expire(final long nowNs)
    {
        final String why = durability.expiry(nowNs);
        if (null != why)
        {
            session.lost(
                SessionCloseReason.RETENTION_EXCEEDED,
                SessionCode.RESUME_LOST,
                why + "; the last one was lost: " + lastLoss);
        }
        return null != why;
    }

    /** The connection is gone, or its peer has another: the session waits for that (N-4). */
    void detach(final SessionCloseReason reason, final String text)
    {
        final String words = PeerText.oneLine(text);
        final Connection last = connection;
        lastLoss = words;
        connection = null;
        close(last);
        durability.detach(heardAfterNs, listenedNs, agent.nowNs());
        agent.tally().increment(CounterType.SESSIONS_DETACHED);
        agent.tally().increment(CounterType.SESSION_DETACHES_TOTAL);
        if (null != reconnection)
        {
            reconnection.begin(agent.nowNs());
        }
        session.hear(() -> agent.config().listener().onDetached(session, reason, words));
    }

    /**
     * Goes on over another connection: what the peer has not received is sent again, then what can be stated anew is
     * (N-4).
     */
    void resume(final Connection next, final long peerReceived)
    {
        try
        {
            goOn(next, peerReceived);
        }
        catch (final Throwable ex)
        {
            close(next);
            session.failed(ex);
        }
    }

    private void goOn(final Connection next, final long peerReceived)
    {
        if (!durability.attach(next.sink(), peerReceived, agent.nowNs()))
        {
            throw new IllegalStateException("a count of " + peerReceived + " was said to be retained");
        }
        connection = next;
        beginListening(agent.nowNs());
        beatNs = lookedNs;
        agent.tally().decrement(CounterType.SESSIONS_DETACHED);
        agent.tally().increment(CounterType.SESSION_RESUMES_TOTAL);
        session.machine().credits().restate();
        session.machine().opener().restateCancels();
        session.resumed();
    }

    /**
     * One side knows that the session cannot go on, which is not to be expected (N-4). The reason may hold words of the
     * peer, and is for the application alone.
     */
    void refused(final SessionCode code, final String reason)
    {
        agent.errors().onError(new PeerBreachException("a durable session cannot go on: " + code));
        session.lost(SessionCloseReason.RESUME_REFUSED, code, reason);
    }

    /** {@return what the session has over all its connections, null if it ends with this one} */
    Durability durability()
    {
        return durability;
    }

    /** {@return whose link this is} */
    SessionEnd session()
    {
        return session;
    }

    /** {@return whether it is the peer who connects} */
    boolean isAcceptor()
    {
        return null == reconnection;
    }

    private long epoch()
    {
        return null == durability ? 1 : durability.epoch();
    }

    /** The transport threw: nothing more is to be expected of this connection. */
    void fail(final String reason)
    {
        if (null == connection)
        {
            session.lost(SessionCloseReason.TRANSPORT_LOST, SessionCode.RESUME_LOST, reason);
        }
        else
        {
            session.onConnectionLost(SessionCloseReason.TRANSPORT_LOST, reason);
        }
    }

    /** Whether the session has ended, and there is nothing to work on. */
    boolean isClosed()
    {
        return closed;
    }

    /** The connection that the session has now. */
    Connection connection()
    {
        return connection;
    }

    @Override
    public FrameSink sink()
    {
        return sink;
    }

    @Override
    public int peerIndex()
    {
        return 0;
    }

    @Override
    public boolean isRemote()
    {
        return true;
    }

    @Override
    public int maxFrame()
    {
        return maxFrame;
    }

    @Override
    public int maxMessageFrames()
    {
        final Configuration configuration = agent.config().configuration();
        final int record =
            BitUtil.align(maxFrame + RingLane.RECORD_HEADER_LENGTH, configuration.value(Settings.LANE_CELL_LENGTH));
        return Math.min(sink().maxFrames(maxFrame), configuration.value(Settings.LANE_LENGTH) / record);
    }

    @Override
    public Object receiver()
    {
        return this;
    }

    @Override
    public LaneWriter openLane(final int publishBatch)
    {
        final Configuration configuration = agent.config().configuration();
        final RingLane lane = new RingLane(
            configuration.value(Settings.LANE_LENGTH),
            configuration.value(Settings.LANE_CELL_LENGTH),
            configuration.value(Settings.FRAME_MAX));
        lanes.add(lane.reader());
        return lane.writer(publishBatch);
    }

    @Override
    public int laneIndex()
    {
        return 0;
    }

    @Override
    public boolean isDisconnected()
    {
        return closed || null == durability && agent.isAgentThread() && connection.isDrained();
    }

    @Override
    public boolean onSessionFrame(final long word, final DirectBuffer buffer, final int offset)
    {
        switch (FrameHeader.templateId(word))
        {
            case HeartbeatDecoder.TEMPLATE_ID ->
            {
                return true;
            }
            case ReceiptDecoder.TEMPLATE_ID ->
            {
                onReceipt(word, buffer, offset + FrameHeader.LENGTH);
                return true;
            }
            case RollDecoder.TEMPLATE_ID ->
            {
                if (!connection.onRoll(new RollDecoder().wrap(
                    buffer,
                    offset + FrameHeader.LENGTH,
                    FrameHeader.blockLength(word),
                    FrameHeader.version(word)).aeronSessionId()))
                {
                    session.violated("a Roll that leads nowhere");
                }
                return true;
            }
            case HelloDecoder.TEMPLATE_ID, WelcomeDecoder.TEMPLATE_ID, ChallengeDecoder.TEMPLATE_ID,
                ChallengeResponseDecoder.TEMPLATE_ID ->
            {
                session.violated("a frame of the handshake within the session");
                return true;
            }
            default ->
            {
                return false;
            }
        }
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            lanes.close();
            agent.config().lanes().forget(this);
            closeConnection();
        }
    }

    @Override
    public String toString()
    {
        final Connection current = connection;
        return null == current ? "detached" : current.description();
    }

    /** What is committed goes before it closes, as far as there is room. */
    private void closeConnection()
    {
        try
        {
            sink.abort();
            sink.publish();
        }
        finally
        {
            if (null != durability)
            {
                durability.close();
            }
            if (null == connection)
            {
                agent.tally().decrement(CounterType.SESSIONS_DETACHED);
            }
            else
            {
                connection.close();
            }
        }
    }

    /** The session goes on without it, whatever becomes of it. */
    private void close(final Connection last)
    {
        try
        {
            last.close();
        }
        catch (final Throwable ex)
        {
            agent.errors().onError(ex);
        }
    }

    private void onReceipt(final long word, final DirectBuffer buffer, final int blockOffset)
    {
        if (null != durability)
        {
            receipt.wrap(buffer, blockOffset, FrameHeader.blockLength(word), FrameHeader.version(word));
            final String fault = durability.onReceipt(receipt.epoch(), receipt.received());
            if (null != fault)
            {
                session.violated(fault);
            }
        }
    }

    /** In portions, so that grants leave before all of a long queue is worked off (T-4). */
    private int poll(final long nowNs)
    {
        int done = 0;
        int frames;
        do
        {
            frames = connection.poll(session.index(), consumer, Math.min(PORTION, pollLimit - done));
            if (frames > 0)
            {
                // What goes elsewhere waits for the end of the duty cycle: there may be many links.
                sink.publish();
            }
            done += frames;
        }
        while (frames >= PORTION && done < pollLimit && !closed);
        final boolean isHeldBack = 0 == done && connection.isHeldBack();
        if (done > 0 || isHeldBack)
        {
            heard(nowNs);
        }
        return isHeldBack ? 1 : done;
    }

    private void beginListening(final long nowNs)
    {
        lookedNs = nowNs;
        listenedNs = 0;
        heardAfterNs = 0;
    }

    private void heard(final long nowNs)
    {
        listen(nowNs);
        heardAfterNs = listenedNs;
    }

    /**
     * Counts for how long this side has listened: of a pause of its own no more than the time between two heartbeats. A
     * machine that stands still for longer than the patience pauses both sides, and the one that wakes first hears
     * nothing yet (N-3).
     */
    private void listen(final long nowNs)
    {
        listenedNs += Math.min(nowNs - lookedNs, beatIntervalNs);
        lookedNs = nowNs;
    }

    /** Only after a poll: a process that was paused first reads what was sent to it meanwhile (N-3). */
    private int live(final long nowNs)
    {
        if (connection.isDrained())
        {
            session.onConnectionLost(lossOr(SessionCloseReason.CONNECTION_LOST), connection.reason());
            return 1;
        }
        listen(nowNs);
        final long silentNs = listenedNs - heardAfterNs;
        if (silentNs > lossTimeoutNs)
        {
            agent.tally().increment(CounterType.SESSIONS_SILENT_TOTAL);
            session.onConnectionLost(
                lossOr(SessionCloseReason.PEER_SILENT),
                "nothing was heard for " + silentNs / 1_000_000 + " ms");
            return 1;
        }
        if (nowNs - beatNs >= 0 && !session.hasSaidGoodbye() && SessionFrames.heartbeat(connection.sink(), epoch()))
        {
            beatNs = nowNs + beatIntervalNs;
            return 1;
        }
        return 0;
    }

    /** Who loses its driver hears nothing of its peers either: that is to be told apart. */
    private SessionCloseReason lossOr(final SessionCloseReason ofThePeer)
    {
        return connection.isTransportLost() ? SessionCloseReason.TRANSPORT_LOST : ofThePeer;
    }
}
