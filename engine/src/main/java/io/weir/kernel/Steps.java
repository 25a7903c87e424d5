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

import io.weir.codecs.kernel.Gate;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.StepCode;
import java.nio.ByteOrder;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Runs modules' steps and makes what comes out of them part of batch and state, all or nothing (K-2, K-4, K-7). Owned
 * by the kernel's thread.
 */
final class Steps
{
    private static final byte FIRST_FILL = 0x5A;
    private static final byte SECOND_FILL = (byte)0xA5;

    private final Core core;
    private final boolean checkMode;
    private ErrorHandler errors;
    private final Input effect = new Input();
    private final UnsafeBuffer code = new UnsafeBuffer(0, 0);
    private Input input;

    /** Which of a module's methods is called. */
    enum Kind
    {
        EVENT,
        FRAME,
        RECEIPT,
        REJECTED
    }

    Steps(final Core core, final boolean checkMode, final ErrorHandler errors)
    {
        this.core = core;
        this.checkMode = checkMode;
        this.errors = errors;
    }

    boolean isCheckMode()
    {
        return checkMode;
    }

    /** Names who hears what steps throw, unless somebody was named. */
    void errorHandlerOrElse(final ErrorHandler handler)
    {
        errors = errors == null ? handler : errors;
    }

    /** Runs the step of an instance, which is not failed, and writes what came of it. */
    StepCode run(final Kind kind, final int instance, final int depth, final Input of)
    {
        input = of;
        core.state.instances.touch(instance);
        StepCode result = checkMode ? callTwice(kind, instance) : call(kind, instance, errors);
        final StepOutputs outputs = core.step.outputs;
        result = result == StepCode.OK ? core.step.withinLimits() : result;
        if (result == StepCode.OK && (outputs.effects | outputs.events) != 0)
        {
            result = isCascade(outputs, instance, depth) ? StepCode.CASCADE : StepCode.OK;
        }
        if (result == StepCode.OK)
        {
            apply(outputs, instance, depth);
        }
        else
        {
            outputs.clear();
            core.counts.stepFailed();
            core.batch.outputs.step(core.state.instances.id(instance), result, depth);
        }
        return result;
    }

    /** Writes that nobody was run. */
    void none(final long instance, final int depth)
    {
        core.step.outputs.clear();
        core.batch.outputs.step(instance, StepCode.NOT_RUN, depth);
    }

    private StepCode call(final Kind kind, final int instance, final ErrorHandler heardBy)
    {
        core.step.begin(instance, core.batch.seq());
        final Plan.ModulePlan module = core.plan.modules[core.state.instances.module(instance)];
        try
        {
            switch (kind)
            {
                case EVENT:
                    module.code.onEvent(core.step, input.eventView);
                    break;
                case FRAME:
                    module.code.onFrame(core.step, input.frameView);
                    break;
                case RECEIPT:
                    module.code.onReceipt(core.step, input.receiptView);
                    break;
                default:
                    module.code.onRejected(core.step, input.receiptView);
                    break;
            }
            return StepCode.OK;
        }
        catch (final Exception ex)
        {
            if (heardBy != null)
            {
                heardBy.onError(ex);
            }
            return StepCode.EXCEPTION;
        }
    }

    /** Finds different bytes in scratch each time: whatever an earlier step has left there is no part of a state. */
    private StepCode callTwice(final Kind kind, final int instance)
    {
        core.step.fillScratch(FIRST_FILL);
        final StepCode first = call(kind, instance, errors);
        final long hash = hash();
        core.step.fillScratch(SECOND_FILL);
        final StepCode again = call(kind, instance, null);
        if (again != first || first == StepCode.OK && hash() != hash)
        {
            throw new NondeterminismError("module \"" +
                core.plan.modules[core.state.instances.module(instance)].name + "\" answered the same " + kind +
                " differently when asked twice, in batch " + core.batch.seq() +
                "; its steps must depend on state and input alone, and write all of a new state");
        }
        return first;
    }

    private long hash()
    {
        final int length = core.step.newLength;
        return core.step.outputs.hash() * 31 +
            (length > 0 && length <= core.plan.limits.state() ? Bytes.hash(core.step.scratch, 0, length) : length);
    }

