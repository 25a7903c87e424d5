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

import io.weir.config.Durability;
import io.weir.journal.JournalException.Reason;
import java.io.IOException;
import org.agrona.concurrent.Agent;

/**
 * Forces what the agent wrote: every group where durability is power, and everywhere the segments that the agent has
 * left, and what a snapshot asks for. A force that fails is the end: afterwards nobody knows what is on the disk, since
 * the system may take pages for written that are not.
 */
final class Forcer implements Agent
{
    private final Progress progress;
    private final boolean isEveryGroup;
    private final String directory;
    private Segment segment;

    Forcer(final Progress progress, final Durability durability, final String directory, final Segment segment)
    {
        this.progress = progress;
        isEveryGroup = Durability.POWER == durability;
        this.directory = directory;
        this.segment = segment;
    }

    @Override
    public int doWork()
    {
        if (null != progress.failure())
        {
            return 0;
        }
        // The seq first: the position read after it is at least that of this seq.
        final long seq = progress.flushedSeq();
        final long position = progress.flushedPosition();
        final boolean isWanted = isEveryGroup || progress.requestedPosition() > progress.forcedPosition();
        int workCount = 0;
        try
        {
            while (null != segment.next())
            {
                force(segment.filledPosition());
                segment.mark(segment.filledPosition());
                segment.close();
                segment = segment.next();
                workCount++;
            }
            if (isWanted && position > Math.max(progress.forcedPosition(), dataPosition()))
            {
                force(position);
                workCount++;
            }
            if (position <= progress.forcedPosition() && progress.forcedSeq() != seq)
            {
                progress.forcedSeq(seq);
            }
        }
        catch (final IOException ex)
        {
            progress.fail(new JournalException(Reason.FAILED, progress.forcedPosition(), directory + ": forcing what " +
                "follows position " + progress.forcedPosition() + " to the disk failed (" + ex + "). What of it is " +
                "there is unknown, so nothing that rests on it is released and nothing more is taken. See to the " +
                "disk, then restart the process: opening finds what was kept", ex));
            return 1;
        }
        return workCount;
    }

    private long dataPosition()
    {
        return segment.basePosition() + JournalLayout.DATA_OFFSET;
    }

    private void force(final long position) throws IOException
    {
        final long from = Math.max(progress.forcedPosition(), dataPosition());
        if (position > from)
        {
            final long beginNs = System.nanoTime();
            segment.force();
            progress.counts().forced(System.nanoTime() - beginNs);
            progress.forced(position);
        }
    }

    @Override
    public String roleName()
    {
        return "weir-journal-forcer";
    }

    /** Lets go of the files; the agent has stopped. */
    void closeSegments() throws IOException
    {
        for (Segment each = segment; null != each; each = each.next())
        {
            each.close();
        }
    }
}
