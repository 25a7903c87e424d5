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

import io.weir.perf.Failure;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Takes frames of two adapters on two lanes, hands them to an agent's thread that does the {@link FrameWork}, and
 * answers when the batch of a frame is durable. One thread, the feeder, offers and looks for answers.
 */
final class FrameRig implements Rig
{
    private static final int LANE = 1 << 19;
    private static final int MAX_FRAME = 1_024;
    private static final int READ_LIMIT = 256;
    private static final int PENDING = 1 << 16;

    private final FrameWork work;
    private final OneToOneRingBuffer[] lanes = new OneToOneRingBuffer[ADAPTERS];
    private final AtomicLong[] released = new AtomicLong[ADAPTERS];
    private final long[] pendingSeq = new long[PENDING];
    private final byte[] pendingAdapter = new byte[PENDING];
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[MAX_FRAME]);

    private Thread thread;
    private volatile Throwable fault;
    private volatile boolean isRunning;
    private volatile boolean isPaused;
    private volatile boolean isResting;
    private long head;
    private long tail;
    private int current;

    FrameRig(final FrameWork work)
    {
        this.work = work;
        for (int i = 0; i < ADAPTERS; i++)
        {
            lanes[i] = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(LANE + RingBufferDescriptor.TRAILER_LENGTH)));
            released[i] = new AtomicLong();
        }
        start();
    }

    @Override
    public void beginBatch(final int adapter)
    {
        // Each goes at once.
    }

    @Override
    public void endBatch(final int adapter)
    {
        // Each has gone.
    }

    @Override
    public boolean offer(final int adapter)
    {
        final OneToOneRingBuffer lane = lanes[adapter];
        final int index = lane.tryClaim(1, MAX_FRAME / 4);
        if (index < 0)
        {
            return false;
        }
        final int length = work.encode(adapter, frame);
        lane.buffer().putInt(index, length);
        lane.buffer().putBytes(index + Integer.BYTES, frame, 0, length);
        lane.commit(index);
        return true;
    }

    @Override
    public long answered(final int adapter)
    {
        return released[adapter].get();
    }

    @Override
    public void rest()
    {
        isPaused = true;
        while (!isResting)
        {
            check();
            Thread.onSpinWait();
        }
    }

    @Override
    public void wake()
    {
        isPaused = false;
        LockSupport.unpark(thread);
        while (isResting)
        {
            Thread.onSpinWait();
        }
    }

    @Override
    public long position()
    {
        return work.position();
    }

    /** The agent's thread has let go of everything meanwhile. */
    @Override
    public void settle()
    {
        rest();
        work.settle();
        wake();
    }

    @Override
    public void check()
    {
        if (null != fault)
        {
            throw new Failure("the rig stopped: " + fault, fault);
        }
    }

    @Override
    public void close()
    {
        stop();
    }

    private void start()
    {
        work.open();
        isRunning = true;
        thread = new Thread(this::run, "weir-rig");
        thread.setDaemon(true);
        thread.start();
    }

    private void stop()
    {
        if (!isRunning)
        {
            return;
        }
        isRunning = false;
        LockSupport.unpark(thread);
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            throw new Failure("interrupted", ex);
        }
        work.close();
    }

    private void run()
    {
        try
        {
            final ControlledMessageHandler handler = this::onFrame;
            while (isRunning)
            {
                turn(handler);
            }
        }
        catch (final Throwable ex)
        {
            fault = ex;
        }
    }

    private void turn(final ControlledMessageHandler handler)
    {
        int count = 0;
        for (int i = 0; i < ADAPTERS; i++)
        {
            current = i;
            count += lanes[i].controlledRead(handler, READ_LIMIT);
        }
        work.endOfTurn();
        release();
        if (isPaused && 0 == count)
        {
            isResting = true;
            while (isPaused && isRunning)
            {
                LockSupport.park(this);
            }
            isResting = false;
        }
    }

    private ControlledMessageHandler.Action onFrame(
        final int type,
        final MutableDirectBuffer source,
        final int index,
        final int length)
    {
        if (tail - head == PENDING ||
            !work.onFrame(current, source, index + Integer.BYTES, source.getInt(index)))
        {
            return ControlledMessageHandler.Action.ABORT;
        }
        final int slot = (int)(tail++ & PENDING - 1);
        pendingSeq[slot] = work.seq();
        pendingAdapter[slot] = (byte)current;
        return ControlledMessageHandler.Action.CONTINUE;
    }

    /** Answers whose batch is durable. */
    private void release()
    {
        final long durable = work.durableSeq();
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
