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
package io.weir.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.weir.journal.JournalReader;
import io.weir.kernel.ReplayException;
import io.weir.kernel.SnapshotImage;
import io.weir.kernel.SnapshotLoader;
import io.weir.kernel.World;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ManifestException;
import io.weir.kernel.record.RecordCursor;
import io.weir.kernel.record.RecordException;
import io.weir.test.Rule;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Gives falsified journals, snapshots and manifests to the kernel's own readers, behind the journal's checksums: they
 * end with a typed exception or take what they were given, soon, and with memory in proportion.
 * {@code weir.test.kernel.fuzz} says how many of each.
 */
@Timeout(120)
class KernelFuzzTest
{
    private static final int CASES = Integer.getInteger("weir.test.kernel.fuzz", 1_500);
    private static final long SEED = Long.getLong("weir.test.kernel.fuzz.seed", 1);
    private static final int IMAGE_EVERY = 8;
    private static final long MEMORY = 8 << 20;
    private static final int[] NUMBERS = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1, 65_535, 65_536, 1 << 24};
    private static final Manifest MANIFEST = SimWorld.manifest();
    private static final List<byte[]> BATCHES = new ArrayList<>();
    private static final TreeMap<Integer, byte[]> IMAGES = new TreeMap<>();

    private final ThreadMXBean memory = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    /** What a case does with falsified bytes. */
    private interface Reading
    {
        void read(byte[] bytes);
    }

    @BeforeAll
    static void record()
    {
        long seed = 1;
        while (BATCHES.size() < 200)
        {
            BATCHES.clear();
            IMAGES.clear();
            final KernelSimulation simulation = new KernelSimulation(seed++);
            simulation.run();
            final World world = SimWorld.world(MANIFEST);
            try (JournalReader reader = JournalReader.open(simulation.disk().storage(), 0))
            {
                while (reader.next())
                {
                    final byte[] batch = new byte[reader.length()];
                    reader.buffer().getBytes(reader.offset(), batch);
                    BATCHES.add(batch);
                    world.replay(reader.seq(), reader.buffer(), reader.offset(), reader.length());
                    if (reader.seq() % IMAGE_EVERY == 0)
                    {
                        IMAGES.put((int)reader.seq(), bytes(SimWorld.image(world)));
                    }
                }
            }
        }
    }

    @Test
    @Rule({"K-8", "K-10"})
    void shouldRefuseOrTakeABatchWhenItIsFalsified()
    {
        final Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < CASES; i++)
        {
            final int seq = random.nextInt(BATCHES.size());
            final World world = before(seq);
            refused += run(random, BATCHES.get(seq), "batch " + seq,
                bytes -> world.replay(seq, new UnsafeBuffer(bytes), 0, bytes.length));
        }
        assertTrue(refused > CASES / 2, "refused " + refused);
    }

    @Test
    @Rule({"K-9", "K-10"})
    void shouldRefuseOrTakeASnapshotWhenItIsFalsified()
    {
        final Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < CASES; i++)
        {
            final int seq = random.nextInt(IMAGES.size()) * IMAGE_EVERY;
            final World world = SimWorld.world(MANIFEST);
            final SnapshotLoader loader = world.restore();
            final int piece = 1 + random.nextInt(4_000);
            refused += run(random, IMAGES.get(seq), "snapshot " + seq, bytes -> load(loader, bytes, piece));
        }
        assertTrue(refused > CASES / 3, "refused " + refused);
    }

    @Test
    @Rule({"K-1", "K-10"})
    void shouldRefuseOrTakeAManifestWhenItIsFalsified()
    {
        final Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < CASES; i++)
        {
            refused += run(random, MANIFEST.canonicalBytes(), "manifest",
                bytes -> Manifest.decode(new UnsafeBuffer(bytes), 0, bytes.length));
        }
        assertTrue(refused > CASES / 3, "refused " + refused);
    }

    @Test
    @Rule("K-10")
    void shouldEndTheWalkThroughRecordsWhenBytesAreAnything()
    {
        final Random random = new Random(SEED);
        final RecordCursor cursor = new RecordCursor();
        for (int i = 0; i < CASES; i++)
        {
            run(random, BATCHES.get(random.nextInt(BATCHES.size())), "records", bytes ->
            {
                cursor.wrap("the bytes", new UnsafeBuffer(bytes), 0, bytes.length);
                int position = -1;
                while (cursor.next())
                {
                    assertTrue(cursor.position() > position && cursor.position() <= bytes.length);
                    position = cursor.position();
                }
                assertEquals(bytes.length, cursor.position());
            });
        }
    }

    /** Answers 1 if the bytes were refused, 0 if they were taken. */
    private int run(final Random random, final byte[] original, final String what, final Reading reading)
    {
        final byte[] bytes = falsify(random, original);
        final long before = memory.getCurrentThreadAllocatedBytes() + direct();
        int refused = 0;
        try
        {
            reading.read(bytes);
        }
        catch (final ReplayException | RecordException | ManifestException ex)
        {
            assertTrue(ex.getMessage() != null && !ex.getMessage().isBlank(), "a refusal without words");
            refused = 1;
        }
        catch (final RuntimeException | Error ex)
        {
            throw new AssertionError("weir.test.kernel.fuzz.seed=" + SEED + ", " + what + ": " + ex, ex);
        }
        final long allocated = memory.getCurrentThreadAllocatedBytes() + direct() - before;
        assertTrue(allocated < MEMORY + 64L * bytes.length, () -> what + " took " + allocated + " bytes of memory");
        return refused;
    }

    private static byte[] falsify(final Random random, final byte[] original)
    {
        byte[] bytes = original.clone();
        for (int left = 1 + random.nextInt(3); left > 0 && bytes.length > 8; left--)
        {
            final int at = random.nextInt(bytes.length - 8);
            switch (random.nextInt(7))
            {
                case 0, 1 -> bytes[at] ^= (byte)(1 << random.nextInt(8));
                case 2 -> new UnsafeBuffer(bytes).putInt(
                    at, NUMBERS[random.nextInt(NUMBERS.length)], ByteOrder.LITTLE_ENDIAN);
                case 3 -> new UnsafeBuffer(bytes).putLong(at, random.nextLong() >> random.nextInt(64));
                case 4 -> bytes = Arrays.copyOf(bytes, at);
                case 5 -> System.arraycopy(original, random.nextInt(Math.max(1, Math.min(at + 1,
                    original.length - 8))), bytes, at, Math.min(8, bytes.length - at));
                default ->
                {
                    final int count = 1 + random.nextInt(200);
                    final byte[] longer = new byte[bytes.length + count];
                    System.arraycopy(bytes, 0, longer, 0, at);
                    System.arraycopy(bytes, 0, longer, at, Math.min(count, bytes.length));
                    System.arraycopy(bytes, at, longer, at + count, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    private static World before(final int seq)
    {
        final World world = SimWorld.world(MANIFEST);
        final Map.Entry<Integer, byte[]> image = IMAGES.lowerEntry(seq);
        int next = 0;
        if (image != null)
        {
            load(world.restore(), image.getValue(), Integer.MAX_VALUE);
            next = image.getKey() + 1;
        }
        for (; next < seq; next++)
        {
            world.replay(next, new UnsafeBuffer(BATCHES.get(next)), 0, BATCHES.get(next).length);
        }
        return world;
    }

    private static void load(final SnapshotLoader loader, final byte[] bytes, final int piece)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        for (int at = 0; at < bytes.length;)
        {
            final int length = Math.min(piece, bytes.length - at);
            loader.onBytes(buffer, at, length);
            at += length;
        }
        loader.complete();
    }

    private static byte[] bytes(final SnapshotImage image)
    {
        final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
        final int[] length = new int[1];
        image.forEachPart((buffer, offset, count) ->
        {
            bytes.putBytes(length[0], buffer, offset, count);
            length[0] += count;
        });
        return Arrays.copyOf(bytes.byteArray(), length[0]);
    }

    private static long direct()
    {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }
}
