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

import io.weir.kernel.record.RecordCursor;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps batches in memory; can be full. */
final class MemorySink implements BatchSink
{
    final List<byte[]> batches = new ArrayList<>();
    boolean isFull;
    /** So many claims find no room yet. */
    int fullClaims;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);

    MemorySink()
    {
    }

    @Override
    public int claim(final int maxLength)
    {
        if (fullClaims > 0)
        {
            fullClaims--;
            return FULL;
        }
        return isFull ? FULL : 0;
    }

    @Override
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    @Override
    public long commit(final int length)
    {
        final byte[] batch = new byte[length];
        buffer.getBytes(0, batch);
        batches.add(batch);
        return batches.size() - 1;
    }

    @Override
    public void abort()
    {
    }

    /** {@return names of the records of a batch behind its first, by template} */
    List<Integer> templates(final int seq)
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(batches.get(seq));
        final RecordCursor cursor = new RecordCursor().wrap("the batch", bytes, 0, bytes.capacity());
        final List<Integer> templates = new ArrayList<>();
        while (cursor.next())
        {
            templates.add(cursor.templateId());
        }
        return templates.subList(1, templates.size());
    }
}
