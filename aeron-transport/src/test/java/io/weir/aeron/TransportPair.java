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

import io.weir.codecs.DataFrame;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.HelloDecoder;
import io.weir.codecs.HelloEncoder;
import io.weir.codecs.RollDecoder;
import io.weir.config.DriverThreading;
import io.weir.config.Settings;
import io.weir.counters.Counters;
import io.weir.link.Connection;
import io.weir.link.FrameConsumer;
import io.weir.link.TransportAgent;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * A connector's and an acceptor's part of a transport on the test's own thread, over one driver, which the acceptor
 * invokes. No session: the test says Hello itself.
 */
final class TransportPair implements AutoCloseable
{
    static final String IPC = "aeron:ipc?term-length=64k";
    static final String UDP = "aeron:udp?endpoint=localhost:" + freePort() + "|term-length=64k";

    private static final long LIMIT_NS = 30_000_000_000L;
    private static final int HELLO_LENGTH = FrameHeader.LENGTH + HelloDecoder.BLOCK_LENGTH + Integer.BYTES;

    final EmbeddedDriver driver;
    final TransportAgent connector;
    final TransportAgent acceptor;
    final Counters connectorCounters = Counters.inMemory();
    final Counters acceptorCounters = Counters.inMemory();
    final List<Connection> accepted = new ArrayList<>();
    private final long startNs = System.nanoTime();
    private int speed = 1;
    private final AeronTransport connectorTransport;
    private final AeronTransport acceptorTransport;

    TransportPair()
    {
        this(new AeronTransport.Context(), new AeronTransport.Context());
    }

    TransportPair(final AeronTransport.Context connectorContext, final AeronTransport.Context acceptorContext)
    {
        this(launchDriver(quickContext()), connectorContext, acceptorContext);
    }

    TransportPair(
        final EmbeddedDriver driver,
        final AeronTransport.Context connectorContext,
        final AeronTransport.Context acceptorContext)
    {
        this.driver = driver;
        connectorTransport = AeronTransport.launch(connectorContext.driver(driver));
        acceptorTransport = AeronTransport.launch(acceptorContext.driver(driver).invokesDriver(true));
        acceptor = acceptorTransport.agent("acceptor", acceptorCounters);
        connector = connectorTransport.agent("connector", connectorCounters);
    }

    /** Over a driver that somebody else has launched. */
    TransportPair(final String directory)
    {
        this(directory, 3_000_000_000L);
    }

    TransportPair(final String directory, final long driverTimeoutNs)
    {
        driver = null;
        connectorTransport = AeronTransport.launch(external(directory, driverTimeoutNs));
        // There is nothing to invoke, and no harm in saying so.
        acceptorTransport = AeronTransport.launch(external(directory, driverTimeoutNs).invokesDriver(true));
        acceptor = acceptorTransport.agent("acceptor", acceptorCounters);
        connector = connectorTransport.agent("connector", connectorCounters);
    }

    private static AeronTransport.Context external(final String directory, final long driverTimeoutNs)
    {
        return new AeronTransport.Context().directory(directory)
            .set(Settings.AERON_DRIVER_TIMEOUT, driverTimeoutNs);
    }

    /** {@return a context of a driver that notices and forgets quickly} */
    static EmbeddedDriver.Context quickContext()
    {
        final EmbeddedDriver.Context context = new EmbeddedDriver.Context();
        context.aeron().timerIntervalNs(10_000_000L).publicationLingerTimeoutNs(100_000_000L)
            .counterFreeToReuseTimeoutNs(100_000_000L)
            .imageLivenessTimeoutNs(1_000_000_000L);
        return context;
    }

    static EmbeddedDriver launchDriver(final EmbeddedDriver.Context context)
    {
        return EmbeddedDriver.launch(context.set(Settings.AERON_DRIVER_THREADING, DriverThreading.INVOKER));
    }

    /** {@return both media, for tests that are the same over either} */
    static Stream<String> addresses()
    {
        return Stream.of(IPC, UDP);
    }

    /** {@return a port that nobody has, nor the one behind it: several builds may run on a machine} */
    static int freePort()
    {
        while (true)
        {
            final int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (DatagramSocket first = new DatagramSocket(port); DatagramSocket second = new DatagramSocket(port + 1))
            {
                if (first.isBound() && second.isBound())
                {
                    return port;
                }
            }
            catch (final SocketException ex)
            {
                // Taken: another.
                continue;
            }
        }
    }

    /** Listens, taking every peer. */
    void listen(final String address)
    {
        acceptor.listen(address, accepted::add);
    }

    /** {@return a listener of the acceptor's that takes nobody; its test maintains it} */
    AeronListener unwillingListener(final String address)
    {
        return new AeronListener(
            (AeronTransportAgent)acceptor, acceptorTransport.channel(address), connection -> false);
    }

