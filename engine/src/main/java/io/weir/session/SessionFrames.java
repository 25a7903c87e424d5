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
import io.weir.codecs.GoodbyeDecoder;
import io.weir.codecs.GoodbyeEncoder;
import io.weir.codecs.HeartbeatEncoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.SessionCode;
import io.weir.link.FrameSink;
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

    /** {@return why the peer leaves; a code of a later version is taken for NORMAL} */
    static SessionCode goodbyeCode(final long word, final DirectBuffer buffer, final int offset)
    {
        final SessionCode code = new GoodbyeDecoder()
            .wrap(buffer, offset + FrameHeader.LENGTH, FrameHeader.blockLength(word), FrameHeader.version(word))
            .code();
        return SessionCode.SBE_UNKNOWN == code || SessionCode.NULL_VAL == code ? SessionCode.NORMAL : code;
    }
}
