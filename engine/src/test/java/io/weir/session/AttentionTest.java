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
    /** Readings of the clock until it fails, once. */
    private int readings = Integer.MAX_VALUE;

    @Test
    @Rule({"S-6", "S-9"})
    void shouldAttendToTheOthersWhenTheAttentionToOneFails()
    {
        try (Engines engines = new Engines())
        {
            engines.expectError("the clock has failed");
            final Engine market = engines.launch(context("market", clock)
                .provider(TICKS, (stream, open) -> new RecordingHandler()));
            final Engine desk = engines.launch(context("desk", this::nanoTime));
            final Session session = desk.connect(market);
            final RecordingHandler first = new RecordingHandler();
            final RecordingHandler second = new RecordingHandler();
            session.open(StreamRequest.of(TICKS), first);
            session.open(StreamRequest.of(TICKS), second);
            invoke(desk, market);
            CompletableFuture.runAsync(() ->
            {
                first.stream().cancel();
                second.stream().cancel();
            }).join();
            // The cycle's own reading succeeds, the one for the first time-out of a Cancel fails.
            readings = 1;
            invoke(desk, market);

            assertEquals("closed:CANCEL", first.last());
            assertEquals("closed:CANCEL", second.last());
            clock.run(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private long nanoTime()
    {
        if (0 == readings--)
        {
            throw new IllegalStateException("the clock has failed");
        }
        return clock.nanoTime();
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
