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

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A buffer full of decoys with one frame in it, which fails on any look outside that frame, whatever Agrona's own
 * bounds checks are set to.
 */
public class FramedBuffer extends UnsafeBuffer
{
    private final int frameOffset;
    private final int frameLength;

    /** Marks a frame in bytes. */
    protected FramedBuffer(final byte[] bytes, final int frameOffset, final int frameLength)
    {
        super(bytes);
        this.frameOffset = frameOffset;
        this.frameLength = frameLength;
    }

    /**
     * {@return the frame amid copies of a decoy}
     */
    static FramedBuffer of(final byte[] frame, final int before, final byte[] decoy, final int after)
    {
        final byte[] bytes = new byte[before + frame.length + after];
        for (int i = 0; i < bytes.length; i++)
        {
            // Whole decoys begin where the frame ends: a look too far finds something that makes sense.
            bytes[i] = decoy[Math.floorMod(i - before - frame.length, decoy.length)];
        }

        System.arraycopy(frame, 0, bytes, before, frame.length);
        return new FramedBuffer(bytes, before, frame.length);
    }

    /** {@return where the frame begins} */
    public final int frameOffset()
    {
        return frameOffset;
    }

    /** {@return the frame's length in bytes} */
    public final int frameLength()
    {
        return frameLength;
    }

    @Override
    public long getLong(final int index, final ByteOrder byteOrder)
    {
        requireInFrame(index, Long.BYTES);
        return super.getLong(index, byteOrder);
    }

    @Override
    public long getLong(final int index)
    {
        requireInFrame(index, Long.BYTES);
        return super.getLong(index);
    }

    @Override
    public int getInt(final int index, final ByteOrder byteOrder)
    {
        requireInFrame(index, Integer.BYTES);
        return super.getInt(index, byteOrder);
    }

    @Override
    public int getInt(final int index)
    {
        requireInFrame(index, Integer.BYTES);
        return super.getInt(index);
    }

    @Override
    public short getShort(final int index, final ByteOrder byteOrder)
    {
        requireInFrame(index, Short.BYTES);
        return super.getShort(index, byteOrder);
    }

    @Override
    public short getShort(final int index)
    {
        requireInFrame(index, Short.BYTES);
        return super.getShort(index);
    }

    @Override
    public byte getByte(final int index)
    {
        requireInFrame(index, Byte.BYTES);
        return super.getByte(index);
    }

    @Override
    public void getBytes(final int index, final byte[] target)
    {
        requireInFrame(index, target.length);
        super.getBytes(index, target);
    }

    @Override
    public void getBytes(final int index, final byte[] target, final int offset, final int length)
    {
        requireInFrame(index, length);
        super.getBytes(index, target, offset, length);
    }

    @Override
    public String getStringWithoutLengthAscii(final int index, final int length)
    {
        requireInFrame(index, length);
        return super.getStringWithoutLengthAscii(index, length);
    }

    @Override
    public String getStringWithoutLengthUtf8(final int index, final int length)
    {
        requireInFrame(index, length);
        return super.getStringWithoutLengthUtf8(index, length);
    }

    private void requireInFrame(final int index, final int length)
    {
        if (length < 0 || index < frameOffset || index + length > frameOffset + frameLength)
        {
            throw new AssertionError("looked at " + index + " for " + length + " bytes, outside the frame at " +
                frameOffset + " of " + frameLength + " bytes");
        }
    }
}
