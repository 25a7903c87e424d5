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

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.codecs.ChallengeDecoder;
import io.weir.codecs.ChallengeEncoder;
import io.weir.codecs.ChallengeResponseDecoder;
import io.weir.codecs.ChallengeResponseEncoder;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.HeartbeatDecoder;
import io.weir.codecs.HelloDecoder;
import io.weir.codecs.HelloEncoder;
import io.weir.codecs.MessageHeaderDecoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.ReceiptDecoder;
import io.weir.codecs.ReceiptEncoder;
import io.weir.codecs.RefuseDecoder;
import io.weir.codecs.RefuseEncoder;
import io.weir.codecs.RollDecoder;
import io.weir.codecs.RollEncoder;
import io.weir.codecs.SessionCode;
import io.weir.codecs.WelcomeDecoder;
import io.weir.codecs.WelcomeEncoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames of a handshake by hand, as bytes, for peers that are played by a test. */
public final class RawHandshake
{
    /** The count of a session that is not durable. */
    public static final long NOT_DURABLE = -1;

    private static final int SPACE = 4096;
    private static final byte[] NO_TOKEN = new byte[16];

    private RawHandshake()
    {
    }

    /** {@return a Hello that asks for a new session, with nothing to show} */
    public static byte[] hello()
    {
        return hello("");
    }

    /** {@return a Hello that asks for a new session} */
    public static byte[] hello(final String credentials)
    {
        return hello(0, 0, 4096, 1024, 1024, credentials);
    }

    /** {@return a Hello} */
    public static byte[] hello(
        final int version,
        final long sessionId,
        final int maxFrame,
        final int maxStreams,
        final int window,
        final String credentials)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
        final byte[] shown = credentials.getBytes(UTF_8);
        return take(buffer, new HelloEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .version(version)
            .epoch(1)
            .sessionId(sessionId)
            .putToken(NO_TOKEN, 0, NO_TOKEN.length)
            .received(NOT_DURABLE)
            .maxFrame(maxFrame)
            .maxStreams(maxStreams)
            .window(window)
            .putCredentials(shown, 0, shown.length)
            .encodedLength());
    }

    /** {@return a Hello that asks for a new durable session} */
    public static byte[] durableHello()
    {
        return resume(1, 0, NO_TOKEN, 0);
    }

    /** {@return a Hello that asks to go on with a session} */
    public static byte[] resume(final long epoch, final long sessionId, final byte[] token, final long received)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
        return take(buffer, new HelloEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .version(0)
            .epoch(epoch)
            .sessionId(sessionId)
            .putToken(token, 0, token.length)
            .received(received)
            .maxFrame(4096)
            .maxStreams(1024)
            .window(1024)
            .putCredentials(NO_TOKEN, 0, 0)
            .encodedLength());
    }

    /** {@return a Receipt} */
    public static byte[] receipt(final long epoch, final long received)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
        return take(buffer, new ReceiptEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .epoch(epoch).received(received).encodedLength());
    }

    /** {@return the decoder of a Welcome} */
    public static WelcomeDecoder welcome(final byte[] frame)
    {
        return new WelcomeDecoder().wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
    }

    /** {@return a Welcome} */
    public static byte[] welcome(final long sessionId, final int maxFrame, final int maxStreams, final int window)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
        return take(buffer, new WelcomeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .version(0)
            .epoch(1)
            .sessionId(sessionId)
            .putToken(NO_TOKEN, 0, NO_TOKEN.length)
            .received(NOT_DURABLE)
            .maxFrame(maxFrame)
            .maxStreams(maxStreams)
            .window(window)
            .putCredentials(NO_TOKEN, 0, 0)
            .encodedLength());
    }

    /** {@return a Challenge} */
    public static byte[] challenge(final long correlationId, final String text)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
        final byte[] bytes = text.getBytes(UTF_8);
        return take(buffer, new ChallengeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .correlationId(correlationId).putBytes(bytes, 0, bytes.length).encodedLength());
    }

    /** {@return a ChallengeResponse} */
    public static byte[] response(final long correlationId, final String text)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
        final byte[] bytes = text.getBytes(UTF_8);
        return take(buffer, new ChallengeResponseEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .correlationId(correlationId).putBytes(bytes, 0, bytes.length).encodedLength());
    }

    /** {@return a Refuse} */
    public static byte[] refuse(final SessionCode code, final String text)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
        return take(buffer, new RefuseEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .code(code).message(text).encodedLength());
    }

    /** {@return a Roll} */
    public static byte[] roll(final int transportSessionId)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SPACE]);
        return take(buffer, new RollEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .aeronSessionId(transportSessionId).epoch(1).encodedLength());
    }

    /** {@return the frame with another version in its header} */
    public static byte[] withVersion(final byte[] frame, final int version)
    {
        final byte[] other = frame.clone();
        new MessageHeaderEncoder().wrap(new UnsafeBuffer(other), 0).version(version);
        return other;
    }

    /** {@return a frame of a session in words: its name and what it says} */
    static String describe(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
        switch (header.templateId())
        {
            case HelloDecoder.TEMPLATE_ID:
                final HelloDecoder hello = new HelloDecoder().wrapAndApplyHeader(buffer, 0, header);
                return "HELLO " + hello.maxFrame() + " " + hello.maxStreams() + " " + hello.window() + " " +
                    rest(frame, HelloDecoder.BLOCK_LENGTH);
            case WelcomeDecoder.TEMPLATE_ID:
                final WelcomeDecoder welcome = new WelcomeDecoder().wrapAndApplyHeader(buffer, 0, header);
                return "WELCOME " + welcome.maxFrame() + " " + welcome.maxStreams() + " " + welcome.window();
            case ChallengeDecoder.TEMPLATE_ID:
                return "CHALLENGE " + rest(frame, ChallengeDecoder.BLOCK_LENGTH);
            case ChallengeResponseDecoder.TEMPLATE_ID:
                return "RESPONSE " + rest(frame, ChallengeDecoder.BLOCK_LENGTH);
            case RefuseDecoder.TEMPLATE_ID:
                return "REFUSE " + new RefuseDecoder().wrapAndApplyHeader(buffer, 0, header).code() + " " +
                    rest(frame, RefuseDecoder.BLOCK_LENGTH);
            case HeartbeatDecoder.TEMPLATE_ID:
                return "HEARTBEAT";
            case ReceiptDecoder.TEMPLATE_ID:
                return "RECEIPT";
            case RollDecoder.TEMPLATE_ID:
                return "ROLL";
            default:
                return "TEMPLATE " + header.templateId() + " " + new String(frame, UTF_8);
        }
    }

    /** {@return the text behind a frame's block} */
    private static String rest(final byte[] frame, final int blockLength)
    {
        final int begin = FrameHeader.LENGTH + blockLength + Integer.BYTES;
        return new String(Arrays.copyOfRange(frame, begin, frame.length), UTF_8);
    }

    private static byte[] take(final UnsafeBuffer buffer, final int lengthAfterHeader)
    {
        final byte[] bytes = new byte[FrameHeader.LENGTH + lengthAfterHeader];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
