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
package io.weir.aeron;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.DriverTimeoutException;
import io.aeron.logbuffer.LogBufferDescriptor;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;

/** Looks at a media driver's directory before anything is mapped in it, and says in words what is wrong (N-6). */
final class DriverDirectory
{
    /** Commands each way, errors and a report of losses. */
    private static final long FIXED_DRIVER_LENGTH = 8L << 20;
    private static final long DEFAULT_TIMEOUT_MS = 10_000;
    private static final int MIB_SHIFT = 20;

    private DriverDirectory()
    {
    }

    /**
     * Checks that a driver can be launched in a directory.
     *
     * @param directory that is to be the driver's alone.
     * @throws DriverException if one is at work there, or the directory is something else's.
     */
    static void requireFree(final File directory)
    {
        if (!directory.exists())
        {
            return;
        }
        final String[] files = directory.list();
        if (null == files)
        {
            throw new DriverException(directory + " is no directory: name another for the media driver", null);
        }
        final File cnc = new File(directory, CncFileDescriptor.CNC_FILE);
        if (files.length > 0 && !cnc.exists())
        {
            throw new DriverException(
                directory + " holds files that are no media driver's, and a driver would delete them: name another " +
                    "directory",
                null);
        }
        if (cnc.exists())
        {
            requireDead(directory);
            IoUtil.delete(directory, true);
        }
    }

    /**
     * Checks that there is room for a driver.
     *
     * @param directory      that may not exist yet.
     * @param countersLength of the driver, in bytes of values.
     * @throws DriverException if there is not.
     */
    static void requireSpaceForDriver(final File directory, final int countersLength)
    {
        requireSpace(directory, usableSpace(directory), driverLength(countersLength), "a media driver");
    }

    /**
     * Checks that there is room for one more session.
     *
     * @param directory  of a driver.
     * @param termLength of its publications.
     * @param isLoopback whether both ends are in the directory with logs of their own, as over UDP within a driver.
     * @throws DriverException if there is not.
     */
    static void requireSpaceForSession(final File directory, final int termLength, final boolean isLoopback)
    {
        requireSpace(
            directory,
            usableSpace(directory),
            (isLoopback ? 2 : 1) * sessionLength(termLength),
            (isLoopback ? "both ends of a session" : "a session") + " at terms of " + (termLength >> 10) + " KiB");
    }

    /**
     * Checks a known amount of room.
     *
     * @param directory that it is in.
     * @param usable    bytes, below 0 if nobody knows.
     * @param needed    bytes.
     * @param what      takes them.
     */
    static void requireSpace(final File directory, final long usable, final long needed, final String what)
    {
        if (usable >= 0 && usable < needed)
        {
            throw new DriverException(
                "the file system of " + directory + " has " + (usable >> MIB_SHIFT) + " MiB left, and " + what +
                    " takes " + mib(needed) + " MiB: give a container more shared memory (docker run " +
                    "--shm-size=256m, or a medium: Memory volume at /dev/shm), set smaller terms " +
                    "(term-length in the address, or weir.aeron.term.length), or name another directory " +
                    "(weir.aeron.dir)",
                null);
        }
    }

    /** {@return bytes that a driver takes: commands, counters, errors and a report of losses} */
    static long driverLength(final int countersLength)
    {
        return FIXED_DRIVER_LENGTH + countersLength +
            io.aeron.driver.Configuration.countersMetadataBufferLength(countersLength);
    }

    /** {@return bytes that a session takes: a log each way} */
    static long sessionLength(final int termLength)
    {
        return 2 * LogBufferDescriptor.computeLogLength(termLength, LogBufferDescriptor.PAGE_MIN_SIZE);
    }

    /**
     * Checks that there is a driver to connect to.
     *
     * @param directory of the driver.
     * @param timeoutMs without a sign of life, after which it is taken for dead.
     * @throws DriverException if there is none, or one of another kind.
     */
    static void requireActive(final File directory, final long timeoutMs)
    {
        final File cnc = new File(directory, CncFileDescriptor.CNC_FILE);
        if (!cnc.exists())
        {
            throw new DriverException(
                "there is no media driver in " + directory + " (no " + CncFileDescriptor.CNC_FILE +
                    "): launch one with ./weir driver --dir " + directory +
                    ", name its directory, or leave weir.aeron.dir empty to embed one",
                null);
        }
        if (!Files.isReadable(cnc.toPath()) || !Files.isWritable(cnc.toPath()))
        {
            throw new DriverException(
                "the media driver's files in " + directory + " cannot be read and written by this user: run both " +
                    "as one user, or give the group access",
                null);
        }
        try
        {
            if (!isActive(directory, timeoutMs))
            {
                throw new DriverException(
                    "the media driver in " + directory + " has given no sign of life for " + timeoutMs +
                        " ms; its files are left over from one that was killed, or it is stopped: launch it anew",
                    null);
            }
        }
        catch (final AeronException | IllegalStateException | IllegalArgumentException ex)
        {
            throw new DriverException(
                "the files in " + directory + " are not those of a media driver that this version of Aeron " +
                    "understands: " + ex.getMessage() + ": use drivers and clients of the same major version",
                ex);
        }
    }

    /**
     * {@return whether a driver is at work in a directory, without waiting for one that is about to; an unreadable one
     * is not}
     */
    static boolean isActiveQuietly(final File directory, final long timeoutMs)
    {
        try
        {
            return isBegun(directory) && isActive(directory, timeoutMs);
        }
        catch (final IOException | RuntimeException ex)
        {
            return false;
        }
    }

    /** A driver writes its version when all else is there; Aeron would wait for it. */
    private static boolean isBegun(final File directory) throws IOException
    {
        try (RandomAccessFile file = new RandomAccessFile(new File(directory, CncFileDescriptor.CNC_FILE), "r"))
        {
            return file.length() >= Integer.BYTES && 0 != file.readInt();
        }
    }

    private static boolean isActive(final File directory, final long timeoutMs)
    {
        return CommonContext.isDriverActive(directory, timeoutMs, ignored ->
        {});
    }

    private static void requireDead(final File directory)
    {
        final boolean active;
        try
        {
            active = isActive(directory, DEFAULT_TIMEOUT_MS);
        }
        catch (final DriverTimeoutException ex)
        {
            // Killed before it had begun.
            return;
        }
        catch (final RuntimeException ex)
        {
            throw new DriverException(
                "the files in " + directory + " are of a media driver of another version: " + ex.getMessage() +
                    ": stop it and delete them, or name another directory",
                ex);
        }
        if (active)
        {
            throw new DriverException(
                "a media driver is at work in " + directory + ", or was until a few seconds ago: use it " +
                    "(weir.aeron.dir), stop it, or name another directory",
                null);
        }
    }

    private static long usableSpace(final File directory)
    {
        final long usable = directory.getUsableSpace();
        if (usable > 0)
        {
            return usable;
        }
        Path path = directory.toPath().toAbsolutePath();
        while (null != path && !Files.exists(path))
        {
            path = path.getParent();
        }
        try
        {
            return null == path ? -1 : Files.getFileStore(path).getUsableSpace();
        }
        catch (final IOException ex)
        {
            // What cannot be asked is not known to be too small.
            return -1;
        }
    }

    private static long mib(final long bytes)
    {
        return bytes + (1 << MIB_SHIFT) - 1 >> MIB_SHIFT;
    }
}
