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

import io.weir.codecs.FrameHeader;
import io.weir.codecs.FrameValidator;
import io.weir.codecs.GoodbyeDecoder;
import io.weir.codecs.GoodbyeEncoder;
import io.weir.codecs.HeartbeatEncoder;
import io.weir.codecs.MessageHeaderDecoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.SessionCode;
import io.weir.link.FrameSink;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Encodes a session's own frames in place, into any sink; each method answers whether there was room. Allocates a
 * flyweight each: this is not the path of a frame.
 */
final class SessionFrames
{
    private SessionFrames()
    {
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
        sink.commit();
        return true;
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
        sink.commit();
        return true;
    }

    /** {@return why the peer leaves, as this process's own encoder wrote it} */
    static SessionCode goodbyeCode(final DirectBuffer buffer, final int offset)
    {
        return new GoodbyeDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()).code();
    }

    /**
     * {@return why the peer leaves, in a frame that was validated; a code of a later version is taken for NORMAL}
     */
    static SessionCode goodbyeCode(final DirectBuffer buffer, final FrameValidator validator)
    {
        final SessionCode code = new GoodbyeDecoder()
            .wrap(buffer, validator.blockOffset(), validator.blockLength(), validator.version())
            .code();
        return SessionCode.SBE_UNKNOWN == code || SessionCode.NULL_VAL == code ? SessionCode.NORMAL : code;
    }

    /** {@return what the peer says as it leaves, in a frame that was validated} */
    static String goodbyeText(final DirectBuffer buffer, final FrameValidator validator)
    {
        final byte[] bytes = new byte[validator.varDataLength(0)];
        buffer.getBytes(validator.varDataOffset(0), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
