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
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk in memory that behaves as badly as disks may. Sectors that were not forced are on it after a
 * {@link #losePower() loss of power} or are not, in any combination; names that were not forced likewise, in their
 * order; a force can fail and have the system forget what it did not write; the disk can be full; and everything can
 * stop at any operation. What happens is a function of the seed. Owned by one thread.
 */
public final class SimulatedDisk implements JournalDisk
{
    private static final int NEVER = Integer.MAX_VALUE;

    private final Random random;
    private final int sectorLength;
    private final Map<String, SimulatedDirectory> directories = new TreeMap<>();
    private final Set<String> locks = new HashSet<>();
    private long capacity = Long.MAX_VALUE;
    private long nextKey;
    private int generation;
    private int open;
    private int operationsLeft = NEVER;
    private int forcesLeft = NEVER;
    private boolean isStopped;

    /**
     * An empty disk.
     *
     * @param seed         of what happens.
     * @param sectorLength that is written whole or not at all: 512 or 4096.
     */
    public SimulatedDisk(final long seed, final int sectorLength)
    {
        random = new Random(seed);
        this.sectorLength = sectorLength;
        nextKey = 1 + random.nextInt(1 << 20) * 1_000L;
    }

    /** {@return the root directory} */
    @Override
    public Storage storage()
    {
        return new SimulatedStorage(this, "");
    }

    /**
     * Limits what the disk takes.
     *
     * @param bytes of all files together.
     */
    public void capacity(final long bytes)
    {
        capacity = bytes;
    }

    /**
     * Has everything stop at an operation that is still to come; then ask for what happens to the machine with
     * {@link #losePower()} or {@link #killProcess()}.
     *
     * @param operations that are still done.
     */
    public void stopAfter(final int operations)
    {
        operationsLeft = operations;
    }

    /**
     * Has a force of a file fail.
     *
     * @param forces that still succeed.
     */
    public void failForceAfter(final int forces)
    {
        forcesLeft = forces;
    }

    /** The operating system writes some of what was changed, as it may at any time. */
    public void writeBack()
    {
        final int percent = random.nextInt(101);
        files(file -> file.writeBack(random, percent));
    }

    /** The process is gone: what it had changed is still with the operating system. */
    public void killProcess()
    {
        generation++;
        open = 0;
        locks.clear();
        operationsLeft = NEVER;
        forcesLeft = NEVER;
        isStopped = false;
    }

    /** The power is gone: some of what was not forced is on the disk, in any combination. */
    public void losePower()
    {
        final int[] percents = {0, 10, 50, 90, 100};
        final int percent = percents[random.nextInt(percents.length)];
        files(file -> file.writeBack(random, percent));
        directories.values().forEach(directory -> directory.lose(random));
        files(file -> file.lose(random));
        killProcess();
    }

    @Override
    public void damage(final String name, final int offset, final byte... bytes)
    {
        final SimulatedFile file = directory("").names().get(name);
        System.arraycopy(bytes, 0, file.cache(), offset, bytes.length);
        file.force(0, file.length());
    }

    @Override
    public byte[] bytes(final String name)
    {
        return contents("", name);
    }

    byte[] contents(final String path, final String name)
    {
        final SimulatedFile file = directory(path).names().get(name);
        return java.util.Arrays.copyOf(file.cache(), file.length());
    }

    /** Puts other bytes in a file's place, or a file where there was none. */
    void replace(final String path, final String name, final byte[] bytes)
    {
        final SimulatedFile there = directory(path).names().get(name);
        final SimulatedFile file = new SimulatedFile(sectorLength, null == there ? nextKey++ : there.key());
        file.grow(bytes.length);
        System.arraycopy(bytes, 0, file.cache(), 0, bytes.length);
        directory(path).put(name, file);
    }

    /** {@return another disk with the same files, all of them on it for good, under other keys} */
    @Override
    public SimulatedDisk copy()
    {
        return copy(true);
    }

    /** {@return another disk with the same files, all of them on it for good, as if it were this one} */
    public SimulatedDisk twin()
    {
        return copy(false);
    }

    @Override
    public int openFiles()
    {
        return open;
    }

    @Override
    public void close()
    {
        killProcess();
    }

    private SimulatedDisk copy(final boolean isRekeyed)
    {
        final SimulatedDisk copy = new SimulatedDisk(random.nextLong(), sectorLength);
        directories.forEach((path, directory) -> directory.names().forEach((name, file) ->
        {
            copy.directory(path).put(name, file.copy(isRekeyed ? copy.nextKey++ : file.key()));
            copy.directory(path).force();
        }));
        return copy;
    }

    private void files(final java.util.function.Consumer<SimulatedFile> action)
    {
        directories.values().forEach(directory -> directory.names().values().forEach(action));
    }

    SimulatedDirectory directory(final String path)
    {
        return directories.computeIfAbsent(path, key -> new SimulatedDirectory());
    }

    List<String> list(final String path)
    {
        operation();
        return List.copyOf(directory(path).names().keySet());
    }

    SimulatedFile file(final String path, final String name) throws NoSuchFileException
    {
        operation();
        final SimulatedFile file = directory(path).names().get(name);
        if (null == file)
        {
            throw new NoSuchFileException(path + "/" + name);
        }
        return file;
    }

    SimulatedFile create(final String path, final String name) throws IOException
    {
        operation();
        final SimulatedFile there = directory(path).names().get(name);
        if (null != there)
        {
            there.truncate();
            return there;
        }
        final SimulatedFile file = new SimulatedFile(sectorLength, nextKey++);
        directory(path).put(name, file);
        return file;
    }

    void write(final SimulatedFile file, final ByteBuffer source, final long position) throws IOException
    {
        operation();
        final long[] used = new long[1];
        files(each -> used[0] += each.length());
        final long added = Math.max(0, position + source.remaining() - file.length());
        if (used[0] + added > capacity)
        {
            throw new IOException("No space left on device (simulated)");
        }
        final int count = source.remaining();
        file.grow((int)position + count);
        source.get(file.cache(), (int)position, count);
        file.touch((int)position, count);
    }

    void force(final SimulatedFile file, final int offset, final int length) throws IOException
    {
        operation();
        if (forcesLeft-- <= 0)
        {
            forcesLeft = NEVER;
            file.failForce(offset, length, random);
        }
        file.force(offset, length);
    }

    void rename(final String path, final String from, final String to)
    {
        operation();
        directory(path).rename(from, to);
    }

    void delete(final String path, final String name)
    {
        operation();
        if (directory(path).names().containsKey(name))
        {
            directory(path).remove(name);
        }
    }

    void force(final String path)
    {
        operation();
        directory(path).force();
    }

    boolean lock(final String path)
    {
        operation();
        return locks.add(path);
    }

    void unlock(final String path, final int since)
    {
        if (since == generation)
        {
            locks.remove(path);
        }
    }

    int opened()
    {
        open++;
        return generation;
    }

    void closed(final int since)
    {
        if (since == generation)
        {
            open--;
        }
    }

    int generation()
    {
        return generation;
    }

    private void operation()
    {
        if (isStopped || operationsLeft-- <= 0)
        {
            isStopped = true;
            throw new SimulatedCrash();
        }
    }
}
