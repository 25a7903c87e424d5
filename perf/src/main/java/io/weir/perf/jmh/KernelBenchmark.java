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

package io.weir.perf.jmh;

import io.weir.journal.Journal;
import io.weir.journal.JournalContext;
import io.weir.perf.compare.MemoryStepping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a frame costs the kernel's thread: stepped by a world whose batches go nowhere, and a batch of the usual length
 * put into a journal and written to the operating system in groups. An iteration is so long as a journal of one segment
 * holds, which is removed after it.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(1)
public class KernelBenchmark
{
    private static final int FRAMES = 200_000;
    private static final int GROUP = 512;
    private static final int BATCH = 190;

    /** Made by JMH. */
    public KernelBenchmark()
    {
    }

    /** A world of 1,000 instances, its inputs in memory. */
    @State(Scope.Thread)
    public static class Stepping
    {
        private final MemoryStepping world = new MemoryStepping();

        /** Made by JMH. */
        public Stepping()
        {
        }
    }

    /** A journal of its own for each iteration. */
    @State(Scope.Thread)
    public static class OneJournal
    {
        private final byte[] batch = new byte[BATCH];
        private Path directory;
        private Journal journal;

        /** Made by JMH. */
        public OneJournal()
        {
        }

        /**
         * Opens it.
         *
         * @throws IOException if there is no place for it.
         */
        @Setup(Level.Iteration)
        public void open() throws IOException
        {
            directory = Files.createTempDirectory("weir-benchmark");
            journal = Journal.open(new JournalContext().directory(directory.resolve("journal")));
        }

        /** Removes it. */
        @TearDown(Level.Iteration)
        public void close()
        {
            journal.close();
            IoUtil.delete(directory.toFile(), true);
        }
    }

    /**
     * Frames offered to a world, stepped and answered; effects settled as they come.
     *
     * @param stepping of a world.
     * @return batches a second, which nobody reads.
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public double stepInMemory(final Stepping stepping)
    {
        return stepping.world.step(FRAMES);
    }

    /**
     * Batches of 190 bytes claimed, put and committed, and flushed in groups.
     *
     * @param one journal.
     * @return the seq of the last.
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long journal(final OneJournal one)
    {
        final Journal journal = one.journal;
        for (int i = 0; i < FRAMES; i++)
        {
            final int at = journal.claim(BATCH);
            if (at < 0)
            {
                throw new IllegalStateException("no room in the journal: " + at);
            }
            journal.buffer().putBytes(at, one.batch, 0, BATCH);
            journal.commit(BATCH);
            if (0 == i % GROUP)
            {
                journal.flush();
            }
        }
        journal.flush();
        return journal.seq();
    }
}
