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

import static io.aeron.driver.Configuration.COUNTERS_VALUES_BUFFER_LENGTH_PROP_NAME;
import static io.aeron.driver.Configuration.RECEIVE_CHANNEL_ENDPOINT_SUPPLIER_PROP_NAME;
import static io.aeron.driver.Configuration.TERM_BUFFER_SPARSE_FILE_PROP_NAME;
import static io.aeron.driver.Configuration.TIMER_INTERVAL_PROP_NAME;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.weir.config.Configuration;
import io.weir.config.DriverThreading;
import io.weir.config.IdleKind;
import io.weir.config.RestingIdleStrategy;
import io.weir.config.Setting;
import io.weir.config.SettingSource;
import io.weir.config.Settings;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * A media driver of Aeron in this process. Transports that are given none share one that they launch themselves; this
 * is for whoever wants to say how it is, or to have several. Its directory is in memory, is its alone and goes with it.
 * Closed by whoever launched it, after the engines that use it.
 */
public final class EmbeddedDriver implements AutoCloseable
{
    /** With more cores than this a driver has a thread (N-6). */
    private static final int MOST_CORES_TO_INVOKE = 2;
    /** With more cores than this a driver in a process of its own has three threads (N-6). */
    private static final int MOST_CORES_TO_SHARE = 8;
    private static final System.Logger LOGGER = System.getLogger(EmbeddedDriver.class.getName());

    /** What is decided when the driver is launched. */
    private static final List<Setting<?>> DECIDED = List.of(
        Settings.AERON_DRIVER_THREADING, Settings.AERON_DRIVER_IDLE, Settings.AERON_DRIVER_TIMEOUT,
        Settings.AERON_SESSIONS_MAX);

    private static final Object INVOKED_AT_LAUNCH = "launch";

    private final MediaDriver driver;
    private final Configuration configuration;
    private final ThreadingMode threading;
    /** Null if the driver has threads, or endpoints of somebody else's. */
    private final ReceivingSockets sockets;
    private final AtomicReference<Object> invoking = new AtomicReference<>();
    private final AtomicInteger agents = new AtomicInteger();
    private volatile boolean isInvokedByApplication;

    private EmbeddedDriver(
        final MediaDriver driver,
        final Configuration configuration,
        final ThreadingMode threading,
        final ReceivingSockets sockets)
    {
        this.sockets = sockets;
        this.driver = driver;
        this.configuration = configuration;
        this.threading = threading;
    }

    /**
     * {@return a driver as the system properties and the environment say}
     *
     * @throws DriverException if it cannot be launched, saying why and what to do.
     */
    public static EmbeddedDriver launch()
    {
        return launch(new Context());
    }

