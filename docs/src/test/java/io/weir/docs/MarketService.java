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

package io.weir.docs;

import io.weir.Engine;
import io.weir.caps.Capability;
import io.weir.codecs.StreamErrorCode;
import io.weir.flow.StreamException;
import io.weir.flow.StreamIterator;
import io.weir.policy.Grants;
import java.util.stream.IntStream;

/** A service in a process of its own, as the README shows it. */
final class MarketService
{
    private MarketService()
    {
    }

    // tag::typed-service
    @Capability("market")
    interface Market
    {
        StreamIterator<String> ticks(String symbol);

        double price(String symbol);
    }

    static final class Exchange implements Market
    {
        public StreamIterator<String> ticks(final String symbol)
        {
            return StreamIterator.of(IntStream.range(0, 100).mapToObj(i -> symbol + " " + i).iterator());
        }

        public double price(final String symbol)
        {
            if (!"EURUSD".equals(symbol))
            {
                throw new StreamException(StreamErrorCode.INVALID_PARAMS, "nobody quotes " + symbol);
            }
            return 1.0842;
        }
    }

    static Engine launch(final String address)
    {
        return Engine.launch(new Engine.Context().name("market").provide(Market.class, new Exchange())
            .listen(address).remoteGrants(Grants.builder().toAll("market.*").build()));
    }
    // end::typed-service

    /**
     * Provides until standard input ends.
     *
     * @param args the address.
     */
    public static void main(final String[] args) throws Exception
    {
        try (Engine engine = launch(args[0]))
        {
            System.out.println("provided by " + engine.name());
            while (System.in.read() >= 0)
            {
                continue;
            }
        }
    }
}
