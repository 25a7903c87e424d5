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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.weir.Engine;
import io.weir.Session;
import io.weir.SessionCloseReason;
import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.fixture.SessionLog;
import io.weir.policy.Grants;
import io.weir.test.Rule;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of sessions when real processes die and stop: killed, stopped beyond every time-out, continued. */
@Timeout(60)
class LivenessProcessTest
{
    private static final String LOST = "closed:ERROR:PROVIDER_DISCONNECTED";
    private static final String CHILD_LOST = "stream closed ERROR PROVIDER_DISCONNECTED";
    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(1_000);
    /** Longer than a busy machine keeps a process that is not stopped from its work. */
    private static final long CLIENT_NS = TimeUnit.MILLISECONDS.toNanos(2_500);

    @ParameterizedTest
    @Rule({"N-3", "S-6"})
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldEndEachStreamOnceAndConnectAnewWhenTheProviderIsKilled(final String address)
    {
        try (EmbeddedDriver driver = driver(); Engines engines = new Engines())
        {
            final Engine desk = engines.launch(desk(driver.directory()));
            final RecordingHandler first;
            final RecordingHandler second;
            try (EngineProcess market = EngineProcess.launch("market", driver.directory(), address, "idle"))
            {
                final Session session = desk.connect(address);
                first = open(session);
                second = open(session);
                market.await("data", 2);
                market.kill();
                awaitClosed(first);
                awaitClosed(second);
            }
            try (EngineProcess market = EngineProcess.launch("market", driver.directory(), address, "idle"))
            {
                final Session session = connect(desk, address);
                open(session);
                market.await("data");
                session.close();
                market.await("session closed PEER_CLOSED NORMAL");
            }

            assertEquals(List.of("opened", LOST), first.events());
            assertEquals(List.of("opened", LOST), second.events());
            awaitNothingLeft(driver.directory());
        }
    }

    @ParameterizedTest
    @Rule({"N-3", "S-6"})
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldEndEachStreamOnceAndAcceptAnewWhenTheConsumerIsKilled(final String address)
    {
        final List<RecordingHandler> accepted = new CopyOnWriteArrayList<>();
        try (EmbeddedDriver driver = driver(); Engines engines = new Engines())
        {
            engines.launch(market(driver.directory(), address, accepted));
            for (int i = 0; i < 2; i++)
            {
                try (EngineProcess desk = EngineProcess.launch("desk", driver.directory(), address, "idle"))
                {
                    final int number = i;
                    Engines.await("a stream", () -> accepted.size() > number);
                    desk.kill();
                }
                awaitClosed(accepted.get(i));
                assertEquals(List.of(LOST), accepted.get(i).events());
            }
            awaitNothingLeft(driver.directory());
        }
    }

    @Test
    @Rule({"N-3", "N-1"})
    void shouldLoseTheSessionWhenTheImageIsLostSinceDriverAndProviderAreKilledTogether()
    {
        final String address = "aeron:udp?endpoint=localhost:" + TransportPair.freePort() + "|term-length=64k";
        try (EmbeddedDriver driver = driver(); Engines engines = new Engines())
        {
            final Engine desk = engines.launch(desk(driver.directory()));
            final RecordingHandler opener;
            try (EngineProcess market = EngineProcess.launch("market", "own", address, "idle"))
            {
                opener = open(desk.connect(address));
                market.await("data");
                market.kill();
                awaitClosed(opener);
            }
            assertEquals(List.of("opened", LOST), opener.events());
            try (EngineProcess market = EngineProcess.launch("market", "own", address, "idle"))
            {
                open(connect(desk, address));
                market.await("data");
            }
        }
    }

