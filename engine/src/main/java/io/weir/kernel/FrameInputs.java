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

import io.weir.codecs.kernel.GapPolicy;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.StepCode;

/**
 * Stream frames of adapters: checked in order, each refusal with its own outcome (K-5). Owned by the kernel's thread.
 */
final class FrameInputs
{
    private static final int MAX_KIND = 64;

    private final Core core;
    private final Origins origins;

    FrameInputs(final Core core)
    {
        this.core = core;
        origins = new Origins(core);
    }

    OutcomeCode offer(final Input input, final int adapter, final long nowNs, final Blobs blobs)
    {
        final Intents intents = core.state.intents;
        final int slot = intents.find(input.intentId);
        if (slot == Intents.NONE)
        {
            return input.intentId > 0 && input.intentId < core.state.nextIntentId ?
                OutcomeCode.STREAM_SETTLED : OutcomeCode.STREAM_UNKNOWN_INTENT;
        }
        final OutcomeCode origin = origins.check(input, slot, adapter);
        if (origin != OutcomeCode.ACCEPTED)
        {
            return origin;
        }
        if (input.kind.length == 0 || input.kind.length > MAX_KIND || input.token.length > Intents.MAX_TOKEN ||
            !Payloads.isWellFormed(input, core.plan.limits.inline(), blobs))
        {
            return OutcomeCode.STREAM_MALFORMED;
        }
        if (input.seq <= intents.cursor(slot))
        {
            return OutcomeCode.STREAM_NON_MONOTONIC;
        }
        if (!isGapAllowed(input.seq, slot))
        {
            return OutcomeCode.STREAM_GAP;
        }
        if (!core.plan.modules[core.state.instances.module(intents.instance(slot))].takesFrames)
        {
            return OutcomeCode.STREAM_NO_HANDLER;
        }
        return core.batch.begin(nowNs) ? apply(input, slot) : OutcomeCode.JOURNAL_FULL;
    }

    /** {@return whether a frame behind the cursor skips none, or no more than its kind allows} */
    boolean isGapAllowed(final long seq, final int slot)
    {
        final long gap = seq - core.state.intents.cursor(slot) - 1;
        final Plan.EffectPlan kind = core.plan.effects[core.state.intents.kind(slot)];
        return gap <= 0 || kind.gap != GapPolicy.REJECT && gap <= kind.maxGap;
    }

    /** The batch has begun. */
    OutcomeCode apply(final Input input, final int slot)
    {
        final Intents intents = core.state.intents;
        final int instance = intents.instance(slot);
        core.state.instances.touch(instance);
        core.batch.causes.frame(input);
        input.gap = input.seq - intents.cursor(slot) - 1;
        input.kindOrdinal = intents.kind(slot);
        if (input.gap > 0)
        {
            core.batch.outputs.gap(input.intentId, intents.cursor(slot) + 1, input.seq);
        }
        intents.cursor(slot, input.seq);
        intents.token(slot, input.token);
        final long idleNs = core.plan.effects[input.kindOrdinal].idleDeadlineNs;
        if (idleNs > 0)
        {
            intents.idleDueNs(slot, core.state.timeNs + idleNs);
        }
        final StepCode result = core.steps.run(Steps.Kind.FRAME, instance, 0, input);
        core.batch.commit();
        if (result != StepCode.OK)
        {
            return OutcomeCode.STEP_FAILED;
        }
        return input.gap > 0 ? OutcomeCode.ACCEPTED_GAP : OutcomeCode.ACCEPTED;
    }
}
