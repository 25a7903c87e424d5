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

import io.weir.codecs.kernel.DerivedEventEncoder;
import io.weir.codecs.kernel.Gate;
import io.weir.codecs.kernel.IntentOutEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptFaultEncoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.SettleCause;
import io.weir.codecs.kernel.SettledEncoder;
import io.weir.codecs.kernel.StepCode;
import io.weir.codecs.kernel.StepOutEncoder;
import io.weir.codecs.kernel.StreamGapEncoder;

/** Encodes the records that say what follows from a cause. Owned by the kernel's thread. */
final class OutputRecords
{
    private static final byte[] NO_CODE = new byte[0];

    private final BatchWriter batch;
    private final DerivedEventEncoder derived = new DerivedEventEncoder();
    private final IntentOutEncoder intentOut = new IntentOutEncoder();
    private final SettledEncoder settled = new SettledEncoder();
    private final StreamGapEncoder gap = new StreamGapEncoder();
    private final ReceiptFaultEncoder fault = new ReceiptFaultEncoder();
    private final StepOutEncoder stepOut = new StepOutEncoder();

    OutputRecords(final BatchWriter batch)
    {
        this.batch = batch;
    }

    void event(final StepOutputs outputs, final int event, final int subscribers)
    {
        derived.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .kind(outputs.eventKinds[event])
            .subscribers(subscribers)
            .form(PayloadForm.INLINE)
            .putKey(outputs.bytes, outputs.eventKeyOffsets[event], outputs.eventKeyLengths[event])
            .putPayload(outputs.bytes, outputs.payloadOffsets[event], outputs.payloadLengths[event]);
        batch.end(derived.encodedLength());
    }

    void intent(final StepOutputs outputs, final int effect, final long intentId, final long totalDueNs)
    {
        final boolean isSettled = outputs.gates[effect] != Gate.NONE || outputs.settledTargets[effect];
        final byte[] code = isSettled ? outputs.codes[effect] : NO_CODE;
        final int kept = outputs.keptLength(effect);
        intentOut.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .intentId(intentId)
            .target(outputs.targets[effect])
            .totalDueNs(totalDueNs)
            .kind(outputs.effectKinds[effect])
            .gate(outputs.gates[effect])
            .settled((short)(isSettled ? 1 : 0))
            .putParams(outputs.bytes, outputs.paramsOffsets[effect], kept)
            .putIdempotencyKey(outputs.bytes, outputs.paramsOffsets[effect] + kept, outputs.keyLengths[effect])
            .putCode(code, 0, code.length);
        batch.end(intentOut.encodedLength());
    }

    void settled(final long intentId, final int attempt, final ReceiptStatus status, final SettleCause cause)
    {
        settled.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .intentId(intentId)
            .attempt(attempt)
            .status(status)
            .cause(cause);
        batch.end(SettledEncoder.BLOCK_LENGTH);
    }

    void gap(final long intentId, final long expected, final long observed)
    {
        gap.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .intentId(intentId)
            .expected(expected)
            .observed(observed);
        batch.end(StreamGapEncoder.BLOCK_LENGTH);
    }

    void fault(final long intentId, final OutcomeCode outcome, final boolean isFailed, final int dropped)
    {
        fault.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .intentId(intentId)
            .dropped(dropped)
            .outcome(outcome)
            .deliveredRejected((short)(isFailed ? 0 : 1))
            .instanceFailed((short)(isFailed ? 1 : 0));
        batch.end(ReceiptFaultEncoder.BLOCK_LENGTH);
    }

    void step(final long instance, final StepCode code, final int depth, final StepOutputs outputs)
    {
        stepOut.wrapAndApplyHeader(batch.buffer, batch.at(), batch.header)
            .instance(instance)
            .effects(outputs.effects)
            .events(outputs.events)
            .depth((short)depth)
            .code(code);
        stepOut.stateLength(0).stateCrc(0);
        batch.end(StepOutEncoder.BLOCK_LENGTH);
    }

    /** Says in the step record just written what the state became. */
    void state(final int length, final int crc)
    {
        stepOut.stateLength(length).stateCrc(crc & 0xFFFF_FFFFL);
    }
}
