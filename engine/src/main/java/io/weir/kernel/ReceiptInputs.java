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
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.StepCode;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** Receipts of adapters: exactly one settles; the fault path; what comes too late (K-3, K-6). The kernel's thread's. */
final class ReceiptInputs
{
    private static final int MAX_CODE = 64;
    private static final int REJECTED_LENGTH = Long.BYTES + Integer.BYTES;

    private final Core core;
    private final Origins origins;
    private final UnsafeBuffer rejected = new UnsafeBuffer(new byte[REJECTED_LENGTH]);

    ReceiptInputs(final Core core)
    {
        this.core = core;
        origins = new Origins(core);
    }

    OutcomeCode offer(final Input input, final int adapter, final long nowNs, final Blobs blobs)
    {
        if (input.code.length > MAX_CODE || input.payload.length > 4 * core.plan.limits.inline() || isNoStatus(input))
        {
            return OutcomeCode.INPUT_MALFORMED;
        }
        final Intents intents = core.state.intents;
        final int slot = intents.find(input.intentId);
        if (slot == Intents.NONE)
        {
            return settled(input, nowNs);
        }
        switch (origins.check(input, slot, adapter))
        {
            case STREAM_IDENTITY_MISMATCH:
                return OutcomeCode.RECEIPT_IDENTITY_MISMATCH;
            case STREAM_FENCE:
                return OutcomeCode.RECEIPT_FENCE;
            case STREAM_LEASE:
                return OutcomeCode.RECEIPT_LEASE;
            default:
                break;
        }
        final boolean malformed = input.status == ReceiptStatus.DENIED ||
            !Payloads.isWellFormed(input, core.plan.limits.inline(), blobs) ||
            input.status == ReceiptStatus.OK &&
                !Payloads.isValid(core.plan.effects[intents.kind(slot)].receipt, input);
        if (!core.batch.begin(nowNs))
        {
            return OutcomeCode.JOURNAL_FULL;
        }
        return apply(input, slot, malformed);
    }

    /** The batch has begun. */
    OutcomeCode apply(final Input input, final int slot, final boolean malformed)
    {
        final Intents intents = core.state.intents;
        final int instance = intents.instance(slot);
        core.batch.causes.receipt(input, malformed);
        input.kindOrdinal = intents.kind(slot);
        input.gap = input.finalSeq < 0 ? 0 : Math.max(0, input.finalSeq - intents.cursor(slot));
        core.settling.byAdapter(slot, input.status, input.contentHash());
        final OutcomeCode outcome = malformed ? malformed(input, instance) : deliver(input, instance);
        core.state.instances.removeIfEmpty(instance);
        core.batch.commit();
        return outcome;
    }

    private OutcomeCode deliver(final Input input, final int instance)
    {
        if (core.steps.run(Steps.Kind.RECEIPT, instance, 0, input) == StepCode.OK)
        {
            return input.gap > 0 ? OutcomeCode.ACCEPTED_TRUNCATED : OutcomeCode.ACCEPTED;
        }
        core.settling.fail(instance, input.intentId, OutcomeCode.RECEIPT_FAULT);
        return OutcomeCode.RECEIPT_FAULT;
    }

    private OutcomeCode malformed(final Input input, final int instance)
    {
        if (core.plan.modules[core.state.instances.module(instance)].takesRejected)
        {
            rejected.putLong(0, input.payload.hash(), ByteOrder.LITTLE_ENDIAN);
            rejected.putInt(Long.BYTES, input.payload.length, ByteOrder.LITTLE_ENDIAN);
            input.payload.set(rejected, 0, REJECTED_LENGTH);
            if (core.steps.run(Steps.Kind.REJECTED, instance, 0, input) == StepCode.OK)
            {
                core.batch.outputs.fault(input.intentId, OutcomeCode.RECEIPT_INVALID_PAYLOAD, false, 0);
                return OutcomeCode.RECEIPT_INVALID_PAYLOAD;
            }
        }
        core.settling.fail(instance, input.intentId, OutcomeCode.RECEIPT_FAULT);
        return OutcomeCode.RECEIPT_FAULT;
    }

    private OutcomeCode settled(final Input input, final long nowNs)
    {
        if (input.intentId < 1 || input.intentId >= core.state.nextIntentId)
        {
            return OutcomeCode.RECEIPT_UNKNOWN;
        }
        final Settlements settlements = core.state.settlements;
        final int at = settlements.find(input.intentId);
        if (at < 0)
        {
            return OutcomeCode.RECEIPT_SETTLED;
        }
        final long hash = input.contentHash();
        if (settlements.isByAdapter(at) && settlements.isSame(at, input.attempt, input.status, hash))
        {
            return OutcomeCode.RECEIPT_DUPLICATE;
        }
        final OutcomeCode outcome =
            settlements.isByAdapter(at) ? OutcomeCode.RECEIPT_CONFLICT : OutcomeCode.RECEIPT_LATE;
        if (!settlements.isTold(at))
        {
            if (!core.batch.begin(nowNs))
            {
                return OutcomeCode.JOURNAL_FULL;
            }
            applyLate(input, outcome, hash);
        }
        return outcome;
    }

    /** The batch has begun. */
    void applyLate(final Input input, final OutcomeCode outcome, final long hash)
    {
        core.batch.causes.late(input, outcome, hash);
        core.state.settlements.told(core.state.settlements.find(input.intentId));
        core.batch.commit();
    }

    private static boolean isNoStatus(final Input input)
    {
        return input.status == ReceiptStatus.SBE_UNKNOWN || input.status == ReceiptStatus.NULL_VAL ||
            input.form == PayloadForm.SBE_UNKNOWN || input.form == PayloadForm.NULL_VAL;
    }
}
