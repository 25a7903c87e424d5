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
package io.weir.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that exists in the memory of one thread, on which a test holds frames up, loses them and cuts connections,
 * the same way every time. Addresses begin with {@code memory:}; each engine on it has a transport of its own.
 */
public final class MemoryNetwork
{
    /** How its addresses begin. */
    public static final String SCHEME = "memory";

    private final Map<String, MemoryTransport.Part> listening = new HashMap<>();
    private final List<MemoryConnection> connections = new ArrayList<>();
    private int maxFrame = 4096;
    private int capacity = 1 << 16;
    private int atAcceptor = -1;
    private int atConnector = -1;

    /** Creates a network without anybody on it. */
    public MemoryNetwork()
    {
    }

    /** Sets the longest frame of the connections to come, in bytes. */
    public MemoryNetwork maxFrame(final int value)
    {
        maxFrame = value;
        return this;
    }

    /** Sets how many bytes each way of the connections to come holds; a power of two. */
    public MemoryNetwork capacity(final int value)
    {
        capacity = value;
        return this;
    }

    /** Of connections to come each end hears so many frames and no more; all of them where the count is negative. */
    public MemoryNetwork stallAfter(final int framesAtAcceptor, final int framesAtConnector)
    {
        atAcceptor = framesAtAcceptor;
        atConnector = framesAtConnector;
        return this;
    }

    /** {@return a transport for one more engine} */
    public MemoryTransport transport()
    {
        return new MemoryTransport(this);
    }

    /**
     * Connects by hand.
     *
     * @param address to connect to; nobody need listen there, or not yet.
     * @return the connector's end, of which {@link MemoryConnection#peer()} is the other.
     */
    public MemoryConnection dial(final String address)
    {
        final MemoryConnection near = new MemoryConnection(address, true, capacity, maxFrame);
        final MemoryConnection far = new MemoryConnection("a peer of " + address, false, capacity, maxFrame);
        near.join(far);
        stall(far, atAcceptor);
        stall(near, atConnector);
        connections.add(near);
        return near;
    }

    /** {@return the connectors' ends of all connections that there ever were, oldest first} */
    public List<MemoryConnection> connections()
    {
        return connections;
    }

    /** {@return the connector's end of the newest connection} */
    public MemoryConnection newest()
    {
        return connections.get(connections.size() - 1);
    }

    /** Cuts every connection that lives, what is under way is lost. */
    public void cutAll()
    {
        connections.forEach(MemoryConnection::cut);
    }

    private static void stall(final MemoryConnection end, final int frames)
    {
        if (frames >= 0)
        {
            end.hold();
            end.allow(frames);
        }
    }

    void listen(final String address, final MemoryTransport.Part part)
    {
        if (null != listening.putIfAbsent(address, part))
        {
            throw new IllegalStateException("somebody listens at " + address + " already");
        }
    }

    void unlisten(final MemoryTransport.Part part)
    {
        listening.values().removeIf(other -> other == part);
    }

    /** Shows peers that nobody has taken yet to the one who listens at their address. */
    int show(final String address, final ConnectionListener listener)
    {
        int taken = 0;
        for (int i = 0; i < connections.size(); i++)
        {
            final MemoryConnection near = connections.get(i);
            if (address.equals(near.description()) && !near.isTaken() && !near.isClosed())
            {
                near.arrive();
                if (listener.onConnection(near.peer()))
                {
                    near.taken();
                    taken++;
                }
            }
        }
        return taken;
    }
}
