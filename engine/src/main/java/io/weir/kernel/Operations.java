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

import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.SettleCause;
import org.agrona.concurrent.UnsafeBuffer;

/** What a person may do: settle an intent, let a failed instance begin anew, forget it (K-6). The kernel's thread's. */
final class Operations
{
    private static final int MAX_TEXT = 256;
    private static final int MAX_CODE = 64;

    private final Core core;
    private final UnsafeBuffer code = new UnsafeBuffer(0, 0);

    Operations(final Core core)
    {
        this.core = core;
    }

    OutcomeCode offer(final Input input, final long nowNs)
    {
        if (input.who.length > MAX_TEXT || input.why.length > MAX_TEXT || input.code.length > MAX_CODE)
        {
            return OutcomeCode.INPUT_MALFORMED;
        }
        if (input.action == OperatorAction.SETTLE)
        {
            return offerSettle(input, nowNs);
        }
        if (input.action != OperatorAction.RESTART && input.action != OperatorAction.PURGE)
        {
            return OutcomeCode.INPUT_MALFORMED;
        }
        final int module = core.plan.moduleOf(input.module);
        final int instance = module == Plan.NONE ? Instances.NONE :
            core.state.instances.find(module, input.key.buffer, input.key.offset, input.key.length);
        if (instance == Instances.NONE || !core.state.instances.isFailed(instance))
        {
            return OutcomeCode.INSTANCE_UNKNOWN;
        }
        return core.batch.begin(nowNs) ? apply(input, instance) : OutcomeCode.JOURNAL_FULL;
    }

    /** The batch has begun. */
    OutcomeCode apply(final Input input, final int instance)
    {
        final Instances instances = core.state.instances;
        core.batch.causes.operate(input, instances.id(instance));
        instances.touch(instance);
        instances.restart(instance);
        instances.removeIfEmpty(instance);
        core.batch.commit();
        return OutcomeCode.ACCEPTED;
    }

    /** The batch has begun. */
    OutcomeCode applySettle(final Input input, final int slot)
    {
        core.batch.causes.operate(input, core.state.instances.id(core.state.intents.instance(slot)));
        code.wrap(input.code.buffer, input.code.offset, input.code.length);
        core.settling.byKernel(slot, input.status, SettleCause.OPERATOR, code);
        core.batch.commit();
        return OutcomeCode.ACCEPTED;
    }

    private OutcomeCode offerSettle(final Input input, final long nowNs)
    {
        if (input.status == ReceiptStatus.SBE_UNKNOWN || input.status == ReceiptStatus.NULL_VAL)
        {
            return OutcomeCode.INPUT_MALFORMED;
        }
        final int slot = core.state.intents.find(input.intentId);
        if (slot == Intents.NONE)
        {
            return input.intentId > 0 && input.intentId < core.state.nextIntentId ?
                OutcomeCode.RECEIPT_SETTLED : OutcomeCode.RECEIPT_UNKNOWN;
        }
        if (core.state.continuations.room() == 0)
        {
            return OutcomeCode.WORLD_OVERLOADED;
        }
        return core.batch.begin(nowNs) ? applySettle(input, slot) : OutcomeCode.JOURNAL_FULL;
    }
}
