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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class CountersTest
{
    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    private Path directory;

    @Test
    void shouldShowEveryCounterWhenReadFromItsFile()
    {
        final Map<CounterType, Long> seen = new EnumMap<>(CounterType.class);
        try (Counters counters = Counters.mapped(directory, "tool"))
        {
            for (final CounterType type : CounterType.values())
            {
                counters.counter(type).setOrdered(type.typeId() * 10L);
            }
            try (Counters.Reader reader = Counters.Reader.open(counters.path()))
            {
                reader.forEach((typeId, label, value) ->
                {
                    final CounterType type = CounterType.ofTypeId(typeId);
                    assertEquals(type.label(), label);
                    seen.put(type, value);
                });
            }
        }

        for (final CounterType type : CounterType.values())
        {
            assertEquals(type.typeId() * 10L, seen.get(type), type.label());
        }
    }

    @Test
    void shouldShowValueOfNowWhenItChangesAfterMapping()
    {
        try (Counters counters = Counters.mapped(directory, "tool");
            Counters.Reader reader = Counters.Reader.open(counters.path()))
        {
            assertEquals(0, reader.value(CounterType.STREAMS_OPEN_TOTAL));

            counters.counter(CounterType.STREAMS_OPEN_TOTAL).getAndAddOrdered(7);

            assertEquals(7, reader.value(CounterType.STREAMS_OPEN_TOTAL));
        }
    }

    @Test
    void shouldSayWhoseItIsWhenRead()
    {
        final long beforeMs = System.currentTimeMillis();
        try (Counters counters = Counters.mapped(directory, "tool");
            Counters.Reader reader = Counters.Reader.open(counters.path()))
        {
            assertEquals("tool", reader.engineName());
            assertEquals(PID, reader.pid());
            assertTrue(reader.isAlive());
            assertTrue(reader.startTimeMs() >= beforeMs && reader.startTimeMs() <= System.currentTimeMillis());
        }
    }

    @Test
    void shouldNameFileAfterEngineAndProcess()
    {
        try (Counters counters = Counters.mapped(directory, "../my engine"))
        {
            assertEquals(directory.resolve(".._my_engine-" + PID + ".counters"), counters.path());
            assertEquals(List.of(counters.path()), CountersDirectory.list(directory));
        }
    }

    @Test
    void shouldKeepFilesApartWhenEnginesHaveOneName()
    {
        try (Counters one = Counters.mapped(directory, "tool");
            Counters other = Counters.mapped(directory, "tool"))
        {
            assertNotEquals(one.path(), other.path());
            one.counter(CounterType.STREAMS_OPEN).set(1);
            assertEquals(0, other.counter(CounterType.STREAMS_OPEN).get());
            assertEquals(2, CountersDirectory.list(directory).size());
        }
    }

    @Test
    void shouldRemoveFileWhenClosed()
    {
        final Counters counters = Counters.mapped(directory, "tool");
        assertTrue(Files.exists(counters.path()));

        counters.close();

        assertTrue(counters.isClosed());
        assertFalse(Files.exists(counters.path()));
    }

    @Test
    void shouldDoNothingWhenClosedTwice()
    {
        final Counters counters = Counters.mapped(directory, "tool");
        counters.close();

        try (Counters next = Counters.mapped(directory, "tool"))
        {
            counters.close();

            assertTrue(Files.exists(next.path()));
        }
    }

    @Test
    void shouldRefuseWhenCounterIsAskedForAfterClose()
    {
        final Counters counters = Counters.inMemory();
        counters.close();

        assertThrows(IllegalStateException.class, () -> counters.counter(CounterType.STREAMS_OPEN));
    }

    @Test
    void shouldRefuseWhenReaderIsClosed()
    {
        try (Counters counters = Counters.mapped(directory, "tool"))
        {
            final Counters.Reader reader = Counters.Reader.open(counters.path());
            reader.close();
            reader.close();

            assertThrows(IllegalStateException.class, () -> reader.value(CounterType.STREAMS_OPEN));
        }
    }

    @Test
    void shouldUnmapWhenClosed() throws IOException
    {
        assumeTrue(Files.isReadable(Path.of("/proc/self/maps")));
        final Counters counters = Counters.mapped(directory, "tool");
        final Counters.Reader reader = Counters.Reader.open(counters.path());
        assertEquals(2, mappings(counters.path()));

        reader.close();
        counters.close();

        assertEquals(0, mappings(counters.path()));
    }

    @Test
    void shouldBeClosedToOtherUsersWhenMade() throws IOException
    {
        assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
        try (Counters counters = Counters.mapped(directory.resolve("made"), "tool"))
        {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(counters.path())));
            assertEquals("rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("made"))));
        }
    }

    @Test
    void shouldStayInMemoryWhenSettingSaysNone()
    {
        try (Counters counters = Counters.launch(CountersDirectory.NONE, "tool"))
        {
            counters.counter(CounterType.STREAMS_OPEN).increment();

            assertNull(counters.path());
            assertEquals(1, counters.counter(CounterType.STREAMS_OPEN).get());
        }
    }

    @Test
    void shouldUseDirectoryWhenSettingNamesOne()
    {
        try (Counters counters = Counters.launch(directory.toString(), "tool"))
        {
            assertEquals(directory, counters.path().getParent());
        }
    }

    @Test
    void shouldUseTemporaryDirectoryWhenSettingIsEmpty()
    {
        final Path standard = CountersDirectory.resolve("");

        assertEquals(Path.of(System.getProperty("java.io.tmpdir")), standard.getParent());
        assertTrue(standard.getFileName().toString().startsWith("weir-"), standard.toString());
    }

    @Test
    void shouldNameDirectoryAndRemedyWhenFileCannotBeMade() throws IOException
    {
        final Path below = Files.createFile(directory.resolve("file")).resolve("below");

        final CountersException ex = assertThrows(CountersException.class, () -> Counters.mapped(below, "tool"));

        assertTrue(ex.getMessage().startsWith("cannot keep counters in " + below), ex.getMessage());
        assertTrue(ex.getMessage().contains("weir.counters.dir"), ex.getMessage());
    }

    @Test
    void shouldKeepErrorsWithTheirCountWhenTheyRecur()
    {
        final List<String> seen = new ArrayList<>();
        try (Counters counters = Counters.mapped(directory, "tool");
            Counters.Reader reader = Counters.Reader.open(counters.path()))
        {
            final RuntimeException recurring = new RuntimeException("recurring");
            counters.errorLog().onError(recurring);
            counters.errorLog().onError(recurring);
            counters.errorLog().onError(new IllegalStateException("other"));

            final int distinct = reader.errors(
                (count, firstMs, lastMs, text) -> seen.add(count + " " + text.lines().findFirst().orElseThrow()));

            assertEquals(2, distinct);
            assertEquals(3, counters.errorLog().observations());
            assertEquals(3, reader.value(CounterType.ERRORS_TOTAL));
        }
        assertEquals(
            List.of("2 java.lang.RuntimeException: recurring", "1 java.lang.IllegalStateException: other"), seen);
    }

    private static long mappings(final Path path) throws IOException
    {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.contains(path.toString())).count();
    }
}
