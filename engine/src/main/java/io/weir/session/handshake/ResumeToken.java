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

import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** 128 random bits, made by a session's acceptor, that prove a connector's right to resume the session (N-4). */
public final class ResumeToken
{
    /** Bytes of a token. */
    static final int LENGTH = 16;
    /** No token: of a session that is new or not durable. */
    public static final ResumeToken NONE = new ResumeToken(0, 0);

    private final long first;
    private final long second;

    private ResumeToken(final long first, final long second)
    {
        this.first = first;
        this.second = second;
    }

    /**
     * {@return a new token}
     *
     * @param random to make it of.
     */
    public static ResumeToken next(final SecureRandom random)
    {
        return new ResumeToken(random.nextLong(), random.nextLong());
    }

    /** {@return the token in a frame} */
    static ResumeToken read(final DirectBuffer buffer, final int offset)
    {
        return new ResumeToken(
            buffer.getLong(offset, ByteOrder.BIG_ENDIAN), buffer.getLong(offset + Long.BYTES, ByteOrder.BIG_ENDIAN));
    }

    /** Writes the token into a frame. */
    void write(final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putLong(offset, first, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + Long.BYTES, second, ByteOrder.BIG_ENDIAN);
    }

    /**
     * {@return whether another token is this one, in a time that does not tell how much of it is right}
     *
     * @param other that a peer shows.
     */
    public boolean matches(final ResumeToken other)
    {
        return 0 == (first ^ other.first | second ^ other.second);
    }

    /** Nothing of the token: it is a secret. */
    @Override
    public String toString()
    {
        return "token";
    }
}
