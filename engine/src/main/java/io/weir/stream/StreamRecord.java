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

import io.weir.StreamHandler;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.FrameSink;

/**
 * The record of one end of a stream: what its agent notes about it besides the state machine's own words. Control that
 * waits (T-7), places in the agent's lists, what was counted already. Owned by the agent; those of the refused by the
 * emitter.
 */
abstract class StreamRecord extends ReceiveFields
{
    /** What {@link #timerId()} says when no timer runs. */
    public static final long NO_TIMER = Long.MIN_VALUE;

    PendingOpen open;
    /** The time that was left when the Open came, and when it came. */
    long deadlineNs;
    long openedAtNs;
    int peerWindow;
    /** Count of bare ENDs received: 0 or 1. */
    int ends;
    /** Whether the peer sends messages of several frames, and so needs all of its credit back soon. */
    boolean takesMany;
    boolean isLazy;
    /** What was received when this end was last noted as owing credit. */
    long lazyAt;
    long countedIn;
    /** The duty cycle in which this end was last counted, and what was received before it in that cycle. */
    int countedCycle;
    long receivedBefore;
    long countedOut;
    int countedHandOvers;
    int countedOversize;
    CloseReason closedReason;
    StreamErrorCode closedCode;
    /** Where the emitter's Close stands; before the emitter's reason. */
    FrameSink closedThrough;
    long closedPosition;
    /** Through which sink the last Data went, up to where in it, and as the how many-th; the sink is written last. */
    volatile FrameSink finishedThrough;
    long finishedPosition;
    long finishedSeq;
    StreamEnd nextLazy;

    int pending;
    StreamErrorCode pendingCode;
    CloseReason pendingReason;
    CancelReason pendingCancel;
    StreamEnd nextPending;
    boolean isListed;

    private Object attachment;
    private long timerId = NO_TIMER;
    private StreamEnd nextAttention;
    private boolean refused;
    private boolean pressed;

    StreamRecord(final long id, final int window, final StreamHandler handler)
    {
        super(id, window, handler);
    }

    /** {@return the next in the agent's list of those that want attention; while listed, the list's} */
    public StreamEnd nextAttention()
    {
        return nextAttention;
    }

    /**
     * Links this end into the agent's list of those that want attention.
     *
     * @param next after this.
     */
    public void nextAttention(final StreamEnd next)
    {
        nextAttention = next;
    }

    /** {@return the id of the running timer, or {@link #NO_TIMER}} */
    public long timerId()
    {
        return timerId;
    }

    /**
     * Notes the timer that runs for this stream.
     *
     * @param id of the timer, or {@link #NO_TIMER}.
     */
    public void timerId(final long id)
    {
        timerId = id;
    }

    /** {@return whether the agent has noted its emitter as one to tell} */
    public boolean isRefused()
    {
        return refused;
    }

    /**
     * Notes whether the end is among those whose emitter the agent is to tell. On the agent.
     *
     * @param value to note.
     */
    public void refused(final boolean value)
    {
        refused = value;
    }

    /**
     * {@return whether the agent's own emitter was refused for want of room, and so may want to go on without credit}
     */
    public boolean isPressed()
    {
        return pressed;
    }

    /**
     * Notes whether the agent's own emitter was refused for want of room. On the agent.
     *
     * @param value to note.
     */
    public void pressed(final boolean value)
    {
        pressed = value;
    }

    /** {@return the application's own object} */
    public Object attachment()
    {
        return attachment;
    }

    /**
     * Attaches an object of the application's.
     *
     * @param value to keep.
     */
    public void attachment(final Object value)
    {
        attachment = value;
    }
}

/**
 * What the path of a frame reads and writes; the cold words of the subclass keep it apart from other objects' hot ones.
 */
abstract class ReceiveFields
{
    /** The stream's id (W-1). */
    final long id;
    /** Seq of the next Data (S-1). */
    long expected;
    /** Data with a seq below this is plain: the handler gets it without further questions. */
    long plainLimit = Long.MIN_VALUE;
    /** Count of Data received at which a grant may be due. */
    long grantAt = Long.MAX_VALUE;
    final int window;
    StreamHandler handler;

    ReceiveFields(final long id, final int window, final StreamHandler handler)
    {
        this.id = id;
        this.window = window;
        this.handler = handler;
    }
}
