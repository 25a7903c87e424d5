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

package io.weir.perf.compare;

import io.aeron.Aeron;
import io.weir.Engine;
import io.weir.Session;
import io.weir.aeron.AeronTransport;
import io.weir.aeron.EmbeddedDriver;
import io.weir.codecs.DataFrame;
import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import io.weir.perf.Ports;
import io.weir.policy.Grants;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Weir over Aeron and bare Aeron, on the same driver, at the same frame length, term length and MTU. The receiving
 * thread invokes the driver for both.
 */
public final class AeronMatchup implements Matchup
{
    private static final int WINDOW = 64;
    private static final int PAYLOAD = 64;
    private static final int RAW_STREAM = 20_001;
    private static final int PORTS = 4;

    private final String link;
    private final Channels channels;
    private final EmbeddedDriver driver;
    private final Aeron aeron;

    /** {@return the comparison over IPC} */
    public static AeronMatchup ipc()
    {
        final String terms = "term-length=1m|mtu=4160";
        return new AeronMatchup(
            new Channels("ipc", "aeron:ipc?" + terms, "aeron:ipc?" + terms, "aeron:ipc?" + terms));
    }

    /** {@return the comparison over UDP on loopback} */
    public static AeronMatchup udp()
    {
        final int port = Ports.free(PORTS);
        final String host = "endpoint=localhost:";
        final String terms = "|term-length=4m|mtu=65504";
        return new AeronMatchup(new Channels(
            "udp",
            "aeron:udp?" + host + port + terms,
            "aeron:udp?" + host + (port + 2) + terms,
            "aeron:udp?" + host + (port + 3) + terms));
    }

    /**
     * Launches the driver.
     *
     * @param channels that both sides use.
     */
    private AeronMatchup(final Channels channels)
    {
        this.channels = channels;
        link = channels.link();
        driver = EmbeddedDriver.launch(
            new EmbeddedDriver.Context().set(Settings.AERON_DRIVER_THREADING, DriverThreading.INVOKER));
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.directory())
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(driver.invoker()));
    }

    /**
     * What the two sides run over.
     *
     * @param link    by name.
     * @param address of Weir's.
     * @param raw     of bare Aeron, one way.
     * @param rawBack the other way.
     */
    record Channels(String link, String address, String raw, String rawBack)
    {
    }

    @Override
    public String link()
    {
        return link;
    }

    @Override
    public List<String> legend()
    {
        return List.of("raw: bare Aeron, messages as long as Weir's frames, claimed and polled in place; the same " +
            "driver, terms and MTU:", channels.address);
    }

    @Override
    public List<StreamCase> cases(final boolean isQuick)
    {
        final StreamCase usual = StreamCase.of(256, PAYLOAD, WINDOW);
        if (isQuick)
        {
            return List.of(usual, usual.durable());
        }
        final List<StreamCase> cases = new ArrayList<>();
        for (final int payload : new int[]{PAYLOAD, 4 * PAYLOAD})
        {
            cases.add(StreamCase.of(1, payload, WINDOW));
            cases.add(StreamCase.of(256, payload, WINDOW));
            cases.add(StreamCase.of(256, payload, WINDOW).random());
            cases.add(StreamCase.of(256, payload, WINDOW).durable());
        }
        return cases;
    }

    @Override
    public Contest raw(final StreamCase terms)
    {
        return new RawAeron(aeron, driver.invoker(), channels.raw, RAW_STREAM, frame(terms.payloadBytes()),
            terms.payloadBytes());
    }

    @Override
    public Contest weir(final ThreadPair threads, final StreamCase terms)
    {
        return new WeirStreams(threads, terms, new AeronWiring(terms.isDurable()));
    }

    @Override
    public Contest rawFullFrame(final StreamCase terms)
    {
        return null;
    }

    @Override
    public Echo rawEcho()
    {
        return new RawAeronEcho(aeron, driver.invoker(), new String[]{channels.raw, channels.rawBack}, RAW_STREAM,
            frame(PAYLOAD), PAYLOAD);
    }

    @Override
    public Echo weirEcho(final ThreadPair threads)
    {
        return new WeirEcho(threads, new AeronWiring(false));
    }

    @Override
    public void close()
    {
        aeron.close();
        driver.close();
    }

    private static int frame(final int payload)
    {
        return DataFrame.PAYLOAD_OFFSET + payload;
    }

    /** Two engines with a transport each, and the driver invoked by the consumer's. */
    private final class AeronWiring implements Wiring
    {
        private final boolean isDurable;

        AeronWiring(final boolean isDurable)
        {
            this.isDurable = isDurable;
        }

        @Override
        public Engine.Context server(final Engine.Context context)
        {
            return context
                .set(Settings.SESSION_DURABLE, isDurable)
                .transport(AeronTransport.launch(new AeronTransport.Context().driver(driver)))
                .remoteGrants(Grants.EVERYTHING)
                .listen(channels.address);
        }

        @Override
        public Engine.Context client(final Engine.Context context)
        {
            return context
                .set(Settings.SESSION_DURABLE, isDurable)
                .transport(AeronTransport.launch(new AeronTransport.Context().driver(driver).invokesDriver(true)));
        }

        @Override
        public CompletableFuture<Session> connect(final Engine client, final Engine server)
        {
            return client.connectAsync(channels.address);
        }
    }
}
