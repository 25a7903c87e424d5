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

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.Engine;
import io.weir.Session;
import io.weir.caps.Capabilities;
import io.weir.caps.Capability;
import io.weir.caps.Codecs;
import io.weir.caps.JacksonCodecs;
import io.weir.codecs.StreamErrorCode;
import io.weir.flow.StreamException;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Requests and responses, in JSON, with an error that says what was wrong. */
final class Quotes implements Example
{
    @Override
    public String name()
    {
        return "quotes";
    }

    @Override
    public String purpose()
    {
        return "requests and responses in JSON, and what an error looks like";
    }

    @Override
    public String address()
    {
        return "ring:quotes";
    }

    // tag::quotes
    record Quote(String symbol, double bid, double ask)
    {
    }

    @Capability("quotes")
    interface QuoteService
    {
        /** Waits for the answer. */
        Quote quote(String symbol);

        /** Does not wait. */
        CompletionStage<Quote> best(String symbol);
    }

    static final class QuoteBook implements QuoteService
    {
        private final Map<String, Quote> quotes = Map.of("EURUSD", new Quote("EURUSD", 1.0841, 1.0843));

        @Override
        public Quote quote(final String symbol)
        {
            final Quote quote = quotes.get(symbol);
            if (null == quote)
            {
                throw new StreamException(StreamErrorCode.INVALID_PARAMS, "nobody quotes " + symbol);
            }
            return quote;
        }

        @Override
        public CompletionStage<Quote> best(final String symbol)
        {
            return CompletableFuture.completedFuture(quote(symbol));
        }
    }

    private static final Codecs JSON = Codecs.standard().orElse(new JacksonCodecs(new ObjectMapper()));

    @Override
    public void provide(final Engine.Context context)
    {
        context.codecs(JSON).provide(QuoteService.class, new QuoteBook());
    }

    @Override
    public void consume(final Supplier<Session> sessions, final PrintWriter out) throws Exception
    {
        final QuoteService quotes =
            Capabilities.of(sessions.get()).codecs(JSON).deadline(5, TimeUnit.SECONDS).bind(QuoteService.class);
        out.println(quotes.quote("EURUSD"));
        out.println(quotes.best("EURUSD").toCompletableFuture().get());
        try
        {
            quotes.quote("EURXXX");
        }
        catch (final StreamException ex)
        {
            out.println(ex.code() + ": " + ex.text());
        }
    }
    // end::quotes
}
