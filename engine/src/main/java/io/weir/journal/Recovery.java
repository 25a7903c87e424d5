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
 * What opening a journal found (K-10).
 *
 * @param lastSeq      of the last batch that stands; -1 for none.
 * @param position     just behind that batch.
 * @param openEpoch    of this opening; it rises by at least one with each.
 * @param cutBytes     from the position to the last byte that was not zero behind it; 0 after a clean close, or when
 *                     the process ended between two batches.
 * @param lostBatches  whole batches behind the cut that had never been forced; the one at the cut is not among them.
 * @param wasClosed    whether the journal was closed before, or is new.
 * @param report       the same in words, for the log; empty when nothing was lost.
 */
public record Recovery(
    long lastSeq,
    long position,
    int openEpoch,
    long cutBytes,
    int lostBatches,
    boolean wasClosed,
    String report)
{
    /** {@return whether anything was cut off} */
    public boolean isCut()
    {
        return cutBytes > 0;
    }
}
