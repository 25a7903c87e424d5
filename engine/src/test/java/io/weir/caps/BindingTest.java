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

package io.weir.caps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.Engine;
import io.weir.EmittingHandler;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.codecs.HeartbeatDecoder;
import io.weir.codecs.HeartbeatEncoder;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.fixture.Engines;
import io.weir.fixture.RecordingHandler;
import io.weir.flow.StreamException;
import io.weir.flow.StreamIterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BindingTest
{
    private interface Desk
    {
        Market market();

        Orders orders();
    }

    private record Order(String symbol, long quantity)
    {
    }

    @Capability("orders")
    private interface Orders
    {
        CompletionStage<List<Order>> place(Order order);

        HeartbeatDecoder beat(HeartbeatDecoder beat);
    }

    @Capability("orders")
    private interface Wrong
    {
        Thread place(String one, String two);
    }

    private static final class Book implements Orders
    {
        @Override
        public CompletionStage<List<Order>> place(final Order order)
        {
            return CompletableFuture.completedFuture(List.of(order, new Order(order.symbol(), -order.quantity())));
        }

        @Override
        public HeartbeatDecoder beat(final HeartbeatDecoder beat)
        {
            return beat;
        }
    }

    private final Codecs json = Codecs.standard().orElse(new JacksonCodecs(new ObjectMapper()));

    @Test
    void shouldReachEachDomainWhenAGroupIsBound() throws Exception
    {
        try (Engines engines = new Engines())
        {
            final Session session = session(engines);

            final Desk desk = Capabilities.of(session).codecs(json).bind(Desk.class);

            assertEquals("price of EURUSD", desk.market().price("EURUSD"));
            assertEquals(
                List.of(new Order("EURUSD", 5), new Order("EURUSD", -5)),
                desk.orders().place(new Order("EURUSD", 5)).toCompletableFuture().get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldCarrySbeMessagesWhenTypesAreDecoders()
    {
        try (Engines engines = new Engines())
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[HeartbeatEncoder.BLOCK_LENGTH]);
            new HeartbeatEncoder().wrap(buffer, 0).epoch(7).timestampNs(9);

            final HeartbeatDecoder answer = Capabilities.of(session(engines)).codecs(json).bind(Orders.class).beat(
                new HeartbeatDecoder().wrap(
                    buffer, 0, HeartbeatDecoder.BLOCK_LENGTH, HeartbeatDecoder.SCHEMA_VERSION));

            assertEquals(7, answer.epoch());
            assertEquals(9, answer.timestampNs());
        }
    }

    @Test
    void shouldRefuseWithTheReasonWhenParamsCannotBeRead()
    {
        try (Engines engines = new Engines())
        {
            final RecordingHandler handler = new RecordingHandler();

            session(engines).open(
                StreamRequest.of("orders.beat").kind(InteractionKind.REQUEST_RESPONSE).params("?"), handler);
            Engines.await("a refusal", handler::isClosed);

            assertEquals(
                "error:INVALID_PARAMS:orders.beat: no message for HeartbeatDecoder: it has 1 bytes and no header",
                handler.events().get(1));
        }
    }

    @Test
    void shouldNameEveryFaultOfEveryInterfaceWhenBindingFails()
    {
        try (Engines engines = new Engines())
        {
            final Session session = session(engines);
            final Capabilities capabilities = Capabilities.of(session);

            assertEquals(2, faults(() -> capabilities.bind(Wrong.class)).size());
            assertEquals(2, faults(() -> capabilities.bind(Desk.class)).size());
            assertTrue(faults(() -> capabilities.bind(Runnable.class)).get(0).contains("has no @Capability"));
        }
    }

    @Test
    void shouldNameEveryFaultOfEveryInterfaceWhenAnEngineIsLaunched()
    {
        final Engine.Context context = Engines.context("market")
            .provide(Wrong.class, (one, two) -> null)
            .provide(Orders.class, new Book())
            .provide(Market.class, new Exchange())
            .provider("market.price", (stream, open) -> (EmittingHandler)(out, budget) -> out.writer().close());

        final List<String> faults = faults(() -> Engine.launch(context));

        assertEquals(5, faults.size(), String.join("\n", faults));
        assertTrue(faults.get(4).endsWith("market.price is provided twice"), faults.get(4));
    }

    @Test
    void shouldRejectWhenEveryThreadIsBusy() throws Exception
    {
        try (Engines engines = new Engines())
        {
            final CountDownLatch begun = new CountDownLatch(1);
            final CountDownLatch released = new CountDownLatch(1);
            final Session session = engines.launch(Engines.context("desk")).connect(engines.launch(
                Engines.context("market").set(Settings.CALL_THREADS_MAX, 1).provide(Slow.class, new Slow()
                {
                    @Override
                    public String work()
                    {
                        begun.countDown();
                        await(released);
                        return "";
                    }

                    @Override
                    public StreamIterator<String> items()
                    {
                        return StreamIterator.of(List.of("one").iterator());
                    }
                })));
            final CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> Capabilities.of(session).bind(Slow.class).work());
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            final Slow slow = Capabilities.of(session).bind(Slow.class);

            assertEquals(
                StreamErrorCode.REJECTED, assertThrows(StreamException.class, slow::work).code());
            try (StreamIterator<String> items = slow.items())
            {
                assertEquals(StreamErrorCode.REJECTED, assertThrows(StreamException.class, items::hasNext).code());
            }
            released.countDown();
            assertEquals("", first.get(10, TimeUnit.SECONDS));
        }
    }

    private static void await(final CountDownLatch latch)
    {
        try
        {
            latch.await();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    @Capability("slow")
    private interface Slow
    {
        String work();

        StreamIterator<String> items();
    }

    private Session session(final Engines engines)
    {
        return engines.launch(Engines.context("desk")).connect(engines.launch(Engines.context("market")
            .codecs(json).provide(Market.class, new Exchange()).provide(Orders.class, new Book())));
    }

    private static List<String> faults(final org.junit.jupiter.api.function.Executable binding)
    {
        return assertThrows(DeclarationException.class, binding).faults();
    }
}
