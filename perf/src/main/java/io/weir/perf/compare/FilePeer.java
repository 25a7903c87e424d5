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

package io.weir.perf.compare;

import io.weir.perf.Failure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least that durability can cost: each group is put together in memory with lengths and CRCs, written with one call
 * and forced. The file grows as it is written, or is there before, full of zeros and on the disk.
 */
final class FilePeer implements JournalPeer
{
    private static final int HEADER = 8;
    private static final int ZEROS = 1 << 20;

    private final Path directory;
    private final boolean isThere;
    private final int group;
    private final CRC32C crc = new CRC32C();

    FilePeer(final Path directory, final boolean isThere, final int group)
    {
        this.directory = directory;
        this.isThere = isThere;
        this.group = group;
    }

    @Override
    public double append(final int records, final int recordLength)
    {
        final Path file = directory.resolve("bare.file");
        try
        {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))
            {
                final int stride = HEADER + recordLength + 7 & -8;
                if (isThere)
                {
                    writeZeros(channel, (long)records * stride);
                }
                return append(channel, records, recordLength, stride);
            }
            finally
            {
                Files.deleteIfExists(file);
            }
        }
        catch (final IOException ex)
        {
            throw new Failure("cannot write " + file + " (" + ex + "): free space, or name another --dir", ex);
        }
    }

    private double append(final FileChannel channel, final int records, final int recordLength, final int stride)
        throws IOException
    {
        final UnsafeBuffer source = new UnsafeBuffer(new byte[recordLength]);
        final ByteBuffer bytes = ByteBuffer.allocateDirect(group * stride);
        final UnsafeBuffer target = new UnsafeBuffer(bytes);
        long position = 0;
        final long beginNs = System.nanoTime();
        for (int done = 0; done < records; done += group)
        {
            final int count = Math.min(group, records - done);
            for (int i = 0; i < count; i++)
            {
                put(source, target, bytes, i * stride);
            }
            bytes.limit(count * stride).position(0);
            while (bytes.hasRemaining())
            {
                position += channel.write(bytes, position);
            }
            channel.force(false);
        }
        return records * 1e9 / (System.nanoTime() - beginNs);
    }

    private void put(final UnsafeBuffer source, final UnsafeBuffer target, final ByteBuffer bytes, final int at)
    {
        source.putLong(0, at);
        target.putBytes(at + HEADER, source, 0, source.capacity());
        bytes.limit(at + HEADER + source.capacity()).position(at + HEADER);
        crc.reset();
        crc.update(bytes);
        target.putInt(at + Integer.BYTES, (int)crc.getValue());
        target.putInt(at, source.capacity());
    }

    private static void writeZeros(final FileChannel channel, final long length) throws IOException
    {
        final ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
        for (long at = 0; at < length; at += ZEROS)
        {
            zeros.clear().limit((int)Math.min(ZEROS, length - at));
            while (zeros.hasRemaining())
            {
                channel.write(zeros);
            }
        }
        channel.force(true);
        channel.position(0);
    }
}
