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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalCommandTest
{
    private static final String[] SHORT = {"--rounds", "2", "--frames", "2000"};

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--quick", "--bare"})
    void shouldWriteBothDurabilitiesAndTheReplayWhenAskedForJson(final String option) throws IOException
    {
        final Path json = directory.resolve("journal.json");
        final Path place = Files.createDirectory(directory.resolve("place"));

        final CommandRun run = run(option, "--dir", place.toString(), "--json", json.toString());

        assertEquals(0, run.status(), run.err());
        final JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertEquals(List.of("process", "power"), result.get("cases").findValuesAsText("durability"));
        for (final JsonNode one : result.get("cases"))
        {
            for (final String field : List.of(
                "kernel", "chronicle", "bareFresh", "barePretouched", "ratioChronicle", "ratioBareFresh"))
            {
                requireSpread(one.get(field));
            }
            assertTrue(one.get("answerP50Ns").asLong() > 0);
            assertTrue(one.get("answerP99Ns").asLong() >= one.get("answerP50Ns").asLong());
        }
        requireSpread(result.get("replay").get("kernel"));
        requireSpread(result.get("replay").get("ratioToLive"));
        if (!"--bare".equals(option))
        {
            requireSpread(result.get("replay").get("memory"));
            requireSpread(result.get("replay").get("ratioToMemory"));
        }
        try (Stream<Path> left = Files.list(place))
        {
            assertEquals(List.of(), left.toList(), "files left behind");
        }
    }

    @Test
    void shouldCompareOneDurabilityWhenAskedFor() throws IOException
    {
        final Path json = directory.resolve("journal.json");

        final CommandRun run = run("--quick", "--durability", "power", "--dir", directory.toString(),
            "--json", json.toString());

        assertEquals(0, run.status(), run.err());
        final JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertEquals(List.of("power"), result.get("cases").findValuesAsText("durability"));
        assertFalse(result.has("replay"), result::toString);
    }

    @Test
    void shouldNameWhatCanBeGivenWhenTheDurabilityIsNone()
    {
        final CommandRun run = CommandRun.of("compare", "journal", "--durability", "hope");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("process or power"), run.err());
    }

    @Test
    void shouldSayWhatIsWrongWhenTheDirectoryIsAFile() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("file"));

        final CommandRun run = CommandRun.of("compare", "journal", "--quick", "--dir", file.toString());

        assertEquals(2, run.status());
        assertTrue(run.err().contains("--dir"), run.err());
    }

    @ParameterizedTest
    @CsvSource({"--rounds, 0, from 1 to 100", "--rounds, 101, from 1 to 100", "--frames, 999, from 1000 to 2000000",
        "--frames, 2000001, from 1000 to 2000000"})
    void shouldNameTheOptionAndItsRangeWhenACountIsOutOfRange(
        final String option,
        final String value,
        final String range)
    {
        final CommandRun run = CommandRun.of("compare", "journal", "--quick", option, value);

        assertEquals(2, run.status(), run.err());
        assertTrue(run.err().contains(option + ": " + value + " is out of range: give a whole number " + range),
            run.err());
    }

    private static CommandRun run(final String... options)
    {
        return CommandRun.of(Stream.of(List.of("compare", "journal"), List.of(SHORT), List.of(options))
            .flatMap(List::stream).toArray(String[]::new));
    }

    private static void requireSpread(final JsonNode spread)
    {
        assertTrue(spread.get("min").asDouble() > 0, spread::toString);
        assertTrue(spread.get("min").asDouble() <= spread.get("median").asDouble(), spread::toString);
        assertTrue(spread.get("median").asDouble() <= spread.get("max").asDouble(), spread::toString);
    }
}
