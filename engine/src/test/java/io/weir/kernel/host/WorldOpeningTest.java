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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.OutcomeCode;
import io.weir.config.CopyChoice;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.Counters;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalException;
import io.weir.journal.SimulatedDisk;
import io.weir.journal.SnapshotWriter;
import io.weir.kernel.ReplayException;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.SnapshotImage;
import io.weir.kernel.World;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.Limits;
import io.weir.kernel.manifest.Manifest;
import io.weir.link.LaneWriter;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worlds that are opened where there is little room, with limits that are small or large. */
@Timeout(60)
class WorldOpeningTest
{
    private static final int SEGMENT = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    @Rule("K-10")
    void shouldOpenWhenTheLastSegmentHasNoRoomForABatchAndTheNextIsNotPrepared()
    {
        final Manifest manifest = HostWorld.manifest(Limits.DEFAULT);
        final WorldOpening first = open(manifest, SEGMENT);
        OutcomeCode outcome = HostWorld.word(first.world(), "awwww", 1);
        while (outcome == OutcomeCode.ACCEPTED)
        {
            outcome = HostWorld.word(first.world(), "awwww", 1);
        }
        assertEquals(OutcomeCode.JOURNAL_FULL, outcome, "nobody has prepared a segment");
        first.journal().close();

        final WorldOpening second = open(manifest, SEGMENT);
        assertEquals(first.world().seq() + 1, second.batchesReplayed());
        assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(second.world(), "aw", 1));
        second.journal().close();
    }

    @Test
    @Rule("K-10")
    void shouldSayCausePathAndAdviceWhenTheDiskIsFullAndTheLastSegmentToo()
    {
        final Manifest manifest = HostWorld.manifest(Limits.DEFAULT);
        final SimulatedDisk disk = new SimulatedDisk(1, 512);
        final JournalContext context = new JournalContext().storage(disk.storage()).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, SEGMENT);
        final WorldOpening first =
            WorldOpening.open(context, manifest, HostWorld.code(), new WorldContext(), 1);
        OutcomeCode outcome = HostWorld.word(first.world(), "awwww", 1);
        while (outcome == OutcomeCode.ACCEPTED)
        {
            outcome = HostWorld.word(first.world(), "awwww", 1);
        }
        first.journal().close();
        disk.capacity(SEGMENT + 1_000);

        final JournalException full = assertThrows(JournalException.class,
            () -> WorldOpening.open(context, manifest, HostWorld.code(), new WorldContext(), 1));
        assertEquals(JournalException.Reason.DISK, full.reason());
        for (final String part : List.of("simulated:", "No space left", "free space", "Nothing was lost"))
        {
            assertTrue(full.getMessage().contains(part), full.getMessage());
        }
        disk.capacity(Long.MAX_VALUE);
        final WorldOpening again =
            WorldOpening.open(context, manifest, HostWorld.code(), new WorldContext(), 1);
        assertEquals(first.world().seq() + 1, again.world().seq());
        again.journal().close();
    }

    @Test
    @Rule("K-9")
    void shouldRefuseWhenTheNewestSnapshotIsOfAnotherManifestThanTheFirstBatch()
    {
        final WorldOpening one = open(HostWorld.manifest(Limits.DEFAULT), SEGMENT);
        assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(one.world(), "aw", 1));
        final Manifest manifest = HostWorld.manifest(Limits.DEFAULT.withOutputs(3, 3));
        final World other = world(manifest);
        other.begin(new HostWorld.Forgetful(other), new byte[World.IDENTITY_LENGTH], 1);
        assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(other, "aw", 1));
        assertEquals(one.world().seq(), other.seq());
        one.journal().flush();
        try (SnapshotWriter writer = one.journal().beginSnapshot())
        {
            image(other).forEachPart(writer::append);
            writer.commit();
        }
        one.journal().close();

        final ReplayException refused = assertThrows(ReplayException.class, () -> open(manifest, SEGMENT));
        assertTrue(refused.getMessage().contains("another manifest"), refused.getMessage());
    }

    @Test
    @Rule("K-9")
    void shouldTakeUpManySettlementsWhenTheLimitsOfAManifestAreSmall()
    {
        final Limits small = Limits.DEFAULT.withOutputs(1, 1).withMemory(64, 16);
        final World world = world(HostWorld.manifest(small));
        world.begin(new HostWorld.Forgetful(world), new byte[World.IDENTITY_LENGTH], 1);
        for (int i = 1; i <= 5_000; i++)
        {
            assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(world, "aw", 1));
            HostWorld.settle(world, i, "a", 1);
        }
        final SnapshotImage image = image(world);
        final World again = world(HostWorld.manifest(small));
        final var loader = again.restore();
        image.forEachPart(loader::onBytes);
        loader.complete();

        assertTrue(world.maxBatchLength() + small.state() < 4_096 * 24, "a record is longer than any batch");
        assertEquals(image.hashText(), image(again).hashText());
    }

    @Test
    @Rule({"K-2", "K-7"})
    void shouldNeedNoMoreRoomThanItSaysWhenAStepEmitsAsMuchAsItMay()
    {
        for (final int inline : new int[]{400, 1_024, 16_384})
        {
            final World world = new World(HostWorld.manifest(
                new Limits(64, 256, 65_536, 32, 65_536, 65_536, 1_024, inline, 16)), HostWorld.code(inline),
                new WorldContext());
            final HostWorld.Forgetful sink = new HostWorld.Forgetful(world);
            world.begin(sink, new byte[World.IDENTITY_LENGTH], 1);
            final String most = "a" + "e".repeat(256) + "w".repeat(64);
            for (int i = 0; i < 15; i++)
            {
                assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(world, most, 1));
            }
            assertTrue(sink.longest() < world.maxBatchLength(), inline + ": " + sink.longest());
            assertTrue(sink.longest() > 256 * (inline + 256), inline + ": " + sink.longest());
        }
        assertEquals(643_072, Limits.DEFAULT.maxBatchLength(), "as the guide says");
    }

    @Test
    @Rule({"K-12", "K-15"})
    void shouldCarryAnInputAndItsDispatchWhenTheyAreAsLongAsTheManifestAllows()
    {
        final Limits wide = new Limits(4, 4, 65_536, 32, 1_024, 1_024, 64, 65_536, 16);
        final WorldOpening opening = open(HostWorld.manifest(wide), 4 * SEGMENT);
        final List<Integer> lengths = new ArrayList<>();
        final KernelAgent.Context context = new KernelAgent.Context(opening)
            .set(Settings.ENGINE_THREADING, Threading.INVOKER).counters(Counters.inMemory())
            .adapters(new OneAdapter()
            {
                @Override
                public boolean onDispatch(
                    final int adapter,
                    final long intentId,
                    final DirectBuffer buffer,
                    final int offset,
                    final int length)
                {
                    return lengths.add(length);
                }
            });
        final KernelSource source = context.source();
        final KernelAgent agent = KernelAgent.of(context);
        final String word = "aB" + "b".repeat(65_534);
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[70_000]);
        final int length = HostWorld.encode(bytes, 0, word);
        final LaneWriter lane = source.inputs();
        final int offset = lane.claim(0, length);
        assertTrue(offset >= 0);
        lane.buffer().putBytes(offset, bytes, 0, length);
        lane.commit();
        agent.doWork();
        agent.doWork();

        assertEquals(1, lengths.size());
        assertTrue(lengths.get(0) > 65_536);
        assertFalse(agent.world().isStopped());
        agent.onClose();
    }

    @Test
    @Rule({"K-1", "K-10"})
    void shouldHaveTheNewIdentityWhenACopyBecomesAWorldOfItsOwn() throws IOException
    {
        final Manifest manifest = HostWorld.manifest(Limits.DEFAULT);
        final WorldOpening first = open(manifest, SEGMENT);
        final byte[] original = first.world().identity();
        assertArrayEquals(bytes(first.journal().identity().worldId()), original);
        first.journal().close();
        // Written anew, the file is another one, as in a copy.
        final Path id = directory.resolve("journal.id");
        final byte[] content = Files.readAllBytes(id);
        Files.move(id, directory.resolve("moved"));
        Files.write(id, content);

        final WorldOpening copy = WorldOpening.open(context(SEGMENT).set(Settings.JOURNAL_COPIED, CopyChoice.RENEW),
            manifest, HostWorld.code(), new WorldContext(), 1);
        final byte[] renewed = copy.world().identity();
        assertFalse(Arrays.equals(original, renewed));
        assertArrayEquals(bytes(copy.journal().identity().worldId()), renewed);
        KernelAgent.of(new KernelAgent.Context(copy)
            .set(Settings.ENGINE_THREADING, Threading.INVOKER).counters(Counters.inMemory())).onClose();
        assertTrue(WorldHashes.of(directory, manifest, HostWorld.code()).isSame(), "live, replay");
        final WorldOpening again = open(manifest, SEGMENT);
        assertArrayEquals(renewed, again.world().identity());
        again.journal().close();
    }

    private static byte[] bytes(final UUID id)
    {
        return ByteBuffer.allocate(World.IDENTITY_LENGTH)
            .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    }

    private JournalContext context(final int segmentLength)
    {
        return new JournalContext().directory(directory).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, segmentLength);
    }

    private WorldOpening open(final Manifest manifest, final int segmentLength)
    {
        return WorldOpening.open(context(segmentLength), manifest, HostWorld.code(), new WorldContext(), 1);
    }

    private static World world(final Manifest manifest)
    {
        return new World(manifest, HostWorld.code(), new WorldContext());
    }

    private static SnapshotImage image(final World world)
    {
        final SnapshotCopy copy = world.snapshot();
        while (!copy.work(1_000))
        {
            Thread.onSpinWait();
        }
        return copy.image();
    }
}
