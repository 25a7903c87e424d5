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
package io.weir.kernel.host;

import io.weir.config.Configuration;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.Counters;
import io.weir.journal.Journal;
import io.weir.journal.JournalException;
import io.weir.journal.Recovery;
import io.weir.kernel.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.agrona.BitUtil;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * Runs a world: polls the lanes of its sources, commits what came of them as a group, and lets answers and dispatches
 * go once they are as durable as was asked for (K-7). In a duty cycle, on one thread:
 *
 * <pre>
 *   time → inputs of each source (at most 256) → what is due and queued → attempts → flush
 *        → answers, dispatches and cancels behind durability → counters, seldom → a portion of a snapshot
 * </pre>
 *
 * An agent is run by a runner, or invoked by the application. Where {@code weir.engine.threading} is {@code invoker}
 * nothing here starts a thread: the duty cycle also does the journal's background work, and writes snapshots.
 *
 * Closing it makes a last snapshot and closes lanes and journal. Any exception of a duty cycle ends the agent: a
 * runner hears it, is told to terminate in the next cycle, and closes; the world must be opened anew.
 */
public final class KernelAgent implements Agent
{
    private final World world;
    private final Journal journal;
    private final KernelSource[] sources;
    private final DispatchQueue dispatches;
    private final SnapshotTask snapshots;
    private final KernelCounters counters;
    private final Counters ownCounters;
    private final EpochNanoClock clock;
    private final ClockWatch clockWatch = new ClockWatch();
    private final int pollLimit;
    private final int continuationsLimit;
    private final int snapshotInterval;
    private final boolean isSnapshotOnClose;
    private final boolean isBackgroundMine;
    private long snapshotDue;
    private boolean isEnded;
    private volatile boolean isSnapshotAsked;

    private KernelAgent(final Context context)
    {
        final Configuration settings = context.configuration();
        final boolean isInvoked = settings.value(Settings.ENGINE_THREADING) == Threading.INVOKER;
        world = context.opening.world();
        journal = context.opening.journal();
        sources = context.sources.toArray(new KernelSource[0]);
        clock = context.clock;
        pollLimit = settings.value(Settings.KERNEL_POLL_LIMIT);
        continuationsLimit = settings.value(Settings.KERNEL_CONTINUATIONS_LIMIT);
        snapshotInterval = settings.value(Settings.KERNEL_SNAPSHOT_INTERVAL);
        isSnapshotOnClose = settings.value(Settings.KERNEL_SNAPSHOT_CLOSE);
        if (journal.isInvoked() && !isInvoked)
        {
            throw new IllegalStateException(
                "the journal has no threads of its own (JournalContext.invoked(true)), and " +
                    "the agent is not invoked: nobody would prepare or force segments. Leave invoked out, or set " +
                    "weir.engine.threading=invoker for the agent too");
        }
        isBackgroundMine = isInvoked && journal.isInvoked() && !context.isBackgroundElsewhere;
        ownCounters = context.counters != null ? null :
            Counters.launch(settings.value(Settings.COUNTERS_DIR), world.manifest().name());
        final Counters target = ownCounters == null ? context.counters : ownCounters;
        final ErrorHandler errors = context.errorHandler == null ? target.errorLog() : context.errorHandler;
        world.errorHandlerOrElse(errors);
        dispatches =
            new DispatchQueue(world, context.adapters, settings.value(Settings.KERNEL_DISPATCH_MAX), errors);
        tellLost(journal, errors);
        snapshots = new SnapshotTask(
            world, journal, errors, settings.value(Settings.KERNEL_SNAPSHOT_PORTION), isInvoked);
        counters = new KernelCounters(world, journal, dispatches, snapshots, clockWatch, target);
        snapshotDue = nextSnapshot();
    }

    /**
     * Makes the agent of a world.
     *
     * @param context with all it needs; not to be changed any more.
     * @return the agent, to be run by a runner or invoked.
     */
    public static KernelAgent of(final Context context)
    {
        return new KernelAgent(context);
    }

