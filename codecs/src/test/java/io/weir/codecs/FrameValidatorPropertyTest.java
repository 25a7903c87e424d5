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

import io.weir.test.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;

@Rule("W-4")
class FrameValidatorPropertyTest
{
    private static final int MAX_VERSION_DISTANCE = 1;
    private static final int[] EXTREMES = {0, 1, -1, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0x0000_ffff, 4, 8};
    private static final SchemaXml STREAM = SchemaXml.read(SchemaXml.STREAM);
    private static final SchemaXml NEXT = SchemaXml.read(SchemaXml.NEXT);
    private static final byte[] DECOY = GoldenFrame.read("open").bytes();

    /** One for all frames of all tries: what it remembers of one must not show in its verdict on another. */
    private static final FrameValidator VALIDATOR = new FrameValidator();

    @Property
    void shouldAcceptAndMeasureEveryWellFormedFrame(
        @ForAll final long seed,
        @ForAll @IntRange(max = 300) final int before)
    {
        final byte[] frame = wellFormed(new Random(seed), STREAM);

        assertEquals(FrameOutcome.OK, assertAsTheRuleSays(frame, before).outcome());
    }

    @Property(tries = 5000)
    void shouldJudgeEveryMutatedFrameAsTheRuleSays(
        @ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 4) final int mutations,
        @ForAll @IntRange(max = 300) final int before)
    {
        final Random random = new Random(seed);
        byte[] frame = wellFormed(random, STREAM);
        for (int i = 0; i < mutations; i++)
        {
            frame = mutated(frame, random);
        }

        assertAsTheRuleSays(frame, before);
    }

    @Property
    void shouldJudgeAnyBytesAsTheRuleSays(@ForAll @Size(max = 64) final byte[] bytes)
    {
        assertAsTheRuleSays(bytes, 17);
    }

    @Property
    void shouldJudgeAnyBytesBehindAKnownHeaderAsTheRuleSays(
        @ForAll final long seed,
        @ForAll @Size(max = 96) final byte[] bytes)
    {
        final byte[] header = Arrays.copyOf(wellFormed(new Random(seed), STREAM), FrameHeader.LENGTH);
        final byte[] frame = Arrays.copyOf(header, FrameHeader.LENGTH + bytes.length);
        System.arraycopy(bytes, 0, frame, FrameHeader.LENGTH, bytes.length);

        assertAsTheRuleSays(frame, 17);
    }

    @Property
    @Rule("W-5")
    void shouldJudgeFramesOfTheVersionBeforeAsTheRuleSays(
        @ForAll final long seed,
        @ForAll @IntRange(max = 2) final int mutations)
    {
        final FrameValidator next = new FrameValidator(NextSchema.LAYOUTS);
        final Random random = new Random(seed);
        byte[] frame = wellFormed(random, NEXT);
        for (int i = 0; i < mutations; i++)
        {
            frame = mutated(frame, random);
        }

        final UnsafeBuffer buffer = FramedBuffer.of(frame, 64, DECOY, 64);
        assertEquals(
            Verdict.expected(frame, NEXT), Verdict.of(next.validate(buffer, 64, frame.length), next, 64));
    }

    @Property
    void shouldGiveTheSameVerdictWhateverLiesAroundTheFrame(
        @ForAll final long seed,
        @ForAll @IntRange(max = 2) final int mutations,
        @ForAll @Size(min = 1, max = 64) final byte[] decoy,
        @ForAll @IntRange(max = 64) final int before,
        @ForAll @IntRange(max = 64) final int after)
    {
        final Random random = new Random(seed);
        byte[] frame = wellFormed(random, STREAM);
        for (int i = 0; i < mutations; i++)
        {
            frame = mutated(frame, random);
        }

        final byte[] flipped = decoy.clone();
        for (int i = 0; i < flipped.length; i++)
        {
            flipped[i] = (byte)~flipped[i];
        }

        assertEquals(verdictAmid(frame, decoy, before, after), verdictAmid(frame, flipped, before, after));
    }

    private Verdict assertAsTheRuleSays(final byte[] frame, final int before)
    {
        final Verdict verdict = verdictAmid(frame, DECOY, before, 200);
        assertEquals(Verdict.expected(frame, STREAM), verdict);
        return verdict;
    }

    private Verdict verdictAmid(final byte[] frame, final byte[] decoy, final int before, final int after)
    {
        final UnsafeBuffer buffer = FramedBuffer.of(frame, before, decoy, after);
        return Verdict.of(VALIDATOR.validate(buffer, before, frame.length), VALIDATOR, before);
    }

    /**
     * {@return a frame of any template in any version that is read, with any block long enough and any var data}
     */
    private static byte[] wellFormed(final Random random, final SchemaXml schema)
    {
        final int oldest = Math.max(0, schema.version - MAX_VERSION_DISTANCE);
        final int version = oldest + random.nextInt(schema.version + MAX_VERSION_DISTANCE - oldest + 1);
        final boolean isNewer = version > schema.version;
        final List<SchemaXml.Template> templates =
            List.copyOf(schema.templates(Math.min(version, schema.version)).values());
        final SchemaXml.Template template = templates.get(random.nextInt(templates.size()));
        final int blockLength = template.blockLength() + (random.nextBoolean() ? 0 : random.nextInt(24));
        final int varDataCount = template.varData().size() +
            (isNewer ? random.nextInt(FrameSchema.MAX_VAR_DATA + 1 - template.varData().size()) : 0);

        final ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short)blockLength)
            .putShort((short)template.id())
            .putShort((short)schema.id)
            .putShort((short)version);
        put(bytes, random, blockLength);
        for (int i = 0; i < varDataCount; i++)
        {
            final int length = random.nextInt(4) == 0 ? 0 : random.nextInt(48);
            bytes.putInt(length);
            put(bytes, random, length);
        }

        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void put(final ByteBuffer bytes, final Random random, final int length)
    {
        final byte[] content = new byte[length];
        random.nextBytes(content);
        bytes.put(content);
    }

    private static byte[] mutated(final byte[] frame, final Random random)
    {
        final byte[] bytes = frame.clone();
        final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
        switch (random.nextInt(6))
        {
            case 0:
                return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));

            case 1:
                return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(12));

            case 2:
                if (bytes.length >= Long.BYTES)
                {
                    buffer.putShort(2 * random.nextInt(4),
                        (short)(random.nextBoolean() ? extreme : random.nextInt(24)));
                }
                return bytes;

            case 3:
                if (bytes.length > Integer.BYTES)
                {
                    buffer.putInt(random.nextInt(bytes.length - Integer.BYTES), extreme);
                }
                return bytes;

            default:
                if (bytes.length > 0)
                {
                    bytes[random.nextInt(bytes.length)] ^= (byte)(1 << random.nextInt(8));
                }
                return bytes;
        }
    }
}
