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

import io.weir.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A connection's sink of which a test says how many frames it takes, and which keeps copies of them. */
final class ScriptedSink implements FrameSink
{
    private static final int MAX_RECORDS = 600;

    final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    int room;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private int claimed;

    ScriptedSink(final int room)
    {
        this.room = room;
    }

    @Override
    public int claim(final int sessionIndex, final int length)
    {
        if (0 == room)
        {
            return (int)Result.BACK_PRESSURED;
        }
        claimed = length;
        return 64;
    }

    @Override
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    @Override
    public void commit()
    {
        final byte[] frame = new byte[claimed];
        buffer.getBytes(64, frame);
        frames.add(frame);
        room--;
    }

    @Override
    public void abort()
    {
    }

    @Override
    public boolean hasRoom(final int count, final int frameLength)
    {
        return count <= room;
    }

    @Override
    public int maxFrames(final int frameLength)
    {
        return Integer.MAX_VALUE;
    }

    @Override
    public void beginBatch()
    {
    }

    @Override
    public void endBatch()
    {
    }

    @Override
    public void publish()
    {
    }

    @Override
    public int maxRecords()
    {
        return MAX_RECORDS;
    }

    /** All or none. */
    @Override
    public boolean offerRecords(final DirectBuffer records, final int offset, final int length)
    {
        final List<byte[]> offered = new ArrayList<>();
        for (int at = offset; at < offset + length; at += FrameRecords.recordLength(records.getInt(at)))
        {
            final byte[] frame = new byte[records.getInt(at)];
            records.getBytes(at + FrameRecords.HEADER_LENGTH, frame);
            offered.add(frame);
        }
        if (length > MAX_RECORDS || offered.size() > room)
        {
            return false;
        }
        frames.addAll(offered);
        room -= offered.size();
        return true;
    }

    @Override
    public long position()
    {
        return 0;
    }

    @Override
    public long consumedPosition()
    {
        return 0;
    }

    @Override
    public boolean isClosed()
    {
        return false;
    }

    @Override
    public boolean isDisconnected()
    {
        return false;
    }

    @Override
    public long timestampNs()
    {
        return 0;
    }

    @Override
    public void timestampNs(final long epochNs)
    {
    }
}
