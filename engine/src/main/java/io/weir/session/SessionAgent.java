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
package io.weir.session;

import io.weir.Session;
import io.weir.SessionCloseReason;
import io.weir.SessionRefusedException;
import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.CounterType;
import io.weir.counters.Tally;
import io.weir.link.FrameConsumer;
import io.weir.link.Inlet;
import io.weir.link.LaneWriter;
import io.weir.link.TransportAgent;
import io.weir.stream.StreamEnd;
import io.weir.stream.Waker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/**
 * Drives sessions: polls their inlets, hands frames to their streams, sends what waits, keeps their deadlines (T-6).
 * One thread at a time runs it, a runner's or the application's; what other threads want comes through its queues.
 */
public final class SessionAgent implements Agent
{
    /** The application's own work is looked at that often while there is no session. */
    private static final long AWAIT_MS = 100;
    private static final long MAINTENANCE_NS = 1_000_000;
    private static final int SWEEP_EVERY = 10;
    private static final int OPENS_PER_CYCLE = 64;
    private final AgentConfig config;
    private final String roleName;
    private final Tally tally;
    private final Dispatcher dispatcher;
    private final RemoteDispatcher untrusted;
    private final Timers timers;
    private final Agent work;
    private final int publishBatch;
    private final long slowNs;
    /**
     * Whether the thread does nothing else between duty cycles, so that one clock reading ends one and begins the next.
     */
    private final boolean ownsThread;
    /** Whether the thread is a runner's of the engine's own, and not the application's. */
    private final boolean isRun;
    private final AgentInbox inbox;
    private final Inlets inlets;
    private final Outlets outlets = new Outlets();
    private final SessionTable sessions = new SessionTable();
    private final RemoteSessions remote;
    private final WritableStreams writable;
    private final ErrorHandler errors;
    private boolean isWorkOver;

    private int cycles;
    private long nowNs;
    private int lastDone;
    private long epochOffsetNs;
    private long maintenanceAtNs;
    private int maintenanceCount;
    private CompletableFuture<Void> closing;
    private boolean working;
    private volatile Thread thread;
    private volatile boolean closed;

    /**
     * Creates an agent.
     *
     * @param config of the engine.
     * @param number of the agent within the engine.
     * @param work   of the application to be run in each duty cycle, or null.
     */
    public SessionAgent(final AgentConfig config, final int number, final Agent work)
    {
        this.config = config;
        this.work = work;
        roleName = config.name() + "-" + number;
        tally = new Tally(config.counters());
        writable = new WritableStreams(tally);
        errors = this::logError;
        publishBatch = config.configuration().value(Settings.LANE_PUBLISH_BATCH);
        slowNs = config.configuration().value(Settings.HANDLER_SLOW_THRESHOLD);
        ownsThread = Threading.RUNNER == config.configuration().value(Settings.ENGINE_THREADING);
        isRun = Threading.INVOKER != config.configuration().value(Settings.ENGINE_THREADING);
        inbox = new AgentInbox(
            config.configuration().value(Settings.COMMAND_QUEUE_MAX), errors(), this::wakeUp);
        nowNs = config.nanoClock().nanoTime();
        maintenanceAtNs = nowNs;
        epochOffsetNs = config.epochClock().nanoTime() - nowNs;
        timers = new Timers(nowNs, config.configuration().value(Settings.TIMER_TICK), this::onExpiry);
        dispatcher = new Dispatcher(this, sessions);
        untrusted = new RemoteDispatcher(this, sessions);
        remote = new RemoteSessions(this);
        inlets = new Inlets(dispatcher, config.configuration().value(Settings.LANE_POLL_LIMIT));
    }

    @Override
    public void onStart()
    {
        thread = Thread.currentThread();
        if (null != work)
        {
            work.onStart();
        }
    }

    @Override
    public int doWork()
    {
        if (Thread.currentThread() != thread)
        {
            thread = Thread.currentThread();
        }
        final long beginNs = config.nanoClock().nanoTime();
        if (ownsThread && lastDone > 0 && beginNs - nowNs > slowNs)
        {
            tally.increment(CounterType.HANDLERS_SLOW_TOTAL);
        }
        nowNs = beginNs;
        cycles++;
        working = true;
        try
        {
            lastDone = cycle();
        }
        catch (final Throwable ex)
        {
            // Each session, handshake and connection has a boundary of its own. The agent outlives what is left (T-11).
            lastDone = 0;
            errors.onError(ex);
        }
        finally
        {
            working = false;
        }
        clearInterrupt();
        if (!ownsThread && lastDone > 0 && config.nanoClock().nanoTime() - nowNs > slowNs)
        {
            tally.increment(CounterType.HANDLERS_SLOW_TOTAL);
        }
        return lastDone;
    }

    /**
     * Waits for work that may come, while there has been none for long (T-6). On the agent, between duty cycles.
     *
     * @param limitNs at the longest, where the agent has to look for work itself.
     */
    void rest(final long limitNs)
    {
        if (inbox.beginRest() && !awaitPeers())
        {
            LockSupport.parkNanos(limitNs);
        }
        inbox.endRest();
    }

