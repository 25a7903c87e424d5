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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingCommandTest
{
    @TempDir
    private Path directory;

    @BeforeEach
    void shorten()
    {
        System.setProperty("perf.compare.round.ms", "40");
        System.setProperty("perf.compare.rounds", "2");
    }

    @AfterEach
    void restore()
    {
        System.clearProperty("perf.compare.round.ms");
        System.clearProperty("perf.compare.rounds");
    }

    @Test
    void shouldWriteTheQuickCasesAndTheRoundTripWhenAskedForJson() throws IOException
    {
        final Path json = directory.resolve("ring.json");

        final CommandRun run = CommandRun.of("compare", "ring", "--quick", "--json", json.toString());

        assertEquals(0, run.status(), run.err());
        final JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertAll(
            () -> assertEquals("ring", result.get("link").asText()),
            () -> assertEquals(List.of("1", "256"), result.get("cases").findValuesAsText("streams")),
            () -> assertEquals(List.of("round-robin", "round-robin"), result.get("cases").findValuesAsText("order")));
        for (final JsonNode one : result.get("cases"))
        {
            assertEquals(64, one.get("payloadBytes").asInt());
            assertEquals(64, one.get("window").asInt());
            for (final String field : List.of("raw", "weir", "ratio", "rawFullFrame", "ratioFullFrame"))
            {
                final JsonNode spread = one.get(field);
                // So short a round may pass without a message when the machine is busy: the shape is judged.
                assertTrue(spread.get("min").isNumber() && spread.get("min").asDouble() >= 0,
                    () -> field + " in " + one);
                assertTrue(spread.get("min").asDouble() <= spread.get("median").asDouble(), () -> field + " in " + one);
                assertTrue(spread.get("median").asDouble() <= spread.get("max").asDouble(), () -> field + " in " + one);
            }
        }
        for (final String field : List.of("rawP50Ns", "rawP99Ns", "weirP50Ns", "weirP99Ns", "ratioP50", "ratioP99"))
        {
            assertTrue(result.get("roundTrip").get(field).asDouble() > 0, result::toString);
        }
    }
}
