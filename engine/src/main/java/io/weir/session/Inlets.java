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

import io.weir.link.Inlet;
import java.util.Arrays;
import java.util.function.Consumer;

/** The inlets that an agent polls in turn. Owned by the agent. */
final class Inlets
{
    /** Frames polled before what they gave rise to is published. */
    private static final int PORTION = 32;
    private static final Source[] NOTHING = new Source[0];

    private final Dispatcher dispatcher;
    private final int limit;
    private Source[] sources = NOTHING;

    Inlets(final Dispatcher dispatcher, final int limit)
    {
        this.dispatcher = dispatcher;
        this.limit = limit;
    }

    void add(final Inlet inlet, final Object peer)
    {
        sources = Arrays.copyOf(sources, sources.length + 1);
        sources[sources.length - 1] = new Source(inlet, peer);
    }

    boolean isEmpty()
    {
        return 0 == sources.length;
    }

    int poll(final Outlets outlets, final long nowNs)
    {
        int done = 0;
        for (final Source source : sources)
        {
            done += poll(source, outlets, nowNs);
        }
        return done;
    }

    /** Drops what is polled to its last frame; only now are the peer's sessions lost. */
    void dropExhausted(final Consumer<Object> onPeerLost)
    {
        for (final Source source : sources)
        {
            if (source.inlet.isExhausted())
            {
                sources = Arrays.stream(sources).filter(other -> other != source).toArray(Source[]::new);
                if (null != source.peer)
                {
                    onPeerLost.accept(source.peer);
                }
            }
        }
    }

    void close()
    {
        for (final Source source : sources)
        {
            source.inlet.close();
        }
    }

    /** Polls in portions: grants leave, and room is given back, before all of a long queue is worked off (T-4). */
    private int poll(final Source source, final Outlets outlets, final long nowNs)
    {
        int done = 0;
        int frames;
        do
        {
            frames = source.inlet.poll(dispatcher, Math.min(PORTION, limit - done), nowNs);
            if (frames > 0)
            {
                outlets.publish();
            }
            done += frames;
        }
        while (frames == PORTION && done < limit);
        return 0 == done && source.inlet.isHeldBack() ? 1 : done;
    }

    /** An inlet, and whose sessions its frames are for. */
    private static final class Source
    {
        final Inlet inlet;
        final Object peer;

        Source(final Inlet inlet, final Object peer)
        {
            this.inlet = inlet;
            this.peer = peer;
        }
    }
}
