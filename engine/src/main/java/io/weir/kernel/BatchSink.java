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
package io.weir.kernel;

import org.agrona.MutableDirectBuffer;

/**
 * Where batches go: a journal, memory, or a comparison with what a journal has (K-7, K-8). Owned by the kernel's
 * thread; at most one claim is open.
 */
public interface BatchSink
{
    /** Nothing can be claimed just now; the input is refused with JOURNAL_FULL and can be given again. */
    int FULL = -1;

    /**
     * Claims room for a batch.
     *
     * @param maxLength of the batch in bytes.
     * @return the offset of the batch in {@link #buffer()}, or a negative number if there is no room just now.
     */
    int claim(int maxLength);

    /** {@return the buffer that the claim points into; asked after each claim} */
    MutableDirectBuffer buffer();

    /**
     * Ends the claim with a batch.
     *
     * @param length of the batch in bytes.
     * @return the seq of the batch, one more than that of the batch before.
     */
    long commit(int length);

    /** Ends the claim without a batch. */
    void abort();
}
