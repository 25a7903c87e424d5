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

import io.weir.codecs.DataFrame;
import io.weir.link.FrameSink;

/**
 * What the path of a frame reads and writes, together. A class of its own, since a JVM lays out the fields of one class
 * by size, but behind all those of its parent: other threads' words follow behind {@link StreamEmitterPadding}.
 */
abstract class StreamEmitterFields
{
    /** Seq of the next Data; the owner's. */
    long seq;
    /** The limit as last read; ENDED when this emitter is not the owner, or has finished. */
    long allowance = SendState.ENDED;
    final long streamId;
    final int peerIndex;
    final int maxPayload;
    final FrameSink sink;
    /** Whether its direction carries one message, which ends it. */
    final boolean sendsOne;

    StreamEmitterFields(
        final long streamId,
        final FrameSink sink,
        final int peerIndex,
        final int maxPayload,
        final boolean sendsOne)
    {
        this.sendsOne = sendsOne;
        this.streamId = streamId;
        this.sink = sink;
        this.peerIndex = peerIndex;
        this.maxPayload = maxPayload;
    }

    /** Whether this emitter sends through a sink. */
    final boolean sendsThrough(final FrameSink other)
    {
        return sink == other;
    }

    /** The agent ended the stream; the emitter is the agent itself. */
    final void cutOff()
    {
        allowance = SendState.ENDED;
    }

    /** Encodes all of the frame but its payload, with the flags that nearly every frame has: none. */
    final void encode(final FrameSink to, final int claimed, final int length)
    {
        DataFrame.encode(to.buffer(), claimed, streamId, seq, to.timestampNs(), 0, length);
    }
}

/** Keeps other threads' words off the line of what the path of a frame reads and writes. */
abstract class StreamEmitterPadding extends StreamEmitterFields
{
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6;

    StreamEmitterPadding(
        final long streamId,
        final FrameSink sink,
        final int peerIndex,
        final int maxPayload,
        final boolean sendsOne)
    {
        super(streamId, sink, peerIndex, maxPayload, sendsOne);
    }
}
