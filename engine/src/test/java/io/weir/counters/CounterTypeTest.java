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

package io.weir.counters;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CounterTypeTest
{
    @Test
    void shouldKeepTypeIdsWhenTypesAreAdded() throws IOException
    {
        final String actual = Arrays.stream(CounterType.values())
            .map(type -> type.typeId() + " " + type.label() + " " + type.kind() + "\n")
            .collect(Collectors.joining());

        try (InputStream golden = CounterTypeTest.class.getResourceAsStream("counter-types.txt"))
        {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.US_ASCII), actual,
                "ids are pinned: a new type takes a new id, and a line in counter-types.txt");
        }
    }

    @ParameterizedTest
    @EnumSource(CounterType.class)
    void shouldFindTypeWhenIdIsGiven(final CounterType type)
    {
        assertSame(type, CounterType.ofTypeId(type.typeId()));
    }

    @Test
    void shouldFindNothingWhenIdIsOfAnotherVersion()
    {
        assertNull(CounterType.ofTypeId(7099));
    }

    @ParameterizedTest
    @EnumSource(CounterType.class)
    void shouldShowByItsNameHowItsValueMoves(final CounterType type)
    {
        assertEquals(type.kind() == CounterType.Kind.TOTAL, type.label().endsWith("_total"));
        assertEquals(type.kind() == CounterType.Kind.MAXIMUM, type.label().endsWith("_hwm"));
        assertTrue(type.ruleId().matches("[BCKNSTW]-[0-9]+"), type.ruleId());
    }

    @Test
    void shouldHaveRoomForEveryType()
    {
        assertTrue(CounterType.values().length <= CountersLayout.MAX_COUNTERS);
    }
}
