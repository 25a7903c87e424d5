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
package io.weir.remote;

import io.weir.link.MemoryConnection;
import io.weir.link.RawFrames;
import java.util.List;
import java.util.stream.Collectors;

/** One end of a connection played by the test, frame by frame; the other end is an engine's. */
final class RawPeer
{
    private final RemotePair pair;
    private final MemoryConnection end;

    RawPeer(final RemotePair pair, final MemoryConnection end)
    {
        this.pair = pair;
        this.end = end;
    }

    /** A peer that connects to the market by hand. */
    static RawPeer dial(final RemotePair pair)
    {
        final RawPeer peer = new RawPeer(pair, pair.network().dial(RemotePair.ADDRESS));
        pair.invoke();
        return peer;
    }

    /** Sends frames, and lets the engines handle them. */
    RawPeer send(final byte[]... frames)
    {
        for (final byte[] frame : frames)
        {
            end.send(frame);
        }
        pair.invoke();
        return this;
    }

    /** {@return what has arrived since last asked, in words, heartbeats left out} */
    List<String> received()
    {
        return end.take().stream().map(RawFrames::describe).filter(text -> !"HEARTBEAT".equals(text))
            .collect(Collectors.toList());
    }

    MemoryConnection end()
    {
        return end;
    }
}