    /**
     * Launches a driver.
     *
     * @param context that says how it is to be; used once.
     * @return the driver.
     * @throws DriverException if it cannot be launched, saying why and what to do.
     */
    public static EmbeddedDriver launch(final Context context)
    {
        final Configuration configuration = context.concluded();
        if (!context.isDirectoryGiven && SettingSource.BUILDER == configuration.source(Settings.AERON_DIR) &&
            !configuration.value(Settings.AERON_DIR).isEmpty())
        {
            context.directory(configuration.value(Settings.AERON_DIR));
        }
        final int cores = Runtime.getRuntime().availableProcessors();
        final DriverThreading wish = configuration.value(Settings.AERON_DRIVER_THREADING);
        final ThreadingMode threading = context.standalone ? standalone(wish, cores) : threading(wish, cores);
        final MediaDriver.Context driver = context.driver;
        final IdleKind idle = configuration.value(Settings.AERON_DRIVER_IDLE);
        final File directory = new File(context.directory);
        driver.aeronDirectoryName(context.directory)
            .dirDeleteOnStart(false)
            .dirDeleteOnShutdown(true)
            .warnIfDirectoryExists(false)
            .threadingMode(threading)
            .asyncExecutorEnabled(ThreadingMode.INVOKER != threading)
            .streamSessionLimit(configuration.value(Settings.AERON_SESSIONS_MAX))
            .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(configuration.value(Settings.AERON_DRIVER_TIMEOUT)))
            .sharedIdleStrategy(idle(idle))
            .sharedNetworkIdleStrategy(idle(idle))
            .senderIdleStrategy(idle(idle))
            .receiverIdleStrategy(idle(idle))
            .conductorIdleStrategy(idle(idle));
        OwnDirectories.removeLeftOvers(context.directory);
        DriverDirectory.requireFree(directory);
        DriverDirectory.requireSpaceForDriver(directory, driver.counterValuesBufferLength());
        final ReceivingSockets sockets = watched(driver, threading);
        try
        {
            final EmbeddedDriver embedded = new EmbeddedDriver(
                MediaDriver.launch(driver), context.settled(configuration), threading,
                sockets);
            LOGGER.log(System.Logger.Level.INFO, embedded.description());
            return embedded;
        }
        catch (final RuntimeException | InternalError ex)
        {
            // An InternalError is what the JVM makes of memory that a full file system could not give.
            CloseHelper.close(sockets);
            throw new DriverException(
                "no media driver can be launched in " + directory + ": " + ex.getMessage() +
                    ": see whether the directory can be written and its file system has room",
                ex);
        }
    }

    /**
     * Checks that a transport asks for nothing that was decided otherwise when the driver was launched.
     *
     * @param wished the transport's configuration.
     * @return this.
     * @throws io.weir.config.ConfigurationException if it does.
     */
    EmbeddedDriver requireAgreement(final Configuration wished)
    {
        wished.requireAgreement(configuration, DECIDED, "the media driver that is launched already");
        if (SettingSource.BUILDER == wished.source(Settings.AERON_DIR) &&
            !wished.value(Settings.AERON_DIR).isEmpty())
        {
            wished.requireAgreement(
                configuration, List.of(Settings.AERON_DIR), "the media driver that the transport was given");
        }
        return this;
    }

    /** {@return a transport's configuration with what was decided when the driver was launched} */
    Configuration inForce(final Configuration wished)
    {
        return wished.overlaid(configuration, DECIDED)
            .overlaid(configuration, List.of(Settings.AERON_DIR));
    }

    /** {@return the settings that transports and drivers take} */
    static List<Setting<?>> accepted()
    {
        final List<Setting<?>> accepted = new ArrayList<>(Settings.ofAeron());
        accepted.add(Settings.PROFILE);
        return accepted;
    }

    /** {@return how Aeron was told to launch it} */
    MediaDriver.Context aeron()
    {
        return driver.context();
    }

    /** {@return the directory, for other processes' {@code weir.aeron.dir}} */
    public String directory()
    {
        return driver.aeronDirectoryName();
    }

    /**
     * {@return who drives it when it has no thread of its own, else null; to be invoked by one thread, and by the
     * agent that an engine's transport chooses unless its context says otherwise}
     */
    public AgentInvoker invoker()
    {
        isInvokedByApplication = true;
        return driver.sharedAgentInvoker();
    }

    /** One duty cycle of a driver that has no thread, and neither an agent nor an application that invokes it. */
    void invokeIfNobodyDoes()
    {
        final AgentInvoker invoker = driver.sharedAgentInvoker();
        if (null != invoker && !isInvokedByApplication && invoking.compareAndSet(null, INVOKED_AT_LAUNCH))
        {
            try
            {
                invoker.invoke();
            }
            finally
            {
                invoking.set(null);
            }
        }
    }

    /**
     * {@return one agent's right to invoke it, null if it needs nobody}
     *
     * @param preferred whether the agent is the one that should.
     */
    DriverInvoker invokerOfAgent(final boolean preferred)
    {
        final AgentInvoker invoker = driver.sharedAgentInvoker();
        return null == invoker ? null : new DriverInvoker(invoking, invoker, preferred);
    }

    private static ReceivingSockets watched(final MediaDriver.Context driver, final ThreadingMode threading)
    {
        if (ThreadingMode.INVOKER != threading || null != driver.receiveChannelEndpointSupplier() ||
            !Context.isUnset(RECEIVE_CHANNEL_ENDPOINT_SUPPLIER_PROP_NAME))
        {
            return null;
        }
        final ReceivingSockets sockets = new ReceivingSockets();
        sockets.watch(driver);
        return sockets;
    }

    /** {@return the sockets at which it receives, null if they cannot be waited for} */
    ReceivingSockets sockets()
    {
        return sockets;
    }

    /** {@return the count of agents of this process that use it} */
    AtomicInteger agents()
    {
        return agents;
    }

    /** {@return how it is driven, and why, for a person} */
    public String description()
    {
        final int cores = Runtime.getRuntime().availableProcessors();
        final String who = switch (threading)
        {
            case INVOKER -> "invoked by one agent of this process, which must never be stuck in a handler";
            case SHARED -> "on one thread of its own";
            case SHARED_NETWORK -> "on two threads of its own";
            case DEDICATED -> "on three threads of its own";
        };
        return "media driver in " + directory() + ", " + who + " (" + cores + " cores here; see " +
            Settings.AERON_DRIVER_THREADING.key() + ")";
    }

    @Override
    public void close()
    {
        driver.close();
        CloseHelper.close(sockets);
    }

    @Override
    public String toString()
    {
        return description();
    }

    static ThreadingMode threading(final DriverThreading wish, final int cores)
    {
        return switch (wish)
        {
            case AUTO -> cores <= MOST_CORES_TO_INVOKE ? ThreadingMode.INVOKER : ThreadingMode.SHARED;
            case INVOKER -> ThreadingMode.INVOKER;
            case SHARED -> ThreadingMode.SHARED;
            case SHARED_NETWORK -> ThreadingMode.SHARED_NETWORK;
            case DEDICATED -> ThreadingMode.DEDICATED;
        };
    }

    /** A driver alone in its process has threads, and never more busy ones than there are cores to spare. */
    static ThreadingMode standalone(final DriverThreading wish, final int cores)
    {
        if (DriverThreading.INVOKER == wish)
        {
            throw new DriverException(
                Settings.AERON_DRIVER_THREADING.key() + "=invoker: a driver in a process of its own has nobody to " +
                    "invoke it: take shared, shared-network, dedicated or auto",
                null);
        }
        if (DriverThreading.AUTO == wish)
        {
            return cores > MOST_CORES_TO_SHARE ? ThreadingMode.DEDICATED : ThreadingMode.SHARED;
        }
        return threading(wish, cores);
    }

    static IdleStrategy idle(final IdleKind kind)
    {
        return switch (kind)
        {
            case BACKOFF -> new RestingIdleStrategy(10, 20, LockSupport::parkNanos);
            case YIELDING -> new YieldingIdleStrategy();
            case BUSY_SPIN -> new BusySpinIdleStrategy();
            case SLEEPING -> new SleepingMillisIdleStrategy(1);
        };
    }

    /** How a driver is to be. Used by one thread, once. */
    public static final class Context
    {
        /** How soon a driver notices what was closed; a second, Aeron's default, is long for whoever waits for it. */
        private static final long TIMER_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

        /** Room for 16,384 counters, about 12 for a session; Aeron's own lengths would take 46 MiB of a directory. */
        private static final int COUNTERS_LENGTH = 2 << 20;

        private final MediaDriver.Context driver = new MediaDriver.Context();
        private final Configuration.Builder builder = Configuration.builder()
            .accept(accepted(), "it is not about a media driver: set it in Engine.Context");
        private Configuration configuration;
        private boolean standalone;
        private String directory = OwnDirectories.next();
        private boolean isDirectoryGiven;

        /** Begins with what the system properties and the environment say. */
        public Context()
        {
            // Memory is taken when a log is made, so that a full file system refuses a connection in words; with sparse
            // files it would end the process that first touches what is not there.
            if (isUnset(TERM_BUFFER_SPARSE_FILE_PROP_NAME))
            {
                driver.termBufferSparseFile(false);
            }
            if (isUnset(TIMER_INTERVAL_PROP_NAME))
            {
                driver.timerIntervalNs(TIMER_INTERVAL_NS);
            }
            if (isUnset(COUNTERS_VALUES_BUFFER_LENGTH_PROP_NAME))
            {
                driver.counterValuesBufferLength(COUNTERS_LENGTH);
            }
        }

        private static boolean isUnset(final String property)
        {
            return null == System.getProperty(property);
        }

        /**
         * Says where it is to be, which must not exist or be left over from a driver that is dead.
         *
         * @param name of the directory, best on a file system in memory.
         * @return this.
         */
        public Context directory(final String name)
        {
            directory = Objects.requireNonNull(name, "directory");
            isDirectoryGiven = true;
            return this;
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
            configuration = value;
            return this;
        }

        /**
         * {@return what Aeron itself is told, for what Weir has no setting for; directory, threads and limits are
         * overwritten}
         */
        public MediaDriver.Context aeron()
        {
            return driver;
        }

        /** The driver has a process of its own. */
        Context standalone()
        {
            standalone = true;
            return this;
        }

        private Configuration concluded()
        {
            return null == configuration ? builder.build() : configuration;
        }

        /** {@return the configuration with the directory that is used} */
        private Configuration settled(final Configuration concluded)
        {
            return Configuration.builder(concluded).set(Settings.AERON_DIR, directory).build();
        }
    }
}
