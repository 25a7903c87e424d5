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

import java.util.ArrayDeque;

/** An agent's part of a transport on which nobody connects but whom a test has arrive. */
public final class FencedTransport implements TransportAgent
{
    private final ArrayDeque<FencedConnection> arriving = new ArrayDeque<>();
    private ConnectionListener listener;

    /** {@return the end that a new peer has connected to} */
    public FencedConnection arrive()
    {
        final FencedConnection connection = new FencedConnection();
        arriving.add(connection);
        return connection;
    }

    @Override
    public int doWork(final long nowNs)
    {
        if (arriving.isEmpty() || !listener.onConnection(arriving.peek()))
        {
            return 0;
        }
        arriving.remove();
        return 1;
    }

    @Override
    public Connection connect(final String address)
    {
        throw new UnsupportedOperationException("there is nobody to connect to");
    }

    @Override
    public void listen(final String address, final ConnectionListener newListener)
    {
        listener = newListener;
    }

    @Override
    public void close()
    {
        arriving.forEach(FencedConnection::close);
    }
}
