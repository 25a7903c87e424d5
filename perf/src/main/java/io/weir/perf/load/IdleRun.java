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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Result;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.perf.BuildProperties;
import io.weir.perf.Failure;
import io.weir.perf.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.DirectBuffer;

/**
 * Measures what an engine takes that has nothing to do: a process of its own in which an engine listens, its media
 * driver included, in the default settings; first without a session, then with one, and how soon the first message
 * after that is taken (T-6, B-9).
 */
public final class IdleRun
{
    private static final long ANSWER_S = 10;
    private static final double NS_PER_US = 1e3;
    private static final double KIB_PER_MIB = 1024;

    private final boolean isIpc;
    private final Duration idle;
    private final Duration settling;

    /**
     * Prepares to measure.
     *
     * @param isIpc    whether the engine listens by IPC, else by UDP.
     * @param idle     how long it has nothing to do, each time.
     * @param settling time before that.
     */
    public IdleRun(final boolean isIpc, final Duration idle, final Duration settling)
    {
        this.isIpc = isIpc;
        this.idle = idle;
        this.settling = settling;
    }

    /**
     * Measures.
     *
     * @param out what is told of it.
     * @return what was found.
     */
    public ObjectNode run(final PrintWriter out)
    {
        final String address = isIpc ? "aeron:ipc" : "aeron:udp?endpoint=localhost:" + Ports.free(2);
        Process process = null;
        try
        {
            process = start(address);
            final String directory = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
            if (null == directory)
            {
                throw new Failure("the engine that was to listen at " + address + " has ended; what it said is above",
                    null);
            }
            pause(settling);
            final double cores = cores(process);
            final ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("link", isIpc ? "ipc" : "udp");
            json.put("idleS", idle.toMillis() / 1e3);
            json.put("cores", cores);
            json.put("residentMiB", residentMib(process));
            measureSession(process, address, directory, json);
            out.printf(Locale.ROOT,
                "idle for %.1f s: %.4f cores, %.0f MiB resident; with a session %.4f cores; the first message was " +
                    "taken after %.0f us, and answered after %.0f us%n",
                json.get("idleS").asDouble(), cores, json.get("residentMiB").asDouble(),
                json.get("sessionCores").asDouble(), json.get("firstMessageUs").asDouble(),
                json.get("firstAnswerUs").asDouble());
            out.flush();
            return json;
        }
        catch (final IOException ex)
        {
            throw new Failure("the process of the idle engine cannot be run: " + ex.getMessage(), ex);
        }
        finally
        {
            if (null != process)
            {
                end(process);
            }
        }
    }

    private void measureSession(
        final Process process,
        final String address,
        final String directory,
        final ObjectNode json)
    {
        final Engine.Context context = new Engine.Context().name("idle-client");
        if (isIpc)
        {
            context.set(Settings.AERON_DIR, directory);
        }
        try (Engine client = Engine.launch(context))
        {
            final long connectNs = System.nanoTime();
            final Session session = client.connect(address);
            json.put("connectMs", (System.nanoTime() - connectNs) / 1e6);
            // What both do for the first time is not what is measured.
            ask(session);
            ask(session);
            pause(settling);
            json.put("sessionCores", cores(process));
            final long sentNs = System.nanoTime();
            final long takenNs = ask(session);
            json.put("firstMessageUs", (takenNs - sentNs) / NS_PER_US);
            json.put("firstAnswerUs", (System.nanoTime() - sentNs) / NS_PER_US);
        }
    }

    private static long ask(final Session session)
    {
        final Reply reply = new Reply();
        final long opened = session.open(
            StreamRequest.of(IdleEngine.CAPABILITY).kind(InteractionKind.REQUEST_RESPONSE), reply);
        if (opened < 0)
        {
            throw new Failure("the idle engine cannot be asked: " + Result.name(opened), null);
        }
        try
        {
            return reply.time.get(ANSWER_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", ex);
        }
        catch (final ExecutionException | TimeoutException ex)
        {
            throw new Failure("the idle engine did not answer: " + ex, ex);
        }
    }

    private double cores(final Process process)
    {
        final long beforeNs = cpuNs(process);
        final long beginNs = System.nanoTime();
        pause(idle);
        return (cpuNs(process) - beforeNs) / (double)(System.nanoTime() - beginNs);
    }

    private static long cpuNs(final Process process)
    {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElseThrow(
            () -> new Failure("this system does not say how much processor time a process has taken", null));
    }

    /** What is resident of the process, NaN where the system does not say so in Linux's way. */
    private static double residentMib(final Process process)
    {
        try
        {
            for (final String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")))
            {
                if (line.startsWith("VmRSS:"))
                {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB;
                }
            }
        }
        catch (final IOException ex)
        {
            return Double.NaN;
        }
        return Double.NaN;
    }

    private static Process start(final String address) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(BuildProperties.jvmFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), IdleEngine.class.getName(), address));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void end(final Process process)
    {
        try
        {
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_S, TimeUnit.SECONDS))
            {
                process.destroyForcibly();
            }
        }
        catch (final IOException ex)
        {
            process.destroyForcibly();
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(final Duration time)
    {
        try
        {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", ex);
        }
    }

    /** When the request came. */
    private static final class Reply implements StreamHandler
    {
        private final CompletableFuture<Long> time = new CompletableFuture<>();

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            time.complete(buffer.getLong(offset));
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            time.completeExceptionally(new IllegalStateException(reason + " " + code));
        }
    }
}
