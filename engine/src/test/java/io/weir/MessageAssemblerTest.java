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

package io.weir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.StreamErrorCode;
import io.weir.test.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest
{
    private static final int MAX = 10_000;

    private final Recorder recorder = new Recorder();
    private final MessageAssembler assembler = new MessageAssembler(recorder, MAX);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[DataFrame.PAYLOAD_OFFSET + MAX + 1]);
    private final DataHeader header = new DataHeader();
    private long seq;

    @Test
    @Rule("W-3")
    void shouldHandOnAMessageOfOneFrameWhereItLies()
    {
        receive("whole", 0);

        assertEquals(List.of("whole"), recorder.messages);
        assertSame(frame, recorder.lastBuffer);
    }

    @Test
    @Rule("W-3")
    void shouldHandOnTheWholeWhenItsLastFrameHasCome()
    {
        receive("one ", DataFrame.MORE);
        receive("", DataFrame.MORE);
        receive("two ", DataFrame.MORE);
        assertTrue(recorder.messages.isEmpty());
        assertEquals(8, assembler.collected());

        receive("three", 0);

        assertEquals(List.of("one two three"), recorder.messages);
        assertEquals(3, recorder.lastSeq);
        assertEquals(0, assembler.collected());
    }

    @Test
    @Rule("W-3")
    void shouldBeginAnewWhenAMessageFollowsAnother()
    {
        receive("a", DataFrame.MORE);
        receive("b", 0);
        receive("c", 0);
        receive("x".repeat(6_000), DataFrame.MORE);
        receive("y".repeat(4_000), 0);

        assertEquals(List.of("ab", "c", "x".repeat(6_000) + "y".repeat(4_000)), recorder.messages);
    }

    @Test
    @Rule("W-3")
    void shouldThrowAndForgetTheMessageWhenItIsLongerThanTheMaximum()
    {
        receive("x".repeat(MAX), DataFrame.MORE);

        final IllegalStateException ex = assertThrows(IllegalStateException.class, () -> receive("y", 0));
        assertTrue(ex.getMessage().contains("10001"), ex.getMessage());
        assertTrue(recorder.messages.isEmpty());
        assertEquals(0, assembler.collected());
    }

    @Test
    @Rule("W-3")
    void shouldThrowWhenASingleFrameIsLongerThanTheMaximum()
    {
        assertThrows(IllegalStateException.class, () -> receive("x".repeat(MAX + 1), 0));
    }

    @Test
    void shouldThrowWhenTheStreamEndsWithinAMessage()
    {
        receive("a", DataFrame.MORE);

        assertThrows(IllegalStateException.class, () -> assembler.onEnd(null));
        assertTrue(recorder.events.isEmpty());
    }

    @Test
    void shouldPassOnAllElseAsItComes()
    {
        assembler.onOpened(null);
        assembler.onWritable(null, 3);
        assembler.onError(null, StreamErrorCode.DEFERRED, "wait");
        assembler.onEnd(null);
        assembler.onClosed(null, CloseReason.END, StreamErrorCode.NULL_VAL);

        assertEquals(List.of("opened", "writable 3", "error DEFERRED wait", "end", "closed END NULL_VAL"),
            recorder.events);
    }

    @Test
    void shouldRefuseAMaximumBelowOne()
    {
        assertThrows(IllegalArgumentException.class, () -> new MessageAssembler(recorder, 0));
    }

    private void receive(final String text, final int flags)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        DataFrame.encode(frame, 0, 1, seq++, 0, flags, bytes.length);
        frame.putBytes(DataFrame.PAYLOAD_OFFSET, bytes);
        header.wrap(frame, 0);
        assembler.onData(null, frame, DataFrame.PAYLOAD_OFFSET, bytes.length, header);
    }

    /** Remembers what it hears. */
    private static final class Recorder implements StreamHandler
    {
        private final List<String> messages = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private DirectBuffer lastBuffer;
        private long lastSeq;

        @Override
        public void onOpened(final Stream stream)
        {
            events.add("opened");
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            messages.add(buffer.getStringWithoutLengthAscii(offset, length));
            lastBuffer = buffer;
            lastSeq = header.seq();
        }

        @Override
        public void onEnd(final Stream stream)
        {
            events.add("end");
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            events.add("writable " + budget);
        }

        @Override
        public void onError(final Stream stream, final StreamErrorCode code, final String message)
        {
            events.add("error " + code + " " + message);
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            events.add("closed " + reason + " " + code);
        }
    }
}
