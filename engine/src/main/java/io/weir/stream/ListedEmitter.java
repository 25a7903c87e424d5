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
 * An emitter's place among those to be told that they can go on: each by itself, since a stream may be handed to
 * another while the first is listed still (C-5, T-5). Agents write here, behind the padding.
 */
abstract class ListedEmitter extends StreamEmitterPadding
{
    private static final VarHandle WOKEN;

    static
    {
        try
        {
            WOKEN = MethodHandles.lookup().findVarHandle(ListedEmitter.class, "woken", boolean.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    final StreamEnd end;
    final SendState send;
    final Waker waker;
    /** Frames of what was refused last: no less room is worth waking for. */
    int wanted = 1;
    /** Those of them that need credit: an END or a Close needs none (S-4). */
    int wantedCredit = 1;
    private boolean refused;
    private volatile boolean woken;
    private StreamEmitter nextWoken;

    ListedEmitter(
        final StreamEnd end,
        final FrameSink sink,
        final int peerIndex,
        final Waker waker,
        final int maxPayload)
    {
        super(end.id, sink, peerIndex, maxPayload, Directions.carriesOne(end.kind, end.opener));
        this.end = end;
        this.send = end.send;
        this.waker = waker;
    }

    /** {@return the end written to} */
    public StreamEnd target()
    {
        return end;
    }

    /** {@return whether another emitter has the stream, so that this one cannot go on yet; any thread} */
    public boolean isElsewhere()
    {
        final StreamEmitter owner = send.owner();
        return null != owner && owner.sink != sink && !owner.sink.isClosed();
    }

    /**
     * Refuses to have an agent wait: whatever it waits for, it is the one to bring about.
     *
     * @throws IllegalStateException if the caller is the agent of the stream's session.
     */
    public void requireMayWait()
    {
        if (end.host.agentWaker() == waker || end.host.isAgentThread())
        {
            throw new IllegalStateException("the agent does not wait: it is told in onWritable");
        }
    }

    /** {@return whether this call was the one to list the emitter among the woken; the agent's} */
    public boolean linkWoken()
    {
        return !woken && WOKEN.compareAndSet(this, false, true);
    }

    /**
     * Links this emitter before another in the list of the woken.
     *
     * @param next after this.
     */
    public void nextWoken(final StreamEmitter next)
    {
        nextWoken = next;
    }

    /** {@return the next of the woken, this one being taken off the list} */
    public StreamEmitter unlinkWoken()
    {
        final StreamEmitter next = nextWoken;
        nextWoken = null;
        woken = false;
        return next;
    }

    /** {@return whether the emitter is noted as refused for want of room. Owned as the writer is} */
    public boolean isRefused()
    {
        return refused;
    }

    /**
     * Notes whether the emitter is among those refused for want of room. Owned as the writer is.
     *
     * @param value to note.
     */
    public void refused(final boolean value)
    {
        refused = value;
    }

    /** Says what is about to be tried; should it be refused, this is what is waited for. */
    final void want(final int frames, final int credit)
    {
        wanted = frames;
        wantedCredit = credit;
    }

    Waker waker()
    {
        return waker;
    }
}
