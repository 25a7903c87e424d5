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
package io.weir.aeron;

import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;

/** A media driver in a process of its own, to be killed and stopped. */
final class DriverProcess implements AutoCloseable
{
    private static final long LIMIT_S = 20;

    private final File directory;
    private Process process;

    DriverProcess(final File directory)
    {
        this.directory = directory;
    }

    /** Launches the driver, anew if need be, and waits until it is at work. */
    DriverProcess launch() throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "-Xshare:auto", "-cp",
            System.getProperty("java.class.path"), "-Daeron.timer.interval=10ms", DriverProcess.class.getName(),
            directory.toString()));
        process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!DriverDirectory.isActiveQuietly(directory, 500))
        {
            if (System.nanoTime() - deadlineNs > 0 || !process.isAlive())
            {
                throw new AssertionError("no driver in " + directory);
            }
            Thread.onSpinWait();
        }
        return this;
    }

    /** Kills it without a chance to tidy up. */
    void kill()
    {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close()
    {
        if (null != process && process.isAlive())
        {
            kill();
        }
        IoUtil.delete(directory, true);
    }

    /** Runs a driver until it is told to end. */
    public static void main(final String[] args) throws InterruptedException
    {
        final EmbeddedDriver.Context context = new EmbeddedDriver.Context().directory(args[0])
            .set(Settings.AERON_DRIVER_THREADING, DriverThreading.SHARED);
        EmbeddedDriver.launch(context);
        Thread.currentThread().join();
    }
}
