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

package io.weir.journal;

import io.weir.journal.JournalException.Reason;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;

/** Drives forcer and preparer: each on a thread of its own, or both on the caller's. */
final class JournalThreads
{
    private static final int FORCER_SPINS = 2_000;
    private static final long LOOK_NS = 50_000;

    private final Progress progress;
    private final Forcer forcer;
    private final Preparer preparer;
    private final SignalIdleStrategy forcerIdle = new SignalIdleStrategy(FORCER_SPINS);
    private final SignalIdleStrategy preparerIdle = new SignalIdleStrategy(0);
    private final AgentRunner forcerRunner;
    private final AgentRunner preparerRunner;

    JournalThreads(final Progress progress, final Forcer forcer, final Preparer preparer, final boolean isInvoked)
    {
        this.progress = progress;
        this.forcer = forcer;
        this.preparer = preparer;
        forcerRunner = isInvoked ? null : start(forcer, forcerIdle);
        preparerRunner = isInvoked ? null : start(preparer, preparerIdle);
    }

    void signalForcer()
    {
        forcerIdle.signal();
    }

    void signalRoll()
    {
        preparerIdle.signal();
        forcerIdle.signal();
    }

    boolean isInvoked()
    {
        return null == forcerRunner;
    }

    int invoke()
    {
        if (null != forcerRunner)
        {
            throw new IllegalStateException("the journal has threads of its own");
        }
        return forcer.doWork() + preparer.doWork();
    }

    /** Any thread: waits until the position is forced. */
    void awaitForced(final long position)
    {
        while (progress.forcedPosition() < position)
        {
            if (null == forcerRunner)
            {
                forcer.doWork();
                if (progress.forcedPosition() < position && null == progress.failure())
                {
                    throw new IllegalStateException("flush() before the snapshot is committed");
                }
            }
            else
            {
                signalForcer();
                LockSupport.parkNanos(LOOK_NS);
            }
            check();
        }
    }

    /** Any thread: waits until the next segment is ready, the disk refuses it, or time is up. */
    boolean awaitPrepared(final long limitNs)
    {
        if (null == preparerRunner)
        {
            preparer.doWork();
            return null != progress.prepared();
        }
        final long beginNs = System.nanoTime();
        while (null == progress.prepared() && null == progress.refusal() && null == progress.failure() &&
            System.nanoTime() - beginNs < limitNs)
        {
            preparerIdle.signal();
            LockSupport.parkNanos(LOOK_NS);
        }
        return null != progress.prepared();
    }

    private void check()
    {
        if (null != progress.failure())
        {
            throw progress.failure();
        }
        if (Thread.currentThread().isInterrupted() || null != forcerRunner && forcerRunner.isClosed())
        {
            throw new JournalException(Reason.FAILED, "the journal was closed before it was forced");
        }
    }

    /** Ends the threads and forces what is left. */
    void stop()
    {
        stopAtOnce();
        progress.request(progress.flushedPosition());
        while (forcer.doWork() > 0)
        {
            continue;
        }
    }

    void stopAtOnce()
    {
        signalRoll();
        CloseHelper.closeAll(preparerRunner, forcerRunner);
    }

    /** Lets go of the files; the threads have ended. */
    void release() throws IOException
    {
        final Segment prepared = progress.takePrepared();
        if (null != prepared)
        {
            prepared.close();
        }
        forcer.closeSegments();
    }

    private AgentRunner start(final Agent agent, final SignalIdleStrategy idle)
    {
        final ThreadFactory factory = task ->
        {
            final Thread thread = new Thread(task, agent.roleName());
            thread.setDaemon(true);
            return thread;
        };
        final AgentRunner runner = new AgentRunner(idle, this::onError, null, agent);
        AgentRunner.startOnThread(runner, factory);
        return runner;
    }

    private void onError(final Throwable cause)
    {
        progress.fail(new JournalException(Reason.FAILED, progress.forcedPosition(),
            "a thread of the journal failed (" + cause + "): restart the process", cause));
    }
}
