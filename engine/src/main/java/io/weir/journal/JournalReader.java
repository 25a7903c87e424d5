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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a journal's batches in order, at positions: it neither locks nor maps, and so may look on while another process
 * writes (K-10). Each batch is judged before it is shown: its segment, length, CRC, seq without a hole and the CRC of
 * the batch before. Owned by one thread.
 */
public final class JournalReader implements AutoCloseable
{
    /** What the processor keeps near until it has been run. */
    private static final int WINDOW = 1 << 18;
    private static final int LISTINGS = 4;
    private static final String ZEROS = "nothing but zeros";
    private static final String END_OF_SEGMENT = "the end of the segment";

    private final SegmentFiles segments;
    private final int segmentLength;
    private final CRC32C crc = new CRC32C();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private ByteBuffer window;
    private int windowOffset;
    private int windowLength;
    private Storage.StorageFile file;
    private SegmentFiles.Header segment;
    private int offset;
    private long fromSeq;

    private long seq = JournalLayout.NO_SEQ;
    private boolean isChained;
    private int lastCrc;
    private int openEpoch;
    private long forcedPosition;
    private int payloadOffset;
    private int length;
    private String fault = "";
    private String faultOfNext = "";

    JournalReader(final SegmentFiles segments)
    {
        this.segments = segments;
        segmentLength = segments.segmentLength();
        window = ByteBuffer.allocateDirect(Math.min(WINDOW, segmentLength));
        buffer.wrap(window);
    }

    /**
     * Opens the journal of a directory for reading from its first batch.
     *
     * @param directory of the journal.
     * @return the reader, before the first batch.
     * @throws JournalException if there is no journal, or it cannot be read.
     */
    public static JournalReader open(final Path directory)
    {
        return open(new FileStorage(directory), 0);
    }

