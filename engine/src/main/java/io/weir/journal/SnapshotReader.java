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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the payload of a snapshot that was found to stand. Owned by one thread.
 */
public final class SnapshotReader implements AutoCloseable
{
    static final int HEADER_LENGTH = 64;
    static final int SUMMED = 56;
    private static final int RESERVED = 60;
    private static final int WINDOW = 1 << 18;

    private final Storage.StorageFile file;
    private final String name;
    private final ByteBuffer window;
    private long seq;
    private long position;
    private long length;
    private long read;

    SnapshotReader(final Storage.StorageFile file, final String name) throws IOException
    {
        window = ByteBuffer.allocateDirect((int)Math.min(WINDOW, Math.max(HEADER_LENGTH, file.length())))
            .order(ByteOrder.LITTLE_ENDIAN);
        this.file = file;
        this.name = name;
    }

    /** {@return the seq of the last batch that the state contains} */
    public long seq()
    {
        return seq;
    }

    /** {@return the position behind that batch} */
    public long position()
    {
        return position;
    }

    /** {@return the length of the payload in bytes} */
    public long length()
    {
        return length;
    }

    /** {@return the name of the file} */
    public String name()
    {
        return name;
    }

    /**
     * Reads the payload on.
     *
     * @param target to read into.
     * @param offset in it.
     * @param max    bytes wanted.
     * @return bytes read: fewer only at the end of the payload, 0 behind it.
     * @throws JournalException if the disk fails.
     */
    public int read(final MutableDirectBuffer target, final int offset, final int max)
    {
        int total = 0;
        try
        {
            while (total < max && read < length)
            {
                final int chunk = (int)Math.min(Math.min(max - total, window.capacity()), length - read);
                window.clear().limit(chunk);
                if (file.read(window, HEADER_LENGTH + read) != chunk)
                {
                    throw new IOException("it ends at " + (HEADER_LENGTH + read));
                }
                target.putBytes(offset + total, window, 0, chunk);
                total += chunk;
                read += chunk;
            }
            return total;
        }
        catch (final IOException ex)
        {
            throw new JournalException("snapshot " + name + " cannot be read", ex);
        }
    }

    @Override
    public void close()
    {
        try
        {
            file.close();
        }
        catch (final IOException ex)
        {
            throw new JournalException("snapshot " + name, ex);
        }
    }

    /** Judges the whole file; null if it stands. */
    String fault(final UUID journalId, final long expectedSeq) throws IOException
    {
        window.clear().limit(HEADER_LENGTH);
        if (file.read(window, 0) != HEADER_LENGTH)
        {
            return "is shorter than its header";
        }
        final UnsafeBuffer header = new UnsafeBuffer(window, 0, HEADER_LENGTH);
        if (header.getLong(0) != JournalLayout.SNAPSHOT_MAGIC)
        {
            return "does not begin as a snapshot";
        }
        if (header.getInt(8) != JournalLayout.VERSION)
        {
            return "is of version " + header.getInt(8) + " and this is version " + JournalLayout.VERSION;
        }
        if (header.getInt(SUMMED) != headerCrc(window))
        {
            return "has a header with a wrong checksum";
        }
        if (!journalId.equals(SmallFile.id(header, 40)) || header.getLong(16) != expectedSeq)
        {
            return "belongs to another journal or batch";
        }
        seq = header.getLong(16);
        position = header.getLong(24);
        length = header.getLong(32);
        final int payloadCrc = header.getInt(12);
        if (0 != header.getInt(RESERVED))
        {
            return "has bytes in its header that nobody has written";
        }
        if (length != file.length() - HEADER_LENGTH || position < JournalLayout.DATA_OFFSET)
        {
            return "has " + file.length() + " bytes instead of " + (HEADER_LENGTH + length);
        }
        return payloadCrc == payloadCrc() ? null : "has a payload with a wrong checksum";
    }

    static int headerCrc(final ByteBuffer header)
    {
        final CRC32C crc = new CRC32C();
        crc.update(header.duplicate().position(0).limit(SUMMED));
        return (int)crc.getValue();
    }

    private int payloadCrc() throws IOException
    {
        final CRC32C crc = new CRC32C();
        for (long at = 0; at < length; at += window.capacity())
        {
            window.clear().limit((int)Math.min(window.capacity(), length - at));
            file.read(window, HEADER_LENGTH + at);
            crc.update(window.flip());
        }
        return (int)crc.getValue();
    }
}
