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
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.Counters;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalException;
import io.weir.journal.JournalException.Reason;
import io.weir.journal.JournalReader;
import io.weir.kernel.ReplayException;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.Limits;
import io.weir.kernel.manifest.Manifest;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Journals at rest that are damaged: nobody takes what is left of them for the whole. */
@Rule({"K-8", "K-9", "K-10"})
@Timeout(60)
class WorldHashesTest
{
    private static final int SEGMENT = 1 << 20;
    private static final Manifest MANIFEST =
        HostWorld.manifest(Limits.DEFAULT.withOutputs(1, 1).withIntents(1 << 18, 1 << 11));

    @TempDir
    private Path directory;

    @Test
    void shouldBeTheSameWhenNothingIsDamaged()
    {
        write(20, true);
        final WorldHashes hashes = hashes();

        assertTrue(hashes.isSame());
        assertEquals(hashes.liveHash(), hashes.replayHash());
    }

    @Test
    void shouldRefuseTheJournalWhenABatchBeforeTheClosingSnapshotIsDamaged() throws IOException
    {
        write(20, true);
        damage(5);

        final JournalException refused = assertThrows(JournalException.class, this::hashes);
        assertEquals(Reason.DAMAGED, refused.reason());
        assertTrue(refused.getMessage().contains("batch 5 is damaged"), refused.getMessage());
    }

    @Test
    void shouldRefuseTheJournalWhenAnEarlySegmentIsDamagedAndThereIsNoSnapshot() throws IOException
    {
        writeSegments(false);
        damage(7);

        final JournalException refused = assertThrows(JournalException.class, this::hashes);
        assertEquals(Reason.DAMAGED, refused.reason());
        assertTrue(refused.getMessage().contains("batch 7 is damaged"), refused.getMessage());
    }

    @Test
    void shouldNameTheBatchWhenReplayEndsBeforeTheSnapshotOfALaterSegment() throws IOException
    {
        writeSegments(true);
        damage(7);

        final ReplayException ended = assertThrows(ReplayException.class, this::hashes);
        assertEquals(7, ended.seq());
        assertTrue(ended.getMessage().contains("a wrong checksum"), ended.getMessage());
    }

    private WorldHashes hashes()
    {
        return WorldHashes.of(directory, MANIFEST, HostWorld.code());
    }

    private void write(final int words, final boolean isClosed)
    {
        final WorldOpening opening = WorldOpening.open(new JournalContext().directory(directory).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, SEGMENT), MANIFEST, HostWorld.code(), new WorldContext(), 1);
        for (int i = 0; i < words; i++)
        {
            assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(opening.world(), "aB" + "b".repeat(1_000), 1));
            opening.journal().flush();
            opening.journal().doBackgroundWork();
        }
        if (isClosed)
        {
            KernelAgent.of(new KernelAgent.Context(opening)
                .set(Settings.ENGINE_THREADING, Threading.INVOKER).counters(Counters.inMemory())).onClose();
        }
        else
        {
            opening.journal().close();
        }
    }

    private void writeSegments(final boolean isClosed) throws IOException
    {
        write(1_000, isClosed);
        try (Stream<Path> files = Files.list(directory))
        {
            assertTrue(files.filter(file -> file.toString().endsWith(".segment")).count() > 2);
        }
        assertEquals(isClosed, Files.exists(directory.resolve("snapshots")));
    }

    /** Turns a bit of the payload of a batch of the first segment. */
    private void damage(final long seq) throws IOException
    {
        final long position;
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next() && reader.seq() < seq)
            {
                assertFalse(reader.seq() > seq);
            }
            position = reader.position() - 8;
        }
        final Path segment = directory.resolve("0000000000000000.segment");
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer word = ByteBuffer.allocate(8);
            assertEquals(8, channel.read(word, position));
            word.put(0, (byte)(word.get(0) ^ 1));
            channel.write(word.flip(), position);
        }
    }
}
