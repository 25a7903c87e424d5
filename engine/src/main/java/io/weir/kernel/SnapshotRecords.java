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
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.SnapshotBeginEncoder;
import io.weir.codecs.kernel.SnapshotCancelEncoder;
import io.weir.codecs.kernel.SnapshotEndEncoder;
import io.weir.codecs.kernel.SnapshotInstanceEncoder;
import io.weir.codecs.kernel.SnapshotIntentEncoder;
import io.weir.codecs.kernel.SnapshotSettlementsEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes the parts of a snapshot (K-9). Owned by the kernel's thread. */
final class SnapshotRecords
{
    private static final int SETTLEMENTS = 4096;
    private static final int OVERHEAD = 256;

    /** The longest record of settlements, whatever the limits of a world are. */
    static final int MAX_SETTLEMENTS_LENGTH = OVERHEAD + SETTLEMENTS * Settlements.ENTRY_LENGTH;

    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final Core core;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SnapshotInstanceEncoder instanceEncoder = new SnapshotInstanceEncoder();
    private final SnapshotIntentEncoder intentEncoder = new SnapshotIntentEncoder();
    private final UnsafeBuffer settlements = new UnsafeBuffer(new byte[SETTLEMENTS * Settlements.ENTRY_LENGTH]);
    private final Bytes params = new Bytes();
    private final Bytes idempotencyKey = new Bytes();
    private final Bytes token = new Bytes();

    SnapshotRecords(final Core core)
    {
        this.core = core;
    }

    void begin(final RecordChunks target)
    {
        final WorldState state = core.state;
        final byte[] manifest = core.plan.manifest.canonicalBytes();
        final int at = target.claim(OVERHEAD + manifest.length);
        final SnapshotBeginEncoder encoder = new SnapshotBeginEncoder()
            .wrapAndApplyHeader(target.buffer(), at, header);
        encoder.kernelVersion(BatchWriter.KERNEL_VERSION)
            .seq(state.seq)
            .timeNs(state.timeNs)
            .epoch(state.epoch)
            .nextIntentId(state.nextIntentId)
            .nextInstanceId(state.nextInstanceId)
            .continuationsRun(state.continuationsRun);
        for (int i = 0; i < state.identity.length; i++)
        {
            encoder.identity(i, (short)(state.identity[i] & 0xFF));
        }
        for (int i = 0; i < core.plan.hash.length; i++)
        {
            encoder.manifestHash(i, (short)(core.plan.hash[i] & 0xFF));
        }
        encoder.putManifest(manifest, 0, manifest.length);
        target.end(encoder.encodedLength());
        settlements(target);
        continuations(target);
        cancels(target);
    }

    void instance(final RecordChunks target, final int slot)
    {
        final Instances instances = core.state.instances;
        final int keyLength = instances.keyLength(slot);
        final int stateLength = instances.stateLength(slot);
        final int at = target.claim(OVERHEAD + keyLength + Math.max(0, stateLength));
        instanceEncoder.wrapAndApplyHeader(target.buffer(), at, header)
            .instance(instances.id(slot))
            .module(instances.module(slot))
            .status((short)(instances.isFailed(slot) ? 1 : 0))
            .stateLength(stateLength)
            .failedIndex(instances.failedSeq(slot));
        if (keyLength > 0)
        {
            instanceEncoder.putKey(instances.keyBuffer(slot), instances.keyOffset(slot), keyLength);
        }
        else
        {
            instanceEncoder.putKey(NOTHING, 0, 0);
        }
        if (stateLength > 0)
        {
            instanceEncoder.putBytes(instances.stateBuffer(slot), instances.stateOffset(slot), stateLength);
        }
        else
        {
            instanceEncoder.putBytes(NOTHING, 0, 0);
        }
        target.end(instanceEncoder.encodedLength());
        for (int i = instances.firstIntent[slot]; i != Intents.NONE; i = core.state.intents.next(i))
        {
            intent(target, i);
        }
    }

    void end(final RecordChunks target, final long instances, final long intents, final long continuations)
    {
        final int at = target.claim(OVERHEAD);
        new SnapshotEndEncoder().wrapAndApplyHeader(target.buffer(), at, header)
            .instances(instances)
            .intents(intents)
            .continuations(continuations);
        target.end(SnapshotEndEncoder.BLOCK_LENGTH);
    }

    private void intent(final RecordChunks target, final int slot)
    {
        final Intents intents = core.state.intents;
        intents.params(slot, params);
        intents.idempotencyKey(slot, idempotencyKey);
        intents.token(slot, token, true);
        final int at = target.claim(OVERHEAD + params.length + idempotencyKey.length + token.length);
        intentEncoder.wrapAndApplyHeader(target.buffer(), at, header)
            .intentId(intents.id(slot))
            .fence(intents.fence(slot))
            .cursor(intents.cursor(slot))
            .target(intents.target(slot))
            .emittedNs(intents.emittedNs(slot))
            .totalDueNs(intents.totalDueNs(slot))
            .idleDueNs(intents.idleDueNs(slot))
            .attempt(intents.attempt(slot))
            .adapter(intents.adapter(slot))
            .kind(intents.kind(slot))
            .flags(intents.isLost(slot) ? 1 : 0)
            .putParams(params.buffer, params.offset, params.length)
            .putIdempotencyKey(idempotencyKey.buffer, idempotencyKey.offset, idempotencyKey.length)
            .putResumeToken(token.buffer, token.offset, token.length);
        target.end(intentEncoder.encodedLength());
    }

    private void settlements(final RecordChunks target)
    {
        final int size = core.state.settlements.size();
        for (int from = 0; from < size; from += SETTLEMENTS)
        {
            final int count = Math.min(SETTLEMENTS, size - from);
            core.state.settlements.copyTo(from, count, settlements, 0);
            final int at = target.claim(OVERHEAD + count * Settlements.ENTRY_LENGTH);
            final SnapshotSettlementsEncoder encoder = new SnapshotSettlementsEncoder()
                .wrapAndApplyHeader(target.buffer(), at, header);
            encoder.count(count).putEntries(settlements, 0, count * Settlements.ENTRY_LENGTH);
            target.end(encoder.encodedLength());
        }
    }

    private void continuations(final RecordChunks target)
    {
        final Continuations queue = core.state.continuations;
        long position = queue.first();
        for (int i = 0; i < queue.size(); i++)
        {
            final int length = queue.length(position);
            final int at = target.claim(length);
            target.buffer().putBytes(at, queue.buffer(), queue.offset(position), length);
            target.end(length - FrameHeader.LENGTH);
            position = queue.next(position);
        }
    }

    private void cancels(final RecordChunks target)
    {
        final Cancels cancels = core.state.cancels;
        for (int i = cancels.first(); i != Cancels.NONE; i = cancels.next(i))
        {
            final int at = target.claim(OVERHEAD);
            new SnapshotCancelEncoder().wrapAndApplyHeader(target.buffer(), at, header)
                .intentId(cancels.intentId(i))
                .attempt(cancels.attempt(i))
                .adapter(cancels.adapter(i));
            target.end(SnapshotCancelEncoder.BLOCK_LENGTH);
        }
    }
}
