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
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A piece of network between a connector and an acceptor: hands datagrams on both ways, each connector's socket by one
 * of its own so that answers find back, and drops all of them while it is cut.
 */
final class UdpRelay implements AutoCloseable, Runnable
{
    private static final int LONGEST_DATAGRAM = 1 << 16;

    private final Selector selector;
    private final Door endpoint;
    private final Door control;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_DATAGRAM);
    private final Thread thread = new Thread(this, "udp-relay");
    private volatile boolean cut;
    private volatile boolean closed;
    private volatile long dropped;

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

        void onDatagram(final SocketAddress from) throws IOException
        {
            Visitor visitor = visitors.get(from);
            if (null == visitor)
            {
                visitor = new Visitor(this, from);
                visitors.put(from, visitor);
            }
            visitor.channel.send(buffer, target);
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
        cut = true;
    }

    /** Everything goes through again; what was sent meanwhile is lost. */
    void restore()
    {
        cut = false;
    }

    /** {@return the count of datagrams that did not go through} */
    long dropped()
    {
        return dropped;
    }

    @Override
    public void run()
    {
        try
        {
            while (!closed)
            {
                selector.select();
                final Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
                while (keys.hasNext())
                {
                    final SelectionKey key = keys.next();
                    keys.remove();
                    relay((DatagramChannel)key.channel(), key.attachment());
                }
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
            if (cut)
            {
                dropped++;
            }
            else if (owner instanceof Door)
            {
                ((Door)owner).onDatagram(from);
            }
            else
            {
                ((Visitor)owner).door.channel.send(buffer, ((Visitor)owner).address);
            }
            buffer.clear();
            from = channel.receive(buffer);
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
