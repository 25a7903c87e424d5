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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadCommandTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldReportRefusalsAndCostOfWaitingWhenStreamsAreStalled() throws IOException
    {
        final Path json = directory.resolve("stalled.json");

        final CommandRun run = CommandRun.of("load", "--stalled", "4", "--message-frames", "10", "--warmup", "100ms",
            "--duration", "300ms", "--json", json.toString());

        assertEquals(0, run.status(), run.err());
        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals(0, report.get("lost").asLong());
        assertTrue(report.get("refusalsPerSecond").asLong() >= 0 && report.has("idleCores"), report.toString());
    }

    @Test
    void shouldRefuseInWordsWhenAMessageIsLargerThanTheWindowOfAStalledStream()
    {
        final CommandRun run = CommandRun.of("load", "--stalled", "4", "--message-frames", "10", "--window", "8");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("raise --window"), run.err());
    }

    @Test
    void shouldReportEveryFieldAndWriteTheLatenciesWhenRunForASecond() throws IOException
    {
        final Path json = directory.resolve("report.json");
        final Path out = directory.resolve("latencies");

        final CommandRun run =
            CommandRun.of("load", "--streams", "16", "--warmup", "100ms", "--duration", "1s", "--json",
                json.toString(), "--out", out.toString());

        assertEquals(0, run.status(), run.err());
        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        for (final String field : List.of("messages", "elapsedNs", "messagesPerSecond", "messagesPerMinute", "lost",
            "duplicated", "reordered", "corrupted", "p50Ns", "p99Ns", "p999Ns", "maxNs", "allocatedBytesPerMessage",
            "streams", "payloadBytes", "window", "link", "profile", "jdk"))
        {
            assertTrue(report.has(field), () -> field + " is missing in " + report);
        }
        assertAll(
            () -> assertTrue(report.get("messages").asLong() > 0, report::toString),
            () -> assertTrue(report.get("elapsedNs").asLong() >= 1_000_000_000L, report::toString),
            () -> assertEquals("ring", report.get("link").asText()),
            () -> assertEquals(16, report.get("streams").asInt()),
            () -> assertEquals(0, report.get("lost").asLong()),
            () -> assertTrue(report.get("maxNs").asLong() >= report.get("p50Ns").asLong(), report::toString),
            () -> assertTrue(run.out().contains("the floor of 50,000"), run.out()),
            () -> assertTrue(Files.size(out.resolve("latency.hlog")) > 0),
            () -> assertTrue(Files.readString(out.resolve("latency.hgrm")).contains("Percentile")));
    }

    @Test
    void shouldSayHowHonestConnectsFareWhenStrangersAreThere() throws IOException
    {
        final Path json = directory.resolve("report.json");

        final CommandRun run = CommandRun.of("load", "--streams", "4", "--rate", "2000/s", "--warmup", "100ms",
            "--duration", "2500ms", "--link", "ipc", "--strangers", "2", "--durable-strangers", "2", "--json",
            json.toString());

        assertEquals(0, run.status(), () -> run.out() + run.err());
        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals(0, report.get("lost").asLong());
        assertFalse(report.get("agentEnded").asBoolean(), report::toString);
        assertTrue(report.get("connectP99Ms").asDouble() > 0, report::toString);
        assertEquals(2, report.get("strangers").get("welcomeDurable").asInt(), report::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--streams 1 --payload 0",
        "--streams 3 --payload 13 --window 1",
        "--streams 7 --producers 3",
        "--streams 2 --payload 5000",
        "--streams 8 --rate 20000/s",
        "--streams 5 --producers 2 --rate 20000/s",
        "--streams 2000 --payload 8",
        "--streams 16 --link ipc",
        "--streams 16 --link udp",
        "--streams 9 --link ipc --producers 2 --payload 300",
        "--streams 16 --link ipc --durable",
        "--streams 16 --link udp --durable --rate 20000/s"})
    void shouldLoseNothingWhenRunOnOtherTerms(final String terms)
    {
        final CommandRun run = CommandRun.of(("load --warmup 50ms --duration 200ms " + terms).split(" "));

        assertEquals(0, run.status(), () -> run.out() + run.err());
        assertTrue(run.out().contains("0 lost, 0 duplicated, 0 reordered, 0 corrupted"), run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--link smoke signals",
        "--link ring --durable",
        "--link udp --strangers 1",
        "--durable-strangers 1",
        "--link ring --driver /nowhere",
        "--link udp --connect aeron:udp?endpoint=localhost:1",
        "--connect aeron:udp?endpoint=localhost:40000|color=red",
        "--connect pigeon:post"})
    void shouldExitWith2AndSayWhatToDoWhenTheLinkMakesNoSense(final String terms)
    {
        final CommandRun run = CommandRun.of(("load " + terms).split(" "));

        assertEquals(2, run.status(), () -> run.out() + run.err());
        assertTrue(run.err().contains("weir load: "), run.err());
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldReceiveTheFileByteForByteWhenItsLinesAreSent(final byte[] content) throws IOException
    {
        final Path file = Files.write(directory.resolve("input"), content);

        for (final String terms : List.of("--streams 1", "--streams 5", "--streams 5 --producers 2 --window 16"))
        {
            final CommandRun run = CommandRun.of(("load --input " + file + " " + terms).split(" "));

            assertEquals(0, run.status(), () -> run.out() + run.err());
            assertTrue(run.out().contains(", the same"), run.out());
        }
    }

    static Stream<byte[]> inputs()
    {
        final byte[] random = new byte[100_000];
        new Random(7).nextBytes(random);
        final byte[] longLines = new byte[120_000];
        Arrays.fill(longLines, (byte)'x');
        longLines[40_000] = '\n';
        longLines[40_001] = '\n';
        return Stream.of(
            new byte[0],
            bytes("\n"),
            bytes("one"),
            bytes("one\ntwo\n"),
            bytes("one\r\n\r\n\n\nlast without its newline"),
            new byte[]{(byte)0xff, (byte)0xfe, '\n', 0, '\n', (byte)0xc3},
            random,
            Arrays.copyOf(longLines, 80_000));
    }

    @Test
    void shouldExitWith2AndNameTheLineWhenItIsLongerThanTheWindow() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("input"), "short\n" + "x".repeat(10_000) + "\n");

        final CommandRun run = CommandRun.of("load", "--input", file.toString(), "--window", "2");

        assertAll(
            () -> assertEquals(2, run.status(), run.out()),
            () -> assertTrue(run.err().contains("line 2"), run.err()),
            () -> assertTrue(run.err().contains("raise --window to 3"), run.err()));
    }

    private static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
