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

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.link.Connection;
import io.weir.link.FrameConsumer;
import io.weir.link.FrameSink;
import io.weir.link.Inlet;
import io.weir.link.LinkTck;
import org.junit.jupiter.api.Test;

/** The kit that every link passes, over one medium: from the connector to the acceptor. */
interface AeronLinkTck extends LinkTck
{
    /** {@return the address to use} */
    String address();

    /** {@return a pair with the driver of the test} */
    default TransportPair pair()
    {
        return new TransportPair();
    }

    @Override
    default Way open()
    {
        return new ConnectionWay(pair(), address());
    }

    @Test
    default void shouldSayInWordsWhenASecondClaimIsOpenedOrNoneIsCommitted()
    {
        try (Way way = open())
        {
            assertTrue(way.sink().claim(SESSION, 64) >= 0);
            assertThrows(IllegalStateException.class, () -> way.sink().claim(SESSION, 64));
            way.sink().abort();
            assertThrows(IllegalStateException.class, () -> way.sink().commit());
        }
    }

    /** A connection as one way of the kit. */
    final class ConnectionWay implements Way
    {
        private final TransportPair pair;
        private final Connection near;
        private final Connection far;

        ConnectionWay(final TransportPair pair, final String address)
        {
            this.pair = pair;
            pair.listen(address);
            near = pair.open(address);
            far = pair.accepted.get(0);
        }

        @Override
        public FrameSink sink()
        {
            return near.sink();
        }

        @Override
        public Inlet inlet()
        {
            return new Inlet()
            {
                @Override
                public int poll(final FrameConsumer consumer, final int limit, final long nowNs)
                {
                    return far.poll(SESSION, consumer, limit);
                }

                @Override
                public boolean isHeldBack()
                {
                    return false;
                }

                @Override
                public boolean isExhausted()
                {
                    return far.isDrained();
                }

                @Override
                public void close()
                {
                    far.close();
                }
            };
        }

        @Override
        public int maxFrame()
        {
            return near.maxFrame();
        }

        @Override
        public int arrivesUnder(final int sessionIndex)
        {
            return SESSION;
        }

        @Override
        public void closeSink()
        {
            near.close();
        }

        @Override
        public void work()
        {
            pair.work();
        }

        @Override
        public void close()
        {
            pair.close();
        }
    }
}
