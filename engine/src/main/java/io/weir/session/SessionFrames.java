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
package io.weir.session;

import io.weir.codecs.ChallengeEncoder;
import io.weir.codecs.ChallengeResponseEncoder;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.GoodbyeDecoder;
import io.weir.codecs.GoodbyeEncoder;
import io.weir.codecs.HeartbeatEncoder;
import io.weir.codecs.HelloEncoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.RefuseEncoder;
import io.weir.codecs.SessionCode;
import io.weir.codecs.WelcomeEncoder;
import io.weir.link.FrameSink;
import org.agrona.DirectBuffer;

/**
 * Encodes a session's own frames in place, into any sink; each method answers whether there was room. Allocates a
 * flyweight each: this is not the path of a frame.
 */
final class SessionFrames
{
    private static final byte[] NOTHING = new byte[0];

    private SessionFrames()
    {
    }

    static boolean hello(final FrameSink sink, final Greeting greeting, final byte[] credentials)
    {
        final int offset = sink.claim(0, FrameHeader.LENGTH + HelloEncoder.BLOCK_LENGTH +
            HelloEncoder.credentialsHeaderLength() + credentials.length);
        if (offset < 0)
        {
            return false;
        }
        greeting.token().write(
            sink.buffer(), offset + FrameHeader.LENGTH + HelloEncoder.tokenEncodingOffset());
        new HelloEncoder().wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .version(greeting.version())
            .epoch(greeting.epoch())
            .sessionId(greeting.sessionId())
            .received(greeting.received())
            .maxFrame(greeting.maxFrame())
            .maxStreams(greeting.maxStreams())
            .window(greeting.window())
            .putCredentials(credentials, 0, credentials.length);
        return sent(sink);
    }

    static boolean welcome(final FrameSink sink, final Greeting greeting)
    {
        final int offset = sink.claim(0, FrameHeader.LENGTH + WelcomeEncoder.BLOCK_LENGTH +
            WelcomeEncoder.credentialsHeaderLength());
        if (offset < 0)
        {
            return false;
        }
        greeting.token().write(
            sink.buffer(), offset + FrameHeader.LENGTH + WelcomeEncoder.tokenEncodingOffset());
        new WelcomeEncoder().wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .version(greeting.version())
            .epoch(greeting.epoch())
            .sessionId(greeting.sessionId())
            .received(greeting.received())
            .maxFrame(greeting.maxFrame())
            .maxStreams(greeting.maxStreams())
            .window(greeting.window())
            .putCredentials(NOTHING, 0, 0);
        return sent(sink);
    }

    static boolean challenge(final FrameSink sink, final long correlationId, final byte[] bytes)
    {
        final int offset = sink.claim(0, FrameHeader.LENGTH + ChallengeEncoder.BLOCK_LENGTH +
            ChallengeEncoder.bytesHeaderLength() + bytes.length);
        if (offset < 0)
        {
            return false;
        }
        new ChallengeEncoder().wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .correlationId(correlationId)
            .putBytes(bytes, 0, bytes.length);
        return sent(sink);
    }

    static boolean challengeResponse(final FrameSink sink, final long correlationId, final byte[] bytes)
    {
        final int offset = sink.claim(0, FrameHeader.LENGTH + ChallengeResponseEncoder.BLOCK_LENGTH +
            ChallengeResponseEncoder.bytesHeaderLength() + bytes.length);
        if (offset < 0)
        {
            return false;
        }
        new ChallengeResponseEncoder().wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .correlationId(correlationId)
            .putBytes(bytes, 0, bytes.length);
        return sent(sink);
    }

    static boolean refuse(final FrameSink sink, final SessionCode code, final byte[] text)
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
        return sent(sink);
    }

    static boolean heartbeat(final FrameSink sink, final long epoch)
    {
        final int offset = sink.claim(0, FrameHeader.LENGTH + HeartbeatEncoder.BLOCK_LENGTH);
        if (offset < 0)
        {
            return false;
        }
        new HeartbeatEncoder().wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .epoch(epoch)
            .timestampNs(sink.timestampNs());
        return sent(sink);
    }

    static boolean goodbye(final FrameSink sink, final int peerIndex, final SessionCode code, final byte[] text)
    {
        final int offset = sink.claim(peerIndex, FrameHeader.LENGTH + GoodbyeEncoder.BLOCK_LENGTH +
            GoodbyeEncoder.messageHeaderLength() + text.length);
        if (offset < 0)
        {
            return false;
        }
        new GoodbyeEncoder().wrapAndApplyHeader(sink.buffer(), offset, new MessageHeaderEncoder())
            .code(code)
            .putMessage(text, 0, text.length);
        return sent(sink);
    }

    /** {@return why the peer leaves; a code of a later version is taken for NORMAL} */
    static SessionCode goodbyeCode(final long word, final DirectBuffer buffer, final int offset)
    {
        final SessionCode code = new GoodbyeDecoder()
            .wrap(buffer, offset + FrameHeader.LENGTH, FrameHeader.blockLength(word), FrameHeader.version(word))
            .code();
        return SessionCode.SBE_UNKNOWN == code || SessionCode.NULL_VAL == code ? SessionCode.NORMAL : code;
    }

    private static boolean sent(final FrameSink sink)
    {
        sink.commit();
        return true;
    }
}
