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
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;

/**
 * Has the next segment ready before the agent needs it: zeros and a header forced to the disk, and opened. A disk that
 * refuses is asked again.
 */
final class Preparer implements Agent
{
    private final SegmentFiles files;
    private final Progress progress;
    private final LongSupplier segmentIds;
    private long nextNumber;
    private boolean isThere;

    /**
     * Begins behind the active segment.
     *
     * @param nextNumber of the segment to prepare.
     * @param isThere    whether it is there already, zeros but for its header.
     */
    Preparer(
        final SegmentFiles files,
        final Progress progress,
        final LongSupplier segmentIds,
        final long nextNumber,
        final boolean isThere)
    {
        this.files = files;
        this.progress = progress;
        this.segmentIds = segmentIds;
        this.nextNumber = nextNumber;
        this.isThere = isThere;
    }

    @Override
    public int doWork()
    {
        if (null != progress.prepared() || null != progress.failure())
        {
            return 0;
        }
        try
        {
            if (!isThere)
            {
                files.create(nextNumber, segmentIds);
                isThere = true;
            }
            final Segment segment = Segment.open(files, nextNumber);
            nextNumber++;
            isThere = false;
            progress.refusal(null);
            progress.prepared(segment);
            return 1;
        }
        catch (final IOException | JournalException ex)
        {
            progress.refusal(ex);
            return 0;
        }
    }

    @Override
    public String roleName()
    {
        return "weir-journal-preparer";
    }
}
