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
package io.weir.aeron;

import io.weir.link.LaneBuffer;
import java.util.ArrayDeque;

/**
 * The memory outside the heap in which an agent's connections stage frames: taken back from a connection that is over,
 * for the next one, whether a collector runs or not (T-11). Owned by the agent.
 */
final class StagingPool
{
    private final ArrayDeque<LaneBuffer> free = new ArrayDeque<>();
    private boolean closed;

    /** {@return memory of exactly so many bytes: it is the length of the longest message} */
    LaneBuffer take(final int length)
    {
        // Channels differ in their MTU, and few engines use many of them.
        for (int i = free.size(); i > 0; i--)
        {
            final LaneBuffer idle = free.poll();
            if (idle.capacity() == length)
            {
                return idle;
            }
            free.add(idle);
        }
        return LaneBuffer.allocate(length);
    }

    /** Takes back what was taken; harmless with a buffer of nothing. */
    void giveBack(final LaneBuffer memory)
    {
        if (0 != memory.capacity() && !closed)
        {
            free.add(memory);
        }
    }

    /** Keeps nothing: what there is goes with the connections that were the last to use it. */
    void close()
    {
        closed = true;
        free.clear();
    }
}
