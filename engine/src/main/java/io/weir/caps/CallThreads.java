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

package io.weir.caps;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which an engine calls methods that may take their time. Started as they are needed, ended when they
 * idle; there is no queue: what finds no thread is refused.
 */
public final class CallThreads implements Executor, AutoCloseable
{
    private static final long IDLE_S = 10;

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    /**
     * Begins without a thread.
     *
     * @param engineName for the names of threads.
     * @param max        most threads at a time.
     */
    public CallThreads(final String engineName, final int max)
    {
        threads = new ThreadPoolExecutor(0, max, IDLE_S, TimeUnit.SECONDS, new SynchronousQueue<>(), task ->
        {
            final Thread thread = new Thread(task, engineName + "-call-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs a task.
     *
     * @throws java.util.concurrent.RejectedExecutionException if all threads are busy, or closed.
     */
    @Override
    public void execute(final Runnable task)
    {
        threads.execute(task);
    }

    /** Interrupts what runs; the threads end with it. */
    @Override
    public void close()
    {
        threads.shutdownNow();
    }
}
