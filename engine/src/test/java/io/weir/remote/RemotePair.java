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
package io.weir.remote;

import io.weir.Engine;
import io.weir.Provider;
import io.weir.Session;
import io.weir.SessionListener;
import io.weir.StreamRequest;
import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.fixture.ManualClock;
import io.weir.fixture.RecordingHandler;
import io.weir.link.MemoryConnection;
import io.weir.link.MemoryNetwork;
import io.weir.link.MemoryTransport;
import io.weir.policy.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Two engines in two imagined processes, a {@link MemoryNetwork} between them, driven by the test's own thread on a
 * clock that it moves: {@code desk} connects and consumes, {@code market} listens and provides.
 */
public final class RemotePair implements AutoCloseable
{
    /** Where the market listens. */
    public static final String ADDRESS = "memory:market";
    /** The capability that the market provides and grants to all. */
    public static final String TICKS = "market.ticks";

    private static final int MOST_ROUNDS = 10_000;
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Engines engines = new Engines();
    private final ManualClock clock = new ManualClock();
    private final MemoryNetwork network;
    private final MemoryTransport deskTransport;
    private final List<RecordingHandler> accepted = new ArrayList<>();
    private final List<String> sessions = new ArrayList<>();
    private final Engine market;
    private final Engine desk;
    private CompletableFuture<Session> connecting;
    private Session marketSession;

    private RemotePair(final Builder builder)
    {
        network = builder.network;
        deskTransport = network.transport();
        builder.market.nanoClock(clock).epochClock(clock.epoch()).sessionListener(listener("market"))
            .transport(network.transport()).listen(ADDRESS);
        builder.desk.nanoClock(clock).epochClock(clock.epoch()).sessionListener(listener("desk"))
            .transport(deskTransport);
        if (!builder.provided)
        {
            builder.market.provider(TICKS, (stream, open) ->
            {
                final RecordingHandler handler = new RecordingHandler().accepted(stream);
                accepted.add(handler);
                return handler;
            });
        }
        market = engines.launch(builder.market);
        desk = engines.launch(builder.desk);
    }

    /** {@return a pair with its session open} */
    public static RemotePair connected()
    {
        return new Builder().launch().connect();
    }

    /** {@return a pair to be told how to be} */
    public static Builder builder()
    {
        return new Builder();
    }

    /** Connects the desk to the market, and requires that it works. */
    public RemotePair connect()
    {
        connecting();
        if (null == session())
        {
            throw new AssertionError("no session yet");
        }
        return this;
    }

    /** Begins to connect the desk to the market, and goes as far as it goes. */
    public CompletableFuture<Session> connecting()
    {
        connecting = desk.connectAsync(ADDRESS);
        invoke();
        return connecting;
    }

    /** {@return the connector's end of the session connected last, null if there is none yet} */
    public Session session()
    {
        return connecting.getNow(null);
    }

    /** {@return what connecting failed with} */
    static Throwable failure(final CompletableFuture<Session> connecting)
    {
        try
        {
            connecting.getNow(null);
        }
        catch (final CompletionException ex)
        {
            return ex.getCause();
        }
        throw new AssertionError("it did not fail");
    }

    /** {@return the acceptor's end of the session accepted last} */
    public Session marketSession()
    {
        return marketSession;
    }

    /** Opens a stream to {@link #TICKS} from the desk, and lets it get through. */
    public RecordingHandler open(final StreamRequest request)
    {
        final RecordingHandler handler = new RecordingHandler();
        final long result = session().open(request, handler);
        if (result < 0)
        {
            throw new AssertionError("not opened: " + io.weir.Result.name(result));
        }
        invoke();
        return handler;
    }

    /** Opens a server stream to {@link #TICKS} from the desk. */
    public RecordingHandler open()
    {
        return open(StreamRequest.of(TICKS));
    }

    /** {@return the acceptor's handler of the stream accepted last} */
    public RecordingHandler acceptor()
    {
        return accepted.get(accepted.size() - 1);
    }

    /** {@return the acceptors' handlers, oldest first} */
    public List<RecordingHandler> accepted()
    {
        return accepted;
    }

    /** Runs duty cycles of both engines until neither finds anything to do. */
    public void invoke()
    {
        int idle = 0;
        for (int i = 0; idle < 3; i++)
        {
            if (i > MOST_ROUNDS)
            {
                throw new AssertionError("the engines do not come to rest");
            }
            idle = market.invoke() + desk.invoke() > 0 ? 0 : idle + 1;
        }
    }

