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

package io.weir.examples;

import io.weir.Engine;
import io.weir.Session;
import io.weir.caps.Capabilities;
import io.weir.caps.Capability;
import io.weir.flow.StreamIterator;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** A file that ten consumers read from its beginning, and further as it grows, each at its own pace. */
final class LogTail implements Example
{
    static final int CONSUMERS = 10;
    static final int LINES = 1000;

    @Override
    public String name()
    {
        return "log-tail";
    }

    @Override
    public String purpose()
    {
        return "a growing file, read by ten consumers over UDP";
    }

    @Override
    public String address()
    {
        return "aeron:udp?endpoint=localhost:40456";
    }

    // tag::log-tail
    @Capability("log")
    interface Log
    {
        StreamIterator<String> lines();
    }

    static final class FileLog implements Log
    {
        private final Path file;

        FileLog(final Path file)
        {
            this.file = file;
        }

        @Override
        public StreamIterator<String> lines()
        {
            // On a thread of its own, which waits for the file; not read ahead of its consumer by more than a window.
            final LineFollower follower = LineFollower.open(file);
            return StreamIterator.of(follower, follower::close);
        }
    }

    static String readAll(final Session session)
    {
        String last = "";
        int count = 0;
        try (StreamIterator<String> lines = Capabilities.of(session).bind(Log.class).lines())
        {
            while (count < LINES && lines.hasNext())
            {
                last = lines.next();
                count++;
            }
        }
        return count + " lines, the last is: " + last;
    }
    // end::log-tail

    @Override
    public void provide(final Engine.Context context) throws IOException
    {
        final Path file = Files.createTempFile("weir-log-tail", ".log");
        file.toFile().deleteOnExit();
        final Thread writer = new Thread(() -> write(file), "log-writer");
        writer.setDaemon(true);
        writer.start();
        context.provide(Log.class, new FileLog(file));
    }

    @Override
    public void consume(final Supplier<Session> sessions, final PrintWriter out) throws Exception
    {
        final ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS);
        try
        {
            final List<Callable<String>> consumers = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++)
            {
                final Session session = sessions.get();
                consumers.add(() -> readAll(session));
            }
            for (final Future<String> consumer : threads.invokeAll(consumers))
            {
                out.println(consumer.get());
            }
        }
        finally
        {
            threads.shutdownNow();
        }
    }

    /** Writes the log, a bit at a time and not always a whole line, as programs do. */
    private static void write(final Path file)
    {
        try (java.io.Writer log = Files.newBufferedWriter(file))
        {
            for (int i = 1; i <= LINES; i++)
            {
                log.write("line " + i);
                if (0 == i % 10)
                {
                    log.flush();
                }
                log.write(System.lineSeparator());
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
