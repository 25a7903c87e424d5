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

/** The disk that a journal of the TCK lies on, with what tests do to it from outside. */
interface JournalDisk extends AutoCloseable
{
    int SEGMENT_LENGTH = 64 * 1024;

    Storage storage();

    /** Overwrites bytes of a file behind the journal's back, on the disk itself. */
    void damage(String name, int offset, byte... bytes);

    /** The bytes of a file. */
    byte[] bytes(String name);

    /** Copies all files to another disk of the kind. */
    JournalDisk copy();

    /** How many files are open or mapped now that the storage knows of; -1 if it does not. */
    int openFiles();

    @Override
    void close();
}
