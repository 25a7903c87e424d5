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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A piece of network between a connector and an acceptor: hands datagrams on both ways, each connector's socket by one
 * of its own so that answers find back. What it drops is a filter's to say; what else it passes it may lose by chance,
 * duplicate, and delay each by a time of its own, so that they overtake each other.
 */
final class UdpRelay implements AutoCloseable, Runnable
{
    /** The types of Aeron's frames, as they stand in a datagram. */
    static final int TYPE_NAK = 2;
    static final int TYPE_STATUS_MESSAGE = 3;
    static final int TYPE_SETUP = 5;

    private static final int LONGEST_DATAGRAM = 1 << 16;
    private static final int TYPE_OFFSET = 6;
    private static final Filter NOTHING = (way, datagram) -> false;
    private static final Filter EVERYTHING = (way, datagram) -> true;

    private final Selector selector;
    private final Door endpoint;
    private final Door control;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_DATAGRAM).order(ByteOrder.LITTLE_ENDIAN);
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
    private final Thread thread = new Thread(this, "udp-relay");
    private volatile Filter filter = NOTHING;
    private volatile Impairment impairment = new Impairment(0, 0, 0, 0);
    private volatile boolean rebinds;
    private volatile boolean closed;
    private volatile long dropped;
    private volatile long duplicated;

    /** Which way a datagram goes. */
    enum Way
    {
        TO_ACCEPTOR,
        TO_CONNECTOR
    }

    /** Says which datagrams are dropped. Called by the relay's thread. */
    interface Filter
    {
        boolean drops(Way way, ByteBuffer datagram);
    }

    /** What chance does to datagrams, of every hundred so many. Its chance is drawn by the relay's thread alone. */
    static final class Impairment
    {
        final Random random;
        final int lossPercent;
        final int duplicatePercent;
        final long maxDelayNs;

        Impairment(final long seed, final int lossPercent, final int duplicatePercent, final int maxDelayMs)
        {
            random = new Random(seed);
            this.lossPercent = lossPercent;
            this.duplicatePercent = duplicatePercent;
            maxDelayNs = TimeUnit.MILLISECONDS.toNanos(maxDelayMs);
        }

        boolean isChosen(final int percent)
        {
            return percent > 0 && random.nextInt(100) < percent;
        }

        long delayNs()
        {
            return maxDelayNs > 0 ? (long)(random.nextDouble() * maxDelayNs) : 0;
        }
    }

    /** A datagram that waits for its time. */
    private record Delayed(long dueNs, byte[] bytes, DatagramChannel channel, SocketAddress address)
        implements Comparable<Delayed>
    {
        @Override
        public int compareTo(final Delayed other)
        {
            return Long.signum(dueNs - other.dueNs);
        }
    }

    /** Where connectors send to, and where that leads. */
    private final class Door
    {
        final DatagramChannel channel;
        final SocketAddress target;
        final Map<SocketAddress, Visitor> visitors = new HashMap<>();

        Door(final int targetPort) throws IOException
        {
            channel = open();
            target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        int port() throws IOException
        {
            return ((InetSocketAddress)channel.getLocalAddress()).getPort();
        }

        Visitor visitor(final SocketAddress from) throws IOException
        {
            Visitor visitor = visitors.get(from);
            if (null == visitor)
            {
                visitor = new Visitor(this, from);
                visitors.put(from, visitor);
            }
            return visitor;
        }

        void forgetVisitors() throws IOException
        {
            for (final Visitor visitor : visitors.values())
            {
                visitor.channel.close();
            }
            visitors.clear();
        }
    }

    /** A connector's socket, and the one that stands for it on the other side. */
    private final class Visitor
    {
        final Door door;
        final SocketAddress address;
        final DatagramChannel channel;

        Visitor(final Door door, final SocketAddress address) throws IOException
        {
            this.door = door;
            this.address = address;
            channel = open();
            channel.register(selector, SelectionKey.OP_READ, this);
        }
    }

    /**
     * Begins to relay.
     *
     * @param endpointPort where the acceptor receives.
     * @param controlPort  where it replies from.
     */
    UdpRelay(final int endpointPort, final int controlPort) throws IOException
    {
        selector = Selector.open();
        endpoint = new Door(endpointPort);
        control = new Door(controlPort);
        thread.start();
    }

    /** {@return the acceptor's address as connectors see it} */
    String address() throws IOException
    {
        return "aeron:udp?endpoint=127.0.0.1:" + endpoint.port() + "|control=127.0.0.1:" + control.port();
    }

    /** Nothing goes through from now on. */
    void cut()
    {
        filter(EVERYTHING);
    }

    /** From now on only what the filter lets pass goes through. */
    void filter(final Filter next)
    {
        filter = next;
    }

    /** Everything goes through again; what was dropped meanwhile is lost. */
    void restore()
    {
        filter(NOTHING);
    }

    /** From now on chance does this to what goes through. */
    void impair(final Impairment next)
    {
        impairment = next;
    }

    /** Takes other ports for all connectors, as a relay does that was launched again. */
    void rebind()
    {
        rebinds = true;
        selector.wakeup();
    }

    /** {@return the count of datagrams that did not go through} */
    long dropped()
    {
        return dropped;
    }

    /** {@return the count of datagrams that went through twice} */
    long duplicated()
    {
        return duplicated;
    }

    /** {@return a filter that drops what goes this way} */
    static Filter allOf(final Way dropped)
    {
        return (way, datagram) -> way == dropped;
    }

    /** {@return a filter that drops what is longer, whichever way it goes} */
    static Filter longerThan(final int length)
    {
        return (way, datagram) -> datagram.remaining() > length;
    }

    /** {@return a filter that drops one type of Aeron's frames that go this way} */
    static Filter typeOf(final int type, final Way dropped)
    {
        return (way, datagram) -> way == dropped && datagram.remaining() > TYPE_OFFSET + 1 &&
            datagram.getShort(datagram.position() + TYPE_OFFSET) == type;
    }

    @Override
    public void run()
    {
        try
        {
            while (!closed)
            {
                if (delayed.isEmpty())
                {
                    selector.select();
                }
                else
                {
                    selector.select(1);
                }
                if (rebinds)
                {
                    rebinds = false;
                    endpoint.forgetVisitors();
                    control.forgetVisitors();
                }
                final Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
                while (keys.hasNext())
                {
                    final SelectionKey key = keys.next();
                    keys.remove();
                    if (key.isValid())
                    {
                        relay((DatagramChannel)key.channel(), key.attachment());
                    }
                }
                sendDue();
            }
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("the relay has broken", ex);
        }
    }

    @Override
    public void close() throws IOException
    {
        closed = true;
        selector.wakeup();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        for (final SelectionKey key : selector.keys())
        {
            key.channel().close();
        }
        selector.close();
    }

    private void relay(final DatagramChannel channel, final Object owner) throws IOException
    {
        buffer.clear();
        SocketAddress from = channel.receive(buffer);
        while (null != from)
        {
            buffer.flip();
            if (owner instanceof Door)
            {
                final Visitor visitor = ((Door)owner).visitor(from);
                pass(Way.TO_ACCEPTOR, visitor.channel, ((Door)owner).target);
            }
            else
            {
                pass(Way.TO_CONNECTOR, ((Visitor)owner).door.channel, ((Visitor)owner).address);
            }
            buffer.clear();
            from = channel.receive(buffer);
        }
    }

    private void pass(final Way way, final DatagramChannel channel, final SocketAddress address) throws IOException
    {
        final Impairment current = impairment;
        if (filter.drops(way, buffer) || current.isChosen(current.lossPercent))
        {
            dropped++;
            return;
        }
        final boolean twice = current.isChosen(current.duplicatePercent);
        if (0 == current.maxDelayNs)
        {
            channel.send(twice ? buffer.duplicate() : buffer, address);
            if (twice)
            {
                channel.send(buffer, address);
            }
        }
        else
        {
            final byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            for (int i = twice ? 2 : 1; i > 0; i--)
            {
                delayed.add(new Delayed(System.nanoTime() + current.delayNs(), bytes, channel, address));
            }
        }
        duplicated += twice ? 1 : 0;
    }

    private void sendDue() throws IOException
    {
        final long nowNs = System.nanoTime();
        while (!delayed.isEmpty() && delayed.peek().dueNs() - nowNs <= 0)
        {
            final Delayed next = delayed.poll();
            if (next.channel().isOpen())
            {
                next.channel().send(ByteBuffer.wrap(next.bytes()), next.address());
            }
        }
    }

    private static DatagramChannel open() throws IOException
    {
        final DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        return channel;
    }
}
