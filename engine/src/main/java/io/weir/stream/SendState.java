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
package io.weir.stream;

import io.weir.link.FrameSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The sending half of one end of a stream, as agent and emitters share it (T-5). The words of the path of a frame are
 * the owning emitter's; here is what passes between threads. It is garbage once the last writer lets go of it, and not
 * recycled (S-9).
 */
public final class SendState
{
    /** A limit, or allowance, below every seq: nothing can be sent any more. */
    static final long ENDED = Long.MIN_VALUE;

    private static final VarHandle LIMIT;
    private static final VarHandle OWNER;
    private static final VarHandle BLOCKED;

    /** Nobody has it yet, and nothing may be sent. */
    SendState()
    {
    }

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            LIMIT = lookup.findVarHandle(SendState.class, "limit", long.class);
            OWNER = lookup.findVarHandle(SendState.class, "owner", StreamEmitter.class);
            BLOCKED = lookup.findVarHandle(SendState.class, "blocked", boolean.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** Count of Data that may ever have been sent (C-1); written by the agent alone. */
    @SuppressWarnings("unused")
    private long limit;
    /** Who sends, null when nobody does. */
    @SuppressWarnings("unused")
    private StreamEmitter owner;
    /** What the last owner left: the sink it sent through, how far, the next seq, whether END or Close is sent. */
    private FrameSink leftSink;
    private long leftPosition;
    private long leftSeq;
    private boolean leftFinished;
    /** Counts that the agent takes over now and then. */
    int handOvers;
    int oversize;
    /** Set by the emitter when it found no credit, cleared by the agent when it tells it (C-5). */
    private volatile boolean blocked;
    private volatile Thread waiter;
    private StreamEmitter waiting;

    long limitAcquire()
    {
        return (long)LIMIT.getAcquire(this);
    }

    void limitRelease(final long value)
    {
        LIMIT.setRelease(this, value);
    }

    /** Whom to tell of credit, null for the agent. */
    StreamEmitter waiting()
    {
        return waiting;
    }

    /** Says whom to tell; before {@link #blocked(boolean)}. */
    void waiting(final StreamEmitter value)
    {
        waiting = value;
    }

    boolean isBlocked()
    {
        return blocked;
    }

    /** Whether it is this emitter, null for the agent, that is to be told: another's wish to be is nothing to it. */
    boolean isBlocked(final StreamEmitter emitter)
    {
        return blocked && waiting == emitter;
    }

    void blocked(final boolean value)
    {
        blocked = value;
    }

    /**
     * Whether somebody is to be told, who is not blocked from now on. Read and write are one step, so that the one who
     * is then found waiting is the one whose flag was taken away.
     */
    boolean unblock()
    {
        return blocked && (boolean)BLOCKED.getAndSet(this, false);
    }

    Thread waiter()
    {
        return waiter;
    }

    void waiter(final Thread value)
    {
        waiter = value;
    }

    StreamEmitter owner()
    {
        return (StreamEmitter)OWNER.getAcquire(this);
    }

    /** Makes an emitter the owner in place of another, or of none. */
    boolean changeOwner(final StreamEmitter from, final StreamEmitter to)
    {
        return OWNER.compareAndSet(this, from, to);
    }

    /**
     * Leaves behind what the next owner goes on from; before the owner is changed to none. An owner that came while an
     * earlier hand-over was under way has sent nothing since: the next one still waits for that.
     */
    void leave(final FrameSink sink, final long position, final long seq, final boolean finished)
    {
        if (null == leftSink || leftSink == sink)
        {
            leftSink = sink;
            leftPosition = position;
        }
        leftSeq = seq;
        leftFinished = finished;
        handOvers++;
    }

    void letGo()
    {
        OWNER.setRelease(this, null);
    }

    long leftSeq()
    {
        return leftSeq;
    }

    boolean leftFinished()
    {
        return leftFinished;
    }

    /** As {@link #isDrained}, for who is not the owner and leaves everything as it is. */
    boolean isPassed(final FrameSink sink)
    {
        final FrameSink left = leftSink;
        return null == left || left == sink || left.consumedPosition() >= leftPosition;
    }

    /** Whether what was sent through another sink has been passed by its receiver (T-5). */
    boolean isDrained(final FrameSink sink)
    {
        if (null != leftSink && (leftSink == sink || leftSink.consumedPosition() >= leftPosition))
        {
            leftSink = null;
        }
        return null == leftSink;
    }
}
