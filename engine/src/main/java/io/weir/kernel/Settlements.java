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

import io.weir.codecs.kernel.ReceiptStatus;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The last settled intents, oldest first, so that duplicate, conflicting and late receipts differ (K-3). Owned by the
 * kernel's thread.
 *
 * <pre>
 *   entry:  intent id i64 | attempt i32, status u8, flags u8, 0 u16 | hash of the receipt i64
 * </pre>
 */
final class Settlements
{
    static final int ENTRY_LENGTH = 24;
    private static final int STRIDE = 3;
    private static final int STATUS_SHIFT = 32;
    private static final long BY_ADAPTER = 1L << 40;
    private static final long TOLD = 1L << 41;

    private final long[] entries;
    private final int capacity;
    private final LongIndex index;
    private long count;

    Settlements(final int capacity)
    {
        this.capacity = capacity;
        entries = new long[capacity * STRIDE];
        index = new LongIndex(capacity);
    }

    void add(
        final long intentId,
        final int attempt,
        final ReceiptStatus status,
        final boolean byAdapter,
        final long hash)
    {
        put(intentId, attempt & 0xFFFF_FFFFL | (long)status.value() << STATUS_SHIFT | (byAdapter ? BY_ADAPTER : 0),
            hash);
    }

    private void put(final long intentId, final long word, final long hash)
    {
        final int at = (int)(count % capacity);
        if (count >= capacity)
        {
            index.remove(entries[at * STRIDE]);
        }
        entries[at * STRIDE] = intentId;
        entries[at * STRIDE + 1] = word;
        entries[at * STRIDE + 2] = hash;
        index.put(intentId, at);
        count++;
    }

    /** {@return where the settlement of an intent is, or −1 when it is remembered no more} */
    int find(final long intentId)
    {
        return index.get(intentId);
    }

    boolean isByAdapter(final int at)
    {
        return 0 != (entries[at * STRIDE + 1] & BY_ADAPTER);
    }

    boolean isSame(final int at, final int attempt, final ReceiptStatus status, final long hash)
    {
        final long word = entries[at * STRIDE + 1];
        return (int)word == attempt && (word >>> STATUS_SHIFT & 0xFF) == status.value() &&
            entries[at * STRIDE + 2] == hash;
    }

    ReceiptStatus status(final int at)
    {
        return ReceiptStatus.get((short)(entries[at * STRIDE + 1] >>> STATUS_SHIFT & 0xFF));
    }

    /** {@return whether a late or conflicting receipt of the intent is in the journal already} */
    boolean isTold(final int at)
    {
        return 0 != (entries[at * STRIDE + 1] & TOLD);
    }

    void told(final int at)
    {
        entries[at * STRIDE + 1] |= TOLD;
    }

    int size()
    {
        return (int)Math.min(count, capacity);
    }

    /** Writes so many entries from one on, oldest first. */
    void copyTo(final int from, final int length, final MutableDirectBuffer buffer, final int offset)
    {
        final long oldest = count - size();
        for (int i = 0; i < length; i++)
        {
            final int at = (int)((oldest + from + i) % capacity) * STRIDE;
            for (int word = 0; word < STRIDE; word++)
            {
                buffer.putLong(
                    offset + i * ENTRY_LENGTH + word * Long.BYTES, entries[at + word], ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    void restore(final DirectBuffer buffer, final int offset, final int length)
    {
        for (int at = offset; at < offset + length; at += ENTRY_LENGTH)
        {
            put(buffer.getLong(at, ByteOrder.LITTLE_ENDIAN),
                buffer.getLong(at + Long.BYTES, ByteOrder.LITTLE_ENDIAN),
                buffer.getLong(at + 2 * Long.BYTES, ByteOrder.LITTLE_ENDIAN));
        }
    }
}
