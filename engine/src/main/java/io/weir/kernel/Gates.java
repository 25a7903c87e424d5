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
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What every emitted intent passes, in order; the first that refuses decides (K-4). Owned by the kernel's thread. */
final class Gates
{
    private static final byte[][] CODES = codes();

    private final Plan plan;
    private final WorldState state;
    private final int[] acceptedOfKind;

    Gates(final Plan plan, final WorldState state)
    {
        this.plan = plan;
        this.state = state;
        acceptedOfKind = new int[plan.effects.length];
    }

    /**
     * Judges all effects of a step.
     *
     * @return how many of them are settled at once, and so give a receipt.
     */
    int judge(final StepOutputs outputs, final int instance)
    {
        int settled = 0;
        int accepted = 0;
        for (int i = 0; i < outputs.effects; i++)
        {
            final Gate gate = judge(outputs, i, instance, accepted);
            outputs.gates[i] = gate;
            outputs.settledTargets[i] = false;
            if (gate == Gate.NONE)
            {
                outputs.settledTargets[i] =
                    plan.effects[outputs.effectKinds[i]].isControl && isSettled(outputs, outputs.targets[i]);
            }
            if (gate == Gate.NONE && !outputs.settledTargets[i])
            {
                accepted++;
                acceptedOfKind[outputs.effectKinds[i]]++;
            }
            else
            {
                settled++;
                if (gate != Gate.POLICY)
                {
                    outputs.codes[i] = CODES[gate.value()];
                }
            }
        }
        for (int i = 0; i < outputs.effects; i++)
        {
            acceptedOfKind[outputs.effectKinds[i]] = 0;
        }
        return settled;
    }

    private Gate judge(final StepOutputs outputs, final int effect, final int instance, final int accepted)
    {
        final Plan.ModulePlan module = plan.modules[state.instances.module(instance)];
        final int kind = outputs.effectKinds[effect];
        final Plan.EffectPlan effectPlan = plan.effects[kind];
        final Plan.Grant grant = module.grants[kind];
        if (!module.emits[kind])
        {
            return Gate.ALLOWLIST;
        }
        if (effectPlan.needsSlot && grant == null)
        {
            return Gate.SLOT;
        }
        if (!areParamsValid(outputs, effect, kind))
        {
            return Gate.PARAMS;
        }
        if (grant != null && !isAllowed(grant, outputs, effect))
        {
            return Gate.CONSTRAINT;
        }
        if (grant != null && grant.expiresNs != 0 && grant.expiresNs <= state.timeNs)
        {
            return Gate.EXPIRY;
        }
        if (!module.allowed[kind])
        {
            outputs.codes[effect] = module.denials[kind];
            return Gate.POLICY;
        }
        // A cancel that nobody takes is held as an intent is, and counted as one.
        if (state.intents.size() + state.cancels.size() + accepted >= plan.limits.worldIntents() ||
            state.instances.intentCount[instance] + accepted >= plan.limits.instanceIntents() ||
            state.intents.openOfKind(kind) + acceptedOfKind[kind] >= effectPlan.maxOpen)
        {
            return Gate.ADMISSION;
        }
        return effectPlan.isControl && !isTargetAllowed(outputs.targets[effect], effect, instance, module) ?
            Gate.TARGET : Gate.NONE;
    }

    private boolean areParamsValid(final StepOutputs outputs, final int effect, final int kind)
    {
        final int length = outputs.paramsLengths[effect];
        if (length > plan.limits.inline())
        {
            return false;
        }
        if (kind == plan.timerKind)
        {
            return length == Long.BYTES && isDelay(
                outputs.bytes.getLong(outputs.paramsOffsets[effect], ByteOrder.LITTLE_ENDIAN));
        }
        return Plan.isValid(plan.effects[kind].params, outputs.bytes, outputs.paramsOffsets[effect], length);
    }

    private boolean isDelay(final long delayNs)
    {
        return delayNs >= 0 && delayNs <= Long.MAX_VALUE - state.timeNs;
    }

    private static boolean isAllowed(final Plan.Grant grant, final StepOutputs outputs, final int effect)
    {
        try
        {
            return grant.constraint == null || grant.constraint.allows(
                grant.argument, outputs.bytes, outputs.paramsOffsets[effect], outputs.paramsLengths[effect]);
        }
        catch (final RuntimeException ex)
        {
            return false;
        }
    }

    /** Its own instance's, or one that a grant names which has not expired; what is settled has no owner any more. */
    private boolean isTargetAllowed(
        final long target,
        final int effect,
        final int instance,
        final Plan.ModulePlan module)
    {
        if (target < 1 || target >= state.nextIntentId + effect)
        {
            return false;
        }
        final int slot = state.intents.find(target);
        return slot == Intents.NONE || state.intents.instance(slot) == instance ||
            module.isControlling(state.instances.module(state.intents.instance(slot)), state.timeNs);
    }

    private boolean isSettled(final StepOutputs outputs, final long target)
    {
        if (target < state.nextIntentId)
        {
            return state.intents.find(target) == Intents.NONE;
        }
        final int sibling = (int)(target - state.nextIntentId);
        return outputs.gates[sibling] != Gate.NONE || outputs.settledTargets[sibling];
    }

    private static byte[][] codes()
    {
        final byte[][] codes = new byte[Gate.TARGET.value() + 1][];
        for (final Gate gate : Gate.values())
        {
            if (gate.value() < codes.length)
            {
                codes[gate.value()] = gate.name().toLowerCase(java.util.Locale.ROOT)
                    .getBytes(StandardCharsets.US_ASCII);
            }
        }
        codes[Gate.NONE.value()] = "target.settled".getBytes(StandardCharsets.US_ASCII);
        return codes;
    }
}
