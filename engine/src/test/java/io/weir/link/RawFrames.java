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
package io.weir.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.codecs.CancelDecoder;
import io.weir.codecs.CancelEncoder;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseDecoder;
import io.weir.codecs.CloseEncoder;
import io.weir.codecs.CloseReason;
import io.weir.codecs.CreditFrame;
import io.weir.codecs.DataFrame;
import io.weir.codecs.ErrorDecoder;
import io.weir.codecs.ErrorEncoder;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.GoodbyeDecoder;
import io.weir.codecs.GoodbyeEncoder;
import io.weir.codecs.HeartbeatEncoder;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.MessageHeaderDecoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.OpenDecoder;
import io.weir.codecs.OpenEncoder;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamErrorCode;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames by hand, as bytes, for links that are fed with them. */
public final class RawFrames
{
    private static final int SPACE = 4096;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    private RawFrames()
    {
    }

    /** {@return an Open of a window of 64} */
    public static byte[] open(final long streamId, final String capability, final InteractionKind kind)
    {
        return open(streamId, capability, kind, 64, false, "");
    }

    /** {@return an Open} */
    public static byte[] open(
        final long streamId,
        final String capability,
        final InteractionKind kind,
        final int window,
        final boolean held,
        final String params)
    {
        final RawFrames frame = new RawFrames();
        final OpenEncoder encoder = new OpenEncoder().wrapAndApplyHeader(frame.buffer, 0, frame.header);
        encoder.streamId(streamId).timestampNs(0).deadlineNs(0).window(window).interaction(kind);
        encoder.flags().clear().held(held);
        final byte[] bytes = params.getBytes(US_ASCII);
        encoder.capability(capability).putParams(bytes, 0, bytes.length).putContext(bytes, 0, bytes.length);
        return frame.take(encoder.encodedLength());
    }

    /** {@return a Data} */
    public static byte[] data(final long streamId, final long seq, final int flags, final String payload)
    {
        final RawFrames frame = new RawFrames();
        final byte[] bytes = payload.getBytes(US_ASCII);
        DataFrame.encode(frame.buffer, 0, streamId, seq, 0, flags, bytes.length);
        frame.buffer.putBytes(DataFrame.PAYLOAD_OFFSET, bytes);
        return frame.take(DataFrame.frameLength(bytes.length) - FrameHeader.LENGTH);
    }

    /** {@return a Credit} */
    public static byte[] credit(final long streamId, final long limit)
    {
        final RawFrames frame = new RawFrames();
        CreditFrame.encode(frame.buffer, 0, streamId, limit);
        return frame.take(CreditFrame.LENGTH - FrameHeader.LENGTH);
    }

    /** {@return a Cancel} */
    public static byte[] cancel(final long streamId)
    {
        final RawFrames frame = new RawFrames();
        return frame.take(new CancelEncoder().wrapAndApplyHeader(frame.buffer, 0, frame.header)
            .streamId(streamId).timestampNs(0).reason(CancelReason.REQUESTED).message("").encodedLength());
    }

    /** {@return an Error} */
    public static byte[] error(final long streamId, final StreamErrorCode code, final String message)
    {
        final RawFrames frame = new RawFrames();
        return frame.take(new ErrorEncoder().wrapAndApplyHeader(frame.buffer, 0, frame.header)
            .streamId(streamId).timestampNs(0).code(code).flags(0).message(message).encodedLength());
    }

    /** {@return a Close} */
    public static byte[] close(final long streamId, final long finalSeq, final CloseReason reason)
    {
        final RawFrames frame = new RawFrames();
        return frame.take(new CloseEncoder().wrapAndApplyHeader(frame.buffer, 0, frame.header)
            .streamId(streamId).timestampNs(0).finalSeq(finalSeq).reason(reason).message("").encodedLength());
    }

