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
package io.weir.kernel.host;

import io.weir.journal.Journal;
import io.weir.kernel.BatchSink;
import io.weir.kernel.WorldStoppedException;
import org.agrona.MutableDirectBuffer;

/** Batches go to a journal. Owned by the kernel's thread. */
public final class JournalSink implements BatchSink
{
    private final Journal journal;

    /**
     * Joins a world to its journal.
     *
     * @param journal that is open.
     */
    public JournalSink(final Journal journal)
    {
        this.journal = journal;
    }

    @Override
    public int claim(final int maxLength)
    {
        final int offset = journal.claim(maxLength);
        if (offset < 0 && offset != Journal.JOURNAL_FULL)
        {
            throw new WorldStoppedException("the journal takes nothing more", journal.failure());
        }
        return offset < 0 ? FULL : offset;
    }

    @Override
    public MutableDirectBuffer buffer()
    {
        return journal.buffer();
    }

    @Override
    public long commit(final int length)
    {
        return journal.commit(length);
    }

    @Override
    public void abort()
    {
        journal.abort();
    }
}
