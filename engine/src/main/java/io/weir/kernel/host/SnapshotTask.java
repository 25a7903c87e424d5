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

import io.weir.journal.Journal;
import io.weir.journal.SnapshotWriter;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.SnapshotImage;
import io.weir.kernel.World;
import org.agrona.ErrorHandler;

/**
 * Makes snapshots: copies a few instances in each duty cycle, then has the copy written, forced and installed, and old
 * segments deleted where that is wanted (K-9). The writing takes as long as the disk does, so it is done by a thread
 * that lives for one snapshot: whether the agent has a thread of its own or shares one, it must not wait for a disk.
 * Where the application invokes the agent and wants no threads, the agent writes, in one duty cycle, which lasts as
 * long as the disk takes and counts as a pause. Owned by the kernel's thread, but for what the writing thread tells
 * through volatile words.
 */
final class SnapshotTask
{
    private final World world;
    private final Journal journal;
    private final ErrorHandler errors;
    private final int portion;
    private final boolean isInvoked;
    private SnapshotCopy copy;
    private SnapshotWriter writer;
    private long longestPauseNs;
    private volatile Thread thread;
    private volatile long lastSeq = -1;
    private volatile long made;
    private volatile long failed;

    SnapshotTask(
        final World world,
        final Journal journal,
        final ErrorHandler errors,
        final int portion,
        final boolean isInvoked)
    {
        this.world = world;
        this.journal = journal;
        this.errors = errors;
        this.portion = portion;
        this.isInvoked = isInvoked;
    }

    boolean isIdle()
    {
        return copy == null && thread == null;
    }

    void begin()
    {
        final long begin = System.nanoTime();
        journal.flush();
        writer = journal.beginSnapshot();
        copy = world.snapshot();
        pause(begin);
    }

    int work()
    {
        if (copy == null)
        {
            return 0;
        }
        final long begin = System.nanoTime();
        if (copy.work(portion))
        {
            final SnapshotImage image = copy.image();
            copy = null;
            if (isInvoked)
            {
                journal.flush();
                write(image, writer);
            }
            else
            {
                startWriting(image, writer);
            }
        }
        pause(begin);
        return 1;
    }

    /** {@return the longest time that the kernel's thread was kept at once} */
    long longestPauseNs()
    {
        return longestPauseNs;
    }

    /** {@return the seq of the last snapshot that stands, −1 if there is none; any thread} */
    long lastSeq()
    {
        return lastSeq;
    }

    /** {@return how many stand; any thread} */
    long made()
    {
        return made;
    }

    /** {@return how many could not be written; any thread} */
    long failed()
    {
        return failed;
    }

    /** Ends what is under way, and makes a last one if asked to. */
    void close(final boolean makesLast)
    {
        if (copy != null)
        {
            copy.cancel();
            copy = null;
            writer.close();
        }
        join();
        if (makesLast && lastSeq < world.seq())
        {
            begin();
            while (copy != null)
            {
                work();
            }
            join();
        }
    }

    private void startWriting(final SnapshotImage from, final SnapshotWriter to)
    {
        thread = new Thread(() -> write(from, to), "weir-snapshot");
        thread.setDaemon(true);
        thread.start();
    }

    private void write(final SnapshotImage from, final SnapshotWriter to)
    {
        try (to)
        {
            from.forEachPart(to::append);
            to.commit();
            lastSeq = from.seq();
            made = made + 1;
            journal.deleteOldSegments();
        }
        catch (final RuntimeException ex)
        {
            failed = failed + 1;
            errors.onError(ex);
        }
        finally
        {
            thread = null;
        }
    }

    private void pause(final long begin)
    {
        longestPauseNs = Math.max(longestPauseNs, System.nanoTime() - begin);
    }

    private void join()
    {
        boolean isInterrupted = false;
        Thread writing = thread;
        while (writing != null && writing.isAlive())
        {
            try
            {
                writing.join();
            }
            catch (final InterruptedException ex)
            {
                isInterrupted = true;
            }
            writing = thread;
        }
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }
}
