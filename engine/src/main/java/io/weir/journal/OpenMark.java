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

/** The file that remembers the last opening, and whether and where the journal was closed after it. */
record OpenMark(int openEpoch, boolean isClosed, long position, long lastSeq)
{
    private static final int LENGTH = 44;
    private static final int SUMMED = 40;

    /** {@return what the file says; null if there is none or it is damaged} */
    static OpenMark read(final Storage storage) throws IOException
    {
        if (!storage.list().contains(JournalLayout.OPEN_FILE))
        {
            return null;
        }
        final SmallFile file = new SmallFile(LENGTH, SUMMED);
        if (null != file.read(storage, JournalLayout.OPEN_FILE, JournalLayout.OPEN_MAGIC))
        {
            return null;
        }
        return new OpenMark(file.buffer().getInt(12), 1 == file.buffer().getInt(16), file.buffer().getLong(24),
            file.buffer().getLong(32));
    }

    void write(final Storage storage) throws IOException
    {
        final SmallFile file = new SmallFile(LENGTH, SUMMED);
        file.write(storage, JournalLayout.OPEN_FILE, fileKey ->
        {
            file.buffer().putLong(0, JournalLayout.OPEN_MAGIC);
            file.buffer().putInt(8, JournalLayout.VERSION);
            file.buffer().putInt(12, openEpoch);
            file.buffer().putInt(16, isClosed ? 1 : 0);
            file.buffer().putLong(24, position);
            file.buffer().putLong(32, lastSeq);
        });
    }
}
