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

package io.weir.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.EmittingHandler;
import io.weir.Engine;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.test.Rule;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Iterators, on engines with threads of their own. */
@Timeout(120)
class StreamIteratorTest
{
    private static final int STREAMS = 10_000;

    private final Engines engines = new Engines();
    private final AtomicReference<CloseReason> providerClosed = new AtomicReference<>();
    private final AtomicReference<Stream> accepted = new AtomicReference<>();
    private Engine consumer;

    @AfterEach
    void close()
    {
        engines.close();
    }

    @Test
    @Rule({"C-9", "S-1"})
    void shouldIterateOverEveryItemInOrderWhenTheStreamEnds()
    {
        int next = 0;
        try (StreamIterator<String> items = call(connect(100_000)).iterator())
        {
            for (final String item : items)
            {
                assertEquals(next++, Integer.parseInt(item));
            }
            assertFalse(items.hasNext());
            assertThrows(NoSuchElementException.class, items::next);
            assertThrows(IllegalStateException.class, items::iterator);
        }
        assertEquals(100_000, next);
        Engines.await("the pool gets everything back", () -> 0 == consumer.counter(CounterType.HELD_FRAMES));
    }

    @Test
    @Rule({"S-5", "C-3"})
    void shouldCancelAndGiveEverythingBackWhenTheLoopIsLeftEarly()
    {
        final Session session = connect(Integer.MAX_VALUE);
        try (StreamIterator<String> items = call(session).iterator())
        {
            for (final String item : items)
            {
                if ("10".equals(item))
                {
                    break;
                }
            }
        }

        Engines.await("the provider hears CANCEL", () -> CloseReason.CANCEL == providerClosed.get());
        Engines.await("the stream ends", () -> 0 == session.streamCount());
        Engines.await("the pool gets everything back", () -> 0 == consumer.counter(CounterType.HELD_FRAMES));
    }

    @Test
    @Rule("S-5")
    void shouldStillCloseWhenTheReasonBeforeWasNone()
    {
        final Session session = connect(Integer.MAX_VALUE);
        final StreamIterator<String> items = call(session).iterator();
        assertThrows(IllegalArgumentException.class, () -> items.close(null));

        items.close();

        Engines.await("the provider hears CANCEL", () -> CloseReason.CANCEL == providerClosed.get());
        Engines.await("the stream ends", () -> 0 == session.streamCount());
    }

    @Test
    void shouldSayThatThereIsNothingWhenItIsClosed()
    {
        final StreamIterator<String> items = call(connect(Integer.MAX_VALUE)).iterator();
        items.close();
        items.close();

        assertFalse(items.hasNext());
    }

    @Test
    @Rule("S-2")
    void shouldThrowCodeAndMessageBehindAllItemsWhenTheProviderFails()
    {
        final Session session = connect(0);
        try (StreamIterator<String> items = call(session).iterator())
        {
            Engines.await("the stream is there", () -> null != accepted.get());
            accepted.get().abort(StreamErrorCode.KILLED, "enough");

            final StreamException failure = assertThrows(StreamException.class, items::hasNext);

            assertEquals(CloseReason.POLICY, failure.reason());
            assertEquals(StreamErrorCode.KILLED, failure.code());
            assertEquals("enough", failure.text());
        }
    }

    @Test
    void shouldThrowWhenTheSessionEndsMeanwhile()
    {
        final Session session = connect(0);
        try (StreamIterator<String> items = call(session).iterator())
        {
            Engines.await("the stream is there", () -> null != accepted.get());
            session.interrupt();

            assertEquals(CloseReason.CANCEL, assertThrows(StreamException.class, items::hasNext).reason());
        }
    }

    @Test
    void shouldThrowInWordsWhenTheStreamCannotBeOpened()
    {
        final Session session = connect(0);
        session.close();
        Engines.await("the session is closed", () -> !session.isOpen());

        final StreamException failure = assertThrows(StreamException.class, () -> call(session).iterator());

        assertTrue(failure.getMessage().contains("CLOSED"), failure.getMessage());
    }

    @Test
    @Rule("S-5")
    void shouldCancelAndKeepTheStatusWhenTheWaitingThreadIsInterrupted() throws InterruptedException
    {
        final Session session = connect(0);
        final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        final Thread thread = new Thread(() ->
        {
            try (StreamIterator<String> items = call(session).iterator())
            {
                assertThrows(StreamException.class, items::hasNext);
                interrupted.complete(Thread.currentThread().isInterrupted() && !items.hasNext());
            }
            catch (final Throwable ex)
            {
                interrupted.completeExceptionally(ex);
            }
        });
        thread.start();
        Engines.await("the thread waits", () -> Thread.State.WAITING == thread.getState());
        thread.interrupt();
        thread.join();

        assertTrue(interrupted.join());
        Engines.await("the provider hears CANCEL", () -> CloseReason.CANCEL == providerClosed.get());
    }

