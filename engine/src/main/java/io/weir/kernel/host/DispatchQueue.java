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
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Starts attempts for adapters that have room, and hands them over once the batch that says so is durable; cancels
 * likewise (K-6, K-12). Owned by the kernel's thread.
 */
final class DispatchQueue
{
    private static final int CAPACITY = 1024;
    private static final int MAX_MESSAGE = 16 * 1024;

    private final World world;
    private final Dispatches dispatches;
    private final Adapters adapters;
    private final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_MESSAGE));
    private final long[] intentIds = new long[CAPACITY];
    private final long[] seqs = new long[CAPACITY];
    private final int[] startedBy = new int[CAPACITY];
    private long head;
    private long tail;
    private long cancelSeq = -1;
    private int cancels;

    DispatchQueue(final World world, final Adapters adapters)
    {
        this.world = world;
        this.adapters = adapters;
        dispatches = world.dispatches();
    }

    /** Leases what waits to adapters that can take it; answers how many batches that made. */
    int start(final long nowNs)
    {
        int made = 0;
        long next = dispatches.first();
        while (next != Dispatches.NONE && tail - head < CAPACITY)
        {
            final long intentId = next;
            next = dispatches.next(intentId);
            if (dispatches.isOrphan(intentId))
            {
                made += dispatches.endOrphan(intentId, nowNs) ? 1 : 0;
                continue;
            }
            final int target = dispatches.adapterOf(intentId);
            final int adapter = target == Dispatches.ANY_ADAPTER ?
                adapters.adapterFor(dispatches.kind(intentId)) : target;
            if (adapter >= 0)
            {
                if (!dispatches.start(intentId, adapter, nowNs))
                {
                    return made;
                }
                made++;
                final int at = (int)tail++ & CAPACITY - 1;
                intentIds[at] = intentId;
                startedBy[at] = adapter;
                seqs[at] = world.seq();
            }
        }
        return made;
    }

    /** Hands over what rests on batches up to one; answers how many there were. */
    int release(final long durableSeq, final long nowNs)
    {
        int released = 0;
        while (head < tail && seqs[(int)head & CAPACITY - 1] <= durableSeq)
        {
            final int at = (int)head & CAPACITY - 1;
            if (world.isOpen(intentIds[at]))
            {
                final int length = dispatches.encode(intentIds[at], message, 0);
                if (!adapters.onDispatch(startedBy[at], intentIds[at], message, 0, length))
                {
                    return released;
                }
            }
            head++;
            released++;
        }
        return released + releaseCancels(durableSeq, nowNs);
    }

    private int releaseCancels(final long durableSeq, final long nowNs)
    {
        int released = 0;
        if (cancels == 0)
        {
            cancels = dispatches.cancels();
            cancelSeq = world.seq();
        }
        while (cancels > 0 && cancelSeq <= durableSeq)
        {
            final long intentId = dispatches.cancelledIntent(0);
            if (!adapters.onCancel(dispatches.cancelledAdapter(0), intentId, dispatches.cancelledAttempt(0)) ||
                !dispatches.cancelSent(intentId, nowNs))
            {
                return released;
            }
            cancels--;
            released++;
        }
        return released;
    }
}
