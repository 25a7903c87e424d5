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

import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.SettleCause;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** Ends intents, each once, whoever ends them; and instances that fail (K-3, K-6). Owned by the kernel's thread. */
final class Settling
{
    static final UnsafeBuffer NO_CODE = new UnsafeBuffer(new byte[0]);
    static final UnsafeBuffer TOTAL = ascii("deadline.total");
    static final UnsafeBuffer IDLE = ascii("deadline.idle");
    static final UnsafeBuffer LOST = ascii("adapter.lost");
    static final UnsafeBuffer TARGET = ascii("target.settled");

    private final Core core;
    private final Input receipt = new Input();

    Settling(final Core core)
    {
        this.core = core;
    }

    /** The live attempt's own receipt: the module's step is the caller's business. */
    void byAdapter(final int slot, final ReceiptStatus status, final long hash)
    {
        final WorldState state = core.state;
        final Intents intents = state.intents;
        state.instances.touch(intents.instance(slot));
        core.batch.outputs.settled(intents.id(slot), intents.attempt(slot), status, SettleCause.ADAPTER);
        state.settlements.add(intents.id(slot), intents.attempt(slot), status, true, hash);
        intents.remove(slot);
    }

    /** Somebody else: the module's receipt is queued, and a cancel for an attempt that runs. */
    void byKernel(final int slot, final ReceiptStatus status, final SettleCause cause, final UnsafeBuffer code)
    {
        final WorldState state = core.state;
        final Intents intents = state.intents;
        final int instance = intents.instance(slot);
        receipt.intentId = intents.id(slot);
        receipt.kindOrdinal = intents.kind(slot);
        receipt.attempt = intents.attempt(slot);
        receipt.finalSeq = -1;
        receipt.status = status;
        receipt.code.set(code, 0, code.capacity());
        core.queue.receipt(state.instances.id(instance), state.instances.module(instance), 0, receipt);
        end(slot, status, cause);
    }

    /** An effect that never opened: its receipt is queued. */
    void atOnce(
        final long intentId,
        final int kind,
        final ReceiptStatus status,
        final int instance,
        final Bytes code,
        final int depth)
    {
        final WorldState state = core.state;
        receipt.intentId = intentId;
        receipt.kindOrdinal = kind;
        receipt.attempt = 0;
        receipt.finalSeq = -1;
        receipt.status = status;
        receipt.code.set(code);
        core.queue.receipt(state.instances.id(instance), state.instances.module(instance), depth, receipt);
        state.settlements.add(intentId, 0, status, false, 0);
    }

    /**
     * An instance has failed: its state goes, its open intents are settled, its key stays.
     *
     * @return how many intents were open.
     */
    int fail(final int instance, final long intentId, final OutcomeCode outcome)
    {
        final WorldState state = core.state;
        state.instances.touch(instance);
        int dropped = 0;
        int slot = state.instances.firstIntent[instance];
        while (slot != Intents.NONE)
        {
            final int next = state.intents.next(slot);
            end(slot, ReceiptStatus.ERROR, SettleCause.FAULT);
            dropped++;
            slot = next;
        }
        state.instances.fail(instance, core.batch.seq());
        core.batch.outputs.fault(intentId, outcome, true, dropped);
        return dropped;
    }

    private void end(final int slot, final ReceiptStatus status, final SettleCause cause)
    {
        final WorldState state = core.state;
        final Intents intents = state.intents;
        state.instances.touch(intents.instance(slot));
        core.batch.outputs.settled(intents.id(slot), intents.attempt(slot), status, cause);
        state.settlements.add(intents.id(slot), intents.attempt(slot), status, false, 0);
        if (intents.adapter(slot) != Intents.NO_ADAPTER)
        {
            state.cancels.add(
                intents.id(slot), intents.attempt(slot), intents.adapter(slot), core.batch.seq());
        }
        if (intents.isLost(slot))
        {
            state.lost.remove(slot);
        }
        intents.remove(slot);
    }

    private static UnsafeBuffer ascii(final String text)
    {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }
}
