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
package io.weir.session.handshake;

import io.weir.codecs.ChallengeEncoder;
import io.weir.codecs.ChallengeResponseEncoder;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.HelloEncoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.RefuseEncoder;
import io.weir.codecs.SessionCode;
import io.weir.codecs.WelcomeEncoder;
import io.weir.link.FrameSink;

/**
 * Encodes the frames of a handshake in place, into any sink; each method answers whether there was room. Allocates
 * flyweights: this is not the path of a frame.
 */
public final class HandshakeFrames
{
    private static final byte[] NOTHING = new byte[0];

    private HandshakeFrames()
    {
    }

    static boolean hello(final FrameSink sink, final Greeting greeting, final byte[] credentials)
    {
        return greeting(sink, HelloEncoder.TEMPLATE_ID, greeting, credentials);
    }

    static boolean welcome(final FrameSink sink, final Greeting greeting)
    {
        return greeting(sink, WelcomeEncoder.TEMPLATE_ID, greeting, NOTHING);
    }

    static boolean challenge(final FrameSink sink, final long correlationId, final byte[] bytes)
    {
        return challenge(sink, ChallengeEncoder.TEMPLATE_ID, correlationId, bytes);
    }

    static boolean challengeResponse(final FrameSink sink, final long correlationId, final byte[] bytes)
    {
        return challenge(sink, ChallengeResponseEncoder.TEMPLATE_ID, correlationId, bytes);
    }

    /**
     * Says that there will be no session on this connection.
     *
     * @param sink of the connection.
     * @param code why.
     * @param text for a person, UTF-8.
     * @return whether there was room.
     */
    public static boolean refuse(final FrameSink sink, final SessionCode code, final byte[] text)
    {
        final int offset = sink.claim(0, FrameHeader.LENGTH + RefuseEncoder.BLOCK_LENGTH +
            RefuseEncoder.messageHeaderLength() + text.length);
        if (offset < 0)
        {
            return false;
        }
        new RefuseEncoder().wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .code(code)
            .putMessage(text, 0, text.length);
        sink.commit();
        return true;
    }

    /** Hello and Welcome have the same fields. */
    private static boolean greeting(
        final FrameSink sink,
        final int templateId,
        final Greeting greeting,
        final byte[] credentials)
    {
        final int offset = sink.claim(0, FrameHeader.LENGTH + HelloEncoder.BLOCK_LENGTH +
            HelloEncoder.credentialsHeaderLength() + credentials.length);
        if (offset < 0)
        {
            return false;
        }
        greeting.token().write(
            sink.buffer(), offset + FrameHeader.LENGTH + HelloEncoder.tokenEncodingOffset());
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        new HelloEncoder().wrapAndApplyHeader(sink.buffer(), offset, header)
            .version(greeting.version())
            .epoch(greeting.epoch())
            .sessionId(greeting.sessionId())
            .received(greeting.received())
            .maxFrame(greeting.maxFrame())
            .maxStreams(greeting.maxStreams())
            .window(greeting.window())
            .putCredentials(credentials, 0, credentials.length);
        header.templateId(templateId);
        sink.commit();
        return true;
    }

    /** Challenge and its response have the same fields. */
    private static boolean challenge(
        final FrameSink sink,
        final int templateId,
        final long correlationId,
        final byte[] bytes)
    {
        final int offset = sink.claim(0, FrameHeader.LENGTH + ChallengeEncoder.BLOCK_LENGTH +
            ChallengeEncoder.bytesHeaderLength() + bytes.length);
        if (offset < 0)
        {
            return false;
        }
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        new ChallengeEncoder().wrapAndApplyHeader(sink.buffer(), offset, header)
            .correlationId(correlationId)
            .putBytes(bytes, 0, bytes.length);
        header.templateId(templateId);
        sink.commit();
        return true;
    }
}
