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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A copy of a world as it was at one batch, made while the world goes on (K-9). Everything but the instances is copied
 * at once; those follow a few at a time, and one that is about to change is copied just before. The kernel's thread
 * makes it; once it is complete any thread may take its image.
 */
public final class SnapshotCopy implements Instances.ChangeListener
{
    private static final int EARLY_LENGTH = 512;

    private final Core core;
    private final SnapshotRecords records;
    private final RecordChunks head = new RecordChunks();
    private final RecordChunks inOrder = new RecordChunks();
    private final RecordChunks end = new RecordChunks();
    private final List<SnapshotImage.Early> early = new ArrayList<>();
    private final LongIndex earlyIds = new LongIndex(64);
    private final long seq;
    private final long limitId;
    private final long instanceCount;
    private final long intentCount;
    private final long continuationCount;
    private int module;
    private int slot;
    private boolean isComplete;

    SnapshotCopy(final Core core)
    {
        if (core.state.instances.listener != null)
        {
            throw new IllegalStateException("a snapshot is being copied already");
        }
        this.core = core;
        records = new SnapshotRecords(core);
        seq = core.state.seq;
        limitId = core.state.nextInstanceId;
        instanceCount = core.state.instances.size();
        intentCount = core.state.intents.size();
        continuationCount = core.state.continuations.size();
        records.begin(head);
        slot = core.plan.modules.length == 0 ? Instances.NONE : core.state.instances.first(0);
        core.state.instances.listener = this;
        skipModules();
    }

    /**
     * Copies on. Kernel's thread.
     *
     * @param limit of instances to copy now.
     * @return whether all is copied.
     */
    public boolean work(final int limit)
    {
        int copied = 0;
        while (!isComplete && copied < limit)
        {
            if (earlyIds.get(core.state.instances.id(slot)) == LongIndex.ABSENT)
            {
                records.instance(inOrder, slot);
                copied++;
            }
            slot = core.state.instances.next(slot);
            skipModules();
        }
        return isComplete;
    }

    /** Gives the copy up. Kernel's thread. */
    public void cancel()
    {
        if (!isComplete)
        {
            core.state.instances.listener = null;
            isComplete = true;
        }
    }

    /** {@return the seq of the last batch within} */
    public long seq()
    {
        return seq;
    }

    /** {@return whether all is copied} */
    public boolean isComplete()
    {
        return isComplete;
    }

    /**
     * {@return the bytes in their canonical order}
     *
     * @throws IllegalStateException if not all is copied yet.
     */
    public SnapshotImage image()
    {
        if (!isComplete || end.sealed() == 0)
        {
            throw new IllegalStateException("the snapshot is not complete");
        }
        early.sort(Comparator.comparingInt((SnapshotImage.Early one) -> one.module()).thenComparingLong(
            SnapshotImage.Early::id));
        return new SnapshotImage(seq, head, inOrder, early, end);
    }

    /**
     * An instance is about to change: if it belongs to the snapshot and is not in it yet, now is the time.
     *
     * @param changing slot of the instance.
     */
    @Override
    public void beforeChange(final int changing)
    {
        final Instances instances = core.state.instances;
        final long id = instances.id(changing);
        final int ofModule = instances.module(changing);
        if (isComplete || id >= limitId || ofModule < module || ofModule == module && id < instances.id(slot))
        {
            return;
        }
        if (earlyIds.get(id) == LongIndex.ABSENT)
        {
            final RecordChunks own = new RecordChunks(EARLY_LENGTH);
            records.instance(own, changing);
            own.seal();
            early.add(new SnapshotImage.Early(ofModule, id, own));
            earlyIds.put(id, 1);
        }
        // It may be about to go, and the way on with it.
        if (changing == slot)
        {
            slot = instances.next(slot);
            skipModules();
        }
    }

    private void skipModules()
    {
        final Instances instances = core.state.instances;
        while (slot == Instances.NONE || instances.id(slot) >= limitId)
        {
            if (++module >= core.plan.modules.length)
            {
                complete();
                return;
            }
            slot = instances.first(module);
        }
    }

    private void complete()
    {
        records.end(end, instanceCount, intentCount, continuationCount);
        head.seal();
        inOrder.seal();
        end.seal();
        core.state.instances.listener = null;
        isComplete = true;
    }
}
