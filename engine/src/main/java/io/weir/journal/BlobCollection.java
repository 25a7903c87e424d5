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

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds which blobs are named by what is kept (K-15). A name is 32 bytes that nobody meets by chance, so whatever holds
 * them names the blob: a reference in a batch, or in a state that a snapshot has. Nothing need be known of what batches
 * and snapshots mean. Owned by the thread that collects.
 */
final class BlobCollection
{
    private static final int PIECE = 1 << 18;
    private static final int OVERLAP = BlobStore.HASH_LENGTH - 1;
    private static final HexFormat HEX = HexFormat.of();

    private final LongHashSet beginnings = new LongHashSet();
    private final Set<String> sought;
    private final Set<String> named = new HashSet<>();

    BlobCollection(final Set<String> sought)
    {
        this.sought = sought;
        for (final String name : sought)
        {
            beginnings.add(new UnsafeBuffer(HEX.parseHex(name)).getLong(0));
        }
    }

    /** Looks through every batch that is kept. */
    void search(final SegmentFiles segments)
    {
        // Not asked for a batch, it begins with the first that is kept.
        try (JournalReader reader = new JournalReader(segments))
        {
            while (reader.next())
            {
                search(reader.buffer(), reader.offset(), reader.length());
            }
        }
    }

    /** Looks through every snapshot that is kept. */
    void search(final SnapshotStore snapshots)
    {
        for (final long seq : snapshots.seqs())
        {
            try (SnapshotReader reader = snapshots.newest(seq))
            {
                if (null != reader && reader.seq() == seq)
                {
                    search(reader);
                }
            }
        }
    }

    boolean isNamed(final String name)
    {
        return named.contains(name);
    }

    private void search(final SnapshotReader reader)
    {
        final MutableDirectBuffer piece = new UnsafeBuffer(new byte[OVERLAP + PIECE]);
        int kept = 0;
        int count = reader.read(piece, kept, PIECE);
        while (count > 0)
        {
            search(piece, 0, kept + count);
            final int next = Math.min(OVERLAP, kept + count);
            piece.putBytes(0, piece, kept + count - next, next);
            kept = next;
            count = reader.read(piece, kept, PIECE);
        }
    }

    private void search(final DirectBuffer buffer, final int offset, final int length)
    {
        for (int at = offset; at <= offset + length - BlobStore.HASH_LENGTH; at++)
        {
            if (beginnings.contains(buffer.getLong(at)))
            {
                final byte[] bytes = new byte[BlobStore.HASH_LENGTH];
                buffer.getBytes(at, bytes);
                final String name = HEX.formatHex(bytes);
                if (sought.contains(name))
                {
                    named.add(name);
                }
            }
        }
    }
}
