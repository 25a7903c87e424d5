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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Rule("W-2")
class PrefixTest
{
    private static final long SESSION_ID = 0x1122_3344_5566_7788L;
    private static final int OFFSET = 5;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[256]);
    private final UnsafeBuffer destination = new UnsafeBuffer(new byte[256]);
    private final FrameValidator validator = new FrameValidator();
    private final PrefixView view = new PrefixView();

    @Property
    void shouldReadWhatWasWritten(
        @ForAll @IntRange(max = 255) final int kind,
        @ForAll final long sessionId,
        @ForAll final long streamId)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[32]);
        PrefixFrame.encode(buffer, OFFSET, kind, sessionId, streamId);
        final ByteBuffer bytes = ByteBuffer.wrap(buffer.byteArray()).order(ByteOrder.LITTLE_ENDIAN);

        assertEquals((byte)kind, bytes.get(OFFSET));
        assertEquals(sessionId, bytes.getLong(OFFSET + 1));
        assertEquals(streamId, bytes.getLong(OFFSET + 9));
        assertEquals(0, bytes.get(OFFSET + 17));
        assertTrue(new PrefixView().wrap(buffer, OFFSET, 17));
        assertEquals(kind, PrefixFrame.kind(buffer, OFFSET));
        assertEquals(sessionId, PrefixFrame.sessionId(buffer, OFFSET));
        assertEquals(streamId, PrefixFrame.streamId(buffer, OFFSET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "open-duplex"})
    void shouldGiveTheParamsOfAnOpen(final String name)
    {
        final GoldenFrame golden = GoldenFrame.read(name);

        assertView(golden, golden.bytesOf("params"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data-more", "data-end"})
    void shouldGiveThePayloadOfData(final String name)
    {
        final GoldenFrame golden = GoldenFrame.read(name);

        assertView(golden, golden.bytesOf("payload"));
    }

    @Test
    void shouldGiveCodeAndMessageOfAnError()
    {
        final GoldenFrame golden = GoldenFrame.read("error");

        assertView(golden, joined(new byte[]{20, 0}, golden.textOf("message")));
    }

    @Test
    void shouldGiveReasonAndMessageOfACloseAndACancel()
    {
        assertView(GoldenFrame.read("close"), new byte[]{0});
        assertView(GoldenFrame.read("close-cancel"), joined(new byte[]{2}, "as asked"));
        assertView(GoldenFrame.read("cancel"), joined(new byte[]{3}, "handler threw"));
    }

    @Test
    void shouldGiveTheLimitOfACredit()
    {
        assertView(GoldenFrame.read("credit"), new byte[]{(byte)128, 0, 0, 0, 0, 0, 0, 0});
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
            "hello", "challenge", "challenge-response", "welcome", "refuse", "heartbeat", "goodbye", "receipt", "roll"})
    void shouldLeaveOutSessionFrames(final String name)
    {
        assertEquals(PrefixWriter.NOT_A_STREAM_FRAME, write(GoldenFrame.read(name).bytes(), destination));
    }

    @Test
    @Rule("W-4")
    void shouldLeaveOutAFrameThatWasNotAccepted()
    {
        final byte[] bytes = GoldenFrame.read("data").bytes();

        assertEquals(
            PrefixWriter.NOT_A_STREAM_FRAME, write(Arrays.copyOf(bytes, bytes.length - 1), destination));
    }

    @Test
    void shouldWriteNothingWithoutRoom()
    {
        final byte[] bytes = GoldenFrame.read("data").bytes();
        final UnsafeBuffer small = new UnsafeBuffer(new byte[OFFSET + 17 + 4]);

        assertEquals(PrefixWriter.INSUFFICIENT_SPACE, write(bytes, small));

        assertArrayEquals(new byte[OFFSET + 17 + 4], small.byteArray());
    }

    @Test
    void shouldNotWrapWhatIsShorterThanAPrefix()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[32]);

        for (int length = -1; length < PrefixFrame.PAYLOAD_OFFSET; length++)
        {
            assertFalse(view.wrap(buffer, 0, length));
        }

        assertFalse(view.wrap(buffer, -1, 17));
        assertFalse(view.wrap(buffer, 16, 17));
        assertFalse(view.wrap(buffer, Integer.MAX_VALUE, 17));
        assertTrue(view.wrap(buffer, 15, 17));
    }

    private void assertView(final GoldenFrame golden, final byte[] payload)
    {
        final int length = write(golden.bytes(), destination);

        assertEquals(17 + payload.length, length);
        assertTrue(view.wrap(destination, OFFSET, length));
        assertEquals(golden.templateId(), view.kind());
        assertEquals(SESSION_ID, view.sessionId());
        assertEquals(golden.streamId(), view.streamId());
        assertEquals(payload.length, view.payloadLength());
        final byte[] actual = new byte[payload.length];
        view.buffer().getBytes(view.payloadOffset(), actual);
        assertArrayEquals(payload, actual);
    }

    private int write(final byte[] bytes, final UnsafeBuffer to)
    {
        frame.putBytes(0, bytes);
        validator.validate(frame, 0, bytes.length);
        return PrefixWriter.write(frame, validator, SESSION_ID, to, OFFSET);
    }

    private static byte[] joined(final byte[] first, final String message)
    {
        final byte[] second = message.getBytes(UTF_8);
        final byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
