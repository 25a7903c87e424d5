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

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file of counters that is there, mapped, as long as its engine is. Only its owner may read it.
 */
final class CountersFile
{
    private static final Set<OpenOption> CREATE =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final int MAX_ENGINES_OF_A_NAME = 1024;

    private final Path path;
    private final MappedByteBuffer buffer;
    private final CountersLayout.Header header;

    private CountersFile(final Path path, final MappedByteBuffer buffer, final CountersLayout.Header header)
    {
        this.path = path;
        this.buffer = buffer;
        this.header = header;
    }

    static CountersFile create(final Path directory, final CountersLayout.Header header)
    {
        try
        {
            CountersDirectory.ensureExists(directory);
            CountersDirectory.removeStale(directory);
            return createIn(directory, header);
        }
        catch (final IOException ex)
        {
            throw new CountersException("cannot keep counters in " + directory + ": " + ex +
                "; name another directory with weir.counters.dir, or none to keep them in memory", ex);
        }
    }

    Path path()
    {
        return path;
    }

    ByteBuffer buffer()
    {
        return buffer;
    }

    CountersLayout.Header header()
    {
        return header;
    }

    void publish()
    {
        CountersLayout.publish(new UnsafeBuffer(buffer, 0, CountersLayout.HEADER_LENGTH));
    }

    /** Removes the file, then the mapping, so that nobody finds a file that is going. */
    void close()
    {
        try
        {
            Files.deleteIfExists(path);
        }
        catch (final IOException ex)
        {
            throw new CountersException(path + " cannot be removed: " + ex + "; remove it by hand", ex);
        }
        finally
        {
            IoUtil.unmap(buffer);
        }
    }

    private static CountersFile createIn(final Path directory, final CountersLayout.Header header) throws IOException
    {
        final String stem = header.name() + "-" + header.pid();
        for (int i = 1; i <= MAX_ENGINES_OF_A_NAME; i++)
        {
            final Path path = directory.resolve(stem + (i == 1 ? "" : "-" + i) + CountersDirectory.SUFFIX);
            try (FileChannel channel = FileChannel.open(path, CREATE, CountersDirectory.permissions("rw-------")))
            {
                return fill(directory, path, channel, header);
            }
            catch (final FileAlreadyExistsException ex)
            {
                // Another engine of this process has the same name.
                continue;
            }
        }
        throw new IOException("too many engines of the name " + header.name());
    }

    private static CountersFile fill(
        final Path directory,
        final Path path,
        final FileChannel channel,
        final CountersLayout.Header header)
        throws IOException
    {
        boolean complete = false;
        try
        {
            CountersDirectory.checkOwner(directory, path);
            // Written rather than only sized: a full disk is an exception here, and a dead process at the first count.
            final ByteBuffer image = ByteBuffer.allocateDirect(CountersLayout.TOTAL_LENGTH);
            CountersLayout.write(header, new UnsafeBuffer(image));
            while (image.hasRemaining())
            {
                channel.write(image);
            }
            final MappedByteBuffer mapped =
                channel.map(FileChannel.MapMode.READ_WRITE, 0, CountersLayout.TOTAL_LENGTH);
            complete = true;
            return new CountersFile(path, mapped, header);
        }
        finally
        {
            if (!complete)
            {
                Files.deleteIfExists(path);
            }
        }
    }
}
