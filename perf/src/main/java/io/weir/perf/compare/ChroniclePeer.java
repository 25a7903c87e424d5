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

package io.weir.perf.compare;

import io.weir.perf.Failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;

import org.agrona.IoUtil;

/**
 * Chronicle Queue, as its makers would have it used: one appender, one buffer used over and over. What it announces and
 * reports to its makers is off, and the part that reports is not there at all.
 */
final class ChroniclePeer implements JournalPeer
{
    private final Path directory;
    private final int group;

    /**
     * A queue of its own for each round.
     *
     * @param directory of it.
     * @param group     of records that are forced together; 0 to force none.
     */
    ChroniclePeer(final Path directory, final int group)
    {
        this.directory = directory;
        this.group = group;
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Jvm.disableDebugHandler();
        Jvm.disableWarnHandler();
    }

    @Override
    public double append(final int records, final int recordLength)
    {
        Path queueDirectory = null;
        try
        {
            queueDirectory = Files.createTempDirectory(directory, "chronicle");
            try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(queueDirectory)
                .rollCycle(LargeRollCycles.LARGE_DAILY).syncMode(0 == group ? SyncMode.NONE : SyncMode.SYNC).build();
                ExcerptAppender appender = queue.createAppender())
            {
                return append(appender, records, recordLength);
            }
        }
        catch (final IOException ex)
        {
            throw new Failure("cannot write to " + directory + " (" + ex + "): free space, or name another --dir", ex);
        }
        finally
        {
            if (null != queueDirectory)
            {
                IoUtil.delete(queueDirectory.toFile(), true);
            }
        }
    }

    private double append(final ExcerptAppender appender, final int records, final int recordLength)
    {
        final Bytes<?> bytes = Bytes.allocateDirect(recordLength);
        try
        {
            bytes.writePosition(recordLength);
            final long beginNs = System.nanoTime();
            int left = 0 == group ? Integer.MAX_VALUE : group;
            for (int i = 0; i < records; i++)
            {
                bytes.writeLong(0, i);
                bytes.readPosition(0);
                appender.writeBytes(bytes);
                if (--left == 0)
                {
                    appender.sync();
                    left = group;
                }
            }
            return records * 1e9 / (System.nanoTime() - beginNs);
        }
        finally
        {
            bytes.releaseLast();
        }
    }
}
