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
package io.weir.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.BatchEncoder;
import io.weir.codecs.kernel.FrameInEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.StepCode;
import io.weir.codecs.kernel.StepOutEncoder;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is put by offset is what the generated encoders would have written. */
class RecordsByOffsetTest
{
    private static final int BATCH_LENGTH = 30;

    private final MemorySink sink = new MemorySink();
    private final BatchWriter batch = new BatchWriter(new WorldState(plan()), 4096);
    private final UnsafeBuffer expected = new UnsafeBuffer(new byte[4096]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldWriteBatchAsItsEncoderDoes()
    {
        final int length = new BatchEncoder().wrapAndApplyHeader(expected, 4, header)
            .seq(0).timeNs(Long.MAX_VALUE - 7).kernelVersion(BatchWriter.KERNEL_VERSION).encodedLength();

        assertArrayEquals(record(length), made(Long.MAX_VALUE - 7, 0));
    }

    @Test
    void shouldWriteFrameInAsItsEncoderDoesWhateverItsLengths()
    {
        for (int payloadLength = 0; payloadLength < 300; payloadLength++)
        {
            final Input input = frame(payloadLength);
            final FrameInEncoder encoder = new FrameInEncoder().wrapAndApplyHeader(expected, 4, header);
            encoder.intentId(input.intentId).seq(input.seq).attempt(input.attempt).form(input.form)
                .putKind(input.kind.buffer, input.kind.offset, input.kind.length)
                .putPayload(input.payload.buffer, input.payload.offset, input.payload.length)
                .putResumeToken(input.token.buffer, input.token.offset, input.token.length);

            assertTrue(begin(1));
            batch.causes.frame(input);
            batch.commit();

            assertArrayEquals(record(encoder.encodedLength()), last(BATCH_LENGTH), "payload of " + payloadLength);
        }
    }

    @Test
    void shouldWriteStepOutAsItsEncoderDoes()
    {
        final int length = new StepOutEncoder().wrapAndApplyHeader(expected, 4, header)
            .instance(Long.MAX_VALUE - 3).stateLength(-1).stateCrc(0xF234_5678L).effects(65_000).events(256)
            .depth((short)200).code(StepCode.CASCADE).encodedLength();

        assertTrue(begin(1));
        batch.outputs.step(Long.MAX_VALUE - 3, StepCode.CASCADE, 200, 65_000, 256, -1, 0xF234_5678);
        batch.commit();

        assertArrayEquals(record(length), last(BATCH_LENGTH));
    }

    @Test
    void shouldCompareBytesOfEveryLengthToTheLast()
    {
        final byte[] bytes = "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
        for (int length = 0; length <= bytes.length; length++)
        {
            final UnsafeBuffer left = new UnsafeBuffer(Arrays.copyOf(bytes, length));
            final UnsafeBuffer right = new UnsafeBuffer(Arrays.copyOf(bytes, length));
            assertTrue(Bytes.isEqual(left, 0, right, 0, length), "length " + length);
            for (int i = 0; i < length; i++)
            {
                right.putByte(i, (byte)'!');
                assertFalse(Bytes.isEqual(left, 0, right, 0, length), "byte " + i + " of " + length);
                right.putByte(i, bytes[i]);
            }
        }
    }

    private boolean begin(final long timeNs)
    {
        batch.sink(sink);
        return batch.begin(timeNs);
    }

    private byte[] made(final long timeNs, final int from)
    {
        assertTrue(begin(timeNs));
        batch.commit();
        return last(from);
    }

    private byte[] last(final int from)
    {
        final byte[] bytes = sink.batches.get(sink.batches.size() - 1);
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private byte[] record(final int encodedLength)
    {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        expected.putInt(0, length, ByteOrder.LITTLE_ENDIAN);
        return Arrays.copyOf(expected.byteArray(), Integer.BYTES + length);
    }

    private static Input frame(final int payloadLength)
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[512]);
        for (int i = 0; i < bytes.capacity(); i++)
        {
            bytes.putByte(i, (byte)(i * 31 + 1));
        }
        final Input input = new Input();
        input.intentId = Long.MAX_VALUE - 1;
        input.seq = 1L << 40;
        input.attempt = Integer.MAX_VALUE;
        input.form = PayloadForm.BLOB;
        input.kind.set(bytes, 3, 1 + payloadLength % 17);
        input.payload.set(bytes, 11, payloadLength);
        input.token.set(bytes, 7, payloadLength % 5);
        return input;
    }

    private static Plan plan()
    {
        final CodeIdentity identity = CodeIdentity.ofVersion("1");
        final Manifest manifest = Manifest.builder("m").module(ModuleSpec.of("m", identity))
            .event(EventSpec.of("e").to("m")).rule(RuleSpec.allow("*", "*")).build();
        return new Plan(manifest, WorldCode.builder().module("m", identity, new Script()).build());
    }
}
