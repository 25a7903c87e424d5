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

import io.weir.config.Configuration;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.policy.Admission;
import io.weir.policy.CapabilityName;
import io.weir.policy.Grants;
import io.weir.policy.Policy;
import io.weir.session.AgentConfig;
import io.weir.session.EngineAgents;
import io.weir.session.LanePool;
import io.weir.session.SessionAgent;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Weir in one process: agents that drive sessions, the capabilities provided here, and the way to those of others.
 * Launched from a context, then immutable; every method may be called by any thread.
 */
public final class Engine implements AutoCloseable
{
    private static final String RING_SCHEME = "ring:";
    private static final ConcurrentMap<String, Engine> BY_NAME = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT_NUMBER = new AtomicInteger(1);

    private final String name;
    private final Configuration configuration;
    private final Counters counters;
    private final LanePool lanes;
    private final EngineAgents agents;

    private Engine(final Context context)
    {
        Objects.requireNonNull(context.policy, "policy");
        Objects.requireNonNull(context.grants, "grants");
        Objects.requireNonNull(context.remoteGrants, "remoteGrants");
        Objects.requireNonNull(context.listener, "sessionListener");
        Objects.requireNonNull(context.nanoClock, "nanoClock");
        Objects.requireNonNull(context.epochClock, "epochClock");
        name = null == context.name ? "engine-" + NEXT_NUMBER.getAndIncrement() : context.name;
        configuration = context.settings.build();
        if (null != BY_NAME.putIfAbsent(name, this))
        {
            throw new IllegalStateException("an engine named \"" + name + "\" runs in this process already");
        }
        try
        {
            counters = Counters.launch(configuration.value(Settings.COUNTERS_DIR), name);
        }
        catch (final RuntimeException ex)
        {
            BY_NAME.remove(name);
            throw ex;
        }
        lanes = new LanePool(configuration, counters);
        agents = new EngineAgents(
            new AgentConfig(
                name,
                configuration,
                counters,
                Map.copyOf(context.providers),
                new Admission(
                    configuration.value(Settings.STREAMS_ENABLED),
                    context.grants,
                    context.remoteGrants,
                    context.policy,
                    counters.errorLog()),
                context.listener,
                context.nanoClock,
                context.epochClock,
                lanes),
            context.work,
            context.idle);
    }

    /**
     * Launches an engine: concludes the context and starts the agents.
     *
     * @param context to conclude.
     * @return the engine, to be closed.
     * @throws IllegalStateException if the JVM was started without the access that Weir needs, or the name is taken.
     * @throws io.weir.config.ConfigurationException if an option is wrong, naming it.
     */
    public static Engine launch(final Context context)
    {
        JvmAccess.require();
        final Engine engine = new Engine(context);
        engine.agents.start();
        return engine;
    }

    /**
     * Connects to another engine of this process, or to this one itself, and waits until the session is open.
     *
     * @param peer that accepts.
     * @return the connector's end.
     * @throws IllegalStateException if either is closed.
     */
    public Session connect(final Engine peer)
    {
        return agents.await(connectAsync(peer), peer.agents);
    }

    /**
     * Connects by address and waits until the session is open.
     *
     * @param address {@code ring:NAME} for the engine of that name in this process.
     * @return the connector's end.
     * @throws IllegalArgumentException if the address is not understood or nobody listens there.
     */
    public Session connect(final String address)
    {
        if (!address.startsWith(RING_SCHEME))
        {
            throw new IllegalArgumentException(
                "\"" + address + "\" is no address that this engine understands: ring:NAME");
        }
        final Engine peer = BY_NAME.get(address.substring(RING_SCHEME.length()));
        if (null == peer)
        {
            throw new IllegalArgumentException(
                "no engine in this process answers to \"" + address + "\"; there are " + BY_NAME.keySet());
        }
        return connect(peer);
    }

    /**
     * Connects to another engine of this process, or to this one itself.
     *
     * @param peer that accepts.
     * @return the connector's end, once it is open.
     */
    public CompletableFuture<Session> connectAsync(final Engine peer)
    {
        final int maxFrame =
            Math.min(configuration.value(Settings.FRAME_MAX), peer.configuration.value(Settings.FRAME_MAX));
        final SessionAgent acceptor = peer.agents.next();
        return agents.next().connect(acceptor, maxFrame);
    }

