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

package io.weir.config;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SettingPropertyTest
{
    private static final Setting<Integer> BYTES =
        Setting.ofBytes("weir.bytes", 0, Integer.MAX_VALUE, Setting.Step.ANY).build(0, "Any length.");
    private static final Setting<Long> DURATION =
        Setting.ofDuration("weir.duration", 0, Long.MAX_VALUE, Setting.Step.ANY).build(0L, "Any duration.");

    @Property
    void shouldReadBackLengthWhenWritten(@ForAll @IntRange(max = Integer.MAX_VALUE) final int lengthBytes)
    {
        assertEquals(lengthBytes, BYTES.parse(BYTES.text(lengthBytes)));
    }

    @Property
    void shouldReadBackDurationWhenWritten(@ForAll @LongRange(max = Long.MAX_VALUE) final long durationNs)
    {
        assertEquals(durationNs, DURATION.parse(DURATION.text(durationNs)));
    }

    @Property
    void shouldMultiplyWhenLengthHasSuffix(@ForAll @IntRange(max = 2047) final int count)
    {
        assertEquals(count * 1024, BYTES.parse(count + "k"));
        assertEquals(count * 1024 * 1024, BYTES.parse(" " + count + "M "));
    }

    @Property
    void shouldMultiplyWhenDurationHasSuffix(@ForAll @IntRange(min = 0) final int count)
    {
        assertEquals((long)count, DURATION.parse(count + "ns"));
        assertEquals(count * 1_000L, DURATION.parse(count + "us"));
        assertEquals(count * 1_000_000L, DURATION.parse(count + "ms"));
        assertEquals(count * 1_000_000_000L, DURATION.parse(count + "s"));
    }

    @Property
    void shouldAnswerNullRatherThanThrowWhenTextIsAnything(@ForAll final String text)
    {
        for (final Setting<?> setting : Settings.all())
        {
            final Object value = setting.parse(text);
            assertTrue(value == null || setting.defaultValue().getClass().isInstance(value), setting.key());
        }
    }

    @Property
    void shouldAnswerNullWhenLengthDoesNotFit(@ForAll @IntRange(min = 2048) final int count)
    {
        assertEquals(null, BYTES.parse(count + "m"));
    }
}
