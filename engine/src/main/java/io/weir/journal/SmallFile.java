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
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A small file of fixed length with magic, version and CRC, written whole or not at all. */
final class SmallFile
{
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final int summed;

    /** The CRC of the bytes before {@code summed} lies there. */
    SmallFile(final int length, final int summed)
    {
        bytes = ByteBuffer.allocate(length);
        buffer = new UnsafeBuffer(bytes);
        this.summed = summed;
    }

    MutableDirectBuffer buffer()
    {
        return buffer;
    }

    /** Reads and judges; {@return what is wrong, or null} */
    String read(final Storage storage, final String name, final long magic) throws IOException
    {
        try (Storage.StorageFile file = storage.open(name))
        {
            bytes.clear();
            if (file.length() != bytes.capacity() || file.read(bytes, 0) != bytes.capacity())
            {
                return "has " + file.length() + " bytes instead of " + bytes.capacity();
            }
        }
        if (buffer.getLong(0) != magic)
        {
            return "does not begin as a file of its kind";
        }
        if (buffer.getInt(8) != JournalLayout.VERSION)
        {
            return "is of version " + buffer.getInt(8) + " and this is version " + JournalLayout.VERSION;
        }
        return buffer.getInt(summed) == crc() ? null : "has a wrong checksum";
    }

    /** Writes under another name, forces, renames, forces the directory; the filler learns the file's key. */
    void write(final Storage storage, final String name, final LongConsumer filler) throws IOException
    {
        final String temporary = name + JournalLayout.TEMPORARY_SUFFIX;
        try (Storage.StorageFile file = storage.create(temporary))
        {
            filler.accept(storage.fileKey(temporary));
            buffer.putInt(summed, crc());
            bytes.clear();
            file.write(bytes, 0);
            file.force();
        }
        storage.rename(temporary, name);
        storage.force();
    }

    private int crc()
    {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, summed);
        return (int)crc.getValue();
    }

    static void putId(final MutableDirectBuffer buffer, final int offset, final UUID id)
    {
        buffer.putLong(offset, id.getMostSignificantBits());
        buffer.putLong(offset + Long.BYTES, id.getLeastSignificantBits());
    }

    static UUID id(final DirectBuffer buffer, final int offset)
    {
        return new UUID(buffer.getLong(offset), buffer.getLong(offset + Long.BYTES));
    }
}
