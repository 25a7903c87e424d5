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

import static io.weir.fixture.InvokedEngines.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/**
 * Sessions that are interrupted: every stream that was opened before ends. {@code weir.test.interrupts} sets how often
 * the last test does it, {@code weir.test.interrupts.load} the count of threads that load the machine meanwhile.
 */
@Rule("S-10")
class InterruptTest
{
    private static final int STREAMS = 100;
    private static final int ROUNDS = Integer.getInteger("weir.test.interrupts", 100);
    private static final int LOAD = Integer.getInteger("weir.test.interrupts.load", 0);

    @Test
    void shouldEndEveryStreamWhenMoreWereOpenedThanTheAgentOpensInACycle()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final List<RecordingHandler> handlers = new ArrayList<>();
            CompletableFuture.runAsync(() ->
            {
                for (int i = 0; i < STREAMS; i++)
                {
                    handlers.add(new RecordingHandler());
                    assertEquals(0, pair.deskSession().open(StreamRequest.of(TICKS), handlers.get(i)));
                }
                pair.deskSession().interrupt();
            }).join();
            pair.invoke();
            pair.invoke();

            handlers.forEach(handler -> assertEquals("closed:CANCEL", handler.last()));
            assertEquals(0, pair.deskSession().streamCount());
        }
    }

    @Test
    void shouldEndEveryStreamOnceWhenSessionsAreInterruptedAgainAndAgain()
    {
        final List<Thread> load = new ArrayList<>();
        try (Engines engines = new Engines())
        {
            final CompletableFuture<Session> accepted = new CompletableFuture<>();
            final Engine provider = engines.launch(Engines.context("interrupt-provider")
                .provider(TICKS, (stream, open) -> new Ticks())
                .sessionListener(new SessionListener()
                {
                    @Override
                    public void onOpened(final Session session)
                    {
                        accepted.complete(session);
                    }
                }));
            final Engine consumer = engines.launch(Engines.context("interrupt-consumer"));
            final Session session = consumer.connect(provider);
            for (int i = 0; i < LOAD; i++)
            {
                load.add(new Thread(InterruptTest::spin));
                load.get(i).setDaemon(true);
                load.get(i).start();
            }
            final Random random = new Random(1);
            for (int round = 0; round < ROUNDS; round++)
            {
                final List<Count> counts = openAll(session, random);
                (random.nextBoolean() ? session : accepted.join()).interrupt();
                // What the acceptor has not heard of yet is left to the opener.
                session.interrupt();
                final int number = round;
                Engines.await("the end of all streams of round " + number,
                    () -> counts.stream().allMatch(count -> count.closed.get() > 0));
                counts.forEach(count -> assertEquals(1, count.closed.get(), "ends in round " + number));
            }
            Engines.await("nothing open", () -> 0 == provider.counter(CounterType.STREAMS_OPEN) &&
                0 == consumer.counter(CounterType.STREAMS_OPEN) && 0 == session.streamCount());
            assertEquals(0, consumer.counter(CounterType.STREAM_CANCEL_TIMEOUTS_TOTAL));
        }
        finally
        {
            load.forEach(Thread::interrupt);
        }
    }

    private static List<Count> openAll(final Session session, final Random random)
    {
        final List<Count> counts = new ArrayList<>();
        while (counts.size() < STREAMS)
        {
            final Count count = new Count();
            final InteractionKind kind =
                0 == random.nextInt(2) ? InteractionKind.SERVER_STREAM : InteractionKind.DUPLEX;
            if (0 == session.open(StreamRequest.of(TICKS).kind(kind).window(4), count))
            {
                counts.add(count);
            }
            else
            {
                Thread.onSpinWait();
            }
        }
        return counts;
    }

    private static void spin()
    {
        while (!Thread.currentThread().isInterrupted())
        {
            Thread.onSpinWait();
        }
    }

    /** Sends as it can, and closes sometimes. */
    private static final class Ticks implements EmittingHandler
    {
        private int sent;

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            final StreamWriter writer = stream.writer();
            while (sent < 40)
            {
                if (Payload.offer(writer, "tick") < 0)
                {
                    return;
                }
                sent++;
            }
            if (0 == stream.id() % 3)
            {
                writer.close();
            }
        }
    }

    /** Counts ends. */
    private static final class Count implements StreamHandler
    {
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            // Taken.
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            closed.incrementAndGet();
        }
    }
}
