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
package io.weir.kernel.host;

import io.weir.kernel.Dispatches;
import io.weir.kernel.World;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Starts attempts for adapters that have room, and hands them over once the batch that says so is durable; cancels
 * likewise (K-6, K-12). It meets only what can go: how much waits besides costs nothing. What one adapter does not take
 * delays no other's. What an adapter throws is logged and counts as not taken, and the adapter is left alone for a
 * while; an Error ends the world. Owned by the kernel's thread.
 */
final class DispatchQueue
{
    private static final int CANCELS = 256;

    private final World world;
    private final Dispatches dispatches;
    private final Adapters adapters;
    private final ErrorHandler errors;
    private final UnsafeBuffer message;
    private final int capacity;
    private final int kinds;
    private final BackOff[] kindBackOffs;
    private AttemptLane[] lanes = new AttemptLane[16];
    private int waiting;
    private int nextKind;
    private int nextCancel = Dispatches.NO_CANCEL;
    private long cycle;
    private long looks;
    private long dispatched;
    private long cancelled;

    DispatchQueue(final World world, final Adapters adapters, final int capacity, final ErrorHandler errors)
    {
        this.world = world;
        this.adapters = adapters;
        this.errors = errors;
        this.capacity = capacity;
        dispatches = world.dispatches();
        kinds = dispatches.kinds();
        kindBackOffs = new BackOff[kinds];
        Arrays.setAll(kindBackOffs, kind -> new BackOff());
        message = new UnsafeBuffer(ByteBuffer.allocateDirect(dispatches.maxMessageLength()));
    }

    /** Leases what waits to adapters that can take it; answers how many batches that made. */
    int start(final long nowNs)
    {
        int made = 0;
        // Another one is first in each cycle: those that share an adapter share its room.
        nextKind = nextKind + 1 >= kinds ? 0 : nextKind + 1;
        int kind = nextKind;
        for (int i = 0; i < kinds; i++)
        {
            made += start(kind, nowNs);
            kind = kind + 1 == kinds ? 0 : kind + 1;
        }
        return made + startControls(nowNs);
    }

    /** Hands over what rests on batches up to one; answers how many there were. */
    int release(final long durableSeq, final long nowNs)
    {
        cycle++;
        int released = 0;
        for (int adapter = 0; waiting > 0 && adapter < lanes.length; adapter++)
        {
            if (lanes[adapter] != null && !lanes[adapter].backOff().isWaiting(nowNs))
            {
                released += release(lanes[adapter], adapter, durableSeq, nowNs);
            }
        }
        return released + releaseCancels(durableSeq, nowNs);
    }

    /** {@return how many have been started and not been taken} */
    int waiting()
    {
        return waiting;
    }

    /** {@return how many attempts adapters have taken} */
    long dispatched()
    {
        return dispatched;
    }

    /** {@return how many cancels adapters have taken} */
    long cancelled()
    {
        return cancelled;
    }

    /** {@return how many intents and cancels were looked at: the work that was done, whatever the clock says} */
    long looks()
    {
        return looks;
    }

    private int start(final int kind, final long nowNs)
    {
        int made = 0;
        long intentId = dispatches.first(kind);
        while (intentId != Dispatches.NONE)
        {
            looks++;
            final int adapter = adapterFor(kind, nowNs);
            if (adapter < 0 || lane(adapter).size() >= capacity || !dispatches.start(intentId, adapter, nowNs))
            {
                return made;
            }
            started(intentId, adapter);
            made++;
            intentId = dispatches.first(kind);
        }
        return made;
    }

    /** Those of a full adapter too, so that they hold up no other's: how many intents are open bounds them. */
    private int startControls(final long nowNs)
    {
        int made = 0;
        long intentId = dispatches.firstControl();
        while (intentId != Dispatches.NONE)
        {
            looks++;
            if (dispatches.isOrphan(intentId))
            {
                if (!dispatches.endOrphan(intentId, nowNs))
                {
                    return made;
                }
            }
            else
            {
                final int adapter = dispatches.adapterOf(intentId);
                if (!dispatches.start(intentId, adapter, nowNs))
                {
                    return made;
                }
                started(intentId, adapter);
            }
            made++;
            intentId = dispatches.firstControl();
        }
        return made;
    }

