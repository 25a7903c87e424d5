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

import io.weir.journal.Journal;
import io.weir.kernel.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * Runs a world: polls the lanes of its sources, commits what came of them as a group, and lets answers and dispatches
 * go once they are as durable as was asked for (K-7). In a duty cycle, on one thread:
 *
 * <pre>
 *   time → inputs of each source (at most 256) → what is due and queued → attempts → flush
 *        → answers, dispatches and cancels behind durability → a portion of a snapshot
 * </pre>
 *
 * Closing it makes a last snapshot and closes lanes and journal. Any exception of the world ends the agent: the process
 * must open the world anew.
 */
public final class KernelAgent implements Agent
{
    private static final int INPUTS = 256;
    private static final int CONTINUATIONS = 256;

    private final World world;
    private final Journal journal;
    private final KernelSource[] sources;
    private final DispatchQueue dispatches;
    private final SnapshotTask snapshots;
    private final EpochNanoClock clock;
    private final long snapshotEvery;
    private final boolean isSnapshotOnClose;
    private long snapshotDue;
    private volatile boolean isSnapshotAsked;

    private KernelAgent(final Context context)
    {
        world = context.opening.world();
        journal = context.opening.journal();
        sources = context.sources.toArray(new KernelSource[0]);
        clock = context.clock;
        dispatches = new DispatchQueue(world, context.adapters);
        snapshots = new SnapshotTask(world, journal, context.errorHandler);
        snapshotEvery = context.snapshotEvery;
        isSnapshotOnClose = context.snapshotOnClose;
        snapshotDue = snapshotEvery == 0 ? Long.MAX_VALUE : world.seq() + snapshotEvery;
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
        final long nowNs = clock.nanoTime();
        int work = 0;
        for (final KernelSource source : sources)
        {
            work += source.poll(world, nowNs, INPUTS);
        }
        work += world.pump(nowNs, CONTINUATIONS);
        work += dispatches.start(nowNs);
        journal.flush();
        final long durableSeq = journal.durableSeq();
        for (final KernelSource source : sources)
        {
            work += source.release(durableSeq);
        }
        work += dispatches.release(durableSeq, nowNs);
        if (journal.failure() != null)
        {
            throw journal.failure();
        }
        return work + snapshot();
    }

    @Override
    public void onClose()
    {
        snapshots.close(isSnapshotOnClose && !world.isStopped() && journal.failure() == null);
        for (final KernelSource source : sources)
        {
            source.close();
        }
        journal.close();
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

    private int snapshot()
    {
        if ((isSnapshotAsked || world.seq() >= snapshotDue) && snapshots.isIdle())
        {
            isSnapshotAsked = false;
            snapshotDue = snapshotEvery == 0 ? Long.MAX_VALUE : world.seq() + snapshotEvery;
            snapshots.begin();
        }
        return snapshots.work();
    }

    /** What an agent is made of. Owned by who makes it. */
    public static final class Context
    {
        private static final int MAX_INPUT = 8 * 1024;

        private final WorldOpening opening;
        private final List<KernelSource> sources = new ArrayList<>();
        private Adapters adapters = Adapters.NOBODY;
        private EpochNanoClock clock = new SystemEpochNanoClock();
        private long snapshotEvery;
        private boolean snapshotOnClose = true;
        private ErrorHandler errorHandler = ex ->
        {};

        /**
         * Begins with no source.
         *
         * @param opening of the world.
         */
        public Context(final WorldOpening opening)
        {
            this.opening = Objects.requireNonNull(opening, "opening");
        }

        /** {@return a new source, whose index is the count of those before} */
        public KernelSource source()
        {
            final KernelSource source = new KernelSource(sources.size(), MAX_INPUT);
            sources.add(source);
            return source;
        }

        /** {@return a new source that may act as an operator} */
        public KernelSource operator()
        {
            final KernelSource source = new KernelSource(World.OPERATOR, MAX_INPUT);
            sources.add(source);
            return source;
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
        public Context snapshotEvery(final long batches)
        {
            snapshotEvery = batches;
            return this;
        }

        /**
         * {@return this}
         *
         * @param isMade whether closing makes a snapshot, from which the next opening begins; it does unless told.
         */
        public Context snapshotOnClose(final boolean isMade)
        {
            snapshotOnClose = isMade;
            return this;
        }

        /**
         * {@return this}
         *
         * @param value hears of snapshots that could not be written.
         */
        public Context errorHandler(final ErrorHandler value)
        {
            errorHandler = value;
            return this;
        }
    }
}
