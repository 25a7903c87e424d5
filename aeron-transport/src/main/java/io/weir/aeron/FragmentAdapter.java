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

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.weir.link.FrameConsumer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hands on the frames that an image brings, in place: a message is a frame, or several with their lengths, as {@link
 * PublicationSink} packs them. Each length is read once. Owned by one agent.
 */
final class FragmentAdapter implements FragmentHandler
{
    private FrameConsumer consumer;
    private int sessionIndex;
    private int frames;
    private boolean packed;

    FragmentAdapter()
    {
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

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        packed = PublicationSink.PACKED == header.reservedValue();
        if (packed)
        {
            onPacked((UnsafeBuffer)buffer, offset, offset + length);
        }
        else
        {
            frames++;
            consumer.onFrame(sessionIndex, (UnsafeBuffer)buffer, offset, length);
        }
    }

    /** What a consumer throws at one frame does not cost the others of the message. */
    private void onPacked(final UnsafeBuffer buffer, final int begin, final int end)
    {
        Throwable failure = null;
        int usual = 0;
        int step = 0;
        int at = begin;
        while (at < end)
        {
            final int frame = at + PublicationSink.RECORD_HEADER_LENGTH;
            final int length = frame > end ? 0 : buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
            // A branch, not arithmetic: the processor runs ahead to the next record before this length has arrived.
            if (length != usual)
            {
                usual = length;
                step = PublicationSink.recordLength(length);
            }
            // What is no record is shown to the end of the message: no frame, and so a violation.
            final boolean isRecord = length > 0 && length <= end - frame;
            final int frameOffset = isRecord ? frame : at;
            final int frameLength = isRecord ? length : end - at;
            at = isRecord ? at + step : end;
            frames++;
            try
            {
                consumer.onFrame(sessionIndex, buffer, frameOffset, frameLength);
            }
            catch (final Throwable ex)
            {
                failure = null == failure ? ex : failure;
            }
        }
        if (null != failure)
        {
            LangUtil.rethrowUnchecked(failure);
        }
    }
}
