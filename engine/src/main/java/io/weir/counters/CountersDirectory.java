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

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where files of counters lie, one for each engine at work.
 */
public final class CountersDirectory
{
    /** The word that keeps counters in memory. */
    public static final String NONE = "none";

    static final String SUFFIX = ".counters";

    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private CountersDirectory()
    {
    }

    /**
     * Finds the directory that a setting names.
     *
     * @param setting a directory, empty for {@link #standard()}, or {@link #NONE}.
     * @return the directory, or null for {@link #NONE}.
     */
    public static Path resolve(final String setting)
    {
        if (setting.equals(NONE))
        {
            return null;
        }
        return setting.isEmpty() ? standard() : Path.of(setting);
    }

    /**
     * {@return the directory when none is named: {@code weir-<user>} in the JVM's temporary directory}
     */
    public static Path standard()
    {
        final String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return Path.of(System.getProperty("java.io.tmpdir"), "weir-" + user);
    }

    /**
     * Lists the files of counters.
     *
     * @param directory to look into; one that is not there holds none.
     * @return the files, by name.
     */
    public static List<Path> list(final Path directory)
    {
        final List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*" + SUFFIX))
        {
            for (final Path file : stream)
            {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                {
                    files.add(file);
                }
            }
        }
        catch (final NoSuchFileException ex)
        {
            return List.of();
        }
        catch (final IOException ex)
        {
            throw new CountersException(directory + " cannot be listed: " + ex, ex);
        }
        Collections.sort(files);
        return files;
    }

    /** Makes the directory, closed to other users, unless it is there. */
    static void ensureExists(final Path directory) throws IOException
    {
        if (directory.equals(standard()) && Files.isSymbolicLink(directory))
        {
            throw new IOException("it is a link, which another user may have made");
        }
        if (!Files.isDirectory(directory))
        {
            Files.createDirectories(directory, permissions("rwx------"));
        }
    }

    /** In a directory for everybody's files, someone else may have made the one that is to be ours. */
    static void checkOwner(final Path directory, final Path file) throws IOException
    {
        if (POSIX && directory.equals(standard()) && !Files.getOwner(directory).equals(Files.getOwner(file)))
        {
            throw new IOException("it belongs to " + Files.getOwner(directory) + ", not to this process's user");
        }
    }

    static FileAttribute<?>[] permissions(final String text)
    {
        if (!POSIX)
        {
            return NO_ATTRIBUTES;
        }
        return new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))};
    }

    /** Removes what engines left that could not close. A file in doubt stays: it does no harm. */
    static void removeStale(final Path directory)
    {
        for (final Path file : list(directory))
        {
            try
            {
                if (isStale(file))
                {
                    Files.deleteIfExists(file);
                }
            }
            catch (final IOException | CountersException ex)
            {
                // Not ours to judge or to remove, or just removed by its owner.
                continue;
            }
        }
    }

    private static boolean isStale(final Path file) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(CountersLayout.HEADER_LENGTH);
        final long fileLength;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))
        {
            fileLength = channel.size();
            while (bytes.hasRemaining() && channel.read(bytes) >= 0)
            {
                continue;
            }
        }
        // A file whose making was cut short is shorter than its header says, and its process tells all the same.
        final CountersLayout.Header header =
            CountersLayout.read(new UnsafeBuffer(bytes), Math.max(fileLength, CountersLayout.TOTAL_LENGTH));
        return !isAlive(header.pid(), header.pidNamespace());
    }

    /** A process of another namespace (another container) cannot be seen, so it is taken to be alive. */
    static boolean isAlive(final long pid, final long pidNamespace)
    {
        return pidNamespace != pidNamespace() || ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** {@return the number of the namespace in which this process has its id, 0 where there is no such thing} */
    static long pidNamespace()
    {
        try
        {
            final String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return Long.parseLong(link.replaceAll("[^0-9]", ""));
        }
        catch (final IOException | UnsupportedOperationException | NumberFormatException ex)
        {
            return 0;
        }
    }
}
