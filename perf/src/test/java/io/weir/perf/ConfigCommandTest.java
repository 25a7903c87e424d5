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

import io.weir.config.Configuration;
import io.weir.config.Setting;
import io.weir.config.Settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest
{
    @Test
    void shouldPrintEveryOptionWithValueAndOriginWhenRun()
    {
        final List<String> lines = CommandRun.of("config").out().lines().toList();

        assertEquals(Settings.all().size() + 1, lines.size());
        for (int i = 0; i < Settings.all().size(); i++)
        {
            final String[] words = lines.get(i + 1).split(" {2,}");
            assertEquals(Settings.all().get(i).key(), words[0]);
            assertEquals(3, words.length, lines.get(i + 1));
        }
    }

    @Test
    void shouldTellTheProfileFromDefaultsWhenOneIsNamed()
    {
        final CommandRun run = CommandRun.of("config", "--profile", "low-latency");

        assertAll(
            () -> assertEquals(0, run.status(), run.err()),
            () -> assertTrue(
                run.out().matches("(?s).*weir\\.engine\\.idle +busy-spin +profile low-latency\\R.*"), run.out()),
            () -> assertTrue(run.out().matches("(?s).*weir\\.lane\\.max +16 +default\\R.*"), run.out()));
    }

    @Test
    void shouldPrintWhatAProfileCanReadBackWhenAskedForProperties(@TempDir final Path directory) throws IOException
    {
        final Path mine = Files.writeString(
            directory.resolve("mine.properties"), "weir.lane.max=3\nweir.counters.dir=C:\\\\weir\n");
        final Path printed = Files.writeString(
            directory.resolve("printed.properties"),
            CommandRun.of("config", "--properties", "--profile", mine.toString()).out());

        final Configuration expected = Configuration.builder().set(Settings.PROFILE, mine.toString()).build();
        final Configuration actual = Configuration.builder().set(Settings.PROFILE, printed.toString()).build();

        for (final Setting<?> setting : Settings.all())
        {
            if (Settings.PROFILE != setting)
            {
                assertEquals(expected.value(setting), actual.value(setting), setting.key());
                assertEquals(expected.source(setting), actual.source(setting), setting.key());
            }
        }
    }

    @Test
    void shouldNameTheOptionWhenAProfileHasABadValue(@TempDir final Path directory) throws IOException
    {
        final Path mine = Files.writeString(directory.resolve("mine.properties"), "weir.lane.max=-3\n");

        final CommandRun run = CommandRun.of("config", "--profile", mine.toString());

        assertEquals(2, run.status());
        assertTrue(run.err().contains("weir.lane.max=-3 (profile " + mine + ") is not allowed"), run.err());
    }
}
