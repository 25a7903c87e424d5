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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.fixture.ManualClock;
import io.weir.test.Rule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a session within the process when an engine closes while it is being made. */
class ConnectDuringCloseTest
{
    private final Engines engines = new Engines();
    private final ManualClock clock = new ManualClock();
    private final Engine market = engines.launch(context("market"));
    private final Engine desk = engines.launch(context("desk"));
    private final CompletableFuture<Session> connecting = desk.connectAsync(market);

    @Test
    @Rule("S-10")
    void shouldFailWhenTheConnectorsEngineClosesBeforeItHasBegun()
    {
        requireFailsWhenClosed(desk);
    }

    @Test
    @Rule("S-10")
    void shouldFailWhenTheConnectorsEngineClosesBeforeThePeerHasHeard()
    {
        desk.invoke();

        requireFailsWhenClosed(desk);
    }

    @Test
    @Rule("S-10")
    void shouldFailWhenTheConnectorsEngineClosesBeforeItHearsThatThePeerIsReady()
    {
        desk.invoke();
        market.invoke();

        requireFailsWhenClosed(desk);
    }

    @Test
    @Rule("S-10")
    void shouldFailWhenTheAcceptorsEngineClosesBeforeItHasHeard()
    {
        desk.invoke();

        requireFailsWhenClosed(market);
    }

    private void requireFailsWhenClosed(final Engine closing)
    {
        try (engines)
        {
            final Engine other = closing == desk ? market : desk;
            closing.close();
            for (int i = 0; i < 10; i++)
            {
                clock.advance(2, TimeUnit.MILLISECONDS);
                other.invoke();
            }

            assertTrue(connecting.isDone(), "nobody waits for ever");
            final Throwable failure = assertThrows(CompletionException.class, connecting::join).getCause();
            assertTrue(failure instanceof IllegalStateException, failure::toString);
            if (failure instanceof SessionRefusedException)
            {
                assertEquals(SessionCode.SHUTDOWN, ((SessionRefusedException)failure).code());
            }
            assertFalse(failure.getMessage().isEmpty());
            assertEquals(0, other.counter(CounterType.SESSIONS_OPEN), "the other end is not left alone");
            clock.run(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private Engine.Context context(final String name)
    {
        return Engines.context(name).set(Settings.ENGINE_THREADING, Threading.INVOKER).nanoClock(clock);
    }
}
