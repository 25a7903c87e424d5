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

/**
 * What the credit of a stream depends on when its consumer holds items beyond the callback (C-3, C-9): its share of the
 * session's pool, and, for whole messages, which frames were copied into one. Owned by the session's agent.
 *
 * <p>Without reassembly a frame is an item, held until it is taken. With reassembly every frame of a message but the
 * last is consumed as it is copied, and the last stands for the message until that is taken: so no more messages than
 * frames of the window wait, and one longer than what is left of the window still gets through.
 */
final class HeldFrames
{
    /** Count of frames consumed by copying or dropping them on the agent. */
    long copied;

    private final HeldPool pool;
    private final boolean assembles;
    private int share;
    private boolean isCutShort;

    HeldFrames(final HeldPool pool, final boolean assembles)
    {
        this.pool = pool;
        this.assembles = assembles;
    }

    /** {@return the limit that demand, consumption, window and pool allow} */
    long grantable(final StreamEnd end)
    {
        settle(end);
        final long consumed = end.consumed();
        final long wanted = Math.min(demanded(end), consumed + end.window);
        final long possible = consumed + 1 + share + pool.free();
        isCutShort = wanted > end.limit && wanted > possible;
        return Math.min(wanted, possible);
    }

    /** {@return whether the pool made the last grant smaller than it could have been} */
    boolean isCutShort()
    {
        return isCutShort;
    }

    /** The grant that was just computed is made. */
    void granted(final StreamEnd end)
    {
        settle(end);
        if (isCutShort)
        {
            pool.cutShort();
        }
    }

    /** Reserves what may still come and what has come and was not taken; of a stream that has ended only the latter. */
    void settle(final StreamEnd end)
    {
        final long last = StreamState.OPEN == end.state && !end.isStopped ? end.limit : end.expected;
        final int now = (int)Math.max(0, last - end.consumed() - 1);
        pool.reserve(now - share);
        share = now;
    }

    /** {@return the share of the pool that this stream has reserved, in frames} */
    int share()
    {
        return share;
    }

    /** {@return the limit that demand alone allows: demand counts items, which with reassembly are messages} */
    private long demanded(final StreamEnd end)
    {
        if (!assembles)
        {
            return end.demand;
        }
        return end.demand > end.expected - copied ? Long.MAX_VALUE : end.limit;
    }
}