    /** Without a session there is nothing to poll: whatever begins one wakes the agent, if the transport can. */
    private boolean awaitPeers()
    {
        if (0 == sessions.size() && inlets.isEmpty() && null == closing)
        {
            if (remote.isEmpty())
            {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AWAIT_MS));
                return true;
            }
            return remote.await(AWAIT_MS);
        }
        return false;
    }

    private void wakeUp()
    {
        remote.wakeUp();
        LockSupport.unpark(thread);
    }

    @Override
    public void onClose()
    {
        runCommands();
        closed = true;
        sessions
            .forEach(session -> session.lost(SessionCloseReason.STOPPED, SessionCode.IDLE, roleName + " was stopped"));
        attempt(remote::close);
        inlets.close();
        outlets.close();
        runCommands();
        attempt(inbox::close);
        if (null != work)
        {
            attempt(work::onClose);
        }
        publishCounts();
    }

    /** A step of the agent's end: if it throws, the others are done all the same. */
    private void attempt(final Runnable step)
    {
        try
        {
            step.run();
        }
        catch (final Throwable ex)
        {
            errors.onError(ex);
        }
    }

    @Override
    public String roleName()
    {
        return roleName;
    }

    /** {@return whether a duty cycle is under way; on the agent} */
    boolean isWorking()
    {
        return working;
    }

    /** {@return whether its sessions are told to close, and no more are to begin; on the agent} */
    boolean isClosing()
    {
        return closed || null != closing;
    }

    /** {@return whether the agent has stopped for good; any thread} */
    boolean isClosed()
    {
        return closed;
    }

    /** {@return whether the caller is the thread that runs this agent; any thread} */
    public boolean isAgentThread()
    {
        return Thread.currentThread() == thread;
    }

    /**
     * Begins a session with an agent of this process, maybe this one. Any thread.
     *
     * @param peer     agent that accepts.
     * @param maxFrame the lesser of both engines' settings, in bytes.
     * @return the connector's end, once it is open.
     */
    public CompletableFuture<Session> connect(final SessionAgent peer, final int maxFrame)
    {
        final CompletableFuture<Session> future = new CompletableFuture<>();
        execute(() -> new RingHandshake(this, peer, maxFrame, future).begin());
        if (closed)
        {
            future.completeExceptionally(new IllegalStateException(roleName + " is closed"));
        }
        return future;
    }

    /** Begins a session with a peer outside this process. Any thread. */
    CompletableFuture<Session> connect(final TransportAgent transport, final String address)
    {
        final CompletableFuture<Session> future = new CompletableFuture<>();
        execute(() -> remote.connect(transport, address, future));
        if (closed)
        {
            future.completeExceptionally(new SessionRefusedException(SessionCode.SHUTDOWN, roleName + " is closed"));
        }
        return future;
    }

    RemoteSessions remote()
    {
        return remote;
    }

    FrameConsumer untrusted()
    {
        return untrusted;
    }

    /** Asks policy anew about parked Opens and open streams. Any thread. */
    public void policyChanged()
    {
        execute(() -> sessions.forEach(session ->
        {
            if (!session.isConnecting())
            {
                session.machine().acceptor().review();
            }
        }));
    }

    /**
     * Closes every session in good order. Any thread.
     *
     * @return completed when none is left.
     */
    public CompletableFuture<Void> closeSessions()
    {
        final CompletableFuture<Void> future = new CompletableFuture<>();
        execute(() ->
        {
            closing = future;
            remote.closing();
            sessions.forEach(session -> session.close(SessionCode.SHUTDOWN));
        });
        return future;
    }

    Waker waker()
    {
        return writable;
    }

    AgentConfig config()
    {
        return config;
    }

    Tally tally()
    {
        return tally;
    }

    ErrorHandler errors()
    {
        return errors;
    }

    /** Notes an error; a log that fails itself, for want of memory maybe, costs its word and not the agent. */
    private void logError(final Throwable error)
    {
        try
        {
            config.counters().errorLog().onError(error);
        }
        catch (final Throwable ignored)
        {
            // There is nobody left to tell.
        }
    }

    long nowNs()
    {
        return nowNs;
    }

    /** {@return the count of duty cycles, which wraps} */
    int cycles()
    {
        return cycles;
    }

    SessionTable sessions()
    {
        return sessions;
    }

    /** Runs a command on this agent, at once if the caller is on it. Any thread. */
    void execute(final Runnable command)
    {
        if (isAgentThread() && !closed)
        {
            command.run();
        }
        else
        {
            inbox.post(command);
        }
    }

    /** Runs a command in one of the next duty cycles. Any thread. */
    void post(final Runnable command)
    {
        inbox.post(command);
    }

    /** Takes an Open of another thread, if the queue has room. Any thread. */
    long offer(final OpenCommand command)
    {
        return inbox.offer(command);
    }

    /** Opens what was asked for before now, as far as there is room for it. */
    void openWaiting()
    {
        inbox.runAllOpens();
    }

    /**
     * Polls an inlet from one of the next duty cycles on. Any thread.
     *
     * @param inlet to poll.
     * @param peer  whose sessions are lost when the inlet is exhausted, or null.
     */
    void addInlet(final Inlet inlet, final Object peer)
    {
        post(() ->
        {
            if (closed)
            {
                inlet.close();
            }
            inlets.add(inlet, peer);
        });
        if (closed)
        {
            inlet.close();
        }
    }

    /** Asks for a stream's attention. Any thread. */
    void attention(final StreamEnd end)
    {
        inbox.attention(end);
    }

    /** This agent's own lane into another agent. */
    LaneWriter laneTo(final SessionAgent peer)
    {
        return outlets.to(peer, () -> RingLink.openLane(peer, this, publishBatch));
    }

    /** Runs from now, not from the beginning of the duty cycle: the last one may be long ago. */
    long startTimer(final Object owner, final long delayNs)
    {
        final long beginNs = config.nanoClock().nanoTime();
        final long deadlineNs = beginNs + delayNs;
        return timers.start(owner, deadlineNs < beginNs ? Long.MAX_VALUE : deadlineNs);
    }

    void stopTimer(final long id)
    {
        timers.stop(id);
    }

    void forgetLastSession()
    {
        dispatcher.forget();
        untrusted.forget();
    }

    int runCommands()
    {
        return inbox.runCommands();
    }

    /** Publishes what is committed, in the middle of a duty cycle. */
    void publish()
    {
        outlets.publish();
    }

    private int cycle()
    {
        outlets.beginBatch(nowNs + epochOffsetNs);
        remote.beginBatch(nowNs + epochOffsetNs);
        final int done;
        try
        {
            done = serve();
        }
        finally
        {
            // Whatever was thrown, what is committed does not wait.
            outlets.endBatch();
            remote.endBatch();
        }
        completeClosing();
        if (nowNs - maintenanceAtNs >= 0)
        {
            maintain();
        }
        return done;
    }

    private int serve()
    {
        int done = inlets.poll(outlets, nowNs);
        // Before a driver that is invoked in there sees it: it would end.
        clearInterrupt();
        done += remote.work(nowNs);
        // Opens before commands: whoever opens and then closes, cancels or interrupts means it in this order.
        done += inbox.runOpens(OPENS_PER_CYCLE);
        done += inbox.runCommands();
        done += inbox.attend();
        done += timers.poll(nowNs);
        done += sessions.work();
        done += writable.tell();
        if (null != work && !isWorkOver)
        {
            done += runWork();
        }
        return done;
    }

    /** A handler that leaves the thread interrupted would end the runner; an application's own thread is its own. */
    private void clearInterrupt()
    {
        if (isRun && Thread.interrupted() && !isClosing())
        {
            tally.increment(CounterType.HANDLER_ERRORS_TOTAL);
            errors.onError(new IllegalStateException("a handler left the agent's thread interrupted"));
        }
    }

    /** What the application's work throws is logged, and it is called again; one that wants to terminate is not. */
    private int runWork()
    {
        try
        {
            return work.doWork();
        }
        catch (final AgentTerminationException ex)
        {
            isWorkOver = true;
            if (!ex.isExpected())
            {
                errors.onError(ex);
            }
        }
        catch (final Throwable ex)
        {
            tally.increment(CounterType.HANDLER_ERRORS_TOTAL);
            errors.onError(ex);
        }
        return 0;
    }

    private void onExpiry(final Object owner)
    {
        if (owner instanceof SessionEnd)
        {
            final SessionEnd session = (SessionEnd)owner;
            try
            {
                session.onTimer();
            }
            catch (final Throwable ex)
            {
                session.failed(ex);
            }
        }
        else
        {
            ((StreamEnd)owner).onTimer();
        }
    }

    /** What need not be done in every duty cycle. */
    private void maintain()
    {
        maintenanceAtNs = nowNs + MAINTENANCE_NS;
        epochOffsetNs = config.epochClock().nanoTime() - config.nanoClock().nanoTime();
        publishCounts();
        inlets.dropExhausted(this::lose);
        if (++maintenanceCount % SWEEP_EVERY == 0)
        {
            sessions.forEach(session ->
            {
                if (!session.isConnecting())
                {
                    session.machine().credits().sweep();
                }
            });
        }
    }

    private void publishCounts()
    {
        tally.add(CounterType.COMMANDS_REFUSED_TOTAL, inbox.takeRefused());
        tally.publish();
    }

    private void lose(final Object peer)
    {
        outlets.forget(peer);
        sessions.forEach(session ->
        {
            if (!session.isConnecting() && session.link().receiver() == peer)
            {
                session.lost(
                    SessionCloseReason.CONNECTION_LOST, SessionCode.IDLE,
                    "the peer's agent has stopped without a word");
            }
        });
        config.lanes().forget(peer);
    }

    private void completeClosing()
    {
        if (null != closing && sessions.mayBeCutOff())
        {
            closing.complete(null);
        }
    }
}
