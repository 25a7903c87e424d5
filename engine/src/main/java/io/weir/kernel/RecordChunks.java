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

import io.weir.codecs.FrameHeader;
import io.weir.kernel.record.RecordCursor;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Records in pieces of memory, so that adding one never moves those before. Owned by one thread at a time. */
final class RecordChunks
{
    private static final int CHUNK_LENGTH = 256 * 1024;

    private final List<UnsafeBuffer> chunks = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final int chunkLength;
    private UnsafeBuffer chunk;
    private int position;
    private long length;

    RecordChunks()
    {
        this(CHUNK_LENGTH);
    }

    RecordChunks(final int chunkLength)
    {
        this.chunkLength = chunkLength;
    }

    /** {@return the offset in {@link #buffer()} for a message of at most so many bytes} */
    int claim(final int maxLength)
    {
        final int needed = RecordCursor.LENGTH_LENGTH + maxLength;
        if (chunk == null || chunk.capacity() - position < needed)
        {
            seal();
            chunk = new UnsafeBuffer(new byte[Math.max(chunkLength, needed)]);
            position = 0;
        }
        return position + RecordCursor.LENGTH_LENGTH;
    }

    UnsafeBuffer buffer()
    {
        return chunk;
    }

    void end(final int encodedLength)
    {
        final int recordLength = FrameHeader.LENGTH + encodedLength;
        chunk.putInt(position, recordLength, ByteOrder.LITTLE_ENDIAN);
        position += RecordCursor.LENGTH_LENGTH + recordLength;
        length += RecordCursor.LENGTH_LENGTH + recordLength;
    }

    void seal()
    {
        if (chunk != null)
        {
            chunks.add(chunk);
            ends.add(position);
            chunk = null;
        }
    }

    /** {@return how many pieces there are and can be read} */
    int sealed()
    {
        return chunks.size();
    }

    UnsafeBuffer sealedBuffer(final int at)
    {
        return chunks.get(at);
    }

    int sealedLength(final int at)
    {
        return ends.get(at);
    }

    /** {@return bytes of all records} */
    long length()
    {
        return length;
    }
}
