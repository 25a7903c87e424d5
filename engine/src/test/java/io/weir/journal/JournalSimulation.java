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

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.JournalException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Some lives of one journal on a simulated disk, each ended in another way, and a model that knows what was promised:
 * a batch at or below the durable seq is there afterwards, whatever happened; what is there is what was committed.
 */
final class JournalSimulation
{
    private static final int LIVES = 6;
    private static final int STEPS = 60;
    private static final int MAX_TRACE = 60;

    private final Random random;
    private final SimulatedDisk disk;
    private final Durability durability;
    private final int segmentLength;
    private final JournalContext settings;
    private final List<String> trace = new ArrayList<>();

    /** What each seq holds: the number of the batch among all ever committed, and its length. */
    private final List<long[]> committed = new ArrayList<>();
    private long nextContent;
    private long flushedPosition = Long.MAX_VALUE;
    /** The highest seq that must be there after the kind of end that is coming. */
    private long promisedToProcess = -1;
    private long promisedToPower = -1;
    /** Seqs of snapshots that were installed. */
    private final List<Long> snapshots = new ArrayList<>();
    private int crashes;
    private int cuts;
    private int refusals;
    private int fulls;
    private int failures;

    JournalSimulation(final long seed)
    {
        random = new Random(seed);
        disk = new SimulatedDisk(random.nextLong(), random.nextBoolean() ? 512 : 4096);
        durability = random.nextBoolean() ? Durability.POWER : Durability.PROCESS;
        segmentLength = 16_384 << random.nextInt(2);
        settings = new JournalContext().storage(disk.storage()).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, segmentLength)
            .set(Settings.JOURNAL_SNAPSHOTS_KEPT, 1 + random.nextInt(3))
            .set(Settings.JOURNAL_SEGMENTS_DELETE, random.nextInt(3) == 0)
            .set(Settings.JOURNAL_DURABILITY, durability)
            .ids(() -> new UUID(random.nextLong(), random.nextLong()), random::nextLong);
    }

    int crashes()
    {
        return crashes;
    }

    int cuts()
    {
        return cuts;
    }

    int refusals()
    {
        return refusals;
    }

    int fulls()
    {
        return fulls;
    }

    int failures()
    {
        return failures;
    }

    List<String> trace()
    {
        return trace;
    }

    void run()
    {
        for (int life = 0; life < LIVES; life++)
        {
            live();
        }
        note("last opening");
        disk.capacity(Long.MAX_VALUE);
        disk.stopAfter(Integer.MAX_VALUE);
        disk.failForceAfter(Integer.MAX_VALUE);
        final Journal journal = openAndCheck(Long.MAX_VALUE);
        journal.close();
        damageACopy();
    }

    private void live()
    {
        disk.capacity(Long.MAX_VALUE);
        if (random.nextInt(4) == 0)
        {
            disk.stopAfter(random.nextInt(60));
        }
        Journal journal = null;
        try
        {
            journal = openAndCheck(random.nextBoolean() ? Long.MAX_VALUE : 0);
            arrangeFaults();
            final int steps = random.nextInt(STEPS);
            for (int i = 0; i < steps; i++)
            {
                step(journal);
            }
            end(journal);
        }
        catch (final SimulatedCrash ex)
        {
            note("stopped");
            crash(journal);
        }
    }

    private void arrangeFaults()
    {
        switch (random.nextInt(6))
        {
            case 0 -> disk.stopAfter(random.nextInt(400));
            case 1 -> disk.failForceAfter(random.nextInt(40));
            case 2 -> disk.capacity(random.nextInt(200_000));
            default ->
            {
                // A life without faults but for its end.
            }
        }
    }

    private void step(final Journal journal)
    {
        switch (random.nextInt(10))
        {
            case 0, 1, 2, 3 -> appendGroup(journal);
            case 4, 5, 6 -> work(journal);
            case 7 -> disk.writeBack();
            case 8 -> snapshot(journal);
            default ->
            {
                try
                {
                    journal.deleteOldSegments();
                }
                catch (final JournalException ex)
                {
                    require(ex.reason() == Reason.DISK, "deletion: " + ex);
                }
            }
        }
    }

    private void appendGroup(final Journal journal)
    {
        final int batches = 1 + random.nextInt(8);
        for (int i = 0; i < batches; i++)
        {
            final int max = random.nextInt(20) == 0 ? random.nextInt(8_000) : random.nextInt(300);
            final int offset = journal.claim(max);
            if (offset < 0)
            {
                fulls += Journal.JOURNAL_FULL == offset ? 1 : 0;
                require((Journal.JOURNAL_FAILED == offset) == (null != journal.failure()), "claim " + offset);
                break;
            }
            final int length = random.nextInt(max + 1);
            JournalFixture.fill(journal.buffer(), offset, max, nextContent);
            if (random.nextInt(10) == 0)
            {
                journal.abort();
                continue;
            }
            final long seq = journal.commit(length);
            require(seq == committed.size(), "seq " + seq + " after " + committed.size());
            committed.add(new long[]{nextContent++, length});
        }
        if (random.nextInt(5) > 0)
        {
            journal.flush();
        }
        promise(journal);
    }

    private void work(final Journal journal)
    {
        final boolean hadFailed = null != journal.failure();
        journal.doBackgroundWork();
        failures += !hadFailed && null != journal.failure() ? 1 : 0;
        promise(journal);
    }

    private void promise(final Journal journal)
    {
        final long durable = journal.durableSeq();
        flushedPosition = durable == journal.seq() ? journal.position() : flushedPosition;
        promisedToProcess = Math.max(promisedToProcess, durable);
        if (Durability.POWER == durability)
        {
            promisedToPower = Math.max(promisedToPower, durable);
        }
    }

    private void snapshot(final Journal journal)
    {
        journal.flush();
        promise(journal);
        if (journal.seq() < 0 || null != journal.failure())
        {
            return;
        }
        try (SnapshotWriter writer = journal.beginSnapshot())
        {
            final UnsafeBuffer state = new UnsafeBuffer(new byte[random.nextInt(2_000)]);
            JournalFixture.fill(state, 0, state.capacity(), content(writer.seq()));
            writer.append(state, 0, state.capacity());
            writer.commit();
            // Installed only behind what is forced, whatever the durability.
            promisedToPower = Math.max(promisedToPower, writer.seq());
            promisedToProcess = Math.max(promisedToProcess, writer.seq());
            snapshots.add(writer.seq());
            note("snapshot " + writer.seq());
        }
        catch (final JournalException ex)
        {
            failures += Reason.FAILED == ex.reason() ? 1 : 0;
            require(Reason.DISK == ex.reason() || Reason.FAILED == ex.reason(), "snapshot: " + ex);
        }
    }

    private void end(final Journal journal)
    {
        switch (random.nextInt(4))
        {
            case 0 ->
            {
                try
                {
                    journal.close();
                    if (null == journal.failure())
                    {
                        promisedToProcess = committed.size() - 1;
                        promisedToPower = promisedToProcess;
                    }
                    note("closed at " + journal.seq());
                }
                catch (final JournalException ex)
                {
                    note("close: " + ex);
                    require(Reason.DISK == ex.reason(), "close: " + ex);
                }
            }
            case 1 ->
            {
                tear(journal);
                journal.abandon();
                disk.killProcess();
                note("killed");
            }
            default -> crash(journal);
        }
    }

    /** A process killed while it writes a group may leave it in part: the system copies it from its beginning on. */
    private void tear(final Journal journal)
    {
        final long from = Math.max(flushedPosition, journal.forcedPosition());
        if (journal.seq() <= promisedToProcess || null != journal.failure())
        {
            return;
        }
        journal.flush();
        final long length = segmentLength;
        if (journal.position() / length == from / length)
        {
            final String name = JournalLayout.segmentName(from / length);
            final byte[] bytes = disk.bytes(name);
            final int begin = (int)(from % length);
            final int end = (int)(journal.position() % length);
            Arrays.fill(bytes, begin + random.nextInt(end - begin + 1), end, (byte)0);
            disk.damage(name, 0, bytes);
        }
    }

    private void crash(final Journal journal)
    {
        crashes++;
        if (null != journal)
        {
            journal.abandon();
        }
        if (random.nextInt(4) == 0)
        {
            disk.killProcess();
            note("killed where it stood");
            return;
        }
        disk.losePower();
        promisedToProcess = promisedToPower;
        note("power lost, promised " + promisedToPower);
    }

    private Journal openAndCheck(final long readFrom)
    {
        final Journal journal = open();
        final long last = journal.seq();
        note("opened at " + last + " of " + (committed.size() - 1) + ", promised " + promisedToProcess + " " +
            journal.recovery());
        require(last < committed.size(), "invented batch " + last);
        require(last >= promisedToProcess, "lost batches behind " + last + ", promised " + promisedToProcess);
        cuts += journal.recovery().isCut() ? 1 : 0;
        while (committed.size() > last + 1)
        {
            committed.remove(committed.size() - 1);
        }
        flushedPosition = journal.position();
        require(journal.durableSeq() == last, "durable " + journal.durableSeq());
        promisedToProcess = last;
        promisedToPower = last;
        checkBatches(journal, readFrom);
        checkSnapshot(journal);
        return journal;
    }

    /** A disk that fails once does no harm; an honest one is never refused. */
    private Journal open()
    {
        try
        {
            return Journal.open(settings);
        }
        catch (final JournalException ex)
        {
            require(Reason.DISK == ex.reason() && ex.getMessage().contains("simulated failure"), "refused: " + ex);
            note("the disk failed: " + ex.getMessage());
            disk.failForceAfter(Integer.MAX_VALUE);
            return Journal.open(settings);
        }
    }

    private void checkBatches(final Journal journal, final long from)
    {
        long first = 0;
        try (SnapshotReader snapshot = journal.snapshots().newest())
        {
            if (null != snapshot && from > 0)
            {
                first = snapshot.seq() + 1;
            }
        }
        try (JournalReader reader = journal.reader(first))
        {
            long expected = first;
            while (reader.next())
            {
                require(reader.seq() == expected, "read " + reader.seq() + " instead of " + expected);
                require(reader.length() == committed.get((int)expected)[1], "length of " + expected);
                JournalFixture.check(reader.buffer(), reader.offset(), reader.length(), content(expected));
                expected++;
            }
            require(expected == journal.seq() + 1 || first > journal.seq(), "read up to " + (expected - 1));
        }
        catch (final JournalException ex)
        {
            // Segments before the oldest snapshot may be gone.
            require(0 == first && ex.getMessage().contains("begins with batch"), "read: " + ex);
        }
    }

    private void checkSnapshot(final Journal journal)
    {
        try (SnapshotReader reader = journal.snapshots().newest())
        {
            if (null == reader)
            {
                require(snapshots.isEmpty(), "no snapshot of " + snapshots);
                return;
            }
            require(snapshots.isEmpty() || reader.seq() >= snapshots.get(snapshots.size() - 1), "snapshot is lost");
            require(reader.seq() <= journal.seq(), "snapshot " + reader.seq() + " is ahead of " + journal.seq());
            final UnsafeBuffer state = new UnsafeBuffer(new byte[(int)reader.length()]);
            reader.read(state, 0, state.capacity());
            JournalFixture.check(state, 0, state.capacity(), content(reader.seq()));
        }
    }

    /** After an orderly close every byte is known to have been forced: no damage to a batch may pass. */
    private void damageACopy()
    {
        final List<long[]> places = new ArrayList<>();
        long from = JournalLayout.DATA_OFFSET;
        final long first = JournalOpeningPoint.of(disk.storage());
        try (JournalReader reader = JournalReader.open(disk.storage(), first))
        {
            while (reader.next())
            {
                final long length = JournalLayout.batchLength(reader.length());
                final long end = from;
                from = reader.position();
                places.add(new long[]{from - length, JournalLayout.BATCH_HEADER_LENGTH + reader.length(), end});
            }
            for (int i = 0; i < 3 && !places.isEmpty(); i++)
            {
                final long[] place = places.get(random.nextInt(places.size()));
                final SimulatedDisk twin = disk.twin();
                final long number = place[0] / reader.segmentLength();
                final int at = (int)(place[0] % reader.segmentLength()) + random.nextInt((int)place[1]);
                final String name = JournalLayout.segmentName(number);
                twin.damage(name, at, (byte)(twin.bytes(name)[at] ^ 1 << random.nextInt(8)));
                refuse(twin, place[0], place[2]);
            }
        }
    }

    /** The first batch of a segment may be missed where it is or behind the one before, if garbage is there. */
    private void refuse(final SimulatedDisk twin, final long position, final long before)
    {
        try
        {
            Journal.open(new JournalContext().storage(twin.storage()).invoked(true)).close();
        }
        catch (final JournalException ex)
        {
            require(Reason.DAMAGED == ex.reason() && (position == ex.position() || before == ex.position()),
                "at " + position + ": " + ex);
            refusals++;
            return;
        }
        throw new AssertionError("damage at " + position + " passed");
    }

    private long content(final long seq)
    {
        return committed.get((int)seq)[0];
    }

    private void note(final String what)
    {
        trace.add(what);
        if (trace.size() > MAX_TRACE)
        {
            trace.remove(0);
        }
    }

    private static void require(final boolean condition, final String message)
    {
        if (!condition)
        {
            throw new AssertionError(message);
        }
    }
}
