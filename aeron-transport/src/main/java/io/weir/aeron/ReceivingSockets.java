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

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The sockets at which a driver receives, so that whoever invokes it can wait for a datagram instead of looking for one
 * a thousand times a second (T-6). Waited at by one thread at a time.
 */
final class ReceivingSockets implements AutoCloseable
{
    private final Selector selector;

    ReceivingSockets()
    {
        try
        {
            selector = Selector.open();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Has a driver tell of its sockets. */
    void watch(final MediaDriver.Context driver)
    {
        driver.receiveChannelEndpointSupplier(Watched::new);
    }

    /** Waits for a datagram, {@link #wakeUp}, or the end of a time. */
    void await(final long limitMs)
    {
        try
        {
            selector.select(limitMs);
            selector.selectedKeys().clear();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Ends a wait, now or the next. Any thread. */
    void wakeUp()
    {
        selector.wakeup();
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(selector);
    }

    private void flushKeys()
    {
        try
        {
            if (selector.isOpen())
            {
                selector.selectNow();
                selector.selectedKeys().clear();
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Tells of its socket. */
    private final class Watched extends ReceiveChannelEndpoint
    {
        Watched(
            final UdpChannel udpChannel,
            final DataPacketDispatcher dispatcher,
            final AtomicCounter statusIndicator,
            final MediaDriver.Context context)
        {
            super(udpChannel, dispatcher, statusIndicator, context);
        }

        @Override
        public void openChannel()
        {
            super.openChannel();
            final DatagramChannel socket = receiveDatagramChannel;
            if (null != socket)
            {
                try
                {
                    socket.register(selector, SelectionKey.OP_READ);
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            }
        }

        /** A socket keeps its port as long as a selector has its key. */
        @Override
        public void close()
        {
            super.close();
            flushKeys();
        }
    }
}
