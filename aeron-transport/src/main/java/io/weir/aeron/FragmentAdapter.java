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

import io.aeron.Image;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.weir.link.FrameConsumer;
import io.weir.link.LaneBuffer;
import org.agrona.DirectBuffer;

/**
 * Hands on the frames that an image brings, in place: a message is a frame, or several with their lengths, as {@link
 * PublicationSink} packs them. Owned by one agent.
 */
final class FragmentAdapter implements FragmentHandler
{
    private static final int LINE_LENGTH = 64;

    /** The terms of the image, and what they are handed on as. */
    private final DirectBuffer[] terms = new DirectBuffer[LogBufferDescriptor.PARTITION_COUNT];
    private final LaneBuffer[] views = new LaneBuffer[terms.length];
    private DirectBuffer term;
    private LaneBuffer view;
    private int oldest;

    private FrameConsumer consumer;
    private int sessionIndex;
    private int frames;
    private boolean packed;
    /** Null over a network: there nobody writes where this side reads. */
    private final Trail trail;
    /** Keeps the compiler from leaving out what is read ahead. */
    private long ahead;

    /**
     * Creates an adapter for one connection.
     *
     * @param isIpc whether the peer writes into the memory that is read here.
     */
    FragmentAdapter(final boolean isIpc)
    {
        trail = isIpc ? new Trail() : null;
    }

    FragmentAdapter to(final int newSessionIndex, final FrameConsumer newConsumer)
    {
        sessionIndex = newSessionIndex;
        consumer = newConsumer;
        frames = 0;
        return this;
    }

    /** {@return the count of frames since {@link #to}} */
    int frames()
    {
        return frames;
    }

    /** {@return whether the last message held several frames} */
    boolean isPacked()
    {
        return packed;
    }

    /**
     * {@return whether the next message of an image is to be left for now}
     *
     * @param current image to poll.
     * @param nowNs   time at which the duty cycle began.
     */
    boolean isToHold(final Image current, final long nowNs)
    {
        return packed && null != trail && trail.isToHold(current, nowNs);
    }

    /** Notes that a poll has found nothing. */
    void foundNothing()
    {
        if (null != trail)
        {
            trail.end();
        }
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        if (buffer != term)
        {
            term = buffer;
            view = viewOf(buffer);
        }
        packed = false;
        final Image image = (Image)header.context();
        final boolean isWhole = isWithin(buffer, offset, length, image.mtuLength());
        if (isWhole && PublicationSink.PACKED == header.reservedValue())
        {
            packed = true;
            readAhead(view, offset, offset + length);
            if (null != trail)
            {
                trail.passed(image, view, header.position(), length);
            }
            frames += consumer.onRecords(sessionIndex, view, offset, length);
        }
        else
        {
            if (null != trail)
            {
                trail.end();
            }
            frames++;
            // No frame has no length, and so it is a violation.
            consumer.onFrame(sessionIndex, view, offset, isWhole ? length : 0);
        }
    }

    /**
     * {@return whether a message can be as long as its header says} The driver takes that length from the network as it
     * is (W-4).
     *
     * @param term      that holds the message.
     * @param offset    of the message, behind its header.
     * @param length    of the message as stated.
     * @param mtuLength of the image.
     */
    static boolean isWithin(final DirectBuffer term, final int offset, final int length, final int mtuLength)
    {
        return length >= 0 && length <= Math.min(mtuLength - AeronAddress.HEADER_LENGTH, term.capacity() - offset);
    }

    /**
     * Asks for all lines of a message before the first frame is looked at: they lie in the sender's cache, and so they
     * come together, where the work on each frame would let them come one after the other.
     */
    private void readAhead(final LaneBuffer buffer, final int begin, final int end)
    {
        long sum = 0;
        for (int at = begin; at < end; at += LINE_LENGTH)
        {
            sum += buffer.getInt(at);
        }
        ahead = sum;
    }

    /** An image has three terms; those of one that it replaces are forgotten as its own are met. */
    private LaneBuffer viewOf(final DirectBuffer buffer)
    {
        for (int i = 0; i < terms.length; i++)
        {
            if (buffer == terms[i])
            {
                return views[i];
            }
        }
        final int at = oldest;
        oldest = (at + 1) % terms.length;
        terms[at] = buffer;
        views[at] = LaneBuffer.over(buffer);
        return views[at];
    }
}
