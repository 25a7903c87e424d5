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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Durability;
import io.weir.test.Rule;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * A real process appends under load and is killed with -9, again and again on one directory; after each what it had
 * told as durable must be there. {@code weir.test.journal.kills} says how often.
 */
@Rule({"K-7", "K-10"})
class KilledProcessTest
{
    private static final int KILLS = Integer.getInteger("weir.test.journal.kills", 6);
    private static final long JOIN_S = 20;

    @Test
    void shouldKeepWhatWasToldAsDurableWhenTheProcessIsKilled() throws Exception
    {
        final long seed = Long.getLong("weir.test.journal.seed", System.nanoTime());
        final Random random = new Random(seed);
        long total = 0;
        try (RealDisk disk = new RealDisk())
        {
            for (int i = 0; i < KILLS; i++)
            {
                final Durability durability = i % 2 == 0 ? Durability.PROCESS : Durability.POWER;
                final long told = runAndKill(disk.directory(), durability, random);
                total = verify(disk, durability, told, random.nextBoolean(), seed);
            }
            assertEquals(0, disk.openFiles());
        }
        assertTrue(total > KILLS, "batches " + total);
    }

    @Test
    void shouldBeRefusedWithItsIdAndStillBeReadWhenAnotherProcessHasTheJournalOpen() throws Exception
    {
        try (RealDisk disk = new RealDisk())
        {
            // What is read from the first batch on must be there for as long.
            final Process process = start(disk.directory(), Durability.PROCESS, 0);
            try (DataInputStream in = new DataInputStream(process.getInputStream()))
            {
                long told = in.readLong();
                while (told < 10)
                {
                    told = in.readLong();
                }
                final JournalException refused = assertThrows(JournalException.class,
                    () -> Journal.open(JournalProcess.context(disk.directory(), Durability.PROCESS)).close());
                assertEquals(JournalException.Reason.LOCKED, refused.reason());
                assertTrue(refused.getMessage().contains("its id is " + process.pid() + ")"), refused.getMessage());
                assertTrue(JournalFixture.readFrom(disk.storage(), 0) >= told);
            }
            finally
            {
                process.destroyForcibly().waitFor(JOIN_S, TimeUnit.SECONDS);
            }
            // The lock went with its holder.
            Journal.open(JournalProcess.context(disk.directory(), Durability.PROCESS)).close();
        }
    }

    @Test
    void shouldStillKeepOthersOutWhenThisProcessHasTriedToOpenItTwice() throws Exception
    {
        try (RealDisk disk = new RealDisk())
        {
            final Journal held = Journal.open(JournalProcess.context(disk.directory(), Durability.PROCESS));
            final JournalException refused = assertThrows(JournalException.class,
                () -> Journal.open(JournalProcess.context(disk.directory(), Durability.PROCESS)).close());
            assertEquals(JournalException.Reason.LOCKED, refused.reason());
            assertTrue(refused.getMessage().contains("open in this process already"), refused.getMessage());

            final Process process = start(disk.directory(), Durability.PROCESS, 1, ProcessBuilder.Redirect.DISCARD);
            try (DataInputStream in = new DataInputStream(process.getInputStream()))
            {
                assertThrows(EOFException.class, in::readLong, "two processes write to one journal");
            }
            finally
            {
                process.destroyForcibly().waitFor(JOIN_S, TimeUnit.SECONDS);
            }
            held.close();
            Journal.open(JournalProcess.context(disk.directory(), Durability.PROCESS)).close();
        }
    }

    /** Answers the last durable seq that the process told before it died. */
    private static long runAndKill(final Path directory, final Durability durability, final Random random)
        throws IOException, InterruptedException
    {
        final Process process = start(directory, durability, random.nextLong());
        long told = -1;
        try (DataInputStream in = new DataInputStream(process.getInputStream()))
        {
            for (int left = 1 + random.nextInt(3_000); left > 0; left--)
            {
                told = in.readLong();
            }
            // By its handle: the pipe stays open.
            process.toHandle().destroyForcibly();
            // What is still in the pipe was told before the end.
            while (true)
            {
                told = in.readLong();
            }
        }
        catch (final EOFException ex)
        {
            assertTrue(process.waitFor(JOIN_S, TimeUnit.SECONDS), "still alive");
            assertEquals(137, process.exitValue(), "ended by itself; see its errors above");
            return told;
        }
        finally
        {
            process.destroyForcibly().waitFor(JOIN_S, TimeUnit.SECONDS);
        }
    }

    private static Process start(final Path directory, final Durability durability, final long seed)
        throws IOException
    {
        return start(directory, durability, seed, ProcessBuilder.Redirect.INHERIT);
    }

    private static Process start(
        final Path directory,
        final Durability durability,
        final long seed,
        final ProcessBuilder.Redirect errors)
        throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String option : ManagementFactory.getRuntimeMXBean().getInputArguments())
        {
            if (option.startsWith("--add-"))
            {
                command.add(option);
            }
        }
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
            JournalProcess.class.getName(), directory.toString(), durability.name(), Long.toString(seed)));
        return new ProcessBuilder(command).redirectError(errors).start();
    }

    private static long verify(
        final RealDisk disk,
        final Durability durability,
        final long told,
        final boolean isClosing,
        final long seed)
    {
        final Journal journal = Journal.open(JournalProcess.context(disk.directory(), durability));
        try
        {
            assertTrue(journal.seq() >= told, "told " + told + " and kept " + journal.seq() + ", seed " + seed);
            long first = 0;
            try (SnapshotReader snapshot = journal.snapshots().newest())
            {
                if (null != snapshot)
                {
                    first = snapshot.seq() + 1;
                    final UnsafeBuffer state = new UnsafeBuffer(new byte[(int)snapshot.length()]);
                    snapshot.read(state, 0, state.capacity());
                    JournalFixture.check(state, 0, state.capacity(), snapshot.seq());
                }
            }
            final long last = JournalFixture.readFrom(disk.storage(), first);
            assertTrue(last == journal.seq() || first > journal.seq(), "read up to " + last);
            return journal.seq();
        }
        finally
        {
            if (isClosing)
            {
                journal.close();
            }
            else
            {
                journal.abandon();
            }
        }
    }
}