    @Test
    @Rule("T-6")
    void shouldRefuseInWordsWhenAnAgentWouldHaveToWait()
    {
        final Session session = connect(0);
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final StreamHandler handler = new EmittingHandler()
        {
            @Override
            public void onOpened(final Stream stream)
            {
                thrown.complete(
                    assertThrows(IllegalStateException.class, () -> call(session).iterator()));
                stream.cancel();
            }

            @Override
            public void onWritable(final Stream stream, final int budget)
            {
            }
        };
        session.open(StreamRequest.of("a.numbers"), handler);

        assertTrue(thrown.join().getMessage().contains("agent's own thread"), thrown.join().getMessage());
    }

    @Test
    @Rule({"C-3", "C-7"})
    void shouldHoldNoMoreThanAWindowAndDelayNoOneWhenNobodyTakes()
    {
        final Session session = connect(10_000);
        try (StreamIterator<String> slow = call(session).iterator())
        {
            assertTrue(slow.hasNext());
            try (StreamIterator<String> neighbour = call(session).iterator())
            {
                int count = 0;
                while (neighbour.hasNext())
                {
                    neighbour.next();
                    count++;
                }
                assertEquals(10_000, count);
            }
            assertTrue(consumer.counter(CounterType.HELD_FRAMES) < 128);
        }
    }

    @Test
    @Rule({"C-3", "C-9"})
    void shouldIterateOnTenThousandVirtualThreadsWhenTheJdkHasThem() throws Exception
    {
        final Method ofVirtual = virtual();
        assumeTrue(null != ofVirtual, () -> "JDK " + Runtime.version().feature() + " has no virtual threads");
        final int perStream = 200;
        final Session session = connect(perStream, STREAMS);
        final CountDownLatch done = new CountDownLatch(STREAMS);
        final AtomicLong sum = new AtomicLong();
        final List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++)
        {
            ofVirtual.invoke(null, (Runnable)() ->
            {
                try (StreamIterator<String> items = call(session).iterator())
                {
                    long mine = 0;
                    for (final String item : items)
                    {
                        mine += Integer.parseInt(item);
                    }
                    sum.addAndGet(mine);
                }
                catch (final Throwable ex)
                {
                    synchronized (failures)
                    {
                        failures.add(ex);
                    }
                }
                done.countDown();
            });
        }

        assertTrue(done.await(60, TimeUnit.SECONDS), "left after 60 s: " + done.getCount());
        assertEquals(List.of(), failures);
        assertEquals((long)STREAMS * (perStream - 1) * perStream / 2, sum.get());
        Engines.await("the pool gets everything back", () -> 0 == consumer.counter(CounterType.HELD_FRAMES));
    }

    /** {@return Thread.startVirtualThread, or null on a JDK before 21} */
    private static Method virtual()
    {
        try
        {
            return Runtime.version().feature() < 21 ? null :
                Thread.class.getMethod("startVirtualThread", Runnable.class);
        }
        catch (final NoSuchMethodException ex)
        {
            return null;
        }
    }

    private Session connect(final int count)
    {
        return connect(count, 1_024);
    }

    private Session connect(final int count, final int maxStreams)
    {
        final Engine provider = engines.launch(Engines.context("iterator-provider")
            .set(Settings.SESSION_STREAMS_MAX, maxStreams)
            .provider("a.numbers", (stream, open) ->
            {
                accepted.set(stream);
                return new Counting(count);
            }));
        consumer = engines.launch(Engines.context("iterator-consumer").set(Settings.SESSION_STREAMS_MAX, maxStreams));
        return consumer.connect(provider);
    }

    private static StreamCall<String> call(final Session session)
    {
        return StreamCall.of(session, StreamRequest.of("a.numbers"), Decoder.UTF_8);
    }

    /** Counts up to a number as fast as credit goes; nothing and no end for 0. */
    private final class Counting implements EmittingHandler
    {
        private final int count;
        private int next;

        Counting(final int count)
        {
            this.count = count;
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            while (next < count && Payload.offer(stream.writer(), Integer.toString(next)) >= 0)
            {
                next++;
            }
            if (next == count && count > 0)
            {
                stream.writer().close();
            }
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            providerClosed.set(reason);
        }
    }
}
