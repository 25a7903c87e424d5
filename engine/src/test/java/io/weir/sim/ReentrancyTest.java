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

package io.weir.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Result;
import io.weir.StreamRequest;
import io.weir.config.Settings;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What callbacks may do to the engine that calls them, and what it must not let them do. */
class ReentrancyTest
{
    @Test
    @Rule("T-6")
    void shouldRefuseToBeInvokedWhenADutyCycleIsUnderWay()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final List<String> answers = new ArrayList<>();
            final RecordingHandler consumer = new RecordingHandler().onData(stream ->
            {
                answers.add(assertThrows(IllegalStateException.class, pair.desk()::invoke).getMessage());
                answers.add(assertThrows(IllegalStateException.class, pair.desk()::close).getMessage());
                answers.add(
                    assertThrows(IllegalStateException.class, () -> pair.desk().connect(pair.market())).getMessage());
            });
            pair.open(StreamRequest.of(EnginePair.TICKS), consumer);
            pair.acceptorStream().writer().offer(Payload.of("a"), 0, 1);
            pair.acceptorStream().writer().offer(Payload.of("b"), 0, 1);

            pair.invoke();

            assertEquals(6, answers.size());
            answers.forEach(answer -> assertTrue(answer.contains("an agent's own thread"), answer));
            assertEquals(List.of("opened", "data:0:a", "data:1:b"), consumer.events());
        }
    }

    @Test
    @Rule("S-5")
    void shouldOpenNothingWhenAskedAsTheLostSessionEndsItsStreams()
    {
        try (EnginePair pair = EnginePair.builder()
            .both(context -> context.set(Settings.LANE_LENGTH, 16 * 1024).set(Settings.LANE_CELL_LENGTH, 4096))
            .onAccepted(handler -> handler.onWritable((stream, budget) ->
            {
                while (stream.writer().offer(Payload.of("x"), 0, 1) >= 0)
                {
                    // Until the link is full.
                }
            }))
            .launch())
        {
            final RecordingHandler late = new RecordingHandler();
            final long[] answer = {1};
            final RecordingHandler consumer = new RecordingHandler()
                .onClosed(stream -> answer[0] = pair.deskSession().open(StreamRequest.of(EnginePair.TICKS), late));
            pair.deskSession().open(StreamRequest.of(EnginePair.TICKS), consumer);
            // The desk reads no more: no Goodbye gets through.
            pair.desk().invoke();
            pair.market().invoke();
            pair.market().invoke();
            pair.clock().run(TimeUnit.MILLISECONDS.toNanos(5));
            pair.market().close();
            pair.clock().run(0);

            pair.advance(10, TimeUnit.SECONDS);

            assertTrue(consumer.isClosed());
            assertFalse(pair.deskSession().isOpen());
            assertEquals(Result.CLOSED, answer[0], "answered " + Result.name(answer[0]) + ", heard " + late.events());
        }
    }

    @Test
    @Rule({"S-10", "W-7"})
    void shouldKeepADeadlineWhenItBeginsLongAfterTheLastDutyCycle()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.clock().advance(10, TimeUnit.SECONDS);
            final RecordingHandler consumer =
                pair.open(StreamRequest.of(EnginePair.TICKS).deadline(5, TimeUnit.SECONDS));

            pair.advance(4, TimeUnit.SECONDS);
            assertEquals(List.of("opened"), consumer.events());

            pair.advance(2, TimeUnit.SECONDS);
            assertTrue(consumer.isClosed());
        }
    }

    @Test
    @Rule({"S-5", "S-9"})
    void shouldForgetNoStreamWhenAnotherIsAskedForByTheAgentBetweenOtherThreads()
    {
        try (EnginePair pair = EnginePair.launch(); Foreign other = new Foreign())
        {
            final RecordingHandler first = pair.open();
            final RecordingHandler second = pair.open();

            other.run(first.stream()::cancel);
            other.run(second.stream()::cancel);
            second.stream().cancel();
            other.run(second.stream()::cancel);
            pair.invoke();

            assertEquals(List.of("opened", "closed:CANCEL"), first.events());
            assertEquals(List.of("opened", "closed:CANCEL"), second.events());
        }
    }
}
