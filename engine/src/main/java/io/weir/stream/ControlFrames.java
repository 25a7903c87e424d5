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
package io.weir.stream;

import io.weir.StreamRequest;
import io.weir.codecs.CancelEncoder;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseEncoder;
import io.weir.codecs.CloseReason;
import io.weir.codecs.CreditFrame;
import io.weir.codecs.ErrorEncoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.OpenEncoder;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.FrameSink;
import java.nio.charset.StandardCharsets;

/** Encodes control frames in place, into any sink. Allocates a flyweight each: control is not the path of a frame. */
public final class ControlFrames
{
    /** Bytes of a Close without a message. */
    static final int CLOSE_LENGTH =
        MessageHeaderEncoder.ENCODED_LENGTH + CloseEncoder.BLOCK_LENGTH + CloseEncoder.messageHeaderLength();

    private static final byte[] NOTHING = new byte[0];

    private ControlFrames()
    {
    }

    /**
     * {@return the bytes of an Open}
     *
     * @param request to be sent.
     */
    public static int openLength(final StreamRequest request)
    {
        return MessageHeaderEncoder.ENCODED_LENGTH + OpenEncoder.BLOCK_LENGTH +
            OpenEncoder.capabilityHeaderLength() + request.capability().length() +
            OpenEncoder.paramsHeaderLength() + request.params().length +
            OpenEncoder.contextHeaderLength() + request.context().length;
    }

    static int errorLength(final byte[] text)
    {
        return MessageHeaderEncoder.ENCODED_LENGTH + ErrorEncoder.BLOCK_LENGTH + ErrorEncoder.messageHeaderLength() +
            text.length;
    }

    /**
     * {@return the text's UTF-8, cut between characters so that the frame holds it}
     *
     * @param message  to encode.
     * @param maxBytes of it.
     */
    public static byte[] text(final String message, final int maxBytes)
    {
        if (message.isEmpty())
        {
            return NOTHING;
        }
        final byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maxBytes)
        {
            return bytes;
        }
        int end = maxBytes;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }
        return java.util.Arrays.copyOf(bytes, end);
    }

    /**
     * Sends Open.
     *
     * @param sink       to send through.
     * @param peerIndex  of the session at the receiver.
     * @param streamId   of the stream.
     * @param request    the terms.
     * @param window     of the opener in frames.
     * @return whether there was room.
     */
    public static boolean open(
        final FrameSink sink,
        final int peerIndex,
        final long streamId,
        final StreamRequest request,
        final int window)
    {
        final int offset = sink.claim(peerIndex, openLength(request));
        if (offset < 0)
        {
            return false;
        }
        final OpenEncoder encoder = new OpenEncoder()
            .wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .streamId(streamId)
            .timestampNs(sink.timestampNs())
            .deadlineNs(request.deadlineNs())
            .window(window)
            .interaction(request.kind());
        encoder.flags().clear().held(request.held());
        encoder.capability(request.capability())
            .putParams(request.params(), 0, request.params().length)
            .putContext(request.context(), 0, request.context().length);
        sink.commit();
        return true;
    }

    /**
     * Sends Error.
     *
     * @param sink      to send through.
     * @param peerIndex of the session at the receiver.
     * @param streamId  of the stream.
     * @param code      of the error.
     * @param text      UTF-8 for a person.
     * @return whether there was room.
     */
    public static boolean error(
        final FrameSink sink,
        final int peerIndex,
        final long streamId,
        final StreamErrorCode code,
        final byte[] text)
    {
        final int offset = sink.claim(peerIndex, errorLength(text));
        if (offset < 0)
        {
            return false;
        }
        new ErrorEncoder()
            .wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .streamId(streamId)
            .timestampNs(sink.timestampNs())
            .code(code)
            .flags(0)
            .putMessage(text, 0, text.length);
        sink.commit();
        return true;
    }

    /**
     * Sends Close.
     *
     * @param sink      to send through.
     * @param peerIndex of the session at the receiver.
     * @param streamId  of the stream.
     * @param finalSeq  count of Data sent, -1 when abortive.
     * @param reason    of the end.
     * @return whether there was room.
     */
    public static boolean close(
        final FrameSink sink,
        final int peerIndex,
        final long streamId,
        final long finalSeq,
        final CloseReason reason)
    {
        final int offset = sink.claim(peerIndex, CLOSE_LENGTH);
        if (offset < 0)
        {
            return false;
        }
        new CloseEncoder()
            .wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .streamId(streamId)
            .timestampNs(sink.timestampNs())
            .finalSeq(finalSeq)
            .reason(reason)
            .putMessage(NOTHING, 0, 0);
        sink.commit();
        return true;
    }

    /**
     * Sends Cancel.
     *
     * @param sink      to send through.
     * @param peerIndex of the session at the receiver.
     * @param streamId  of the stream.
     * @param reason    of the cancellation.
     * @return whether there was room.
     */
    public static boolean cancel(
        final FrameSink sink,
        final int peerIndex,
        final long streamId,
        final CancelReason reason)
    {
        final int length =
            MessageHeaderEncoder.ENCODED_LENGTH + CancelEncoder.BLOCK_LENGTH + CancelEncoder.messageHeaderLength();
        final int offset = sink.claim(peerIndex, length);
        if (offset < 0)
        {
            return false;
        }
        new CancelEncoder()
            .wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .streamId(streamId)
            .timestampNs(sink.timestampNs())
            .reason(reason)
            .putMessage(NOTHING, 0, 0);
        sink.commit();
        return true;
    }

    /**
     * Sends Credit.
     *
     * @param sink      to send through.
     * @param peerIndex of the session at the receiver.
     * @param streamId  of the stream.
     * @param limit     count of Data that may ever have been sent.
     * @return whether there was room.
     */
    public static boolean credit(final FrameSink sink, final int peerIndex, final long streamId, final long limit)
    {
        final int offset = sink.claim(peerIndex, CreditFrame.LENGTH);
        if (offset < 0)
        {
            return false;
        }
        CreditFrame.encode(sink.buffer(), offset, streamId, limit);
        sink.commit();
        return true;
    }
}
