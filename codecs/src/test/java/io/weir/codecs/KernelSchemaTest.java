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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.KernelSchema;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.StreamFrameEncoder;
import io.weir.test.Rule;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

@Rule("W-6")
class KernelSchemaTest
{
    private final SchemaXml schema = SchemaXml.read(SchemaXml.KERNEL);

    @Test
    void shouldKeepIdAndByteOrder()
    {
        assertEquals(27479, DomainEventEncoder.SCHEMA_ID);
        assertEquals(0, DomainEventEncoder.SCHEMA_VERSION);
        assertEquals(java.nio.ByteOrder.LITTLE_ENDIAN, DomainEventEncoder.BYTE_ORDER);
        assertNotEquals(OpenEncoder.SCHEMA_ID, DomainEventEncoder.SCHEMA_ID);
    }

    @Test
    void shouldKeepTemplatesAndFieldsAsPinned()
    {
        assertEquals(GoldenFrame.lines("kernel-templates"), schema.templateLines());
    }

    @Test
    void shouldKeepOrdinalsAsPinned()
    {
        assertEquals(GoldenFrame.lines("kernel-ordinals"), schema.valueLines("enum", "validValue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sbe:message", "field", "data", "enum", "validValue", "composite", "type"})
    void shouldDescribeEveryElement(final String tag)
    {
        for (final Element element : schema.elements(tag))
        {
            assertTrue(element.getAttribute("description").length() > 2,
                () -> tag + " " + element.getAttribute("name"));
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
        schema.assertLayouts(KernelSchema.LAYOUTS);
    }

    @Test
    void shouldEncodeAStreamFrameAsPinned()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final StreamFrameEncoder encoder = new StreamFrameEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.correlationId(0x0102030405060708L).intentId(9).fence(11).seq(12).attempt(2).form(PayloadForm.INLINE)
            .module("M").putKey(new byte[]{'k'}, 0, 1).effectKind("e.f").kind("progress")
            .putPayload(new byte[]{1, 2}, 0, 2).putResumeToken(new byte[0], 0, 0);
        final byte[] bytes = new byte[FrameHeader.LENGTH + encoder.encodedLength()];
        buffer.getBytes(0, bytes);

        assertEquals(String.join("",
            "25000200576b0000", "0807060504030201", "0900000000000000", "0b00000000000000", "0c00000000000000",
            "0200000000", "010000004d", "010000006b", "03000000652e66", "0800000070726f6772657373", "020000000102",
            "00000000"), HexFormat.of().formatHex(bytes));
    }

    @Test
    @Rule("W-4")
    void shouldNeverMeasureBeyondTheFrameWhenBytesAreAny()
    {
        final FrameValidator validator = new FrameValidator(KernelSchema.LAYOUTS);
        final Random random = new Random(1);
        final byte[] bytes = new byte[512];
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final StreamFrameEncoder encoder = new StreamFrameEncoder();
        int accepted = 0;
        for (int i = 0; i < 100_000; i++)
        {
            encoder.wrapAndApplyHeader(buffer, 16, new MessageHeaderEncoder());
            encoder.module("module").putKey(new byte[4], 0, 4).effectKind("kind").kind("progress")
                .putPayload(new byte[64], 0, 64).putResumeToken(new byte[8], 0, 8);
            final int length = FrameHeader.LENGTH + encoder.encodedLength();
            bytes[16 + random.nextInt(length)] = (byte)random.nextInt();
            if (validator.validate(buffer, 16, length) == FrameOutcome.OK)
            {
                accepted++;
                for (int data = 0; data < validator.varDataCount(); data++)
                {
                    assertTrue(validator.varDataOffset(data) >= 16 + FrameHeader.LENGTH);
                    assertTrue(validator.varDataOffset(data) + validator.varDataLength(data) <= 16 + length);
                }
            }
        }
        assertTrue(accepted > 0);
    }
}
