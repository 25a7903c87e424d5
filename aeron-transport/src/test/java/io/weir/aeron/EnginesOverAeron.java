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

import io.weir.Engine;
import io.weir.Session;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.fixture.RecordingHandler;
import io.weir.fixture.SessionLog;
import io.weir.policy.Grants;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Two engines on threads of their own and a driver between them that the market's agent invokes: {@code desk} connects
 * and consumes, {@code market} listens and provides. Patience is short, so that tests are.
 */
final class EnginesOverAeron implements AutoCloseable
{
    /** The capability that the market provides and grants to all. */
    static final String TICKS = "market.ticks";
    /** How long either side waits for the other. */
    static final long PATIENCE_NS = 1_500_000_000L;

    final List<RecordingHandler> accepted = new CopyOnWriteArrayList<>();
    final SessionLog log = new SessionLog();
    final List<String> sessions = log.events();
    final EmbeddedDriver driver;
    final Engine market;
    final Engine desk;
    final String address;
    private final Engines engines = new Engines();

    EnginesOverAeron(final String address)
    {
        this(address, context ->
        {}, context ->
        {});
    }

    EnginesOverAeron(
        final String address,
        final Consumer<Engine.Context> marketChange,
        final Consumer<Engine.Context> deskChange)
    {
        this(address, AeronTransport.Context::new, marketChange, deskChange);
    }

    EnginesOverAeron(
        final String address,
        final Supplier<AeronTransport.Context> transports,
        final Consumer<Engine.Context> marketChange,
        final Consumer<Engine.Context> deskChange)
    {
        this.address = address;
        driver = TransportPair.launchDriver(TransportPair.quickContext());
        final Engine.Context marketContext = context("market")
            .transport(AeronTransport.launch(transports.get().driver(driver).invokesDriver(true)))
            .listen(address)
            .remoteGrants(Grants.builder().toAll(TICKS).build())
            .provider(TICKS, (stream, open) ->
            {
                final RecordingHandler handler = new RecordingHandler().accepted(stream);
                accepted.add(handler);
                return handler;
            });
        marketChange.accept(marketContext);
        market = engines.launch(marketContext);
        final Engine.Context deskContext =
            context("desk").transport(AeronTransport.launch(transports.get().driver(driver)));
        deskChange.accept(deskContext);
        desk = engines.launch(deskContext);
    }

    /** {@return the acceptor's end of the session accepted last} */
    Session marketSession()
    {
        Engines.await("the market's end", () -> null != log.session("market"));
        return log.session("market");
    }

    /** {@return the acceptor's handler of the stream accepted last, once it is there} */
    RecordingHandler acceptor(final int number)
    {
        Engines.await("stream " + number + " is accepted", () -> accepted.size() > number);
        return accepted.get(number);
    }

    /** Waits until a counter has a value. */
    static void awaitCount(final Engine engine, final CounterType type, final long value)
    {
        Engines.await(type.label() + " is " + value, () -> engine.counter(type) == value);
    }

    EnginesOverAeron expectError(final String text)
    {
        engines.expectError(text);
        return this;
    }

    @Override
    public void close()
    {
        try
        {
            engines.close();
        }
        finally
        {
            driver.close();
        }
    }

    private Engine.Context context(final String name)
    {
        return Engines.context(name)
            .set(Settings.SESSION_CLOSE_TIMEOUT, PATIENCE_NS)
            .set(Settings.SESSION_LOSS_TIMEOUT, PATIENCE_NS)
            .set(Settings.SESSION_HEARTBEAT_INTERVAL, PATIENCE_NS / 5)
            .set(Settings.HANDSHAKE_TIMEOUT, PATIENCE_NS)
            .sessionListener(log.of(name));
    }
}
