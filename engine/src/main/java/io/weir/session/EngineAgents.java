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

import io.weir.ListenException;
import io.weir.Session;
import io.weir.config.Configuration;
import io.weir.SessionRefusedException;
import io.weir.config.IdleKind;
import io.weir.config.RestingIdleStrategy;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.link.DirectMemory;
import io.weir.link.RetentionPool;
import io.weir.link.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** An engine's agents and the threads that run them: one each, one for all, or the application's (T-6). */
public final class EngineAgents
{
    private static final System.Logger LOGGER = System.getLogger(EngineAgents.class.getName());
    private static final long LISTEN_LIMIT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(1);

    private final AgentConfig config;
    private final Threading threading;
    private final Supplier<IdleStrategy> idle;
    private final SessionAgent[] agents;
    private final List<AgentRunner> runners = new ArrayList<>();
    private final List<AgentInvoker> invokers = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private boolean closed;

    /**
     * Creates the agents.
     *
     * @param config of the engine.
     * @param work   of the application for the first agent, or null.
     * @param idle   a new idle strategy for each thread, or null for the setting's.
     */
    public EngineAgents(final AgentConfig config, final Agent work, final Supplier<IdleStrategy> idle)
    {
        this.config = config;
        threading = config.configuration().value(Settings.ENGINE_THREADING);
        this.idle = idle;
        agents = new SessionAgent[config.configuration().value(Settings.ENGINE_AGENTS)];
        for (int i = 0; i < agents.length; i++)
        {
            agents[i] = new SessionAgent(config, i, 0 == i ? work : null);
        }
    }

    /** Starts the threads, or makes the agents ready to be invoked. */
    public void start()
    {
        switch (threading)
        {
            case INVOKER ->
            {
                for (final SessionAgent agent : agents)
                {
                    final AgentInvoker invoker = new AgentInvoker(config.counters().errorLog(), null, agent);
                    invoker.start();
                    invokers.add(invoker);
                }
            }
            case SHARED -> run(new CompositeAgent(agents), this::restShared);
            default ->
            {
                for (final SessionAgent agent : agents)
                {
                    run(agent, agent::rest);
                }
            }
        }
    }

    /** {@return the agent for the next session, in turns; any thread} */
    public SessionAgent next()
    {
        return agents[Math.floorMod(turn.getAndIncrement(), agents.length)];
    }

    /** {@return whether the caller is the thread of one of these agents; any thread} */
    public boolean isAgentThread()
    {
        for (final SessionAgent agent : agents)
        {
            if (agent.isAgentThread())
            {
                return true;
            }
        }
        return false;
    }

    /** {@return the work done by one duty cycle of each agent on the caller's thread} */
    public int invoke()
    {
        if (Threading.INVOKER != threading)
        {
            throw new IllegalStateException("the engine runs its own threads: weir.engine.threading is " + threading);
        }
        requireOther("be invoked within its own duty cycle");
        int done = 0;
        for (int i = 0; i < invokers.size(); i++)
        {
            done += invokers.get(i).invoke();
        }
        return done;
    }

    /**
     * Listens at addresses, each by one agent, in turns, and waits until all are listened at, unless it is to be tried
     * again and again. Before the start.
     *
     * @param transports of the engine.
     * @param addresses  to listen at.
     * @param others     what other engines have to do on this thread meanwhile.
     * @throws IllegalArgumentException if an address is wrong, or there twice.
     * @throws ListenException          if an address cannot be listened at (T-13).
     */
    public void listen(final Transports transports, final List<String> addresses, final Runnable others)
    {
        for (int i = 0; i < addresses.size(); i++)
        {
            final String address = addresses.get(i);
            if (addresses.indexOf(address) < i)
            {
                throw new IllegalArgumentException("the engine is to listen at \"" + address + "\" twice");
            }
            final SessionAgent agent = next();
            agent.remote().listen(transports.part(transports.of(address, true), agent), address);
        }
        if (!addresses.isEmpty())
        {
            warnOfMemory();
        }
        if (!addresses.isEmpty() && !config.configuration().value(Settings.LISTEN_RETRY))
        {
            awaitListening(addresses, others);
        }
    }

    /** Warns if peers can ask for more memory than there is: then some of their sessions will not be durable (T-11). */
    private void warnOfMemory()
    {
        final Configuration mine = config.configuration();
        final long sessions = (long)agents.length * mine.value(Settings.SESSION_DURABLE_MAX);
        final RetentionPool one =
            new RetentionPool(mine.value(Settings.SESSION_RETENTION_LENGTH), mine.value(Settings.FRAME_MAX));
        if (sessions * one.memoryLength() > RetentionPool.most())
        {
            LOGGER.log(System.Logger.Level.WARNING, config.name() + " admits " + sessions +
                " durable sessions, which together take " + (sessions * one.memoryLength() >> 20) +
                " MiB outside the heap, and this JVM lets them have " + (RetentionPool.most() >> 20) + " of " +
                (DirectMemory.limit() >> 20) + " MiB: further ones will be told that they are not durable. Raise " +
                "-XX:MaxDirectMemorySize, or lower " + Settings.SESSION_DURABLE_MAX.key() + " or " +
                Settings.SESSION_RETENTION_LENGTH.key());
        }
    }

