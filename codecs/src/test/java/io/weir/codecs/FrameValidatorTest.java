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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Rule("W-4")
class FrameValidatorTest
{
    private static final int BEFORE = 131;
    private static final int AFTER = 257;
    private static final int BLOCK_LENGTH_AT = 0;
    private static final int TEMPLATE_ID_AT = 2;
    private static final int SCHEMA_ID_AT = 4;
    private static final int VERSION_AT = 6;
    private static final int[] LENGTH_EXTREMES =
        {0, 1, -1, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0x7fff_fff0, 0x4000_0001};
    private static final SchemaXml SCHEMA = SchemaXml.read(SchemaXml.STREAM);
    private static final byte[] DECOY = GoldenFrame.read("data-more").bytes();

    private final FrameValidator validator = new FrameValidator();

    @ParameterizedTest
    @MethodSource("frames")
    void shouldAcceptAndMeasureEveryFrame(final GoldenFrame golden)
    {
        assertEquals(FrameOutcome.OK, verdict(golden.bytes()).outcome());
        assertEquals(golden.intOf("header.blockLength"), validator.blockLength());
        assertEquals(golden.templateId(), validator.templateId());
        assertEquals(0, validator.version());
        assertEquals(BEFORE + FrameHeader.LENGTH, validator.blockOffset());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseAFrameTruncatedAtAnyLength(final GoldenFrame golden)
    {
        for (int length = 0; length < golden.bytes().length; length++)
        {
            final Verdict verdict = verdict(Arrays.copyOf(golden.bytes(), length));
            assertTrue(verdict.outcome().isViolation(), "at " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseAFrameTruncatedWithinItsOwnBytes(final GoldenFrame golden)
    {
        // The rest of the very frame lies behind the edge, as in a term buffer.
        for (int length = 0; length < golden.bytes().length; length++)
        {
            final byte[] frame = Arrays.copyOf(golden.bytes(), length);
            final byte[] rest = Arrays.copyOfRange(golden.bytes(), length, golden.bytes().length);
            final FramedBuffer buffer = FramedBuffer.of(frame, BEFORE, rest, AFTER);

            assertEquals(
                Verdict.expected(frame, SCHEMA).outcome(), validator.validate(buffer, BEFORE, length), "at " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldJudgeEveryVarLengthAtItsExtremes(final GoldenFrame golden)
    {
        verdict(golden.bytes());
        final int[] positions = new int[validator.varDataCount()];
        final int[] lengths = new int[positions.length];
        for (int i = 0; i < positions.length; i++)
        {
            positions[i] = validator.varDataOffset(i) - BEFORE - Integer.BYTES;
            lengths[i] = validator.varDataLength(i);
        }

        for (int i = 0; i < positions.length; i++)
        {
            for (final int extreme : LENGTH_EXTREMES)
            {
                final byte[] frame = golden.bytes().clone();
                ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(positions[i], extreme);
                final Verdict verdict = verdict(frame);

                assertEquals(extreme == lengths[i], verdict.outcome().isAccepted(), "length " + extreme);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseEveryOtherSplitOfVarDataWhenOneLengthIsOff(final GoldenFrame golden)
    {
        verdict(golden.bytes());
        for (int i = 0; i < validator.varDataCount(); i++)
        {
            final int position = validator.varDataOffset(i) - BEFORE - Integer.BYTES;
            final int length = validator.varDataLength(i);
            for (final int off : new int[]{-1, 1})
            {
                final byte[] frame = golden.bytes().clone();
                ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(position, length + off);
                assertFalse(verdict(frame).outcome().isAccepted());
                verdict(golden.bytes());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseAShorterBlock(final GoldenFrame golden)
    {
        for (int length = 0; length < golden.intOf("header.blockLength"); length++)
        {
            assertEquals(
                FrameOutcome.BLOCK_TOO_SHORT, verdict(with(golden.bytes(), BLOCK_LENGTH_AT, length)).outcome());
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseABlockBeyondTheFrame(final GoldenFrame golden)
    {
        final int available = golden.bytes().length - FrameHeader.LENGTH;
        for (final int length : new int[]{available + 1, available + 4, 0x7fff, 0x8000, 0xffff})
        {
            assertEquals(
                FrameOutcome.BLOCK_BEYOND_FRAME, verdict(with(golden.bytes(), BLOCK_LENGTH_AT, length)).outcome());
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldJudgeALongerBlockByWhatIsLeft(final GoldenFrame golden)
    {
        final int available = golden.bytes().length - FrameHeader.LENGTH;
        for (int length = golden.intOf("header.blockLength") + 1; length <= available; length++)
        {
            verdict(with(golden.bytes(), BLOCK_LENGTH_AT, length));
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseAForeignSchema(final GoldenFrame golden)
    {
        for (final int schemaId : new int[]{0, 1, SCHEMA.id - 1, SCHEMA.id + 1, 0xffff})
        {
            assertEquals(
                FrameOutcome.FOREIGN_SCHEMA, verdict(with(golden.bytes(), SCHEMA_ID_AT, schemaId)).outcome());
        }
    }

    @Test
    void shouldRefuseEveryTemplateThatItsVersionDoesNotHave()
    {
        for (int templateId = 0; templateId <= 0xffff; templateId++)
        {
            if (!SCHEMA.templates(0).containsKey(templateId))
            {
                final byte[] frame = with(DECOY, TEMPLATE_ID_AT, templateId);
                assertEquals(FrameOutcome.FOREIGN_TEMPLATE, outcomeOf(frame));
                assertEquals(templateId, validator.templateId());
            }
        }
    }

    @Test
    @Rule("W-5")
    void shouldSkipEveryUnknownTemplateOfTheNextVersion()
    {
        final byte[] next = with(DECOY, VERSION_AT, 1);
        for (int templateId = 0; templateId <= 0xffff; templateId++)
        {
            if (!SCHEMA.templates(0).containsKey(templateId))
            {
                final FrameOutcome outcome = outcomeOf(with(next, TEMPLATE_ID_AT, templateId));
                assertEquals(FrameOutcome.UNKNOWN_TEMPLATE, outcome);
                assertFalse(outcome.isViolation());
                assertFalse(outcome.isAccepted());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 0x7fff, 0x8000, 0xffff})
    @Rule("W-5")
    void shouldRefuseAVersionThatIsMoreThanOneAway(final int version)
    {
        assertEquals(FrameOutcome.UNSUPPORTED_VERSION, verdict(with(DECOY, VERSION_AT, version)).outcome());
        assertEquals(version, validator.version());
        assertEquals(DataDecoder.TEMPLATE_ID, validator.templateId());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseBytesBehindTheLastVarData(final GoldenFrame golden)
    {
        for (int more = 1; more <= 16; more++)
        {
            final byte[] frame = Arrays.copyOf(golden.bytes(), golden.bytes().length + more);
            assertEquals(FrameOutcome.TRAILING_BYTES, verdict(frame).outcome());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 7})
    void shouldRefuseALengthWithoutRoomForAHeader(final int length)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(DECOY.clone());

        assertEquals(FrameOutcome.TRUNCATED_HEADER, validator.validate(buffer, 0, length));
    }

    @Test
    void shouldRefuseAPlaceOutsideTheBuffer()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(DECOY.clone());

        assertEquals(FrameOutcome.OUTSIDE_BUFFER, validator.validate(buffer, -1, 8));
        assertEquals(FrameOutcome.OUTSIDE_BUFFER, validator.validate(buffer, Integer.MIN_VALUE, 8));
        assertEquals(FrameOutcome.OUTSIDE_BUFFER, validator.validate(buffer, Integer.MAX_VALUE, 8));
        assertEquals(FrameOutcome.OUTSIDE_BUFFER, validator.validate(buffer, 0, DECOY.length + 1));
        assertEquals(FrameOutcome.OUTSIDE_BUFFER, validator.validate(buffer, 1, DECOY.length));
        assertEquals(FrameOutcome.OUTSIDE_BUFFER, validator.validate(buffer, 0, Integer.MAX_VALUE));
        assertEquals(FrameOutcome.OUTSIDE_BUFFER, validator.validate(buffer, DECOY.length, 8));
        assertEquals(FrameOutcome.OUTSIDE_BUFFER, validator.validate(new UnsafeBuffer(new byte[0]), 0, 8));
    }

    @Test
    void shouldForgetTheMeasuresOfTheFrameBefore()
    {
        verdict(GoldenFrame.read("open").bytes());
        assertEquals(3, validator.varDataCount());

        verdict(Arrays.copyOf(DECOY, DECOY.length - 1));

        assertEquals(0, validator.varDataCount());
        assertEquals(0, validator.blockLength());
        assertEquals(0, validator.blockOffset());
        assertThrows(IndexOutOfBoundsException.class, () -> validator.varDataOffset(0));
        assertThrows(IndexOutOfBoundsException.class, () -> validator.varDataLength(0));
    }

    @ParameterizedTest
    @EnumSource(FrameOutcome.class)
    void shouldSayWhatIsWrongInWords(final FrameOutcome outcome)
    {
        assertFalse(outcome.text().isBlank());
        assertEquals(FrameOutcome.OK == outcome, outcome.isAccepted());
        assertEquals(FrameOutcome.OK != outcome && FrameOutcome.UNKNOWN_TEMPLATE != outcome, outcome.isViolation());
    }

    /**
     * Asks the validator, with decoys all around, and holds its answer to what the rule says.
     */
    private Verdict verdict(final byte[] frame)
    {
        final FramedBuffer buffer = FramedBuffer.of(frame, BEFORE, DECOY, AFTER);
        final Verdict verdict = Verdict.of(validator.validate(buffer, BEFORE, frame.length), validator, BEFORE);
        assertEquals(Verdict.expected(frame, SCHEMA), verdict);
        return verdict;
    }

    private FrameOutcome outcomeOf(final byte[] frame)
    {
        return validator.validate(new UnsafeBuffer(frame), 0, frame.length);
    }

    private static byte[] with(final byte[] frame, final int position, final int value)
    {
        final byte[] bytes = frame.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(position, (short)value);
        return bytes;
    }

    private static List<GoldenFrame> frames()
    {
        return GoldenFrame.all();
    }
}
