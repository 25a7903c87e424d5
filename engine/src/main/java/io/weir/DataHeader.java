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
package io.weir;

import io.weir.codecs.DataFrame;
import org.agrona.DirectBuffer;

/**
 * Flyweight over the header of the Data frame that a handler is looking at. Owned by the agent, reused for every frame;
 * valid inside the callback that it was given to.
 */
public final class DataHeader
{
    private DirectBuffer buffer;
    private int offset;

    /**
     * A header of nothing, until it points at a frame.
     */
    public DataHeader()
    {
    }

    /**
     * Points this header at a frame. Called by the engine.
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    public void wrap(final DirectBuffer buffer, final int offset)
    {
        if (buffer != this.buffer)
        {
            this.buffer = buffer;
        }
        this.offset = offset;
    }

    /** {@return the frame's position in its direction of the stream, from 0 (S-1)} */
    public long seq()
    {
        return DataFrame.seq(buffer, offset);
    }

    /** {@return the sender's epoch time of the message in ns, 0 for none (W-7)} */
    public long timestampNs()
    {
        return DataFrame.timestampNs(buffer, offset);
    }

    /** {@return the frame's flags: {@link DataFrame#MORE}, {@link DataFrame#END}} */
    public int flags()
    {
        return DataFrame.flags(buffer, offset);
    }

    /** {@return whether the message goes on in the next frame} */
    public boolean isMore()
    {
        return 0 != (flags() & DataFrame.MORE);
    }
}
