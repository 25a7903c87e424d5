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

package io.weir.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.EpochNanoClock;

/**
 * Epoch time by the steady clock: what both sides stamp with and what latencies are read from. It does not allocate,
 * and is as fine as the clock below it. All processes of a machine that says when it was started have the same.
 */
final class RigClock implements EpochNanoClock
{
    private static final Path STATE = Path.of("/proc/stat");
    private static final String BOOT_TIME = "btime ";

    private final long offsetNs = offsetNs();

    RigClock()
    {
    }

    @Override
    public long nanoTime()
    {
        return System.nanoTime() + offsetNs;
    }

    /**
     * The steady clock counts from the start of the machine, which it tells in whole seconds: good for what is sent and
     * received on it, and near enough to the time of day.
     */
    private static long offsetNs()
    {
        try
        {
            for (final String line : Files.readAllLines(STATE))
            {
                if (line.startsWith(BOOT_TIME))
                {
                    return TimeUnit.SECONDS.toNanos(Long.parseLong(line.substring(BOOT_TIME.length()).strip()));
                }
            }
        }
        catch (final IOException | NumberFormatException ex)
        {
            // Another system: each process has its own reading.
        }
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
    }
}
