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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeirCommandTest
{
    @Test
    void shouldPrintUsageAndExitWith2WhenNoCommandIsGiven()
    {
        final CommandRun run = CommandRun.of();

        assertAll(
            () -> assertEquals(2, run.status()),
            () -> assertTrue(run.err().contains("load"), run.err()),
            () -> assertTrue(run.err().contains("compare"), run.err()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect --help", "compare foo --help", "load --foo --help", "example --foo --help"})
    void shouldExitWith2WhenHelpIsAskedOfWhatThereIsNot(final String line)
    {
        final CommandRun run = CommandRun.of(line.split(" "));

        assertEquals(2, run.status());
        assertTrue(run.err().contains(line.split(" ")[line.split(" ").length - 2]), run.err());
    }

    @Test
    void shouldNameTheExamplesWhenHelpIsAsked()
    {
        final CommandRun run = CommandRun.of("example", "--help");

        assertTrue(run.out().contains("Runs an example: log-tail, market-data"), run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "load --link udp --driver /no/such/driver --duration 1s",
        "provide aeron:udp?endpoint=192.0.2.1:40999",
        "provide aeron:ipc --driver /no/such/driver",
        "example market-data --only consumer --address aeron:udp?endpoint=localhost:9"})
    void shouldExitWith1AndOneLineWhenTheSurroundingsAreAtFault(final String line)
    {
        final CommandRun run = CommandRun.of(line.split(" "));

        assertEquals(1, run.status(), run.err());
        final String error = run.err().lines().filter(each -> !each.startsWith("streaming for")).findFirst().get();
        assertTrue(error.startsWith("weir "), run.err());
        assertEquals(1, run.err().lines().filter(each -> !each.startsWith("streaming for")).count(), run.err());
    }

    @Test
    void shouldTellTheVersionWhenAsked()
    {
        final CommandRun run = CommandRun.of("--version");

        assertEquals(0, run.status());
        assertTrue(run.out().contains(BuildProperties.version()), run.out());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"--help", "load --help", "compare --help", "compare ring --help", "config --help", "example --help"})
    void shouldExitWith0WhenHelpIsAsked(final String line)
    {
        assertEquals(0, CommandRun.of(line.split(" ")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "lod",
        "load --stream 3",
        "load stray",
        "load --streams many",
        "load --streams 0",
        "load --streams -1",
        "load --streams 99999999",
        "load --streams 99999999999999999999",
        "load --streams",
        "load --streams 1 --streams 2",
        "load --payload -1",
        "load --connect foo",
        "load --connect ring:market",
        "load --idle 10s",
        "load --idle 1ms --link udp",
        "load --idle 10s --link udp --input FILE",
        "provide foo",
        "provide ring:market",
        "load --payload 65001",
        "load --window 0",
        "load --window 65535",
        "load --producers 0",
        "load --producers 3 --streams 2",
        "load --duration 10",
        "load --duration 0s",
        "load --duration -1s",
        "load --duration 25h",
        "load --warmup soon",
        "load --rate 0/s",
        "load --rate fast",
        "load --rate 100",
        "load --rate 5/h",
        "load --profile quick",
        "load --json /no/such/directory/report.json",
        "load --json /",
        "load --input /no/such/file",
        "load --input /",
        "load --input /dev/null",
        "load --input FILE --duration 1s",
        "load --input FILE --warmup 1s",
        "load --input FILE --payload 64",
        "load --out FILE",
        "compare",
        "compare carrier-pigeon",
        "compare ring --json /no/such/directory/ring.json",
        "compare ring --profile quick",
        "compare ring --rounds 0",
        "compare ring --rounds 1001",
        "compare ring --forks 0",
        "compare ring --forks 3 --rounds 2",
        "compare udp --rounds many",
        "compare ipc --round 10",
        "compare ring --round 0s",
        "compare ring --round 31s",
        "config --profile quick",
        "config --profile FILE",
        "config weir.lane.max",
        "example",
        "example quote",
        "example quotes --only provider",
        "example quotes --only half",
        "example log-tail --address aeron:smoke",
        "example log-tail --address nowhere"})
    void shouldExitWith2AndSayWhatToDoWhenMisused(final String line, @TempDir final Path directory) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("lines"), "one\ntwo\n");

        final CommandRun run = CommandRun.of(line.replace("FILE", file.toString()).split(" "));

        assertAll(
            () -> assertEquals(2, run.status(), run.err()),
            () -> assertTrue(run.err().startsWith("weir"), run.err()),
            () -> assertTrue(run.err().contains("--help"), run.err()),
            () -> assertFalse(run.err().contains("\tat "), run.err()),
            () -> assertEquals("", run.out()));
    }

    @Test
    void shouldNameTheOptionAndItsRangeWhenANumberIsOutOfRange()
    {
        final String err = CommandRun.of("load", "--window", "70000").err();

        assertTrue(err.contains("--window: 70000 is out of range: give a whole number from 1 to 65534"), err);
    }

    @Test
    void shouldWarnWhenTheProfileIsNotThatOfTheJvm()
    {
        final String warning = Profile.LOW_LATENCY.warning();

        assertEquals(Profile.isBoundsChecked(), null != warning);
    }
}
