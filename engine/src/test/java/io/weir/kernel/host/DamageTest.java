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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.config.CopyChoice;
import io.weir.config.Settings;
import io.weir.journal.Journal;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalException;
import io.weir.journal.JournalLayout;
import io.weir.journal.JournalVerdict;
import io.weir.journal.Recovery;
import io.weir.journal.SimulatedDisk;
import io.weir.journal.SnapshotWriter;
import io.weir.journal.Storage;
import io.weir.kernel.ReplayException;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.World;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.Limits;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.record.RecordException;
import io.weir.test.Rule;
import io.weir.tools.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A small world with segments, snapshots, a blob and marks, damaged in every way: what {@code verify} says is compared
 * with what an opening does. {@code -Dweir.test.damage=every} damages every byte; otherwise some of them are damaged.
 */
@Rule({"K-8", "K-9", "K-10", "K-15"})
class DamageTest
{
    private static final boolean IS_EVERY = "every".equals(System.getProperty("weir.test.damage"));
    private static final int SAMPLES = 60;
    private static final int SEGMENT = 32 * 1024;
    private static final long SECOND_SEGMENT = SEGMENT + JournalLayout.DATA_OFFSET + 3_000L;
    private static final Limits LIMITS = new Limits(1, 1, 64, 1, 16, 4_096, 32, 64, 8);
    private static final Manifest MANIFEST = HostWorld.manifest(LIMITS);
    private static final String[] DIRECTORIES = {"", JournalLayout.SNAPSHOTS, JournalLayout.BLOBS};

    private int tried;

    /** A file: its directory, name and bytes. */
    private record Place(String directory, String name, byte[] bytes)
    {
        boolean isLock()
        {
            return name.equals(JournalLayout.LOCK_FILE);
        }

        @Override
        public String toString()
        {
            return directory + "/" + name;
        }
    }

