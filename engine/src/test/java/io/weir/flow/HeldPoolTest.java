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

import static io.weir.fixture.EnginePair.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Result;
import io.weir.StreamRequest;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.stream.StreamProbe;
import io.weir.test.Rule;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The session's pool of held frames: what it gives, and that it gets everything back (C-3). */
@Rule("C-3")
class HeldPoolTest
{
    private static final int WINDOW = 16;

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Test
    void shouldReserveTheWindowWhenTheSubscriberIsSlow()
    {
        try (EnginePair pair = pair(1_000))
        {
            final SignalProbe<String> probe = subscribe(pair, tasks::add);
            settle(pair);

            assertEquals(WINDOW, granted(pair, 0));
            assertEquals(WINDOW - 1, pair.deskCount(CounterType.HELD_FRAMES));
            probe.cancel();
        }
    }

    @Test
    void shouldGrantLessWhenThePoolIsUsedUp()
    {
        try (EnginePair pair = pair(20))
        {
            for (int i = 0; i < 3; i++)
            {
                subscribe(pair, tasks::add);
                settle(pair);
            }

            assertEquals(16, granted(pair, 0));
            assertEquals(6, granted(pair, 1));
            assertEquals(1, granted(pair, 2));
            assertEquals(20, pair.deskCount(CounterType.HELD_FRAMES));
            assertEquals(2, pair.deskCount(CounterType.HELD_GRANTS_CUT_TOTAL));
        }
    }

    @Test
    void shouldDeliverEverythingWhenThereIsNoPoolAtAll()
    {
        try (EnginePair pair = pair(0))
        {
            final SignalProbe<String> probe = subscribe(pair, tasks::add);
            settle(pair);
            assertEquals(1, granted(pair, 0));
            for (int i = 0; i < 50; i++)
            {
                assertEquals(i, Payload.offer(pair.acceptorStream().writer(), Integer.toString(i)));
                settle(pair);
            }

            assertEquals(50, probe.count());
            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
            probe.cancel();
        }
    }

    @Test
    void shouldGrantMoreWhenOthersGiveBack()
    {
        try (EnginePair pair = pair(WINDOW - 1))
        {
            final SignalProbe<String> first = subscribe(pair, tasks::add);
            final SignalProbe<String> second = subscribe(pair, tasks::add);
            settle(pair);
            assertEquals(1, granted(pair, 1));

            first.cancel();
            settle(pair);
            pair.advance(20, TimeUnit.MILLISECONDS);

            assertEquals(WINDOW, granted(pair, 1));
            second.cancel();
        }
    }

    @Test
    void shouldGetEverythingBackWhenTheSubscriberCancelsWithItemsHeld()
    {
        try (EnginePair pair = pair(100))
        {
            final SignalProbe<String> probe = subscribe(pair, tasks::add);
            pair.invoke();
            tasks.poll().run();
            fill(pair);
            assertEquals(WINDOW - 1, pair.deskCount(CounterType.HELD_FRAMES));

            probe.cancel();
            settle(pair);

            assertEquals(0, probe.count());
            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
        }
    }

    @Test
    void shouldGetItBackAsItemsAreTakenWhenTheStreamHasEnded()
    {
        try (EnginePair pair = pair(100))
        {
            final SignalProbe<String> probe = subscribe(pair, tasks::add);
            pair.invoke();
            tasks.poll().run();
            fill(pair);
            pair.acceptorStream().writer().close();
            pair.invoke();
            assertEquals(WINDOW - 1, pair.deskCount(CounterType.HELD_FRAMES));

            settle(pair);

            assertEquals(WINDOW, probe.count());
            assertEquals("complete", probe.last());
            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
        }
    }

    @Test
    void shouldGetBackAtOnceWhatWasGrantedAndNeverCameWhenTheStreamIsKilled()
    {
        try (EnginePair pair = pair(100))
        {
            subscribe(pair, tasks::add);
            settle(pair);
            Payload.offer(pair.acceptorStream().writer(), "one");
            pair.invoke();
            pair.acceptorStream().abort(StreamErrorCode.KILLED, "");
            pair.invoke();

            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
            settle(pair);
        }
    }

