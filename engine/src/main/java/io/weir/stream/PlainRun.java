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

import io.weir.DataHeader;
import io.weir.codecs.DataFrame;
import io.weir.codecs.FrameHeader;
import io.weir.link.FrameRecords;
import io.weir.link.LaneBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The shortest way of a frame: plain Data among its like. Where a message holds several frames most are of this
 * version, as long as the one before, without flags, in order and within their limits. What is none of that ends the
 * run, and so does whatever there is to do beside calling the handler: with nothing else in the loop the compiler keeps
 * in registers what does not change. Owned by the session's agent.
 */
public final class PlainRun
{
    private final StreamMachine machine;
    private final StreamTable table;
    private final DataHeader dataHeader = new DataHeader();
    private StreamEnd due;
    private Throwable failure;

    PlainRun(final StreamMachine machine, final StreamTable table)
    {
        this.machine = machine;
        this.table = table;
    }

    /**
     * Hands on plain Data, record by record. Each word is read once and held against what is expected of it, and a
     * record that would reach beyond the end is none; who takes what is left over reads it anew, and goes by that alone
     * (W-4). Throws nothing. {@link #finish} is to be called next.
     *
     * @param buffer      that holds the records.
     * @param begin       of the first.
     * @param end         of the last.
     * @param frameLength of the Data looked for, at least that of Data without payload.
     * @param step        from record to record in bytes.
     * @param header      of each record, in as many bits as count of it.
     * @param mask        that leaves these.
     * @return where the first record begins that was not handed on, each of those before it with a frame of that
     *         length; the end if there is none.
     */
    public int handOn(
        final UnsafeBuffer buffer,
        final int begin,
        final int end,
        final int frameLength,
        final int step,
        final long header,
        final long mask)
    {
        final int length = frameLength - DataFrame.PAYLOAD_OFFSET;
        final long tail = DataFrame.plainTail(length);
        final int last = end - FrameRecords.HEADER_LENGTH - frameLength;
        int at = begin;
        while (at <= last && header == (buffer.getLong(at, ByteOrder.LITTLE_ENDIAN) & mask))
        {
            final int frame = (at + FrameRecords.HEADER_LENGTH) & LaneBuffer.OFFSET_MASK;
            if (!DataFrame.isData(FrameHeader.word(buffer, frame)) || tail != DataFrame.tail(buffer, frame))
            {
                break;
            }
            final StreamEnd stream = table.find(DataFrame.streamId(buffer, frame));
            final long seq = DataFrame.seq(buffer, frame);
            if (null == stream || seq != stream.expected || seq >= stream.plainLimit)
            {
                break;
            }
            at += step;
            stream.expected = seq + 1;
            dataHeader.wrap(buffer, frame);
            try
            {
                stream.handler.onData(stream, buffer, frame + DataFrame.PAYLOAD_OFFSET, length, dataHeader);
            }
            catch (final Throwable ex)
            {
                failure = ex;
            }
            if (stream.expected >= stream.grantAt || null != failure)
            {
                due = stream;
                break;
            }
        }
        if (at != begin)
        {
            count(buffer, begin);
        }
        return Math.min(at, end);
    }

    /** Once a run, for the stream whose Data it began with: all of it had been sent before. */
    private void count(final UnsafeBuffer buffer, final int begin)
    {
        final int frame = (begin + FrameRecords.HEADER_LENGTH) & LaneBuffer.OFFSET_MASK;
        final StreamEnd first = table.find(DataFrame.streamId(buffer, frame));
        if (null != first)
        {
            machine.credits().countBacklog(first, DataFrame.seq(buffer, frame));
        }
    }

    /** Does what ended the run, where that was not the next record: a handler has failed, a grant is due. */
    public void finish()
    {
        final StreamEnd stream = due;
        if (null != stream)
        {
            final Throwable cause = failure;
            due = null;
            failure = null;
            if (null != cause)
            {
                machine.handlerFailed(stream, cause);
            }
            machine.grantIfDue(stream);
        }
    }
}
