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

import static io.weir.fixture.EnginePair.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.DataFrame;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Payloads and messages: their sizes, their frames, their flags, their time. */
class MessageTest
{
    @Test
    @Rule({"C-4", "W-3"})
    void shouldSendALargeMessageAtLastWhenLessThanHalfAWindowWasConsumedBefore()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().quiet();
            pair.open(StreamRequest.of(TICKS).window(8), handler);
            fill(pair, 3);
            pair.invoke();
            final StreamWriter writer = pair.acceptorStream().writer();
            final UnsafeBuffer message = Payload.ofLength(7 * pair.marketSession().maxPayload());
            assertEquals(Result.NO_CREDIT, writer.offerMessage(message, 0, message.capacity()));
            final int told = pair.acceptor().budgets().size();
            pair.advance(50, TimeUnit.MILLISECONDS);

            assertTrue(pair.acceptor().budgets().size() > told, "told that it can go on");
            assertEquals(9, writer.offerMessage(message, 0, message.capacity()));
        }
    }

    @Test
    @Rule({"C-4", "W-3"})
    void shouldSendALargeMessageAtLastWhenSomeWasConsumedExplicitly()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().quiet().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(8), handler);
            fill(pair, 1);
            pair.invoke();
            handler.stream().consumed(1);
            pair.advance(50, TimeUnit.MILLISECONDS);

            final UnsafeBuffer message = Payload.ofLength(8 * pair.marketSession().maxPayload());
            assertEquals(8, pair.acceptorStream().writer().offerMessage(message, 0, message.capacity()));
        }
    }

    @Test
    @Rule("W-3")
    void shouldCarryPayloadsFromNothingToTheLargest()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final int most = pair.marketSession().maxPayload();
            final java.util.List<Integer> lengths = new java.util.ArrayList<>();
            pair.deskSession().open(StreamRequest.of(TICKS), (stream, buffer, offset, length, header) ->
            {
                final UnsafeBuffer expected = Payload.ofLength(length);
                for (int i = 0; i < length; i++)
                {
                    assertEquals(expected.getByte(i), buffer.getByte(offset + i));
                }
                lengths.add(length);
            });
            pair.invoke();
            final StreamWriter writer = pair.acceptorStream().writer();
            for (final int length : new int[]{0, 1, 63, 64, 80, 81, 1000, most - 1, most})
            {
                assertTrue(writer.offer(Payload.ofLength(length), 0, length) >= 0);
            }
            pair.invoke();

            assertEquals(List.of(0, 1, 63, 64, 80, 81, 1000, most - 1, most), lengths);
            assertEquals(Result.MAX_PAYLOAD_EXCEEDED, writer.offer(Payload.ofLength(most + 1), 0, most + 1));
            assertEquals(Result.MAX_PAYLOAD_EXCEEDED, writer.tryClaim(most + 1, new DataClaim()));
            writer.close();
            assertEquals(2, pair.marketCount(CounterType.STREAM_OVERSIZE_TOTAL));
        }
    }

    @Test
    @Rule("W-3")
    void shouldSendAMessageInFramesWithMoreWhenItIsLargerThanAFrame()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final int most = pair.marketSession().maxPayload();
            final UnsafeBuffer message = Payload.ofLength(2 * most + 5);
            final java.util.List<String> frames = new java.util.ArrayList<>();
            pair.deskSession().open(StreamRequest.of(TICKS), (stream, buffer, offset, length, header) -> frames
                .add(header.seq() + " " + length + (header.isMore() ? " more" : "")));
            pair.invoke();

            assertEquals(2, pair.acceptorStream().writer().offerMessage(message, 0, message.capacity()));
            pair.invoke();
            assertEquals(List.of("0 " + most + " more", "1 " + most + " more", "2 5"), frames);
        }
    }

    @Test
    @Rule("W-3")
    void shouldRefuseAMessageForEverWhenItIsLargerThanTheWindow()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open(StreamRequest.of(TICKS).window(2));
            final UnsafeBuffer message = Payload.ofLength(2 * pair.marketSession().maxPayload() + 1);

            assertEquals(
                Result.MAX_PAYLOAD_EXCEEDED,
                pair.acceptorStream().writer().offerMessage(message, 0, message.capacity()));
            assertEquals(2, pair.acceptorStream().writer().credit());
        }
    }

    @Test
    @Rule("W-3")
    void shouldSendNothingOfAMessageWhenThereIsNotCreditForAllOfIt()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().quiet().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(4), handler);
            fill(pair, 2);
            final UnsafeBuffer message = Payload.ofLength(3 * pair.marketSession().maxPayload());
            final StreamWriter writer = pair.acceptorStream().writer();
            assertEquals(Result.NO_CREDIT, writer.offerMessage(message, 0, message.capacity()));
            pair.invoke();
            assertEquals(2, handler.dataCount());
            handler.stream().consumed(2);
            pair.invoke();

            assertEquals(4, writer.offerMessage(message, 0, message.capacity()));
        }
    }

    @Test
    @Rule("W-3")
    void shouldCarryTheFlagsThatWereGivenWithAFrame()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final java.util.List<Integer> flags = new java.util.ArrayList<>();
            pair.deskSession().open(StreamRequest.of(TICKS),
                (stream, buffer, offset, length, header) -> flags.add(header.flags()));
            pair.invoke();
            final StreamWriter writer = pair.acceptorStream().writer();
            writer.offer(Payload.of("a"), 0, 1, DataFrame.MORE);
            writer.offer(Payload.of("b"), 0, 1, 0);
            writer.offer(Payload.of("c"), 0, 1, DataFrame.END);
            pair.invoke();

            assertEquals(List.of(DataFrame.MORE, 0, DataFrame.END), flags);
        }
    }

    @Test
    @Rule("W-7")
    void shouldStampFramesWithTheTimeOfTheDutyCycleWhenTheAgentEmits()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.advance(5, TimeUnit.MILLISECONDS);
            final RecordingHandler handler = pair.open();
            final long nowNs = pair.clock().epoch().nanoTime();
            fill(pair, 1);
            pair.clock().advance(1, TimeUnit.SECONDS);
            fill(pair, 1);
            pair.invoke();
            fill(pair, 1);
            pair.invoke();

            assertEquals(
                List.of(nowNs, nowNs, nowNs + TimeUnit.SECONDS.toNanos(1)), handler.timestamps());
        }
    }

    private static void fill(final EnginePair pair, final int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            assertTrue(Payload.offer(pair.acceptorStream().writer(), "fill") >= 0);
        }
    }
}
