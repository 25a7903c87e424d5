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

import io.weir.Engine;
import io.weir.Session;
import io.weir.aeron.AeronTransport;
import io.weir.aeron.EmbeddedDriver;
import io.weir.codecs.DataFrame;
import io.weir.config.Settings;
import io.weir.perf.Ports;
import io.weir.policy.Grants;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Weir over Aeron and bare Aeron, at the same frame length, term length and MTU. Each has a driver of its own, launched
 * the same way and invoked by the receiving thread.
 */
public final class AeronMatchup implements Matchup
{
    private static final int WINDOW = 64;
    private static final int PAYLOAD = 64;
    private static final int RAW_STREAM = 20_001;
    /** Weir takes two. */
    private static final int PORTS = 2;

    private final boolean isIpc;
    private final String terms;

    private AeronMatchup(final boolean isIpc, final String terms)
    {
        this.isIpc = isIpc;
        this.terms = terms;
    }

    /** {@return the comparison over IPC} */
    public static AeronMatchup ipc()
    {
        return new AeronMatchup(true, "term-length=1m|mtu=4160");
    }

    /** {@return the comparison over UDP on loopback} */
    public static AeronMatchup udp()
    {
        return new AeronMatchup(false, "term-length=4m|mtu=65504");
    }

    @Override
    public String link()
    {
        return isIpc ? "ipc" : "udp";
    }

    @Override
    public List<String> legend()
    {
        return List
            .of("raw: bare Aeron, messages as long as Weir's frames, claimed and polled in place; driver, terms " +
                "and MTU alike:", terms);
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
    public List<Side> sides()
    {
        return List.of(Side.RAW, Side.WEIR);
    }

    @Override
    public Contest contest(final Side side, final StreamCase terms, final ThreadPair threads)
    {
        final int port = port();
        return Side.WEIR == side ?
            new WeirStreams(threads, terms, new AeronWiring(channel(port), terms.isDurable())) :
            new RawAeron(new AeronRoom(), channel(port), RAW_STREAM, frame(terms.payloadBytes()), terms.payloadBytes());
    }

    @Override
    public Contest roundTrip(final Side side, final ThreadPair threads)
    {
        final int port = port();
        return Side.WEIR == side ?
            new WeirEcho(threads, new AeronWiring(channel(port), false)) :
            new RawAeronEcho(
                new AeronRoom(), channel(port), channel(port + 1), RAW_STREAM, frame(PAYLOAD), PAYLOAD);
    }

    @Override
    public LoopSide loop(final Side side, final ThreadPair threads)
    {
        final int port = port();
        if (Side.WEIR == side)
        {
            return new WeirLoop(threads, new AeronWiring(channel(port), false));
        }
        final AeronRoom room = new AeronRoom();
        final Runnable driver = room.driver()::invoke;
        return new RawLoop(threads,
            new AeronWay(room, channel(port), RAW_STREAM, frame(PAYLOAD), PAYLOAD, driver),
            new AeronWay(room, channel(port + 1), RAW_STREAM + 1, frame(PAYLOAD), PAYLOAD, Thread::onSpinWait),
            driver, room::close);
    }

    private int port()
    {
        return isIpc ? 0 : Ports.free(PORTS);
    }

    private String channel(final int port)
    {
        return isIpc ? "aeron:ipc?" + terms : "aeron:udp?endpoint=localhost:" + port + "|" + terms;
    }

    private static int frame(final int payload)
    {
        return DataFrame.PAYLOAD_OFFSET + payload;
    }

    /** Two engines with a transport each, and the driver invoked by the consumer's. */
    private static final class AeronWiring implements Wiring
    {
        private final EmbeddedDriver driver = AeronRoom.launchDriver();
        private final String address;
        private final boolean isDurable;

        AeronWiring(final String address, final boolean isDurable)
        {
            this.address = address;
            this.isDurable = isDurable;
        }

        @Override
        public Engine.Context server(final Engine.Context context)
        {
            return context
                .set(Settings.SESSION_DURABLE, isDurable)
                .transport(AeronTransport.launch(transport()))
                .remoteGrants(Grants.EVERYTHING)
                .listen(address);
        }

        @Override
        public Engine.Context client(final Engine.Context context)
        {
            return context
                .set(Settings.SESSION_DURABLE, isDurable)
                .transport(AeronTransport.launch(transport().invokesDriver(true)));
        }

        @Override
        public CompletableFuture<Session> connect(final Engine client, final Engine server)
        {
            return client.connectAsync(address);
        }

        @Override
        public void close()
        {
            driver.close();
        }

        private AeronTransport.Context transport()
        {
            return new AeronTransport.Context().set(Settings.AERON_DRIVER_TIMEOUT, Contest.REST_NS).driver(driver);
        }
    }
}
