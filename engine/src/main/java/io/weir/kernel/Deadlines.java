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

import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.SettleCause;

/** Fires what is due, before the next input (K-14). Owned by the kernel's thread. */
final class Deadlines
{
    private static final int MAX_FIRED = 256;

    private final Core core;

    Deadlines(final Core core)
    {
        this.core = core;
    }

    boolean isDue(final long nowNs)
    {
        return core.state.intents.due.due(Math.max(nowNs, core.state.timeNs)) != Intents.NONE;
    }

    /** {@return whether something was fired; false if nothing is due, or there is no room} */
    boolean fire(final long nowNs)
    {
        final int most = Math.min(MAX_FIRED, core.state.continuations.room());
        if (!isDue(nowNs) || most == 0 || !core.batch.begin(nowNs))
        {
            return false;
        }
        apply(most);
        return true;
    }

    /** The batch has begun. */
    void apply(final int most)
    {
        core.batch.causes.time(most);
        final Intents intents = core.state.intents;
        int slot = intents.due.due(core.state.timeNs);
        for (int fired = 0; slot != Intents.NONE && fired < most; fired++)
        {
            if (intents.dueNs(slot) != intents.totalDueNs(slot))
            {
                core.settling.byKernel(slot, ReceiptStatus.TIMEOUT, SettleCause.IDLE_DEADLINE, Settling.IDLE);
            }
            else if (intents.kind(slot) == core.plan.timerKind)
            {
                core.settling.byKernel(slot, ReceiptStatus.OK, SettleCause.TIMER, Settling.NO_CODE);
            }
            else
            {
                core.settling.byKernel(slot, ReceiptStatus.TIMEOUT, SettleCause.TOTAL_DEADLINE, Settling.TOTAL);
            }
            slot = intents.due.due(core.state.timeNs);
        }
        core.batch.commit();
    }
}
