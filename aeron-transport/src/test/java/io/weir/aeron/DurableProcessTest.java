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
package io.weir.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.weir.Engine;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.config.Settings;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.fixture.SessionLog;
import io.weir.policy.Grants;
import io.weir.test.Rule;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Durable sessions when real processes are stopped beyond every time-out and continued, and when the driver is killed:
 * what was sent before, meanwhile and after arrives once and in order, and comes back so.
 */
@Timeout(60)
class DurableProcessTest
{
    private static final int STEP = 10;

    private final SessionLog log = new SessionLog();
    private final List<RecordingHandler> accepted = new CopyOnWriteArrayList<>();

    @Test
    @Rule({"N-4", "N-3"})
    void shouldGoOnWithoutAGapWhenTheProviderWasStoppedBeyondEveryTimeOut()
    {
        try (EmbeddedDriver driver = LivenessProcessTest.driver();
            Engines engines = new Engines();
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.directory()));
            EngineProcess market = EngineProcess.launch("market", driver.directory(), TransportPair.IPC, "echo"))
        {
            final Session session = engines.launch(desk(driver.directory())).connect(TransportPair.IPC);
            final RecordingHandler opener = open(session);
            send(opener.stream(), 0);
            awaitData(opener, STEP);
            market.stop();
            send(opener.stream(), STEP);
            awaitSession("desk:detached");
            Engines.await("the driver gives its client up", () -> LivenessProcessTest.clientTimeouts(aeron) > 0);
            send(opener.stream(), 2 * STEP);
            market.resume();
            market.await("session resumed");
            send(opener.stream(), 3 * STEP);
            awaitData(opener, 4 * STEP);

            assertEquals(echoed("opened", 4 * STEP), opener.events());
            assertTrue(session.isOpen() && session.isDurable());
            assertTrue(log.events().contains("desk:resumed"), log.events()::toString);
            assertEquals(0, market.count("stream closed"), market.lines()::toString);
            session.close();
            market.await("session closed PEER_CLOSED NORMAL");
        }
    }

    @Test
    @Rule({"N-4", "N-3", "T-8"})
    void shouldGoOnWhenTheProviderWasStoppedWithinAHandlerAndWithAClaimOpen()
    {
        try (EmbeddedDriver driver = LivenessProcessTest.driver();
            Engines engines = new Engines();
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.directory()));
            EngineProcess market = EngineProcess.launch("market", driver.directory(), TransportPair.IPC, "handler"))
        {
            final Session session = engines.launch(desk(driver.directory())).connect(TransportPair.IPC);
            final RecordingHandler opener = open(session);
            send(opener.stream(), 0);
            market.await("in handler");
            market.stop();
            awaitSession("desk:detached");
            Engines.await("the driver gives its client up", () -> LivenessProcessTest.clientTimeouts(aeron) > 0);
            market.resume();
            market.go();
            market.await("out of handler");
            market.await("session resumed");
            awaitData(opener, 1);

            assertEquals(List.of("opened", "data:0:" + "\u0007".repeat(64)), opener.events());
            assertTrue(session.isOpen());
            session.close();
            market.await("session closed PEER_CLOSED NORMAL");
        }
    }

    @Test
    @Rule({"N-4", "N-3"})
    void shouldGoOnWithoutAGapWhenTheConsumerWasStoppedBeyondEveryTimeOut()
    {
        try (EmbeddedDriver driver = LivenessProcessTest.driver(); Engines engines = new Engines())
        {
            engines.launch(market(driver.directory(), TransportPair.UDP));
            try (EngineProcess desk = EngineProcess.launch("desk", driver.directory(), TransportPair.UDP, "echo");
                Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.directory())))
            {
                final RecordingHandler acceptor = acceptor();
                send(acceptor.stream(), 0);
                awaitData(acceptor, STEP);
                desk.stop();
                send(acceptor.stream(), STEP);
                awaitSession("market:detached");
                Engines.await("the driver gives its client up", () -> LivenessProcessTest.clientTimeouts(aeron) > 0);
                send(acceptor.stream(), 2 * STEP);
                desk.resume();
                desk.await("session resumed");
                send(acceptor.stream(), 3 * STEP);
                awaitData(acceptor, 4 * STEP);

                assertEquals(echoed("", 4 * STEP), acceptor.events());
                assertTrue(log.events().contains("market:resumed"), log.events()::toString);
                assertEquals(0, desk.count("stream closed"), desk.lines()::toString);
            }
        }
    }

    @Test
    @Rule({"N-4", "N-1"})
    void shouldGoOnWithoutAGapWhenTheDriverIsKilledAndLaunchedAgain() throws IOException
    {
        final File directory = new File(CommonContext.generateRandomDirName());
        try (DriverProcess driver = new DriverProcess(directory).launch(); Engines engines = new Engines())
        {
            engines.expectError("keepalive");
            engines.launch(market(directory.toString(), TransportPair.IPC));
            final Session session = engines.launch(desk(directory.toString())).connect(TransportPair.IPC);
            final RecordingHandler opener = open(session);
            final RecordingHandler acceptor = acceptor();
            send(opener.stream(), 0);
            send(acceptor.stream(), 0);
            driver.kill();
            send(opener.stream(), STEP);
            send(acceptor.stream(), STEP);
            awaitSession("desk:detached");
            awaitSession("market:detached");
            Engines.await("no sign of life", () -> !DriverDirectory.isActiveQuietly(directory, 2_000));
            IoUtil.delete(directory, true);
            driver.launch();
            awaitSession("desk:resumed");
            awaitSession("market:resumed");
            send(opener.stream(), 2 * STEP);
            send(acceptor.stream(), 2 * STEP);
            awaitData(opener, 3 * STEP);
            awaitData(acceptor, 3 * STEP);

            assertEquals(echoed("opened", 3 * STEP), opener.events());
            assertEquals(echoed("", 3 * STEP), acceptor.events());
            assertFalse(session.isDetached());
        }
    }

    private Engine.Context desk(final String directory)
    {
        return LivenessProcessTest.desk(directory).sessionListener(log.of("desk"))
            .set(Settings.SESSION_DURABLE, true)
            .set(Settings.SESSION_RECONNECT_DELAY_MAX, TimeUnit.MILLISECONDS.toNanos(200));
    }

    private Engine.Context market(final String directory, final String address)
    {
        return LivenessProcessTest.impatient(new Engine.Context().name("market"))
            .transport(LivenessProcessTest.transport(directory)).sessionListener(log.of("market"))
            .listen(address).remoteGrants(Grants.builder().toAll("*").build())
            .provider(EnginesOverAeron.TICKS, (stream, open) ->
            {
                final RecordingHandler handler = new RecordingHandler().accepted(stream);
                accepted.add(handler);
                return handler;
            });
    }

    private RecordingHandler acceptor()
    {
        Engines.await("a stream", () -> !accepted.isEmpty());
        return accepted.get(0);
    }

    private void awaitSession(final String event)
    {
        Engines.await(event, () -> log.events().contains(event));
    }

    private static RecordingHandler open(final Session session)
    {
        final RecordingHandler handler = new RecordingHandler();
        assertEquals(0, session.open(
            StreamRequest.of(EnginesOverAeron.TICKS).kind(InteractionKind.DUPLEX), handler));
        Engines.await("it is open", () -> null != handler.stream());
        return handler;
    }

    /** Sends some more, each of which tells its place. */
    private static void send(final Stream stream, final int from)
    {
        for (int i = from; i < from + STEP; i++)
        {
            final String text = "m" + i;
            Engines.await("room for " + text, () -> Payload.offer(stream.sharedWriter(), text) >= 0);
        }
    }

    private static void awaitData(final RecordingHandler handler, final int count)
    {
        Engines.await(count + " Data", () -> handler.payloads().size() >= count || handler.isClosed());
    }

    /** {@return what is heard, once and in order} */
    private static List<String> echoed(final String first, final int count)
    {
        final List<String> events = new ArrayList<>();
        if (!first.isEmpty())
        {
            events.add(first);
        }
        for (int i = 0; i < count; i++)
        {
            events.add("data:" + i + ":m" + i);
        }
        return events;
    }
}
