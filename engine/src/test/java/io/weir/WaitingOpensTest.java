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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.fixture.Engines;
import io.weir.fixture.ManualClock;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opens that other threads asked for while a session's link is full: they wait, and no other session's with them. */
@Rule("S-9")
class WaitingOpensTest
{
    private static final int COMMANDS = 16;

    private final Engines engines = new Engines();
    private final ManualClock clock = new ManualClock();
    private final List<RecordingHandler> asked = new ArrayList<>();
    private final Engine stuck = engines.launch(provider("stuck"));
    private final Engine other = engines.launch(provider("other"));
    private final Engine desk = engines.launch(context("desk").set(Settings.COMMAND_QUEUE_MAX, COMMANDS));
    private Session full;
    private Session free;

    @BeforeEach
    void fill()
    {
        full = desk.connect(stuck);
        free = desk.connect(other);
        invoke();
        long result = 0;
        while (result >= 0)
        {
            result = full.open(StreamRequest.of(TICKS), new RecordingHandler());
        }
        assertEquals(Result.BACK_PRESSURED, result);
    }

    @AfterEach
    void close()
    {
        clock.run(TimeUnit.MILLISECONDS.toNanos(5));
        engines.close();
    }

    @Test
    void shouldOpenStreamsOfOtherSessionsWhileOnesLinkIsFull()
    {
        assertEquals(0, ask(full));
        assertEquals(0, ask(free));
        desk.invoke();

        assertEquals(List.of(), asked.get(0).events());
        assertEquals(List.of("opened"), asked.get(1).events());
    }

    @Test
    void shouldNotRefuseTheCommandsOfOtherSessionsWhenOneHasAsManyWaiting()
    {
        long last = 0;
        for (int i = 0; i < 3 * COMMANDS && 0 == last; i++)
        {
            last = ask(full);
            desk.invoke();
        }

        assertEquals(Result.BACK_PRESSURED, last, "what waits is bounded");
        assertEquals(0, ask(free));
        desk.invoke();
        assertEquals("opened", asked.get(asked.size() - 1).last());
    }

    @Test
    @Rule("S-10")
    void shouldHearCancelWhenItWaitsForRoomAndTheSessionIsInterrupted()
    {
        assertEquals(0, ask(full));
        desk.invoke();
        CompletableFuture.runAsync(full::interrupt).join();
        desk.invoke();

        assertEquals(List.of("closed:CANCEL"), asked.get(0).events());
    }

    @Test
    void shouldOpenInOrderWhenThereIsRoomAgain()
    {
        final List<Integer> order = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++)
        {
            final int number = i;
            assertEquals(0, ask(full, new RecordingHandler().onOpened(stream -> order.add(number))));
            desk.invoke();
        }
        invoke();

        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), order);
    }

    @Test
    @Rule("S-10")
    void shouldOpenFirstWhenItsSessionIsClosedRightAfterAndAnothersLinkIsFull()
    {
        assertEquals(0, ask(full));
        assertEquals(0, ask(free));
        free.close();

        assertEquals(List.of("opened"), asked.get(1).events());
    }

    @Test
    @Rule("S-10")
    void shouldOpenTheRestFirstWhenTheSessionIsClosedAsTheFirstOpens()
    {
        assertEquals(0, ask(full, new RecordingHandler().onOpened(stream -> full.close())));
        assertEquals(0, ask(full));
        desk.invoke();
        stuck.invoke();
        desk.invoke();

        assertEquals(List.of("opened"), asked.get(0).events());
        assertEquals(List.of("opened"), asked.get(1).events());
    }

    @Test
    @Rule("S-6")
    void shouldHearOfItOnceWhenTheSessionEndsWhileTheOpenWaits()
    {
        assertEquals(0, ask(full));
        desk.invoke();
        full.close();
        invoke();

        assertEquals(List.of("closed:ERROR:PROVIDER_DISCONNECTED"), asked.get(0).events());
    }

    @Test
    @Rule("S-6")
    void shouldHearOfItOnceWhenTheEngineClosesWhileTheOpenWaits()
    {
        assertEquals(0, ask(full));
        desk.invoke();
        assertTrue(full.isOpen());
        clock.run(TimeUnit.MILLISECONDS.toNanos(5));
        desk.close();

        assertFalse(full.isOpen());
        assertEquals(List.of("closed:ERROR:PROVIDER_DISCONNECTED"), asked.get(0).events());
    }

    private long ask(final Session session)
    {
        return ask(session, new RecordingHandler());
    }

    /** Asks for an Open on a thread of its own. */
    private long ask(final Session session, final RecordingHandler handler)
    {
        asked.add(handler);
        return CompletableFuture.supplyAsync(() -> session.open(StreamRequest.of(TICKS), handler)).join();
    }

    private void invoke()
    {
        for (int i = 0; i < 20; i++)
        {
            desk.invoke();
            stuck.invoke();
            other.invoke();
        }
    }

    private Engine.Context provider(final String name)
    {
        return context(name).set(Settings.LANE_LENGTH, 16 * 1024)
            .provider(TICKS, (stream, open) -> new RecordingHandler());
    }

    private Engine.Context context(final String name)
    {
        return Engines.context(name).set(Settings.ENGINE_THREADING, Threading.INVOKER).nanoClock(clock)
            .epochClock(clock.epoch());
    }
}