    /** Runs duty cycles of one engine until it finds nothing to do, while the other stands still. */
    public void invoke(final Engine engine)
    {
        int idle = 0;
        for (int i = 0; idle < 3; i++)
        {
            if (i > MOST_ROUNDS)
            {
                throw new AssertionError("the engine does not come to rest");
            }
            idle = engine.invoke() > 0 ? 0 : idle + 1;
        }
    }

    /** Moves the clock in small steps, with the duty cycles that belong to them, and lets everything come to rest. */
    public void advance(final long amount, final TimeUnit unit)
    {
        for (long leftNs = unit.toNanos(amount); leftNs > 0; leftNs -= STEP_NS)
        {
            clock.advance(Math.min(leftNs, STEP_NS), TimeUnit.NANOSECONDS);
            market.invoke();
            desk.invoke();
        }
        invoke();
    }

    /** {@return a counter of the market, all that was counted included} */
    public long marketCount(final CounterType type)
    {
        advance(1, TimeUnit.MILLISECONDS);
        return market.counter(type);
    }

    /** {@return a counter of the desk, all that was counted included} */
    public long deskCount(final CounterType type)
    {
        advance(1, TimeUnit.MILLISECONDS);
        return desk.counter(type);
    }

    /** Says that an error with this text is to be found in a log at the end. */
    public RemotePair expectError(final String text)
    {
        engines.expectError(text);
        return this;
    }

    /** {@return the network between the two} */
    public MemoryNetwork network()
    {
        return network;
    }

    /** {@return the desk's way into the network} */
    public MemoryTransport deskTransport()
    {
        return deskTransport;
    }

    /** {@return the desk's end of the newest connection} */
    public MemoryConnection deskEnd()
    {
        return network.newest();
    }

    /** {@return the market's end of the newest connection} */
    public MemoryConnection marketEnd()
    {
        return network.newest().peer();
    }

    /** {@return the engine that provides} */
    public Engine market()
    {
        return market;
    }

    /** {@return the engine that consumes} */
    public Engine desk()
    {
        return desk;
    }

    /** {@return what the listeners heard: {@code desk:opened}, {@code market:closed:NORMAL}} */
    public List<String> sessions()
    {
        return sessions;
    }

    /** {@return the clock of both engines} */
    public ManualClock clock()
    {
        return clock;
    }

    @Override
    public void close()
    {
        clock.run(TimeUnit.MILLISECONDS.toNanos(5));
        engines.close();
    }

    private SessionListener listener(final String engine)
    {
        return new SessionListener()
        {
            @Override
            public void onOpened(final Session session)
            {
                sessions.add(engine + ":opened");
                if ("market".equals(engine))
                {
                    marketSession = session;
                }
            }

            @Override
            public void onDetached(final Session session, final String reason)
            {
                sessions.add(engine + ":detached");
            }

            @Override
            public void onResumed(final Session session)
            {
                sessions.add(engine + ":resumed");
            }

            @Override
            public void onClosed(final Session session, final SessionCode code)
            {
                sessions.add(engine + ":closed:" + code);
            }
        };
    }

    /** How a pair is to be. */
    public static final class Builder
    {
        private final Engine.Context market = context("market").remoteGrants(Grants.builder().toAll(TICKS).build());
        private final Engine.Context desk = context("desk");
        private final MemoryNetwork network = new MemoryNetwork();
        private boolean provided;

        private Builder()
        {
        }

        private static Engine.Context context(final String name)
        {
            return Engines.context(name).set(Settings.ENGINE_THREADING, Threading.INVOKER)
                .set(Settings.SESSION_CLOSE_TIMEOUT, TimeUnit.SECONDS.toNanos(5));
        }

        /** Adds to the market's context. */
        public Builder market(final Consumer<Engine.Context> change)
        {
            change.accept(market);
            return this;
        }

        /** Adds to the desk's context. */
        public Builder desk(final Consumer<Engine.Context> change)
        {
            change.accept(desk);
            return this;
        }

        /** Has the desk ask for durable sessions, with the least retention on both sides. */
        public Builder durable()
        {
            desk.set(Settings.SESSION_DURABLE, true).set(Settings.SESSION_RETENTION_LENGTH, 64 * 1024)
                .set(Settings.SESSION_RECONNECT_SEED, 1);
            market.set(Settings.SESSION_RETENTION_LENGTH, 64 * 1024);
            return this;
        }

        /** Changes the network. */
        public Builder network(final Consumer<MemoryNetwork> change)
        {
            change.accept(network);
            return this;
        }

        /** Replaces the provider of {@link RemotePair#TICKS}. */
        public Builder provider(final Provider value)
        {
            market.provider(TICKS, value);
            provided = true;
            return this;
        }

        /** {@return the pair, without a session} */
        public RemotePair launch()
        {
            return new RemotePair(this);
        }
    }
}
