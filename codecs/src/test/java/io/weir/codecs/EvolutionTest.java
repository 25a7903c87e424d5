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

import io.weir.codecs.next.NoteEncoder;
import io.weir.test.Rule;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * This version beside the next one, as {@code weir-stream-next.xml} imagines it.
 */
@Rule("W-5")
class EvolutionTest
{
    private static final int OFFSET = 40;
    private static final long STREAM_ID = StreamIds.of(3, 7, StreamIds.ACCEPTOR);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final FrameValidator validator = new FrameValidator();
    private final FrameValidator nextValidator = new FrameValidator(NextSchema.LAYOUTS);
    private final io.weir.codecs.next.MessageHeaderEncoder nextHeader =
        new io.weir.codecs.next.MessageHeaderEncoder();

    @Test
    void shouldReadOpenOfTheNextVersion()
    {
        final io.weir.codecs.next.OpenEncoder encoder =
            new io.weir.codecs.next.OpenEncoder().wrapAndApplyHeader(buffer, OFFSET, nextHeader);
        encoder.streamId(STREAM_ID).timestampNs(1).deadlineNs(2).window(64)
            .interaction(io.weir.codecs.next.InteractionKind.DUPLEX)
            .priority((short)9);
        encoder.flags().clear().held(true);
        encoder.capability("a.b").putParams(new byte[]{1, 2}, 0, 2).putContext(new byte[]{3}, 0, 1).labels("blue");

        assertEquals(FrameOutcome.OK, validate(encoder.encodedLength()));
        final Map<String, String> meaning = new GoldenDecoder(buffer, validator).decode();

        assertEquals("1", meaning.get("header.version"));
        assertEquals("2", meaning.get("deadlineNs"));
        assertEquals("DUPLEX", meaning.get("interaction"));
        assertEquals("HELD", meaning.get("flags"));
        assertEquals("a.b", meaning.get("capability"));
        assertEquals("0x0102", meaning.get("params"));
        assertEquals("0x03", meaning.get("context"));
    }

    @Test
    void shouldReadDataOfTheNextVersionByWhatWasMeasured()
    {
        final io.weir.codecs.next.DataEncoder encoder =
            new io.weir.codecs.next.DataEncoder().wrapAndApplyHeader(buffer, OFFSET, nextHeader);
        encoder.streamId(STREAM_ID).seq(5).timestampNs(6).reserved(0).traceId(7);
        encoder.flags().clear().end(true);
        encoder.putPayload(new byte[]{8, 9}, 0, 2);

        assertEquals(FrameOutcome.OK, validate(encoder.encodedLength()));

        assertFalse(DataFrame.isData(FrameHeader.word(buffer, OFFSET)));
        assertEquals(STREAM_ID, DataFrame.streamId(buffer, OFFSET));
        assertEquals(5, DataFrame.seq(buffer, OFFSET));
        assertEquals(6, DataFrame.timestampNs(buffer, OFFSET));
        assertEquals(DataFrame.END, DataFrame.flags(buffer, OFFSET));
        assertEquals(DataEncoder.BLOCK_LENGTH + Long.BYTES, validator.blockLength());
        assertEquals(2, validator.varDataLength(0));
        assertEquals(8, buffer.getByte(validator.varDataOffset(0)));
    }

    @Test
    void shouldReadCreditOfTheNextVersionByOffset()
    {
        final io.weir.codecs.next.CreditEncoder encoder =
            new io.weir.codecs.next.CreditEncoder().wrapAndApplyHeader(buffer, OFFSET, nextHeader)
                .streamId(STREAM_ID).creditLimit(128).consumed(64);

        assertEquals(FrameOutcome.OK, validate(encoder.encodedLength()));

        assertEquals(STREAM_ID, CreditFrame.streamId(buffer, OFFSET));
        assertEquals(128, CreditFrame.limit(buffer, OFFSET));
    }

    @Test
    void shouldPassOverNewVarData()
    {
        final io.weir.codecs.next.HeartbeatEncoder encoder =
            new io.weir.codecs.next.HeartbeatEncoder().wrapAndApplyHeader(buffer, OFFSET, nextHeader)
                .epoch(3).timestampNs(4).putLoad(new byte[]{1, 2, 3}, 0, 3);

        assertEquals(FrameOutcome.OK, validate(encoder.encodedLength()));

        assertEquals(0, validator.varDataCount());
    }

    @Test
    void shouldReadAnUnknownOrdinalAsUnknown()
    {
        final io.weir.codecs.next.CancelEncoder encoder =
            new io.weir.codecs.next.CancelEncoder().wrapAndApplyHeader(buffer, OFFSET, nextHeader)
                .streamId(STREAM_ID).timestampNs(0).reason(io.weir.codecs.next.CancelReason.BUDGET).message("");

        assertEquals(FrameOutcome.OK, validate(encoder.encodedLength()));
        final CancelDecoder decoder = new CancelDecoder()
            .wrap(buffer, validator.blockOffset(), validator.blockLength(), validator.version());

        assertEquals(CancelReason.SBE_UNKNOWN, decoder.reason());
        assertEquals(6, decoder.reasonRaw());
    }