    @Override
    public int doWork()
    {
        if (isEnded)
        {
            throw new AgentTerminationException("the world has stopped, for what was thrown before; open it anew");
        }
        try
        {
            return cycle();
        }
        catch (final RuntimeException | Error ex)
        {
            isEnded = true;
            throw ex;
        }
    }

    private int cycle()
    {
        final long nowNs = clock.nanoTime();
        clockWatch.look(nowNs, world.timeNs());
        int work = 0;
        for (final KernelSource source : sources)
        {
            work += source.poll(world, nowNs, pollLimit);
        }
        work += world.pump(nowNs, continuationsLimit);
        work += dispatches.start(nowNs);
        journal.flush();
        if (isBackgroundMine)
        {
            work += journal.doBackgroundWork();
        }
        final long durableSeq = journal.durableSeq();
        for (final KernelSource source : sources)
        {
            work += source.release(durableSeq);
        }
        work += dispatches.release(durableSeq, nowNs);
        counters.publish(nowNs);
        if (journal.failure() != null)
        {
            throw journal.failure();
        }
        return work + snapshot();
    }

    @Override
    public void onClose()
    {
        try
        {
            snapshots.close(isSnapshotOnClose && !world.isStopped() && journal.failure() == null);
            for (final KernelSource source : sources)
            {
                source.close();
            }
            counters.close();
        }
        finally
        {
            CloseHelper.closeAll(journal, ownCounters);
        }
    }

    @Override
    public String roleName()
    {
        return "weir-kernel";
    }

    /** Asks for a snapshot as soon as none is being made; any thread. */
    public void askSnapshot()
    {
        isSnapshotAsked = true;
    }

    /** {@return the seq of the last snapshot that this agent has made, −1 if there is none; any thread} */
    public long snapshotSeq()
    {
        return snapshots.lastSeq();
    }

    /** {@return the longest time in ns for which a snapshot kept the agent at once; agent's thread} */
    public long longestSnapshotPauseNs()
    {
        return snapshots.longestPauseNs();
    }

    /** {@return the world; agent's thread} */
    public World world()
    {
        return world;
    }

    /** {@return the journal; agent's thread} */
    public Journal journal()
    {
        return journal;
    }

    /** What opening the journal has cut off, and which snapshots it passed over. */
    private static void tellLost(final Journal journal, final ErrorHandler errors)
    {
        final Recovery recovery = journal.recovery();
        if (recovery.isCut())
        {
            errors.onError(
                new JournalException(JournalException.Reason.CUT, recovery.position(), recovery.report(), null));
        }
        for (final String fault : journal.snapshots().faults())
        {
            errors.onError(new JournalException(
                JournalException.Reason.DAMAGED, JournalException.NO_POSITION, fault, null));
        }
    }

    private int snapshot()
    {
        if ((isSnapshotAsked || world.seq() >= snapshotDue) && snapshots.isIdle())
        {
            isSnapshotAsked = false;
            snapshotDue = nextSnapshot();
            snapshots.begin();
        }
        return snapshots.work();
    }

    private long nextSnapshot()
    {
        return snapshotInterval == 0 ? Long.MAX_VALUE : world.seq() + snapshotInterval;
    }

    /**
     * What an agent is made of. Every option that is not set is taken from {@code weir.kernel.*}. Owned by who makes
     * it.
     */
    public static final class Context
    {
        private static final int MIN_INPUT = 8 * 1024;

        private final Configuration.Builder settings;
        private Configuration configuration;
        private final WorldOpening opening;
        private final List<KernelSource> sources = new ArrayList<>();
        private Adapters adapters = Adapters.NOBODY;
        private EpochNanoClock clock = new SystemEpochNanoClock();
        private Counters counters;
        private ErrorHandler errorHandler;
        private boolean isBackgroundElsewhere;

