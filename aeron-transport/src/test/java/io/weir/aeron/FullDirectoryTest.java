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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.Engine;
import io.weir.SessionRefusedException;
import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import io.weir.codecs.SessionCode;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver's directory that has no room for another publication, on a file system made small for it. */
class FullDirectoryTest
{
    private static final String SMALL = "aeron:ipc?term-length=64k";
    /** Three terms, which are more than there is once the directory is filled. */
    private static final String LARGE = "aeron:ipc?term-length=8m";
    private static final String LARGE_REPLIES = "aeron:ipc?term-length=8m|stream-id=1002";
    private static final int LEFT = 20 << 20;
    private static final String SMALL_TO_LARGE = "aeron:ipc?term-length=64k|stream-id=1002";

    @Test
    @Rule({"N-3", "N-2"})
    void shouldSayWhyAndLiveOnWhenTheDriversDirectoryHasNoRoom(@TempDir final Path directory) throws Exception
    {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", directory.toString()),
            "only root can make a small file system");
        try (EmbeddedDriver driver = driver(directory.resolve("driver")); Engines engines = new Engines())
        {
            final Engine market = engines.launch(LivenessProcessTest.impatient(new Engine.Context().name("market"))
                .transport(AeronTransport.launch(new AeronTransport.Context().driver(driver)))
                .listen(SMALL).listen(LARGE_REPLIES));
            final Engine desk = engines.launch(LivenessProcessTest.impatient(new Engine.Context().name("desk"))
                .transport(AeronTransport.launch(new AeronTransport.Context().driver(driver))));
            assertTrue(desk.connect(SMALL).isOpen());
            Files.write(directory.resolve("filler"), new byte[(int)(directory.toFile().getUsableSpace() - LEFT)]);

            final SessionRefusedException there =
                assertThrows(SessionRefusedException.class, () -> desk.connect(LARGE));
            assertTrue(there.getMessage().contains("a session at terms of 8192 KiB takes 49 MiB"), there::getMessage);
            assertEquals(SessionCode.LIMIT, there.code());
            final SessionRefusedException back =
                assertThrows(SessionRefusedException.class, () -> desk.connect(SMALL_TO_LARGE));
            assertEquals(SessionCode.LIMIT, back.code(), back::getMessage);
            EnginesOverAeron.awaitCount(market, CounterType.HANDSHAKES_ABANDONED_TOTAL, 1);

            assertTrue(desk.connect(SMALL).isOpen(), "both agents live on");
            EnginesOverAeron.awaitCount(market, CounterType.SESSIONS_OPEN, 2);
        }
        finally
        {
            assertTrue(run("umount", directory.toString()));
        }
    }

    private static EmbeddedDriver driver(final Path directory)
    {
        final EmbeddedDriver.Context context = TransportPair.quickContext();
        return EmbeddedDriver.launch(context.directory(directory.toString())
            .set(Settings.AERON_DRIVER_THREADING, DriverThreading.SHARED));
    }

    private static boolean run(final String... command) throws IOException, InterruptedException
    {
        return Files.isExecutable(Path.of("/bin/" + command[0])) &&
            0 == new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
