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
package io.weir.session;

import io.weir.link.FrameSink;
import io.weir.link.LaneReader;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The lanes of other threads into one session with a peer outside the process: rings within this one, which the agent
 * empties into the session's sink, each as far as there is room (N-1). A full sink holds these lanes up and no others.
 * Added to by any thread, else the agent's.
 */
final class LinkLanes
{
    private static final LaneReader[] NONE = new LaneReader[0];

    private final Queue<LaneReader> arriving = new ConcurrentLinkedQueue<>();
    private LaneReader[] lanes = NONE;
    private int first;
    private volatile boolean closed;

    /** Takes a lane; of a session that has ended its emitter is told so at once. Any thread. */
    void add(final LaneReader lane)
    {
        arriving.add(lane);
        if (closed)
        {
            lane.close();
        }
    }

    /** Moves frames from the lanes in turn, at most so many from each. The lane that is first changes every time. */
    int drainTo(final FrameSink sink, final int limit)
    {
        adopt();
        final LaneReader[] all = lanes;
        int frames = 0;
        for (int i = 0; i < all.length; i++)
        {
            final int turn = first + i;
            frames += all[turn < all.length ? turn : turn - all.length].drainTo(sink, 0, limit);
        }
        first = first + 1 < all.length ? first + 1 : 0;
        dropExhausted(all);
        return frames;
    }

    /** Nothing more is taken: what is in the lanes is forgotten, and their emitters are told that nobody is there. */
    void close()
    {
        closed = true;
        adopt();
        for (final LaneReader lane : lanes)
        {
            lane.close();
        }
        lanes = NONE;
    }

    private void adopt()
    {
        if (!arriving.isEmpty())
        {
            LaneReader lane = arriving.poll();
            while (null != lane)
            {
                lanes = Arrays.copyOf(lanes, lanes.length + 1);
                lanes[lanes.length - 1] = lane;
                lane = arriving.poll();
            }
        }
    }

    private void dropExhausted(final LaneReader[] all)
    {
        for (final LaneReader lane : all)
        {
            if (lane.isExhausted())
            {
                lanes = Arrays.stream(lanes).filter(other -> other != lane).toArray(LaneReader[]::new);
                first = 0;
            }
        }
    }
}
