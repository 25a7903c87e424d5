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

import io.weir.codecs.kernel.AttemptPolicy;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.SettleCause;

/** Attempts: who runs an intent now, and what follows when nobody does (K-12). Owned by the kernel's thread. */
final class Leases
{
    private final Core core;

    Leases(final Core core)
    {
        this.core = core;
    }

    /** The world was opened, under that name: no attempt of before runs any more. The batch has begun. */
    void applyOpened(final long epoch, final byte[] identity)
    {
        final WorldState state = core.state;
        final Intents intents = state.intents;
        core.batch.causes.opened(epoch, identity);
        state.epoch = epoch;
        System.arraycopy(identity, 0, state.identity, 0, state.identity.length);
        state.cancels.clear();
        for (final long id : intents.sortedIds())
        {
            final int slot = intents.find(id);
            state.instances.touch(intents.instance(slot));
            if (intents.adapter(slot) != Intents.NO_ADAPTER)
            {
                intents.lease(slot, intents.attempt(slot), Intents.NO_ADAPTER);
                intents.lost(slot, core.plan.effects[intents.kind(slot)].attempts == AttemptPolicy.FAIL);
            }
            final long idleDueNs = intents.idleDueNs(slot);
            if (idleDueNs != 0 && idleDueNs <= state.timeNs)
            {
                intents.idleDueNs(slot, state.timeNs + core.plan.effects[intents.kind(slot)].idleDeadlineNs);
            }
        }
        core.batch.commit();
        queue();
    }

    /** Lists, by id, what is lost and what waits for an adapter; both follow from the intents alone. */
    void queue()
    {
        final Intents intents = core.state.intents;
        core.state.lost.clear();
        for (final long id : intents.sortedIds())
        {
            final int slot = intents.find(id);
            intents.waiting.remove(slot);
            if (intents.isLost(slot))
            {
                core.state.lost.add(slot);
            }
            else if (intents.adapter(slot) == Intents.NO_ADAPTER && intents.kind(slot) != core.plan.timerKind)
            {
                intents.waiting.add(slot);
            }
        }
    }

    /** {@return whether a lost attempt was settled; false if there is none, or no room} */
    boolean endLost(final long nowNs)
    {
        if (core.state.lost.isEmpty() || core.state.continuations.room() == 0 || !core.batch.begin(nowNs))
        {
            return false;
        }
        applyEnded(core.state.lost.first());
        return true;
    }

    /** The batch has begun. */
    void applyEnded(final int slot)
    {
        core.batch.causes.leaseEnded(core.state.intents.id(slot));
        core.settling.byKernel(slot, ReceiptStatus.ERROR, SettleCause.LEASE_LOST, Settling.LOST);
        core.batch.commit();
    }

    /** {@return whether a control intent was settled whose target is; false if there is no room} */
    boolean endOrphan(final int slot, final long nowNs)
    {
        if (core.state.continuations.room() == 0 || !core.batch.begin(nowNs))
        {
            return false;
        }
        applyOrphan(slot);
        return true;
    }

    /** The batch has begun. */
    void applyOrphan(final int slot)
    {
        core.batch.causes.targetGone(core.state.intents.id(slot));
        core.settling.byKernel(slot, ReceiptStatus.ERROR, SettleCause.TARGET, Settling.TARGET);
        core.batch.commit();
    }

    boolean cancelSent(final long intentId, final long nowNs)
    {
        if (!core.batch.begin(nowNs))
        {
            return false;
        }
        applyCancelSent(intentId);
        return true;
    }

    boolean start(final int slot, final int adapter, final long nowNs)
    {
        if (!core.batch.begin(nowNs))
        {
            return false;
        }
        applyStart(slot, core.state.intents.attempt(slot) + 1, adapter);
        return true;
    }

    /** The batch has begun. */
    void applyStart(final int slot, final int attempt, final int adapter)
    {
        final Intents intents = core.state.intents;
        core.state.instances.touch(intents.instance(slot));
        core.batch.causes.attempt(intents.id(slot), attempt, adapter);
        intents.lease(slot, attempt, adapter);
        intents.waiting.release(slot);
        final long idleNs = core.plan.effects[intents.kind(slot)].idleDeadlineNs;
        if (idleNs > 0)
        {
            intents.idleDueNs(slot, core.state.timeNs + idleNs);
        }
        core.batch.commit();
    }

    /** The batch has begun. */
    void applyCancelSent(final long intentId)
    {
        core.batch.causes.cancelSent(intentId);
        core.state.cancels.remove(intentId);
        core.batch.commit();
    }
}
