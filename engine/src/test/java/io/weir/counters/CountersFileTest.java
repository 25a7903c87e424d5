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

package io.weir.counters;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Files of counters that are damaged, foreign or left behind.
 */
class CountersFileTest
{
    private static final int VERSION_OFFSET = 8;

    @TempDir
    private Path directory;

    @Test
    void shouldRemoveFileWhenItsProcessIsNoMore() throws IOException
    {
        final Path stale = write("old-1.counters", image(deadPid(), CountersDirectory.pidNamespace()));

        Counters.mapped(directory, "tool").close();

        assertFalse(Files.exists(stale));
    }

    @Test
    void shouldRemoveFileWhenItsMakingWasCutShort() throws IOException
    {
        final UnsafeBuffer image = image(deadPid(), CountersDirectory.pidNamespace());
        image.putInt(VERSION_OFFSET, 0);
        final Path stale = directory.resolve("old-1.counters");
        Files.write(stale, Arrays.copyOf(image.byteArray(), 4096));

        Counters.mapped(directory, "tool").close();

        assertFalse(Files.exists(stale));
    }

    @Test
    void shouldKeepFileWhenItsProcessIsAlive() throws IOException
    {
        final long pid = ProcessHandle.current().pid();
        final Path live = write("live-1.counters", image(pid, CountersDirectory.pidNamespace()));

        Counters.mapped(directory, "tool").close();

        assertTrue(Files.exists(live));
    }

    @Test
    void shouldKeepFileWhenItsProcessIsOfAnotherNamespace() throws IOException
    {
        final Path foreign = write("foreign-1.counters", image(deadPid(), CountersDirectory.pidNamespace() + 1));

        Counters.mapped(directory, "tool").close();

        assertTrue(Files.exists(foreign));
    }

    @Test
    void shouldKeepFileWhenItIsNoneOfOurs() throws IOException
    {
        final Path foreign = Files.writeString(directory.resolve("notes.counters"), "of someone else".repeat(100));

        Counters.mapped(directory, "tool").close();

        assertTrue(Files.exists(foreign));
    }

    @Test
    void shouldListNothingWhenDirectoryIsNotThere()
    {
        assertEquals(List.of(), CountersDirectory.list(directory.resolve("absent")));
    }

    @ParameterizedTest
    @CsvSource({
        "8, 2, has layout version 2",
        "8, 0, is just being made",
        "12, 64, is damaged",
        "40, 0, is damaged",
        "40, 2147483136, is damaged",
        "40, 512, is damaged",
        "44, -128, is damaged",
        "44, 100, is damaged",
        "48, 2147483520, is damaged",
        "48, -64, is damaged",
        "52, 65, is damaged",
        "52, -1, is damaged",
        "0, 0, is no file of counters"})
    void shouldSayWhatIsWrongWhenHeaderFieldIsBad(final int offset, final int value, final String words)
        throws IOException
    {
        final UnsafeBuffer image = image(1, 0);
        image.putInt(offset, value);
        final Path path = write("bad-1.counters", image);

        final CountersException ex = assertThrows(CountersException.class, () -> Counters.Reader.open(path));

        assertTrue(ex.getMessage().startsWith(path + " " + words), ex.getMessage());
    }

    @Test
    void shouldReadWhenHeaderIsWhole() throws IOException
    {
        final Path path = write("good-1.counters", image(1, 0));

        try (Counters.Reader reader = Counters.Reader.open(path))
        {
            assertEquals(1, reader.pid());
        }
    }

    @Test
    void shouldRefuseWhenFileIsCutAtAnyLength() throws IOException
    {
        final byte[] image = image(1, 0).byteArray();
        for (final int length : new int[]{0, 1, 8, 127, 128, 129, image.length / 2, image.length - 1})
        {
            final Path path = directory.resolve("cut-" + length + ".counters");
            Files.write(path, Arrays.copyOf(image, length));

            final CountersException ex = assertThrows(CountersException.class, () -> Counters.Reader.open(path));
            assertTrue(ex.getMessage().startsWith(path + " is "), ex.getMessage());
        }
    }

    @Test
    void shouldSaySoWhenFileIsNotThere()
    {
        final Path path = directory.resolve("absent.counters");

        final CountersException ex = assertThrows(CountersException.class, () -> Counters.Reader.open(path));

        assertTrue(ex.getMessage().startsWith(path + " cannot be read"), ex.getMessage());
    }

    private Path write(final String name, final UnsafeBuffer image) throws IOException
    {
        return Files.write(directory.resolve(name), image.byteArray());
    }

    private static UnsafeBuffer image(final long pid, final long pidNamespace)
    {
        final UnsafeBuffer image = new UnsafeBuffer(new byte[CountersLayout.TOTAL_LENGTH]);
        CountersLayout.write(CountersLayout.newHeader(pid, pidNamespace, 1, "old"), image);
        image.putInt(VERSION_OFFSET, CountersLayout.VERSION);
        return image;
    }

    /** No process has this id: every platform's are far below. */
    private static long deadPid()
    {
        return Long.MAX_VALUE / 2;
    }
}
