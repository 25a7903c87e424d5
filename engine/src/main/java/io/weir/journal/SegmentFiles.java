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

package io.weir.journal;

import io.weir.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/** The segments of one journal as files. Creating is the preparer's work, or recovery's before there is one. */
final class SegmentFiles
{
    private static final int HEADER_PAGES = JournalLayout.DATA_OFFSET;
    private static final int ZEROS = 1 << 20;
    private static final int LISTINGS = 4;
    private static final long MAX_NUMBER = 1L << 33;

    private final Storage storage;
    private final JournalIdentity identity;

    SegmentFiles(final Storage storage, final JournalIdentity identity)
    {
        this.storage = storage;
        this.identity = identity;
    }

    Storage storage()
    {
        return storage;
    }

    JournalIdentity identity()
    {
        return identity;
    }

    int segmentLength()
    {
        return identity.segmentLength();
    }

    /**
     * {@return the numbers of the segments there are, ascending and without a hole} A listing takes a moment, in which
     * whoever writes may delete segments, so that one listed behind them seems to follow none: a hole is what stays.
     */
    LongArrayList numbers() throws IOException
    {
        LongArrayList numbers = listed();
        for (int i = 1; i < LISTINGS && behindHole(numbers) > 0; i++)
        {
            numbers = listed();
        }
        final int behind = behindHole(numbers);
        if (behind > 0)
        {
            final long missing = numbers.getLong(behind - 1) + 1;
            throw new JournalException(Reason.DAMAGED, missing * segmentLength(), storage.describe() + ": " +
                JournalLayout.segmentName(missing) + " is missing, and " +
                JournalLayout.segmentName(numbers.getLong(behind)) + " is there: restore it from the backup or the " +
                "archive", null);
        }
        return numbers;
    }

    private LongArrayList listed() throws IOException
    {
        final LongArrayList numbers = new LongArrayList();
        for (final String name : storage.list())
        {
            final long number = JournalLayout.number(name, JournalLayout.SEGMENT_SUFFIX);
            if (number >= 0 && number <= MAX_NUMBER)
            {
                numbers.addLong(number);
            }
            else if (name.endsWith(JournalLayout.SEGMENT_SUFFIX))
            {
                throw new JournalException(Reason.FOREIGN, storage.describe() + "/" + name +
                    " is not the name of a segment: move it elsewhere");
            }
        }
        return numbers;
    }

    /** {@return the index of the first number that does not follow the one before it, 0 if all do} */
    private static int behindHole(final LongArrayList numbers)
    {
        for (int i = 1; i < numbers.size(); i++)
        {
            if (numbers.getLong(i) != numbers.getLong(i - 1) + 1)
            {
                return i;
            }
        }
        return 0;
    }

    /** Reads and judges the header and the mark of a segment. */
    Header header(final long number) throws IOException
    {
        final String name = JournalLayout.segmentName(number);
        try (Storage.StorageFile file = storage.open(name))
        {
            return header(number, file);
        }
    }

    Header header(final long number, final Storage.StorageFile file) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(HEADER_PAGES).order(ByteOrder.LITTLE_ENDIAN);
        final long length = file.length();
        final String fault;
        if (length != segmentLength() || file.read(bytes, 0) != HEADER_PAGES)
        {
            fault = "has " + length + " bytes instead of " + segmentLength();
        }
        else
        {
            fault = fault(number, bytes);
        }
        if (null != fault)
        {
            throw new JournalException(Reason.DAMAGED, number * segmentLength(), storage.describe() + "/" +
                JournalLayout.segmentName(number) + " " + fault + ": restore it from the backup or the archive; " +
                "nothing was changed", null);
        }
        final long mark = bytes.getLong(JournalLayout.MARK_OFFSET);
        final boolean isMarked = mark == ~bytes.getLong(JournalLayout.MARK_OFFSET + Long.BYTES) &&
            mark >= number * segmentLength() && mark <= (number + 1) * segmentLength();
        return new Header(number, bytes.getLong(24), isMarked ? mark : 0);
    }

    private String fault(final long number, final ByteBuffer bytes)
    {
        if (bytes.getLong(0) != JournalLayout.SEGMENT_MAGIC)
        {
            return "does not begin as a segment";
        }
        if (bytes.getInt(8) != JournalLayout.VERSION)
        {
            return "is of version " + bytes.getInt(8) + " and this is version " + JournalLayout.VERSION;
        }
        if (bytes.getInt(48) != crc(bytes))
        {
            return "has a header with a wrong checksum";
        }
        if (bytes.getInt(12) != segmentLength() || bytes.getLong(16) != number ||
            !identity.journalId().equals(SmallFile.id(new UnsafeBuffer(bytes), 32)))
        {
            return "belongs to another journal or another place in it";
        }
        return null;
    }

    /** Creates a segment: zeros and a header, all of it on the disk before it has its name. */
    void create(final long number, final LongSupplier segmentIds) throws IOException
    {
        final String name = JournalLayout.segmentName(number);
        final String temporary = name + JournalLayout.TEMPORARY_SUFFIX;
        boolean isComplete = false;
        try
        {
            try (Storage.StorageFile file = storage.create(temporary))
            {
                final ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS, segmentLength()));
                for (int offset = 0; offset < segmentLength(); offset += zeros.capacity())
                {
                    zeros.clear();
                    file.write(zeros, offset);
                }
                file.write(encoded(number, segmentIds.getAsLong()), 0);
                file.force();
            }
            storage.rename(temporary, name);
            storage.force();
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                storage.delete(temporary);
            }
        }
    }

    private ByteBuffer encoded(final long number, final long segmentId)
    {
        final ByteBuffer bytes =
            ByteBuffer.allocate(JournalLayout.SEGMENT_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, JournalLayout.SEGMENT_MAGIC);
        bytes.putInt(8, JournalLayout.VERSION);
        bytes.putInt(12, segmentLength());
        bytes.putLong(16, number);
        // Never 0: zeros must not look like the beginning of a batch.
        bytes.putLong(24, 0 == segmentId ? 1 : segmentId);
        SmallFile.putId(new UnsafeBuffer(bytes), 32, identity.journalId());
        bytes.putInt(48, crc(bytes));
        return bytes;
    }

    private static int crc(final ByteBuffer bytes)
    {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, 48);
        return (int)crc.getValue();
    }

    /**
     * What a segment's first pages say.
     *
     * @param number    of the segment.
     * @param segmentId in each of its batches.
     * @param mark      position before which all had been forced, as far as the segment knows; 0 if it does not.
     */
    record Header(long number, long segmentId, long mark)
    {
    }
}