    /** Judges the effects, and counts what would have to be queued. */
    private boolean isCascade(final StepOutputs outputs, final int instance, final int depth)
    {
        int queued = core.gates.judge(outputs, instance);
        for (int i = 0; i < outputs.events; i++)
        {
            queued += core.plan.events[outputs.eventKinds[i]].subscribers.length;
        }
        return queued > 0 && (depth + 1 > core.plan.limits.depth() || queued > core.state.continuations.room());
    }

    private void apply(final StepOutputs outputs, final int instance, final int depth)
    {
        for (int i = 0; i < outputs.events; i++)
        {
            applyEvent(outputs, i, depth);
        }
        for (int i = 0; i < outputs.effects; i++)
        {
            applyEffect(outputs, i, instance, depth);
        }
        applyState(outputs, instance, depth);
    }

    private void applyState(final StepOutputs outputs, final int instance, final int depth)
    {
        final Instances instances = core.state.instances;
        final boolean isUnchanged = core.step.newLength == Step.UNCHANGED;
        final int length = isUnchanged ? instances.stateLength(instance) : core.step.newLength;
        final int crc = length <= 0 ? 0 : isUnchanged ?
            core.step.crc(instances.stateBuffer(instance), instances.stateOffset(instance), length) :
            core.step.crcOfNewState();
        core.batch.outputs.step(
            instances.id(instance), StepCode.OK, depth, outputs.effects, outputs.events, length, crc);
        if (isUnchanged)
        {
            return;
        }
        if (length == Step.REMOVED)
        {
            instances.releaseState(instance);
        }
        else
        {
            instances.replaceState(instance, core.step.scratch, 0, length);
        }
    }

    private void applyEvent(final StepOutputs outputs, final int index, final int depth)
    {
        final int kind = outputs.eventKinds[index];
        final int[] subscribers = core.plan.events[kind].subscribers;
        core.batch.outputs.event(outputs, index, subscribers.length);
        effect.key.set(outputs.bytes, outputs.eventKeyOffsets[index], outputs.eventKeyLengths[index]);
        effect.payload.set(outputs.bytes, outputs.payloadOffsets[index], outputs.payloadLengths[index]);
        for (final int module : subscribers)
        {
            core.queue.event(module, kind, depth + 1, effect.key, effect);
        }
    }

    private void applyEffect(final StepOutputs outputs, final int index, final int instance, final int depth)
    {
        final int kind = outputs.effectKinds[index];
        final long id = core.state.nextIntentId++;
        final boolean isOpen = outputs.gates[index] == Gate.NONE && !outputs.settledTargets[index];
        final long totalDueNs = isOpen ? totalDueNs(outputs, index, kind) : 0;
        core.batch.outputs.intent(outputs, index, id, totalDueNs);
        if (!isOpen)
        {
            code.wrap(outputs.codes[index]);
            effect.code.set(code, 0, code.capacity());
            core.settling.atOnce(id, kind,
                outputs.settledTargets[index] ? ReceiptStatus.ERROR : ReceiptStatus.DENIED, instance, effect.code,
                depth + 1);
            return;
        }
        final Intents intents = core.state.intents;
        final int slot = intents.add(id, instance, kind, core.batch.seq());
        final int kept = outputs.keptLength(index);
        effect.payload.set(outputs.bytes, outputs.paramsOffsets[index], kept);
        effect.key.set(outputs.bytes, outputs.paramsOffsets[index] + kept, outputs.keyLengths[index]);
        intents.data(slot, effect.payload, effect.key);
        intents.target(slot, outputs.targets[index]);
        intents.emittedNs(slot, core.state.timeNs);
        intents.totalDueNs(slot, totalDueNs);
        if (kind != core.plan.timerKind)
        {
            intents.waiting.add(slot);
        }
    }

    private long totalDueNs(final StepOutputs outputs, final int index, final int kind)
    {
        final long delayNs = kind == core.plan.timerKind ?
            Math.max(1, outputs.bytes.getLong(outputs.paramsOffsets[index], ByteOrder.LITTLE_ENDIAN)) :
            core.plan.effects[kind].totalDeadlineNs;
        return delayNs == 0 ? 0 : core.state.timeNs + delayNs;
    }
}
