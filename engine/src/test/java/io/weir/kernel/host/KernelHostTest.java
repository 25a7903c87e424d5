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
package io.weir.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.OutcomeCode;
import io.weir.config.Configuration;
import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.counters.CountersDirectory;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalReader;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.Limits;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the agent of a world takes from the configuration, which threads it has, and what it shows of itself. */
@Timeout(60)
class KernelHostTest
{
    private static final long LIMIT_NS = 30_000_000_000L;

    @TempDir
    private Path directory;

    private final List<Long> dispatched = new ArrayList<>();
    private long nowNs = 1_000_000_000L;
    private KernelAgent agent;

    @Test
    void shouldShowWhatItCountsToOthersWhenItRuns()
    {
        final Configuration settings = settings("weir.counters.dir", directory.resolve("counters").toString());
        open(settings);
        for (int i = 0; i < 10; i++)
        {
            word("aw");
            work();
        }
        assertEquals(OutcomeCode.STEP_FAILED, HostWorld.word(agent.world(), "b!", nowNs));
        assertEquals(OutcomeCode.EVENT_KEY_MISSING, HostWorld.word(agent.world(), "", nowNs));
        HostWorld.settle(agent.world(), 1, "a", nowNs);
        agent.askSnapshot();
        awaitSnapshot(agent.snapshotSeq());
        work();

        final Path file = CountersDirectory.list(directory.resolve("counters")).get(0);
        assertTrue(file.getFileName().toString().startsWith("letters-"), file::toString);
        try (Counters.Reader reader = Counters.Reader.open(file))
        {
            assertEquals(11, reader.value(CounterType.KERNEL_EVENTS_TOTAL));
            assertEquals(1, reader.value(CounterType.KERNEL_OPERATIONS_TOTAL));
            assertEquals(1, reader.value(CounterType.KERNEL_STEPS_FAILED_TOTAL));
            assertEquals(1, reader.value(CounterType.KERNEL_REFUSED_TOTAL));
            assertEquals(10, reader.value(CounterType.KERNEL_INTENTS_TOTAL));
            assertEquals(9, reader.value(CounterType.KERNEL_INTENTS_OPEN));
            assertEquals(1, reader.value(CounterType.KERNEL_INSTANCES));
            assertEquals(10, reader.value(CounterType.KERNEL_DISPATCHED_TOTAL));
            assertEquals(1, reader.value(CounterType.KERNEL_CANCELS_TOTAL));
            assertEquals(1, reader.value(CounterType.KERNEL_SNAPSHOTS_TOTAL));
            assertTrue(reader.value(CounterType.KERNEL_SNAPSHOT_PAUSE_HWM) > 0);
            assertEquals(agent.world().seq() - 1, reader.value(CounterType.JOURNAL_BATCHES_TOTAL), "but the opening");
            assertTrue(reader.value(CounterType.JOURNAL_BYTES_TOTAL) > 24 * 40);
            assertTrue(reader.value(CounterType.JOURNAL_GROUPS_TOTAL) > 10);
            assertTrue(reader.value(CounterType.JOURNAL_FORCES_TOTAL) > 0, "the snapshot's");
            assertTrue(reader.value(CounterType.JOURNAL_FORCE_TIME_HWM) > 0);
            assertEquals(1, reader.value(CounterType.ERRORS_TOTAL), "what the step threw");
        }
        agent.onClose();
        assertEquals(List.of(), CountersDirectory.list(directory.resolve("counters")));
    }

    @Test
    @Rule("K-9")
    void shouldMakeSnapshotsByItselfWhenAPropertySaysSo()
    {
        open(settings("weir.kernel.snapshot.interval", "20"));
        for (int i = 0; i < 30; i++)
        {
            word("aw");
            work();
        }
        awaitSnapshot(-1);
        assertTrue(agent.snapshotSeq() >= 20);
        agent.onClose();
    }

