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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/** A directory in the place for temporary files. */
final class RealDisk implements JournalDisk
{
    private final Path directory;

    RealDisk()
    {
        try
        {
            directory = Files.createTempDirectory("weir-journal-" + ProcessHandle.current().pid() + "-");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    Path directory()
    {
        return directory;
    }

    @Override
    public Storage storage()
    {
        return new FileStorage(directory);
    }

    @Override
    public void damage(final String name, final int offset, final byte... bytes)
    {
        try (Storage.StorageFile file = storage().update(name))
        {
            file.write(java.nio.ByteBuffer.wrap(bytes), offset);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public byte[] bytes(final String name)
    {
        try
        {
            return Files.readAllBytes(directory.resolve(name));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public JournalDisk copy()
    {
        final RealDisk copy = new RealDisk();
        try (Stream<Path> files = Files.walk(directory))
        {
            for (final Path file : (Iterable<Path>)files::iterator)
            {
                final Path target = copy.directory.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file))
                {
                    Files.createDirectories(target);
                }
                else
                {
                    Files.copy(file, target);
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return copy;
    }

    @Override
    public int openFiles()
    {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd")))
        {
            final long channels = open.filter(this::isOurs).count();
            final List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
            return (int)(channels + maps.stream().filter(line -> line.contains(directory.toString())).count());
        }
        catch (final IOException ex)
        {
            // Not a system that tells.
            return -1;
        }
    }

    @Override
    public void close()
    {
        IoUtil.delete(directory.toFile(), false);
    }

    private boolean isOurs(final Path descriptor)
    {
        try
        {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        }
        catch (final IOException ex)
        {
            // Closed meanwhile.
            return false;
        }
    }
}
