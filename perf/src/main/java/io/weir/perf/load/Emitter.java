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

import io.weir.Lane;
import io.weir.Result;

import org.agrona.concurrent.Agent;

/**
 * Sends on the streams that were given to it, and closes them in the end. Runs in the duty cycle of the provider's
 * agent, or in that of a {@link Producer}.
 */
abstract class Emitter implements Agent
{
    private final RunState state;
    private final Flow[] flows;
    private int accepted;
    private int closed;
    private boolean isStarted;
    private volatile boolean isDone;
    private volatile long threadId;

    /**
     * Creates an emitter.
     *
     * @param state   of the run.
     * @param streams count of streams that will be given to it.
     */
    Emitter(final RunState state, final int streams)
    {
        this.state = state;
        flows = new Flow[streams];
    }

    /**
     * Takes a stream, on the provider's agent, before the run starts.
     *
     * @param flow to send on.
     */
    final void accept(final Flow flow)
    {
        flows[accepted++] = flow;
    }

    @Override
    public final int doWork()
    {
        return doWork(null);
    }

    @Override
    public final String roleName()
    {
        return "load-emitter";
    }

    /**
     * Does a duty cycle.
     *
     * @param lane of the calling thread, null on the agent.
     * @return the amount of work done.
     */
    final int doWork(final Lane lane)
    {
        if (isDone || !state.isStarted())
        {
            return 0;
        }
        if (!isStarted)
        {
            threadId = Thread.currentThread().getId();
            for (final Flow flow : flows)
            {
                flow.takeWriter(lane);
            }
            isStarted = true;
            start();
        }
        return isFinished() ? closeFlows() : emit();
    }

    /** {@return whether the streams can be closed: told to stop, or all is sent} */
    boolean isFinished()
    {
        return state.isStopping();
    }

    /** Begins, on the emitter's thread. */
    void start()
    {
    }

    /** {@return the amount of work done in sending} */
    abstract int emit();

    /**
     * A stream has credit, or the link has room, again.
     *
     * @param flow to go on with.
     */
    abstract void onWritable(Flow flow);

    final RunState state()
    {
        return state;
    }

    final Flow[] flows()
    {
        return flows;
    }

    final boolean isRunning()
    {
        return isStarted && !isFinished();
    }

    /** {@return whether every stream is closed; then what was sent can be read; any thread} */
    final boolean isDone()
    {
        return isDone;
    }

    /** {@return the thread that emits, 0 before it does; any thread} */
    final long threadId()
    {
        return threadId;
    }

    private int closeFlows()
    {
        int work = 0;
        for (final Flow flow : flows)
        {
            if (!flow.isClosed())
            {
                final long result = flow.writer().close();
                if (Result.BACK_PRESSURED == result)
                {
                    return work;
                }
                flow.closed();
                closed++;
                work++;
            }
        }
        isDone = closed == flows.length;
        return work;
    }
}