    /** {@return the connector's end of a connection over which both have sent and received a first frame} */
    Connection open(final String address)
    {
        final int before = accepted.size();
        final Connection connection = connector.connect(address);
        await("connected", connection::isConnected);
        sayHello(connection);
        await("accepted", () -> accepted.size() > before);
        final Connection other = accepted.get(accepted.size() - 1);
        final int[] hellos = {0};
        await("Hello arrived", () ->
        {
            other.poll(1, (session, buffer, offset, length) -> hellos[0]++, 1);
            return 1 == hellos[0];
        });
        other.openReply();
        await("the way back is open", other::isConnected);
        await("room for a reply", () -> send(other, 0, 64));
        final int[] replies = {0};
        await("a reply arrived", () ->
        {
            connection.poll(1, (session, buffer, offset, length) -> replies[0]++, 1);
            return 1 == replies[0];
        });
        return connection;
    }

    /** From now on the agents believe that time goes so many times as fast. */
    TransportPair speed(final int times)
    {
        speed = times;
        return this;
    }

    /** Lets both agents, and with them the driver, work once. */
    void work()
    {
        final long nowNs = startNs + speed * (System.nanoTime() - startNs);
        acceptor.doWork(nowNs);
        connector.doWork(nowNs);
    }

    void await(final String what, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new AssertionError("not within 30 s: " + what + "; " + errors());
            }
            work();
        }
    }

    /** {@return how often it rolled while both ends sent and received so many frames} */
    int exchange(final Connection there, final Connection back, final int frames)
    {
        final InOrder atThere = new InOrder(there);
        final InOrder atBack = new InOrder(back);
        final long[] sent = {0, 0};
        await("all frames", () ->
        {
            for (int i = 0; i < 50; i++)
            {
                sent[0] += sent[0] < frames && send(there, sent[0], 64) ? 1 : 0;
                sent[1] += sent[1] < frames && send(back, sent[1], 64) ? 1 : 0;
            }
            there.poll(1, atThere, 40);
            back.poll(1, atBack, 40);
            there.work(1);
            back.work(1);
            if (there.isClosed() || back.isClosed())
            {
                throw new AssertionError(there.reason() + " / " + back.reason());
            }
            return atThere.expected == frames && atBack.expected == frames;
        });
        return atThere.rolls + atBack.rolls;
    }

    /** {@return the driver's counters, as the acceptor's client maps them} */
    CountersReader counters()
    {
        return ((AeronTransportAgent)acceptor).client().countersReader();
    }

    String errors()
    {
        final StringBuilder text = new StringBuilder();
        connectorCounters.errorLog().forEach((count, first, last, error) -> text.append("connector: ").append(error));
        acceptorCounters.errorLog().forEach((count, first, last, error) -> text.append("acceptor: ").append(error));
        return text.toString();
    }

    void sayHello(final Connection connection)
    {
        await("room for Hello", () -> connection.sink().hasRoom(1, HELLO_LENGTH));
        final int offset = connection.sink().claim(0, HELLO_LENGTH);
        if (offset < 0)
        {
            throw new AssertionError("no room for Hello");
        }
        final UnsafeBuffer buffer = connection.sink().buffer();
        buffer.setMemory(offset, HELLO_LENGTH, (byte)0);
        buffer.putLong(offset, FrameHeader.word(
            HelloEncoder.BLOCK_LENGTH, HelloEncoder.TEMPLATE_ID, HelloEncoder.SCHEMA_ID, HelloEncoder.SCHEMA_VERSION));
        connection.sink().commit();
    }

    /** {@return whether there was room for a frame that says its seq} */
    static boolean send(final Connection connection, final long seq, final int payloadLength)
    {
        final int offset = connection.sink().claim(0, DataFrame.frameLength(payloadLength));
        if (offset < 0)
        {
            return false;
        }
        DataFrame.encode(connection.sink().buffer(), offset, 1, seq, 0, 0, payloadLength);
        connection.sink().commit();
        return true;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(connector, acceptor, connectorTransport, acceptorTransport, driver, connectorCounters,
            acceptorCounters);
    }

    /** Checks that Data come in order, and does with Roll what a session does. */
    static final class InOrder implements FrameConsumer
    {
        private final Connection connection;
        long expected;
        int rolls;

        InOrder(final Connection connection)
        {
            this.connection = connection;
        }

        @Override
        public void onFrame(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
        {
            final int template = FrameHeader.templateId(FrameHeader.word(buffer, offset));
            if (RollDecoder.TEMPLATE_ID == template)
            {
                rolls++;
                if (!connection.onRoll(buffer.getInt(offset + FrameHeader.LENGTH)))
                {
                    throw new AssertionError("a Roll that makes no sense");
                }
            }
            else if (DataFrame.TEMPLATE_ID != template || DataFrame.seq(buffer, offset) != expected)
            {
                throw new AssertionError(
                    "template " + template + ", seq " + DataFrame.seq(buffer, offset) + " instead of " + expected);
            }
            else
            {
                expected++;
            }
        }
    }
}
