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
import io.weir.Session;

import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;

/**
 * A thread of the application's own that emits through a lane.
 */
final class Producer
{
    private final Thread thread;
    private final Emitter emitter;
    private final IdleStrategy idle;
    private final EpochNanoClock clock;
    private final RunState state;
    private final Session session;

    /**
     * Prepares a producer.
     *
     * @param name    of its thread.
     * @param emitter to drive.
     * @param idle    what to do without work.
     * @param clock   to stamp with, read once a duty cycle.
     * @param state   of the run.
     * @param session in which the streams are.
     */
    Producer(
        final String name,
        final Emitter emitter,
        final IdleStrategy idle,
        final EpochNanoClock clock,
        final RunState state,
        final Session session)
    {
        this.emitter = emitter;
        this.clock = clock;
        this.idle = idle;
        this.state = state;
        this.session = session;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start()
    {
        thread.start();
    }

    void interrupt()
    {
        thread.interrupt();
    }

    void join() throws InterruptedException
    {
        interrupt();
        thread.join();
    }

    private void run()
    {
        try (Lane lane = session.acquireLane())
        {
            while (!emitter.isDone() && !Thread.currentThread().isInterrupted())
            {
                lane.timestampNs(clock.nanoTime());
                lane.beginBatch();
                final int work = emitter.doWork(lane);
                lane.endBatch();
                idle.idle(work + lane.poll());
            }
        }
        catch (final RuntimeException ex)
        {
            state.onFailure(ex);
        }
    }
}