    private void started(final long intentId, final int adapter)
    {
        lane(adapter).add(intentId, world.seq());
        waiting++;
    }

    private int adapterFor(final int kind, final long nowNs)
    {
        final BackOff backOff = kindBackOffs[kind];
        if (backOff.isWaiting(nowNs))
        {
            return Adapters.NONE;
        }
        try
        {
            final int adapter = adapters.adapterFor(kind);
            backOff.succeeded();
            return adapter;
        }
        catch (final Exception ex)
        {
            backOff.failed(nowNs);
            errors.onError(ex);
            return Adapters.NONE;
        }
    }

    private boolean isDispatched(final AttemptLane lane, final int adapter, final long intentId, final long nowNs)
    {
        final int length = dispatches.encode(intentId, message, 0);
        try
        {
            final boolean isTaken = adapters.onDispatch(adapter, intentId, message, 0, length);
            lane.backOff().succeeded();
            return isTaken;
        }
        catch (final Exception ex)
        {
            lane.backOff().failed(nowNs);
            errors.onError(ex);
            return false;
        }
    }

    private boolean isCancelled(final AttemptLane lane, final int cancel, final long nowNs)
    {
        if (lane.backOff().isWaiting(nowNs))
        {
            return false;
        }
        try
        {
            final boolean isTaken = adapters.onCancel(dispatches.cancelledAdapter(cancel),
                dispatches.cancelledIntent(cancel), dispatches.cancelledAttempt(cancel));
            lane.backOff().succeeded();
            return isTaken;
        }
        catch (final Exception ex)
        {
            lane.backOff().failed(nowNs);
            errors.onError(ex);
            return false;
        }
    }

    private int release(final AttemptLane lane, final int adapter, final long durableSeq, final long nowNs)
    {
        int released = 0;
        while (lane.isReady(durableSeq))
        {
            looks++;
            final long intentId = lane.first();
            if (world.isOpen(intentId))
            {
                if (!isDispatched(lane, adapter, intentId, nowNs))
                {
                    return released;
                }
                dispatched++;
            }
            lane.removeFirst();
            waiting--;
            released++;
        }
        return released;
    }

    /** Goes on where the last cycle ended, so that those whom nobody takes are not all looked at each time. */
    private int releaseCancels(final long durableSeq, final long nowNs)
    {
        int released = 0;
        final int count = Math.min(CANCELS, dispatches.cancels());
        int at = nextCancel == Dispatches.NO_CANCEL ? dispatches.firstCancel() : nextCancel;
        for (int i = 0; i < count && at != Dispatches.NO_CANCEL; i++)
        {
            looks++;
            final int next = dispatches.nextCancel(at);
            if (dispatches.cancelledSeq(at) > durableSeq)
            {
                // Younger ones are not durable either.
                at = Dispatches.NO_CANCEL;
                break;
            }
            final AttemptLane lane = lane(dispatches.cancelledAdapter(at));
            if (!lane.hasRefusedCancel(cycle))
            {
                final long intentId = dispatches.cancelledIntent(at);
                if (!isCancelled(lane, at, nowNs))
                {
                    lane.refuseCancel(cycle);
                }
                else if (dispatches.cancelSent(intentId, nowNs))
                {
                    cancelled++;
                    released++;
                }
                else
                {
                    break;
                }
            }
            at = next;
        }
        nextCancel = at;
        return released;
    }

    private AttemptLane lane(final int adapter)
    {
        if (adapter >= lanes.length)
        {
            lanes = Arrays.copyOf(lanes, Math.max(adapter + 1, lanes.length * 2));
        }
        if (lanes[adapter] == null)
        {
            lanes[adapter] = new AttemptLane();
        }
        return lanes[adapter];
    }
}
