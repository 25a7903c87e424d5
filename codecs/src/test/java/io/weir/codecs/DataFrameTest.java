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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

@Rule("W-6")
class DataFrameTest
{
    private static final int CAPACITY = 256;
    private static final int MAX_PAYLOAD = 64;

    @Property
    void shouldWriteTheBytesOfTheGeneratedEncoder(
        @ForAll final long streamId,
        @ForAll final long seq,
        @ForAll final long timestampNs,
        @ForAll @IntRange(max = DataFrame.MORE | DataFrame.END) final int flags,
        @ForAll @Size(max = MAX_PAYLOAD) final byte[] payload,
        @ForAll @IntRange(max = 63) final int offset)
    {
        final UnsafeBuffer expected = filled();
        final UnsafeBuffer actual = filled();
        generated(expected, offset, streamId, seq, timestampNs, flags, payload);

        DataFrame.encode(actual, offset, streamId, seq, timestampNs, flags, payload.length);
        actual.putBytes(offset + DataFrame.PAYLOAD_OFFSET, payload);

        assertArrayEquals(expected.byteArray(), actual.byteArray());
    }

    @Property
    void shouldReadWhatTheGeneratedEncoderWrote(
        @ForAll final long streamId,
        @ForAll final long seq,
        @ForAll final long timestampNs,
        @ForAll @IntRange(max = DataFrame.MORE | DataFrame.END) final int flags,
        @ForAll @Size(max = MAX_PAYLOAD) final byte[] payload,
        @ForAll @IntRange(max = 63) final int offset)
    {
        final UnsafeBuffer buffer = filled();
        final int length = generated(buffer, offset, streamId, seq, timestampNs, flags, payload);
        final long tail = DataFrame.tail(buffer, offset);

        assertTrue(DataFrame.isData(FrameHeader.word(buffer, offset)));
        assertEquals(length, DataFrame.frameLength(payload.length));
        assertEquals(streamId, DataFrame.streamId(buffer, offset));
        assertEquals(seq, DataFrame.seq(buffer, offset));
        assertEquals(timestampNs, DataFrame.timestampNs(buffer, offset));
        assertEquals(flags, DataFrame.flags(tail));
        assertEquals(flags, DataFrame.flags(buffer, offset));
        assertEquals(payload.length, DataFrame.payloadLength(tail));
        assertEquals(payload.length, DataFrame.payloadLength(buffer, offset));
    }

    @Property
    void shouldBeReadByTheGeneratedDecoder(
        @ForAll final long streamId,
        @ForAll final long seq,
        @ForAll final long timestampNs,
        @ForAll @IntRange(max = 0xFFFF) final int flags,
        @ForAll @Size(max = MAX_PAYLOAD) final byte[] payload)
    {
        final UnsafeBuffer buffer = filled();
        DataFrame.encode(buffer, 0, streamId, seq, timestampNs, flags, payload.length);
        buffer.putBytes(DataFrame.PAYLOAD_OFFSET, payload);
        final DataDecoder decoder = new DataDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());

        assertEquals(streamId, decoder.streamId());
        assertEquals(seq, decoder.seq());
        assertEquals(timestampNs, decoder.timestampNs());
        assertEquals(flags, decoder.flags().getRaw() & 0xFFFF);
        assertEquals(0 != (flags & DataFrame.MORE), decoder.flags().more());
        assertEquals(0 != (flags & DataFrame.END), decoder.flags().end());
        assertEquals(0, decoder.reserved());
        final byte[] actual = new byte[decoder.payloadLength()];
        decoder.getPayload(actual, 0, actual.length);
        assertArrayEquals(payload, actual);
    }

    @Property
    void shouldWriteNoMoreThanSixteenFlagBits(@ForAll final int flags, @ForAll @IntRange final int payloadLength)
    {
        final UnsafeBuffer buffer = filled();

        DataFrame.encode(buffer, 0, 1, 2, 3, flags, payloadLength);

        assertEquals(flags & 0xFFFF, DataFrame.flags(buffer, 0));
        assertEquals(payloadLength, DataFrame.payloadLength(buffer, 0));
        assertEquals(0, buffer.getShort(DataFrame.FLAGS_OFFSET + 2));
    }

    @Test
    void shouldTakeFortyBytesBeyondThePayload()
    {
        assertEquals(104, DataFrame.frameLength(64));
        assertEquals(28, DataEncoder.BLOCK_LENGTH);
        assertEquals(8, DataFrame.STREAM_ID_OFFSET);
        assertEquals(16, DataFrame.SEQ_OFFSET);
        assertEquals(24, DataFrame.TIMESTAMP_OFFSET);
        assertEquals(32, DataFrame.FLAGS_OFFSET);
        assertEquals(36, DataFrame.PAYLOAD_LENGTH_OFFSET);
        assertEquals(40, DataFrame.PAYLOAD_OFFSET);
    }

    @Test
    void shouldNotTakeAnotherHeaderForData()
    {
        assertFalse(DataFrame.isData(CreditFrame.HEADER));
        assertFalse(DataFrame.isData(FrameHeader.word(
            DataEncoder.BLOCK_LENGTH + 1, DataEncoder.TEMPLATE_ID, DataEncoder.SCHEMA_ID, DataEncoder.SCHEMA_VERSION)));
        assertFalse(DataFrame.isData(FrameHeader.word(
            DataEncoder.BLOCK_LENGTH, DataEncoder.TEMPLATE_ID, DataEncoder.SCHEMA_ID, DataEncoder.SCHEMA_VERSION + 1)));
    }

    private static UnsafeBuffer filled()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
        buffer.setMemory(0, CAPACITY, (byte)0xA5);
        return buffer;
    }

    private static int generated(
        final UnsafeBuffer buffer,
        final int offset,
        final long streamId,
        final long seq,
        final long timestampNs,
        final int flags,
        final byte[] payload)
    {
        final DataEncoder encoder = new DataEncoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder());
        encoder.streamId(streamId).seq(seq).timestampNs(timestampNs);
        encoder.flags().clear().more(0 != (flags & DataFrame.MORE)).end(0 != (flags & DataFrame.END));
        encoder.reserved(0).putPayload(payload, 0, payload.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }
}
