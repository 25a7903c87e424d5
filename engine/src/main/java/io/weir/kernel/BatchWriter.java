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

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.BatchEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.kernel.record.RecordCursor;
import org.agrona.MutableDirectBuffer;

/**
 * Makes batches: a {@code Batch} record, a cause, outputs (K-7). Encodes where the sink wants them. Owned by the
 * kernel's thread.
 */
final class BatchWriter
{
    /** The meaning of what the kernel writes; another one is not replayed by this. */
    static final int KERNEL_VERSION = 1;

    private static final long BATCH = word(BatchEncoder.BLOCK_LENGTH, BatchEncoder.TEMPLATE_ID);

    final CauseRecords causes = new CauseRecords(this);
    final OutputRecords outputs = new OutputRecords(this);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    MutableDirectBuffer buffer;

    private final WorldState state;
    private final int maxLength;
    private BatchSink sink;
    private int start;
    private int position;
    private boolean isOpen;

    BatchWriter(final WorldState state, final int maxLength)
    {
        this.state = state;
        this.maxLength = maxLength;
    }

    void sink(final BatchSink to)
    {
        sink = to;
    }

    /**
     * Begins a batch, and with it the time that it is of. Before this nothing of the state may change.
     *
     * @return false if there is no room just now.
     */
    boolean begin(final long timeNs)
    {
        start = sink.claim(maxLength);
        if (start < 0)
        {
            return false;
        }
        isOpen = true;
        buffer = sink.buffer();
        position = start;
        state.timeNs = Math.max(timeNs, state.timeNs);
        final int block = record(BATCH, BatchEncoder.BLOCK_LENGTH);
        final MutableDirectBuffer target = buffer;
        target.putLong(block + BatchEncoder.seqEncodingOffset(), seq(), LITTLE_ENDIAN);
        target.putLong(block + BatchEncoder.timeNsEncodingOffset(), state.timeNs, LITTLE_ENDIAN);
        target.putShort(block + BatchEncoder.kernelVersionEncodingOffset(), (short)KERNEL_VERSION, LITTLE_ENDIAN);
        return true;
    }

    /** {@return the seq of the batch that is being made, or will be} */
    long seq()
    {
        return state.seq + 1;
    }

    void commit()
    {
        isOpen = false;
        final long seq = sink.commit(position - start);
        if (seq != state.seq + 1)
        {
            throw new WorldStoppedException(
                "the journal gave batch " + (state.seq + 1) + " the seq " + seq, null);
        }
        state.seq = seq;
    }

    void abort()
    {
        if (isOpen)
        {
            isOpen = false;
            sink.abort();
        }
    }

    /** {@return where the next record's message begins} */
    int at()
    {
        return position + RecordCursor.LENGTH_LENGTH;
    }

    /** {@return the header of the kernel's messages of a template, for {@link #record}} */
    static long word(final int blockLength, final int templateId)
    {
        return FrameHeader.word(blockLength, templateId, BatchEncoder.SCHEMA_ID, BatchEncoder.SCHEMA_VERSION);
    }

    /**
     * Writes length and header of a record that is as long as is known before, for the few that every input has: their
     * fields are then put by offset, in a third of what the encoders take.
     *
     * @return where its block begins.
     */
    int record(final long headerWord, final int encodedLength)
    {
        final MutableDirectBuffer target = buffer;
        final int at = position;
        final int length = FrameHeader.LENGTH + encodedLength;
        target.putInt(at, length, LITTLE_ENDIAN);
        target.putLong(at + RecordCursor.LENGTH_LENGTH, headerWord, LITTLE_ENDIAN);
        position = at + RecordCursor.LENGTH_LENGTH + length;
        return at + RecordCursor.LENGTH_LENGTH + FrameHeader.LENGTH;
    }

    void end(final int encodedLength)
    {
        final int length = FrameHeader.LENGTH + encodedLength;
        buffer.putInt(position, length, LITTLE_ENDIAN);
        position += RecordCursor.LENGTH_LENGTH + length;
    }
}