    @Test
    void shouldNeverThrowOnAnyOrdinal()
    {
        for (int value = 0; value <= 0xFF; value++)
        {
            assertTrue(value <= 3 == value(InteractionKind.get((short)value)) <= 3);
            assertTrue(value <= 3 == value(CloseReason.get((short)value)) <= 3);
            assertTrue(value <= 5 == value(CancelReason.get((short)value)) <= 5);
        }

        for (int value = 0; value <= 0xFFFF; value++)
        {
            final boolean isKnown = value <= 9 || value >= 20 && value <= 23;
            final StreamErrorCode code = StreamErrorCode.get(value);
            assertEquals(isKnown, StreamErrorCode.SBE_UNKNOWN != code && StreamErrorCode.NULL_VAL != code);
            final SessionCode sessionCode = SessionCode.get(value);
            assertEquals(value <= 7, SessionCode.SBE_UNKNOWN != sessionCode && SessionCode.NULL_VAL != sessionCode);
        }
    }

    @Test
    void shouldSkipATemplateOfTheNextVersion()
    {
        final NoteEncoder encoder =
            new NoteEncoder().wrapAndApplyHeader(buffer, OFFSET, nextHeader).streamId(STREAM_ID).text("new");

        assertEquals(FrameOutcome.UNKNOWN_TEMPLATE, validate(encoder.encodedLength()));
        assertEquals(NoteEncoder.TEMPLATE_ID, validator.templateId());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldBeAcceptedByTheNextVersion(final GoldenFrame golden)
    {
        buffer.putBytes(OFFSET, golden.bytes());

        assertEquals(FrameOutcome.OK, nextValidator.validate(buffer, OFFSET, golden.bytes().length));
        // What this version's decoders read from the next one's measures is the whole meaning.
        assertEquals(golden.meaning(), new GoldenDecoder(buffer, nextValidator).decode());
    }

    @Test
    void shouldBeReadByTheNextVersionsDecoders()
    {
        final GoldenFrame golden = GoldenFrame.read("open");
        buffer.putBytes(OFFSET, golden.bytes());
        nextValidator.validate(buffer, OFFSET, golden.bytes().length);
        final io.weir.codecs.next.OpenDecoder decoder = new io.weir.codecs.next.OpenDecoder().wrap(
            buffer, nextValidator.blockOffset(), nextValidator.blockLength(), nextValidator.version());

        assertEquals(golden.streamId(), decoder.streamId());
        assertEquals(golden.intOf("window"), decoder.window());
        assertEquals(io.weir.codecs.next.InteractionKind.SERVER_STREAM, decoder.interaction());
        assertEquals(io.weir.codecs.next.OpenDecoder.priorityNullValue(), decoder.priority());
        assertEquals(3, nextValidator.varDataCount());
    }

    @Test
    void shouldRefuseATemplateThatClaimsAVersionOlderThanItself()
    {
        final NoteEncoder encoder =
            new NoteEncoder().wrapAndApplyHeader(buffer, OFFSET, nextHeader.wrap(buffer, OFFSET));
        encoder.streamId(STREAM_ID).text("new");
        nextHeader.wrap(buffer, OFFSET).version(0);

        assertEquals(
            FrameOutcome.FOREIGN_TEMPLATE,
            nextValidator.validate(buffer, OFFSET, FrameHeader.LENGTH + encoder.encodedLength()));
    }

    @Test
    void shouldRefuseABlockThatIsTooShortForTheVersionThatItClaims()
    {
        final GoldenFrame golden = GoldenFrame.read("data");
        buffer.putBytes(OFFSET, golden.bytes());
        nextHeader.wrap(buffer, OFFSET).version(1);

        assertEquals(
            FrameOutcome.BLOCK_TOO_SHORT, nextValidator.validate(buffer, OFFSET, golden.bytes().length));
    }

    @Test
    void shouldImagineANextVersionThatOnlyAppends()
    {
        final Map<Integer, SchemaXml.Template> now = SchemaXml.read(SchemaXml.STREAM).templates(0);
        final Map<Integer, SchemaXml.Template> then = SchemaXml.read(SchemaXml.NEXT).templates(0);

        assertEquals(now, then);
    }

    private FrameOutcome validate(final int encodedLength)
    {
        return validator.validate(buffer, OFFSET, FrameHeader.LENGTH + encodedLength);
    }

    private static int value(final Enum<?> constant)
    {
        return "SBE_UNKNOWN".equals(constant.name()) || "NULL_VAL".equals(constant.name()) ?
            Integer.MAX_VALUE : constant.ordinal();
    }

    private static List<GoldenFrame> frames()
    {
        return GoldenFrame.all();
    }
}