    /** {@return a Goodbye} */
    public static byte[] goodbye(final SessionCode code)
    {
        final RawFrames frame = new RawFrames();
        return frame.take(new GoodbyeEncoder().wrapAndApplyHeader(frame.buffer, 0, frame.header)
            .code(code).message("bye").encodedLength());
    }

    /** {@return a Heartbeat} */
    public static byte[] heartbeat()
    {
        final RawFrames frame = new RawFrames();
        return frame.take(new HeartbeatEncoder().wrapAndApplyHeader(frame.buffer, 0, frame.header)
            .epoch(1).timestampNs(0).encodedLength());
    }

    /** {@return the frame as the next version of the schema has it: its block longer, another var data at its end} */
    public static byte[] ofNextVersion(final byte[] frame, final int blockBytesAdded, final boolean varDataAdded)
    {
        final MessageHeaderDecoder old = new MessageHeaderDecoder().wrap(new UnsafeBuffer(frame), 0);
        final int blockEnd = FrameHeader.LENGTH + old.blockLength();
        final int added = blockBytesAdded + (varDataAdded ? Integer.BYTES + 3 : 0);
        final byte[] next = Arrays.copyOf(frame, frame.length + added);
        Arrays.fill(next, blockEnd, next.length, (byte)0x7E);
        System.arraycopy(frame, blockEnd, next, blockEnd + blockBytesAdded, frame.length - blockEnd);
        final MutableDirectBuffer buffer = new UnsafeBuffer(next);
        if (varDataAdded)
        {
            buffer.putInt(next.length - Integer.BYTES - 3, 3, java.nio.ByteOrder.LITTLE_ENDIAN);
        }
        new MessageHeaderEncoder().wrap(buffer, 0)
            .blockLength(old.blockLength() + blockBytesAdded)
            .version(old.version() + 1);
        return next;
    }

    /** {@return the frame with another template id} */
    public static byte[] withTemplate(final byte[] frame, final int templateId)
    {
        final byte[] other = frame.clone();
        new MessageHeaderEncoder().wrap(new UnsafeBuffer(other), 0).templateId(templateId);
        return other;
    }

    /** {@return a frame in words: its name, stream id in hex, and what it says} */
    public static String describe(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final String id =
            frame.length < FrameHeader.LENGTH + Long.BYTES ? "" : Long.toHexString(buffer.getLong(FrameHeader.LENGTH));
        switch (header.wrap(buffer, 0).templateId())
        {
            case OpenDecoder.TEMPLATE_ID:
                return "OPEN " + id + " " + new OpenDecoder().wrapAndApplyHeader(buffer, 0, header).capability();
            case DataFrame.TEMPLATE_ID:
                return "DATA " + id + " " + DataFrame.seq(buffer, 0) + " " +
                    buffer.getStringWithoutLengthAscii(DataFrame.PAYLOAD_OFFSET, DataFrame.payloadLength(buffer, 0));
            case ErrorDecoder.TEMPLATE_ID:
                return "ERROR " + id + " " + new ErrorDecoder().wrapAndApplyHeader(buffer, 0, header).code();
            case CloseDecoder.TEMPLATE_ID:
                final CloseDecoder close = new CloseDecoder().wrapAndApplyHeader(buffer, 0, header);
                return "CLOSE " + id + " " + close.reason() + " " + close.finalSeq();
            case CancelDecoder.TEMPLATE_ID:
                return "CANCEL " + id + " " + new CancelDecoder().wrapAndApplyHeader(buffer, 0, header).reason();
            case CreditFrame.TEMPLATE_ID:
                return "CREDIT " + id + " " + CreditFrame.limit(buffer, 0);
            case GoodbyeDecoder.TEMPLATE_ID:
                return "GOODBYE " + new GoodbyeDecoder().wrapAndApplyHeader(buffer, 0, header).code();
            default:
                return RawHandshake.describe(frame);
        }
    }

    private byte[] take(final int lengthAfterHeader)
    {
        final byte[] bytes = new byte[FrameHeader.LENGTH + lengthAfterHeader];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
