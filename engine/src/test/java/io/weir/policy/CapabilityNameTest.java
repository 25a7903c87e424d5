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

package io.weir.policy;

import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Rule("S-7")
class CapabilityNameTest
{
    @ParameterizedTest
    @ValueSource(strings = {"a.b", "market.ticks", "market.ticks.eu", "0.1", "a-b.c_d", "a-.b_", "x.y.z.w.v"})
    void shouldAcceptWhenNameIsDomainAndName(final String name)
    {
        final byte[] bytes = ("." + name + ".").getBytes(StandardCharsets.US_ASCII);

        assertEquals(name, CapabilityName.of(name).value());
        assertEquals(CapabilityName.of(name), CapabilityName.parse(new UnsafeBuffer(bytes), 1, name.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ".", "a", "a.", ".a", "a..b", "market", "Market.ticks", "market.Ticks", "market ticks.a", "market.ti cks",
        "-a.b",
        "a.-b", "_a.b", "a._b", "a.b.", "a.*", "*", "a/b.c", "a.b\n", "a.b\0", "märkte.kurse"})
    void shouldRefuseWhenNameBreaksTheGrammar(final String name)
    {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);

        assertFalse(CapabilityName.isValid(name));
        assertThrows(IllegalArgumentException.class, () -> CapabilityName.of(name));
        assertNull(CapabilityName.parse(new UnsafeBuffer(bytes), 0, bytes.length));
    }

    @Test
    void shouldSplitAtFirstDot()
    {
        final CapabilityName name = CapabilityName.of("market.ticks.eu");

        assertEquals("market", name.domain());
        assertEquals("ticks.eu", name.name());
    }

    @Test
    void shouldRefuseWhenNameIsTooLong()
    {
        final String longest = "a." + "b".repeat(CapabilityName.MAX_LENGTH - 2);
        final byte[] tooLong = (longest + "b").getBytes(StandardCharsets.US_ASCII);

        assertTrue(CapabilityName.isValid(longest));
        assertFalse(CapabilityName.isValid(longest + "b"));
        assertNull(CapabilityName.parse(new UnsafeBuffer(tooLong), 0, tooLong.length));
        assertEquals(longest, CapabilityName.parse(new UnsafeBuffer(tooLong), 0, tooLong.length - 1).value());
    }

    @Test
    void shouldRefuseEveryByteOutsideOfTheGrammar()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer("ab.cd".getBytes(StandardCharsets.US_ASCII));
        int accepted = 0;
        for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++)
        {
            buffer.putByte(4, (byte)b);
            accepted += CapabilityName.isValid(buffer, 0, 5) ? 1 : 0;
        }

        assertEquals(26 + 10 + 2, accepted);
    }

    @Test
    void shouldRefuseWhenLengthIsNegative()
    {
        assertNull(CapabilityName.parse(new UnsafeBuffer(new byte[8]), 0, -1));
    }
}
