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
import java.util.Arrays;

/**
 * How far the receiver must have come in each emitter's lane before the session may say Goodbye in the agent's: up to
 * the last Close that travels there (S-4, S-10). Owned by the agent; bounded by the lanes that are not drained.
 */
final class LaneTails
{
    private FrameSink[] sinks = new FrameSink[4];
    private long[] positions = new long[4];
    private int count;

    /** A Close stands before this position. */
    void note(final FrameSink sink, final long position)
    {
        for (int i = 0; i < count; i++)
        {
            if (sinks[i] == sink)
            {
                positions[i] = Math.max(positions[i], position);
                return;
            }
        }
        if (sinks.length == count && !removeDrained())
        {
            sinks = Arrays.copyOf(sinks, count << 1);
            positions = Arrays.copyOf(positions, count << 1);
        }
        sinks[count] = sink;
        positions[count++] = position;
    }

    /** Whether every Close has been passed by the receiver, or never will be. */
    boolean isDrained()
    {
        removeDrained();
        return 0 == count;
    }

    private boolean removeDrained()
    {
        final int before = count;
        count = 0;
        for (int i = 0; i < before; i++)
        {
            if (!sinks[i].isDisconnected() && sinks[i].consumedPosition() < positions[i])
            {
                sinks[count] = sinks[i];
                positions[count++] = positions[i];
            }
        }
        Arrays.fill(sinks, count, before, null);
        return count < before;
    }
}
