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

/**
 * What lies where in a journal's directory. All numbers are little endian; CRC is CRC-32C.
 * <pre>
 *  DIRECTORY/
 *    journal.id               who this is: written once, by copy and rename when a copy is adopted
 *    journal.lock             held while a process has the journal open; holds its process id
 *    journal.open             the last opening, and whether it was closed
 *    0000000000000000.segment segments by number (hex); all of one length; the last is prepared ahead
 *    NAME.tmp                 a file in the making; removed at the next opening
 *    snapshots/SEQ.snapshot   state after the batch of that seq (hex)
 *    blobs/SHA256.blob        payloads by content
 * </pre>
 * A <b>position</b> is a byte in the whole journal: segment number × segment length + offset in the segment.
 * <pre>
 *  segment
 *      0  +---------------------------------------------------------------+
 *         | magic "WEIRSEGM"                                          i64 |
 *      8  | version i32                   | segment length i32            |
 *     16  | segment number                                            i64 |
 *     24  | segment id, random                                        i64 |
 *     32  | journal id                                           16 bytes |
 *     48  | CRC of bytes 0 to 47 i32      | zeros up to 4096              |
 *   4096  +---------------------------------------------------------------+
 *         | forced position: a mark, written when the segment is left i64 |
 *   4104  | the same, inverted; a mark that disagrees is none         i64 |
 *         | zeros up to 8192                                              |
 *   8192  +---------------------------------------------------------------+
 *         | batches, each at a multiple of 8; then zeros                  |
 *         +---------------------------------------------------------------+
 *
 *  batch
 *      0  +---------------------------------------------------------------+
 *         | CRC of bytes 4 to 40 + length | payload length            i32 |
 *      8  | segment id                                                i64 |
 *     16  | seq, from 0, without holes                                i64 |
 *     24  | forced position known when this was written               i64 |
 *     32  | open-epoch i32                | CRC of the batch before   i32 |
 *     40  | payload, then zeros up to a multiple of 8                     |
 *         +---------------------------------------------------------------+
 *
 *  journal.id                                       journal.open
 *      0  magic "WEIRJRNL"                  i64         0  magic "WEIROPEN"           i64
 *      8  version i32, segment length i32               8  version i32, open-epoch i32
 *     16  journal id                   16 bytes        16  closed i32 (1 yes), reserved i32
 *     32  world id                     16 bytes        24  position at the close      i64
 *     48  file key when written (inode)     i64        32  last seq at the close      i64
 *     56  CRC of bytes 0 to 55              i32        40  CRC of bytes 0 to 39       i32
 *
 *  snapshot
 *      0  magic "WEIRSNAP"                  i64
 *      8  version i32, CRC of the payload i32
 *     16  seq                               i64
 *     24  position behind that batch        i64
 *     32  payload length                    i64
 *     40  journal id                   16 bytes
 *     56  CRC of bytes 0 to 55 i32, reserved i32
 *     64  payload
 * </pre>
 * The segment id is random and nothing outside the file knows it, so no payload can pass for a batch, and a sector of
 * another file neither.
 */
public final class JournalLayout
{
    /** Suffix of segments. */
    public static final String SEGMENT_SUFFIX = ".segment";
    /** Suffix of files in the making. */
    public static final String TEMPORARY_SUFFIX = ".tmp";
    /** Suffix of snapshots. */
    public static final String SNAPSHOT_SUFFIX = ".snapshot";
    /** Suffix of blobs. */
    public static final String BLOB_SUFFIX = ".blob";
    /** Who the journal is. */
    public static final String ID_FILE = "journal.id";
    /** Held while a process has the journal open. */
    public static final String LOCK_FILE = "journal.lock";
    /** The last opening. */
    public static final String OPEN_FILE = "journal.open";
    /** Where snapshots lie. */
    public static final String SNAPSHOTS = "snapshots";
    /** Where blobs lie. */
    public static final String BLOBS = "blobs";

    /** Where a segment's batches begin. */
    public static final int DATA_OFFSET = 8192;
    /** Bytes of a batch before its payload. */
    public static final int BATCH_HEADER_LENGTH = 40;
    /** Batches begin at multiples of this. */
    public static final int ALIGNMENT = 8;

    static final int VERSION = 1;
    static final int SEGMENT_HEADER_LENGTH = 52;
    static final int MARK_OFFSET = 4096;
    static final int NO_SEQ = -1;
    static final int MIN_SEGMENT_LENGTH = 16 * 1024;
    static final int MAX_SEGMENT_LENGTH = 1 << 30;

    static final long SEGMENT_MAGIC = magic("WEIRSEGM");
    static final long ID_MAGIC = magic("WEIRJRNL");
    static final long OPEN_MAGIC = magic("WEIROPEN");
    static final long SNAPSHOT_MAGIC = magic("WEIRSNAP");

    static final int CRC_OFFSET = 0;
    static final int LENGTH_OFFSET = 4;
    static final int SEGMENT_ID_OFFSET = 8;
    static final int SEQ_OFFSET = 16;
    static final int FORCED_OFFSET = 24;
    static final int EPOCH_OFFSET = 32;
    static final int PREVIOUS_CRC_OFFSET = 36;

    private JournalLayout()
    {
    }

    /**
     * {@return the bytes that a batch takes, header and padding included}
     *
     * @param payloadLength of the batch.
     */
    public static int batchLength(final int payloadLength)
    {
        return BATCH_HEADER_LENGTH + payloadLength + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /**
     * {@return the name of a segment's file}
     *
     * @param number of the segment.
     */
    public static String segmentName(final long number)
    {
        return name(number, SEGMENT_SUFFIX);
    }

    /**
     * {@return where a position is, for messages: file and offset}
     *
     * @param position      in the journal.
     * @param segmentLength of the journal.
     */
    public static String where(final long position, final int segmentLength)
    {
        return "position " + position + " (" + segmentName(position / segmentLength) + " at " +
            position % segmentLength + ")";
    }

    /**
     * {@return the name of the file of a snapshot}
     *
     * @param seq of the last batch that it contains.
     */
    public static String snapshotName(final long seq)
    {
        return name(seq, SNAPSHOT_SUFFIX);
    }

    static String name(final long number, final String suffix)
    {
        final String hex = Long.toHexString(number);
        return "0".repeat(16 - hex.length()) + hex + suffix;
    }

    /** The number that a name stands for, or -1 if it is none of this suffix. */
    static long number(final String name, final String suffix)
    {
        if (!name.endsWith(suffix) || name.length() != 16 + suffix.length())
        {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < 16; i++)
        {
            final char c = name.charAt(i);
            final int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    private static long magic(final String word)
    {
        long magic = 0;
        for (int i = 0; i < word.length(); i++)
        {
            magic |= (long)word.charAt(i) << 8 * i;
        }
        return magic;
    }
}