    @Test
    @Rule("N-3")
    void shouldEndAtBothEndsAndConnectAnewWhenTheDriverIsKilledAndLaunchedAgain() throws IOException
    {
        final File directory = new File(CommonContext.generateRandomDirName());
        final List<RecordingHandler> accepted = new CopyOnWriteArrayList<>();
        try (DriverProcess driver = new DriverProcess(directory).launch(); Engines engines = new Engines())
        {
            engines.expectError("keepalive");
            final SessionLog log = new SessionLog();
            engines.launch(market(directory.toString(), TransportPair.IPC, accepted).sessionListener(log.of("market")));
            final Engine desk = engines.launch(desk(directory.toString()).sessionListener(log.of("desk")));
            final RecordingHandler opener = open(connect(desk, TransportPair.IPC));
            Engines.await("a stream", () -> !accepted.isEmpty());
            driver.kill();
            awaitClosed(opener);
            awaitClosed(accepted.get(0));
            assertEquals(List.of("opened", LOST), opener.events());
            assertEquals(LOST, accepted.get(0).last());
            Engines.await("both ends are closed", () -> null != log.close("desk") && null != log.close("market"));
            assertEquals(SessionCloseReason.TRANSPORT_LOST, log.close("desk").reason());
            assertEquals(SessionCloseReason.TRANSPORT_LOST, log.close("market").reason());
            Engines.await("no sign of life", () -> !DriverDirectory.isActiveQuietly(directory, 2_000));
            IoUtil.delete(directory, true);
            driver.launch();
            final RecordingHandler again = open(connect(desk, TransportPair.IPC));
            Engines.await("a stream", () -> accepted.size() > 1 && accepted.get(1).dataCount() > 0);
            assertEquals(List.of("opened"), again.events());
        }
    }

