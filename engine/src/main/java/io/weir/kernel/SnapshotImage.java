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
import io.weir.codecs.kernel.SnapshotInstanceDecoder;
import io.weir.kernel.record.RecordCursor;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of a complete snapshot, in canonical order: equal states have equal bytes, and so equal hashes (K-9).
 * Immutable; any thread.
 */
public final class SnapshotImage
{
    private final long seq;
    private final RecordChunks head;
    private final RecordChunks inOrder;
    private final List<Early> early;
    private final RecordChunks end;

    /** Takes parts of a snapshot. */
    @FunctionalInterface
    public interface PartConsumer
    {
        /**
         * One part: whole records, behind those of the part before.
         *
         * @param buffer that holds it.
         * @param offset of the part.
         * @param length of the part.
         */
        void onPart(DirectBuffer buffer, int offset, int length);
    }

    /** An instance that changed while others were still to be copied, as it was before. */
    record Early(int module, long id, RecordChunks records)
    {
    }

    SnapshotImage(
        final long seq,
        final RecordChunks head,
        final RecordChunks inOrder,
        final List<Early> early,
        final RecordChunks end)
    {
        this.seq = seq;
        this.head = head;
        this.inOrder = inOrder;
        this.early = early;
        this.end = end;
    }

    /** {@return the seq of the last batch within} */
    public long seq()
    {
        return seq;
    }

    /** {@return how many bytes there are} */
    public long length()
    {
        long length = head.length() + inOrder.length() + end.length();
        for (final Early one : early)
        {
            length += one.records().length();
        }
        return length;
    }

    /**
     * Hands the bytes on, in order.
     *
     * @param consumer to take them.
     */
    public void forEachPart(final PartConsumer consumer)
    {
        whole(head, consumer);
        final int next = merged(consumer);
        for (int i = next; i < early.size(); i++)
        {
            whole(early.get(i).records(), consumer);
        }
        whole(end, consumer);
    }

    /** {@return the SHA-256 of the bytes, in hex} */
    public String hashText()
    {
        try
        {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            forEachPart((buffer, offset, length) ->
            {
                final byte[] bytes = new byte[length];
                buffer.getBytes(offset, bytes);
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JDK has SHA-256", ex);
        }
    }

    /** Hands on what was copied in order, and in between what was copied early; answers how many of those. */
    private int merged(final PartConsumer consumer)
    {
        int next = 0;
        for (int chunk = 0; chunk < inOrder.sealed(); chunk++)
        {
            final UnsafeBuffer buffer = inOrder.sealedBuffer(chunk);
            final int limit = inOrder.sealedLength(chunk);
            int from = 0;
            int at = 0;
            while (at < limit && next < early.size())
            {
                while (next < early.size() && isBehind(buffer, at, early.get(next)))
                {
                    part(consumer, buffer, from, at);
                    from = at;
                    whole(early.get(next).records(), consumer);
                    next++;
                }
                at += RecordCursor.LENGTH_LENGTH + buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
            }
            part(consumer, buffer, from, limit);
        }
        return next;
    }

    /** Whether the record is of an instance, and one that comes after the early one. */
    private static boolean isBehind(final UnsafeBuffer buffer, final int at, final Early one)
    {
        final int message = at + RecordCursor.LENGTH_LENGTH;
        if (FrameHeader.templateId(FrameHeader.word(buffer, message)) != SnapshotInstanceDecoder.TEMPLATE_ID)
        {
            return false;
        }
        final SnapshotInstanceDecoder decoder = new SnapshotInstanceDecoder().wrap(
            buffer, message + FrameHeader.LENGTH, SnapshotInstanceDecoder.BLOCK_LENGTH,
            SnapshotInstanceDecoder.SCHEMA_VERSION);
        return decoder.module() > one.module() ||
            decoder.module() == one.module() && decoder.instance() > one.id();
    }

    private static void whole(final RecordChunks chunks, final PartConsumer consumer)
    {
        for (int i = 0; i < chunks.sealed(); i++)
        {
            part(consumer, chunks.sealedBuffer(i), 0, chunks.sealedLength(i));
        }
    }

    private static void part(
        final PartConsumer consumer,
        final DirectBuffer buffer,
        final int from,
        final int to)
    {
        if (to > from)
        {
            consumer.onPart(buffer, from, to - from);
        }
    }
}
