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
package io.weir.kernel;

import io.weir.codecs.FrameHeader;
import io.weir.kernel.record.RecordCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Takes a batch that was made again, and holds it against the one in the journal. Owned by the kernel's thread. */
final class ReplaySink implements BatchSink
{
    private final UnsafeBuffer scratch;
    private DirectBuffer expected;
    private int expectedOffset;
    private int expectedLength;
    private long seq;
    private boolean isDone;

    ReplaySink(final int maxBatchLength)
    {
        scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(maxBatchLength));
    }

    void expect(final long batchSeq, final DirectBuffer buffer, final int offset, final int length)
    {
        seq = batchSeq;
        expected = buffer;
        expectedOffset = offset;
        expectedLength = length;
        isDone = false;
    }

    boolean isDone()
    {
        return isDone;
    }

    @Override
    public int claim(final int maxLength)
    {
        if (isDone)
        {
            throw new ReplayException(seq, "leads to a second batch", null);
        }
        return 0;
    }

    @Override
    public MutableDirectBuffer buffer()
    {
        return scratch;
    }

    @Override
    public long commit(final int length)
    {
        isDone = true;
        if (length != expectedLength || !Bytes.isEqual(scratch, 0, expected, expectedOffset, length))
        {
            throw new ReplayException(seq, difference(length), null);
        }
        return seq;
    }

    @Override
    public void abort()
    {
        isDone = true;
    }

    /** Names the first record that differs. */
    private String difference(final int length)
    {
        int at = 0;
        int record = 0;
        final int end = Math.min(length, expectedLength);
        while (at + RecordCursor.LENGTH_LENGTH + FrameHeader.LENGTH <= end)
        {
            final int made = scratch.getInt(at, ByteOrder.LITTLE_ENDIAN);
            final int written = expected.getInt(expectedOffset + at, ByteOrder.LITTLE_ENDIAN);
            if (made != written || made > end - at - RecordCursor.LENGTH_LENGTH || !Bytes.isEqual(
                scratch, at, expected, expectedOffset + at, RecordCursor.LENGTH_LENGTH + made))
            {
                return "has other outputs than the replay: record " + record + " is of template " +
                    template(expected, expectedOffset + at) + " and " + written + " bytes, the replay's of template " +
                    template(scratch, at) + " and " + made + " bytes; first difference at byte " +
                    mismatch(at, end);
            }
            at += RecordCursor.LENGTH_LENGTH + made;
            record++;
        }
        return "has " + expectedLength + " bytes, the replay's has " + length + ": after record " + record +
            " one of them goes on";
    }

    private static int template(final DirectBuffer buffer, final int offset)
    {
        return FrameHeader.templateId(FrameHeader.word(buffer, offset + RecordCursor.LENGTH_LENGTH));
    }

    private int mismatch(final int from, final int end)
    {
        int at = from;
        while (at < end && scratch.getByte(at) == expected.getByte(expectedOffset + at))
        {
            at++;
        }
        return at;
    }
}
