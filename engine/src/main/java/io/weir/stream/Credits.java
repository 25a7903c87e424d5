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

import io.weir.counters.CounterType;
import io.weir.counters.Tally;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The credit of one session's streams, both directions (section 4 of the specification): what is granted to the peer,
 * what the peer has granted, who is told of it. Owned by the session's agent.
 */
public final class Credits
{
    private final StreamHost host;
    private final Tally counts;
    private final StreamTable table;
    private final PendingControl control;
    private StreamEnd lazy;

    Credits(final StreamHost host, final StreamTable table, final PendingControl control)
    {
        this.host = host;
        this.counts = host.counts();
        this.table = table;
        this.control = control;
    }

    /** Grants what was consumed and is less than half a window, so that no sender waits for it for ever (C-4). */
    public void sweep()
    {
        StreamEnd next = lazy;
        lazy = null;
        try
        {
            while (null != next)
            {
                final StreamEnd end = next;
                next = end.nextLazy;
                end.nextLazy = null;
                end.isLazy = false;
                sweep(end);
            }
        }
        finally
        {
            // Whatever was thrown, the others are looked at by the next sweep.
            while (null != next)
            {
                final StreamEnd end = next;
                next = end.nextLazy;
                end.nextLazy = lazy;
                lazy = end;
            }
        }
    }

    /**
     * States every limit anew, over a session's next connection: which of them were sent over the last one and arrived
     * is not known, and to repeat them does no harm (C-1, N-4).
     */
    public void restate()
    {
        table.forEach(end ->
        {
            if (StreamState.OPEN == end.state && end.receives && end.limit > 0)
            {
                control.credit(end, end.limit);
            }
        });
    }

    /** Grants what is due; else notes the stream for the next sweep. */
    void grant(final StreamEnd end)
    {
        if (StreamState.OPEN != end.state || !end.receives)
        {
            settleHeld(end);
            return;
        }
        countReceived(end);
        if (end.isStopped)
        {
            settleHeld(end);
            return;
        }
        final long grantable = end.grantable();
        if (end.isGrantDue(grantable))
        {
            control.credit(end, grantable);
            oweIfCutShort(end);
        }
        else
        {
            if (!end.isLazy && (grantable > end.limit || null != end.held && end.held.isCutShort()))
            {
                owe(end);
            }
            end.receiveThresholds();
        }
    }

    /** Raises what this end may send, and tells its emitter if it waits (C-5). */
    void raise(final StreamEnd end, final long limit)
    {
        final SendState send = end.send;
        countSent(end);
        if (limit > send.limitAcquire())
        {
            send.limitRelease(limit);
            wake(end, limit);
        }
        else
        {
            counts.increment(CounterType.STREAM_CREDITS_IGNORED_TOTAL);
        }
    }

    /** Nothing is granted or sent any more; whoever waits to send finds it out. */
    void end(final StreamEnd end)
    {
        countReceived(end);
        settleHeld(end);
        if (null != end.send)
        {
            countSent(end);
            end.send.limitRelease(SendState.ENDED);
            final StreamEmitter owner = end.send.owner();
            if (null != owner && owner.sendsThrough(host.output().sink()))
            {
                owner.cutOff();
            }
            wake(end, Long.MAX_VALUE);
        }
    }

    /**
     * Counts the backlog of a stream whose handler takes in place. It leaves none behind, but what one duty cycle
     * brings had been sent before it was polled. Called once a run and once a grant, never once a frame: how much of
     * what a cycle brings is found depends on how it was packed, and what is dropped is not counted.
     *
     * @param end that has just taken Data.
     * @param seq of the first of it that is known to be of this cycle.
     */
    void countBacklog(final StreamEnd end, final long seq)
    {
        if (end.explicit)
        {
            return;
        }
        final int cycle = host.cycle();
        if (end.countedCycle != cycle)
        {
            end.countedCycle = cycle;
            end.receivedBefore = seq;
        }
        counts.propose(CounterType.STREAM_BACKLOG_HWM, Math.min(end.window, end.expected - end.receivedBefore));
    }

    void wakeEmitter(final StreamEnd end)
    {
        if (end.send.unblock())
        {
            final StreamEmitter emitter = end.send.waiting();
            (null == emitter ? host.agentWaker() : emitter.waker()).onCredit(end, emitter);
        }
    }

    private void sweep(final StreamEnd end)
    {
        if (StreamState.OPEN == end.state)
        {
            countReceived(end);
            if (end.expected != end.lazyAt)
            {
                // Data still comes, so its credit goes back by the half window: look again at the next sweep.
                owe(end);
            }
            else if (end.grantable() > end.limit)
            {
                control.credit(end, end.grantable());
            }
            oweIfCutShort(end);
            end.receiveThresholds();
        }
    }

    /** Notes an end for the next sweep. */
    private void owe(final StreamEnd end)
    {
        end.isLazy = true;
        end.lazyAt = end.expected;
        end.nextLazy = lazy;
        lazy = end;
    }

    /** What the pool did not give now it may give later. */
    private void oweIfCutShort(final StreamEnd end)
    {
        if (!end.isLazy && null != end.held && end.held.isCutShort())
        {
            owe(end);
        }
    }

    private static void settleHeld(final StreamEnd end)
    {
        if (null != end.held)
        {
            end.held.settle(end);
        }
    }

    private void countReceived(final StreamEnd end)
    {
        final long received = end.expected + end.ends;
        counts.add(CounterType.STREAM_DATA_IN_TOTAL, received - end.countedIn);
        end.countedIn = received;
        if (end.explicit)
        {
            counts.propose(CounterType.STREAM_BACKLOG_HWM, end.expected - end.consumed);
        }
    }

    /** The emitter's words may be read a moment late, and no harm done: the next time counts the rest. */
    private void countSent(final StreamEnd end)
    {
        final SendState send = end.send;
        final StreamEmitter owner = send.owner();
        final long sent = null == owner ? send.leftSeq() : owner.seq;
        final int handOvers = send.handOvers;
        final int oversize = send.oversize;
        counts.add(CounterType.STREAM_DATA_OUT_TOTAL, sent - end.countedOut);
        counts.add(CounterType.STREAM_HANDOVERS_TOTAL, handOvers - end.countedHandOvers);
        counts.add(CounterType.STREAM_OVERSIZE_TOTAL, oversize - end.countedOversize);
        end.countedOut = sent;
        end.countedHandOvers = handOvers;
        end.countedOversize = oversize;
    }

    /**
     * Wakes the emitter if what it waits for needs no higher limit than this. Between the new limit and the look at the
     * flag stands a full fence, unless the emitter is this very thread.
     */
    private void wake(final StreamEnd end, final long limit)
    {
        final SendState send = end.send;
        final StreamEmitter owner = send.owner();
        if (null == owner || !owner.sendsThrough(host.output().sink()))
        {
            VarHandle.fullFence();
        }
        if (send.isBlockedUntil(limit))
        {
            wakeEmitter(end);
            LockSupport.unpark(send.waiter());
        }
    }
}
