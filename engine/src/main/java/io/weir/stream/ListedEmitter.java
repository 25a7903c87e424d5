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
    /** Frames of the least that was refused and not told of since, 0 if nothing was: less room is not worth a call. */
    private int wanted;
    /** How many frames' credit that needs: an END or a Close needs none (S-4). */
    private int wantedCredit;
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

    /** Notes what was refused: it is told of once the least of all that was refused could pass. */
    final void want(final int frames, final int credit)
    {
        wantedCredit = 0 == wanted ? credit : Math.min(wantedCredit, credit);
        wanted = 0 == wanted ? frames : Math.min(wanted, frames);
    }

    /** Nothing is waited for any more: what was refused has passed, or may be tried now. Owned as the writer is. */
    public final void told()
    {
        wanted = 0;
    }

    /** Whether something was refused that has not passed and was not told of. */
    final boolean wants()
    {
        return 0 != wanted;
    }

    /** Frames to find room for: where nothing was refused, any. */
    final int wantedFrames()
    {
        return Math.max(1, wanted);
    }

    /** Frames to find credit for: where nothing was refused, any. */
    final int wantedCredit()
    {
        return 0 == wanted ? 1 : wantedCredit;
    }

    Waker waker()
    {
        return waker;
    }
}
