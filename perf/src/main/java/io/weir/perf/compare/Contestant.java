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

import io.weir.perf.BuildProperties;
import io.weir.perf.Failure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * One side of one case in a process of its own, with the options of this JVM: what its compiler learns of the code, no
 * other side teaches it. It is asked for a round with a line and answers with one; in between it waits for its input
 * and uses no processor. It ends with its input, and so with this process however that ends.
 */
final class Contestant implements AutoCloseable
{
    /** What a contestant says when it can take part. */
    static final String READY = "ready";
    /** What it is asked; the length in ns follows. */
    static final String ROUND = "round ";

    /** Options that are about watching one process, this one. */
    private static final List<String> WATCHING =
        List.of("-agentlib:", "-agentpath:", "-javaagent:", "-Xrun", "-Xdebug", "-Dcom.sun.management.");
    private static final long CLOSE_LIMIT_S = 10;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(90);
    /** In which a process that does nothing uses no processor, as the operating system counts it. */
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long REST_LIMIT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final Set<Contestant> RUNNING = ConcurrentHashMap.newKeySet();

    static
    {
        Runtime.getRuntime().addShutdownHook(new Thread(() ->
        {
            RUNNING.forEach(Contestant::dismiss);
            RUNNING.forEach(Contestant::close);
        }));
    }

    private final String name;
    private final long limitNs;
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter questions;

    private Contestant(final String name, final List<String> command, final long limitNs)
    {
        this.name = name;
        this.limitNs = limitNs;
        try
        {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        }
        catch (final IOException ex)
        {
            throw new Failure(name + ": cannot start its process: " + ex.getMessage(), ex);
        }
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        RUNNING.add(this);
    }

    /**
     * Starts a process, which is not ready at once.
     *
     * @param name for a person.
     * @param task for {@link ContestantMain}.
     * @return the contestant.
     */
    static Contestant start(final String name, final List<String> task)
    {
        return start(name, ContestantMain.class, task, LIMIT_NS);
    }

    static Contestant start(final String name, final Class<?> main, final List<String> task, final long limitNs)
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(inherited(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.addAll(BuildProperties.jvmFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(task);
        return new Contestant(name, command, limitNs);
    }

    /**
     * {@return the options of a JVM that those it starts have too}
     *
     * @param options of the JVM.
     */
    static List<String> inherited(final List<String> options)
    {
        return options.stream().filter(option -> WATCHING.stream().noneMatch(option::startsWith)).toList();
    }

    /** Waits until it can take part. */
    void awaitReady()
    {
        final String answer = answer(limitNs);
        if (!READY.equals(answer))
        {
            throw misunderstood(answer);
        }
    }

    /**
     * Has it run a round.
     *
     * @param lengthNs of the round.
     * @return what {@link Contest#receive} returned there.
     */
    double[] round(final long lengthNs)
    {
        return ask(ROUND + lengthNs, lengthNs + limitNs);
    }

    /**
     * Asks something else than a round of some length.
     *
     * @param question as its process understands it.
     * @return the figures that it answers.
     */
    double[] ask(final String question)
    {
        return ask(question, limitNs);
    }

    private double[] ask(final String question, final long withinNs)
    {
        questions.println(question);
        final String answer = answer(withinNs);
        awaitRest();
        try
        {
            return Stream.of(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
        }
        catch (final NumberFormatException ex)
        {
            throw misunderstood(answer);
        }
    }

    /** Tells it that nothing more is asked; it closes what it has while this goes on. */
    void dismiss()
    {
        questions.close();
    }

    /** Waits until it has ended, and ends it if it does not. */
    @Override
    public void close()
    {
        dismiss();
        try
        {
            if (!process.waitFor(CLOSE_LIMIT_S, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
            }
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(this);
    }

    /**
     * Waits until it uses no processor. Its compiler, which the threads of a round leave little time, may have much to
     * do: the next round shall be run by what it makes, and the round of another not be disturbed.
     */
    private void awaitRest()
    {
        final long deadlineNs = System.nanoTime() + REST_LIMIT_NS;
        Duration before = Duration.ZERO;
        Duration used = used();
        while (!used.equals(before) && System.nanoTime() - deadlineNs < 0)
        {
            LockSupport.parkNanos(REST_NS);
            before = used;
            used = used();
        }
    }

    private Duration used()
    {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private String answer(final long withinNs)
    {
        try
        {
            final String line = CompletableFuture.supplyAsync(this::readLine).get(withinNs, TimeUnit.NANOSECONDS);
            if (null == line)
            {
                throw new Failure(name + ": its process ended with status " + process.waitFor() +
                    " in the middle of the comparison; what it said is above", null);
            }
            return line;
        }
        catch (final TimeoutException ex)
        {
            process.destroyForcibly();
            throw new Failure(name + ": its process gave no answer within " +
                TimeUnit.NANOSECONDS.toSeconds(withinNs) + " s and was ended", ex);
        }
        catch (final ExecutionException ex)
        {
            throw new Failure(name + ": cannot read from its process: " + ex.getCause().getMessage(), ex.getCause());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new Failure(name + ": interrupted while it was waited for", ex);
        }
    }

    private String readLine()
    {
        try
        {
            return answers.readLine();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private Failure misunderstood(final String answer)
    {
        return new Failure(name + ": its process answered '" + answer + "', which is no answer to what was asked",
            null);
    }
}
