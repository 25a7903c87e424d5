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

package io.weir.codecs;

import org.agrona.DirectBuffer;

/**
 * A flyweight that reads what {@link PrefixWriter} wrote (W-2), for modules that keep no SBE.
 * <p>
 * Owned by one thread. It points into the buffer it was wrapped around and is valid as long as that is.
 */
public final class PrefixView
{
    private DirectBuffer buffer;
    private int offset;
    private int length;

    /**
     * A view of nothing, until it is wrapped around a frame.
     */
    public PrefixView()
    {
    }

    /**
     * Wraps prefix and payload of one frame.
     *
     * @param buffer that holds them.
     * @param offset at which the prefix begins.
     * @param length of prefix and payload in bytes.
     * @return whether there is a whole prefix within the buffer; if not, the view must not be read.
     */
    public boolean wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < PrefixFrame.PAYLOAD_OFFSET || offset < 0 || length > buffer.capacity() - offset)
        {
            this.buffer = null;
            return false;
        }

        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return true;
    }

    /**
     * {@return the kind: the frame's template id, 0 to 255; ignore one that is not known}
     */
    public int kind()
    {
        return PrefixFrame.kind(buffer, offset);
    }

    /**
     * {@return the id of the session that the frame came through}
     */
    public long sessionId()
    {
        return PrefixFrame.sessionId(buffer, offset);
    }

    /**
     * {@return the id of the stream, within its session}
     */
    public long streamId()
    {
        return PrefixFrame.streamId(buffer, offset);
    }

    /**
     * {@return the buffer that holds the payload}
     */
    public DirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * {@return the offset of the payload in the buffer}
     */
    public int payloadOffset()
    {
        return offset + PrefixFrame.PAYLOAD_OFFSET;
    }

    /**
     * {@return the length of the payload in bytes; {@link PrefixFrame} says what it is for each kind}
     */
    public int payloadLength()
    {
        return length - PrefixFrame.PAYLOAD_OFFSET;
    }
}
