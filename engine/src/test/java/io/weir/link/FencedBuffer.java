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
package io.weir.link;

import io.weir.codecs.FramedBuffer;
import java.nio.ByteOrder;

/**
 * One frame amid bytes of others, as a link over shared memory hands it over: a look beyond the frame's edge fails, and
 * the peer goes on writing to whatever has been looked at once (W-4).
 */
public final class FencedBuffer extends FramedBuffer
{
    private static final int MARGIN = 96;

    private final boolean peerKeepsWriting;

    private FencedBuffer(final byte[] bytes, final int frameLength, final boolean peerKeepsWriting)
    {
        super(bytes, MARGIN, frameLength);
        this.peerKeepsWriting = peerKeepsWriting;
    }

    /**
     * Puts a frame between copies of itself.
     *
     * @param frame            to put.
     * @param peerKeepsWriting whether every header and length turns to ones once it was read.
     * @return the buffer.
     */
    public static FencedBuffer around(final byte[] frame, final boolean peerKeepsWriting)
    {
        final byte[] bytes = new byte[MARGIN + frame.length + MARGIN];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = frame.length == 0 ? (byte)i : frame[Math.floorMod(i - MARGIN, frame.length)];
        }
        return new FencedBuffer(bytes, frame.length, peerKeepsWriting);
    }

    @Override
    public long getLong(final int index, final ByteOrder byteOrder)
    {
        final long value = super.getLong(index, byteOrder);
        if (peerKeepsWriting && index == frameOffset())
        {
            putLong(index, -1L);
        }
        return value;
    }

    @Override
    public long getLong(final int index)
    {
        return getLong(index, ByteOrder.nativeOrder());
    }

    @Override
    public int getInt(final int index, final ByteOrder byteOrder)
    {
        final int value = super.getInt(index, byteOrder);
        if (peerKeepsWriting)
        {
            putInt(index, -1);
        }
        return value;
    }

    @Override
    public int getInt(final int index)
    {
        return getInt(index, ByteOrder.nativeOrder());
    }
}