    @Test
    void shouldRefuseASettingWhenSourcesKnowAnotherValue()
    {
        final KernelAgent.Context context = new KernelAgent.Context(opening(settings("weir.kernel.poll.limit", "1")));
        context.counters(Counters.inMemory()).source();

        assertThrows(IllegalStateException.class, () -> context.set(Settings.KERNEL_ANSWERS_MAX, 1));
        KernelAgent.of(context).onClose();
    }

    @Test
    @Rule({"K-2", "T-6"})
    void shouldRunStepsTwiceWhenAPropertySaysSo()
    {
        final WorldOpening opening = opening(settings("weir.kernel.check", "true"));
        final CountingErrors errors = new CountingErrors();
        opening.world().errorHandlerOrElse(errors);
        assertEquals(OutcomeCode.STEP_FAILED, HostWorld.word(opening.world(), "b!", nowNs));
        assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(opening.world(), "bw", nowNs));

        assertEquals(1, errors.count);
        assertTrue(opening.world().isCheckMode());
        opening.journal().close();
    }

    @Test
    @Rule({"T-6", "K-7"})
    void shouldStartNoThreadWhenItIsInvoked()
    {
        final Set<Thread> before = Thread.getAllStackTraces().keySet();
        open(settings("weir.engine.threading", "invoker"));
        word("aw");
        work();
        agent.askSnapshot();
        work();
        work();
        final Set<Thread> after = new java.util.HashSet<>(Thread.getAllStackTraces().keySet());
        after.removeAll(before);

        assertEquals(List.of(1L), dispatched, "durable as power has it, by the agent's own force");
        assertTrue(agent.snapshotSeq() > 0);
        assertTrue(after.stream().noneMatch(thread -> thread.getName().startsWith("weir-")), after::toString);
        agent.onClose();
    }

    @Test
    @Rule("K-2")
    void shouldEndWhenTheWorldHasStopped() throws InterruptedException
    {
        final List<Throwable> heard = java.util.Collections.synchronizedList(new ArrayList<>());
        final WorldOpening opening = opening(settings("weir.counters.dir", CountersDirectory.NONE));
        final KernelAgent.Context context = new KernelAgent.Context(opening).counters(Counters.inMemory());
        final KernelSource source = context.source();
        final UnsafeBuffer word = new UnsafeBuffer(new byte[256]);
        final int length = HostWorld.encode(word, 0, "a#");
        source.inputs().buffer().putBytes(source.inputs().claim(0, length), word, 0, length);
        source.inputs().commit();
        final AgentRunner runner = new AgentRunner(
            new YieldingIdleStrategy(), heard::add, null, KernelAgent.of(context));
        final Thread thread = AgentRunner.startOnThread(runner);
        thread.join(LIMIT_NS / 1_000_000);

        assertFalse(thread.isAlive(), "the runner ends");
        assertEquals(2, heard.size(), heard::toString);
        assertTrue(heard.get(0).getMessage().contains("StackOverflowError"), heard::toString);
        assertTrue(heard.get(1) instanceof AgentTerminationException, heard::toString);
        assertTrue(opening.world().isStopped());
        runner.close();
    }

    @Test
    @Rule({"K-9", "K-10"})
    void shouldTellWhatIsLostWhenTheJournalWasCutOrASnapshotPassedOver() throws IOException
    {
        final Configuration settings = settings("weir.engine.threading", "invoker");
        open(settings);
        word("aw");
        agent.onClose();
        final Path world = directory.resolve("world");
        final long end;
        try (JournalReader reader = JournalReader.open(world))
        {
            while (reader.next())
            {
                assertTrue(reader.seq() >= 0);
            }
            end = reader.position();
        }
        write(world.resolve("0000000000000000.segment"), end + 64);
        write(world.resolve("snapshots").resolve(String.format("%016x.snapshot", agent.world().seq())), 100);
        final List<Throwable> heard = new ArrayList<>();
        final KernelAgent again = KernelAgent.of(new KernelAgent.Context(opening(settings)).configuration(settings)
            .counters(Counters.inMemory()).errorHandler(heard::add));
        again.onClose();

        assertEquals(2, heard.size(), heard::toString);
        assertTrue(heard.get(0).getMessage().contains("cut behind batch " + agent.world().seq()), heard::toString);
        assertTrue(heard.get(1).getMessage().contains("has a payload with a wrong checksum"), heard::toString);
    }

    private static void write(final Path file, final long position) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(new byte[]{-1, -2, -3}), position);
        }
    }

    @Test
    @Rule("K-9")
    void shouldDeleteOldSegmentsByItselfWhenASnapshotMadeThemNeedless()
    {
        final Configuration settings = settings("weir.journal.segments.delete", "true");
        final WorldOpening opening = WorldOpening.open(
            new JournalContext().directory(directory).configuration(settings), HostWorld.manifest(small()),
            HostWorld.code(), new WorldContext(), nowNs);
        agent = KernelAgent.of(new KernelAgent.Context(opening).configuration(settings).adapters(adapters)
            .clock(() -> nowNs).counters(Counters.inMemory()));
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 2_000; i++)
            {
                HostWorld.word(agent.world(), "a" + "w".repeat(40), nowNs);
                work();
            }
            final long last = agent.snapshotSeq();
            // A snapshot may stand at the last batch already, and another of the same would not be told apart.
            while (OutcomeCode.ACCEPTED != HostWorld.word(agent.world(), "b", nowNs))
            {
                work();
            }
            agent.askSnapshot();
            awaitSnapshot(last);
        }
        final long beginNs = System.nanoTime();
        while (opening.journal().counts().segmentsDeleted() == 0)
        {
            work();
            assertTrue(System.nanoTime() - beginNs < LIMIT_NS, "no segment was deleted");
        }
        agent.onClose();

        final WorldHashes hashes = WorldHashes.of(directory, HostWorld.manifest(small()), HostWorld.code());
        assertEquals(null, hashes.replayHash());
        assertTrue(hashes.snapshotSeq() > 0);
        assertEquals(hashes.liveHash(), hashes.snapshotHash());
    }

    private static final class CountingErrors implements org.agrona.ErrorHandler
    {
        private int count;

        @Override
        public void onError(final Throwable throwable)
        {
            count++;
        }
    }

    private final Adapters adapters = new OneAdapter()
    {
        @Override
        public boolean onDispatch(
            final int adapter,
            final long intentId,
            final DirectBuffer buffer,
            final int offset,
            final int length)
        {
            return dispatched.add(intentId);
        }
    };

    private static Limits small()
    {
        return Limits.DEFAULT.withOutputs(64, 16).withIntents(1 << 18, 64);
    }

    private void open(final Configuration settings)
    {
        agent = KernelAgent.of(new KernelAgent.Context(opening(settings)).configuration(settings).adapters(adapters)
            .clock(() -> nowNs));
    }

    private WorldOpening opening(final Configuration settings)
    {
        return WorldOpening.open(new JournalContext().directory(directory.resolve("world")).configuration(settings),
            HostWorld.manifest(Limits.DEFAULT), HostWorld.code(), new WorldContext(), nowNs);
    }

    private Configuration settings(final String key, final String value)
    {
        final Properties properties = new Properties();
        properties.setProperty("weir.counters.dir", CountersDirectory.NONE);
        properties.setProperty(key, value);
        return Configuration.builder().properties(properties).environment(Map.of())
            .set(Settings.JOURNAL_DURABILITY, value.equals("invoker") ? Durability.POWER : Durability.PROCESS)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, 1 << 20)
            .build();
    }

    private void word(final String word)
    {
        assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(agent.world(), word, nowNs));
    }

    private void work()
    {
        nowNs += 2_000_000;
        agent.doWork();
    }

    private void awaitSnapshot(final long last)
    {
        final long beginNs = System.nanoTime();
        while (agent.snapshotSeq() == last)
        {
            work();
            assertTrue(System.nanoTime() - beginNs < LIMIT_NS, "no snapshot was made");
        }
    }
}
