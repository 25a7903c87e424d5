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
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least that an append can be: length, CRC-32C and bytes into a mapped file. Its pages are fresh, so that each is
 * first met by the append; or touched before the clock starts.
 */
final class MappedPeer implements JournalPeer
{
    private static final int HEADER = 8;
    private static final int WINDOW = 1 << 28;
    private static final int PAGE = 4096;

    private final Path directory;
    private final boolean isTouched;
    private final CRC32C crc = new CRC32C();

    MappedPeer(final Path directory, final boolean isTouched)
    {
        this.directory = directory;
        this.isTouched = isTouched;
    }

    @Override
    public double append(final int records, final int recordLength)
    {
        final Path file = directory.resolve("bare.mapped");
        try
        {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.READ, StandardOpenOption.WRITE))
            {
                return append(channel, records, recordLength);
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

    private double append(final FileChannel channel, final int records, final int recordLength) throws IOException
    {
        final UnsafeBuffer source = new UnsafeBuffer(new byte[recordLength]);
        final int stride = HEADER + recordLength + 7 & -8;
        final int perWindow = WINDOW / stride;
        long elapsedNs = 0;
        for (int done = 0; done < records; done += perWindow)
        {
            final int count = Math.min(perWindow, records - done);
            final long beginNs = System.nanoTime();
            final MappedByteBuffer window =
                channel.map(FileChannel.MapMode.READ_WRITE, (long)(done / perWindow) * WINDOW, WINDOW);
            final long mappedNs = System.nanoTime();
            for (int i = 0; isTouched && i < count * stride; i += PAGE)
            {
                window.put(i, (byte)0);
            }
            final long touchedNs = System.nanoTime();
            fill(window, source, count, stride);
            elapsedNs += System.nanoTime() - touchedNs + mappedNs - beginNs;
            BufferUtil.free(window);
        }
        return records * 1e9 / elapsedNs;
    }

    private void fill(final MappedByteBuffer window, final UnsafeBuffer source, final int count, final int stride)
    {
        final UnsafeBuffer target = new UnsafeBuffer(window);
        final ByteBuffer view = window.duplicate();
        final int length = source.capacity();
        for (int i = 0; i < count; i++)
        {
            final int at = i * stride;
            source.putLong(0, i);
            target.putBytes(at + HEADER, source, 0, length);
            view.limit(at + HEADER + length).position(at + HEADER);
            crc.reset();
            crc.update(view);
            target.putInt(at + Integer.BYTES, (int)crc.getValue());
            target.putInt(at, length);
        }
    }
}
