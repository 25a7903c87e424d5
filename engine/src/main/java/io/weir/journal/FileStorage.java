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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory of the file system.
 */
public final class FileStorage implements Storage
{
    private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /**
     * The locked files of this process. A system's lock is the process's, and goes when the process closes any
     * descriptor of the file: so nobody here may even open a file that is locked here.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;

    /**
     * Names a directory; nothing is created yet.
     *
     * @param directory of the files.
     */
    public FileStorage(final Path directory)
    {
        this.directory = directory.toAbsolutePath();
    }

    @Override
    public String describe()
    {
        return directory.toString();
    }

    @Override
    public List<String> list() throws IOException
    {
        final List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory))
        {
            for (final Path file : stream)
            {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                {
                    names.add(file.getFileName().toString());
                }
            }
        }
        catch (final NoSuchFileException ex)
        {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public Storage directory(final String name)
    {
        return new FileStorage(directory.resolve(name));
    }

    @Override
    public StorageFile open(final String name) throws IOException
    {
        return new ChannelFile(directory.resolve(name), StandardOpenOption.READ);
    }

    @Override
    public StorageFile create(final String name) throws IOException
    {
        ensureDirectory();
        final Path file = directory.resolve(name);
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE).close();
        return new ChannelFile(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public StorageFile update(final String name) throws IOException
    {
        return new ChannelFile(directory.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void rename(final String from, final String to) throws IOException
    {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(final String name) throws IOException
    {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void force() throws IOException
    {
        if (UNIX && Files.isDirectory(directory))
        {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ))
            {
                channel.force(true);
            }
        }
    }

    @Override
    public Lock lock(final String name) throws IOException
    {
        ensureDirectory();
        final Path file = directory.toRealPath().resolve(name);
        if (!HELD.add(file))
        {
            return null;
        }
        Lock lock = null;
        try
        {
            lock = lock(file);
            return lock;
        }
        finally
        {
            if (null == lock)
            {
                HELD.remove(file);
            }
        }
    }

    @Override
    public boolean isLockedHere(final String name) throws IOException
    {
        return Files.isDirectory(directory) && HELD.contains(directory.toRealPath().resolve(name));
    }

    private static Lock lock(final Path file) throws IOException
    {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
            StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = null;
        try
        {
            lock = channel.tryLock();
            if (null != lock)
            {
                channel.truncate(0);
                channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
                return new ChannelLock(file, channel);
            }
            return null;
        }
        catch (final OverlappingFileLockException ex)
        {
            return null;
        }
        finally
        {
            if (null == lock)
            {
                channel.close();
            }
        }
    }

    @Override
    public long fileKey(final String name) throws IOException
    {
        return UNIX ? ((Number)Files.getAttribute(directory.resolve(name), "unix:ino")).longValue() : 0;
    }

    private void ensureDirectory() throws IOException
    {
        if (!Files.isDirectory(directory))
        {
            // One level at a time: each new name is in another directory, which has to be forced.
            final FileStorage parent = new FileStorage(directory.getParent());
            parent.ensureDirectory();
            Files.createDirectories(directory);
            parent.force();
        }
    }

    private record ChannelLock(Path file, FileChannel channel) implements Lock
    {
        @Override
        public void close()
        {
            try
            {
                if (channel.isOpen())
                {
                    channel.close();
                    HELD.remove(file);
                }
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
    }

    /**
     * A channel that an interrupt cannot close for good: who writes a journal is told to stop by other means, and a
     * file half written because of it would be a fault that nobody ordered.
     */
    private static final class ChannelFile implements StorageFile
    {
        private final Path path;
        private final OpenOption[] options;
        private FileChannel channel;

        private ChannelFile(final Path path, final OpenOption... options) throws IOException
        {
            this.path = path;
            this.options = options;
            channel = FileChannel.open(path, options);
        }

        @Override
        public long length() throws IOException
        {
            return channel.size();
        }

        @Override
        public int read(final ByteBuffer target, final long position) throws IOException
        {
            int total = 0;
            while (target.hasRemaining())
            {
                final int count = channel.read(target, position + total);
                if (count < 0)
                {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public void write(final ByteBuffer source, final long position) throws IOException
        {
            final int start = source.position();
            boolean isInterrupted = false;
            while (true)
            {
                try
                {
                    while (source.hasRemaining())
                    {
                        channel.write(source, position + source.position() - start);
                    }
                    break;
                }
                catch (final ClosedByInterruptException ex)
                {
                    isInterrupted = reopened();
                    source.position(start);
                }
            }
            restore(isInterrupted);
        }

        @Override
        public void force() throws IOException
        {
            boolean isInterrupted = false;
            while (true)
            {
                try
                {
                    channel.force(false);
                    break;
                }
                catch (final ClosedByInterruptException ex)
                {
                    isInterrupted = reopened();
                }
            }
            restore(isInterrupted);
        }

        @Override
        public void close() throws IOException
        {
            channel.close();
        }

        private boolean reopened() throws IOException
        {
            Thread.interrupted();
            channel = FileChannel.open(path, options);
            return true;
        }

        private static void restore(final boolean isInterrupted)
        {
            if (isInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }
}
