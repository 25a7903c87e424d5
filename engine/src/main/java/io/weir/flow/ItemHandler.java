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

package io.weir.flow;

import io.weir.DataHeader;
import io.weir.MessageAssembler;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.stream.StreamEnd;
import org.agrona.DirectBuffer;

/**
 * The handler behind publishers, iterators and futures: makes items of frames for a receiver, and passes on to an
 * emitter what concerns sending. The agent's.
 */
final class ItemHandler<T> implements StreamHandler
{
    private final Decoder<? extends T> decoder;
    private final Receiver<T> receiver;
    private final StreamHandler assembler;
    private final StreamSubscriber<?> outgoing;
    private String text = "";

    /** Makes items of messages of at most so many bytes, 0 for those of one frame each; null where nothing is sent. */
    ItemHandler(
        final Decoder<? extends T> decoder,
        final int maxMessageLength,
        final Receiver<T> receiver,
        final StreamSubscriber<?> outgoing)
    {
        this.outgoing = outgoing;
        this.decoder = decoder;
        this.receiver = receiver;
        assembler = 0 == maxMessageLength ? null : new MessageAssembler(new Whole(), maxMessageLength);
    }

    @Override
    public void onOpened(final Stream stream)
    {
        receiver.opened((StreamEnd)stream);
        if (null != outgoing)
        {
            outgoing.opened((StreamEnd)stream);
        }
    }

    @Override
    public void onData(
        final Stream stream,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        if (null == assembler)
        {
            if (header.isMore())
            {
                throw new IllegalStateException(
                    stream.capability() + " sends messages of several frames: say how long with messages(maxLength)");
            }
            receiver.item(decode(buffer, offset, length));
        }
        else
        {
            if (header.isMore())
            {
                ((StreamEnd)stream).frameCopied();
            }
            assembler.onData(stream, buffer, offset, length, header);
        }
    }

    @Override
    public void onEnd(final Stream stream)
    {
        if (null != assembler)
        {
            assembler.onEnd(stream);
        }
        if (!stream.isOpener() || InteractionKind.DUPLEX == stream.kind())
        {
            receiver.ended(null);
        }
        if (null != outgoing)
        {
            outgoing.incomingEnded();
        }
    }

    @Override
    public void onWritable(final Stream stream, final int budget)
    {
        if (null != outgoing)
        {
            outgoing.onWritable(stream, budget);
        }
    }

    @Override
    public void onWoken(final Stream stream)
    {
        receiver.woken();
        if (null != outgoing)
        {
            outgoing.onWoken(stream);
        }
    }

    @Override
    public void onError(final Stream stream, final StreamErrorCode code, final String message)
    {
        text = message;
    }

    @Override
    public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
    {
        final Throwable cause = null == outgoing ? null : outgoing.failure();
        if (CloseReason.END == reason)
        {
            receiver.ended(null);
        }
        else
        {
            final StreamException failure =
                new StreamException(stream.capability(), reason, code, text, stream.cancelReason());
            if (null != cause)
            {
                failure.initCause(cause);
            }
            receiver.ended(failure);
        }
        if (null != outgoing)
        {
            outgoing.onClosed(stream, reason, code);
        }
    }

    private T decode(final DirectBuffer buffer, final int offset, final int length)
    {
        final T item = decoder.decode(buffer, offset, length);
        if (null == item)
        {
            throw new IllegalStateException("the decoder made null of a message of " + length + " bytes");
        }
        return item;
    }

    /** Hears of whole messages. */
    private final class Whole implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            receiver.item(decode(buffer, offset, length));
        }
    }
}
