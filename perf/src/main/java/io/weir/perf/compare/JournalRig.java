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

package io.weir.perf.compare;

import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.Journal;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalLayout;
import io.weir.journal.JournalReader;
import io.weir.journal.SnapshotWriter;
import io.weir.perf.Failure;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The journal alone in the place of the kernel: a batch for each frame with the frame, the state that a trivial step
 * makes of it, and now and then an effect. What remains between this and the kernel is what the kernel costs.
 */
final class JournalRig implements FrameRig
{
    private static final int LANE = 1 << 18;
    private static final int MAX_BATCH = 256;
    private static final int READ_LIMIT = 256;
    private static final int PENDING = 1 << 16;
    private static final int FRAME = PAYLOAD + Long.BYTES;

    private final Path directory;
    private final Durability durability;
    private final int segmentLength;
    private final OneToOneRingBuffer[] lanes = new OneToOneRingBuffer[ADAPTERS];
    private final AtomicLong[] released = new AtomicLong[ADAPTERS];
    private final UnsafeBuffer states = new UnsafeBuffer(new byte[INSTANCES * PAYLOAD]);
    private final int[] steps = new int[INSTANCES];
    private final long[] pendingSeq = new long[PENDING];
    private final byte[] pendingAdapter = new byte[PENDING];
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME]);

    private Journal journal;
    private Thread thread;
    private volatile boolean isRunning;
    private volatile boolean isPaused;
    private volatile boolean isResting;
    private long head;
    private long tail;
    private int current;

    JournalRig(final Path directory, final Durability durability, final int segmentLength)
    {
        this.directory = directory;
        this.durability = durability;
        this.segmentLength = segmentLength;
        for (int i = 0; i < ADAPTERS; i++)
        {
            lanes[i] = new OneToOneRingBuffer(
                new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(LANE + RingBufferDescriptor.TRAILER_LENGTH)));
            released[i] = new AtomicLong();
        }
        start();
    }

    @Override
    public boolean offer(final int adapter, final int instance)
    {
        frame.putLong(0, instance);
        return lanes[adapter].write(1, frame, 0, FRAME);
    }

    @Override
    public long answered(final int adapter)
    {
        return released[adapter].get();
    }

    @Override
    public long position()
    {
        return whileResting(() -> journal.position());
    }

    @Override
    public int headerLength()
    {
        return JournalLayout.BATCH_HEADER_LENGTH;
    }

    @Override
    public void settle()
    {
        whileResting(() ->
        {
            journal.flush();
            try (SnapshotWriter writer = journal.beginSnapshot())
            {
                writer.commit();
            }
            while (!journal.isNextReady())
            {
                LockSupport.parkNanos(1_000_000);
            }
            return 0L;
        });
    }

    @Override
    public double replay()
    {
        stop();
        final long beginNs = System.nanoTime();
        long batches = 0;
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next())
            {
                batches += reader.length() > 0 ? 1 : 0;
            }
        }
        final double rate = batches * 1e9 / (System.nanoTime() - beginNs);
        start();
        return rate;
    }

    @Override
    public void close()
    {
        stop();
    }

    private void start()
    {
        journal = Journal.open(new JournalContext().directory(directory)
            .set(Settings.JOURNAL_DURABILITY, durability).set(Settings.JOURNAL_SEGMENT_LENGTH, segmentLength));
        isRunning = true;
        thread = new Thread(this::run, "journal-rig");
        thread.setDaemon(true);
        thread.start();
    }

    private void stop()
    {
        isRunning = false;
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            throw new Failure("interrupted", ex);
        }
        journal.close();
    }

    /** The agent thread has let go of the journal meanwhile. */
    private long whileResting(final java.util.function.LongSupplier action)
    {
        isPaused = true;
        while (!isResting)
        {
            Thread.onSpinWait();
        }
        final long value = action.getAsLong();
        isPaused = false;
        while (isResting)
        {
            Thread.onSpinWait();
        }
        return value;
    }

    private void run()
    {
        final ControlledMessageHandler handler = this::onFrame;
        while (isRunning)
        {
            int count = 0;
            for (int i = 0; i < ADAPTERS; i++)
            {
                current = i;
                count += lanes[i].controlledRead(handler, READ_LIMIT);
            }
            if (count > 0)
            {
                journal.flush();
            }
            release();
            if (null != journal.failure())
            {
                throw journal.failure();
            }
            if (isPaused && 0 == count)
            {
                isResting = true;
                while (isPaused && isRunning)
                {
                    Thread.onSpinWait();
                }
                isResting = false;
            }
        }
    }

    private ControlledMessageHandler.Action onFrame(
        final int type,
        final MutableDirectBuffer source,
        final int index,
        final int length)
    {
        final int offset = tail - head < PENDING ? journal.claim(MAX_BATCH) : Journal.JOURNAL_FULL;
        if (offset < 0)
        {
            return ControlledMessageHandler.Action.ABORT;
        }
        final MutableDirectBuffer target = journal.buffer();
        final int instance = (int)source.getLong(index);
        final int state = instance * PAYLOAD;
        final int step = ++steps[instance];
        for (int i = 0; i < PAYLOAD; i += Long.BYTES)
        {
            states.putLong(state + i, states.getLong(state + i) * 31 + step);
        }
        target.putBytes(offset, source, index, length);
        target.putBytes(offset + length, states, state, PAYLOAD);
        int end = length + PAYLOAD;
        if (0 == step % EFFECT_EVERY)
        {
            target.putBytes(offset + end, states, state, PAYLOAD);
            end += PAYLOAD;
        }
        final int slot = (int)(tail++ & PENDING - 1);
        pendingSeq[slot] = journal.commit(end);
        pendingAdapter[slot] = (byte)current;
        return ControlledMessageHandler.Action.CONTINUE;
    }

    /** Answers whose batch is durable. */
    private void release()
    {
        final long durable = journal.durableSeq();
        int zeroth = 0;
        int first = 0;
        while (head < tail && pendingSeq[(int)(head & PENDING - 1)] <= durable)
        {
            final int adapter = pendingAdapter[(int)(head++ & PENDING - 1)];
            zeroth += 1 - adapter;
            first += adapter;
        }
        if (zeroth > 0)
        {
            released[0].lazySet(released[0].get() + zeroth);
        }
        if (first > 0)
        {
            released[1].lazySet(released[1].get() + first);
        }
    }
}
