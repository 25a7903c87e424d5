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
package io.weir.kernel.host;

import io.weir.codecs.kernel.OutcomeCode;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.counters.Tally;
import io.weir.journal.Journal;
import io.weir.journal.JournalCounts;
import io.weir.kernel.World;
import io.weir.kernel.WorldCounts;

/**
 * Shows what world, journal and agent have counted in plain words, about once a millisecond: no input pays for it.
 * Owned by the kernel's thread.
 */
final class KernelCounters
{
    private static final long PERIOD_NS = 1_000_000;

    private final World world;
    private final Journal journal;
    private final DispatchQueue dispatches;
    private final SnapshotTask snapshots;
    private final ClockWatch clock;
    private final Tally tally;
    private final long seqBefore;
    private final long positionBefore;
    private final long intentsBefore;
    private long lastNs = Long.MIN_VALUE;

    KernelCounters(
        final World world,
        final Journal journal,
        final DispatchQueue dispatches,
        final SnapshotTask snapshots,
        final ClockWatch clock,
        final Counters target)
    {
        this.world = world;
        this.journal = journal;
        this.dispatches = dispatches;
        this.snapshots = snapshots;
        this.clock = clock;
        tally = new Tally(target);
        seqBefore = world.seq();
        positionBefore = journal.position();
        intentsBefore = world.emittedIntents();
    }

    void publish(final long nowNs)
    {
        if (lastNs == Long.MIN_VALUE || nowNs - lastNs >= PERIOD_NS || nowNs < lastNs)
        {
            lastNs = nowNs;
            publish();
        }
    }

    void publish()
    {
        world();
        agent();
        journal();
        tally.publish();
    }

    /** The last word: nothing is there any more. */
    void close()
    {
        world();
        agent();
        journal();
        set(CounterType.KERNEL_INTENTS_OPEN, 0);
        set(CounterType.KERNEL_INSTANCES, 0);
        set(CounterType.KERNEL_QUEUED, 0);
        set(CounterType.KERNEL_DISPATCHES_WAITING, 0);
        set(CounterType.JOURNAL_UNFORCED_BYTES, 0);
        tally.publish();
    }

    private void world()
    {
        final WorldCounts counts = world.counts();
        set(CounterType.KERNEL_EVENTS_TOTAL, counts.events());
        set(CounterType.KERNEL_FRAMES_TOTAL, counts.frames());
        set(CounterType.KERNEL_FRAME_GAPS_TOTAL, counts.frameGaps());
        set(CounterType.KERNEL_RECEIPTS_TOTAL, counts.receipts());
        set(CounterType.KERNEL_RECEIPTS_LATE_TOTAL,
            world.refused(OutcomeCode.RECEIPT_LATE) + world.refused(OutcomeCode.RECEIPT_CONFLICT));
        set(CounterType.KERNEL_RECEIPT_FAULTS_TOTAL, counts.receiptFaults());
        set(CounterType.KERNEL_OPERATIONS_TOTAL, counts.operations());
        set(CounterType.KERNEL_REFUSED_TOTAL, world.refused());
        set(CounterType.KERNEL_REFUSED_FULL_TOTAL, world.refused(OutcomeCode.JOURNAL_FULL));
        set(CounterType.KERNEL_STEPS_FAILED_TOTAL, counts.stepsFailed());
        set(CounterType.KERNEL_INTENTS_TOTAL, world.emittedIntents() - intentsBefore);
        set(CounterType.KERNEL_INTENTS_OPEN, world.openIntents());
        set(CounterType.KERNEL_INSTANCES, world.instances());
        set(CounterType.KERNEL_QUEUED, world.queued());
    }

    private void agent()
    {
        set(CounterType.KERNEL_DISPATCHED_TOTAL, dispatches.dispatched());
        set(CounterType.KERNEL_DISPATCHES_WAITING, dispatches.waiting());
        set(CounterType.KERNEL_CANCELS_TOTAL, dispatches.cancelled());
        set(CounterType.KERNEL_SNAPSHOTS_TOTAL, snapshots.made());
        set(CounterType.KERNEL_SNAPSHOTS_FAILED_TOTAL, snapshots.failed());
        set(CounterType.KERNEL_CLOCK_BEHIND_TOTAL, clock.count());
        tally.propose(CounterType.KERNEL_SNAPSHOT_PAUSE_HWM, snapshots.longestPauseNs());
    }

    private void journal()
    {
        final JournalCounts counts = journal.counts();
        final long position = journal.position();
        set(CounterType.JOURNAL_BATCHES_TOTAL, world.seq() - seqBefore);
        set(CounterType.JOURNAL_BYTES_TOTAL, position - positionBefore);
        set(CounterType.JOURNAL_GROUPS_TOTAL, counts.groups());
        set(CounterType.JOURNAL_SEGMENTS_TOTAL, counts.segments());
        set(CounterType.JOURNAL_SEGMENTS_DELETED_TOTAL, counts.segmentsDeleted());
        set(CounterType.JOURNAL_FORCES_TOTAL, counts.forces());
        tally.propose(CounterType.JOURNAL_FORCE_TIME_HWM, counts.longestForceNs());
        set(CounterType.JOURNAL_UNFORCED_BYTES, Math.max(0, position - journal.forcedPosition()));
    }

    private void set(final CounterType type, final long value)
    {
        tally.add(type, value - tally.value(type));
    }
}
