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

package io.weir.perf.compare;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The two threads that run a contest. Between rounds they sleep, and the thread that asks for a round sleeps while it
 * lasts.
 */
final class ThreadPair implements AutoCloseable
{
    private static final long LIMIT_S = 80;

    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> thread(task, "compare-sender"));
    private final ExecutorService receiver =
        Executors.newSingleThreadExecutor(task -> thread(task, "compare-receiver"));

    ThreadPair()
    {
    }

    /**
     * Runs two sides at the same time.
     *
     * @param sending   side.
     * @param receiving side.
     * @param <T>       of what it returns.
     * @return what the receiving side returned.
     */
    <T> T run(final Runnable sending, final Supplier<T> receiving)
    {
        final AtomicInteger absent = new AtomicInteger(2);
        final CompletableFuture<Void> sent = CompletableFuture.runAsync(() ->
        {
            meet(absent);
            sending.run();
        }, sender);
        final CompletableFuture<T> received = CompletableFuture.supplyAsync(() ->
        {
            meet(absent);
            return receiving.get();
        }, receiver);
        try
        {
            // A sender that fails leaves the receiver waiting for it.
            sent.exceptionally(cause ->
            {
                received.completeExceptionally(cause);
                return null;
            });
            final T result = received.get(LIMIT_S, TimeUnit.SECONDS);
            sent.get(LIMIT_S, TimeUnit.SECONDS);
            return result;
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a round", ex);
        }
        catch (final TimeoutException ex)
        {
            throw new IllegalStateException("a round did not end within " + LIMIT_S + " s", ex);
        }
        catch (final ExecutionException ex)
        {
            throw new IllegalStateException("a round failed: " + ex.getCause(), ex.getCause());
        }
    }

    @Override
    public void close()
    {
        sender.shutdownNow();
        receiver.shutdownNow();
    }

    private static void meet(final AtomicInteger absent)
    {
        absent.decrementAndGet();
        while (0 != absent.get())
        {
            Thread.onSpinWait();
        }
    }

    private static Thread thread(final Runnable task, final String name)
    {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
