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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverCommandTest
{
    private static final int SIGTERM_STATUS = 143;

    @TempDir
    private Path temporary;

    @Test
    void shouldRunUntilToldToEndAndTakeItsDirectoryAway() throws Exception
    {
        final Path directory = temporary.resolve("driver");
        final Path options = Files.writeString(temporary.resolve("driver.properties"),
            "aeron.timer.interval = 50ms\nweir.aeron.driver.threading = shared\n");
        final Process process = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            WeirCommand.class.getName(), "driver", "--dir", directory.toString(), options.toString()))
            .redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8))
        {
            awaitLine(out, "-Dweir.aeron.dir=" + directory);
            assertTrue(Files.exists(directory.resolve("cnc.dat")));
            final CommandRun second = CommandRun.of("driver", "--dir", directory.toString());
            assertEquals(1, second.status());
            assertTrue(second.err().contains("at work"), second.err());
            process.destroy();

            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(SIGTERM_STATUS, process.exitValue());
            assertFalse(Files.exists(directory));
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "aeron.no.such.key = 1; 1; nobody knows the key aeron.no.such.key=1",
        "weir.stream.window.size = 1; 1; nobody knows the key weir.stream.window.size=1",
        "weir.aeron.term.length = 3; 2; weir.aeron.term.length",
        "weir.aeron.driver.threading = invoker; 1; nobody to invoke it"})
    void shouldNameWhatIsWrongWhenAPropertyIs(final String line, final int status, final String expected)
        throws IOException
    {
        final Path file = Files.writeString(temporary.resolve("wrong.properties"), line);
        final CommandRun run =
            CommandRun.of("driver", "--dir", temporary.resolve("driver").toString(), file.toString());

        assertEquals(status, run.status());
        assertTrue(run.err().contains(expected), run.err());
        assertFalse(Files.exists(temporary.resolve("driver")));
    }

    @Test
    void shouldExitWithMisuseWhenTheFileOrTheProfileIsMissing()
    {
        assertEquals(2, CommandRun.of("driver", "no-such-file.properties").status());
        assertEquals(2, CommandRun.of("driver", "--profile", "no-such-profile").status());
    }

    private static void awaitLine(final BufferedReader out, final String expected) throws IOException
    {
        final StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); null != line; line = out.readLine())
        {
            if (line.equals(expected))
            {
                return;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("never said " + expected + ", but: " + said);
    }
}
