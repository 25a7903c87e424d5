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

import io.weir.caps.CallThreads;
import io.weir.config.Configuration;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.link.Transport;
import io.weir.policy.Admission;
import io.weir.policy.Grants;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PeerCredentials;
import io.weir.policy.Policy;
import io.weir.session.AgentConfig;
import io.weir.session.EngineAgents;
import io.weir.session.LanePool;
import io.weir.session.SessionAgent;
import io.weir.session.Transports;
import io.weir.session.handshake.PeerPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
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
    private static final AtomicInteger NEXT_NUMBER = new AtomicInteger(1);

    private final String name;
    private final Configuration configuration;
    private final Counters counters;
    private final LanePool lanes;
    private final Transports transports;
    private final CallThreads callThreads;
    private final EngineAgents agents;

    private Engine(final Context context)
    {
        Objects.requireNonNull(context.policy, "policy");
        Objects.requireNonNull(context.grants, "grants");
        Objects.requireNonNull(context.remoteGrants, "remoteGrants");
        Objects.requireNonNull(context.listener, "sessionListener");
        Objects.requireNonNull(context.nanoClock, "nanoClock");
        Objects.requireNonNull(context.epochClock, "epochClock");
        if (null != context.name && context.name.isBlank())
        {
            throw new IllegalArgumentException("an engine's name must not be empty: it is its address, ring:NAME");
        }
        name = null == context.name ? "engine-" + NEXT_NUMBER.getAndIncrement() : context.name;
        final PeerPolicy peers = new PeerPolicy(context.authenticators, context.credentials);
        configuration = context.settings.build();
        transports = new Transports(context.transports, configuration);
        callThreads = new CallThreads(name, configuration.value(Settings.CALL_THREADS_MAX));
        final Map<String, Provider> providers =
            context.provisions().bind(callThreads, configuration.value(Settings.MESSAGE_MAX));
        RunningEngines.add(this);
        try
        {
            counters = Counters.launch(configuration.value(Settings.COUNTERS_DIR), name);
        }
        catch (final RuntimeException ex)
        {
            RunningEngines.remove(this);
            throw ex;
        }
        lanes = new LanePool(configuration, counters);
        agents = new EngineAgents(
            new AgentConfig(
                name,
                configuration,
                counters,
                providers,
                new Admission(
                    configuration.value(Settings.STREAMS_ENABLED),
                    context.grants,
                    context.remoteGrants,
                    context.policy,
                    counters.errorLog()),
                context.listener,
                context.nanoClock,
                context.epochClock,
                lanes,
                peers),
            context.work,
            context.idle);
    }

    /**
     * Launches an engine: concludes the context and starts the agents.
     *
     * @param context to conclude.
     * @return the engine, to be closed.
     * @throws IllegalStateException if the JVM was started without the access that Weir needs, or the name is taken.
     * @throws ListenException if an address cannot be listened at, and {@code weir.listen.retry} is not set.
     * @throws io.weir.config.ConfigurationException if an option is wrong, naming it.
     * @throws io.weir.caps.DeclarationException if a provided interface is wrong, naming every fault.
     */
    public static Engine launch(final Context context)
    {
        JvmAccess.require();
        final Engine engine = create(context);
        try
        {
            engine.agents.listen(engine.transports, context.addresses, RunningEngines::invokeCallers);
        }
        catch (final RuntimeException ex)
        {
            engine.release();
            throw ex;
        }
        engine.agents.start();
        return engine;
    }

    private static Engine create(final Context context)
    {
        try
        {
            return new Engine(context);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietCloseAll(context.transports);
            throw ex;
        }
    }

    private void release()
    {
        RunningEngines.remove(this);
        callThreads.close();
        transports.close();
        lanes.close();
        counters.close();
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
     * Connects by address and waits until the session is open, or there will be none. What a program does over its
     * sessions is the same for every kind of address.
     *
     * @param address {@code ring:NAME} for the engine of that name in this process; otherwise a transport's, such as
     *                {@code aeron:…}. A transport that the context was not given is looked for on the class path.
     * @return the connector's end.
     * @throws IllegalArgumentException if the address is not understood, or no engine of this process has the name.
     * @throws SessionRefusedException  if the peer refuses, does not answer in time, or either engine is closing.
     */
    public Session connect(final String address)
    {
        return RunningEngines.isAddress(address) ?
            connect(RunningEngines.at(address)) : agents.await(agents.connect(transports, address), agents);
    }

    /**
     * Connects by address.
     *
     * @param address as for {@link #connect(String)}.
     * @return the connector's end, once it is open; completed exceptionally with {@link SessionRefusedException} if
     * there will be none. Completed on the agent's thread, which what depends on it must not block.
     * @throws IllegalArgumentException if the address is not understood, or no engine of this process has the name.
     */
    public CompletableFuture<Session> connectAsync(final String address)
    {
        return RunningEngines.isAddress(address) ?
            connectAsync(RunningEngines.at(address)) : agents.connect(transports, address);
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
        // One that is being launched is among them before it has agents.
        return RunningEngines.all().stream()
            .anyMatch(engine -> null != engine.agents && engine.agents.isAgentThread());
    }

    /** Runs a duty cycle if the engine is the calling thread's to invoke. */
    void invokeIfCallers()
    {
        if (null != agents)
        {
            agents.invokeIfCallers();
        }
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

    /** {@return the engine's settings, those of its transports as they are in force there (N-9)} */
    public Configuration configuration()
    {
        return transports.inForce();
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
            release();
        }
    }

    /**
     * How an engine is to be. Set up by one thread, concluded by {@link Engine#launch}, not to be changed afterwards.
     */
    public static final class Context extends EngineOffer<Context>
    {
        private Configuration.Builder settings = accepting(Configuration.builder());
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
        private final List<Transport> transports = new ArrayList<>();
        private final List<String> addresses = new ArrayList<>();
        private Supplier<? extends PeerAuthenticator> authenticators = PeerPolicy.OPEN.authenticators();
        private PeerCredentials credentials = PeerCredentials.NONE;

        /** Begins with every setting at its default, property or environment value. */
        public Context()
        {
        }

        @Override
        Context self()
        {
            return this;
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
         * Takes all options from a configuration that is there; what is set afterwards counts more.
         *
         * @param value to take.
         * @return this.
         */
        public Context configuration(final Configuration value)
        {
            settings = accepting(Configuration.builder(value));
            return this;
        }

        private static Configuration.Builder accepting(final Configuration.Builder builder)
        {
            return builder.accept(
                Settings.ofEngine(), "it is about a world: set it in JournalContext or KernelAgent.Context");
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
         * Adds a way to peers outside this process. The engine closes it.
         *
         * @param value to add, of a scheme that no other has; used by this engine alone.
         * @return this.
         */
        public Context transport(final Transport value)
        {
            transports.add(Objects.requireNonNull(value, "transport"));
            return this;
        }

        /**
         * Listens for peers outside this process; each of several addresses belongs to one of the agents, in turns.
         *
         * @param address of a transport, such as {@code aeron:…}.
         * @return this.
         */
        public Context listen(final String address)
        {
            addresses.add(Objects.requireNonNull(address, "address"));
            return this;
        }

        /**
         * Sets who says who the peers are that connect from outside this process; unless set, everybody is let in
         * without a name (N-2).
         *
         * @param value a new authenticator for each agent, to be called by that agent alone.
         * @return this.
         */
        public Context authenticator(final Supplier<? extends PeerAuthenticator> value)
        {
            authenticators = value;
            return this;
        }

        /**
         * Sets what this engine shows to the peers outside this process that it connects to; nothing by default (N-2).
         *
         * @param value to set.
         * @return this.
         */
        public Context credentials(final PeerCredentials value)
        {
            credentials = value;
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
