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

import io.weir.codecs.ChallengeDecoder;
import io.weir.codecs.ChallengeResponseDecoder;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.HeartbeatDecoder;
import io.weir.codecs.HelloDecoder;
import io.weir.codecs.ReceiptDecoder;
import io.weir.codecs.RollDecoder;
import io.weir.codecs.WelcomeDecoder;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.link.Connection;
import io.weir.link.FrameConsumer;
import io.weir.link.FrameSink;
import io.weir.link.LaneWriter;
import io.weir.link.Link;
import io.weir.link.RingLane;
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
    private final Connection connection;
    private final FrameConsumer consumer;
    private final long epoch;
    private final int maxFrame;
    private final int pollLimit;
    private final long beatIntervalNs;
    private final long lossTimeoutNs;
    private final LinkLanes lanes = new LinkLanes();
    private long heardNs;
    private long beatNs;
    private volatile boolean closed;

    RemoteLink(final SessionAgent agent, final SessionEnd session, final Connection connection, final long epoch)
    {
        this.agent = agent;
        this.session = session;
        this.connection = connection;
        this.epoch = epoch;
        consumer = agent.untrusted();
        maxFrame = Math.min(session.terms().maxFrame(), connection.maxFrame());
        final Configuration configuration = agent.config().configuration();
        pollLimit = configuration.value(Settings.LANE_POLL_LIMIT);
        beatIntervalNs = configuration.value(Settings.SESSION_HEARTBEAT_INTERVAL);
        lossTimeoutNs = configuration.value(Settings.SESSION_LOSS_TIMEOUT);
        heardNs = agent.nowNs();
        beatNs = heardNs;
    }

    /** What a duty cycle owes the link. */
    int work(final long nowNs)
    {
        int work = poll(nowNs);
        if (!closed)
        {
            work += connection.work(epoch);
        }
        if (!closed && session.isLeaving())
        {
            // Goodbye is the last frame of this side: what the lanes hold comes too late.
            lanes.close();
        }
        else if (!closed)
        {
            // A claim that a callback left open would stand in the way.
            connection.sink().abort();
            work += lanes.drainTo(connection.sink(), pollLimit);
        }
        if (!closed)
        {
            work += live(nowNs);
        }
        return work;
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
        return connection.sink();
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
        return closed || agent.isAgentThread() && connection.isDrained();
    }

    @Override
    public boolean onSessionFrame(final long word, final DirectBuffer buffer, final int offset)
    {
        switch (FrameHeader.templateId(word))
        {
            case HeartbeatDecoder.TEMPLATE_ID, ReceiptDecoder.TEMPLATE_ID ->
            {
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
            connection.sink().abort();
            connection.sink().publish();
            connection.close();
        }
    }

    @Override
    public String toString()
    {
        return connection.description();
    }

    /** In portions, so that grants leave before all of a long queue is worked off (T-4). */
    private int poll(final long nowNs)
    {
        int done = 0;
        int frames;
        do
        {
            frames = connection.poll(session.index(), consumer, PORTION);
            if (frames > 0)
            {
                agent.publish();
            }
            done += frames;
        }
        while (frames == PORTION && done < pollLimit && !closed);
        if (done > 0)
        {
            heardNs = nowNs;
        }
        return done;
    }

    /** Only after a poll: a process that was paused first reads what was sent to it meanwhile (N-3). */
    private int live(final long nowNs)
    {
        if (connection.isDrained())
        {
            session.onConnectionLost(connection.reason());
            return 1;
        }
        if (nowNs - heardNs > lossTimeoutNs)
        {
            agent.tally().increment(io.weir.counters.CounterType.SESSIONS_SILENT_TOTAL);
            session.onConnectionLost("nothing was heard for " + (nowNs - heardNs) / 1_000_000 + " ms");
            return 1;
        }
        if (nowNs - beatNs >= 0 && !session.hasSaidGoodbye() && SessionFrames.heartbeat(connection.sink(), epoch))
        {
            beatNs = nowNs + beatIntervalNs;
            return 1;
        }
        return 0;
    }
}
