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

package io.weir.examples;

import io.weir.DataHeader;
import io.weir.EmittingHandler;
import io.weir.Engine;
import io.weir.OpenView;
import io.weir.Provider;
import io.weir.Result;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One price to many consumers, on the agent and without garbage. Who is slow gets the newest price when it is ready for
 * one, and misses what lay between; nobody waits for it.
 */
final class MarketData implements Example
{
    static final int CONSUMERS = 8;
    static final long PRICES = 100_000;
    private static final long SLOW_AHEAD = 4;

    @Override
    public String name()
    {
        return "market-data";
    }

    @Override
    public String purpose()
    {
        return "one price to eight consumers, one of them slow, on the agent and without garbage";
    }

    @Override
    public String address()
    {
        return "ring:market";
    }

    // tag::market-data
    /** Makes prices in the duty cycle of the agent, and sends each to every stream that has credit. */
    static final class Feed implements Agent, Provider
    {
        private final List<Subscription> subscriptions = new ArrayList<>();
        private long price;

        @Override
        public StreamHandler onOpen(final Stream stream, final OpenView open)
        {
            final Subscription subscription = new Subscription(stream);
            subscriptions.add(subscription);
            return subscription;
        }

        @Override
        public int doWork()
        {
            if (subscriptions.size() < CONSUMERS || PRICES == price)
            {
                return 0;
            }
            price++;
            for (int i = 0; i < CONSUMERS; i++)
            {
                subscriptions.get(i).send();
            }
            return 1;
        }

        @Override
        public String roleName()
        {
            return "feed";
        }

        private final class Subscription implements EmittingHandler
        {
            private final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
            private final Stream stream;
            private long sent;

            Subscription(final Stream stream)
            {
                this.stream = stream;
            }

            /** Sends the newest price; when refused it does nothing: there will be a newer one. */
            void send()
            {
                message.putLong(0, price);
                if (sent < price && stream.writer().offer(message, 0, Long.BYTES) >= 0)
                {
                    sent = price;
                }
                if (PRICES == sent)
                {
                    stream.writer().close();
                }
            }

            @Override
            public void onWritable(final Stream writable, final int budget)
            {
                send();
            }
        }
    }
    // end::market-data

    // tag::market-data-consumer
    /** Counts prices in place; one that is slow says itself when it has dealt with them. */
    static final class Prices implements StreamHandler
    {
        private final boolean isSlow;
        private final CountDownLatch ended;
        private long count;
        private long last;
        private long held;

        Prices(final boolean isSlow, final CountDownLatch ended)
        {
            this.isSlow = isSlow;
            this.ended = ended;
        }

        @Override
        public void onOpened(final Stream stream)
        {
            if (isSlow)
            {
                stream.consumeExplicitly();
            }
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            count++;
            last = buffer.getLong(offset);
            if (isSlow && ++held == SLOW_AHEAD)
            {
                stream.consumed(held);
                held = 0;
            }
        }
        // end::market-data-consumer

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            ended.countDown();
        }
    }

    @Override
    public void provide(final Engine.Context context)
    {
        final Feed feed = new Feed();
        context.provider("market.prices", feed).work(feed);
    }

    @Override
    public void consume(final Supplier<Session> sessions, final PrintWriter out) throws Exception
    {
        final Session session = sessions.get();
        final CountDownLatch ended = new CountDownLatch(CONSUMERS);
        final List<Prices> consumers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++)
        {
            final Prices prices = new Prices(0 == i, ended);
            final StreamRequest request = StreamRequest.of("market.prices").window(0 == i ? (int)SLOW_AHEAD : 0);
            final long result = session.open(request, prices);
            if (result < 0)
            {
                throw new IllegalStateException("not opened: " + Result.name(result));
            }
            consumers.add(prices);
        }
        if (!ended.await(30, TimeUnit.SECONDS))
        {
            throw new IllegalStateException("the prices did not end within 30 s");
        }
        for (final Prices prices : consumers)
        {
            out.println((prices.isSlow ? "slow: " : "") + prices.count + " prices, the last is " + prices.last);
        }
    }
}
