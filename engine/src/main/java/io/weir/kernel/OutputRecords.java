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
import org.agrona.MutableDirectBuffer;

/** Encodes the records that say what follows from a cause. Owned by the kernel's thread. */
final class OutputRecords
{
    private static final long STEP_OUT =
        BatchWriter.word(StepOutEncoder.BLOCK_LENGTH, StepOutEncoder.TEMPLATE_ID);
    private static final byte[] NO_CODE = new byte[0];

    private final BatchWriter batch;
    private final DerivedEventEncoder derived = new DerivedEventEncoder();
    private final IntentOutEncoder intentOut = new IntentOutEncoder();
    private final SettledEncoder settled = new SettledEncoder();
    private final StreamGapEncoder gap = new StreamGapEncoder();
    private final ReceiptFaultEncoder fault = new ReceiptFaultEncoder();

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

    /** A step that led to nothing: its state is not said. */
    void step(final long instance, final StepCode code, final int depth)
    {
        step(instance, code, depth, 0, 0, 0, 0);
    }

    void step(
        final long instance,
        final StepCode code,
        final int depth,
        final int effects,
        final int events,
        final int stateLength,
        final int stateCrc)
    {
        final int block = batch.record(STEP_OUT, StepOutEncoder.BLOCK_LENGTH);
        final MutableDirectBuffer target = batch.buffer;
        target.putLong(block + StepOutEncoder.instanceEncodingOffset(), instance, LITTLE_ENDIAN);
        target.putInt(block + StepOutEncoder.stateLengthEncodingOffset(), stateLength, LITTLE_ENDIAN);
        target.putInt(block + StepOutEncoder.stateCrcEncodingOffset(), stateCrc, LITTLE_ENDIAN);
        target.putShort(block + StepOutEncoder.effectsEncodingOffset(), (short)effects, LITTLE_ENDIAN);
        target.putShort(block + StepOutEncoder.eventsEncodingOffset(), (short)events, LITTLE_ENDIAN);
        target.putByte(block + StepOutEncoder.depthEncodingOffset(), (byte)depth);
        target.putByte(block + StepOutEncoder.codeEncodingOffset(), (byte)code.value());
    }
}
