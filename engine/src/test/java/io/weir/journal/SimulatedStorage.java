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
import java.util.List;

/** A directory of a simulated disk, as the journal sees it. */
final class SimulatedStorage implements Storage
{
    private final SimulatedDisk disk;
    private final String path;

    SimulatedStorage(final SimulatedDisk disk, final String path)
    {
        this.disk = disk;
        this.path = path;
    }

    @Override
    public String describe()
    {
        return "simulated:" + path;
    }

    @Override
    public List<String> list()
    {
        return disk.list(path);
    }

    @Override
    public Storage directory(final String name)
    {
        return new SimulatedStorage(disk, path + "/" + name);
    }

    @Override
    public StorageFile open(final String name) throws IOException
    {
        return new OpenFile(disk, disk.file(path, name));
    }

    @Override
    public StorageFile create(final String name) throws IOException
    {
        return new OpenFile(disk, disk.create(path, name));
    }

    @Override
    public StorageFile update(final String name) throws IOException
    {
        return open(name);
    }

    @Override
    public void rename(final String from, final String to)
    {
        disk.rename(path, from, to);
    }

    @Override
    public void delete(final String name)
    {
        disk.delete(path, name);
    }

    @Override
    public void force()
    {
        disk.force(path);
    }

    @Override
    public Lock lock(final String name) throws IOException
    {
        if (!disk.lock(path))
        {
            return null;
        }
        disk.create(path, name);
        final int generation = disk.generation();
        return () -> disk.unlock(path, generation);
    }

    @Override
    public long fileKey(final String name) throws IOException
    {
        return disk.file(path, name).key();
    }

    private static final class OpenFile implements StorageFile
    {
        private final SimulatedDisk disk;
        private final SimulatedFile file;
        private final int generation;
        private boolean isClosed;

        OpenFile(final SimulatedDisk disk, final SimulatedFile file)
        {
            this.disk = disk;
            this.file = file;
            generation = disk.opened();
        }

        @Override
        public long length()
        {
            return file.length();
        }

        @Override
        public int read(final ByteBuffer target, final long position)
        {
            final int count = (int)Math.max(0, Math.min(target.remaining(), file.length() - position));
            target.put(file.cache(), (int)position, count);
            return count;
        }

        @Override
        public void write(final ByteBuffer source, final long position) throws IOException
        {
            disk.write(file, source, position);
        }

        @Override
        public void force() throws IOException
        {
            disk.force(file, 0, file.length());
            file.forceLength();
        }

        @Override
        public void close()
        {
            if (!isClosed)
            {
                isClosed = true;
                disk.closed(generation);
            }
        }
    }
}
