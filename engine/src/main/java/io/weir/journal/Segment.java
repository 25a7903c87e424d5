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

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A mapped segment: written by the agent until it goes on to the next, then the forcer's alone, which forces and unmaps
 * it.
 */
final class Segment
{
    private final long number;
    private final long segmentId;
    private final long basePosition;
    private final int length;
    private final Storage.MappedFile file;
    private final UnsafeBuffer buffer;
    private final ByteBuffer sumView;
    private long filledPosition;
    private volatile Segment next;

    Segment(final SegmentFiles.Header header, final int length, final Storage.MappedFile file)
    {
        number = header.number();
        segmentId = header.segmentId();
        basePosition = header.number() * length;
        this.length = length;
        this.file = file;
        buffer = new UnsafeBuffer(file.buffer());
        sumView = file.buffer().duplicate();
    }

    static Segment map(final SegmentFiles files, final long number) throws java.io.IOException
    {
        return new Segment(files.header(number), files.segmentLength(),
            files.storage().map(JournalLayout.segmentName(number), files.segmentLength()));
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

    Storage.MappedFile file()
    {
        return file;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** The same bytes for checksums, whose position and limit the agent moves. */
    ByteBuffer sumView()
    {
        return sumView;
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

    /** Remembers, without forcing it, what has been forced. */
    void mark(final long forcedPosition)
    {
        buffer.putLong(JournalLayout.MARK_OFFSET, forcedPosition);
        buffer.putLong(JournalLayout.MARK_OFFSET + Long.BYTES, ~forcedPosition);
    }
}
