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

package io.weir.counters;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.ErrorConsumer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The counters of an engine, one of each {@link CounterType}, and its {@link ErrorLog}. They lie in a mapped file, so
 * that another process can read them while the engine works, or in memory. The counters themselves may be used by any
 * thread; launch and close belong to the engine.
 */
public final class Counters implements AutoCloseable
{
    private static final CounterType[] TYPES = CounterType.values();

    private final AtomicCounter[] counters = new AtomicCounter[TYPES.length];
    private final CountersManager countersManager;
    private final ErrorLog errorLog;
    private final Incidents incidents;
    private final CountersFile file;
    private volatile boolean closed;

    private Counters(
        final CountersLayout.Header header,
        final ByteBuffer buffer,
        final CountersFile file,
        final String engineName)
    {
        this.file = file;
        incidents = new Incidents(engineName, SystemNanoClock.INSTANCE);
        countersManager = new CountersManager(
            header.metadata(buffer), header.values(buffer), StandardCharsets.US_ASCII);
        for (final CounterType type : TYPES)
        {
            counters[type.ordinal()] = countersManager.newCounter(type.label(), type.typeId());
        }
        errorLog = new ErrorLog(
            header.errorLog(buffer),
            SystemEpochClock.INSTANCE,
            counter(CounterType.ERRORS_TOTAL),
            Counters::logError,
            incidents);
    }

    /**
     * Makes the counters of an engine where a setting wants them.
     *
     * @param directory  as in {@link CountersDirectory#resolve}: a path, empty, or none.
     * @param engineName for the file's name; characters other than letters, digits, {@code . _ -} are replaced.
     * @return the counters.
     * @throws CountersException if the file cannot be made.
     */
    public static Counters launch(final String directory, final String engineName)
    {
        final Path path = CountersDirectory.resolve(directory);
        return path == null ? inMemory(engineName) : mapped(path, engineName);
    }

    /**
     * Makes counters in a file {@code <engine name>-<pid>.counters}, which is removed at close. Files left by processes
     * that are no more are removed.
     *
     * @param directory  for the file; made if it is not there.
     * @param engineName for the file's name; characters other than letters, digits, {@code . _ -} are replaced.
     * @return the counters.
     * @throws CountersException if the file cannot be made.
     */
    public static Counters mapped(final Path directory, final String engineName)
    {
        final CountersFile file = CountersFile.create(directory, header(engineName));
        boolean complete = false;
        try
        {
            final Counters counters = new Counters(file.header(), file.buffer(), file, engineName);
            file.publish();
            complete = true;
            return counters;
        }
        finally
        {
            if (!complete)
            {
                file.close();
            }
        }
    }

    /**
     * {@return counters in the memory of this process, which nobody else can read}
     */
    public static Counters inMemory()
    {
        return inMemory("memory");
    }

    private static Counters inMemory(final String engineName)
    {
        final ByteBuffer buffer =
            BufferUtil.allocateDirectAligned(CountersLayout.TOTAL_LENGTH, BitUtil.CACHE_LINE_LENGTH);
        return new Counters(header("memory"), buffer, null, engineName);
    }

    private static void logError(final Throwable throwable)
    {
        System.getLogger("io.weir").log(System.Logger.Level.ERROR, "not kept in the error log", throwable);
    }

    private static CountersLayout.Header header(final String engineName)
    {
        final String name = engineName.replaceAll("[^A-Za-z0-9._-]", "_");
        final int nameLength = Math.min(name.length(), CountersLayout.MAX_NAME_LENGTH);
        return CountersLayout.newHeader(
            ProcessHandle.current().pid(),
            CountersDirectory.pidNamespace(),
            SystemEpochClock.INSTANCE.time(),
            name.substring(0, nameLength));
    }

    /**
     * {@return the engine's counter of a type; it must not be used after {@link #close}}
     *
     * @param type of the counter.
     */
    public AtomicCounter counter(final CounterType type)
    {
        if (closed)
        {
            throw new IllegalStateException("counters are closed");
        }
        return counters[type.ordinal()];
    }

    /** {@return what goes wrong and is said in the system's log} */
    public Incidents incidents()
    {
        return incidents;
    }

    /**
     * {@return the engine's errors}
     */
    public ErrorLog errorLog()
    {
        return errorLog;
    }

    /**
     * {@return the file, null for counters in memory}
     */
    public Path path()
    {
        return file == null ? null : file.path();
    }

    /**
     * {@return whether the counters are closed}
     */
    public boolean isClosed()
    {
        return closed;
    }