    /**
     * Opens a journal for reading.
     *
     * @param storage of the journal.
     * @param fromSeq of the first batch to show.
     * @return the reader, before that batch.
     * @throws JournalException if there is no journal, it does not reach back to that batch, or it cannot be read.
     */
    public static JournalReader open(final Storage storage, final long fromSeq)
    {
        try
        {
            final JournalIdentity identity = JournalIdentity.read(storage);
            if (null == identity)
            {
                throw new JournalException(Reason.FOREIGN, storage.describe() + " holds no journal: name another");
            }
            return open(new SegmentFiles(storage, identity), fromSeq);
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + " cannot be read", ex);
        }
    }

    static JournalReader open(final SegmentFiles segments, final long fromSeq) throws IOException
    {
        final JournalReader reader = new JournalReader(segments);
        boolean isOpen = false;
        try
        {
            reader.seek(fromSeq, LISTINGS);
            isOpen = true;
            return reader;
        }
        finally
        {
            if (!isOpen)
            {
                reader.close();
            }
        }
    }

    /**
     * Goes on to the next batch.
     *
     * @return whether there is one. If not, {@link #fault()} says what is there instead, and a later call looks again.
     * @throws JournalException if the disk fails, or a segment that follows is damaged.
     */
    public boolean next()
    {
        try
        {
            while (advance())
            {
                if (seq >= fromSeq)
                {
                    return true;
                }
            }
            return false;
        }
        catch (final IOException ex)
        {
            throw new JournalException(segments.storage().describe() + ": " + JournalLayout.where(position(),
                segmentLength) + " cannot be read", ex);
        }
    }

    /** {@return the seq of the current batch; -1 before the first} */
    public long seq()
    {
        return seq;
    }

    /** {@return what holds the payload of the current batch; good until the next call of {@link #next()}} */
    public DirectBuffer buffer()
    {
        return buffer;
    }

    /** {@return where in the buffer the payload begins} */
    public int offset()
    {
        return payloadOffset;
    }

    /** {@return the length of the payload} */
    public int length()
    {
        return length;
    }

    /** {@return the opening of the journal in which the current batch was written} */
    public int openEpoch()
    {
        return openEpoch;
    }

    /** {@return the position that was known to be forced when the current batch was written} */
    public long forcedPosition()
    {
        return forcedPosition;
    }

    /** {@return the position behind the current batch} */
    public long position()
    {
        return null == segment ? JournalLayout.DATA_OFFSET : segment.number() * segmentLength + offset;
    }

    /** {@return why there is no next batch, in words: {@code nothing but zeros}, {@code a wrong checksum}…} */
    public String fault()
    {
        return fault;
    }

    /** {@return the length of each segment, which turns positions into places in files} */
    public int segmentLength()
    {
        return segmentLength;
    }

    /** {@return whose journal it is} */
    public JournalIdentity identity()
    {
        return segments.identity();
    }

    @Override
    public void close()
    {
        try
        {
            if (null != file)
            {
                file.close();
                file = null;
            }
        }
        catch (final IOException ex)
        {
            throw new JournalException(segments.storage().describe(), ex);
        }
    }

    int lastCrc()
    {
        return lastCrc;
    }

    /** Whoever writes deletes segments meanwhile: where one is gone that was listed, they are listed again. */
    private void seek(final long target, final int listings) throws IOException
    {
        try
        {
            seekOnce(target);
        }
        catch (final NoSuchFileException ex)
        {
            if (1 == listings)
            {
                throw ex;
            }
            segment = null;
            seek(target, listings - 1);
        }
    }

    private void seekOnce(final long target) throws IOException
    {
        fromSeq = target;
        final LongArrayList numbers = segments.numbers();
        if (numbers.isEmpty())
        {
            return;
        }
        for (int i = numbers.size() - 1; i >= 0; i--)
        {
            enter(numbers.getLong(i));
            if (judge() && seqAt(offset) <= target)
            {
                break;
            }
        }
        if (segment.number() > 0 && judge() && seqAt(offset) > target)
        {
            throw new JournalException(Reason.DAMAGED, position(), segments.storage().describe() + " begins with " +
                "batch " + seqAt(offset) + ", and batch " + target + " is asked for: restore " +
                JournalLayout.segmentName(segment.number() - 1) + " and those before it from the archive", null);
        }
        isChained = 0 == segment.number();
    }

    /** Begins at a segment without asking for what is before it. */
    void enter(final long number) throws IOException
    {
        close();
        file = segments.storage().open(JournalLayout.segmentName(number));
        segment = segments.header(number, file);
        offset = JournalLayout.DATA_OFFSET;
        windowLength = 0;
        isChained = 0 == number;
    }

    private boolean advance() throws IOException
    {
        if (null == segment)
        {
            final LongArrayList numbers = segments.numbers();
            if (numbers.isEmpty())
            {
                fault = "no segment";
                return false;
            }
            enter(numbers.getLong(0));
        }
        if (isTaken())
        {
            return true;
        }
        // Seen a while ago, perhaps: a writer may have been here since.
        windowLength = 0;
        return isTaken() || enterNext();
    }

    /** Goes to the next segment if a batch that follows is there: then this segment ended here. */
    private boolean enterNext() throws IOException
    {
        if (JournalLayout.NO_SEQ == seq)
        {
            return false;
        }
        final long number = segment.number();
        final int end = offset;
        final String found = fault;
        faultOfNext = "";
        try
        {
            enter(number + 1);
            isChained = true;
            if (isTaken())
            {
                return true;
            }
            faultOfNext = fault;
        }
        catch (final NoSuchFileException ex)
        {
            // It was the last one.
        }
        enter(number);
        isChained = true;
        offset = end;
        fault = found;
        return false;
    }

    /** Goes to the batch at the offset, if it stands and follows. */
    private boolean isTaken() throws IOException
    {
        if (!judge() || !follows())
        {
            return false;
        }
        final int at = offset - windowOffset;
        seq = buffer.getLong(at + JournalLayout.SEQ_OFFSET);
        openEpoch = buffer.getInt(at + JournalLayout.EPOCH_OFFSET);
        forcedPosition = buffer.getLong(at + JournalLayout.FORCED_OFFSET);
        lastCrc = buffer.getInt(at);
        length = buffer.getInt(at + JournalLayout.LENGTH_OFFSET);
        payloadOffset = at + JournalLayout.BATCH_HEADER_LENGTH;
        offset += JournalLayout.batchLength(length);
        isChained = true;
        fault = "";
        return true;
    }

    private long seqAt(final int at)
    {
        return buffer.getLong(at - windowOffset + JournalLayout.SEQ_OFFSET);
    }

    /** Whether a batch of this segment stands whole at the offset, whatever was before it. */
    private boolean judge() throws IOException
    {
        return judge(offset);
    }

    boolean judge(final int at) throws IOException
    {
        if (at > segmentLength - JournalLayout.BATCH_HEADER_LENGTH)
        {
            fault = END_OF_SEGMENT;
            return false;
        }
        load(at, JournalLayout.BATCH_HEADER_LENGTH);
        final int base = at - windowOffset;
        if (buffer.getLong(base + JournalLayout.SEGMENT_ID_OFFSET) != segment.segmentId())
        {
            fault = isZero(base) ? ZEROS : "no beginning of a batch";
            return false;
        }
        final int claimed = buffer.getInt(base + JournalLayout.LENGTH_OFFSET);
        if (claimed < 0 || claimed > segmentLength - at - JournalLayout.BATCH_HEADER_LENGTH)
        {
            fault = "a batch longer than its segment";
            return false;
        }
        load(at, Math.min(JournalLayout.batchLength(claimed), segmentLength - at));
        if (crc(at - windowOffset, claimed) != buffer.getInt(at - windowOffset))
        {
            fault = "a batch with a wrong checksum";
            return false;
        }
        return true;
    }

    /** Whether it is the first batch of the next segment that does not stand: here the segment has ended in order. */
    boolean isFaultInNext()
    {
        return isFaultEmpty() && !faultOfNext.isEmpty() &&
            !ZEROS.equals(faultOfNext);
    }

    String faultOfNext()
    {
        return faultOfNext;
    }

    /** The word at an offset of the segment. */
    long word(final int at) throws IOException
    {
        load(at, Long.BYTES);
        return buffer.getLong(at - windowOffset);
    }

    /** The position forced when the batch was written that was just judged to stand at the offset. */
    long forcedAt(final int at)
    {
        return buffer.getLong(at - windowOffset + JournalLayout.FORCED_OFFSET);
    }

    int batchLengthAt(final int at)
    {
        return JournalLayout.batchLength(payloadLengthAt(at));
    }

    /** The length of the payload of the batch that was just judged to stand at the offset. */
    int payloadLengthAt(final int at)
    {
        return buffer.getInt(at - windowOffset + JournalLayout.LENGTH_OFFSET);
    }

    /** A byte of the batch that was just judged to stand. */
    byte byteAt(final int at)
    {
        return buffer.getByte(at - windowOffset);
    }

    /** Whether nothing is where the next batch would be. */
    boolean isFaultEmpty()
    {
        return ZEROS.equals(fault) || END_OF_SEGMENT.equals(fault);
    }

    SegmentFiles.Header segment()
    {
        return segment;
    }

    private boolean follows()
    {
        final int at = offset - windowOffset;
        final long nextSeq = buffer.getLong(at + JournalLayout.SEQ_OFFSET);
        if (!isChained)
        {
            return true;
        }
        if (nextSeq != seq + 1)
        {
            fault = "batch " + nextSeq + " instead of " + (seq + 1);
            return false;
        }
        if (buffer.getInt(at + JournalLayout.PREVIOUS_CRC_OFFSET) != lastCrc)
        {
            fault = "a batch that does not follow the one before it";
            return false;
        }
        return buffer.getInt(at + JournalLayout.EPOCH_OFFSET) >= openEpoch;
    }

    private boolean isZero(final int at)
    {
        for (int i = 0; i < JournalLayout.BATCH_HEADER_LENGTH; i += Long.BYTES)
        {
            if (0 != buffer.getLong(at + i))
            {
                return false;
            }
        }
        return true;
    }

    private int crc(final int at, final int payloadLength)
    {
        window.limit(at + JournalLayout.BATCH_HEADER_LENGTH + payloadLength).position(at + JournalLayout.LENGTH_OFFSET);
        crc.reset();
        crc.update(window);
        return (int)crc.getValue();
    }

    /** Has a range of the segment in the window. */
    private void load(final int at, final int needed) throws IOException
    {
        if (at >= windowOffset && at + needed <= windowOffset + windowLength)
        {
            return;
        }
        if (needed > window.capacity())
        {
            window = ByteBuffer.allocateDirect(Math.min(segmentLength, Integer.highestOneBit(needed) << 1));
            buffer.wrap(window);
        }
        window.limit(Math.min(window.capacity(), segmentLength - at)).position(0);
        windowLength = file.read(window, at);
        windowOffset = at;
        if (windowLength < needed)
        {
            windowLength = 0;
            throw new IOException("it ends at " + (at + windowLength) + " of " + segmentLength);
        }
    }
}
