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

import static io.weir.journal.JournalFixture.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.test.Rule;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The journal with threads of its own, on a real disk. */
@Rule({"K-7", "K-10"})
class JournalThreadsTest
{
    private static final long LIMIT_S = 30;

    private final RealDisk disk = new RealDisk();

    @AfterEach
    void shouldLeaveNothing()
    {
        assertTrue(disk.openFiles() <= 0, "files left open or mapped: " + disk.openFiles());
        disk.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeEveryGroupDurableAndPrepareEverySegmentWhenNobodyHelps(final Durability durability)
    {
        try (Journal journal = Journal.open(context(durability)))
        {
            for (int i = 0; i < 1_000; i++)
            {
                final int length = 100 + i;
                await("the journal is full: " + journal.fullCause(), () -> append(journal, length) >= 0);
                journal.flush();
                if (i % 100 == 0)
                {
                    await("not durable", () -> journal.durableSeq() == journal.seq());
                }
            }
            await("not durable", () -> journal.durableSeq() == journal.seq());
            try (SnapshotWriter writer = journal.beginSnapshot())
            {
                writer.commit();
            }
            assertEquals(journal.position(), journal.forcedPosition());
        }
        assertEquals(999, JournalFixture.readFrom(disk.storage(), 0));
    }

    @Test
    void shouldLetGoOfEverythingWhenItIsClosedAtOnce()
    {
        for (int i = 0; i < 5; i++)
        {
            final Set<Thread> before = Thread.getAllStackTraces().keySet();
            final Journal journal = Journal.open(context(Durability.POWER));
            final Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
            threads.removeAll(before);

            journal.close();

            assertEquals(2, threads.size(), () -> "forcer and preparer: " + threads);
            await("threads live on: " + threads, () -> threads.stream().noneMatch(Thread::isAlive));
            assertTrue(disk.openFiles() <= 0, "files left open or mapped: " + disk.openFiles());
            assertTrue(journal.recovery().wasClosed(), "opening " + i + " found a journal that was not closed");
        }
    }

    @Test
    void shouldRefuseToBeInvokedWhenItHasThreads()
    {
        try (Journal journal = Journal.open(context(Durability.PROCESS)))
        {
            assertThrows(IllegalStateException.class, journal::doBackgroundWork);
        }
    }

    private JournalContext context(final Durability durability)
    {
        return JournalFixture.context(disk).invoked(false).set(Settings.JOURNAL_DURABILITY, durability);
    }

    private static void await(final String message, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!condition.getAsBoolean())
        {
            assertTrue(System.nanoTime() < deadlineNs, message);
            Thread.onSpinWait();
        }
    }
}