    /** What an opening made of a journal; the recovery is null if it refused. */
    private record Opened(Recovery recovery, String refusal)
    {
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNeverSayVerifiedWhenAByteOfAFileIsNotWhatWasWritten(final boolean isClosed) throws IOException
    {
        final SimulatedDisk sound = world(1, isClosed);
        final Random random = new Random(7);
        for (final Place place : places(sound))
        {
            if (!place.isLock())
            {
                flip(sound, place, random);
            }
        }
        tell("bytes flipped, bytes zeroed, lengths cut", isClosed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNeverSayVerifiedWhenAFileIsSwappedDoubledOrForeign(final boolean isClosed) throws IOException
    {
        final SimulatedDisk sound = world(1, isClosed);
        final List<Place> places = places(sound);
        for (final Place place : places)
        {
            for (final Place other : places)
            {
                if (place.directory.equals(other.directory) && place != other && !place.isLock() && !other.isLock())
                {
                    final SimulatedDisk disk = sound.twin();
                    write(disk, place, other.bytes);
                    write(disk, other, place.bytes);
                    judge(disk, !Arrays.equals(place.bytes, other.bytes), place + " swapped with " + other);
                    final SimulatedDisk over = sound.twin();
                    write(over, other, place.bytes);
                    judge(over, !Arrays.equals(place.bytes, other.bytes), place + " over " + other);
                }
            }
            if (!place.isLock())
            {
                doubled(sound, place);
            }
        }
        foreign(sound, places, isClosed);
        tell("files swapped, doubled or foreign", isClosed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNeverSayVerifiedWhenAFileIsMissingWithoutWhichSomethingIsLost(final boolean isClosed) throws IOException
    {
        final SimulatedDisk sound = world(1, isClosed);
        final long seq = verify(sound).toSeq();
        for (final Place place : places(sound))
        {
            final SimulatedDisk disk = sound.twin();
            directory(disk, place.directory).delete(place.name);
            final Verification found = judge(disk, false, place + " missing");
            final boolean isNeeded = place.name.equals(JournalLayout.ID_FILE) ||
                place.directory.equals(JournalLayout.BLOBS) || place.name.equals(JournalLayout.segmentName(1));
            assertEquals(isNeeded, found.verdict() != JournalVerdict.VERIFIED, place + " missing: " + found.faults());
            assertTrue(found.verdict() != JournalVerdict.VERIFIED || found.toSeq() == seq, place + " missing");
        }
        tell("files missing", isClosed);
    }

    @Test
    void shouldSayVerifiedWhenNothingIsDamaged() throws IOException
    {
        for (final boolean isClosed : new boolean[]{false, true})
        {
            final SimulatedDisk sound = world(1, isClosed);
            final Verification found = judge(sound, false, "nothing");
            assertEquals(JournalVerdict.VERIFIED, found.verdict(), found.faults().toString());
            assertEquals(0, found.fromSeq());
            assertEquals(found.toSeq() + 1, found.batchesRead());
            assertEquals(found.hashes().replayHash(), found.hashes().snapshotHash());
            assertEquals(isClosed ? found.hashes().replayHash() : null, found.hashes().liveHash());
        }
    }

    /** As a process leaves it that is killed while it writes its last batch. */
    @Test
    void shouldSayTornAndCountWhatIsLostWhenTheLastBatchWasWrittenInPart() throws IOException
    {
        final SimulatedDisk sound = world(1, false);
        final Verification whole = verify(sound);
        final Place segment = places(sound).stream()
            .filter(place -> place.name.equals(JournalLayout.segmentName(1))).findFirst().orElseThrow();
        int last = SEGMENT;
        while (segment.bytes[last - 1] == 0)
        {
            last--;
        }
        for (int cut = 1; cut < 60; cut++)
        {
            final byte[] bytes = segment.bytes.clone();
            Arrays.fill(bytes, last - cut, last, (byte)0);
            final SimulatedDisk disk = sound.twin();
            write(disk, segment, bytes);
            final Verification found = judge(disk, true, "torn by " + cut);
            assertEquals(JournalVerdict.TORN, found.verdict(), found.faults().toString());
            assertEquals(whole.toSeq() - 1, found.toSeq());
            assertTrue(found.faults().get(0).reason().contains("cuts "), found.faults().toString());
            assertEquals(segment.name, found.faults().get(0).file());
        }
    }

    private void flip(final SimulatedDisk sound, final Place place, final Random random) throws IOException
    {
        final int length = place.bytes.length;
        final int step = IS_EVERY ? 1 : Math.max(1, 3 * length / SAMPLES);
        for (int at = IS_EVERY ? 0 : random.nextInt(step); at < length;
            at += IS_EVERY ? 1 : 1 + random.nextInt(2 * step))
        {
            final byte[] flipped = place.bytes.clone();
            flipped[at] ^= (byte)(1 << random.nextInt(8));
            damage(sound, place, flipped, place + " flipped at " + at);
            if (place.bytes[at] != 0)
            {
                final byte[] zeroed = place.bytes.clone();
                zeroed[at] = 0;
                damage(sound, place, zeroed, place + " zeroed at " + at);
            }
            damage(sound, place, Arrays.copyOf(place.bytes, at), place + " cut at " + at);
        }
        damage(sound, place, new byte[length], place + " zeroed");
        damage(sound, place, Arrays.copyOf(place.bytes, length + 1), place + " too long");
    }

    private void doubled(final SimulatedDisk sound, final Place place) throws IOException
    {
        final String suffix = place.name.substring(place.name.indexOf('.'));
        final List<String> names = switch (suffix)
        {
            case JournalLayout.SEGMENT_SUFFIX ->
                List.of(JournalLayout.segmentName(3), JournalLayout.segmentName(9), "x" + place.name);
            case JournalLayout.SNAPSHOT_SUFFIX -> List.of(
                JournalLayout.snapshotName(1), JournalLayout.snapshotName(1 << 20), "x" + place.name);
            case JournalLayout.BLOB_SUFFIX -> List.of("0".repeat(64) + suffix, "x" + place.name);
            default -> List.of();
        };
        for (final String name : names)
        {
            damage(sound, new Place(place.directory, name, place.bytes), place.bytes, place + " doubled as " + name);
        }
    }

    private void foreign(final SimulatedDisk sound, final List<Place> places, final boolean isClosed) throws IOException
    {
        for (final boolean isOtherClosed : new boolean[]{false, true})
        {
            for (final Place other : places(world(2, isOtherClosed)))
            {
                final boolean isThere = places.stream().anyMatch(
                    place -> place.toString().equals(other.toString()) && Arrays.equals(place.bytes, other.bytes));
                if (!other.isLock() && !isThere && !other.directory.equals(JournalLayout.BLOBS))
                {
                    final SimulatedDisk disk = sound.twin();
                    write(disk, other, other.bytes);
                    // That a journal was opened and not closed may be so of any.
                    judge(disk, isOtherClosed || !other.name.equals(JournalLayout.OPEN_FILE), other + " of another");
                }
            }
        }
        assertTrue(tried > 0, "closed " + isClosed);
    }

    private void damage(final SimulatedDisk sound, final Place place, final byte[] bytes, final String what)
        throws IOException
    {
        final SimulatedDisk disk = sound.twin();
        write(disk, place, bytes);
        judge(disk, true, what);
    }

    /** Compares what is said with what is done. */
    private Verification judge(final SimulatedDisk disk, final boolean isUnsound, final String what)
    {
        tried++;
        try
        {
            final Verification found = verify(disk);
            assertEquals(0, disk.openFiles(), "files left open");
            final JournalVerdict verdict = found.verdict();
            assertEquals(verdict == JournalVerdict.VERIFIED, found.faults().isEmpty());
            assertFalse(isUnsound && verdict == JournalVerdict.VERIFIED, "verified");
            final Opened opened = open(disk);
            if (verdict == JournalVerdict.VERIFIED || verdict == JournalVerdict.TORN)
            {
                assertTrue(opened.recovery != null, () -> verdict + ", and refused: " + opened.refusal);
                assertEquals(found.toSeq(), opened.recovery.lastSeq(), "batches");
                assertEquals(verdict == JournalVerdict.TORN, opened.recovery.isCut(), "cut");
            }
            assertTrue(opened.recovery == null || opened.recovery.lostBatches() == 0,
                () -> "whole batches are cut: " + opened.recovery);
            return found;
        }
        catch (final RuntimeException | AssertionError ex)
        {
            throw new AssertionError(what + ": " + ex, ex);
        }
    }

    private static Verification verify(final SimulatedDisk disk)
    {
        return Verification.of(disk.storage(), manifest -> HostWorld.code());
    }

    private static Opened open(final SimulatedDisk disk)
    {
        try
        {
            final WorldOpening opening = WorldOpening.open(context(disk), MANIFEST, HostWorld.code(),
                new WorldContext(), 1);
            opening.journal().close();
            return new Opened(opening.journal().recovery(), null);
        }
        catch (final JournalException | ReplayException | RecordException ex)
        {
            assertFalse(ex.getMessage().isBlank());
            return new Opened(null, ex.getMessage());
        }
    }

    private static JournalContext context(final SimulatedDisk disk)
    {
        return new JournalContext().storage(disk.storage()).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, SEGMENT).set(Settings.JOURNAL_COPIED, CopyChoice.KEEP);
    }

    /** Two segments with batches and one prepared, two snapshots or three, and a blob. */
    private static SimulatedDisk world(final int seed, final boolean isClosed)
    {
        final SimulatedDisk disk = new SimulatedDisk(seed, 512);
        final WorldOpening opening =
            WorldOpening.open(context(disk), MANIFEST, HostWorld.code(), new WorldContext(), seed);
        final Journal journal = opening.journal();
        final World world = opening.world();
        final SourcePayload payload = opening.blobs().payload().set(blob(seed), 0, 100);
        assertEquals(OutcomeCode.EVENT_UNROUTED, longEvent(world, payload));
        int snapshots = 0;
        for (int i = 0; journal.position() < SECOND_SEGMENT + seed * 400L; i++)
        {
            assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(world, (char)('a' + i % 8) + "w".repeat(i % 2), seed));
            journal.flush();
            journal.doBackgroundWork();
            if (i == 20 || snapshots == 1 && journal.position() > SEGMENT + JournalLayout.DATA_OFFSET + 1_500)
            {
                snapshot(opening);
                snapshots++;
            }
        }
        if (isClosed)
        {
            snapshot(opening);
            journal.close();
        }
        else
        {
            disk.killProcess();
        }
        return disk;
    }

    private static UnsafeBuffer blob(final int seed)
    {
        final byte[] bytes = new byte[100];
        new Random(seed).nextBytes(bytes);
        return new UnsafeBuffer(bytes);
    }

    private static OutcomeCode longEvent(final World world, final SourcePayload payload)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        final DomainEventEncoder encoder =
            new DomainEventEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        assertEquals(PayloadForm.BLOB, payload.form());
        encoder.correlationId(1).form(payload.form()).kind("long").putKey(new byte[0], 0, 0)
            .putPayload(payload.buffer(), payload.offset(), payload.length());
        return world.offer(0, 1, buffer, 0, FrameHeader.LENGTH + encoder.encodedLength());
    }

    private static void snapshot(final WorldOpening opening)
    {
        final SnapshotCopy copy = opening.world().snapshot();
        while (!copy.work(1_000))
        {
            Thread.onSpinWait();
        }
        try (SnapshotWriter writer = opening.journal().beginSnapshot())
        {
            copy.image().forEachPart(writer::append);
            writer.commit();
        }
    }

    private static Storage directory(final SimulatedDisk disk, final String name)
    {
        return name.isEmpty() ? disk.storage() : disk.storage().directory(name);
    }

    private static List<Place> places(final SimulatedDisk disk) throws IOException
    {
        final List<Place> places = new ArrayList<>();
        for (final String directory : DIRECTORIES)
        {
            for (final String name : directory(disk, directory).list())
            {
                try (Storage.StorageFile file = directory(disk, directory).open(name))
                {
                    final byte[] bytes = new byte[(int)file.length()];
                    file.read(ByteBuffer.wrap(bytes), 0);
                    places.add(new Place(directory, name, bytes));
                }
            }
        }
        return places;
    }

    private static void write(final SimulatedDisk disk, final Place place, final byte[] bytes) throws IOException
    {
        try (Storage.StorageFile file = directory(disk, place.directory).create(place.name))
        {
            file.write(ByteBuffer.wrap(bytes), 0);
            file.force();
        }
    }

    private void tell(final String what, final boolean isClosed)
    {
        System.out.println("DamageTest: " + tried + " damages tried (" + what + "; a world that was " +
            (isClosed ? "closed" : "killed") + ")");
    }
}
