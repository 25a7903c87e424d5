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

package io.weir.perf;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** Two processes, as in two terminals. */
class ProvideCommandTest
{
    private static final long LIMIT_S = 60;

    @Test
    @Rule("N-1")
    void shouldLoseNothingWhenTheProviderIsAnotherProcess() throws IOException, InterruptedException
    {
        final String address = "aeron:udp?endpoint=localhost:" + Ports.free(2);
        final Process provider = start("provide", address);
        try
        {
            awaitLine(provider, "providing at " + address);

            final CommandRun run = CommandRun.of(
                "load", "--connect", address, "--streams", "16", "--warmup", "100ms", "--duration", "500ms");

            assertAll(
                () -> assertEquals(0, run.status(), () -> run.out() + run.err()),
                () -> assertTrue(run.out().contains("0 lost, 0 duplicated, 0 reordered, 0 corrupted"), run.out()),
                () -> assertTrue(run.out().contains("udp"), run.out()));
        }
        finally
        {
            provider.destroy();
            assertTrue(provider.waitFor(20, TimeUnit.SECONDS), "the provider does not end when it is told to");
        }
    }

    @Test
    void shouldExitWith2AndNameTheKeyWhenTheAddressIsWrong()
    {
        final CommandRun run = CommandRun.of("provide", "aeron:udp?endpoint=localhost:40000|color=red");

        assertAll(
            () -> assertEquals(2, run.status(), run.out()),
            () -> assertTrue(run.err().contains("color"), run.err()));
    }

    private static Process start(final String... args) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-"))
            .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WeirCommand.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void awaitLine(final Process process, final String expected) throws IOException
    {
        // What waits in vain reads the end of the output instead.
        CompletableFuture.delayedExecutor(LIMIT_S, TimeUnit.SECONDS).execute(process::destroyForcibly);
        final BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        final StringBuilder said = new StringBuilder();
        String line = reader.readLine();
        while (null != line && !line.startsWith(expected))
        {
            said.append(line).append('\n');
            line = reader.readLine();
        }
        assertTrue(null != line, () -> "it ended, or ran for " + LIMIT_S + " s, having said:\n" + said);
    }
}
