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

import io.weir.link.LaneWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** An agent's own lanes into other agents, and the batch that a duty cycle is to them (T-3). Owned by the agent. */
final class Outlets
{
    private final Map<Object, LaneWriter> byPeer = new LinkedHashMap<>();
    private final ArrayList<LaneWriter> writers = new ArrayList<>();
    private long epochNs;

    LaneWriter to(final Object peer, final Supplier<LaneWriter> opening)
    {
        LaneWriter writer = byPeer.get(peer);
        if (null == writer)
        {
            writer = opening.get();
            writer.timestampNs(epochNs);
            writer.beginBatch();
            byPeer.put(peer, writer);
            writers.add(writer);
        }
        return writer;
    }

    void forget(final Object peer)
    {
        writers.remove(byPeer.remove(peer));
    }

    void beginBatch(final long timestampNs)
    {
        epochNs = timestampNs;
        for (int i = 0; i < writers.size(); i++)
        {
            final LaneWriter writer = writers.get(i);
            writer.timestampNs(timestampNs);
            writer.beginBatch();
        }
    }

    void endBatch()
    {
        for (int i = 0; i < writers.size(); i++)
        {
            // A claim left open by a callback or by work is given up: the lane has others to serve.
            writers.get(i).abort();
            writers.get(i).endBatch();
        }
    }

    void publish()
    {
        for (int i = 0; i < writers.size(); i++)
        {
            writers.get(i).publish();
        }
    }

    void close()
    {
        writers.forEach(LaneWriter::close);
    }
}
