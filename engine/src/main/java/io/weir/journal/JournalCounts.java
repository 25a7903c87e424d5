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

/**
 * What a journal has counted since it was opened. Each word has one writer: the agent (to be read on its thread), or a
 * thread of the background (for any thread).
 */
public final class JournalCounts
{
    private long groups;
    private long segments;
    private volatile long segmentsDeleted;
    private volatile long forces;
    private volatile long longestForceNs;

    JournalCounts()
    {
    }

    /** {@return the groups of batches that were given to the operating system; agent's thread} */
    public long groups()
    {
        return groups;
    }

    /** {@return the segments entered; agent's thread} */
    public long segments()
    {
        return segments;
    }

    /** {@return the old segments removed; any thread} */
    public long segmentsDeleted()
    {
        return segmentsDeleted;
    }

    /** {@return the forces of the disk that returned; any thread} */
    public long forces()
    {
        return forces;
    }

    /** {@return the time of the longest of them, in ns; any thread} */
    public long longestForceNs()
    {
        return longestForceNs;
    }

    void group()
    {
        groups++;
    }

    void segment()
    {
        segments++;
    }

    /** Under the lock of who deletes. */
    void deleted(final int count)
    {
        final long before = segmentsDeleted;
        segmentsDeleted = before + count;
    }

    /** The forcer's, or who stands in for it. */
    void forced(final long timeNs)
    {
        final long before = forces;
        forces = before + 1;
        if (timeNs > longestForceNs)
        {
            longestForceNs = timeNs;
        }
    }
}
