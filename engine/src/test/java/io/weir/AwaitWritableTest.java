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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Emitters that wait, each on a thread of its own, for what the test then brings about. */
@Rule("C-5")
class AwaitWritableTest
{
    /** Nobody who is woken waits for so long, whatever else the machine does. */
    private static final long LOST_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(30);

    @Test
    void shouldWakeWhenCreditReturns()
    {
        shouldAnswerAndWake(true, EnginePair.launch(), false, pair ->
        {
            pair.handler.stream().consumed(1);
            pair.engines.invoke();
        });
    }

    @Test
    void shouldWakeWhenTheStreamEnds()
    {
        shouldAnswerAndWake(true, EnginePair.launch(), false, pair ->
        {
            pair.engines.acceptorStream().abort(StreamErrorCode.INTERNAL, "");
            pair.engines.invoke();
        });
    }

    @Test
    void shouldWakeWhenTheOpenerCancels()
    {
        shouldAnswerAndWake(true, EnginePair.launch(), false, pair ->
        {
            pair.handler.stream().cancel();
            pair.engines.invoke();
        });
    }

    @Test
    void shouldWakeWhenTheLaneHasRoom()
    {
        shouldAnswerAndWake(
            true, EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, 16 * 1024)).launch(), true,
            pair -> pair.engines.invoke());
    }

    @Test
    @Rule("S-4")
    void shouldWakeWithoutCreditWhenALaneHasRoomForTheEnd()
    {
        shouldWakeWithoutCredit(false, StreamWriter::end);
    }

    @Test
    @Rule("S-4")
    void shouldWakeWithoutCreditWhenALaneHasRoomForTheClose()
    {
        shouldWakeWithoutCredit(false, StreamWriter::close);
    }

    @Test
    @Rule({"S-2", "S-4"})
    void shouldWakeWithoutCreditWhenALaneHasRoomForErrorAndClose()
    {
        shouldWakeWithoutCredit(false, writer -> writer.close(StreamErrorCode.INTERNAL, "no more"));
    }

    @Test
    @Rule("S-4")
    void shouldWakeWithoutCreditWhenASharedLaneHasRoomForTheEnd()
    {
        shouldWakeWithoutCredit(true, StreamWriter::end);
    }

    @Test
    @Rule("S-4")
    void shouldWakeWithoutCreditWhenASharedLaneHasRoomForTheClose()
    {
        shouldWakeWithoutCredit(true, StreamWriter::close);
    }

    @Test
    void shouldAnswerFalseWhenInterrupted()
    {
        shouldAnswerAndWake(false, EnginePair.launch(), false, pair -> pair.waiter.interrupt());
    }

    @Test
    void shouldWakeWhenAHandOverIsComplete() throws InterruptedException
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open();
            final Lane old = pair.marketSession().acquireLane();
            Payload.offer(pair.acceptorStream().writer(old), "a");
            old.close();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                assertEquals(Result.BACK_PRESSURED, Payload.offer(writer, "b"));
                final Waiting waiting = new Waiting(pair, null, writer);
                waiting.waiter.start();
                pair.invoke();
                waiting.finish();

                assertEquals(true, waiting.answer.get());
            }
        }
    }

    @Test
    void shouldAnswerFalseWhenTheTimeIsUp()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open(StreamRequest.of(TICKS).held(true));
            final StreamWriter writer = pair.acceptorStream().sharedWriter();

            assertFalse(CompletableFuture.supplyAsync(() -> writer.awaitWritable(1_000)).join());
        }
    }

    @Test
    void shouldAnswerAtOnceWhenThereIsCreditAndRoom()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open();
            final StreamWriter writer = pair.acceptorStream().sharedWriter();

            assertTrue(CompletableFuture.supplyAsync(() -> writer.awaitWritable(0)).join());
        }
    }

    @Test
    @Rule("T-6")
    void shouldRefuseInWordsWhenAnAgentWouldWait()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter agents = pair.acceptorStream().writer();
                final StreamWriter lanes = pair.acceptorStream().writer(lane);
                final StreamWriter shared = pair.acceptorStream().sharedWriter();

                assertThrows(IllegalStateException.class, () -> agents.awaitWritable(LONG_NS));
                assertThrows(IllegalStateException.class, () -> lanes.awaitWritable(LONG_NS));
                assertThrows(IllegalStateException.class, () -> shared.awaitWritable(LONG_NS));
            }
        }
    }

    @Test
    void shouldWakeEveryTimeWhenAnEmitterAndAConsumerRunAgainstEachOther()
    {
        try (Engines engines = new Engines())
        {
            final AtomicReference<Stream> accepted = new AtomicReference<>();
            final Engine market = engines.launch(Engines.context("market").provider(TICKS, (stream, open) ->
            {
                accepted.set(stream);
                return new RecordingHandler();
            }));
            final Engine desk = engines.launch(Engines.context("desk"));
            final RecordingHandler handler = new RecordingHandler().quiet();
            final Session session = desk.connect(market);
            session.open(StreamRequest.of(TICKS).window(1), handler);
            Engines.await("the stream", () -> null != accepted.get());
            try (Lane lane = accepted.get().session().acquireLane())
            {
                final StreamWriter writer = accepted.get().writer(lane);
                for (int i = 0; i < 5_000; i++)
                {
                    while (Payload.offer(writer, "x") < 0)
                    {
                        final long beginNs = System.nanoTime();
                        writer.awaitWritable(LOST_NS);
                        assertTrue(System.nanoTime() - beginNs < LOST_NS, "a wake-up was lost");
                    }
                }
            }
            Engines.await("all frames", () -> 5_000 == handler.dataCount());
        }
    }

    /** The consumer has all that it wants, and another stream fills the lane: room comes, no credit does. */
    private static void shouldWakeWithoutCredit(final boolean shared, final ToLongFunction<StreamWriter> last)
    {
        try (EnginePair pair = EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, 16 * 1024))
            .market(market -> market.set(Settings.LANE_STRIPES, 1)).launch();
            Lane lane = pair.marketSession().acquireLane())
        {
            final RecordingHandler handler = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(1), handler);
            final StreamWriter writer = writer(pair, shared, lane);
            pair.open(StreamRequest.of(TICKS).window(1024), new RecordingHandler().quiet());
            final StreamWriter filler = writer(pair, shared, lane);
            Payload.offer(writer, "all");
            long filled = 0;
            while (filled >= 0)
            {
                filled = Payload.offer(filler, "x");
            }
            assertEquals(Result.BACK_PRESSURED, filled);
            assertEquals(Result.BACK_PRESSURED, last.applyAsLong(writer));
            final Waiting waiting = new Waiting(pair, handler, writer);
            waiting.waiter.start();
            Engines.await("the emitter to wait", () -> Thread.State.TIMED_WAITING == waiting.waiter.getState());
            pair.invoke();
            waiting.finish();

            assertEquals(true, waiting.answer.get());
            assertEquals(1, last.applyAsLong(writer));
        }
        catch (final InterruptedException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static StreamWriter writer(final EnginePair pair, final boolean shared, final Lane lane)
    {
        return shared ? pair.acceptorStream().sharedWriter() : pair.acceptorStream().writer(lane);
    }

    private static void shouldAnswerAndWake(
        final boolean expected,
        final EnginePair engines,
        final boolean full,
        final Consumer<Waiting> cause)
    {
        try (EnginePair pair = engines)
        {
            final RecordingHandler handler = new RecordingHandler().quiet();
            if (!full)
            {
                handler.onOpened(Stream::consumeExplicitly);
            }
            pair.open(StreamRequest.of(TICKS).window(full ? 1024 : 1), handler);
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                while (Payload.offer(writer, "x") >= 0)
                {
                    continue;
                }
                if (!full)
                {
                    pair.invoke();
                }
                final Waiting waiting = new Waiting(pair, handler, writer);
                waiting.waiter.start();
                Engines.await("the emitter to wait", () -> Thread.State.TIMED_WAITING == waiting.waiter.getState());
                cause.accept(waiting);
                waiting.finish();

                assertEquals(expected, waiting.answer.get());
            }
            catch (final InterruptedException ex)
            {
                throw new AssertionError(ex);
            }
        }
    }

    /** An emitter that waits. */
    private static final class Waiting
    {
        private final EnginePair engines;
        private final RecordingHandler handler;
        private final AtomicReference<Boolean> answer = new AtomicReference<>();
        private final Thread waiter;

        Waiting(final EnginePair engines, final RecordingHandler handler, final StreamWriter writer)
        {
            this.engines = engines;
            this.handler = handler;
            waiter = new Thread(() -> answer.set(writer.awaitWritable(LONG_NS)), "emitter");
        }

        void finish() throws InterruptedException
        {
            waiter.join(10_000);
            assertFalse(waiter.isAlive(), "the emitter was not woken");
        }
    }
}
