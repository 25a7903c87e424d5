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

package io.weir.perf.load;

import io.weir.perf.Failure;
import io.weir.perf.Misuse;
import io.weir.perf.Profile;
import io.weir.perf.report.Latencies;
import io.weir.perf.report.LoadReport;
import io.weir.perf.report.Progress;
import io.weir.perf.report.Readable;
import io.weir.perf.report.StrangersReport;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs a load: two engines, streams between them, messages through the streams, and a report in the end. The thread
 * that calls {@link #run} looks on; it neither sends nor receives.
 */
public final class LoadRig
{
    private static final long LOOK_MS = 20;
    private static final long COLLECT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long SET_UP_NS = TimeUnit.SECONDS.toNanos(60);

    private final LoadOptions terms;
    private final long stallNs;
    private final RigClock clock = new RigClock();
    private final RunState state = new RunState();
    private final Latencies latencies;
    private final Reception reception;
    private final LineScan scan;
    private final LineOrder order;
    private long lastReceived;
    private long lastProgressNs;
    private long lastCollectNs;
    private Strangers strangers;
    private StrangersReport besides;

    /**
     * Sets a load up.
     *
     * @param terms of the run.
     * @throws Misuse if the input cannot be read.
     */
    public LoadRig(final LoadOptions terms)
    {
        this.terms = terms;
        // While a durable session is kept it may go on over another connection.
        stallNs = STALL_NS + terms.link().keptNs();
        scan = null == terms.input() ? null : LineScan.of(terms.input());
        order = null == terms.input() ? null : new LineOrder();
        latencies = new Latencies(terms.out(), System.currentTimeMillis());
        reception = new Reception(clock, latencies);
    }

    /**
     * Has the load beset by strangers.
     *
     * @param newStrangers who they are, null for none.
     * @return this.
     */
    public LoadRig beset(final Strangers newStrangers)
    {
        strangers = newStrangers;
        return this;
    }

    /** {@return what strangers did to the load, null if there were none; after the run} */
    public StrangersReport strangers()
    {
        return besides;
    }

    /** {@return what {@link Progress} is to count up to: lines of the input, else ns} */
    public long total()
    {
        return null == scan ? terms.warmupNs() + terms.durationNs() : scan.lines();
    }

    /**
     * Runs the load to its end.
     *
     * @param progress to show it with.
     * @return what was found.
     */
    public LoadReport run(final Progress progress)
    {
        try (Topology topology = new Topology(terms, clock, state, reception, order, scan))
        {
            topology.open(condition -> await(condition, "the streams to open", SET_UP_NS));
            if (null != strangers)
            {
                topology.beset(strangers);
            }
            final Allocation allocation = begin(topology);
            final long allocatedBefore = watch(progress, topology, allocation);
            final long allocatedAfter = allocated(topology, allocation);
            reception.askEnd();
            await(() -> null != reception.end(), "the measured part to end", SET_UP_NS);
            besides = null == strangers ? null : strangers.end();
            topology.senders().stop();
            drain(topology);
            latencies.close();
            return report(topology, Allocation.between(allocatedBefore, allocatedAfter));
        }
        finally
        {
            latencies.close();
        }
    }

    private Allocation begin(final Topology topology)
    {
        reception.askThread();
        if (null != scan)
        {
            measure();
        }
        lastProgressNs = clock.nanoTime();
        lastCollectNs = lastProgressNs;
        state.start(clock.nanoTime());
        topology.senders().start(state.startNs());
        await(() -> 0 != reception.threadId() && topology.senders().isRunning(), "the producers to start", SET_UP_NS);
        return new Allocation(reception.threadId());
    }

    /** Lets the run go on until its time is up or the file is through. Returns the allocation when measuring began. */
    private long watch(final Progress progress, final Topology topology, final Allocation allocation)
    {
        final long warmNs = state.startNs() + terms.warmupNs();
        long allocated = null == scan ? Allocation.UNKNOWN : allocated(topology, allocation);
        long untilNs = null == scan ? Long.MAX_VALUE : Long.MAX_VALUE - 1;
        long nowNs = clock.nanoTime();
        while (nowNs < untilNs && !isThrough(topology) && null == state.failure())
        {
            pause();
            nowNs = clock.nanoTime();
            if (null == scan && Long.MAX_VALUE == untilNs && nowNs >= warmNs)
            {
                measure();
                allocated = allocated(topology, allocation);
                untilNs = reception.begin().timeNs() + terms.durationNs();
            }
            show(progress, nowNs);
            look(nowNs);
        }
        return allocated;
    }

    private static long allocated(final Topology topology, final Allocation receiving)
    {
        final long sent = topology.senders().allocatedBytes();
        final long received = receiving.bytes();
        return sent < 0 || received < 0 ? Allocation.UNKNOWN : sent + received;
    }

    private void measure()
    {
        await(() -> 0 != reception.threadId(), "the consumer's agent", SET_UP_NS);
        reception.askBegin();
        await(() -> null != reception.begin(), "the measured part to begin", SET_UP_NS);
    }

    private boolean isThrough(final Topology topology)
    {
        return null != scan && topology.senders().isDone() && reception.closedStreams() == terms.streams();
    }

    /** Waits until every stream is closed, as long as something still moves. */
    private void drain(final Topology topology)
    {
        long nowNs = clock.nanoTime();
        lastProgressNs = nowNs;
        while (null == state.failure() && nowNs - lastProgressNs < stallNs &&
            (!topology.senders().isDone() || reception.closedStreams() < terms.streams()))
        {
            pause();
            nowNs = clock.nanoTime();
            look(nowNs);
        }
        requireHealthy();
        if (!topology.senders().isDone())
        {
            throw new Failure(
                "the streams did not close within " + Readable.time(stallNs) + " after the last message: " +
                    Readable.count(reception.received()) + " messages had come",
                null);
        }
    }

    private void look(final long nowNs)
    {
        if (nowNs - lastCollectNs >= COLLECT_NS)
        {
            lastCollectNs = nowNs;
            latencies.collect();
        }
        final long received = reception.received();
        if (received != lastReceived)
        {
            lastReceived = received;
            lastProgressNs = nowNs;
        }
        else if (nowNs - lastProgressNs > stallNs)
        {
            state.onFailure(new Failure("no message came for " + Readable.time(stallNs) + ", after " +
                Readable.count(received), null));
        }
    }

    private void show(final Progress progress, final long nowNs)
    {
        final long elapsedNs = nowNs - state.startNs();
        if (null == scan)
        {
            progress.show(elapsedNs, reception.received(), nowNs);
        }
        else
        {
            progress.show(reception.received(), reception.received(), nowNs);
        }
    }

    private LoadReport report(final Topology topology, final long allocatedBytes)
    {
        topology.compare();
        final Reception.Mark begin = reception.begin();
        final Reception.Mark end = reception.end();
        final long elapsedNs = (null == scan ? end.timeNs() : Math.max(end.lastNs(), begin.timeNs())) - begin.timeNs();
        final long received = end.received() - begin.received();
        if (null != scan)
        {
            reception.tally().onLost(Math.max(0, scan.lines() - received));
        }
        return new LoadReport(
            new LoadReport.Terms(terms.streams(), null == scan ? terms.payloadBytes() : -1, terms.window(),
                terms.producers(), terms.ratePerSecond(), terms.link().shown(),
                terms.link().isDurable(), terms.profile().label(),
                Profile.isBoundsChecked()),
            new LoadReport.Counts(received, elapsedNs, reception.tally().verified(), reception.tally().faults(),
                allocatedBytes, topology.senders().creditStalls(), topology.drops(),
                null == scan ? null : new LoadReport.Input(
                    terms.input().toString(), scan.bytes(), scan.sha256(), order.sha256())),
            latencies);
    }

    private void await(final BooleanSupplier condition, final String what, final long limitNs)
    {
        final long deadlineNs = System.nanoTime() + limitNs;
        requireHealthy();
        while (!condition.getAsBoolean())
        {
            requireHealthy();
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new Failure("waited " + Readable.time(limitNs) + " in vain for " + what, null);
            }
            Thread.yield();
        }
    }

    private void requireHealthy()
    {
        final Throwable failure = state.failure();
        if (failure instanceof Failure worded)
        {
            throw worded;
        }
        if (null != failure)
        {
            throw new IllegalStateException("the run broke: " + failure, failure);
        }
    }

    private static void pause()
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", ex);
        }
    }
}
