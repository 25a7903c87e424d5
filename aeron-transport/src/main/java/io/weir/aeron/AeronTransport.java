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

import io.aeron.Aeron;
import io.weir.config.Configuration;
import io.weir.config.ConfigurationException;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.counters.Counters;
import io.weir.link.Transport;
import io.weir.link.TransportAgent;
import java.io.File;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Sessions over Aeron, between processes of a machine ({@code aeron:ipc}) and between machines ({@code aeron:udp}), see
 * {@link AeronAddress}. Launched before the engine that it is given to, and closed by it. Each agent of the engine has
 * a client of its own (N-1). Unless a directory names another media driver, all engines of the process that say nothing
 * else share an embedded one.
 */
public final class AeronTransport implements Transport
{
    private final EmbeddedDriver driver;
    private final boolean sharesDriver;
    private final boolean invokesDriver;
    private final String directory;
    private final Configuration configuration;
    private final long driverTimeoutMs;
    private final boolean claims;
    private final boolean rolls;
    private final int rollMarginTerms;
    private final long initialPositionFromEnd;
    private int agents;
    private boolean closed;

    private AeronTransport(final Context context)
    {
        final Configuration wished = context.concluded();
        claims = context.claims;
        rolls = context.rolls;
        rollMarginTerms = context.rollMarginTerms;
        initialPositionFromEnd = context.termsUntilEnd;
        final String external = wished.value(Settings.AERON_DIR);
        if (null == context.driver && !external.isEmpty())
        {
            driver = null;
            directory = external;
            configuration = wished;
            driverTimeoutMs = TimeUnit.NANOSECONDS.toMillis(configuration.value(Settings.AERON_DRIVER_TIMEOUT));
            DriverDirectory.requireActive(new File(directory), driverTimeoutMs);
        }
        else
        {
            driver = null == context.driver ? SharedDriver.acquire(wished) : context.driver.requireAgreement(wished);
            directory = driver.directory();
            configuration = driver.inForce(wished);
            driverTimeoutMs = TimeUnit.NANOSECONDS.toMillis(configuration.value(Settings.AERON_DRIVER_TIMEOUT));
        }
        sharesDriver = null != driver && null == context.driver;
        // An external driver runs without help.
        invokesDriver = null != driver && (sharesDriver || context.invokesDriver);
    }

    /**
     * {@return a transport as the system properties and the environment say}
     *
     * @throws DriverException if there is no driver to use and none can be launched.
     */
    public static AeronTransport launch()
    {
        return launch(new Context());
    }

    /**
     * Launches a transport.
     *
     * @param context that says how it is to be; used once.
     * @return the transport, for an engine's context.
     * @throws DriverException if there is no driver to use and none can be launched.
     */
    public static AeronTransport launch(final Context context)
    {
        return new AeronTransport(context);
    }

    @Override
    public String scheme()
    {
        return AeronAddress.SCHEME;
    }

    /** Refuses what this transport was launched otherwise than. */
    @Override
    public void configure(final Configuration engine)
    {
        engine.requireAgreement(configuration, Settings.ofAeron(), "the transport that the engine was given");
        final int invoking = configuration.value(Settings.AERON_DRIVER_AGENT);
        final int count = engine.value(Settings.ENGINE_AGENTS);
        if (invoking >= count)
        {
            throw new ConfigurationException(Settings.AERON_DRIVER_AGENT.key(),
                Settings.AERON_DRIVER_AGENT.key() + "=" + invoking + " (" +
                    configuration.origin(Settings.AERON_DRIVER_AGENT) +
                    ") names an agent that is not there: there are " +
                    count + ", counted from 0 (" + Settings.ENGINE_AGENTS.key() + ")");
        }
    }

    @Override
    public Configuration inForce(final Configuration engine)
    {
        return engine.overlaid(configuration, Settings.ofAeron());
    }

    @Override
    public void check(final String address, final boolean listening)
    {
        channel(address);
    }

    @Override
    public synchronized TransportAgent agent(final String agentName, final Counters counters)
    {
        final int index = agents++;
        final boolean preferred = index == configuration.value(Settings.AERON_DRIVER_AGENT);
        final DriverInvoker invoker = invokesDriver ? driver.invokerOfAgent(preferred) : null;
        final CounterMirror mirror = 0 == index ? new CounterMirror(counters, agentName) : null;
        return new AeronTransportAgent(agentName, this, counters, invoker, mirror);
    }

