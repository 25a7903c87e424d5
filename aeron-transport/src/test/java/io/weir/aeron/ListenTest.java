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

import io.weir.Engine;
import io.weir.ListenException;
import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.test.Rule;
import io.weir.test.TestLog;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A launch fails when an address cannot be listened at (T-13). The transport is the one on the class path. */
@Rule("T-13")
class ListenTest
{
    private static final String MORE = "|term-length=64k";

    @Test
    void shouldFailTheLaunchWhenTheUdpPortIsHeldByAnother() throws Exception
    {
        final int port = TransportPair.freePort();
        try (Engines engines = engines())
        {
            try (DatagramSocket holder = bound(port))
            {
                assertTrue(holder.isBound());
                final ListenException ex = assertThrows(ListenException.class, () -> engines.launch(at(udp(port))));

                assertEquals(udp(port), ex.address());
                assertEquals(
                    "cannot listen at " + udp(port) +
                        ": its port is taken by another process or engine: end that, or take another port",
                    ex.getMessage());
            }
            engines.launch(at(udp(port)));
        }
    }

    @Test
    void shouldFailTheLaunchWhenThePortOfTheRepliesIsHeldByAnother() throws Exception
    {
        final int port = TransportPair.freePort();
        try (Engines engines = engines(); DatagramSocket holder = bound(port + 1))
        {
            assertTrue(holder.isBound());
            final ListenException ex = assertThrows(ListenException.class, () -> engines.launch(at(udp(port))));

            assertTrue(ex.getMessage().contains("port " + (port + 1) + ", from which replies are sent, is taken"),
                ex.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', value = {
        "192.0.2.1 = this host has no such address", "no.such.host.invalid = its host is not known"})
    void shouldFailTheLaunchWhenTheAddressIsNotOfThisHost(final String host, final String words)
    {
        final String address = "aeron:udp?endpoint=" + host + ":" + TransportPair.freePort() + MORE;
        try (Engines engines = engines())
        {
            final ListenException ex = assertThrows(ListenException.class, () -> engines.launch(at(address)));

            assertEquals(address, ex.address());
            assertTrue(ex.getMessage().contains(words), ex.getMessage());
        }
    }

    static Stream<String> shared()
    {
        return Stream.of("aeron:ipc?stream-id=7" + MORE, udp(TransportPair.freePort()));
    }

    @ParameterizedTest
    @MethodSource("shared")
    void shouldFailTheLaunchWhenAnotherEngineOfTheProcessListensThere(final String address)
    {
        try (Engines engines = engines())
        {
            final Engine first = engines.launch(at(address).name("first"));
            final ListenException ex = assertThrows(
                ListenException.class, () -> engines.launch(at(address.replace("localhost", "127.0.0.1"))));

            assertTrue(ex.getMessage().contains("another engine listens there") && ex.getMessage().contains("first-0"),
                ex.getMessage());
            assertEquals(0, first.counter(CounterType.ERRORS_TOTAL));
            first.close();
            engines.launch(at(address));
        }
    }

    @ParameterizedTest
    @EnumSource(DriverThreading.class)
    void shouldListenBeforeTheLaunchReturnsWhicheverThreadsTheDriverHas(final DriverThreading threading)
    {
        final String address = udp(TransportPair.freePort());
        try (Engines engines = new Engines())
        {
            engines.launch(at(address).set(Settings.AERON_DRIVER_THREADING, threading));
            assertThrows(BindException.class, () -> bound(port(address)));
        }
    }

    @Test
    void shouldLaunchAnInvokedEngineWhenAnotherOfTheSameThreadInvokesTheDriver()
    {
        try (Engines engines = engines())
        {
            final Engine first =
                engines.launch(at(udp(TransportPair.freePort())).set(Settings.ENGINE_THREADING, Threading.INVOKER));
            first.invoke();
            final String address = udp(TransportPair.freePort());
            engines.launch(at(address).set(Settings.ENGINE_THREADING, Threading.INVOKER));
            assertThrows(BindException.class, () -> bound(port(address)));
        }
    }

    @Test
    void shouldLaunchAndTryAgainWhenTheApplicationAsksForIt() throws Exception
    {
        final int port = TransportPair.freePort();
        try (Engines engines = engines())
        {
            final Engine engine;
            try (DatagramSocket holder = bound(port))
            {
                assertTrue(holder.isBound());
                engine = engines.launch(at(udp(port)).set(Settings.LISTEN_RETRY, true));
                Engines.await("it has tried", () -> 1 <= engine.counter(CounterType.LISTENS_FAILED_TOTAL));
            }
            Engines.await("it listens", () -> isTaken(port));
            assertEquals(1, TestLog.count("cannot listen at " + udp(port), "it is tried every second"));
        }
    }

    private static Engines engines()
    {
        return new Engines();
    }

    private static Engine.Context at(final String address)
    {
        return Engines.context(null).listen(address);
    }

    private static String udp(final int port)
    {
        return "aeron:udp?endpoint=localhost:" + port + MORE;
    }

    private static int port(final String address)
    {
        final String endpoint = AeronAddress.parse(address).endpoint();
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    private static DatagramSocket bound(final int port) throws SocketException
    {
        return new DatagramSocket(new InetSocketAddress("localhost", port));
    }

    private static boolean isTaken(final int port)
    {
        try
        {
            bound(port).close();
            return false;
        }
        catch (final SocketException ex)
        {
            return true;
        }
    }
}
