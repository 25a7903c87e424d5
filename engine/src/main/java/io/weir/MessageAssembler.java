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

package io.weir;

import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hands whole messages on: collects the Data frames that say MORE until the last one of the message (W-3). A message of
 * one frame is handed on where it lies, without a copy. Each frame is consumed as it is copied, so a message may well
 * be as long as the window without a stall (C-4); for that the stream is to consume automatically.
 *
 * <p>One assembler serves one stream, on that stream's agent. Its buffer grows to the longest message so far and stays.
 * The delegate's {@code onData} sees the header of the message's last frame.
 */
public final class MessageAssembler implements StreamHandler
{
    private static final int INITIAL_LENGTH = 4096;

    private final StreamHandler delegate;
    private final int maxLength;
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private byte[] bytes = new byte[0];
    private int length;
    private boolean isWithin;

    /**
     * Creates an assembler.
     *
     * @param delegate  hears of whole messages, and of all else as it comes.
     * @param maxLength of a message in bytes, at least 1.
     */
    public MessageAssembler(final StreamHandler delegate, final int maxLength)
    {
        if (maxLength < 1)
        {
            throw new IllegalArgumentException("the longest message must have at least 1 byte, not " + maxLength);
        }
        this.delegate = delegate;
        this.maxLength = maxLength;
    }

    /**
     * Collects a frame, and hands the message on if it is the last.
     *
     * @throws IllegalStateException if the message is longer than the maximum: the stream ends by the rule for handlers
     * that
     *                               throw (S-6).
     */
    @Override
    public void onData(
        final Stream stream,
        final DirectBuffer buffer,
        final int offset,
        final int frameLength,
        final DataHeader header)
    {
        final boolean isMore = header.isMore();
        if (!isWithin && !isMore)
        {
            requireLength(frameLength);
            delegate.onData(stream, buffer, offset, frameLength, header);
            return;
        }
        append(buffer, offset, frameLength);
        isWithin = isMore;
        if (!isMore)
        {
            final int whole = length;
            length = 0;
            delegate.onData(stream, message, 0, whole, header);
        }
    }

    /** {@return the count of bytes collected of a message that is not whole yet} */
    public int collected()
    {
        return length;
    }

    @Override
    public void onOpened(final Stream stream)
    {
        delegate.onOpened(stream);
    }

    /**
     * Passes the end on.
     *
     * @throws IllegalStateException if it comes within a message, which then is never whole.
     */
    @Override
    public void onEnd(final Stream stream)
    {
        if (isWithin)
        {
            final int lost = length;
            drop();
            throw new IllegalStateException("the stream ended within a message, of which " + lost + " bytes had come");
        }
        delegate.onEnd(stream);
    }

    @Override
    public void onWritable(final Stream stream, final int budget)
    {
        delegate.onWritable(stream, budget);
    }

    @Override
    public void onWoken(final Stream stream)
    {
        delegate.onWoken(stream);
    }

    @Override
    public void onError(final Stream stream, final StreamErrorCode code, final String text)
    {
        delegate.onError(stream, code, text);
    }

    @Override
    public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
    {
        drop();
        delegate.onClosed(stream, reason, code);
    }

    private void append(final DirectBuffer buffer, final int offset, final int frameLength)
    {
        final long total = (long)length + frameLength;
        if (total > maxLength)
        {
            drop();
        }
        requireLength(total);
        if (total > bytes.length)
        {
            grow((int)total);
        }
        buffer.getBytes(offset, bytes, length, frameLength);
        length = (int)total;
    }

    private void grow(final int needed)
    {
        final long doubled = Math.max(INITIAL_LENGTH, 2L * bytes.length);
        final byte[] larger = new byte[(int)Math.min(maxLength, Math.max(needed, doubled))];
        System.arraycopy(bytes, 0, larger, 0, length);
        bytes = larger;
        message.wrap(larger);
    }

    private void requireLength(final long total)
    {
        if (total > maxLength)
        {
            throw new IllegalStateException(
                "a message of at least " + total + " bytes came, and " + maxLength +
                    " are the most: raise the maximum");
        }
    }

    private void drop()
    {
        isWithin = false;
        length = 0;
    }
}