    /** {@return the media driver's directory} */
    public String directory()
    {
        return directory;
    }

    @Override
    public synchronized void close()
    {
        if (sharesDriver && !closed)
        {
            closed = true;
            SharedDriver.release();
        }
    }

    AeronChannel channel(final String address)
    {
        return AeronChannel.of(address, configuration, initialPositionFromEnd);
    }

    Aeron.Context clientContext()
    {
        return new Aeron.Context().aeronDirectoryName(directory).driverTimeoutMs(driverTimeoutMs);
    }

    /** Drives a driver that has no thread and that nobody drives yet, while an engine waits for its answer. */
    void driveIdleDriver()
    {
        if (null != driver)
        {
            driver.invokeIfNobodyDoes();
        }
    }

    /**
     * {@return the sockets at which the driver receives, null if they cannot be waited for: several agents look to
     * one of them to send for them}
     */
    ReceivingSockets sockets()
    {
        return null == driver || 1 != driver.agents().get() ? null : driver.sockets();
    }

    /** Counts an agent that begins or ends to use the driver. */
    void count(final int change)
    {
        if (null != driver)
        {
            driver.agents().addAndGet(change);
        }
    }

    boolean isDriverActive()
    {
        return DriverDirectory.isActiveQuietly(new File(directory), driverTimeoutMs);
    }

    boolean claims()
    {
        return claims;
    }

    boolean rolls()
    {
        return rolls;
    }

    int rollMarginTerms()
    {
        return rollMarginTerms;
    }

    /** How a transport is to be. Used by one thread, once. */
    public static final class Context
    {
        private static final int ROLL_MARGIN_TERMS = 1024;

        private final Configuration.Builder builder = Configuration.builder()
            .accept(EmbeddedDriver.accepted(), "it is not about Aeron: set it in Engine.Context");
        private Configuration configuration;
        private EmbeddedDriver driver;
        private boolean invokesDriver;
        private boolean claims = true;
        private boolean rolls = true;
        private int rollMarginTerms = ROLL_MARGIN_TERMS;
        private long termsUntilEnd;

        /** Begins with what the system properties and the environment say. */
        public Context()
        {
        }

        /**
         * Gives a setting its value. What an engine's context says must not contradict it.
         *
         * @param setting one of {@code weir.aeron.*}.
         * @param value   for it.
         * @param <T>     of its values.
         * @return this.
         */
        public <T> Context set(final Setting<T> setting, final T value)
        {
            builder.set(setting, value);
            return this;
        }

        /**
         * Takes all settings from a configuration.
         *
         * @param value that was built already.
         * @return this.
         */
        public Context configuration(final Configuration value)
        {
            configuration = Objects.requireNonNull(value, "configuration");
            return this;
        }

        /**
         * Uses the media driver in a directory, launched by somebody else.
         *
         * @param name of the directory.
         * @return this.
         */
        public Context directory(final String name)
        {
            return set(Settings.AERON_DIR, name);
        }

        /**
         * Uses a driver of this process that several engines share. If it has no thread, exactly one of their
         * transports must {@link #invokesDriver invoke} it.
         *
         * @param value to use; it stays open when the transport closes.
         * @return this.
         */
        public Context driver(final EmbeddedDriver value)
        {
            driver = Objects.requireNonNull(value, "driver");
            return this;
        }

        /**
         * Says whether an agent of this engine invokes a shared driver that has no thread; best the one that receives
         * most.
         *
         * @param value true for one transport of those that share a driver.
         * @return this.
         */
        public Context invokesDriver(final boolean value)
        {
            invokesDriver = value;
            return this;
        }

        /** For tests: publications never roll. */
        Context rolls(final boolean value)
        {
            rolls = value;
            return this;
        }

        /** For tests: listens as an engine of a version that does not say so. */
        Context claims(final boolean value)
        {
            claims = value;
            return this;
        }

        /** For tests: publications begin so many terms before their end, and roll so many terms before it. */
        Context nearTheEnd(final int terms, final int marginTerms)
        {
            termsUntilEnd = terms;
            rollMarginTerms = marginTerms;
            return this;
        }

        private Configuration concluded()
        {
            return null == configuration ? builder.build() : configuration;
        }
    }
}
