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
package io.weir.session;

import io.weir.Lane;
import io.weir.codecs.CancelReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.LaneWriter;
import io.weir.stream.StreamEmitter;
import io.weir.stream.StreamEnd;
import io.weir.stream.Waker;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An application's lane: the emitter's end of a ring, and whom to tell that they can go on (C-5). Owned by the thread
 * that acquired it; agents only push onto the list of the woken.
 */
final class EmitterLane implements Lane, Waker
{
    private final LaneWriter writer;
    private final Object receiver;
    private final LanePool pool;
    private final AtomicReference<StreamEmitter> woken = new AtomicReference<>();
    private final ArrayList<StreamEmitter> refused = new ArrayList<>();
    private final ArrayList<StreamEmitter> telling = new ArrayList<>();
    private final ArrayList<StreamEmitter> pressed = new ArrayList<>();
    private long creditStalls;
    private boolean closed;

    EmitterLane(final LaneWriter writer, final Object receiver, final LanePool pool)
    {
        this.writer = writer;
        this.receiver = receiver;
        this.pool = pool;
    }

    LaneWriter writer()
    {
        return writer;
    }

    Object receiver()
    {
        return receiver;
    }

    @Override
    public int poll()
    {
        if (writer.isClaimOpen())
        {
            throw new IllegalStateException(
                "a claim is open in this lane: commit or abort it before handlers are told that they can go on");
        }
        StreamEmitter emitter = woken.getAndSet(null);
        while (null != emitter)
        {
            final StreamEmitter next = emitter.unlinkWoken();
            telling.add(emitter);
            emitter = next;
        }
        // One by one: addAll would allocate (T-9).
        for (int i = 0; i < refused.size(); i++)
        {
            pressed.add(refused.get(i));
        }
        refused.clear();
        int told = 0;
        for (int i = 0; i < telling.size(); i++)
        {
            told += tellOfCredit(telling.get(i)) ? 1 : 0;
        }
        telling.clear();
        for (int i = 0; i < pressed.size(); i++)
        {
            // One after the other: each takes of the room.
            pressed.get(i).refused(false);
            told += tellOfRoom(pressed.get(i)) ? 1 : 0;
        }
        pressed.clear();
        return told;
    }

    @Override
    public void beginBatch()
    {
        writer.beginBatch();
    }

    @Override
    public void endBatch()
    {
        writer.endBatch();
    }

    @Override
    public void timestampNs(final long epochNs)
    {
        writer.timestampNs(epochNs);
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            writer.close();
            pool.release(this);
        }
    }

    @Override
    public void onCredit(final StreamEnd end, final StreamEmitter emitter)
    {
        if (emitter.linkWoken())
        {
            StreamEmitter head;
            do
            {
                head = woken.get();
                emitter.nextWoken(head);
            }
            while (!woken.compareAndSet(head, emitter));
        }
    }

    @Override
    public void onBackPressured(final StreamEnd end, final StreamEmitter emitter)
    {
        if (!emitter.isRefused())
        {
            emitter.refused(true);
            refused.add(emitter);
        }
    }

    /**
     * Without credit nothing more may come to fill an open batch, and what is in it may be what brings the credit
     * (T-3).
     */
    @Override
    public void onNoCredit()
    {
        creditStalls++;
        writer.publish();
    }

    long creditStalls()
    {
        return creditStalls;
    }

    private boolean tellOfCredit(final StreamEmitter emitter)
    {
        final StreamEnd end = emitter.target();
        if (emitter.isElsewhere() || !end.isSending() || emitter.isFinished())
        {
            return false;
        }
        if (!emitter.hasWantedCredit())
        {
            emitter.waitForCredit();
            return false;
        }
        return tellOfRoom(emitter);
    }

    /** What was refused for want of room may have been an END or a Close, which need no credit. */
    private boolean tellOfRoom(final StreamEmitter emitter)
    {
        if (!emitter.target().isSending())
        {
            return false;
        }
        if (!emitter.canGoOn())
        {
            onBackPressured(emitter.target(), emitter);
            return false;
        }
        return tell(emitter, Math.max(0, emitter.target().sendCredit()));
    }

    private boolean tell(final StreamEmitter emitter, final long credit)
    {
        final StreamEnd end = emitter.target();
        if (null == end.handler())
        {
            // The provider has not answered the Open yet.
            onBackPressured(end, emitter);
            return false;
        }
        emitter.told();
        writer.beginBatch();
        try
        {
            end.handler().onWritable(end, (int)Math.min(credit, Integer.MAX_VALUE));
            if (emitter.isSpent())
            {
                emitter.waitForCredit();
            }
        }
        catch (final Throwable ex)
        {
            writer.abort();
            pool.handlerFailed(ex);
            fail(end);
        }
        finally
        {
            // A claim that the handler left open is given up: the lane has others to serve (S-6).
            writer.abort();
            writer.endBatch();
        }
        return true;
    }

    private static void fail(final StreamEnd end)
    {
        if (end.isOpener())
        {
            end.cancel(CancelReason.CONSUMER_FAILED);
        }
        else
        {
            // What the exception says is for the log alone (S-6).
            end.abort(StreamErrorCode.PROVIDER_CRASHED, "");
        }
    }
}
