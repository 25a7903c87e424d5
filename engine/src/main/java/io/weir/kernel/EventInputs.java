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
import io.weir.codecs.kernel.StepCode;

/** Domain events from outside: judged, routed, run (K-1, K-7). Owned by the kernel's thread. */
final class EventInputs
{
    static final int MAX_KEY = 256;

    private final Core core;

    EventInputs(final Core core)
    {
        this.core = core;
    }

    OutcomeCode offer(final Input input, final long nowNs, final Blobs blobs)
    {
        input.kindOrdinal = core.plan.eventOf(input.kind);
        if (input.kindOrdinal == Plan.NONE)
        {
            return OutcomeCode.EVENT_UNKNOWN_KIND;
        }
        final Plan.EventPlan event = core.plan.events[input.kindOrdinal];
        if (!Payloads.isWellFormed(input, core.plan.limits.inline(), blobs) || input.key.length > MAX_KEY ||
            !Payloads.isValid(event.validator, input))
        {
            return OutcomeCode.EVENT_MALFORMED;
        }
        if (input.form == PayloadForm.INLINE && !Plan.findKey(event, input.key, input.payload))
        {
            return OutcomeCode.EVENT_KEY_DIFFERS;
        }
        if (input.key.length > MAX_KEY)
        {
            return OutcomeCode.EVENT_MALFORMED;
        }
        if (input.key.length == 0 && core.plan.hasKeyedSubscriber(event))
        {
            return OutcomeCode.EVENT_KEY_MISSING;
        }
        if (event.subscribers.length > 0 && first(event, input) == event.subscribers.length)
        {
            return OutcomeCode.INSTANCE_FAILED;
        }
        if (event.subscribers.length - 1 > core.state.continuations.room())
        {
            return OutcomeCode.WORLD_OVERLOADED;
        }
        return core.batch.begin(nowNs) ? apply(input) : OutcomeCode.JOURNAL_FULL;
    }

    /** The batch has begun. */
    OutcomeCode apply(final Input input)
    {
        final Plan.EventPlan event = core.plan.events[input.kindOrdinal];
        core.batch.causes.event(input);
        final int first = first(event, input);
        for (int i = first + 1; i < event.subscribers.length; i++)
        {
            core.queue.event(event.subscribers[i], input.kindOrdinal, 0, input.key, input);
        }
        if (first == event.subscribers.length)
        {
            core.steps.none(0, 0);
            core.batch.commit();
            return OutcomeCode.EVENT_UNROUTED;
        }
        final int module = event.subscribers[first];
        final int instance = core.state.instance(module, input.key, core.plan.modules[module].keyed);
        final StepCode result = core.steps.run(Steps.Kind.EVENT, instance, 0, input);
        core.state.instances.removeIfEmpty(instance);
        core.batch.commit();
        return result == StepCode.OK ? OutcomeCode.ACCEPTED : OutcomeCode.STEP_FAILED;
    }

    /** {@return the place of the first subscriber whose instance has not failed} */
    private int first(final Plan.EventPlan event, final Input input)
    {
        for (int i = 0; i < event.subscribers.length; i++)
        {
            final int module = event.subscribers[i];
            final int slot = core.state.instances.find(
                module, input.key.buffer, input.key.offset, core.plan.modules[module].keyed ? input.key.length : 0);
            if (slot == Instances.NONE || !core.state.instances.isFailed(slot))
            {
                return i;
            }
        }
        return event.subscribers.length;
    }
}
