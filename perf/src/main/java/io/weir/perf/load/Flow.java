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

package io.weir.perf.load;

import io.weir.DataHeader;
import io.weir.Lane;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamWriter;

import org.agrona.DirectBuffer;

/**
 * The sending end of one stream. Owned by its emitter, which may be the provider's agent or a thread with a lane.
 */
final class Flow implements StreamHandler
{
    private final int index;
    private final long key;
    private final Stream stream;
    private final Emitter emitter;
    private StreamWriter writer;
    private long sent;
    private boolean isQueued;
    private boolean isClosed;

    /**
     * Accepts a stream.
     *
     * @param index   of the stream.
     * @param stream  to send on.
     * @param emitter that will.
     */
    Flow(final int index, final Stream stream, final Emitter emitter)
    {
        this.index = index;
        this.stream = stream;
        this.emitter = emitter;
        key = Content.key(index);
    }

    @Override
    public void onData(
        final Stream from,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        throw new IllegalStateException("a server stream brought Data to its provider");
    }

    @Override
    public void onWritable(final Stream to, final int budget)
    {
        emitter.onWritable(this);
    }

    /**
     * Chooses the way out; called by the emitter's thread before all else.
     *
     * @param lane of the emitter's thread, null on the agent.
     */
    void takeWriter(final Lane lane)
    {
        writer = null == lane ? stream.writer() : stream.writer(lane);
    }

    Stream stream()
    {
        return stream;
    }

    StreamWriter writer()
    {
        return writer;
    }

    int index()
    {
        return index;
    }

    long key()
    {
        return key;
    }

    /** {@return the count of messages sent, which is the number of the next} */
    long sent()
    {
        return sent;
    }

    void onSent()
    {
        sent++;
    }

    boolean isQueued()
    {
        return isQueued;
    }

    void queued(final boolean value)
    {
        isQueued = value;
    }

    boolean isClosed()
    {
        return isClosed;
    }

    void closed()
    {
        isClosed = true;
    }
}
