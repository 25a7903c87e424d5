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

package io.weir.perf.jmh;

import io.weir.codecs.CreditDecoder;
import io.weir.codecs.CreditEncoder;
import io.weir.codecs.CreditFrame;
import io.weir.codecs.DataDecoder;
import io.weir.codecs.DataEncoder;
import io.weir.codecs.DataFrame;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.FrameOutcome;
import io.weir.codecs.FrameValidator;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.MessageHeaderDecoder;
import io.weir.codecs.MessageHeaderEncoder;
import io.weir.codecs.OpenEncoder;
import io.weir.codecs.PrefixWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a frame costs to encode, to read and to validate: the generated flyweights beside the layouts by offset. Frames
 * lie in 256 slots of an off-heap arena, one after the other, as in a lane; payloads are 64 bytes and are not copied,
 * since that costs the same for both.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark
{
    private static final int SLOT_LENGTH = 128;
    private static final int SLOTS = 256;
    private static final int ARENA_LENGTH = SLOTS * SLOT_LENGTH;
    private static final int PAYLOAD_LENGTH = 64;
    private static final long STREAM_ID = 0x0000_0001_0000_0010L;

    private final ByteBuffer memory = BufferUtil.allocateDirectAligned(3 * ARENA_LENGTH, 64);
    private final UnsafeBuffer data = new UnsafeBuffer(memory, 0, ARENA_LENGTH);
    private final UnsafeBuffer credit = new UnsafeBuffer(memory, ARENA_LENGTH, ARENA_LENGTH);
    private final UnsafeBuffer open = new UnsafeBuffer(memory, 2 * ARENA_LENGTH, ARENA_LENGTH);
    private final UnsafeBuffer prefixed = new UnsafeBuffer(new byte[2 * SLOT_LENGTH]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final DataEncoder dataEncoder = new DataEncoder();
    private final DataDecoder dataDecoder = new DataDecoder();
    private final CreditEncoder creditEncoder = new CreditEncoder();
    private final CreditDecoder creditDecoder = new CreditDecoder();
    private final FrameValidator validator = new FrameValidator();
    private int openLength;
    private int offset;
    private long seq;

    /**
     * Creates the state of one benchmark thread; JMH calls it.
     */
    public CodecBenchmark()
    {
    }

    /**
     * Fills the slots, so that what is read is a frame.
     */
    @Setup
    public void setup()
    {
        for (int i = 0; i < ARENA_LENGTH; i += SLOT_LENGTH)
        {
            DataFrame.encode(data, i, STREAM_ID, i, 0, 0, PAYLOAD_LENGTH);
            CreditFrame.encode(credit, i, STREAM_ID, i);
            final OpenEncoder encoder = new OpenEncoder().wrapAndApplyHeader(open, i, headerEncoder);
            encoder.streamId(STREAM_ID).timestampNs(0).deadlineNs(0).window(64).interaction(InteractionKind.DUPLEX);
            encoder.flags().clear();
            encoder.capability("market.prices").putParams(new byte[8], 0, 8).putContext(new byte[0], 0, 0);
            openLength = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        }
    }

    /**
     * {@return the place of a Data frame that the generated encoder has written}
     */
    @Benchmark
    public int encodeDataGenerated()
    {
        final int slot = nextSlot();
        final DataEncoder encoder = dataEncoder.wrapAndApplyHeader(data, slot, headerEncoder);
        encoder.streamId(STREAM_ID).seq(seq++).timestampNs(0);
        encoder.flags().clear();
        encoder.reserved(0);
        // The payload is already in place: only its length is written.
        data.putInt(encoder.limit(), PAYLOAD_LENGTH);
        return slot;
    }

    /**
     * {@return the place of a Data frame written by offset}
     */
    @Benchmark
    public int encodeDataByOffset()
    {
        final int slot = nextSlot();
        DataFrame.encode(data, slot, STREAM_ID, seq++, 0, 0, PAYLOAD_LENGTH);
        return slot;
    }

    /**
     * {@return the fields of a Data frame, as the generated decoder reads them, folded}
     */
    @Benchmark
    public long decodeDataGenerated()
    {
        final DataDecoder decoder = dataDecoder.wrapAndApplyHeader(data, nextSlot(), headerDecoder);
        return decoder.streamId() ^ decoder.seq() ^ decoder.timestampNs() ^ decoder.flags().getRaw() ^
            decoder.payloadLength();
    }

    /**
     * {@return the fields of a Data frame, read by offset, folded}
     */
    @Benchmark
    public long decodeDataByOffset()
    {
        final int slot = nextSlot();
        if (!DataFrame.isData(FrameHeader.word(data, slot)))
        {
            return 0;
        }

        final long tail = DataFrame.tail(data, slot);
        return DataFrame.streamId(data, slot) ^ DataFrame.seq(data, slot) ^ DataFrame.timestampNs(data, slot) ^
            DataFrame.flags(tail) ^ DataFrame.payloadLength(tail);
    }

    /**
     * {@return the place of a Credit frame that the generated encoder has written}
     */
    @Benchmark
    public int encodeCreditGenerated()
    {
        final int slot = nextSlot();
        creditEncoder.wrapAndApplyHeader(credit, slot, headerEncoder).streamId(STREAM_ID).creditLimit(seq++);
        return slot;
    }

    /**
     * {@return the place of a Credit frame written by offset}
     */
    @Benchmark
    public int encodeCreditByOffset()
    {
        final int slot = nextSlot();
        CreditFrame.encode(credit, slot, STREAM_ID, seq++);
        return slot;
    }

    /**
     * {@return the fields of a Credit frame, as the generated decoder reads them, folded}
     */
    @Benchmark
    public long decodeCreditGenerated()
    {
        final CreditDecoder decoder = creditDecoder.wrapAndApplyHeader(credit, nextSlot(), headerDecoder);
        return decoder.streamId() ^ decoder.creditLimit();
    }

    /**
     * {@return the fields of a Credit frame, read by offset, folded}
     */
    @Benchmark
    public long decodeCreditByOffset()
    {
        final int slot = nextSlot();
        if (!CreditFrame.isCredit(FrameHeader.word(credit, slot)))
        {
            return 0;
        }

        return CreditFrame.streamId(credit, slot) ^ CreditFrame.limit(credit, slot);
    }

    /**
     * {@return the outcome for a Data frame}
     */
    @Benchmark
    public FrameOutcome validateData()
    {
        return validator.validate(data, nextSlot(), DataFrame.PAYLOAD_OFFSET + PAYLOAD_LENGTH);
    }

    /**
     * {@return the outcome for an Open frame with its three var data}
     */
    @Benchmark
    public FrameOutcome validateOpen()
    {
        return validator.validate(open, nextSlot(), openLength);
    }

    /**
     * {@return the length of the 17-byte prefix view of a Data frame, validated and copied}
     */
    @Benchmark
    public int validateAndPrefixData()
    {
        validator.validate(data, nextSlot(), DataFrame.PAYLOAD_OFFSET + PAYLOAD_LENGTH);
        return PrefixWriter.write(data, validator, 1, prefixed, 0);
    }

    private int nextSlot()
    {
        offset = offset + SLOT_LENGTH & ARENA_LENGTH - 1;
        return offset;
    }
}
