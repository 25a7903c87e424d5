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

import io.aeron.Aeron;
import io.weir.Engine;
import io.weir.Session;
import io.weir.aeron.AeronAddress;
import io.weir.perf.report.StrangersReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What a load is beset by: strangers of a client of their own, and beside them an honest engine that connects again and
 * again and takes the time. Begins when the streams of the load are open, ends with it.
 */
public final class Strangers implements AutoCloseable
{
    private static final long PAUSE_MS = 10;
    private static final long ARRIVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final String AGENT = "load-";

    private final int silent;
    private final int durable;
    private final List<Stranger> strangers = new ArrayList<>();
    private final List<Long> connects = new ArrayList<>();
    private final AtomicLong failed = new AtomicLong();
    private Set<String> agents = Set.of();
    private Thread besetting;
    private Thread connecting;
    private Engine guest;
    private volatile boolean areThere;
    private volatile boolean stopped;
    private volatile String failure = "";

    /**
     * Prepares strangers.
     *
     * @param silent  count of those that say nothing.
     * @param durable count of those that ask for a durable session each.
     */
    public Strangers(final int silent, final int durable)
    {
        this.silent = silent;
        this.durable = durable;
    }

    /** Begins; the streams of the load are open. */
    void begin(final RigEngines engines, final String address)
    {
        agents = agentThreads();
        guest = engines.launchGuest();
        besetting = start("strangers", () -> beset(engines.directory(), AeronAddress.parse(address)));
        connecting = start("guest", () -> connect(address));
    }

    /** Ends it all, and looks whether the engines' agents have outlived it. */
    StrangersReport end()
    {
        final Set<String> alive = agentThreads();
        stop();
        synchronized (connects)
        {
            return new StrangersReport(silent, durable,
                strangers.stream().filter(Stranger::isWelcome).count(),
                strangers.stream().filter(Stranger::isWelcomeDurable).count(),
                strangers.stream().mapToLong(Stranger::timesTurnedAway).sum(),
                !alive.containsAll(agents), List.copyOf(connects), failed.get(), failure);
        }
    }

    @Override
    public void close()
    {
        if (null != guest)
        {
            stop();
            guest.close();
            guest = null;
        }
    }

    private void stop()
    {
        stopped = true;
        join(connecting);
        join(besetting);
    }

    private void beset(final String directory, final AeronAddress address)
    {
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory)))
        {
            for (int i = 0; i < silent + durable; i++)
            {
                strangers.add(new Stranger(aeron, address, i >= silent));
            }
            final long beginNs = System.nanoTime();
            while (!stopped)
            {
                for (int i = 0; i < strangers.size() && !stopped; i++)
                {
                    strangers.get(i).work(System.nanoTime());
                }
                areThere |= strangers.stream().allMatch(Stranger::isThere) || System.nanoTime() - beginNs > ARRIVAL_NS;
                pause();
            }
        }
    }

    private void connect(final String address)
    {
        while (!areThere && !stopped)
        {
            pause();
        }
        while (!stopped)
        {
            final long beginNs = System.nanoTime();
            try
            {
                final Session session = guest.connect(address);
                note(System.nanoTime() - beginNs);
                session.close();
            }
            catch (final RuntimeException ex)
            {
                note(System.nanoTime() - beginNs);
                failed.incrementAndGet();
                failure = String.valueOf(ex.getMessage());
            }
            pause();
        }
    }

    private void note(final long elapsedNs)
    {
        synchronized (connects)
        {
            connects.add(elapsedNs);
        }
    }

    /** The agents of the load are named after their engines. */
    private static Set<String> agentThreads()
    {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName)
            .filter(name -> name.startsWith(AGENT)).collect(Collectors.toSet());
    }

    private static Thread start(final String name, final Runnable work)
    {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(final Thread thread)
    {
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause()
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
