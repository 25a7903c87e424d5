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

/** Where opening begins to read: what lies before is not looked at until it is asked for. */
final class JournalOpeningPoint
{
    private JournalOpeningPoint()
    {
    }

    /** {@return the seq of the first batch of the segment in which the newest snapshot was taken; else 0} */
    static long of(final Storage storage)
    {
        final JournalIdentity identity;
        final SnapshotStore.Entry entry;
        try
        {
            identity = JournalIdentity.read(storage);
            entry = SnapshotStore.of(storage, identity).newestEntry();
            if (null == entry)
            {
                return 0;
            }
            try (JournalReader reader = new JournalReader(new SegmentFiles(storage, identity)))
            {
                reader.enter((entry.position() - 1) / identity.segmentLength());
                return reader.next() ? reader.seq() : 0;
            }
        }
        catch (final java.io.IOException ex)
        {
            throw new java.io.UncheckedIOException(ex);
        }
    }
}
