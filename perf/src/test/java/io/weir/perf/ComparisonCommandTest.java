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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonCommandTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "ring, 1 256, false false, 1",
        "ipc, 256 256, false true, 2",
        "udp, 256 256, false true, 1"})
    void shouldWriteTheQuickCasesAndTheRoundTripWhenAskedForJson(
        final String link,
        final String streams,
        final String durable,
        final String forks) throws IOException
    {
        final Path json = directory.resolve("result.json");

        final CommandRun run = CommandRun.of(
            "compare", link, "--quick", "--forks", forks, "--rounds", "2", "--round", "150ms", "--json",
            json.toString());

        assertEquals(0, run.status(), run.err());
        final JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertAll(
            () -> assertEquals(link, result.get("link").asText()),
            () -> assertEquals(List.of(streams.split(" ")), result.get("cases").findValuesAsText("streams")),
            () -> assertEquals(List.of(durable.split(" ")), result.get("cases").findValuesAsText("durable")),
            () -> assertEquals(List.of("round-robin", "round-robin"), result.get("cases").findValuesAsText("order")));
        for (final JsonNode one : result.get("cases"))
        {
            assertEquals(64, one.get("payloadBytes").asInt());
            assertEquals(64, one.get("window").asInt());
            for (final String field : List.of("raw", "weir", "ratio", "rawFullFrame", "ratioFullFrame"))
            {
                requireSpread(one.get(field), field + " in " + one);
            }
        }
        for (final String field : List.of("rawP50Ns", "rawP99Ns", "weirP50Ns", "weirP99Ns", "ratioP50", "ratioP99"))
        {
            assertTrue(result.get("roundTrip").get(field).asDouble() > 0, result::toString);
        }
    }

    @Test
    void shouldNameTheOptionAndItsRangeWhenARoundIsTooLong()
    {
        final String err = CommandRun.of("compare", "ring", "--round", "31s").err();

        assertTrue(err.contains("--round: 31.0 s is out of range: give a time from 1ms to 30s"), err);
    }

    @Test
    void shouldNameTheLinksWhenLoopsAreToBeComparedOverAnother()
    {
        final CommandRun run = CommandRun.of("compare", "loop", "udp");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("'udp' is no link to compare loops over: give ring or ipc"), run.err());
    }

    private static void requireSpread(final JsonNode spread, final String where)
    {
        final double min = spread.get("min").asDouble();
        final double median = spread.get("median").asDouble();
        assertTrue(0 < min && min <= median && median <= spread.get("max").asDouble(), where);
    }
}
