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
package io.weir.kernel.sim;

import io.weir.journal.JournalException;
import io.weir.journal.SnapshotWriter;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.host.KernelAgent;
import java.util.Random;
import java.util.function.Consumer;

/** Makes snapshots of a world at work, a portion at a time, with other things happening in between. */
final class Snapshots
{
    private final Random random;
    private final Consumer<FaultKind> faults;
    private SnapshotCopy copy;
    private SnapshotWriter writer;
    private String hash;

    Snapshots(final Random random, final Consumer<FaultKind> faults)
    {
        this.random = random;
        this.faults = faults;
    }

    boolean isUnderWay()
    {
        return copy != null;
    }

    /** The process is gone. */
    void forget()
    {
        copy = null;
    }

    void giveUp()
    {
        if (copy != null)
        {
            copy.cancel();
            copy = null;
            writer.close();
            faults.accept(FaultKind.SNAPSHOT_ABANDONED);
        }
    }

    /** Begins one, copies a portion, gives up, or writes it; answers its seq once it stands, −1 until then. */
    long work(final KernelAgent agent)
    {
        if (copy == null)
        {
            if (agent.journal().failure() == null)
            {
                hash = SimWorld.hash(agent.world());
                writer = agent.journal().beginSnapshot();
                copy = agent.world().snapshot();
            }
            return -1;
        }
        if (random.nextInt(6) == 0)
        {
            giveUp();
            return -1;
        }
        return copy.work(2) ? write(agent) : -1;
    }

    private long write(final KernelAgent agent)
    {
        final SnapshotCopy done = copy;
        copy = null;
        if (!hash.equals(done.image().hashText()))
        {
            throw new AssertionError("a copy made under work differs, of batch " + done.seq());
        }
        if (agent.world().seq() > done.seq())
        {
            faults.accept(FaultKind.SNAPSHOT_UNDER_WORK);
        }
        try (SnapshotWriter to = writer)
        {
            done.image().forEachPart(to::append);
            to.commit();
            return done.seq();
        }
        catch (final JournalException ex)
        {
            if (ex.reason() != JournalException.Reason.DISK && ex.reason() != JournalException.Reason.FAILED)
            {
                throw new AssertionError("snapshot: " + ex, ex);
            }
            return -1;
        }
    }
}
