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

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.test.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every file of a journal is damaged in every way that comes to mind: opening, reading and looking at snapshots give a
 * worded error or what had been written, and nothing else. {@code weir.test.journal.fuzz} says how often.
 */
@Rule("K-10")
class JournalFuzzTest
{
    private static final int ROUNDS = Integer.getInteger("weir.test.journal.fuzz", 3_000);
    private static final long MOST_BYTES = 8 << 20;
    private static final int BATCHES = 60;

    @Test
    @Timeout(120)
    void shouldAnswerInWordsWhateverTheFilesHold()
    {
        final SimulatedDisk sound = sound();
        int refused = 0;
        for (int seed = 0; seed < ROUNDS; seed++)
        {
            final Random random = new Random(seed);
            final SimulatedDisk disk = sound.twin();
            for (int i = random.nextInt(3); i >= 0; i--)
            {
                damage(disk, random);
            }
            final long before = allocated();
            try
            {
                refused += open(disk) ? 0 : 1;
                read(disk);
            }
            catch (final RuntimeException | AssertionError ex)
            {
                throw new AssertionError("seed " + seed + ": " + ex, ex);
            }
            final long used = allocated() - before;
            assertTrue(used < MOST_BYTES, "seed " + seed + " allocated " + used);
            assertTrue(disk.openFiles() == 0, "seed " + seed + " leaves files open");
        }
        assertTrue(refused > ROUNDS / 10 && refused < ROUNDS, "refused " + refused);
    }

    private static SimulatedDisk sound()
    {
        final SimulatedDisk disk = new SimulatedDisk(1, 512);
        try (Journal journal = Journal.open(context(disk)))
        {
            for (int i = 0; i < BATCHES; i++)
            {
                JournalFixture.append(journal, i * 20);
                journal.flush();
                journal.doBackgroundWork();
                if (i == 10 || i == 20)
                {
                    try (SnapshotWriter writer = journal.beginSnapshot())
                    {
                        writer.append(new UnsafeBuffer(new byte[500]), 0, 500);
                        writer.commit();
                    }
                }
            }
            journal.abandon();
        }
        return disk;
    }

    private static JournalContext context(final SimulatedDisk disk)
    {
        return new JournalContext().storage(disk.storage()).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, 16 * 1024).set(Settings.JOURNAL_DURABILITY, Durability.POWER);
    }

    private static boolean open(final SimulatedDisk disk)
    {
        try (Journal journal = Journal.open(context(disk)))
        {
            assertTrue(journal.seq() < BATCHES, "invented " + journal.seq());
            JournalFixture.append(journal, 100);
            return true;
        }
        catch (final JournalException ex)
        {
            assertFalse(ex.getMessage().isBlank());
            return false;
        }
    }

    private static void read(final SimulatedDisk disk)
    {
        try (JournalReader reader = JournalReader.open(disk.storage(), 0))
        {
            while (reader.next())
            {
                JournalFixture.check(reader.buffer(), reader.offset(), reader.length(), reader.seq());
            }
            assertFalse(reader.fault().isBlank());
            final SnapshotReader snapshot = SnapshotStore.of(disk.storage(), reader.identity()).newest();
            if (null != snapshot)
            {
                snapshot.close();
            }
        }
        catch (final JournalException ex)
        {
            assertFalse(ex.getMessage().isBlank());
        }
    }

    private static void damage(final SimulatedDisk disk, final Random random)
    {
        final String path = random.nextInt(4) == 0 ? "/" + JournalLayout.SNAPSHOTS : "";
        final List<String> names = disk.list(path);
        if (names.isEmpty())
        {
            return;
        }
        final String name = names.get(random.nextInt(names.size()));
        final byte[] bytes = disk.contents(path, name);
        switch (random.nextInt(9))
        {
            case 0 -> disk.replace(path, name, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            case 1 -> disk.replace(path, name, Arrays.copyOf(bytes, bytes.length + random.nextInt(5_000)));
            case 2 ->
            {
                random.nextBytes(bytes);
                disk.replace(path, name, bytes);
            }
            case 3 -> disk.delete(path, name);
            case 4 -> disk.replace(path, names.get(random.nextInt(names.size())), bytes);
            case 5 -> disk.replace(path, JournalLayout.name(random.nextLong() >>> random.nextInt(64),
                random.nextBoolean() ? JournalLayout.SEGMENT_SUFFIX : JournalLayout.SNAPSHOT_SUFFIX), bytes);
            case 6 -> disk.replace(path, "x" + name, bytes);
            default -> change(disk, random, path, name, bytes);
        }
    }

    /** Changes some bytes, with a liking for fields and for numbers that overflow. */
    private static void change(
        final SimulatedDisk disk,
        final Random random,
        final String path,
        final String name,
        final byte[] bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        for (int i = random.nextInt(4); i >= 0 && bytes.length >= Long.BYTES; i--)
        {
            final int data = Math.min(JournalLayout.DATA_OFFSET, bytes.length - Long.BYTES);
            final int at = switch (random.nextInt(3))
            {
                case 0 -> random.nextInt(Math.min(64, bytes.length - Long.BYTES + 1));
                case 1 -> data + random.nextInt(Math.min(2_000, bytes.length - Long.BYTES - data + 1));
                default -> random.nextInt(bytes.length - Long.BYTES + 1);
            };
            final long[] words =
                {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 31, random.nextLong()};
            final long word = words[random.nextInt(words.length)];
            if (random.nextBoolean())
            {
                buffer.putInt(at, (int)word);
            }
            else
            {
                buffer.putLong(at, word);
            }
        }
        disk.replace(path, name, bytes);
    }

    private static long allocated()
    {
        return ((com.sun.management.ThreadMXBean)java.lang.management.ManagementFactory.getThreadMXBean())
            .getCurrentThreadAllocatedBytes();
    }
}