    private void awaitListening(final List<String> addresses, final Runnable others)
    {
        final long deadlineNs = System.nanoTime() + LISTEN_LIMIT_NS;
        while (!isListening(config.nanoClock().nanoTime()))
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new ListenException(String.join(" and ", addresses),
                    "there was no answer within " + TimeUnit.NANOSECONDS.toSeconds(LISTEN_LIMIT_NS) +
                        " s: see whether the media driver is at work");
            }
            others.run();
            Thread.yield();
        }
    }

    private boolean isListening(final long nowNs)
    {
        boolean isListening = true;
        for (final SessionAgent agent : agents)
        {
            isListening &= agent.remote().isListening(nowNs);
        }
        return isListening;
    }

    /** Runs a duty cycle if the engine is invoked, and by the calling thread, and not within one. */
    public void invokeIfCallers()
    {
        if (Threading.INVOKER == threading && agents[0].isAgentThread() && !agents[0].isWorking())
        {
            invoke();
        }
    }

    /**
     * Begins a session with a peer outside the process.
     *
     * @param transports of the engine.
     * @param address    of the peer.
     * @return the connector's end, once it is open.
     * @throws IllegalArgumentException if the address is wrong.
     */
    public CompletableFuture<Session> connect(final Transports transports, final String address)
    {
        final Transport transport = transports.of(address, false);
        final SessionAgent agent = next();
        return agent.connect(transports.part(transport, agent), address);
    }

    /** Has policy asked anew by every agent. */
    public void policyChanged()
    {
        for (final SessionAgent agent : agents)
        {
            agent.policyChanged();
        }
    }

    /**
     * Waits for a session, invoking the agents that only the caller can invoke.
     *
     * @param future of the session.
     * @param peers  that accept it.
     * @return the session.
     */
    public Session await(final CompletableFuture<Session> future, final EngineAgents peers)
    {
        requireOther("wait for a session");
        try
        {
            if (Threading.INVOKER == threading || Threading.INVOKER == peers.threading)
            {
                while (!future.isDone())
                {
                    invokeIfOwn();
                    peers.invokeIfOwn();
                    Thread.onSpinWait();
                }
            }
            return future.join();
        }
        catch (final CompletionException ex)
        {
            if (ex.getCause() instanceof SessionRefusedException refusal)
            {
                // With the stack of the caller, who is told, and of the agent.
                throw new SessionRefusedException(refusal);
            }
            throw ex.getCause() instanceof RuntimeException cause ? cause : ex;
        }
    }

    /** {@return whether this call closed the agents} */
    public synchronized boolean close()
    {
        if (closed)
        {
            return false;
        }
        requireOther("close its engine");
        closed = true;
        final long limitNs = config.configuration().value(Settings.SESSION_CLOSE_TIMEOUT) +
            config.configuration().value(Settings.STREAM_CANCEL_TIMEOUT) + GRACE_NS;
        final CompletableFuture<?>[] closing = new CompletableFuture<?>[agents.length];
        for (int i = 0; i < agents.length; i++)
        {
            closing[i] = agents[i].closeSessions();
        }
        await(CompletableFuture.allOf(closing), limitNs);
        CloseHelper.quietCloseAll(runners);
        CloseHelper.quietCloseAll(invokers);
        return true;
    }

    private void await(final CompletableFuture<Void> all, final long limitNs)
    {
        final long deadlineNs = System.nanoTime() + limitNs;
        while (Threading.INVOKER == threading && !all.isDone() && System.nanoTime() - deadlineNs < 0)
        {
            invoke();
        }
        try
        {
            all.get(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        catch (final TimeoutException ex)
        {
            config.counters().errorLog().onError(
                new IllegalStateException("sessions of " + config.name() + " did not close in time, and are cut off",
                    ex));
        }
        catch (final ExecutionException ex)
        {
            config.counters().errorLog().onError(ex.getCause());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void invokeIfOwn()
    {
        if (Threading.INVOKER == threading)
        {
            invoke();
        }
    }

    private void requireOther(final String what)
    {
        for (final SessionAgent agent : agents)
        {
            if (agent.isAgentThread() && (Threading.INVOKER != threading || agent.isWorking()))
            {
                throw new IllegalStateException("an agent's own thread cannot " + what + ": it would wait for itself");
            }
        }
    }

    private void run(final Agent agent, final LongConsumer rest)
    {
        final IdleStrategy strategy =
            null != idle ? idle.get() : strategy(config.configuration().value(Settings.ENGINE_IDLE), rest);
        final AgentRunner runner = new AgentRunner(strategy, config.counters().errorLog(), null, agent);
        runners.add(runner);
        AgentRunner.startOnThread(runner);
    }

    /** One thread for several agents looks for the work of all of them. */
    private void restShared(final long limitNs)
    {
        if (1 == agents.length)
        {
            agents[0].rest(limitNs);
        }
        else
        {
            LockSupport.parkNanos(limitNs);
        }
    }

    private static IdleStrategy strategy(final IdleKind kind, final LongConsumer rest)
    {
        return switch (kind)
        {
            case BUSY_SPIN -> BusySpinIdleStrategy.INSTANCE;
            case YIELDING -> YieldingIdleStrategy.INSTANCE;
            case SLEEPING -> new SleepingMillisIdleStrategy(1);
            case BACKOFF -> new RestingIdleStrategy(100, 10, rest);
        };
    }
}
