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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Emitters: lanes of threads' own, shared ones, the agent's; claims, batches, hand-overs. */
class LaneTest
{
    private static final int SMALL_LANE = 16 * 1024;

    @Test
    @Rule("T-1")
    void shouldRefuseInWordsWhenEveryLaneIsHeld()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final List<Lane> lanes = new ArrayList<>();
            for (int i = 0; i < 16; i++)
            {
                lanes.add(pair.marketSession().acquireLane());
            }
            final IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> pair.marketSession().acquireLane());

            assertTrue(refusal.getMessage().contains("weir.lane.max"));
            assertEquals(16, pair.marketCount(CounterType.LANES_HELD));
            assertEquals(1, pair.marketCount(CounterType.LANES_EXHAUSTED_TOTAL));
            lanes.get(7).close();
            lanes.set(7, pair.marketSession().acquireLane());
            lanes.forEach(Lane::close);
            assertEquals(0, pair.marketCount(CounterType.LANES_HELD));
        }
    }

    @Test
    @Rule("T-1")
    void shouldCloseALaneOnceWhenClosedTwice()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final Lane lane = pair.marketSession().acquireLane();
            lane.close();
            lane.close();

            assertEquals(0, pair.marketCount(CounterType.LANES_HELD));
        }
    }

    @Test
    @Rule("T-1")
    void shouldDoNoHarmWhenALaneIsClosedAfterItsEngine()
    {
        final Lane lane;
        final StreamWriter writer;
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open();
            lane = pair.marketSession().acquireLane();
            writer = pair.acceptorStream().writer(lane);
            Payload.offer(writer, "a");
        }

        assertEquals(Result.CLOSED, writer.end());
        lane.poll();
        lane.close();
    }

    @Test
    @Rule("T-1")
    void shouldRefuseALaneInWordsWhenItLeadsElsewhere()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open();
            try (Lane elsewhere = pair.deskSession().acquireLane())
            {
                final IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> pair.acceptorStream().writer(elsewhere));
                assertTrue(refusal.getMessage().contains("another agent"));
            }
        }
    }

    @Test
    @Rule({"T-1", "S-1"})
    void shouldServeAllStreamsOfASessionInOrderThroughOneLane()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler first = pair.open();
            final RecordingHandler second = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter one = pair.accepted().get(0).stream().writer(lane);
                final StreamWriter two = pair.accepted().get(1).stream().writer(lane);
                Payload.offer(one, "a");
                Payload.offer(two, "b");
                Payload.offer(one, "c");
                pair.invoke();
            }

            assertEquals(List.of("a", "c"), first.payloads());
            assertEquals(List.of("b"), second.payloads());
        }
    }

    @Test
    @Rule({"C-5", "T-3"})
    void shouldBeToldOnTheAgentWhenThereIsRoomAfterBackPressured()
    {
        try (EnginePair pair = EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch())
        {
            final RecordingHandler handler = new RecordingHandler().quiet();
            pair.open(StreamRequest.of(TICKS).window(1024), handler);
            final StreamWriter writer = pair.acceptorStream().writer();
            final int before = pair.acceptor().budgets().size();
            int sent = 0;
            while (Payload.offer(writer, "x") >= 0)
            {
                sent++;
            }
            pair.market().invoke();
            assertEquals(before, pair.acceptor().budgets().size(), "not told while the link is full");
            pair.invoke();

            assertEquals(before + 1, pair.acceptor().budgets().size());
            assertEquals(sent, handler.dataCount());
            assertTrue(pair.marketCount(CounterType.STREAM_BACK_PRESSURE_TOTAL) > 0);
        }
    }

    @Test
    @Rule({"C-5", "S-4"})
    void shouldBeToldOnTheAgentWhenACloseWasBackPressuredAndThereIsNoCredit()
    {
        try (EnginePair pair = EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch())
        {
            final RecordingHandler full = new RecordingHandler().quiet();
            final RecordingHandler dry = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(1), dry);
            final Stream closing = pair.acceptorStream();
            final RecordingHandler closer = pair.acceptor();
            pair.open(StreamRequest.of(TICKS).window(1024), full);
            Payload.offer(closing.writer(), "only");
            pair.invoke();
            while (Payload.offer(pair.acceptorStream().writer(), "x") >= 0)
            {
                continue;
            }
            closer.onWritable((stream, budget) -> stream.writer().close());
            assertEquals(Result.BACK_PRESSURED, closing.writer().close());
            pair.invoke();

            assertEquals(List.of("opened", "data:0:only", "closed:END"), dry.events());
        }
    }

    @Test
    @Rule("C-5")
    void shouldBeToldInPollWhenCreditReturnsToALane()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(2), handler);
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                final int before = pair.acceptor().budgets().size();
                Payload.offer(writer, "a");
                Payload.offer(writer, "b");
                assertEquals(Result.NO_CREDIT, Payload.offer(writer, "c"));
                pair.invoke();
                assertEquals(0, lane.poll());
                handler.stream().consumed(2);
                pair.invoke();

                assertEquals(before, pair.acceptor().budgets().size(), "the agent does not tell a lane's stream");
                assertEquals(1, lane.poll());
                assertEquals(2, pair.acceptor().budgets().get(before));
                assertEquals(0, lane.poll());
            }
        }
    }

    @Test
    @Rule("C-5")
    void shouldBeToldInPollOfTheNextCreditWhenItStoppedAtItsBudget()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(2), handler);
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                pair.acceptor().onWritable((stream, budget) ->
                {
                    for (int i = 0; i < budget; i++)
                    {
                        Payload.offer(writer, "x");
                    }
                });
                Payload.offer(writer, "a");
                Payload.offer(writer, "b");
                assertEquals(Result.NO_CREDIT, Payload.offer(writer, "c"));
                for (int i = 0; i < 3; i++)
                {
                    pair.invoke();
                    handler.stream().consumed(2);
                    pair.invoke();
                    assertEquals(1, lane.poll());
                    assertEquals(0, lane.poll());
                }
                pair.invoke();

                assertEquals(8, handler.dataCount());
            }
        }
    }

    @Test
    @Rule("C-5")
    void shouldBeToldInPollWhenALaneHasRoomAgain()
    {
        try (EnginePair pair = EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch())
        {
            pair.open(StreamRequest.of(TICKS).window(1024), new RecordingHandler().quiet());
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                while (Payload.offer(writer, "x") >= 0)
                {
                    continue;
                }
                assertEquals(0, lane.poll());
                pair.invoke();

                assertEquals(1, lane.poll());
            }
        }
    }

    @Test
    @Rule("T-5")
    void shouldBackPressureTheNewEmitterUntilTheReceiverHasPassedTheOldOnesLast()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter old = pair.acceptorStream().writer(lane);
                final StreamWriter agents = pair.acceptorStream().writer();
                Payload.offer(old, "a");
                assertEquals(Result.BACK_PRESSURED, Payload.offer(agents, "not mine"));
                old.release();
                assertEquals(Result.BACK_PRESSURED, Payload.offer(agents, "not drained"));
                pair.invoke();
                assertEquals(1, Payload.offer(agents, "b"));
                pair.invoke();
            }

            assertEquals(List.of("a", "b"), handler.payloads());
            pair.acceptorStream().writer().close();
            assertEquals(1, pair.marketCount(CounterType.STREAM_HANDOVERS_TOTAL));
        }
    }

    @Test
    @Rule("T-5")
    void shouldHandItsStreamsOverWhenALaneCloses()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            final Lane first = pair.marketSession().acquireLane();
            Payload.offer(pair.acceptorStream().writer(first), "a");
            first.close();
            try (Lane second = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(second);
                assertEquals(Result.BACK_PRESSURED, Payload.offer(writer, "early"));
                pair.invoke();
                assertEquals(1, Payload.offer(writer, "b"));
                pair.invoke();
            }

            assertEquals(List.of("a", "b"), handler.payloads());
        }
    }

    @Test
    @Rule({"T-1", "T-5", "S-1"})
    void shouldLoseNothingWhenManyThreadsShareAWriter()
    {
        final int threads = 4;
        final int each = 2_000;
        try (Engines engines = new Engines())
        {
            final CompletableFuture<Stream> accepted = new CompletableFuture<>();
            final Engine market = engines.launch(Engines.context("market").provider(TICKS, (stream, open) ->
            {
                accepted.complete(stream);
                return new RecordingHandler();
            }));
            final Engine desk = engines.launch(Engines.context("desk"));
            final List<String> heard = Collections.synchronizedList(new ArrayList<>());
            desk.connect(market).open(StreamRequest.of(TICKS),
                (stream, buffer, offset, length, header) -> heard.add(Payload.text(buffer, offset, length)));
            final Stream stream = accepted.join();
            final List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++)
            {
                final int number = thread;
                running.add(CompletableFuture.runAsync(() -> emit(stream.sharedWriter(), number, each)));
            }
            running.forEach(CompletableFuture::join);
            Engines.await("all frames", () -> heard.size() == threads * each);

            assertEquals(threads * each, new HashSet<>(heard).size());
            for (int thread = 0; thread < threads; thread++)
            {
                int next = 0;
                for (final String one : heard)
                {
                    if (one.startsWith(thread + ":"))
                    {
                        assertEquals(thread + ":" + next++, one);
                    }
                }
            }
        }
    }

    @Test
    @Rule("W-7")
    void shouldStampFramesWithTheLanesOwnTimeWhenThroughALane()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                Payload.offer(writer, "a");
                lane.timestampNs(42);
                Payload.offer(writer, "b");
                pair.invoke();
            }

            assertEquals(List.of(0L, 42L), handler.timestamps());
        }
    }

    @Test
    @Rule("T-1")
    void shouldTakeNoMoreFramesThanTheLimitInADutyCycle()
    {
        for (final int limit : new int[]{5, 32, 37})
        {
            try (EnginePair pair = EnginePair.builder()
                .desk(desk -> desk.set(Settings.LANE_POLL_LIMIT, limit)).launch())
            {
                final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).window(64));
                try (Lane lane = pair.marketSession().acquireLane())
                {
                    final StreamWriter writer = pair.acceptorStream().writer(lane);
                    pair.invoke();
                    for (int i = 0; i < 50; i++)
                    {
                        assertEquals(i, Payload.offer(writer, "x"));
                    }
                    pair.desk().invoke();

                    assertEquals(limit, handler.dataCount());
                    pair.invoke();
                    assertEquals(50, handler.dataCount());
                }
            }
        }
    }

    @Test
    @Rule("T-1")
    void shouldGiveALaneThatSaysSoWhenAskedAfterItsEngineHasClosed()
    {
        final Session session;
        final Stream stream;
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open();
            session = pair.marketSession();
            stream = pair.acceptorStream();
        }
        for (int i = 0; i < 20; i++)
        {
            try (Lane lane = session.acquireLane())
            {
                assertEquals(Result.CLOSED, Payload.offer(stream.writer(lane), "a"));
            }
        }
    }

    @Test
    @Rule({"T-8", "S-6"})
    void shouldAnswerNotConnectedWhenThePeerIsGoneAndItsLaneIsFull()
    {
        try (EnginePair pair = EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch())
        {
            pair.open(StreamRequest.of(TICKS).window(1024), new RecordingHandler().quiet());
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                pair.clock().run(5_000_000L);
                pair.desk().close();
                long result = 0;
                while (result >= 0)
                {
                    result = Payload.offer(writer, "x");
                }

                assertEquals(Result.NOT_CONNECTED, result);
            }
        }
    }

    private static void emit(final StreamWriter writer, final int number, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            while (Payload.offer(writer, number + ":" + i) < 0)
            {
                writer.awaitWritable(1_000_000_000L);
            }
        }
    }
}
