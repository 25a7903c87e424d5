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
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Where frames go at one end of a {@link MemoryConnection}: what is committed is out of the sender's hands. */
final class MemorySink implements FrameSink
{
    private final MemoryConnection connection;
    private final LaneWriter writer;
    private Throwable fault;

    MemorySink(final MemoryConnection connection, final LaneWriter writer)
    {
        this.connection = connection;
        this.writer = writer;
    }

    void breakDown(final Throwable thrown)
    {
        fault = thrown;
    }

    @Override
    public int claim(final int sessionIndex, final int length)
    {
        if (!connection.isConnected())
        {
            return (int)Result.NOT_CONNECTED;
        }
        if (connection.isChoked())
        {
            return (int)Result.BACK_PRESSURED;
        }
        if (length > connection.maxFrame())
        {
            throw new IllegalArgumentException("a frame of " + length + " bytes, more than " + connection.maxFrame());
        }
        return writer.claim(sessionIndex, length);
    }

    @Override
    public UnsafeBuffer buffer()
    {
        return writer.buffer();
    }

    @Override
    public void commit()
    {
        writer.commit();
    }

    @Override
    public void abort()
    {
        writer.abort();
    }

    @Override
    public boolean hasRoom(final int frames, final int frameLength)
    {
        return connection.isConnected() && writer.hasRoom(frames, frameLength);
    }

    @Override
    public int maxFrames(final int frameLength)
    {
        return writer.maxFrames(frameLength);
    }

    @Override
    public void beginBatch()
    {
        writer.beginBatch();
    }

    @Override
    public void endBatch()
    {
        if (null != fault)
        {
            LangUtil.rethrowUnchecked(fault);
        }
        writer.endBatch();
    }

    @Override
    public void publish()
    {
        writer.publish();
    }

    @Override
    public int maxRecords()
    {
        return connection.maxFrame();
    }

    /** All of them or none, as a transport does it. */
    @Override
    public boolean offerRecords(final DirectBuffer records, final int offset, final int length)
    {
        int frames = 0;
        int longest = 0;
        for (int at = offset; at < offset + length; at += recordLength(records.getInt(at)))
        {
            longest = Math.max(longest, records.getInt(at));
            frames++;
        }
        if (length > maxRecords() || connection.isChoked() || !hasRoom(frames, longest))
        {
            return false;
        }
        for (int at = offset; at < offset + length; at += recordLength(records.getInt(at)))
        {
            final int frame = records.getInt(at);
            final int claimed = writer.claim(0, frame);
            writer.buffer().putBytes(claimed, records, at + Long.BYTES, frame);
            writer.commit();
        }
        return true;
    }

    @Override
    public long position()
    {
        return writer.position();
    }

    @Override
    public long consumedPosition()
    {
        return writer.position();
    }

    @Override
    public boolean isClosed()
    {
        return writer.isClosed();
    }

    @Override
    public boolean isDisconnected()
    {
        return connection.isClosed();
    }

    @Override
    public void starve(final Thread waiter, final int frames, final int frameLength)
    {
        writer.starve(waiter, frames, frameLength);
    }

    @Override
    public long timestampNs()
    {
        return writer.timestampNs();
    }

    @Override
    public void timestampNs(final long epochNs)
    {
        writer.timestampNs(epochNs);
    }

    void close()
    {
        writer.close();
    }

    private static int recordLength(final int frame)
    {
        return BitUtil.align(Long.BYTES + frame, Long.BYTES);
    }
}
