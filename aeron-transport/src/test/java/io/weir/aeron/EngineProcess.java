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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An engine in a process of its own, to be killed, stopped and continued. It says line by line what its application
 * hears, see {@link EngineProcessMain}.
 */
final class EngineProcess implements AutoCloseable
{
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(20);

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();

    private EngineProcess(final Process process)
    {
        this.process = process;
        reader = new Thread(this::read, "lines of " + process.pid());
        reader.start();
    }

    /** Launches a process, and waits until its engine is at work. */
    static EngineProcess launch(final String role, final String directory, final String address, final String mode)
    {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "-Xshare:auto",
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            EngineProcessMain.class.getName(), role, directory, address, mode));
        try
        {
            final EngineProcess launched = new EngineProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
            launched.await("ready");
            return launched;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Waits for a line that begins so, from the beginning on. */
    void await(final String begin)
    {
        await(begin, 1);
    }

    /** Waits for so many lines that begin so. */
    void await(final String begin, final int count)
    {
        await(begin, count, LIMIT_NS);
    }

    /** Waits for so many lines that begin so, for so long at most. */
    void await(final String begin, final int count, final long limitNs)
    {
        final long deadlineNs = System.nanoTime() + limitNs;
        while (count(begin) < count)
        {
            if (System.nanoTime() - deadlineNs > 0 || !process.isAlive() && !reader.isAlive())
            {
                throw new AssertionError("not " + count + " times \"" + begin + "\" from the process: " + lines());
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** {@return how many lines begin so} */
    int count(final String begin)
    {
        synchronized (lines)
        {
            return (int)lines.stream().filter(line -> line.startsWith(begin)).count();
        }
    }

    /** {@return what the first line that begins so says behind that} */
    String told(final String begin)
    {
        synchronized (lines)
        {
            return lines.stream().filter(line -> line.startsWith(begin)).findFirst().orElseThrow()
                .substring(begin.length());
        }
    }

    /** {@return what it has said} */
    List<String> lines()
    {
        synchronized (lines)
        {
            return new ArrayList<>(lines);
        }
    }

    /** Lets what waits in the process go on. */
    void go()
    {
        try
        {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Kills it without a chance to tidy up. */
    void kill()
    {
        process.destroyForcibly().onExit().join();
    }

    /** Stops it where it stands. */
    void stop()
    {
        signal("-STOP");
    }

    /** Lets it go on from where it was stopped. */
    void resume()
    {
        signal("-CONT");
    }

    @Override
    public void close()
    {
        kill();
        try
        {
            reader.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(final String name)
    {
        try
        {
            final Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
            if (0 != kill.waitFor())
            {
                throw new AssertionError("kill " + name + " failed");
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void read()
    {
        try (BufferedReader input =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            String line = input.readLine();
            while (null != line)
            {
                synchronized (lines)
                {
                    lines.add(line);
                }
                line = input.readLine();
            }
        }
        catch (final IOException ex)
        {
            synchronized (lines)
            {
                lines.add("cut off: " + ex.getMessage());
            }
        }
    }
}
