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

package io.weir.counters;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

import java.nio.ByteBuffer;

/**
 * Layout of a file of counters, in the machine's byte order:
 *
 * <pre>
 *     0  magic               i64
 *     8  version             i32   0 until all the rest is there; written last, with release
 *    12  header length       i32
 *    16  process id          i64
 *    24  pid namespace       i64   in which the process id holds; 0 unknown
 *    32  start time          i64   epoch, milliseconds
 *    40  metadata length     i32
 *    44  values length       i32
 *    48  error log length    i32
 *    52  name length         i32
 *    56  name of the engine  ASCII, at most 64
 *   128  metadata of the counters   as Agrona's CountersReader has it
 *        values of the counters     likewise
 *        error log                  as Agrona's ErrorLogReader has it
 * </pre>
 */
final class CountersLayout
{
    static final int VERSION = 1;
    static final int HEADER_LENGTH = 128;
    static final int MAX_COUNTERS = 128;
    static final int METADATA_LENGTH = MAX_COUNTERS * CountersReader.METADATA_LENGTH;
    static final int VALUES_LENGTH = MAX_COUNTERS * CountersReader.COUNTER_LENGTH;
    static final int ERROR_LOG_LENGTH = 128 * 1024;
    static final int TOTAL_LENGTH = HEADER_LENGTH + METADATA_LENGTH + VALUES_LENGTH + ERROR_LOG_LENGTH;
    static final int MAX_NAME_LENGTH = 64;

    /** The bytes read "WeirCntr" in a hex dump of a little-endian machine. */
    static final long MAGIC = 0x72746E4372696557L;

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int HEADER_LENGTH_OFFSET = 12;
    private static final int PID_OFFSET = 16;
    private static final int PID_NAMESPACE_OFFSET = 24;
    private static final int START_TIME_OFFSET = 32;
    private static final int METADATA_LENGTH_OFFSET = 40;
    private static final int VALUES_LENGTH_OFFSET = 44;
    private static final int ERROR_LOG_LENGTH_OFFSET = 48;
    private static final int NAME_LENGTH_OFFSET = 52;
    private static final int NAME_OFFSET = 56;

    private CountersLayout()
    {
    }

    /**
     * What the header says. The lengths have been checked against the file's.
     */
    record Header(
        int version,
        long pid,
        long pidNamespace,
        long startTimeMs,
        int metadataLength,
        int valuesLength,
        int errorLogLength,
        String name)
    {
        AtomicBuffer metadata(final ByteBuffer file)
        {
            return new UnsafeBuffer(file, HEADER_LENGTH, metadataLength);
        }

        AtomicBuffer values(final ByteBuffer file)
        {
            return new UnsafeBuffer(file, HEADER_LENGTH + metadataLength, valuesLength);
        }

        AtomicBuffer errorLog(final ByteBuffer file)
        {
            return new UnsafeBuffer(file, HEADER_LENGTH + metadataLength + valuesLength, errorLogLength);
        }
    }

    static Header newHeader(final long pid, final long pidNamespace, final long startTimeMs, final String name)
    {
        return new Header(
            VERSION, pid, pidNamespace, startTimeMs, METADATA_LENGTH, VALUES_LENGTH, ERROR_LOG_LENGTH, name);
    }

    /** Writes all but the version, which {@link #publish} adds. */
    static void write(final Header header, final MutableDirectBuffer buffer)
    {
        buffer.putLong(MAGIC_OFFSET, MAGIC);
        buffer.putInt(HEADER_LENGTH_OFFSET, HEADER_LENGTH);
        buffer.putLong(PID_OFFSET, header.pid());
        buffer.putLong(PID_NAMESPACE_OFFSET, header.pidNamespace());
        buffer.putLong(START_TIME_OFFSET, header.startTimeMs());
        buffer.putInt(METADATA_LENGTH_OFFSET, header.metadataLength());
        buffer.putInt(VALUES_LENGTH_OFFSET, header.valuesLength());
        buffer.putInt(ERROR_LOG_LENGTH_OFFSET, header.errorLogLength());
        buffer.putInt(NAME_LENGTH_OFFSET, header.name().length());
        buffer.putStringWithoutLengthAscii(NAME_OFFSET, header.name());
    }

    /** Tells readers that all is there. */
    static void publish(final AtomicBuffer buffer)
    {
        buffer.putIntRelease(VERSION_OFFSET, VERSION);
    }

    static boolean isPublished(final AtomicBuffer buffer)
    {
        return buffer.getIntVolatile(VERSION_OFFSET) != 0;
    }

    /**
     * Reads a header from bytes of any origin.
     *
     * @param buffer     with at least the header, if the file is that long.
     * @param fileLength of the whole file.
     * @return the header.
     * @throws CountersException if it is none, in words that follow the file's name.
     */
    static Header read(final DirectBuffer buffer, final long fileLength)
    {
        if (fileLength < HEADER_LENGTH || buffer.capacity() < HEADER_LENGTH)
        {
            throw new CountersException("is too short to hold counters");
        }
        if (buffer.getLong(MAGIC_OFFSET) != MAGIC)
        {
            throw new CountersException("is no file of counters");
        }
        final int version = buffer.getInt(VERSION_OFFSET);
        if (version != 0 && version != VERSION)
        {
            throw new CountersException(
                "has layout version " + version + ", this is for version " + VERSION + "; use the tool of its release");
        }
        final int metadataLength = buffer.getInt(METADATA_LENGTH_OFFSET);
        final int valuesLength = buffer.getInt(VALUES_LENGTH_OFFSET);
        final int errorLogLength = buffer.getInt(ERROR_LOG_LENGTH_OFFSET);
        final int nameLength = buffer.getInt(NAME_LENGTH_OFFSET);
        if (buffer.getInt(HEADER_LENGTH_OFFSET) != HEADER_LENGTH ||
            nameLength < 0 || nameLength > MAX_NAME_LENGTH ||
            !areLengths(metadataLength, valuesLength, errorLogLength) ||
            (long)HEADER_LENGTH + metadataLength + valuesLength + errorLogLength > fileLength)
        {
            throw new CountersException("is damaged: its lengths do not fit the file");
        }
        return new Header(
            version,
            buffer.getLong(PID_OFFSET),
            buffer.getLong(PID_NAMESPACE_OFFSET),
            buffer.getLong(START_TIME_OFFSET),
            metadataLength,
            valuesLength,
            errorLogLength,
            buffer.getStringWithoutLengthAscii(NAME_OFFSET, nameLength));
    }

    private static boolean areLengths(final int metadataLength, final int valuesLength, final int errorLogLength)
    {
        return metadataLength > 0 && valuesLength > 0 && errorLogLength > 0 &&
            valuesLength % CountersReader.COUNTER_LENGTH == 0 &&
            metadataLength % CountersReader.METADATA_LENGTH == 0 &&
            metadataLength / CountersReader.METADATA_LENGTH >= valuesLength / CountersReader.COUNTER_LENGTH &&
            errorLogLength % BitUtil.CACHE_LINE_LENGTH == 0;
    }
}
