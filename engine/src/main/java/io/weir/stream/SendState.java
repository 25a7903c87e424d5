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
 * The sending half of one end of a stream (T-5). What the emitter writes and what the agent writes lie on different cache
 * lines. It is garbage once the last writer lets go of it, and not recycled (S-9).
 *
 * <p>Emitter: {@code seq}, {@code allowance}, {@code owner}. Agent: {@code limit}.
 */
public final class SendState extends SendStateFields
{
    /** A limit, or allowance, below every seq: nothing can be sent any more. */
    static final long ENDED = Long.MIN_VALUE;

    private static final VarHandle LIMIT;
    private static final VarHandle OWNER;

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            LIMIT = lookup.findVarHandle(SendState.class, "limit", long.class);
            OWNER = lookup.findVarHandle(SendStateFields.class, "owner", FrameSink.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** Count of Data that may ever have been sent (C-1); written by the agent alone. */
    @SuppressWarnings("unused")
    private long limit;
    /** Set by the emitter when it found no credit, cleared by the agent when it tells it (C-5). */
    private volatile boolean blocked;
    private volatile Thread waiter;
    private Waker waker;
    @SuppressWarnings("unused")
    private long q0, q1, q2, q3, q4, q5;

    long limitAcquire()
    {
        return (long)LIMIT.getAcquire(this);
    }

    void limitRelease(final long value)
    {
        LIMIT.setRelease(this, value);
    }

    Waker waker()
    {
        return waker;
    }

    /** Says whom to tell; before {@link #blocked(boolean)}. */
    void waker(final Waker value)
    {
        waker = value;
    }

    boolean isBlocked()
    {
        return blocked;
    }

    void blocked(final boolean value)
    {
        blocked = value;
    }

    Thread waiter()
    {
        return waiter;
    }

    void waiter(final Thread value)
    {
        waiter = value;
    }

    /** Takes the sending half for a sink, if nobody has it. */
    boolean take(final FrameSink sink)
    {
        return OWNER.compareAndSet(this, null, sink);
    }

    /** Takes the sending half over from a sink that is closed. */
    boolean takeOver(final FrameSink closed, final FrameSink sink)
    {
        return OWNER.compareAndSet(this, closed, sink);
    }

    /** Lets go, saying up to where the receiver must have passed. */
    void letGo(final FrameSink sink)
    {
        previous = sink;
        previousPosition = sink.position();
        handOvers++;
        OWNER.setRelease(this, null);
    }

    FrameSink ownerAcquire()
    {
        return (FrameSink)OWNER.getAcquire(this);
    }
}

/** The emitter's words. */
abstract class SendStateFields
{
    /** Seq of the next Data. */
    long seq;
    /** The limit as the emitter last read it, or ENDED. */
    long allowance;
    /** The sink that the stream is sent through, null when nobody has it. */
    FrameSink owner;
    /** The sink it was sent through before, until the receiver has passed the position. */
    FrameSink previous;
    long previousPosition;
    /** Whether this direction is finished: END or Close is sent. */
    boolean finished;
    /** Counts that the agent takes over now and then. */
    int handOvers;
    int oversize;
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;
}
