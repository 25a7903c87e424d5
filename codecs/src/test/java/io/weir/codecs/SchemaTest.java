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

package io.weir.codecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

@Rule("W-6")
class SchemaTest
{
    private final SchemaXml schema = SchemaXml.read(SchemaXml.STREAM);

    @Test
    void shouldKeepIdAndByteOrder()
    {
        assertEquals(29527, OpenEncoder.SCHEMA_ID);
        assertEquals(0, OpenEncoder.SCHEMA_VERSION);
        assertEquals(java.nio.ByteOrder.LITTLE_ENDIAN, OpenEncoder.BYTE_ORDER);
    }

    @Test
    void shouldKeepTemplatesAndFieldsAsPinned()
    {
        assertEquals(GoldenFrame.lines("templates"), schema.templateLines());
    }

    @Test
    void shouldKeepOrdinalsAndFlagBitsAsPinned()
    {
        final List<String> actual = new ArrayList<>(schema.valueLines("enum", "validValue"));
        actual.addAll(schema.valueLines("set", "choice"));

        assertEquals(GoldenFrame.lines("ordinals"), actual);
    }

    @Test
    void shouldGenerateTheOrdinalsOfTheSchema()
    {
        final List<String> expected = GoldenFrame.lines("ordinals").stream()
            .filter((line) -> !line.contains("Flags"))
            .toList();
        final List<String> actual = new ArrayList<>();
        for (final InteractionKind kind : InteractionKind.values())
        {
            add(actual, kind, kind.value());
        }

        for (final CloseReason reason : CloseReason.values())
        {
            add(actual, reason, reason.value());
        }

        for (final CancelReason reason : CancelReason.values())
        {
            add(actual, reason, reason.value());
        }

        for (final StreamErrorCode code : StreamErrorCode.values())
        {
            add(actual, code, code.value());
        }

        for (final SessionCode code : SessionCode.values())
        {
            add(actual, code, code.value());
        }

        assertEquals(expected, actual);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sbe:message", "field", "data", "enum", "validValue", "set", "choice", "composite", "type"})
    void shouldDescribeEveryElement(final String tag)
    {
        final List<Element> elements = schema.elements(tag);
        assertFalse(elements.isEmpty());

        for (final Element element : elements)
        {
            assertTrue(element.getAttribute("description").length() > 2, () -> tag + " " + SchemaXml.path(element));
        }
    }

    @Test
    @Rule("W-4")
    void shouldHaveNoRepeatingGroups()
    {
        assertEquals(List.of(), schema.elements("group"));
    }

    @Test
    @Rule("W-4")
    void shouldValidateByTheLayoutsOfTheSchema()
    {
        schema.assertLayouts(FrameSchema.STREAM);
    }

    private static void add(final List<String> lines, final Enum<?> constant, final int value)
    {
        if (!"SBE_UNKNOWN".equals(constant.name()) && !"NULL_VAL".equals(constant.name()))
        {
            lines.add(constant.getDeclaringClass().getSimpleName() + " " + constant.name() + " " + value);
        }
    }
}
