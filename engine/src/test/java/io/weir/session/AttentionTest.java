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
package io.weir.session;

import static io.weir.fixture.EnginePair.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.fixture.Engines;
import io.weir.fixture.ManualClock;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Test;

/** Streams that want their agent's attention, when the attention to one of them goes wrong. */
class AttentionTest
{
    private final ManualClock clock = new ManualClock();
    private final ManualClock failing = new ManualClock();

    @Test
    @Rule({"T-11", "S-9"})
    void shouldEndTheSessionAloneAndAttendToTheOthersWhenTheAttentionToAStreamFails()
    {
        try (Engines engines = new Engines())
        {
            engines.expectError("the clock has failed");
            final Engine market = engines.launch(context("market", clock)
                .provider(TICKS, (stream, open) -> new RecordingHandler()));
            final Engine desk = engines.launch(context("desk", failing));
            final Session session = desk.connect(market);
            final Session other = desk.connect(market);
            final RecordingHandler first = new RecordingHandler();
            final RecordingHandler second = new RecordingHandler();
            session.open(StreamRequest.of(TICKS), first);
            other.open(StreamRequest.of(TICKS), second);
            invoke(desk, market);
            CompletableFuture.runAsync(() ->
            {
                // The last that asks is the first to be attended to.
                second.stream().cancel();
                first.stream().cancel();
            }).join();
            // The cycle's own reading succeeds, the one for the first time-out of a Cancel fails.
            failing.fail(1, new IllegalStateException("the clock has failed"));
            invoke(desk, market);

            assertEquals("closed:ERROR:PROVIDER_DISCONNECTED", first.last());
            assertFalse(session.isOpen());
            assertEquals("closed:CANCEL", second.last());
            assertTrue(other.isOpen());
            clock.run(TimeUnit.MILLISECONDS.toNanos(5));
            failing.run(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void invoke(final Engine desk, final Engine market)
    {
        for (int i = 0; i < 10; i++)
        {
            desk.invoke();
            market.invoke();
        }
    }

    private Engine.Context context(final String name, final NanoClock nanoClock)
    {
        return Engines.context(name).set(Settings.ENGINE_THREADING, Threading.INVOKER)
            .nanoClock(nanoClock).epochClock(clock.epoch());
    }
}
