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

package io.weir.caps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.codecs.ErrorDecoder;
import io.weir.codecs.ErrorEncoder;
import io.weir.codecs.HeartbeatDecoder;
import io.weir.codecs.HeartbeatEncoder;
import io.weir.codecs.StreamErrorCode;
import java.lang.reflect.Type;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest
{
    private static final int AT = 3;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

    private record Quote(String symbol, long price)
    {
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EURUSD", "\u00e9\u4e2d\ud83d\ude00"})
    void shouldReadBackWhenTextOrBytes(final String text)
    {
        final byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertEquals(text, copy(codec(String.class), text));
        assertArrayEquals(bytes, copy(codec(byte[].class), bytes));
    }

    @Test
    void shouldReadBackNumbersAndTruthWhenBoxedOrNot()
    {
        assertEquals(Integer.MIN_VALUE, copy(codec(Integer.class), Integer.MIN_VALUE));
        assertEquals(Long.MAX_VALUE, copy(codec(Long.class), Long.MAX_VALUE));
        assertEquals(-0.5, copy(codec(Double.class), -0.5));
        assertEquals(true, copy(codec(Boolean.class), true));
        assertEquals(false, copy(codec(Boolean.class), false));
        assertSame(codec(Integer.class), Codecs.standard().find(int.class));
        assertSame(codec(Long.class), Codecs.standard().find(long.class));
        assertSame(codec(Double.class), Codecs.standard().find(double.class));
        assertSame(codec(Boolean.class), Codecs.standard().find(boolean.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 8})
    void shouldRefuseInWordsWhenANumberHasAnotherLength(final int length)
    {
        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> codec(Integer.class).decode(buffer, AT, length));

        assertEquals("the message of " + length + " bytes is no int, which has 4", ex.getMessage());
    }

    @Test
    void shouldTakeAnEmptyMessageAloneWhenThereIsNothing()
    {
        final Codec<Void> codec = codec(Void.class);

        assertSame(codec, Codecs.standard().find(void.class));
        assertEquals(0, codec.encode(null, buffer, AT));
        assertNull(codec.decode(buffer, AT, 0));
        assertThrows(IllegalArgumentException.class, () -> codec.decode(buffer, AT, 1));
    }

    @Test
    void shouldReadBackWithACopyOfItsOwnWhenTheTypeIsAnSbeDecoder()
    {
        final UnsafeBuffer source = new UnsafeBuffer(new byte[64]);
        new HeartbeatEncoder().wrap(source, 8).epoch(7).timestampNs(11);
        final HeartbeatDecoder value = new HeartbeatDecoder().wrap(
            source, 8, HeartbeatDecoder.BLOCK_LENGTH, HeartbeatDecoder.SCHEMA_VERSION);

        final HeartbeatDecoder read = copy(codec(HeartbeatDecoder.class), value);

        assertEquals(7, read.epoch());
        assertEquals(11, read.timestampNs());
        assertNotSame(source, read.buffer());
    }

    @Test
    void shouldReadBackVarDataWhenTheTypeIsAnSbeDecoder()
    {
        final UnsafeBuffer source = new UnsafeBuffer(new byte[64]);
        new ErrorEncoder().wrap(source, 0).streamId(5).code(StreamErrorCode.KILLED).message("enough");
        final ErrorDecoder value = new ErrorDecoder().wrap(
            source, 0, ErrorDecoder.BLOCK_LENGTH, ErrorDecoder.SCHEMA_VERSION);
        final int limit = value.limit();

        final ErrorDecoder read = copy(codec(ErrorDecoder.class), value);

        assertEquals(StreamErrorCode.KILLED, read.code());
        assertEquals("enough", read.message());
        assertEquals(limit, value.limit());
        // What was read goes on whole, also when it is sent a second time.
        assertEquals("enough", copy(codec(ErrorDecoder.class), copy(codec(ErrorDecoder.class), value)).message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "7  | 16 | 15 | 1 | 0 | it has 7 bytes and no header",
        "24 | 16 | 14 | 1 | 0 | its template is 14, not 15",
        "24 | 16 | 15 | 2 | 0 | its schema is 2, not 1",
        "24 | 17 | 15 | 1 | 0 | its block of 17 bytes is longer than the message of 24",
        "24 | 65535 | 15 | 1 | 9 | its block of 65535 bytes is longer than the message of 24",
        "24 | 8  | 15 | 1 | 0 | its block has 8 bytes, and that of its version 16",
        "24 | 0  | 15 | 1 | 9 | its block of 0 bytes is shorter than 16"})
    void shouldRefuseInWordsWhenAnSbeMessageIsNoneOfTheType(
        final int length,
        final int block,
        final int template,
        final int schema,
        final int version,
        final String why)
    {
        header(block, template, 1 == schema ? HeartbeatDecoder.SCHEMA_ID : HeartbeatDecoder.SCHEMA_ID + 1, version);
        final String expected = 1 == schema ? why :
            "its schema is " + (HeartbeatDecoder.SCHEMA_ID + 1) + ", not " + HeartbeatDecoder.SCHEMA_ID;

        final IllegalArgumentException ex = assertThrows(
            IllegalArgumentException.class, () -> codec(HeartbeatDecoder.class).decode(buffer, AT, length));

        assertEquals("no message for HeartbeatDecoder: " + expected, ex.getMessage());
    }

    @Test
    void shouldTakeALongerBlockWhenItIsOfALaterVersion()
    {
        header(20, HeartbeatDecoder.TEMPLATE_ID, HeartbeatDecoder.SCHEMA_ID, 9);
        buffer.putLong(AT + 8, 7, ByteOrder.LITTLE_ENDIAN);

        final HeartbeatDecoder read = codec(HeartbeatDecoder.class).decode(buffer, AT, 28);

        assertEquals(7, read.epoch());
        assertEquals(28, codec(HeartbeatDecoder.class).encode(read, new ExpandableArrayBuffer(), 0));
    }

    @Test
    void shouldFindNoneWhenATypeIsOfNobody()
    {
        assertNull(Codecs.standard().find(Thread.class));
        assertNull(Codecs.standard().find(HeartbeatEncoder.class));
    }

    @Test
    void shouldAskInOrderWhenCodecsWereAdded()
    {
        final Codec<String> mine = new Codec<>()
        {
            @Override
            public int encode(final String value, final org.agrona.MutableDirectBuffer target, final int offset)
            {
                return 0;
            }

            @Override
            public String decode(final org.agrona.DirectBuffer source, final int offset, final int length)
            {
                return "mine";
            }
        };

        assertSame(mine, Codecs.standard().with(String.class, mine).find(String.class));
        assertSame(
            codec(String.class), Codecs.standard().orElse(type -> mine).find(String.class));
        assertSame(mine, Codecs.standard().orElse(type -> mine).find(Thread.class));
    }

    @Test
    void shouldReadBackWhenJsonIsToTakeTheRest()
    {
        final Codecs codecs = Codecs.standard().orElse(new JacksonCodecs(new ObjectMapper()));
        final Type list = new TypeReference<List<Quote>>()
        {
        }.getType();
        final Quote quote = new Quote("EURUSD", 42);

        assertEquals(quote, copy(cast(codecs.find(Quote.class)), quote));
        assertEquals(List.of(quote), copy(cast(codecs.find(list)), List.of(quote)));
        assertSame(PlainCodecs.TEXT, codecs.find(String.class));
        assertSame(PlainCodecs.NOTHING, codecs.find(void.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"symbol\":\"EURUSD\",\"price\":\"much\"}",
        "{\"symbol\":\"EURUSD\",\"price\":42} and more"})
    void shouldRefuseInWordsWhenJsonIsNoneOfTheType(final String text)
    {
        final Codec<Object> codec = cast(new JacksonCodecs(new ObjectMapper()).codec(Quote.class));
        final int length = PlainCodecs.TEXT.encode(text, buffer, AT);

        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> codec.decode(buffer, AT, length));

        assertTrue(ex.getMessage().contains("Quote"), ex.getMessage());
    }

    private void header(final int block, final int template, final int schema, final int version)
    {
        buffer.putShort(AT, (short)block, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(AT + 2, (short)template, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(AT + 4, (short)schema, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(AT + 6, (short)version, ByteOrder.LITTLE_ENDIAN);
    }

    private <T> T copy(final Codec<T> codec, final T value)
    {
        final int length = codec.encode(value, buffer, AT);
        final UnsafeBuffer received = new UnsafeBuffer(new byte[AT + length]);
        received.putBytes(0, buffer, 0, AT + length);
        return codec.decode(received, AT, length);
    }

    private static <T> Codec<T> codec(final Class<T> type)
    {
        return cast(Codecs.standard().find(type));
    }

    @SuppressWarnings("unchecked")
    private static <T> Codec<T> cast(final Codec<?> codec)
    {
        return (Codec<T>)codec;
    }
}
