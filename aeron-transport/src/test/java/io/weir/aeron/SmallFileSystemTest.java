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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.ListenException;
import io.weir.counters.Counters;
import io.weir.link.Connection;
import io.weir.link.TransportAgent;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver's file system is small. Only where a test may mount one. */
@Rule("N-6")
class SmallFileSystemTest
{
    private static final String ADDRESS = "aeron:ipc?term-length=1m";

    @TempDir
    private Path temporary;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception
    {
        mounted = 0 == run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", temporary.toString());
        assumeTrue(mounted, "no file system can be mounted here");
    }

    @AfterEach
    void unmount() throws Exception
    {
        if (mounted)
        {
            assertEquals(0, run("umount", temporary.toString()));
        }
    }

    @Test
    void shouldRefuseConnectionsInWordsAndLetOthersGoOnWhenTheDirectoryIsFull()
    {
        final EmbeddedDriver.Context context =
            TransportPair.quickContext().directory(temporary.resolve("driver").toString());
        try (EmbeddedDriver driver = TransportPair.launchDriver(context);
            TransportPair pair = new TransportPair(driver, new AeronTransport.Context(), new AeronTransport.Context()))
        {
            pair.listen(ADDRESS);
            final Connection first = pair.open(ADDRESS);
            final List<Connection> others = new ArrayList<>();
            Connection last = first;
            while (!last.isClosed())
            {
                assertTrue(others.size() < 20, "it is never full");
                last = pair.connector.connect(ADDRESS);
                others.add(last);
                pair.await("an answer", othersAnswered(others));
            }

            assertTrue(last.reason().contains("a session at terms of 1024 KiB takes 7 MiB"), last.reason());
            pair.exchange(first, pair.accepted.get(0), 1_000);
            others.forEach(Connection::close);
            final int before = pair.accepted.size();
            pair.await("room", () -> DriverDirectory.sessionLength(1 << 20) < temporary.toFile().getUsableSpace());
            pair.open(ADDRESS).close();
            assertTrue(pair.accepted.size() > before);
            assertFalse(first.isClosed(), first::reason);
        }
    }

    @Test
    @Rule("N-6")
    void shouldNotListenWhenThereIsNoRoomForASessionOfTheAddressesTermLength()
    {
        final EmbeddedDriver.Context context =
            TransportPair.quickContext().directory(temporary.resolve("driver").toString());
        try (EmbeddedDriver driver = TransportPair.launchDriver(context);
            AeronTransport transport = AeronTransport.launch(new AeronTransport.Context().driver(driver));
            Counters counters = Counters.inMemory();
            TransportAgent agent = transport.agent("small", counters))
        {
            agent.listen("aeron:ipc?term-length=16m", connection -> false);
            final ListenException ex = assertThrows(ListenException.class, () -> awaitListening(agent));

            final String message = ex.getMessage();
            assertEquals("aeron:ipc?term-length=16m", ex.address());
            assertTrue(message.contains("a session at terms of 16384 KiB takes 97 MiB"), message);
            assertTrue(message.contains("--shm-size") && message.contains("term-length in the address"), message);
        }
    }

    private static void awaitListening(final TransportAgent agent)
    {
        while (!agent.isListening())
        {
            agent.doWork(System.nanoTime());
        }
    }

    @Test
    @Rule("N-6")
    void shouldEndAConnectionInWordsWhenBothItsEndsHaveNoRoomInOneDirectory()
    {
        final EmbeddedDriver.Context context =
            TransportPair.quickContext().directory(temporary.resolve("driver").toString());
        final String address = TransportPair.UDP.replace("64k", "1m");
        try (EmbeddedDriver driver = TransportPair.launchDriver(context);
            TransportPair pair = new TransportPair(driver, new AeronTransport.Context(), new AeronTransport.Context()))
        {
            pair.listen(address);
            pair.await("it is listened at", pair.acceptor::isListening);
            final Connection connection = pair.connector.connect(address.replace("1m", "2m"));

            pair.await("the end", connection::isClosed);

            assertTrue(connection.reason().contains("both ends of a session at terms of 2048 KiB"),
                connection.reason());
            pair.open(address);
        }
    }

    private static BooleanSupplier othersAnswered(final List<Connection> others)
    {
        final Connection last = others.get(others.size() - 1);
        return () -> last.isConnected() || last.isClosed();
    }

    private static int run(final String... command) throws InterruptedException
    {
        try
        {
            return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        }
        catch (final IOException ex)
        {
            return -1;
        }
    }
}