    @Test
    void shouldGetEverythingBackWhenTheExecutorRefuses()
    {
        try (EnginePair pair = pair(100).expectError("no more tasks"))
        {
            final boolean[] isShut = {false};
            final Executor executor = task ->
            {
                if (isShut[0])
                {
                    throw new RejectedExecutionException("no more tasks");
                }
                tasks.add(task);
            };
            final SignalProbe<String> probe = subscribe(pair, executor);
            settle(pair);
            isShut[0] = true;
            fill(pair);

            settle(pair);

            assertEquals(0, probe.count());
            assertEquals("closed:CANCEL", pair.acceptor().last());
            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
        }
    }

    @Test
    void shouldGetEverythingBackWhenTheSubscriberThrowsWithItemsHeld()
    {
        try (EnginePair pair = pair(100).expectError("on purpose"))
        {
            final SignalProbe<String> probe = new SignalProbe<String>().requesting(Long.MAX_VALUE).onItem(item ->
            {
                throw new IllegalStateException("on purpose");
            });
            StreamCall.of(pair.deskSession(), StreamRequest.of(TICKS).window(WINDOW), Decoder.UTF_8)
                .publisher(tasks::add).subscribe(probe);
            pair.invoke();
            tasks.poll().run();
            fill(pair);

            settle(pair);

            assertEquals(1, probe.count());
            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
        }
    }

    @Test
    @Rule("W-3")
    void shouldGetAWholeMessageThroughWhenThePoolHasRoomAgain()
    {
        try (EnginePair pair = pair(WINDOW))
        {
            final StreamCall<byte[]> call = StreamCall.of(
                pair.deskSession(), StreamRequest.of(TICKS).window(WINDOW), Decoder.BYTES).messages(1 << 20);
            final SignalProbe<byte[]> idle = new SignalProbe<byte[]>().requesting(Long.MAX_VALUE);
            final SignalProbe<byte[]> probe = new SignalProbe<byte[]>().quiet().requesting(Long.MAX_VALUE);
            call.publisher(tasks::add).subscribe(idle);
            call.publisher(tasks::add).subscribe(probe);
            settle(pair);
            final int length = 10 * pair.deskSession().maxPayload();
            final RecordingHandler acceptor = pair.accepted().get(1);
            assertEquals(Result.NO_CREDIT,
                acceptor.stream().writer().offerMessage(Payload.ofLength(length), 0, length));

            idle.cancel();
            settle(pair);
            pair.advance(20, TimeUnit.MILLISECONDS);

            assertTrue(acceptor.stream().writer().offerMessage(Payload.ofLength(length), 0, length) >= 0);
            settle(pair);
            assertEquals(1, probe.count());
            probe.cancel();
        }
    }

    private static EnginePair pair(final int heldMax)
    {
        return EnginePair.builder().desk(context -> context.set(Settings.SESSION_HELD_MAX, heldMax)).launch();
    }

    private static SignalProbe<String> subscribe(final EnginePair pair, final Executor executor)
    {
        final SignalProbe<String> probe = new SignalProbe<String>().requesting(Long.MAX_VALUE);
        StreamCall.of(pair.deskSession(), StreamRequest.of(TICKS).window(WINDOW), Decoder.UTF_8)
            .publisher(executor).subscribe(probe);
        pair.invoke();
        return probe;
    }

    /** Has the newest acceptor send as much as it may. */
    private static void fill(final EnginePair pair)
    {
        pair.invoke();
        while (Payload.offer(pair.acceptorStream().writer(), "item") >= 0)
        {
            assertTrue(StreamProbe.sendSeq(pair.acceptorStream()) <= WINDOW);
        }
        pair.invoke();
    }

    private static long granted(final EnginePair pair, final int stream)
    {
        return StreamProbe.sendLimit(pair.accepted().get(stream).stream());
    }

    private void settle(final EnginePair pair)
    {
        do
        {
            pair.invoke();
            while (!tasks.isEmpty())
            {
                tasks.poll().run();
            }
            pair.invoke();
        }
        while (!tasks.isEmpty());
    }
}
