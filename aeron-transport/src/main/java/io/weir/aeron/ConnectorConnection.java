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

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.exceptions.RegistrationException;

/**
 * The end that connected, and that leads when a connection rolls (N-5):
 *
 * <pre>
 *   STEADY     a position nears its end: ask for a successor pair      → OPENING
 *   OPENING    the successor is connected: Roll, the last frame        → ROLLED
 *   ROLLED     the peer's Roll arrives behind all it sent in the old   → STEADY, the old pair given back
 * </pre>
 */
final class ConnectorConnection extends AeronConnection
{
    private enum State
    {
        STEADY,
        OPENING,
        ROLLED
    }

    private State state = State.STEADY;
    private ConnectorPair pair;
    private ConnectorPair successor;
    private boolean peerRolled;
    private int peerRolledTo;
    private long retryNs;
    private long nowNs;

    ConnectorConnection(final AeronTransportAgent agent, final AeronChannel channel)
    {
        super(agent, channel);
    }

    @Override
    public void openReply()
    {
        // The acceptor's to do.
    }

    @Override
    public boolean hasSpoken()
    {
        return null != image();
    }

    @Override
    public int work(final long epoch)
    {
        if (isClosed() || !agent.isClientOpen())
        {
            return 0;
        }
        sink.hold(agent.isAtEnd(sink.publication(), channel));
        switch (state)
        {
            case STEADY:
                return isNearEnd() && agent.rolls() && nowNs - retryNs >= 0 ? openSuccessor() : 0;

            case OPENING:
                return roll(epoch);

            default:
                return 0;
        }
    }

    @Override
    public boolean onRoll(final int transportSessionId)
    {
        if (State.ROLLED != state || peerRolled)
        {
            return false;
        }
        peerRolled = true;
        peerRolledTo = transportSessionId;
        return true;
    }

    @Override
    public String description()
    {
        return channel.address() + " (connected)";
    }

    @Override
    Image pollable()
    {
        if (peerRolled && !followPeer())
        {
            return null;
        }
        takeReplies();
        return image();
    }

    @Override
    void maintain(final long now)
    {
        nowNs = now;
        if (isClosed())
        {
            return;
        }
        try
        {
            if (null == pair)
            {
                pair = new ConnectorPair(agent.client(), channel);
                retryNs = now;
            }
            if (!isConnected())
            {
                final ExclusivePublication publication = pair.connected(agent.client());
                if (null != publication)
                {
                    sink.publication(publication, channel.window());
                    onConnected();
                }
            }
        }
        catch (final RegistrationException ex)
        {
            refused(ex);
        }
        takeReplies();
        // An old image may end before its successor is polled: its last frame was Roll.
        watch(State.ROLLED != state);
    }

    @Override
    void release(final boolean clientOpen)
    {
        if (clientOpen)
        {
            if (null != successor)
            {
                successor.close(agent.client());
            }
            if (null != pair)
            {
                pair.close(agent.client());
            }
        }
    }

    @Override
    boolean isWaiting()
    {
        return !isClosed() && (!isConnected() || State.STEADY != state);
    }

    /** {@return what it sends through once the driver has made it, null before; connected or not} */
    ExclusivePublication publication()
    {
        return null == pair ? null : pair.publication();
    }

    /**
     * Whoever may write to a driver's memory is trusted, so who answers there beside the acceptor is one by mistake:
     * both would act on what is sent. Over a network a stranger could answer, and must not end a connection so.
     */
    private void takeReplies()
    {
        if (null == pair || isClosed())
        {
            return;
        }
        if (pair.isContended() && (null == image() || channel.isIpc()))
        {
            end("more than one engine listens at " + channel.address() + ": give each a stream-id of its own");
        }
        else if (null == image())
        {
            image(pair.replies());
        }
    }

    /** Each side's terms are of a length of its own. */
    private boolean isNearEnd()
    {
        final ExclusivePublication publication = sink.publication();
        return null != publication &&
            publication.position() >= channel.maxPosition() - agent.rollMargin(channel.termLength()) ||
            null != image() &&
                image().position() >= maxPosition(image()) - agent.rollMargin(image().termBufferLength());
    }

    private int openSuccessor()
    {
        successor = new ConnectorPair(agent.client(), channel);
        state = State.OPENING;
        return 1;
    }

    private int roll(final long epoch)
    {
        final ExclusivePublication next;
        try
        {
            next = successor.connected(agent.client());
        }
        catch (final RegistrationException ex)
        {
            agent.onError(ex);
            successor.close(agent.client());
            successor = null;
            state = State.STEADY;
            retryNs = nowNs + AeronTransportAgent.RETRY_NS;
            return 1;
        }
        if (null != next && sendRoll(next.sessionId(), epoch))
        {
            sink.publication(next, channel.window());
            state = State.ROLLED;
            return 1;
        }
        return 0;
    }

    /** What the peer sent in the old place is drained, since its Roll was the last of it. */
    private boolean followPeer()
    {
        final Image next = successor.replies();
        if (null == next)
        {
            return false;
        }
        peerRolled = false;
        if (next.sessionId() != peerRolledTo)
        {
            end("the peer named a place to go on that is not there");
            return true;
        }
        image(next);
        pair.close(agent.client());
        pair = successor;
        successor = null;
        state = State.STEADY;
        return true;
    }

    private static long maxPosition(final Image image)
    {
        return (long)image.termBufferLength() << (Integer.SIZE - 1);
    }
}
