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
    private final boolean rolls;
    private final int rollMarginTerms;
    private final long initialPositionFromEnd;
    private int agents;
    private boolean closed;

    private AeronTransport(final Context context)
    {
        configuration = context.concluded();
        driverTimeoutMs = TimeUnit.NANOSECONDS.toMillis(configuration.value(Settings.AERON_DRIVER_TIMEOUT));
        rolls = context.rolls;
        rollMarginTerms = context.rollMarginTerms;
        initialPositionFromEnd = context.termsUntilEnd;
        final String external = configuration.value(Settings.AERON_DIR);
        if (null == context.driver && !external.isEmpty())
        {
            driver = null;
            directory = external;
            DriverDirectory.requireActive(new File(directory), driverTimeoutMs);
            DriverDirectory.requireSpaceForSession(
                new File(directory), configuration.value(Settings.AERON_TERM_LENGTH));
        }
        else
        {
            driver = null == context.driver ? SharedDriver.acquire(configuration) : context.driver;
            directory = driver.directory();
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
        final AeronAddress parsed = AeronAddress.parse(address);
        final int termLength =
            0 == parsed.termLength() ? configuration.value(Settings.AERON_TERM_LENGTH) : parsed.termLength();
        final int mtu = configuration.value(parsed.isIpc() ? Settings.AERON_IPC_MTU : Settings.AERON_UDP_MTU);
        final long maxPosition = (long)termLength << (Integer.SIZE - 1);
        final long initialPosition =
            0 == initialPositionFromEnd ? 0 : maxPosition - initialPositionFromEnd * termLength;
        return new AeronChannel(parsed, termLength, mtu, initialPosition);
    }

    Aeron.Context clientContext()
    {
        return new Aeron.Context().aeronDirectoryName(directory).driverTimeoutMs(driverTimeoutMs);
    }

    boolean isDriverActive()
    {
        return DriverDirectory.isActiveQuietly(new File(directory), driverTimeoutMs);
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

        private final Configuration.Builder builder = Configuration.builder();
        private Configuration configuration;
        private EmbeddedDriver driver;
        private boolean invokesDriver;
        private boolean rolls = true;
        private int rollMarginTerms = ROLL_MARGIN_TERMS;
        private long termsUntilEnd;

        /** Begins with what the system properties and the environment say. */
        public Context()
        {
        }

        /**
         * Gives a setting its value.
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
