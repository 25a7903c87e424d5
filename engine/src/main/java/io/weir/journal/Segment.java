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
import java.nio.ByteOrder;

/**
 * A segment that is open for writing: written by the agent until it goes on to the next, forced by the forcer, which
 * also lets go of it. Each has a handle of its own.
 */
final class Segment
{
    private final long number;
    private final long segmentId;
    private final long basePosition;
    private final int length;
    private final Storage.StorageFile writing;
    private final Storage.StorageFile forcing;
    private long filledPosition;
    private volatile Segment next;

    private Segment(
        final SegmentFiles.Header header,
        final int length,
        final Storage.StorageFile writing,
        final Storage.StorageFile forcing)
    {
        number = header.number();
        segmentId = header.segmentId();
        basePosition = header.number() * length;
        this.length = length;
        this.writing = writing;
        this.forcing = forcing;
    }

    static Segment open(final SegmentFiles files, final long number) throws IOException
    {
        final SegmentFiles.Header header = files.header(number);
        final String name = JournalLayout.segmentName(number);
        final Storage.StorageFile writing = files.storage().update(name);
        Storage.StorageFile forcing = null;
        try
        {
            forcing = files.storage().update(name);
            return new Segment(header, files.segmentLength(), writing, forcing);
        }
        finally
        {
            if (null == forcing)
            {
                writing.close();
            }
        }
    }

    long number()
    {
        return number;
    }

    long segmentId()
    {
        return segmentId;
    }

    long basePosition()
    {
        return basePosition;
    }

    /** {@return the position behind the last batch, once there is a next segment} */
    long filledPosition()
    {
        return filledPosition;
    }

    int length()
    {
        return length;
    }

    void write(final ByteBuffer source, final int offset) throws IOException
    {
        writing.write(source, offset);
    }

    void force() throws IOException
    {
        forcing.force();
    }

    Segment next()
    {
        return next;
    }

    /** The agent's last act on this segment; what is behind its last batch stays empty. */
    void next(final Segment segment, final long position)
    {
        filledPosition = position;
        next = segment;
    }

    /** Remembers, without forcing it, what has been forced. Not after each force: the mark is a write of its own. */
    void mark(final long forcedPosition) throws IOException
    {
        final ByteBuffer mark = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        mark.putLong(0, forcedPosition).putLong(Long.BYTES, ~forcedPosition);
        forcing.write(mark, JournalLayout.MARK_OFFSET);
    }

    void close() throws IOException
    {
        try
        {
            writing.close();
        }
        finally
        {
            forcing.close();
        }
    }
}
