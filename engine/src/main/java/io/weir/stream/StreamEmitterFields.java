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

import io.weir.codecs.DataFrame;
import io.weir.link.FrameSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What the path of a frame reads and writes, together; the padding keeps other threads' words away. Behind it, the
 * emitter's places in the lists of those to be told (C-5).
 */
abstract class StreamEmitterFields
{
    private static final VarHandle WOKEN;

    static
    {
        try
        {
            WOKEN = MethodHandles.lookup().findVarHandle(StreamEmitterFields.class, "woken", boolean.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** Seq of the next Data; the owner's. */
    long seq;
    /** The limit as last read; ENDED when this emitter is not the owner, or has finished. */
    long allowance = SendState.ENDED;
    final long streamId;
    final int peerIndex;
    final int maxPayload;
    final FrameSink sink;
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6;
    @SuppressWarnings("unused")
    private volatile boolean woken;
    private StreamEmitter nextWoken;
    private boolean refused;

    StreamEmitterFields(final long streamId, final FrameSink sink, final int peerIndex, final int maxPayload)
    {
        this.streamId = streamId;
        this.sink = sink;
        this.peerIndex = peerIndex;
        this.maxPayload = maxPayload;
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

    /** Whether this emitter sends through a sink. */
    final boolean sendsThrough(final FrameSink other)
    {
        return sink == other;
    }

    /** The agent ended the stream; the emitter is the agent itself. */
    final void cutOff()
    {
        allowance = SendState.ENDED;
    }

    /** Encodes all of the frame but its payload, with the flags that nearly every frame has: none. */
    final void encode(final FrameSink to, final int claimed, final int length)
    {
        DataFrame.encode(to.buffer(), claimed, streamId, seq, to.timestampNs(), 0, length);
    }
}