    @ParameterizedTest
    @Rule({"N-3", "S-6", "T-8"})
    @ValueSource(strings = {"idle", "claim", "handler"})
    void shouldFindItsSessionEndedAndGoOnWhenTheProviderWasStoppedBeyondEveryTimeOut(final String mode)
    {
        try (EmbeddedDriver driver = driver();
            Engines engines = new Engines();
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.directory()));
            EngineProcess market = EngineProcess.launch("market", driver.directory(), TransportPair.IPC, mode))
        {
            final Engine desk = engines.launch(desk(driver.directory()));
            final RecordingHandler opener = open(desk.connect(TransportPair.IPC));
            market.await("claim".equals(mode) ? "claimed" : "handler".equals(mode) ? "in handler" : "data");
            market.stop();
            awaitClosed(opener);
            Engines.await("the driver gives its client up", () -> clientTimeouts(aeron) > 0);
            market.resume();
            market.go();
            market.await(CHILD_LOST);
            if ("claim".equals(mode))
            {
                market.await("refused CLOSED");
            }
            final Session session = connect(desk, TransportPair.IPC);
            open(session);
            market.await("session opened", 2);
            session.close();
            market.await("session closed", 2);

            assertEquals(List.of("opened", LOST), opener.events());
            assertEquals(1, market.count(CHILD_LOST), market.lines()::toString);
        }
    }

    @Test
    @Rule({"N-3", "S-6"})
    void shouldFindItsSessionEndedWhenTheConsumerWasStoppedBeyondEveryTimeOut()
    {
        final List<RecordingHandler> accepted = new CopyOnWriteArrayList<>();
        try (EmbeddedDriver driver = driver(); Engines engines = new Engines())
        {
            engines.launch(market(driver.directory(), TransportPair.UDP, accepted));
            try (EngineProcess desk = EngineProcess.launch("desk", driver.directory(), TransportPair.UDP, "idle");
                Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.directory())))
            {
                Engines.await("a stream", () -> !accepted.isEmpty());
                desk.stop();
                awaitClosed(accepted.get(0));
                Engines.await("the driver gives its client up", () -> clientTimeouts(aeron) > 0);
                desk.resume();
                desk.await("session closed TRANSPORT_LOST IDLE");

                assertEquals(1, desk.count(CHILD_LOST), desk.lines()::toString);
                assertEquals(List.of(LOST), accepted.get(0).events());
            }
        }
    }

    /** Makes an engine that waits for nobody for long. */
    static Engine.Context impatient(final Engine.Context context)
    {
        return context.set(Settings.COUNTERS_DIR, "none")
            .set(Settings.SESSION_CLOSE_TIMEOUT, SHORT_NS)
            .set(Settings.SESSION_LOSS_TIMEOUT, SHORT_NS)
            .set(Settings.SESSION_HEARTBEAT_INTERVAL, SHORT_NS / 8)
            .set(Settings.HANDSHAKE_TIMEOUT, 4 * SHORT_NS);
    }

    static EmbeddedDriver driver()
    {
        final EmbeddedDriver.Context context = TransportPair.quickContext();
        context.aeron().clientLivenessTimeoutNs(CLIENT_NS).publicationUnblockTimeoutNs(2 * CLIENT_NS);
        return EmbeddedDriver.launch(context.set(Settings.AERON_DRIVER_THREADING, DriverThreading.SHARED));
    }

    static AeronTransport transport(final String directory)
    {
        return AeronTransport.launch(
            new AeronTransport.Context().directory(directory).set(Settings.AERON_DRIVER_TIMEOUT, 1_000_000_000L));
    }

    static Engine.Context desk(final String directory)
    {
        return impatient(new Engine.Context().name("desk")).transport(transport(directory));
    }

    private static Engine.Context market(
        final String directory,
        final String address,
        final List<RecordingHandler> accepted)
    {
        return impatient(new Engine.Context().name("market")).transport(transport(directory))
            .listen(address).remoteGrants(Grants.builder().toAll("*").build())
            .provider(EnginesOverAeron.TICKS, (stream, open) ->
            {
                final RecordingHandler handler = new RecordingHandler().quiet().accepted(stream);
                accepted.add(handler);
                return handler;
            });
    }

    /** Connects as soon as the market listens (again). */
    private static Session connect(final Engine desk, final String address)
    {
        final Session[] session = {null};
        Engines.await("a session", () ->
        {
            try
            {
                session[0] = desk.connect(address);
            }
            catch (final IllegalStateException ex)
            {
                Thread.onSpinWait();
            }
            return null != session[0];
        });
        return session[0];
    }

    /** Opens a stream and sends a first Data. */
    private static RecordingHandler open(final Session session)
    {
        final RecordingHandler handler = new RecordingHandler().quiet();
        assertEquals(0, session.open(
            StreamRequest.of(EnginesOverAeron.TICKS).kind(InteractionKind.DUPLEX), handler));
        Engines.await("it is open", () -> null != handler.stream());
        Engines.await(
            "a first Data", () -> Payload.offer(handler.stream().sharedWriter(), "hello") >= 0 || handler.isClosed());
        return handler;
    }

    private static void awaitClosed(final RecordingHandler handler)
    {
        Engines.await("the stream's end", handler::isClosed);
        assertTrue(handler.isClosed());
    }

    static long clientTimeouts(final Aeron aeron)
    {
        final long[] value = {0};
        aeron.countersReader().forEach((counter, id, label) ->
        {
            if (label.contains("Client liveness timeouts"))
            {
                value[0] = counter;
            }
        });
        return value[0];
    }

    /** Of all connections nothing is left: no log of a publication or an image, and none of their counters. */
    private static void awaitNothingLeft(final String directory)
    {
        for (final String kind : List.of("publications", "images"))
        {
            Engines.await("no " + kind + " are left", () ->
            {
                final String[] files = new File(directory, kind).list();
                return null == files || 0 == files.length;
            });
        }
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory)))
        {
            Engines.await("no counters of connections are left", () -> 0 == connectionCounters(aeron));
        }
    }

    private static int connectionCounters(final Aeron aeron)
    {
        final int[] count = {0};
        aeron.countersReader()
            .forEach((id, type, key, label) -> count[0] += LeakTest.OF_A_CONNECTION.contains(type) ? 1 : 0);
        return count[0];
    }
}
