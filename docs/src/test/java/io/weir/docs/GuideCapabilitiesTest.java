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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.Engine;
import io.weir.Session;
import io.weir.caps.Capabilities;
import io.weir.caps.Capability;
import io.weir.caps.Codec;
import io.weir.caps.Codecs;
import io.weir.caps.DeclarationException;
import io.weir.caps.JacksonCodecs;
import io.weir.codecs.StreamErrorCode;
import io.weir.docs.MarketService.Market;
import io.weir.flow.StreamException;
import io.weir.flow.StreamIterator;
import io.weir.policy.CapabilityEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide's pieces about typed capabilities, put together and run. */
@Timeout(60)
class GuideCapabilitiesTest
{
    private final String address = udp();

    // tag::shapes
    @Capability("desk")
    interface Desk
    {
        Flow.Publisher<String> news(String topic);

        StreamIterator<byte[]> history(long sinceNs);

        CompletionStage<Quote> quote(String symbol);

        double price(String symbol) throws InterruptedException;

        CompletionStage<Long> upload(String name, Flow.Publisher<byte[]> chunks);

        Flow.Publisher<String> conversation(Flow.Publisher<String> lines);

        @Capability("orders.cancel-all")
        void cancelAll();
    }
    // end::shapes

    record Quote(String symbol, BigDecimal bid, BigDecimal ask)
    {
    }

    @Capability("quotes")
    interface Quotes
    {
        CompletionStage<Quote> quote(String symbol);
    }

    // tag::group
    interface Floor
    {
        Market market();

        Quotes quotes();
    }
    // end::group

    @Capability("faulty")
    interface Faulty
    {
        Thread run(String one, String two);

        @SuppressWarnings("rawtypes")
        Flow.Publisher anything();
    }

    // tag::codec
    /** Money as text, since a double would not do. */
    static final class MoneyCodec implements Codec<BigDecimal>
    {
        @Override
        public int encode(final BigDecimal value, final MutableDirectBuffer buffer, final int offset)
        {
            return buffer.putStringWithoutLengthAscii(offset, value.toString());
        }

        @Override
        public BigDecimal decode(final DirectBuffer buffer, final int offset, final int length)
        {
            return new BigDecimal(buffer.getStringWithoutLengthAscii(offset, length));
        }
    }
    // end::codec

    @Capability("money")
    interface Money
    {
        BigDecimal twice(BigDecimal amount);
    }

    // tag::typed-client
    static void consume(final String address, final Consumer<Object> out)
    {
        try (Engine desk = Engine.launch(new Engine.Context().name("desk")); Session session = desk.connect(address))
        {
            final Market market = Capabilities.of(session).bind(Market.class);
            out.accept(market.price("EURUSD"));
            try (StreamIterator<String> ticks = market.ticks("EURUSD"))
            {
                ticks.forEachRemaining(out);
            }
        }
    }
    // end::typed-client

    @Test
    void shouldBringAllWhenTheServiceIsInAnotherProcess() throws Exception
    {
        final Process service = service();
        try (BufferedReader said = service.inputReader())
        {
            assertEquals("provided by market", said.readLine());
            final List<Object> heard = new ArrayList<>();

            consume(address, heard::add);

            assertEquals(101, heard.size());
            assertEquals(1.0842, heard.get(0));
            assertEquals("EURUSD 99", heard.get(100));
        }
        finally
        {
            service.getOutputStream().close();
            assertTrue(service.waitFor(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldTellTheCodeWhenTheServiceRefuses()
    {
        try (Engine service = MarketService.launch(address);
            Engine desk = Engine.launch(new Engine.Context().name("desk"));
            Session session = desk.connect(service))
        {
            final Market market = Capabilities.of(session).bind(Market.class);
            String told = "";
            // tag::typed-error
            try
            {
                market.price("EURXXX");
            }
            catch (final StreamException ex)
            {
                told = ex.code() + ", " + ex.text();
            }
            // end::typed-error
            assertEquals(StreamErrorCode.INVALID_PARAMS + ", nobody quotes EURXXX", told);
        }
    }

    @Test
    void shouldBindSeveralDomainsWhenTheyAreAGroup() throws Exception
    {
        // tag::json
        final Codecs codecs = Codecs.standard()
            .with(BigDecimal.class, new MoneyCodec())
            .orElse(new JacksonCodecs(new ObjectMapper()));
        final Engine.Context context = new Engine.Context().name("floor")
            .codecs(codecs)
            .provide(Market.class, new MarketService.Exchange())
            .provide(Quotes.class, symbol -> CompletableFuture.completedFuture(
                new Quote(symbol, new BigDecimal("1.0841"), new BigDecimal("1.0843"))))
            .provide(Money.class, amount -> amount.add(amount));
        // end::json
        try (Engine engine = Engine.launch(context); Session session = engine.connect(engine))
        {
            // tag::bind
            final Floor floor = Capabilities.of(session)
                .codecs(codecs)
                .deadline(5, TimeUnit.SECONDS)
                .bind(Floor.class);
            final double price = floor.market().price("EURUSD");
            final CompletionStage<Quote> quote = floor.quotes().quote("EURUSD");
            // end::bind
            assertEquals(1.0842, price);
            assertEquals(new BigDecimal("1.0843"), quote.toCompletableFuture().get(10, TimeUnit.SECONDS).ask());
            assertEquals(
                new BigDecimal("0.50"),
                Capabilities.of(session).codecs(codecs).bind(Money.class).twice(new BigDecimal("0.25")));
            // tag::list
            final List<CapabilityEntry> mine = Capabilities.of(session).list().toCompletableFuture().join();
            // end::list
            assertEquals("market.price REQUEST_RESPONSE", mine.get(0).text());
            assertEquals(5, mine.size());
        }
    }

    @Test
    void shouldNameEveryFaultWhenAnInterfaceIsMisdeclared()
    {
        final DeclarationException ex = assertThrows(
            DeclarationException.class,
            () -> Engine.launch(new Engine.Context().name("faulty").provide(Faulty.class, new Faulty()
            {
                @Override
                public Thread run(final String one, final String two)
                {
                    return null;
                }

                @Override
                public Flow.Publisher<?> anything()
                {
                    return null;
                }
            })));

        assertEquals(3, ex.faults().size(), ex.getMessage());
    }

    @Test
    void shouldTakeEveryShapeWhenCodecsAreThere()
    {
        try (Engine engine = Engine.launch(new Engine.Context().name("shapes"));
            Session session = engine.connect(engine))
        {
            assertTrue(Capabilities.of(session).codecs(Codecs.standard().orElse(new JacksonCodecs(new ObjectMapper())))
                .bind(Desk.class).toString().startsWith("Desk[session "));
        }
    }

    private Process service() throws IOException
    {
        return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            MarketService.class.getName(), address)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** An address whose port, and the next one for replies, are free. */
    private static String udp()
    {
        while (true)
        {
            try (DatagramSocket one = new DatagramSocket();
                DatagramSocket next = new DatagramSocket(one.getLocalPort() + 1))
            {
                return "aeron:udp?endpoint=localhost:" + one.getLocalPort() + "|control=localhost:" +
                    next.getLocalPort();
            }
            catch (final SocketException | IllegalArgumentException ex)
            {
                continue;
            }
        }
    }
}
