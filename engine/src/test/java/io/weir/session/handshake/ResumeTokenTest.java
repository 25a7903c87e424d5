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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.security.SecureRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ResumeTokenTest
{
    @Test
    @Rule("N-4")
    void shouldMatchItselfAloneWhenAnyBitDiffers()
    {
        final ResumeToken token = ResumeToken.next(new SecureRandom());
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[32]);
        token.write(buffer, 4);
        assertTrue(token.matches(ResumeToken.read(buffer, 4)));
        for (int bit = 0; bit < Byte.SIZE * ResumeToken.LENGTH; bit++)
        {
            final int at = 4 + bit / Byte.SIZE;
            buffer.putByte(at, (byte)(buffer.getByte(at) ^ 1 << bit % Byte.SIZE));
            assertFalse(token.matches(ResumeToken.read(buffer, 4)), "bit " + bit);
            buffer.putByte(at, (byte)(buffer.getByte(at) ^ 1 << bit % Byte.SIZE));
        }

        assertFalse(token.matches(ResumeToken.NONE));
        assertFalse(token.matches(ResumeToken.next(new SecureRandom())));
    }

    @Test
    void shouldKeepTheOrderOfItsBytesWhenReadAndWritten()
    {
        final byte[] bytes = new byte[ResumeToken.LENGTH];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)(i + 1);
        }
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[ResumeToken.LENGTH]);
        ResumeToken.read(new UnsafeBuffer(bytes), 0).write(copy, 0);

        assertArrayEquals(bytes, copy.byteArray());
    }

    @Test
    @Rule("N-4")
    void shouldNotTellItselfWhenItIsPrinted()
    {
        assertFalse(ResumeToken.next(new SecureRandom()).toString().matches(".*[0-9].*"));
    }
}
