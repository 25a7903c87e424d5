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

import io.weir.counters.Counters;
import java.util.ArrayList;
import java.util.List;
import org.agrona.LangUtil;

/** One engine's way into a {@link MemoryNetwork}. */
public final class MemoryTransport implements Transport
{
    private final MemoryNetwork network;
    private final List<Part> parts = new ArrayList<>();
    private boolean closed;
    private Throwable fault;
    private Throwable connectFault;

    MemoryTransport(final MemoryNetwork network)
    {
        this.network = network;
    }

    @Override
    public String scheme()
    {
        return MemoryNetwork.SCHEME;
    }

    @Override
    public void check(final String address, final boolean listening)
    {
        if (!address.startsWith(MemoryNetwork.SCHEME + ":") || address.length() == MemoryNetwork.SCHEME.length() + 1)
        {
            throw new IllegalArgumentException("\"" + address + "\" is not memory:NAME");
        }
    }

    @Override
    public TransportAgent agent(final String agentName, final Counters counters)
    {
        final Part part = new Part();
        parts.add(part);
        return part;
    }

    @Override
    public void close()
    {
        closed = true;
        if (parts.stream().anyMatch(part -> !part.closed))
        {
            throw new IllegalStateException("closed before what its agents drive");
        }
    }

    /** {@return whether the engine has closed it} */
    public boolean isClosed()
    {
        return closed;
    }

    /** Has every part throw this in its next duty cycle, and well again afterwards. */
    public void fail(final Throwable thrown)
    {
        fault = thrown;
    }

    /** Has the next {@link TransportAgent#connect} throw this. */
    public void failToConnect(final Throwable thrown)
    {
        connectFault = thrown;
    }

    private static void rethrow(final Throwable thrown)
    {
        if (null != thrown)
        {
            LangUtil.rethrowUnchecked(thrown);
        }
    }

    /** {@return the count of agents that have a part of it} */
    public int partCount()
    {
        return parts.size();
    }

    /** What one agent drives. */
    final class Part implements TransportAgent
    {
        private final List<String> addresses = new ArrayList<>();
        private final List<ConnectionListener> listeners = new ArrayList<>();
        private final List<MemoryConnection> own = new ArrayList<>();
        private boolean closed;

        @Override
        public int doWork(final long nowNs)
        {
            final Throwable thrown = fault;
            fault = null;
            rethrow(thrown);
            int work = 0;
            for (int i = 0; i < addresses.size(); i++)
            {
                work += network.show(addresses.get(i), listeners.get(i));
            }
            return work;
        }

        @Override
        public Connection connect(final String address)
        {
            final Throwable thrown = connectFault;
            connectFault = null;
            rethrow(thrown);
            final MemoryConnection connection = network.dial(address);
            own.add(connection);
            return connection;
        }

        @Override
        public void listen(final String address, final ConnectionListener listener)
        {
            network.listen(address, this);
            addresses.add(address);
            listeners.add(connection ->
            {
                final boolean taken = listener.onConnection(connection);
                if (taken)
                {
                    own.add((MemoryConnection)connection);
                }
                return taken;
            });
        }

        @Override
        public void close()
        {
            closed = true;
            network.unlisten(this);
            own.forEach(MemoryConnection::close);
        }
    }
}