        /**
         * Begins with no source.
         *
         * @param opening of the world.
         */
        public Context(final WorldOpening opening)
        {
            this.opening = Objects.requireNonNull(opening, "opening");
            settings = Configuration.builder(opening.configuration())
                .accept(accepted(), "the world is open already, or it is not about one: set it where that is opened");
        }

        private static List<Setting<?>> accepted()
        {
            final List<Setting<?>> accepted = new ArrayList<>(Settings.ofWorld());
            accepted.removeIf(setting -> setting.key().startsWith("weir.journal."));
            accepted.removeAll(List.of(Settings.KERNEL_CHECK, Settings.KERNEL_BLOBS_MAX));
            Collections.addAll(accepted, Settings.ENGINE_THREADING, Settings.COUNTERS_DIR);
            return accepted;
        }

        /**
         * Sets an option; beats what the world was opened with. To be done before the first source is asked for.
         *
         * @param setting to set.
         * @param value   of it.
         * @param <T>     of the value.
         * @return this.
         */
        public <T> Context set(final Setting<T> setting, final T value)
        {
            if (configuration != null)
            {
                throw new IllegalStateException(setting + " comes too late: there are sources that know another value");
            }
            settings.set(setting, value);
            return this;
        }

        /**
         * Takes all options from a configuration that is there, instead of setting them one by one.
         *
         * @param value to take.
         * @return this.
         */
        public Context configuration(final Configuration value)
        {
            configuration = value;
            return this;
        }

        /** {@return a new source, whose index is the count of those before} */
        public KernelSource source()
        {
            return source(sources.size());
        }

        /** {@return a new source that may act as an operator} */
        public KernelSource operator()
        {
            return source(World.OPERATOR);
        }

        /**
         * {@return this}
         *
         * @param value those who do what intents ask for.
         */
        public Context adapters(final Adapters value)
        {
            adapters = value;
            return this;
        }

        /**
         * {@return this}
         *
         * @param value epoch time, read once a duty cycle.
         */
        public Context clock(final EpochNanoClock value)
        {
            clock = value;
            return this;
        }

        /**
         * {@return this}
         *
         * @param batches after which a snapshot is made; 0 only when asked.
         */
        public Context snapshotEvery(final int batches)
        {
            return set(Settings.KERNEL_SNAPSHOT_INTERVAL, batches);
        }

        /**
         * {@return this}
         *
         * @param isMade whether closing makes a snapshot, from which the next opening begins; it does unless told.
         */
        public Context snapshotOnClose(final boolean isMade)
        {
            return set(Settings.KERNEL_SNAPSHOT_CLOSE, isMade);
        }

        /**
         * {@return this}
         *
         * @param value to count in and to be closed by who gives them, such as those of an engine; unless given, the
         *              agent makes a file of its own, in {@code weir.counters.dir}, under the name of the manifest.
         */
        public Context counters(final Counters value)
        {
            counters = value;
            return this;
        }

        /**
         * {@return this}
         *
         * @param value hears of snapshots that could not be written, of what the opening of the journal has cut off or
         *              passed over, and of what steps throw unless the world's context named somebody; the error log
         *              beside the counters unless given.
         */
        public Context errorHandler(final ErrorHandler value)
        {
            errorHandler = value;
            return this;
        }

        /** Who invokes the agent calls {@link Journal#doBackgroundWork} too, when he likes. For tests. */
        Context backgroundElsewhere()
        {
            isBackgroundElsewhere = true;
            return set(Settings.ENGINE_THREADING, Threading.INVOKER);
        }

        private KernelSource source(final int index)
        {
            final Configuration values = configuration();
            final KernelSource source = new KernelSource(index, BitUtil.align(
                Math.max(MIN_INPUT, opening.world().maxInputLength()), Long.BYTES),
                values.value(Settings.KERNEL_LANE_LENGTH), values.value(Settings.KERNEL_ANSWERS_MAX));
            sources.add(source);
            return source;
        }

        private Configuration configuration()
        {
            if (configuration == null)
            {
                configuration = settings.build();
            }
            return configuration;
        }
    }
}