    /**
     * Removes the file and unmaps it. Every thread that counts must have stopped: a count on memory that is gone ends
     * the process. Errors that come later go to the system's logger. Closing again does nothing.
     */
    @Override
    public synchronized void close()
    {
        if (closed)
        {
            return;
        }
        closed = true;
        errorLog.close();
        if (file != null)
        {
            file.close();
        }
    }

    /**
     * The counters and errors of an engine as another process sees them: mapped read-only, values as of now. Confined
     * to one thread.
     */
    public static final class Reader implements AutoCloseable
    {
        private final Path path;
        private final MappedByteBuffer buffer;
        private final CountersLayout.Header header;
        private final CountersReader countersReader;
        private boolean closed;

        private Reader(final Path path, final MappedByteBuffer buffer, final CountersLayout.Header header)
        {
            this.path = path;
            this.buffer = buffer;
            this.header = header;
            countersReader = new CountersReader(
                header.metadata(buffer), header.values(buffer), StandardCharsets.US_ASCII);
        }

        /**
         * Maps a file of counters.
         *
         * @param path of the file, one of {@link CountersDirectory#list}.
         * @return the reader.
         * @throws CountersException if it cannot be read, or is none.
         */
        public static Reader open(final Path path)
        {
            final MappedByteBuffer buffer;
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ))
            {
                buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            }
            catch (final IOException ex)
            {
                throw new CountersException(path + " cannot be read: " + ex, ex);
            }
            boolean complete = false;
            try
            {
                final UnsafeBuffer bytes = new UnsafeBuffer(buffer);
                final CountersLayout.Header header = CountersLayout.read(bytes, buffer.capacity());
                if (!CountersLayout.isPublished(bytes))
                {
                    throw new CountersException("is just being made; try again");
                }
                final Reader reader = new Reader(path, buffer, header);
                complete = true;
                return reader;
            }
            catch (final CountersException ex)
            {
                throw new CountersException(path + " " + ex.getMessage(), ex);
            }
            finally
            {
                if (!complete)
                {
                    IoUtil.unmap(buffer);
                }
            }
        }

        /**
         * {@return the name of the engine}
         */
        public String engineName()
        {
            return header.name();
        }

        /**
         * {@return the id of the engine's process}
         */
        public long pid()
        {
            return header.pid();
        }

        /**
         * {@return when the engine started, in milliseconds since the epoch}
         */
        public long startTimeMs()
        {
            return header.startTimeMs();
        }

        /**
         * {@return whether the engine's process is there; true also when it cannot be seen from here}
         */
        public boolean isAlive()
        {
            return CountersDirectory.isAlive(header.pid(), header.pidNamespace());
        }

        /**
         * Shows every counter, those of a later version included.
         *
         * @param consumer of counters.
         */
        public void forEach(final CounterConsumer consumer)
        {
            Objects.requireNonNull(consumer, "consumer");
            checkOpen();
            countersReader.forEach(
                (id, typeId, key, label) -> consumer.onCounter(typeId, label, countersReader.getCounterValue(id)));
        }

        /**
         * {@return the value of a counter, 0 if the engine has none of the type}
         *
         * @param type of the counter.
         */
        public long value(final CounterType type)
        {
            checkOpen();
            for (int id = 0; id <= countersReader.maxCounterId(); id++)
            {
                if (countersReader.getCounterState(id) == CountersReader.RECORD_ALLOCATED &&
                    countersReader.getCounterTypeId(id) == type.typeId())
                {
                    return countersReader.getCounterValue(id);
                }
            }
            return 0;
        }

        /**
         * Shows each distinct error.
         *
         * @param consumer of observation count, first and last time (epoch, milliseconds) and stack trace.
         * @return the number of distinct errors.
         */
        public int errors(final ErrorConsumer consumer)
        {
            checkOpen();
            return ErrorLogReader.read(header.errorLog(buffer), consumer);
        }

        /**
         * Unmaps the file. Closing again does nothing.
         */
        @Override
        public void close()
        {
            if (!closed)
            {
                closed = true;
                IoUtil.unmap(buffer);
            }
        }

        private void checkOpen()
        {
            if (closed)
            {
                throw new IllegalStateException(path + ": reader is closed");
            }
        }
    }

    /**
     * Takes counters from a {@link Reader}.
     */
    @FunctionalInterface
    public interface CounterConsumer
    {
        /**
         * Takes a counter.
         *
         * @param typeId see {@link CounterType#ofTypeId}.
         * @param label  such as {@code streams_open_total}.
         * @param value  as of now.
         */
        void onCounter(int typeId, String label, long value);
    }
}
