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

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

/**
 * Reads all segments, from the first there is up to where the journal ends, and judges every byte: of batches by their
 * checksum and by the batch before, of all others by being zero. Goes on behind what is damaged, to name all of it.
 */
final class SegmentCheck
{
    private static final int HEADER_PAGE = 4096;

    private final SegmentFiles files;
    private final JournalEnd end;
    private final List<JournalFault> faults = new ArrayList<>();
    /** The position behind each batch of which there is a snapshot. */
    private final Long2LongHashMap positions = new Long2LongHashMap(JournalException.NO_POSITION);
    private final LongHashSet wanted = new LongHashSet();
    private long fromSeq = JournalLayout.NO_SEQ;
    private long lastSeq = JournalLayout.NO_SEQ;
    private long batches;
    private int lastCrc;
    private int openEpoch;
    private boolean isChained;
    private boolean isBroken;

    /** The end is where an opening finds it; null if an opening refuses the journal. */
    SegmentCheck(final SegmentFiles files, final JournalEnd end)
    {
        this.files = files;
        this.end = end;
        wanted.addAll(SnapshotStore.of(files.storage(), files.identity()).seqs());
    }

    void run() throws IOException
    {
        final LongArrayList numbers = new LongArrayList();
        for (final String name : files.storage().list())
        {
            final long number = JournalLayout.number(name, JournalLayout.SEGMENT_SUFFIX);
            if (number >= 0)
            {
                numbers.addLong(number);
            }
            else if (name.endsWith(JournalLayout.SEGMENT_SUFFIX))
            {
                faults.add(new JournalFault(name, 0, "is not the name of a segment: move it elsewhere"));
            }
        }
        try (JournalReader reader = new JournalReader(files))
        {
            long next = numbers.isEmpty() ? 0 : numbers.getLong(0);
            isChained = 0 == next;
            for (int i = 0; i < numbers.size(); i++)
            {
                final long number = numbers.getLong(i);
                if (number != next)
                {
                    broken(JournalLayout.segmentName(next), 0, "is missing, and " +
                        JournalLayout.segmentName(number) + " is there");
                }
                next = number + 1;
                check(reader, number);
            }
        }
    }

    private void check(final JournalReader reader, final long number) throws IOException
    {
        final String name = JournalLayout.segmentName(number);
        try
        {
            reader.enter(number);
        }
        catch (final NoSuchFileException ex)
        {
            if (JournalLayout.NO_SEQ != lastSeq)
            {
                throw ex;
            }
            // Whoever writes has deleted it meanwhile: the journal begins behind it.
            isChained = false;
            return;
        }
        catch (final JournalException ex)
        {
            broken(name, 0, ex.getMessage());
            return;
        }
        checkHeader(reader, name);
        final long ending = null == end ? Long.MAX_VALUE : (end.position() - 1) / files.segmentLength();
        if (number <= ending)
        {
            final int limit = number == ending ? (int)(end.position() - number * files.segmentLength()) :
                files.segmentLength();
            checkBatches(reader, number, limit);
        }
    }

    private void checkHeader(final JournalReader reader, final String name) throws IOException
    {
        final long mark = reader.word(JournalLayout.MARK_OFFSET);
        final long inverted = reader.word(JournalLayout.MARK_OFFSET + Long.BYTES);
        if (0 == reader.segment().mark() && (0 != mark || 0 != inverted))
        {
            faults.add(new JournalFault(name, JournalLayout.MARK_OFFSET, "has a mark that is none"));
        }
        // The checksum ends in the middle of a word.
        final int checksumWord = JournalLayout.SEGMENT_HEADER_LENGTH / Long.BYTES * Long.BYTES;
        if (0 != reader.word(checksumWord) >>> Integer.SIZE)
        {
            unexpected(name, JournalLayout.SEGMENT_HEADER_LENGTH);
        }
        zeros(reader, name, checksumWord + Long.BYTES, HEADER_PAGE);
        zeros(reader, name, JournalLayout.MARK_OFFSET + 2 * Long.BYTES, JournalLayout.DATA_OFFSET);
    }

    private void checkBatches(final JournalReader reader, final long number, final int limit) throws IOException
    {
        final String name = JournalLayout.segmentName(number);
        int at = JournalLayout.DATA_OFFSET;
        while (at < limit && reader.judge(at))
        {
            final int next = at + reader.batchLengthAt(at);
            follow(reader, name, at);
            if (!isBroken && wanted.contains(lastSeq))
            {
                positions.put(lastSeq, number * files.segmentLength() + next);
            }
            checkPadding(reader, name, at + JournalLayout.BATCH_HEADER_LENGTH + reader.payloadLengthAt(at), next);
            at = next;
        }
        if (at < limit)
        {
            if (reader.isFaultEmpty())
            {
                zeros(reader, name, at, limit);
            }
            else
            {
                broken(name, at, reader.fault());
            }
        }
    }

    private void checkPadding(final JournalReader reader, final String name, final int from, final int to)
    {
        for (int at = from; at < to; at++)
        {
            if (0 != reader.byteAt(at))
            {
                unexpected(name, at);
            }
        }
    }

    /** Whether the batch that stands at the offset is the one that follows. */
    private void follow(final JournalReader reader, final String name, final int at) throws IOException
    {
        final long seq = reader.word(at + JournalLayout.SEQ_OFFSET);
        final long word = reader.word(at + JournalLayout.EPOCH_OFFSET);
        final int epoch = (int)word;
        if (isChained && seq != lastSeq + 1)
        {
            broken(name, at, "batch " + seq + " instead of " + (lastSeq + 1));
        }
        else if (isChained && ((int)(word >>> Integer.SIZE) != lastCrc || epoch < openEpoch))
        {
            broken(name, at, "batch " + seq + " does not follow the one before it");
        }
        fromSeq = JournalLayout.NO_SEQ == fromSeq && !isBroken ? seq : fromSeq;
        if (!isBroken)
        {
            lastSeq = seq;
            openEpoch = epoch;
            batches++;
        }
        lastCrc = (int)reader.word(at);
        isChained = !isBroken;
    }

    private void zeros(final JournalReader reader, final String name, final int from, final int to) throws IOException
    {
        for (int at = from; at < to; at += Long.BYTES)
        {
            final long word = reader.word(at);
            if (0 != word)
            {
                unexpected(name, at + Long.numberOfTrailingZeros(word) / Byte.SIZE);
                return;
            }
        }
    }

    private void unexpected(final String name, final int at)
    {
        faults.add(new JournalFault(name, at, "a byte that nobody has written"));
    }

    private void broken(final String name, final long at, final String reason)
    {
        isBroken = true;
        isChained = false;
        faults.add(new JournalFault(name, at, reason + ": restore it from the backup or the archive"));
    }

    List<JournalFault> faults()
    {
        return faults;
    }

    long fromSeq()
    {
        return fromSeq;
    }

    long lastSeq()
    {
        return lastSeq;
    }

    long batches()
    {
        return batches;
    }

    int openEpoch()
    {
        return openEpoch;
    }

    boolean isBroken()
    {
        return isBroken;
    }

    /** {@return whether a position is behind a batch, as far as that batch was read} */
    boolean isAt(final long seq, final long position)
    {
        return !positions.containsKey(seq) || positions.get(seq) == position;
    }
}
