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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Rule("W-6")
class GoldenFrameTest
{
    private static final int CAPACITY = 512;
    private static final int OFFSET = 24;

    @ParameterizedTest
    @MethodSource("frames")
    void shouldEncodeTheBytesWhenGivenTheMeaning(final GoldenFrame golden)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
        buffer.setMemory(0, CAPACITY, (byte)0xA5);

        final int length = new GoldenEncoder(buffer, OFFSET).encode(golden);

        assertArrayEquals(golden.bytes(), Arrays.copyOfRange(buffer.byteArray(), OFFSET, OFFSET + length));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldDecodeTheMeaningWhenGivenTheBytes(final GoldenFrame golden)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
        buffer.putBytes(OFFSET, golden.bytes());
        final FrameValidator validator = new FrameValidator();
        assertEquals(FrameOutcome.OK, validator.validate(buffer, OFFSET, golden.bytes().length));

        // As lists, so that the order counts as well.
        final List<Object> actual = new ArrayList<>(new GoldenDecoder(buffer, validator).decode().entrySet());

        assertEquals(new ArrayList<Object>(golden.meaning().entrySet()), actual);
    }

    @Test
    void shouldHaveAFrameForEveryTemplate()
    {
        final Set<Integer> templateIds = frames().stream().map(GoldenFrame::templateId).collect(Collectors.toSet());

        assertEquals(SchemaXml.read(SchemaXml.STREAM).templates(0).keySet(), templateIds);
    }

    @Test
    void shouldTakeDataByOffsetAsTheFlyweightsDo()
    {
        final GoldenFrame golden = GoldenFrame.read("data-more");
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
        final byte[] payload = golden.bytesOf("payload");

        DataFrame.encode(buffer, 0, golden.streamId(), golden.longOf("seq"), 0, DataFrame.MORE, payload.length);
        buffer.putBytes(DataFrame.PAYLOAD_OFFSET, payload);

        assertEquals(104, golden.bytes().length);
        assertArrayEquals(golden.bytes(), Arrays.copyOf(buffer.byteArray(), golden.bytes().length));
    }

    private static List<GoldenFrame> frames()
    {
        return GoldenFrame.all();
    }
}
