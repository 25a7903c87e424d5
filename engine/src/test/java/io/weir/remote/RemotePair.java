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
import io.weir.StreamRequest;
import io.weir.config.Settings;
import io.weir.fixture.InvokedEngines;
import io.weir.fixture.RecordingHandler;
import io.weir.link.MemoryConnection;
import io.weir.link.MemoryNetwork;
import io.weir.link.MemoryTransport;
import io.weir.policy.Grants;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Two engines in two imagined processes, a {@link MemoryNetwork} between them: the market listens, the desk connects.
 */
public final class RemotePair extends InvokedEngines
{
    /** Where the market listens. */
    public static final String ADDRESS = "memory:market";

    private final MemoryNetwork network;
    private final MemoryTransport deskTransport;
    private CompletableFuture<Session> connecting;

    private RemotePair(final Builder builder, final MemoryTransport deskTransport)
    {
        super(
            builder.market.transport(builder.network.transport()).listen(ADDRESS),
            builder.desk.transport(deskTransport),
            builder.provider,
            ignored ->
            {});
        network = builder.network;
        this.deskTransport = deskTransport;
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
        connecting = desk().connectAsync(ADDRESS);
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
        return log().session("market");
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

    @Override
    public RemotePair expectError(final String text)
    {
        super.expectError(text);
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

    /** How a pair is to be. */
    public static final class Builder
    {
        private final Engine.Context market = context("market").remoteGrants(Grants.builder().toAll(TICKS).build());
        private final Engine.Context desk = context("desk");
        private final MemoryNetwork network = new MemoryNetwork();
        private Provider provider;

        private Builder()
        {
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
            provider = value;
            return this;
        }

        /** {@return the pair, without a session} */
        public RemotePair launch()
        {
            return new RemotePair(this, network.transport());
        }
    }
}
