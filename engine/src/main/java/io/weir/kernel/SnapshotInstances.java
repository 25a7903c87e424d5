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

import io.weir.codecs.kernel.SnapshotInstanceDecoder;
import io.weir.codecs.kernel.SnapshotIntentDecoder;
import io.weir.kernel.record.RecordCursor;
import java.util.Arrays;
import java.util.Comparator;
import org.agrona.DirectBuffer;

/** Takes up the instances of a snapshot and their intents. Kernel's thread. */
final class SnapshotInstances
{
    private final Core core;
    private final SnapshotInstanceDecoder instance = new SnapshotInstanceDecoder();
    private final SnapshotIntentDecoder intent = new SnapshotIntentDecoder();
    private final Bytes params = new Bytes();
    private final Bytes idempotencyKey = new Bytes();
    private final Bytes token = new Bytes();
    private final IntQueue failed = new IntQueue();
    private int slot = Instances.NONE;
    private int lastModule = -1;
    private long lastId;

    SnapshotInstances(final Core core)
    {
        this.core = core;
    }

    void instance(final RecordCursor cursor)
    {
        final DirectBuffer buffer = cursor.buffer();
        instance.wrap(buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        final int module = instance.module();
        final long id = instance.instance();
        final int stateLength = instance.stateLength();
        final boolean isInOrder = module > lastModule || module == lastModule && id > lastId;
        if (!isInOrder || module >= core.plan.modules.length || id < 1 || id >= core.state.nextInstanceId ||
            cursor.dataLength(0) > EventInputs.MAX_KEY || stateLength < Instances.NO_STATE ||
            cursor.dataLength(1) != Math.max(0, stateLength) || stateLength > core.plan.limits.state())
        {
            throw cursor.fault("has an instance that is not in order or not within limits");
        }
        if (core.state.instances.findById(id) != LongIndex.ABSENT || core.state.instances.find(
            module, buffer, cursor.dataOffset(0), cursor.dataLength(0)) != Instances.NONE)
        {
            throw cursor.fault("has an instance twice");
        }
        slot = core.state.instances.add(id, module, buffer, cursor.dataOffset(0), cursor.dataLength(0));
        if (stateLength != Instances.NO_STATE)
        {
            core.state.instances.replaceState(slot, buffer, cursor.dataOffset(1), stateLength);
        }
        if (instance.status() != 0)
        {
            core.state.instances.restoreFailedSeq(slot, instance.failedIndex());
            failed.add(slot);
        }
        lastModule = module;
        lastId = id;
    }

    void intent(final RecordCursor cursor)
    {
        final DirectBuffer buffer = cursor.buffer();
        intent.wrap(buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version());
        final long id = intent.intentId();
        if (slot == Instances.NONE || id < 1 || id >= core.state.nextIntentId ||
            intent.kind() >= core.plan.effects.length || core.state.intents.find(id) != Intents.NONE ||
            cursor.dataLength(0) > core.plan.limits.inline() ||
            cursor.dataLength(1) > Intents.MAX_IDEMPOTENCY_KEY || cursor.dataLength(2) > Intents.MAX_TOKEN)
        {
            throw cursor.fault("has an intent that is not within limits, or twice");
        }
        params.set(buffer, cursor.dataOffset(0), cursor.dataLength(0));
        idempotencyKey.set(buffer, cursor.dataOffset(1), cursor.dataLength(1));
        token.set(buffer, cursor.dataOffset(2), cursor.dataLength(2));
        final Intents intents = core.state.intents;
        final int at = intents.add(id, slot, intent.kind(), intent.fence());
        intents.data(at, params, idempotencyKey);
        intents.token(at, token);
        intents.cursor(at, intent.cursor());
        intents.target(at, intent.target());
        intents.emittedNs(at, intent.emittedNs());
        intents.lease(at, intent.attempt(), intent.adapter());
        intents.lost(at, 0 != (intent.flags() & 1));
        intents.totalDueNs(at, intent.totalDueNs());
        intents.idleDueNs(at, intent.idleDueNs());
    }

    /** Orders the failed ones as they failed: the oldest is the first to be forgotten. */
    void complete()
    {
        final Integer[] slots = new Integer[failed.size()];
        for (int i = 0; i < slots.length; i++)
        {
            slots[i] = failed.removeFirst();
        }
        Arrays.sort(slots, Comparator.comparingLong(one -> core.state.instances.failedSeq(one)));
        for (final int one : slots)
        {
            core.state.instances.restoreFailed(one);
        }
    }
}