    /**
     * {@return whether the calling thread runs an agent of any engine of this process, and so must not wait for one}
     */
    public static boolean isAgentThread()
    {
        for (final Engine engine : BY_NAME.values())
        {
            // One that is being launched is in the map before it has agents.
            if (null != engine.agents && engine.agents.isAgentThread())
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs one duty cycle of every agent on the caller's thread, which from then on is theirs.
     *
     * @return the work done, 0 for none.
     * @throws IllegalStateException unless {@code weir.engine.threading} is INVOKER.
     */
    public int invoke()
    {
        return agents.invoke();
    }

    /** Has policy asked anew: parked Opens may be let in, open streams may be killed (S-7). */
    public void policyChanged()
    {
        agents.policyChanged();
    }

    /**
     * {@return the value of a counter, as last published by the agents}
     *
     * @param type of the counter.
     */
    public long counter(final CounterType type)
    {
        return counters.counter(type).get();
    }

    /** {@return the engine's counters and error log} */
    public Counters counters()
    {
        return counters;
    }

    /** {@return the engine's settings} */
    public Configuration configuration()
    {
        return configuration;
    }

    /** {@return the engine's name} */
    public String name()
    {
        return name;
    }

    /**
     * Closes every session in good order, stops the agents, and releases memory and files. Harmless when closed.
     *
     * @throws IllegalStateException when called by one of the engine's own agents, which cannot wait for itself.
     */
    @Override
    public void close()
    {
        if (agents.close())
        {
            BY_NAME.remove(name, this);
            lanes.close();
            counters.close();
        }
    }

    /**
     * How an engine is to be. Set up by one thread, concluded by {@link Engine#launch}, not to be changed afterwards.
     */
    public static final class Context
    {
        private final Configuration.Builder settings = Configuration.builder();
        private final Map<String, Provider> providers = new HashMap<>();
        private String name;
        private Policy policy = request -> io.weir.policy.Decision.ALLOW;
        private Grants grants = Grants.EVERYTHING;
        private Grants remoteGrants = Grants.NOTHING;
        private SessionListener listener = new SessionListener()
        {
        };
        private Agent work;
        private Supplier<IdleStrategy> idle;
        private NanoClock nanoClock = SystemNanoClock.INSTANCE;
        private EpochNanoClock epochClock = new SystemEpochNanoClock();

        /** Begins with every setting at its default, property or environment value. */
        public Context()
        {
        }

        /**
         * Sets the engine's name: in addresses, threads' names and files. Unique in the process.
         *
         * @param value to set.
         * @return this.
         */
        public Context name(final String value)
        {
            name = value;
            return this;
        }

        /**
         * Sets an option; beats property and environment.
         *
         * @param setting to set.
         * @param value   of it.
         * @param <T>     of the value.
         * @return this.
         */
        public <T> Context set(final Setting<T> setting, final T value)
        {
            settings.set(setting, value);
            return this;
        }

        /**
         * Takes a profile's values in place of defaults: the same as setting {@link Settings#PROFILE}.
         *
         * @param nameOrFile {@code default}, {@code low-latency}, or the path of a properties file with settings' keys.
         * @return this.
         */
        public Context profile(final String nameOrFile)
        {
            return set(Settings.PROFILE, nameOrFile);
        }

        /**
         * Provides a capability.
         *
         * @param capability domain.name; the domain {@code weir} is the engine's own.
         * @param provider   of its streams.
         * @return this.
         */
        public Context provider(final String capability, final Provider provider)
        {
            final CapabilityName parsed = CapabilityName.of(capability);
            if (CapabilityName.RESERVED_DOMAIN.equals(parsed.domain()))
            {
                throw new IllegalArgumentException(capability + ": the domain of that name is the engine's own");
            }
            providers.put(parsed.value(), Objects.requireNonNull(provider, "provider"));
            return this;
        }

        /**
         * Sets the policy that is asked about Opens that are granted; allows all by default (S-7).
         *
         * @param value to set.
         * @return this.
         */
        public Context policy(final Policy value)
        {
            policy = value;
            return this;
        }

        /**
         * Sets what sessions of this process may open; everything by default (S-7).
         *
         * @param value to set.
         * @return this.
         */
        public Context grants(final Grants value)
        {
            grants = value;
            return this;
        }

        /**
         * Sets what sessions from outside this process may open; nothing by default (S-7).
         *
         * @param value to set.
         * @return this.
         */
        public Context remoteGrants(final Grants value)
        {
            remoteGrants = value;
            return this;
        }

        /**
         * Sets who hears of sessions.
         *
         * @param value to set.
         * @return this.
         */
        public Context sessionListener(final SessionListener value)
        {
            listener = value;
            return this;
        }

        /**
         * Sets work of the application's for the duty cycle of the first agent: it may use the agent's writers, and
         * what it commits in one cycle is published together.
         *
         * @param value to set.
         * @return this.
         */
        public Context work(final Agent value)
        {
            work = value;
            return this;
        }

        /**
         * Sets what agents' threads do when idle; beats {@code weir.engine.idle}.
         *
         * @param value a new strategy for each thread.
         * @return this.
         */
        public Context idleStrategy(final Supplier<IdleStrategy> value)
        {
            idle = value;
            return this;
        }

        /**
         * Sets the clock of deadlines and time-outs.
         *
         * @param value to set.
         * @return this.
         */
        public Context nanoClock(final NanoClock value)
        {
            nanoClock = value;
            return this;
        }

        /**
         * Sets the clock of timestamps.
         *
         * @param value to set.
         * @return this.
         */
        public Context epochClock(final EpochNanoClock value)
        {
            epochClock = value;
            return this;
        }
    }
}
