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

import io.weir.codecs.kernel.ContinuationDecoder;
import io.weir.codecs.kernel.SnapshotBeginDecoder;
import io.weir.codecs.kernel.SnapshotCancelDecoder;
import io.weir.codecs.kernel.SnapshotEndDecoder;
import io.weir.codecs.kernel.SnapshotInstanceDecoder;
import io.weir.codecs.kernel.SnapshotIntentDecoder;
import io.weir.codecs.kernel.SnapshotSettlementsDecoder;
import io.weir.kernel.record.RecordCursor;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Takes up a snapshot, in pieces of any size, into a world that has done nothing yet (K-9). Every record is judged and
 * every number checked before it is believed. Kernel's thread.
 */
public final class SnapshotLoader
{
    private final World world;
    private final Core core;
    private final ExpandableArrayBuffer pending = new ExpandableArrayBuffer(64 * 1024);
    private final RecordCursor cursor = new RecordCursor();
    private final SnapshotInstances instances;
    private final int maxRecordLength;
    private int pendingLength;
    private long position;
    private boolean hasBegun;
    private boolean hasEnded;
    private long continuations;

    SnapshotLoader(final World world)
    {
        this.world = world;
        core = world.core;
        instances = new SnapshotInstances(core);
        maxRecordLength = Math.max(
            core.plan.limits.state() + world.maxBatchLength(), SnapshotRecords.MAX_SETTLEMENTS_LENGTH);
        if (core.state.seq != -1 || core.state.instances.size() != 0)
        {
            throw new IllegalStateException("a snapshot is taken up by a new world only");
        }
    }

    /**
     * Takes more bytes.
     *
     * @param buffer that holds them.
     * @param offset of the first.
     * @param length of them.
     * @throws io.weir.kernel.record.RecordException if they are no snapshot of this world's manifest; the world must
     *                                               then not be used.
     */
    public void onBytes(final DirectBuffer buffer, final int offset, final int length)
    {
        pending.putBytes(pendingLength, buffer, offset, length);
        pendingLength += length;
        int at = 0;
        while (pendingLength - at >= RecordCursor.LENGTH_LENGTH)
        {
            final int recordLength = pending.getInt(at, ByteOrder.LITTLE_ENDIAN);
            cursor.wrap("the snapshot, from byte " + position + " on,", pending, at, pendingLength - at);
            if (recordLength < 0 || recordLength > maxRecordLength)
            {
                throw cursor.fault("states a record of " + recordLength + " bytes");
            }
            if (recordLength > pendingLength - at - RecordCursor.LENGTH_LENGTH)
            {
                break;
            }
            cursor.next();
            record(cursor.templateId());
            at += RecordCursor.LENGTH_LENGTH + recordLength;
        }
        pending.putBytes(0, pending, at, pendingLength - at);
        pendingLength -= at;
        position += at;
    }

    /**
     * Ends the taking up: the world stands where the snapshot's did.
     *
     * @throws io.weir.kernel.record.RecordException if something is missing.
     */
    public void complete()
    {
        if (!hasEnded || pendingLength > 0)
        {
            throw cursor.wrap("the snapshot", pending, 0, 0).fault("is not complete");
        }
        instances.complete();
        world.leases.queue();
    }

    private void record(final int templateId)
    {
        if (hasEnded || hasBegun == (templateId == SnapshotBeginDecoder.TEMPLATE_ID))
        {
            throw cursor.fault("has records in another order than a snapshot's");
        }
        switch (templateId)
        {
            case SnapshotBeginDecoder.TEMPLATE_ID:
                begin(new SnapshotBeginDecoder().wrap(
                    pending, cursor.blockOffset(), cursor.blockLength(), cursor.version()));
                break;
            case SnapshotSettlementsDecoder.TEMPLATE_ID:
                if (cursor.dataLength(0) % Settlements.ENTRY_LENGTH != 0)
                {
                    throw cursor.fault("has part of a settlement");
                }
                core.state.settlements.restore(pending, cursor.dataOffset(0), cursor.dataLength(0));
                break;
            case ContinuationDecoder.TEMPLATE_ID:
                continuation();
                break;
            case SnapshotCancelDecoder.TEMPLATE_ID:
                final SnapshotCancelDecoder cancel = new SnapshotCancelDecoder().wrap(
                    pending, cursor.blockOffset(), cursor.blockLength(), cursor.version());
                if (cancel.intentId() < 1 || cancel.intentId() >= core.state.nextIntentId ||
                    core.state.cancels.contains(cancel.intentId()))
                {
                    throw cursor.fault("has a cancel of an intent that never was, or twice");
                }
                core.state.cancels.add(cancel.intentId(), cancel.attempt(), cancel.adapter(), core.state.seq);
                break;
            case SnapshotInstanceDecoder.TEMPLATE_ID:
                instances.instance(cursor);
                break;
            case SnapshotIntentDecoder.TEMPLATE_ID:
                instances.intent(cursor);
                break;
            case SnapshotEndDecoder.TEMPLATE_ID:
                end(new SnapshotEndDecoder().wrap(
                    pending, cursor.blockOffset(), cursor.blockLength(), cursor.version()));
                break;
            default:
                throw cursor.fault("has a record of template " + templateId + ", which is no part of a snapshot");
        }
    }

    private void begin(final SnapshotBeginDecoder begin)
    {
        hasBegun = true;
        if (begin.kernelVersion() != BatchWriter.KERNEL_VERSION)
        {
            throw cursor.fault("was written by version " + begin.kernelVersion() + " of the kernel");
        }
        for (int i = 0; i < core.plan.hash.length; i++)
        {
            if ((byte)begin.manifestHash(i) != core.plan.hash[i])
            {
                throw cursor.fault("is of a world with another manifest");
            }
        }
        final WorldState state = core.state;
        for (int i = 0; i < state.identity.length; i++)
        {
            state.identity[i] = (byte)begin.identity(i);
        }
        state.seq = begin.seq();
        state.timeNs = begin.timeNs();
        state.epoch = begin.epoch();
        state.nextIntentId = begin.nextIntentId();
        state.nextInstanceId = begin.nextInstanceId();
        state.continuationsRun = begin.continuationsRun();
        if (state.seq < 0 || state.nextIntentId < 1 || state.nextInstanceId < 1)
        {
            throw cursor.fault("begins with numbers that no world has");
        }
    }

    private void continuation()
    {
        final ContinuationDecoder decoder = new ContinuationDecoder().wrap(
            pending, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        if (core.state.continuations.room() == 0 || decoder.module() >= core.plan.modules.length ||
            decoder.kind() >= Math.max(core.plan.events.length, core.plan.effects.length) ||
            cursor.blockLength() != ContinuationDecoder.BLOCK_LENGTH)
        {
            throw cursor.fault("has a continuation that the manifest does not allow");
        }
        final Continuations queue = core.state.continuations;
        final int at = queue.claim(cursor.recordLength());
        queue.buffer().putBytes(at, pending, cursor.recordOffset(), cursor.recordLength());
        queue.commit(cursor.recordLength());
        continuations++;
    }

    private void end(final SnapshotEndDecoder end)
    {
        hasEnded = true;
        if (end.instances() != core.state.instances.size() || end.intents() != core.state.intents.size() ||
            end.continuations() != continuations)
        {
            throw cursor.fault("ends with other counts than it has records");
        }
    }
}
