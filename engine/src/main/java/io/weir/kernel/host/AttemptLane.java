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

import java.util.Arrays;

/**
 * The attempts of one adapter that have been started and not been taken, oldest first. Owned by the kernel's thread.
 */
final class AttemptLane
{
    private long[] intentIds = new long[16];
    private long[] seqs = new long[16];
    private int head;
    private int size;
    private long refusedCancel = -1;
    private final BackOff backOff = new BackOff();

    AttemptLane()
    {
    }

    void add(final long intentId, final long seq)
    {
        if (size == intentIds.length)
        {
            intentIds = grown(intentIds);
            seqs = grown(seqs);
            head = 0;
        }
        final int at = head + size++ & intentIds.length - 1;
        intentIds[at] = intentId;
        seqs[at] = seq;
    }

    int size()
    {
        return size;
    }

    /** {@return whether there is one that rests on a batch up to that seq} */
    boolean isReady(final long durableSeq)
    {
        return size > 0 && seqs[head] <= durableSeq;
    }

    long first()
    {
        return intentIds[head];
    }

    void removeFirst()
    {
        head = head + 1 & intentIds.length - 1;
        size--;
    }

    /** {@return how long the adapter is left alone since it threw} */
    BackOff backOff()
    {
        return backOff;
    }

    /** The adapter has no room for a cancel in this cycle. */
    void refuseCancel(final long cycle)
    {
        refusedCancel = cycle;
    }

    boolean hasRefusedCancel(final long cycle)
    {
        return refusedCancel == cycle;
    }

    private long[] grown(final long[] from)
    {
        final long[] to = Arrays.copyOfRange(from, head, head + from.length * 2);
        System.arraycopy(from, 0, to, from.length - head, head);
        return to;
    }
}
