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
package io.weir.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.StreamRequest;
import io.weir.fixture.Engines;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import io.weir.test.TestLog;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong is said in the system's log, once a kind and minute, and counted (T-13). */
class IncidentsTest
{
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private long nowNs = -5;

    @Test
    @Rule("T-13")
    void shouldSayOneOfAKindInAMinuteAndHowManyItLeftOut()
    {
        final Incidents incidents = new Incidents("minutes", () -> nowNs);
        for (int i = 0; i < 5; i++)
        {
            incidents.say(Incidents.PEER, "peer " + i);
        }
        incidents.say(Incidents.SESSION, "session 0");
        nowNs += MINUTE_NS;
        incidents.say(Incidents.PEER, "peer 5");

        assertEquals(1, TestLog.count("WARNING minutes: peer 0"));
        assertEquals(1, TestLog.count("WARNING minutes: session 0"));
        assertEquals(1, TestLog.count("WARNING minutes: peer 5 (and 4 more of this kind before)"));
        assertEquals(2, TestLog.count("minutes: peer"));
    }

    @Test
    @Rule("T-13")
    void shouldKeepKindsApartAndNotCountThemWithoutABound()
    {
        final Incidents incidents = new Incidents("kinds", () -> nowNs);
        for (int i = 0; i < 1_000; i++)
        {
            incidents.say("kind " + i, "incident");
        }

        assertEquals(65, TestLog.count("kinds: incident"));
    }

    @Test
    @Rule({"T-13", "S-6"})
    void shouldSayThatAHandlerThrewAndCountIt()
    {
        try (Engines engines = new Engines())
        {
            final Engine server = engines.launch(Engines.context("thrower").provider("market.ticks", (stream, open) ->
            {
                throw new IllegalStateException("the provider's fault");
            }));
            final RecordingHandler handler = new RecordingHandler();
            server.connect(server).open(StreamRequest.of("market.ticks"), handler);

            Engines.await("it is said", () -> TestLog.has("WARNING thrower: java.lang.IllegalStateException",
                "the provider's fault"));

            Engines.await("it is counted", () -> 1 == server.counter(CounterType.HANDLER_ERRORS_TOTAL));
            assertTrue(server.counter(CounterType.ERRORS_TOTAL) > 0);
            engines.expectError("the provider's fault");
        }
    }
}
