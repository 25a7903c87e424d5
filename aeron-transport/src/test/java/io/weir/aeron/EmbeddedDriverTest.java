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
package io.weir.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.CncFileDescriptor;
import io.aeron.driver.ThreadingMode;
import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import io.weir.test.Rule;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule("N-6")
class EmbeddedDriverTest
{
    /** More than any system gives out. */
    private static final long NO_PID = 1L << 40;

    @TempDir
    private Path temporary;

    @Test
    void shouldBeInvokedWhenThereAreNoMoreThanTwoCores()
    {
        assertEquals(ThreadingMode.INVOKER, EmbeddedDriver.threading(DriverThreading.AUTO, 1));
        assertEquals(ThreadingMode.INVOKER, EmbeddedDriver.threading(DriverThreading.AUTO, 2));
        assertEquals(ThreadingMode.SHARED, EmbeddedDriver.threading(DriverThreading.AUTO, 3));
        assertEquals(ThreadingMode.DEDICATED, EmbeddedDriver.threading(DriverThreading.DEDICATED, 1));
    }

    @Test
    void shouldSayHowItIsDrivenWhenAsked()
    {
        try (EmbeddedDriver invoked = launch(DriverThreading.INVOKER, "invoked");
            EmbeddedDriver threaded = launch(DriverThreading.SHARED, "threaded"))
        {
            assertNotNull(invoked.invoker());
            assertTrue(invoked.description().contains("invoked by one agent of this process"));
            assertNull(threaded.invoker());
            assertTrue(threaded.description().contains("one thread of its own"));
        }
    }

    @Test
    void shouldTakeItsDirectoryAwayWhenItCloses()
    {
        final File directory = temporary.resolve("driver").toFile();
        launch(DriverThreading.INVOKER, "driver").close();

        assertFalse(directory.exists());
    }

    @Test
    void shouldRefuseInWordsWhenADriverIsAtWorkInTheDirectory()
    {
        try (EmbeddedDriver driver = launch(DriverThreading.INVOKER, "driver"))
        {
            final String message = refusal("driver");
            assertTrue(message.contains(driver.directory()) && message.contains("at work"), message);
        }
    }

    @Test
    void shouldRefuseInWordsWhenTheDirectoryIsSomethingElses() throws IOException
    {
        Files.createDirectories(temporary.resolve("driver"));
        Files.writeString(temporary.resolve("driver/precious.txt"), "keep me");

        assertTrue(refusal("driver").contains("no media driver's"));
        assertTrue(Files.exists(temporary.resolve("driver/precious.txt")));
    }

    @Test
    void shouldRefuseInWordsWhenTheFilesAreOfAnotherVersion() throws IOException
    {
        writeForeignCnc();

        assertTrue(refusal("driver").contains("another version"));
        final String message = assertThrows(DriverException.class, () -> AeronTransport.launch(
            new AeronTransport.Context().directory(temporary.resolve("driver").toString()))).getMessage();
        assertTrue(message.contains("not those of a media driver that this version"), message);
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoDriverInTheDirectory()
    {
        final String message = assertThrows(DriverException.class, () -> AeronTransport.launch(
            new AeronTransport.Context().directory(temporary.resolve("nothing").toString()))).getMessage();
        assertTrue(message.contains("no media driver in") && message.contains("./weir driver --dir"), message);
    }

    @Test
    void shouldTakeTheDirectoryOverWhenItsDriverIsDead() throws Exception
    {
        final File directory = temporary.resolve("dead").toFile();
        try (DriverProcess process = new DriverProcess(directory).launch())
        {
            process.kill();
            final String message = assertThrows(DriverException.class, () -> DriverDirectory.requireActive(
                directory, -1)).getMessage();
            assertTrue(message.contains("no sign of life"), message);
            final File cnc = new File(directory, CncFileDescriptor.CNC_FILE);
            assertTrue(cnc.exists(), "killed, it left its files behind");
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheFileSystemIsTooSmall()
    {
        final File directory = new File("/dev/shm/x");
        final long needed = DriverDirectory.driverLength(2 << 20) + DriverDirectory.sessionLength(16 << 20);
        final String message = assertThrows(DriverException.class,
            () -> DriverDirectory.requireSpace(directory, 64L << 20, needed, "a session")).getMessage();

        assertTrue(message.contains("64 MiB left") && message.contains("--shm-size") &&
            message.contains("weir.aeron.term.length"), message);
        DriverDirectory.requireSpace(directory, needed, needed, "a session");
        DriverDirectory.requireSpace(directory, -1, needed, "a session");
    }

    @Test
    void shouldTakeNoMoreSpaceThanItAskedForWhenItIsLaunched()
    {
        try (EmbeddedDriver driver = launch(DriverThreading.INVOKER, "driver"))
        {
            long length = 0;
            for (final File file : new File(driver.directory()).listFiles(File::isFile))
            {
                length += file.length();
            }
            final long taken = length;
            assertTrue(taken <= DriverDirectory.driverLength(2 << 20), () -> "it takes " + taken);
        }
    }

    @Test
    void shouldTakeAwayWhatAKilledProcessHasLeftInMemoryAndNothingElse() throws IOException
    {
        final String own = OwnDirectories.next();
        final Path shared = Path.of(own).getParent();
        final String name = Path.of(own).getFileName().toString().replaceFirst("\\d+-\\d+$", "");
        final Path dead = writeSilentCnc(shared.resolve(name + NO_PID + "-1"));
        final Path mine = writeSilentCnc(shared.resolve(name + ProcessHandle.current().pid() + "-999999"));
        final Path other = writeSilentCnc(shared.resolve(name + "x-" + NO_PID));
        try (EmbeddedDriver driver = EmbeddedDriver.launch(
            new EmbeddedDriver.Context().set(Settings.AERON_DRIVER_THREADING, DriverThreading.INVOKER)))
        {
            assertTrue(driver.directory().contains("-" + ProcessHandle.current().pid() + "-"), driver.directory());
            assertFalse(Files.exists(dead), "its process is gone and it is silent");
            assertTrue(Files.exists(mine), "its process is there");
            assertTrue(Files.exists(other), "it is somebody else's");
        }
        finally
        {
            IoUtil.delete(dead.toFile(), true);
            IoUtil.delete(mine.toFile(), true);
            IoUtil.delete(other.toFile(), true);
        }
    }

    private static Path writeSilentCnc(final Path directory) throws IOException
    {
        Files.write(Files.createDirectories(directory).resolve(CncFileDescriptor.CNC_FILE),
            new byte[CncFileDescriptor.META_DATA_LENGTH + 100]);
        return directory;
    }

    private EmbeddedDriver launch(final DriverThreading threading, final String name)
    {
        return EmbeddedDriver.launch(new EmbeddedDriver.Context()
            .directory(temporary.resolve(name).toString())
            .set(Settings.AERON_TERM_LENGTH, 1 << 16)
            .set(Settings.AERON_DRIVER_THREADING, threading));
    }

    private String refusal(final String name)
    {
        return assertThrows(DriverException.class, () -> launch(DriverThreading.INVOKER, name).close()).getMessage();
    }

    private void writeForeignCnc() throws IOException
    {
        final Path directory = Files.createDirectories(temporary.resolve("driver"));
        try (RandomAccessFile file =
            new RandomAccessFile(directory.resolve(CncFileDescriptor.CNC_FILE).toFile(), "rw"))
        {
            file.setLength(1 << 20);
            file.write(new byte[]{0x7F, 0x7F, 0x7F, 0x7F});
        }
    }
}
