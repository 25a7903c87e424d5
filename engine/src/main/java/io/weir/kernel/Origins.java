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

/** Whether an adapter's input is of the intent that it names: identity, fence, lease, in this order (K-5). */
final class Origins
{
    private final Core core;

    Origins(final Core core)
    {
        this.core = core;
    }

    /** {@return ACCEPTED, or which check of a frame failed} */
    OutcomeCode check(final Input input, final int slot, final int adapter)
    {
        final Intents intents = core.state.intents;
        if (!isOrigin(input, slot))
        {
            return OutcomeCode.STREAM_IDENTITY_MISMATCH;
        }
        if (intents.fence(slot) != input.fence)
        {
            return OutcomeCode.STREAM_FENCE;
        }
        // A source below 0 is no adapter, and an intent that nobody holds has such a number.
        return adapter < 0 || intents.adapter(slot) != adapter || intents.attempt(slot) != input.attempt ?
            OutcomeCode.STREAM_LEASE : OutcomeCode.ACCEPTED;
    }

    private boolean isOrigin(final Input input, final int slot)
    {
        final Instances instances = core.state.instances;
        final int instance = core.state.intents.instance(slot);
        final Plan.ModulePlan module = core.plan.modules[instances.module(instance)];
        final Plan.EffectPlan effect = core.plan.effects[core.state.intents.kind(slot)];
        final int keyLength = instances.keyLength(instance);
        return input.module.isEqual(module.nameBytes, 0, module.nameBytes.capacity()) &&
            input.key.length == keyLength &&
            (keyLength == 0 || input.key.isEqual(
                instances.keyBuffer(instance), instances.keyOffset(instance), keyLength)) &&
            input.effectKind.isEqual(effect.nameBytes, 0, effect.nameBytes.capacity());
    }
}
