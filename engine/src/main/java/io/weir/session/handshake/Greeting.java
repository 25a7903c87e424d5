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

import io.weir.codecs.FrameValidator;
import io.weir.codecs.HelloDecoder;
import org.agrona.DirectBuffer;

/**
 * What Hello asks for and Welcome grants: the two have the same fields (N-2).
 *
 * @param version    of the schema.
 * @param epoch      connection count of the session, from 1.
 * @param sessionId  to resume, 0 for a new one; in Welcome the session's.
 * @param token      that proves the right to resume, {@link ResumeToken#NONE} for a new session.
 * @param received   count of retained frames that this side has received, {@link #NOT_DURABLE} for none (N-4).
 * @param maxFrame   in bytes.
 * @param maxStreams at once.
 * @param window     greatest of a stream, in frames.
 */
public record Greeting(
    int version,
    long epoch,
    long sessionId,
    ResumeToken token,
    long received,
    int maxFrame,
    int maxStreams,
    int window)
{
    /** The count of a session that ends with its connection. */
    public static final long NOT_DURABLE = -1;

    /** The least longest frame that a session can do with: the handshake's own fit, and texts have some room. */
    public static final int LEAST_MAX_FRAME = 128;

    /** Each field is read once: the peer may still write to them. */
    static Greeting of(final DirectBuffer buffer, final FrameValidator validator)
    {
        final HelloDecoder decoder = new HelloDecoder()
            .wrap(buffer, validator.blockOffset(), validator.blockLength(), validator.version());
        return new Greeting(
            decoder.version(),
            decoder.epoch(),
            decoder.sessionId(),
            ResumeToken.read(buffer, validator.blockOffset() + HelloDecoder.tokenEncodingOffset()),
            decoder.received(),
            decoder.maxFrame(),
            decoder.maxStreams(),
            decoder.window());
    }

    /** {@return what no correct peer asks for or grants, in words; null if all is well} */
    String fault()
    {
        if (maxFrame < LEAST_MAX_FRAME)
        {
            return "a longest frame of " + maxFrame + " bytes; the least is " + LEAST_MAX_FRAME;
        }
        if (maxStreams < 1 || window < 1)
        {
            return "a limit of " + maxStreams + " streams and a window of " + window;
        }
        return epoch < 1 || received < NOT_DURABLE || 0 == sessionId && received > 0 ?
            "epoch " + epoch + " and count " + received : null;
    }

    /** {@return whether the session is to outlive its connections} */
    public boolean isDurable()
    {
        return NOT_DURABLE != received;
    }

    /** {@return whether this, as a Welcome, grants no more than a Hello asked for} */
    boolean isWithin(final Greeting hello)
    {
        return 0 != sessionId && version <= hello.version && maxFrame <= hello.maxFrame &&
            maxStreams <= hello.maxStreams && window <= hello.window && (hello.isDurable() || !isDurable()) &&
            (0 == hello.sessionId ? received <= 0 : hello.sessionId == sessionId && isDurable());
    }
}
