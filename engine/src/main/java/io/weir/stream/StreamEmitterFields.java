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

/** What the path of a frame reads and writes, together; the padding keeps other threads' words away. */
abstract class StreamEmitterFields
{
    /** Seq of the next Data; the owner's. */
    long seq;
    /** The limit as last read; ENDED when this emitter is not the owner, or has finished. */
    long allowance = SendState.ENDED;
    final long streamId;
    int claimOffset;
    final int peerIndex;
    final int maxPayload;
    final FrameSink sink;
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6;

    StreamEmitterFields(final long streamId, final FrameSink sink, final int peerIndex, final int maxPayload)
    {
        this.streamId = streamId;
        this.sink = sink;
        this.peerIndex = peerIndex;
        this.maxPayload = maxPayload;
    }
}
