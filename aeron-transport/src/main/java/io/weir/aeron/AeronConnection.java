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

import io.aeron.ErrorCode;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.exceptions.RegistrationException;
import io.weir.codecs.RollDecoder;
import io.weir.codecs.RollEncoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.SessionCode;
import io.weir.link.Connection;
import io.weir.link.FrameConsumer;
import io.weir.link.FrameSink;

/**
 * A publication and an image, one of each at a time, as one duplex way. Owned by the agent whose transport made it.
 */
abstract class AeronConnection implements Connection
{
    /** How the words begin that a side is turned away with for want of storage; the other side knows them by this. */
    private static final String NO_STORAGE = "the media driver has no storage for it: ";
    private static final int ROLL_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + RollDecoder.BLOCK_LENGTH;

    final AeronTransportAgent agent;
    final AeronChannel channel;
    final PublicationSink sink;

    private final FragmentAdapter fragments;
    private final RollEncoder roll = new RollEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    /** What is polled; null before it is there. */
    private Image image;
    private boolean connected;
    private boolean closed;
    private boolean released;
    private boolean drained;
    private boolean heldBack;
    /** Whether nobody received what is sent here when it was last looked for. */
    private boolean unheard;
    private boolean transportLost;
    private boolean storageLacking;
    private String reason = "";

    AeronConnection(final AeronTransportAgent agent, final AeronChannel channel)
    {
        this.agent = agent;
        this.channel = channel;
        sink = new PublicationSink(agent.staging());
        fragments = new FragmentAdapter(channel.isIpc());
    }

    @Override
    public final FrameSink sink()
    {
        return sink;
    }

    @Override
    public final int poll(final int sessionIndex, final FrameConsumer consumer, final int limit)
    {
        final Image current = pollable();
        if (null == current)
        {
            heldBack = false;
            drained = closed;
            return 0;
        }
        fragments.to(sessionIndex, consumer);
        int messages;
        do
        {
            // What has arrived when it is over is all there will be.
            heldBack = !closed && fragments.isToHold(current, agent.nowNs());
            if (heldBack)
            {
                break;
            }
            // Of messages with several frames one at a time, so that there are not many more than were asked for.
            messages = current.poll(fragments, fragments.isPacked() ? 1 : limit - fragments.frames());
        }
        while (messages > 0 && fragments.isPacked() && fragments.frames() < limit);
        final int frames = fragments.frames();
        if (frames > 0)
        {
            agent.polled(frames);
            consumer.onPortionEnd();
        }
        else if (heldBack)
        {
            agent.heldBack();
        }
        else
        {
            fragments.foundNothing();
            drained = closed;
        }
        return frames;
    }

    @Override
    public final boolean isHeldBack()
    {
        return heldBack;
    }

    @Override
    public final boolean isConnected()
    {
        return connected && !closed;
    }

    @Override
    public final boolean isClosed()
    {
        return closed;
    }

    @Override
    public final boolean isDrained()
    {
        return drained || closed && (null == image || image.isClosed());
    }

    @Override
    public final String reason()
    {
        return reason;
    }

    @Override
    public final SessionCode lossCode()
    {
        return storageLacking ? SessionCode.LIMIT : SessionCode.IDLE;
    }

    @Override
    public final boolean isTransportLost()
    {
        return transportLost || !closed && agent.isDriverSilent();
    }

    @Override
    public final int maxFrame()
    {
        final ExclusivePublication publication = sink.publication();
        final int out = null == publication ? Integer.MAX_VALUE : publication.maxPayloadLength();
        final int in = null == image ? Integer.MAX_VALUE : image.mtuLength() - AeronAddress.HEADER_LENGTH;
        return Math.min(out, in);
    }

    @Override
    public final void close()
    {
        try
        {
            end("closed here");
        }
        finally
        {
            if (!released)
            {
                released = true;
                drained = true;
                agent.forget(this);
                sink.release();
                release(agent.isClientOpen());
            }
        }
    }

    /** {@return the image to poll now, null if there is none yet or it is not to be touched} */
    abstract Image pollable();

    /**
     * What is due in a duty cycle: takes what the driver has made, notices what has gone.
     *
     * @param nowNs time of the duty cycle.
     */
    abstract void maintain(long nowNs);

    /**
     * Gives everything back.
     *
     * @param clientOpen whether the client is still there to give it back to.
     */
    abstract void release(boolean clientOpen);

    /** {@return whether an answer of the driver is awaited, so that the client's conductor is to be invoked often} */
    abstract boolean isWaiting();

    final Image image()
    {
        return image;
    }

    final void image(final Image next)
    {
        image = next;
    }

    final boolean isReleased()
    {
        return released;
    }

    /** Notes that the first publication reaches somebody. */
    final void onConnected()
    {
        connected = true;
    }

    /** It is over, for a reason; the first one counts. */
    final void end(final String why)
    {
        if (!closed)
        {
            closed = true;
            reason = why;
            sink.disconnect();
        }
    }

    /** It is over because the driver is gone, or the client of it. */
    final void loseTransport(final String why)
    {
        transportLost |= !closed;
        end(why);
    }

    /**
     * Notices what ends a connection: publication or image gone, or positions used up.
     *
     * @param imageToo whether the image is to be watched as well.
     */
    final void watch(final boolean imageToo)
    {
        final ExclusivePublication publication = sink.publication();
        if (sink.isExhausted())
        {
            end("the positions of its publication are used up, and no other has replaced it");
        }
        else if (connected && null != publication && (publication.isClosed() || !publication.isConnected()))
        {
            // The driver's word why may be on its way: it has until the next time.
            if (unheard || publication.isClosed())
            {
                end("nobody receives any more what is sent here");
            }
            unheard = true;
        }
        else if (imageToo && null != image && image.isClosed())
        {
            end(image.isEndOfStream() ? "the peer has closed it" : "the image of what the peer sends is lost");
        }
    }

    /**
     * Sends Roll, the last frame of a publication (N-5).
     *
     * @param successorId session id of the publication that replaces it.
     * @param epoch       of the session's connection.
     * @return whether there was room for it.
     */
    final boolean sendRoll(final int successorId, final long epoch)
    {
        // Room was kept for it.
        sink.hold(false);
        final int offset = sink.claim(0, ROLL_LENGTH);
        if (offset < 0)
        {
            sink.hold(agent.isAtEnd(sink.publication(), channel));
            return false;
        }
        roll.wrapAndApplyHeader(sink.buffer(), offset, header).aeronSessionId(successorId).epoch(epoch);
        sink.commit();
        sink.publish();
        return true;
    }

    /** Ends the connection because the driver refused what it needs. */
    final void refused(final RegistrationException ex)
    {
        storageLacking |= !closed && ErrorCode.STORAGE_SPACE == ex.errorCode();
        end((storageLacking ? NO_STORAGE : "the media driver refused it: ") + ex.getMessage());
    }

    /** Ends the connection because there is no storage for it, which is known before the driver is asked. */
    final void noStorage(final String why)
    {
        storageLacking |= !closed;
        end(why);
    }

    /** Ends the connection because the peer has turned it away, or its driver did. */
    final void turnedAway(final String words)
    {
        storageLacking |= !closed && words.contains(NO_STORAGE);
        end("the peer has turned it away: " + words);
    }

    /** {@return whether a driver had no storage for it} */
    final boolean isStorageLacking()
    {
        return storageLacking;
    }
}
