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

import io.weir.config.ConfigurationException;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines: launched, named, threaded, closed. */
class EngineLifeTest
{
    @Test
    void shouldRefuseInWordsWhenTheNameIsTaken()
    {
        try (Engines engines = new Engines())
        {
            engines.launch(Engines.context("market"));
            final IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> Engine.launch(Engines.context("market")));

            assertTrue(refusal.getMessage().contains("\"market\""));
        }
    }

    @Test
    void shouldHaveItsNameFreeAgainWhenLaunchFails()
    {
        try (Engines engines = new Engines())
        {
            assertThrows(NullPointerException.class, () -> Engine.launch(Engines.context("market").policy(null)));

            engines.launch(Engines.context("market"));
        }
    }

    @Test
    void shouldRefuseInWordsWhenALaneWouldNotHoldFourFrames()
    {
        final ConfigurationException refusal = assertThrows(ConfigurationException.class, () -> Engine.launch(
            Engines.context("market").set(Settings.LANE_LENGTH, 64 * 1024).set(Settings.FRAME_MAX, 64 * 1024)));

        assertTrue(refusal.getMessage().contains("weir.lane.length"));
        assertTrue(refusal.getMessage().contains("weir.frame.max"));
    }

    @Test
    void shouldConnectByAddress()
    {
        try (Engines engines = new Engines())
        {
            engines.launch(Engines.context("market"));
            final Engine desk = engines.launch(Engines.context("desk"));

            assertTrue(desk.connect("ring:market").isOpen());
            assertTrue(assertThrows(IllegalArgumentException.class, () -> desk.connect("ring:nowhere"))
                .getMessage().contains("market"));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> desk.connect("market"))
                .getMessage().contains("ring:NAME"));
        }
    }

    @Test
    @Rule("T-6")
    void shouldRefuseInWordsWhenInvokedThoughItRunsItsOwnThreads()
    {
        try (Engines engines = new Engines())
        {
            final Engine engine = engines.launch(Engines.context("market"));

            assertTrue(assertThrows(IllegalStateException.class, engine::invoke).getMessage().contains("RUNNER"));
        }
    }

    @Test
    @Rule("T-6")
    void shouldDealSessionsOverItsAgents()
    {
        assertEquals(3, agentsThatServed(Threading.RUNNER, 3));
    }

    @Test
    @Rule("T-6")
    void shouldServeAllAgentsOnOneThreadWhenShared()
    {
        assertEquals(1, agentsThatServed(Threading.SHARED, 3));
    }

    @Test
    @Rule("T-6")
    void shouldRefuseInWordsWhenAnAgentClosesItsOwnEngineOrConnects()
    {
        try (Engines engines = new Engines())
        {
            final AtomicReference<Throwable> closing = new AtomicReference<>();
            final AtomicReference<Throwable> connecting = new AtomicReference<>();
            final AtomicReference<Engine> own = new AtomicReference<>();
            final CompletableFuture<Void> done = new CompletableFuture<>();
            own.set(engines.launch(Engines.context("market").provider(TICKS, (stream, open) ->
            {
                closing.set(assertThrows(IllegalStateException.class, () -> own.get().close()));
                connecting.set(assertThrows(IllegalStateException.class, () -> own.get().connect(own.get())));
                done.complete(null);
                return new RecordingHandler();
            })));
            final Engine desk = engines.launch(Engines.context("desk"));
            desk.connect(own.get()).open(StreamRequest.of(TICKS), new RecordingHandler());
            done.join();

            assertTrue(closing.get().getMessage().contains("wait for itself"));
            assertTrue(connecting.get().getMessage().contains("wait for itself"));
        }
    }

    @Test
    @Rule({"T-6", "T-3"})
    void shouldRunTheApplicationsWorkInTheDutyCycleAndPublishWhatItCommitsThoughItThrows()
    {
        try (Engines engines = new Engines())
        {
            engines.expectError("thrown by the work");
            final AtomicReference<Stream> accepted = new AtomicReference<>();
            final Engine market = engines.launch(Engines.context("market")
                .provider(TICKS, (stream, open) ->
                {
                    accepted.set(stream);
                    return new RecordingHandler();
                })
                .work(new Work(accepted)));
            final Engine desk = engines.launch(Engines.context("desk"));
            final RecordingHandler handler = new RecordingHandler();
            desk.connect(market).open(StreamRequest.of(TICKS).window(1), handler);

            Engines.await("the work's frames", () -> handler.payloads().size() >= 10);
        }
    }

    @Test
    void shouldRemoveItsFileOfCountersWhenClosed(@TempDir final Path directory) throws IOException
    {
        final Engine engine = Engine.launch(
            new Engine.Context().name("market").set(Settings.COUNTERS_DIR, directory.toString()));
        assertTrue(Files.exists(engine.counters().path()));
        engine.close();
        engine.close();

        try (java.util.stream.Stream<Path> files = Files.list(directory))
        {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    @Rule("S-10")
    void shouldCloseAtOnceWhenNothingIsOpen()
    {
        final Engine market = Engine.launch(Engines.context("market"));
        final Engine desk = Engine.launch(Engines.context("desk"));
        final Session session = desk.connect(market);
        market.close();
        Engines.await("the session's end", () -> !session.isOpen());
        desk.close();

        assertFalse(session.isOpen());
    }

    @Test
    void shouldSayInWordsWhatTheJvmLacksWhenStartedWithoutTheFlag() throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Forgetful.class.getName()).redirectErrorStream(true).start();
        final String output;
        try (InputStream stream = process.getInputStream())
        {
            output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue(), output);
        assertTrue(output.contains("--add-opens java.base/jdk.internal.misc=ALL-UNNAMED"), output);
    }

    private static int agentsThatServed(final Threading threading, final int count)
    {
        final Set<String> threads = ConcurrentHashMap.newKeySet();
        try (Engines engines = new Engines())
        {
            final Engine market = engines.launch(Engines.context("market")
                .set(Settings.ENGINE_AGENTS, count).set(Settings.ENGINE_THREADING, threading)
                .provider(TICKS, (stream, open) ->
                {
                    threads.add(Thread.currentThread().getName());
                    return new RecordingHandler().onWritable((target, budget) ->
                    {
                        Payload.offer(target.writer(), "hello");
                        target.writer().close();
                    });
                }));
            final Engine desk = engines.launch(Engines.context("desk"));
            final List<RecordingHandler> handlers = new ArrayList<>();
            for (int i = 0; i < count; i++)
            {
                final RecordingHandler handler = new RecordingHandler();
                handlers.add(handler);
                desk.connect(market).open(StreamRequest.of(TICKS), handler);
            }
            Engines.await("every stream to end", () -> handlers.stream().allMatch(RecordingHandler::isClosed));
            handlers.forEach(handler -> assertEquals(List.of("hello"), handler.payloads()));
        }
        return new HashSet<>(threads).size();
    }

    /** An application that does not know of the flag. */
    static final class Forgetful
    {
        private Forgetful()
        {
        }

        /** Launches an engine. */
        public static void main(final String[] args)
        {
            Engine.launch(Engines.context("forgetful"));
        }
    }

    /** Sends on the agent's thread, and always throws. */
    private static final class Work implements Agent
    {
        private final AtomicReference<Stream> stream;

        Work(final AtomicReference<Stream> stream)
        {
            this.stream = stream;
        }

        @Override
        public int doWork()
        {
            if (null != stream.get() && Payload.offer(stream.get().writer(), "worked") >= 0)
            {
                throw new IllegalStateException("thrown by the work");
            }
            return 0;
        }

        @Override
        public String roleName()
        {
            return "work";
        }
    }
}
