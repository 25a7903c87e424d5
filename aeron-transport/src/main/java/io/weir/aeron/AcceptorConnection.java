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
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.HelloDecoder;
import io.weir.link.FrameRecords;
import org.agrona.DirectBuffer;

/**
 * The end that a peer connected to: that peer's own image of the listening subscription, and a publication back to it
 * once it is wanted. As long as the image does not begin with Hello nothing of it is taken, for it may be the successor
 * that another connection's Roll is about to name (N-5).
 */
final class AcceptorConnection extends AeronConnection implements ControlledFragmentHandler
{
    private static final int NO_IMAGE = 0;
    private static final int AWAITED = 1;

    private final AeronListener listener;
    private final String source;
    private AddedPublication reply;
    private AddedPublication nextReply;
    private boolean replyWanted;
    private boolean begun;
    private boolean startsWithHello;
    private int successor = NO_IMAGE;
    private int successorId;
    private long successorDeadlineNs;
    private long heldDeadlineNs;
    private long nowNs;
    private long shownAtNs;
    private boolean dated;

    AcceptorConnection(
        final AeronTransportAgent agent,
        final AeronChannel channel,
        final AeronListener listener,
        final Image image)
    {
        super(agent, channel);
        this.listener = listener;
        source = image.sourceIdentity();
        image(image);
    }

    @Override
    public void openReply()
    {
        replyWanted = true;
        maintain(nowNs);
    }

    @Override
    public boolean hasSpoken()
    {
        return begun || isHello();
    }

    @Override
    public int work(final long epoch)
    {
        if (isClosed() || !agent.isClientOpen())
        {
            return 0;
        }
        sink.hold(agent.isAtEnd(sink.publication(), channel));
        return null == nextReply ? 0 : roll(epoch);
    }

    @Override
    public boolean onRoll(final int transportSessionId)
    {
        if (NO_IMAGE != successor || null != nextReply)
        {
            return false;
        }
        successor = AWAITED;
        successorId = transportSessionId;
        successorDeadlineNs = nowNs + AeronTransportAgent.ROLL_TIMEOUT_NS;
        return true;
    }

    @Override
    public String description()
    {
        return channel.address() + " (accepted from " + source + ")";
    }

    @Override
    public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        final int skipped =
            PublicationSink.PACKED == header.reservedValue() ? FrameRecords.HEADER_LENGTH : 0;
        final boolean isFrame = length - skipped >= FrameHeader.LENGTH && length <= buffer.capacity() - offset;
        final long word = isFrame ? FrameHeader.word(buffer, offset + skipped) : 0;
        startsWithHello =
            HelloDecoder.SCHEMA_ID == FrameHeader.schemaId(word) &&
                HelloDecoder.TEMPLATE_ID == FrameHeader.templateId(word);
        return Action.ABORT;
    }

    @Override
    Image pollable()
    {
        if (NO_IMAGE != successor)
        {
            return followPeer();
        }
        if (!begun)
        {
            begun = isHello();
            return begun ? image() : null;
        }
        return image();
    }

    /** {@return whether its first frame is there, and is Hello; nothing is consumed} */
    boolean isHello()
    {
        if (!begun && !startsWithHello && null != image())
        {
            image().controlledPoll(this, 1);
        }
        return startsWithHello;
    }

    /**
     * {@return whether it is time to show it: a peer that says Hello at once, one that is silent after a while, for it
     * may be a successor}
     *
     * @param now time of the duty cycle.
     */
    boolean isPresentable(final long now)
    {
        if (!dated)
        {
            dated = true;
            nowNs = now;
            shownAtNs = now + AeronTransportAgent.SUCCESSOR_GRACE_NS;
        }
        return isHello() || shownAtNs - now <= 0;
    }

    /** {@return whether the image can still turn out to be a successor} */
    boolean isUntouched()
    {
        return !begun && !isClosed();
    }

    /** {@return the image, which goes to the connection whose Roll has named it} */
    Image surrender()
    {
        final Image image = image();
        image(null);
        end("its peer goes on with an earlier connection here");
        return image;
    }

    @Override
    void maintain(final long now)
    {
        nowNs = now;
        if (isClosed() || !agent.isClientOpen())
        {
            return;
        }
        try
        {
            if (replyWanted && null == reply)
            {
                reply = new AddedPublication(
                    agent.client(), channel.replyPublication(image().correlationId()), channel.replyStreamId());
            }
            if (null != reply && !isConnected())
            {
                final ExclusivePublication publication = reply.get(agent.client());
                if (null != publication && publication.isConnected())
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
        if (NO_IMAGE != successor && successorDeadlineNs - now < 0)
        {
            end("the peer named a place to go on that did not come");
        }
        watchEnd(now);
        watch(NO_IMAGE == successor);
    }

    @Override
    void release(final boolean clientOpen)
    {
        if (clientOpen)
        {
            if (null != nextReply)
            {
                nextReply.close(agent.client());
            }
            if (null != reply)
            {
                reply.close(agent.client());
            }
            if (null != image())
            {
                agent.turnAway(image(), null != reply && !isStorageLacking(), reason());
            }
        }
    }

    @Override
    boolean isWaiting()
    {
        return !isClosed() && (null != reply && !isConnected() || NO_IMAGE != successor || null != nextReply);
    }

    /** What the peer sent in the old place is drained, since its Roll was the last of it. */
    private Image followPeer()
    {
        final Image next = listener.surrender(successorId);
        if (null == next)
        {
            return null;
        }
        agent.turnAway(image(), true, "rolled");
        image(next);
        successor = NO_IMAGE;
        if (null != reply && agent.isClientOpen())
        {
            nextReply = new AddedPublication(
                agent.client(), channel.replyPublication(next.correlationId()), channel.replyStreamId());
        }
        return next;
    }

    private int roll(final long epoch)
    {
        try
        {
            final ExclusivePublication next = nextReply.get(agent.client());
            if (null != next && next.isConnected() && sendRoll(next.sessionId(), epoch))
            {
                sink.publication(next, channel.window());
                reply.close(agent.client());
                reply = nextReply;
                nextReply = null;
                return 1;
            }
        }
        catch (final RegistrationException ex)
        {
            refused(ex);
        }
        return 0;
    }

    /** It is for the connector to roll; if it does not, what is left of the positions is kept for a while. */
    private void watchEnd(final long now)
    {
        if (!agent.isAtEnd(sink.publication(), channel))
        {
            heldDeadlineNs = now + AeronTransportAgent.ROLL_TIMEOUT_NS;
        }
        else if (heldDeadlineNs - now < 0)
        {
            end("the positions of its publication are nearly used up, and the peer does not roll");
        }
    }
}
