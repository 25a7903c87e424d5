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
 * Makes snapshots: copies a few instances in each duty cycle, and has a thread of its own write the copy (K-9). Owned
 * by the kernel's thread, but for what the writing thread tells through volatile words.
 */
final class SnapshotTask
{
    private static final int PORTION = 256;

    private final World world;
    private final Journal journal;
    private final ErrorHandler errors;
    private SnapshotCopy copy;
    private SnapshotWriter writer;
    private long longestPauseNs;
    private volatile Thread thread;
    private volatile long lastSeq = -1;

    SnapshotTask(final World world, final Journal journal, final ErrorHandler errors)
    {
        this.world = world;
        this.journal = journal;
        this.errors = errors;
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
        if (copy.work(PORTION))
        {
            final SnapshotImage image = copy.image();
            final SnapshotWriter to = writer;
            copy = null;
            thread = new Thread(() -> write(image, to), "weir-snapshot");
            thread.setDaemon(true);
            thread.start();
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

    private void write(final SnapshotImage image, final SnapshotWriter to)
    {
        try (to)
        {
            image.forEachPart(to::append);
            to.commit();
            lastSeq = image.seq();
        }
        catch (final RuntimeException ex)
        {
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
