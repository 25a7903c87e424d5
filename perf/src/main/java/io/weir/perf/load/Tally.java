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

package io.weir.perf.load;

import io.weir.perf.report.LoadReport;

/**
 * What the receiving agent counts over all streams. Owned by that agent; others read it after the run.
 */
final class Tally
{
    private long verified;
    private long lost;
    private long duplicated;
    private long reordered;
    private long corrupted;
    private long failedStreams;

    Tally()
    {
    }

    void onRight()
    {
        verified++;
    }

    void onLost(final long messages)
    {
        lost += messages;
    }

    void onDuplicated()
    {
        duplicated++;
    }

    /** A message came after a later one, and so had been taken for lost. */
    void onReordered()
    {
        lost--;
        reordered++;
    }

    void onCorrupted()
    {
        corrupted++;
    }

    void onFailedStream()
    {
        failedStreams++;
    }

    long verified()
    {
        return verified;
    }

    LoadReport.Faults faults()
    {
        return new LoadReport.Faults(lost, duplicated, reordered, corrupted, failedStreams);
    }
}
