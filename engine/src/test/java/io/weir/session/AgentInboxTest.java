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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Result;
import io.weir.StreamRequest;
import io.weir.fixture.EnginePair;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Opens of other threads, as the agent stops looking. */
@Rule("S-9")
class AgentInboxTest
{
    private static final AtomicInteger WAKES = new AtomicInteger();
    private static final int ROUNDS = 20_000;

    @Test
    void shouldRefuseAnOpenOrSayWhatBecameOfItWhenTheAgentStopsMeanwhile() throws Exception
    {
        final ExecutorService other = Executors.newSingleThreadExecutor();
        try (EnginePair pair = EnginePair.launch())
        {
            final SessionEnd session = (SessionEnd)pair.deskSession();
            session.close();
            pair.invoke();
            for (int i = 0; i < ROUNDS; i++)
            {
                final AgentInbox inbox = inbox();
                final RecordingHandler handler = new RecordingHandler();
                final OpenCommand command = command(session, handler);
                final AtomicInteger ready = new AtomicInteger();
                final Future<Long> result = other.submit(() ->
                {
                    meet(ready);
                    return inbox.offer(command);
                });
                meet(ready);
                inbox.close();

                final boolean isTaken = 0 == result.get();
                assertTrue(isTaken || Result.CLOSED == result.get());
                assertEquals(isTaken ? List.of("closed:ERROR:PROVIDER_DISCONNECTED") : List.of(), handler.events(),
                    "round " + i);
            }
        }
        finally
        {
            other.shutdownNow();
        }
    }

    @Test
    void shouldRefuseAnOpenWhenTheAgentHasStopped()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final AgentInbox inbox = inbox();
            final RecordingHandler handler = new RecordingHandler();
            inbox.close();

            assertEquals(Result.CLOSED, inbox.offer(command((SessionEnd)pair.deskSession(), handler)));
            assertEquals(List.of(), handler.events());
        }
    }

    private static AgentInbox inbox()
    {
        return new AgentInbox(2, ex ->
        {
            throw new AssertionError(ex);
        }, WAKES::incrementAndGet);
    }

    private static OpenCommand command(final SessionEnd session, final RecordingHandler handler)
    {
        return new OpenCommand(session, StreamRequest.of(EnginePair.TICKS), handler);
    }

    private static void meet(final AtomicInteger ready)
    {
        ready.incrementAndGet();
        while (ready.get() < 2)
        {
            Thread.onSpinWait();
        }
    }
}
