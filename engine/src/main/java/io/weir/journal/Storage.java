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

/**
 * One directory of files on a disk: all that the journal asks of one. The real disk is {@link FileStorage}; tests put
 * a simulated one in its place, which crashes as disks do. Safe for use by several threads on different files.
 */
public interface Storage
{
    /** {@return what messages call this directory: its path} */
    String describe();

    /**
     * {@return the names of the files in the directory, sorted; none if there is no such directory}
     *
     * @throws IOException if the disk fails.
     */
    List<String> list() throws IOException;

    /**
     * Names a directory within this one. It is created when the first file is.
     *
     * @param name of the directory.
     * @return it.
     */
    Storage directory(String name);

    /**
     * Opens a file for reading at positions. Neither locks nor maps it.
     *
     * @param name of the file.
     * @return the file; to be closed.
     * @throws IOException if there is none or the disk fails.
     */
    StorageFile open(String name) throws IOException;

    /**
     * Creates a file, or empties the one that is there, for writing.
     *
     * @param name of the file.
     * @return the file; to be closed.
     * @throws IOException if the disk is full or fails.
     */
    StorageFile create(String name) throws IOException;

    /**
     * Opens a file that is there for reading and writing at positions.
     *
     * @param name of the file.
     * @return the file; to be closed.
     * @throws IOException if there is none or the disk fails.
     */
    StorageFile update(String name) throws IOException;

    /**
     * Gives a file a new name, in place of the file that has it; either wholly or not at all.
     *
     * @param from the name.
     * @param to   the new name.
     * @throws IOException if the disk fails.
     */
    void rename(String from, String to) throws IOException;

    /**
     * Removes a file, if it is there.
     *
     * @param name of the file.
     * @throws IOException if the disk fails.
     */
    void delete(String name) throws IOException;

    /**
     * Forces the directory itself to the disk: after it, files created, renamed and removed before it are so for good.
     *
     * @throws IOException if the disk fails.
     */
    void force() throws IOException;

    /**
     * Takes a file's lock for this process.
     *
     * @param name of the file, which is created.
     * @return the lock, or null if another holder has it, in this process or another.
     * @throws IOException if the disk fails.
     */
    Lock lock(String name) throws IOException;

    /**
     * {@return whether this process has the lock of a file; then nobody in it may open the file, whose closing would
     * let go of the lock}
     *
     * @param name of the file.
     * @throws IOException if the disk fails.
     */
    default boolean isLockedHere(final String name) throws IOException
    {
        return false;
    }

    /**
     * {@return a number that stays with a file as long as it is not copied (an inode); 0 where there is none}
     *
     * @param name of the file.
     * @throws IOException if the disk fails.
     */
    long fileKey(String name) throws IOException;

    /**
     * A file, read and written at positions.
     */
    interface StorageFile extends AutoCloseable
    {
        /**
         * {@return its length in bytes}
         *
         * @throws IOException if the disk fails.
         */
        long length() throws IOException;

        /**
         * Reads as much as there is, up to what the buffer takes.
         *
         * @param target   to read into, from its position to its limit.
         * @param position in the file.
         * @return bytes read; fewer than asked only at the end of the file.
         * @throws IOException if the disk fails.
         */
        int read(ByteBuffer target, long position) throws IOException;

        /**
         * Writes all that the buffer holds. When it returns, the bytes survive the end of the process, and the loss of
         * power once forced. Writing bytes that are there already counts: the next force writes them, whatever an
         * earlier one that failed has left undone.
         *
         * @param source   to write, from its position to its limit.
         * @param position in the file.
         * @throws IOException if the disk is full or fails.
         */
        void write(ByteBuffer source, long position) throws IOException;

        /**
         * Forces what was written, and the file's length, to the disk.
         *
         * @throws IOException if the disk fails; then nobody knows what of it is there.
         */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * A lock that is held.
     */
    interface Lock extends AutoCloseable
    {
        @Override
        void close();
    }
}
