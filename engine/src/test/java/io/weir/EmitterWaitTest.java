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
package io.weir;

import static io.weir.fixture.EnginePair.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.caps.Capability;
import io.weir.codecs.InteractionKind;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.flow.StreamSubscriber;
import io.weir.remote.RemotePair;
import io.weir.test.Rule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An emitter that was refused is told once what was refused could pass, and costs its agent nothing until then. */
@Rule("C-5")
class EmitterWaitTest
{
    private static final int FRAMES = 10;
    private static final int SMALL_LANE = 1 << 14;

    /** A typed face of the same. */
    @Capability("feed")
    private interface Feed
    {
        Flow.Publisher<String> items(String name);
    }

    @Test
    void shouldNotTellTheAgentsEmitterWhenThereIsCreditForLessThanItsMessage()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler consumer = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(12), consumer);
            final RecordingHandler provider = pair.acceptor();
            final Stream stream = pair.acceptorStream();
            send(stream.writer(), 4);
            assertEquals(Result.NO_CREDIT, offerMessage(stream.writer(), FRAMES));
            pair.invoke();
            final int told = provider.budgets().size();

            consumer.stream().consumed(1);
            sweep(pair);
            assertEquals(told, provider.budgets().size(), "told of credit for 9 frames, refused were 10");
            consumer.stream().consumed(1);
            sweep(pair);

            assertEquals(told + 1, provider.budgets().size());
            assertTrue(offerMessage(stream.writer(), FRAMES) >= 0);
        }
    }

    @Test
    void shouldNotTellALaneWhenThereIsCreditForLessThanItsMessage()
    {
        try (EnginePair pair = EnginePair.launch(); Lane lane = pair.marketSession().acquireLane())
        {
            final RecordingHandler consumer = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(12), consumer);
            final StreamWriter writer = pair.acceptorStream().writer(lane);
            send(writer, 4);
            assertEquals(Result.NO_CREDIT, offerMessage(writer, FRAMES));
            pair.invoke();

            consumer.stream().consumed(1);
            sweep(pair);
            assertEquals(0, lane.poll(), "told of credit for 9 frames, refused were 10");
            consumer.stream().consumed(1);
            sweep(pair);

            assertEquals(1, lane.poll());
            assertTrue(offerMessage(writer, FRAMES) >= 0);
        }
    }

    @Test
    void shouldBeToldOfTheLeastWhenALongMessageAndAFrameWereRefused()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler consumer = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(12), consumer);
            final StreamWriter writer = pair.acceptorStream().writer();
            send(writer, 12);
            assertEquals(Result.NO_CREDIT, offerMessage(writer, 1));
            assertEquals(Result.NO_CREDIT, offerMessage(writer, FRAMES));
            pair.invoke();
            final int told = pair.acceptor().budgets().size();

            consumer.stream().consumed(1);
            pair.invoke();

            assertEquals(told + 1, pair.acceptor().budgets().size(), "a frame could pass");
        }
    }

    @Test
    void shouldNotLetItsAgentSpinWhenARingHasRoomForLessThanItsMessage()
    {
        try (EnginePair pair =
            EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch())
        {
            final RecordingHandler consumer = pair.open(StreamRequest.of(TICKS));
            final Stream stream = pair.acceptorStream();
            final RecordingHandler provider = pair.acceptor();
            send(stream.writer(), 1);
            pair.invoke(pair.market());
            assertEquals(Result.BACK_PRESSURED, offerMessage(stream.writer(), 3));
            final int told = provider.budgets().size();
            final long refused = pair.market().counter(CounterType.STREAM_BACK_PRESSURE_TOTAL);

            assertRests(pair.market(), "there is room for two frames, refused were three");
            assertEquals(told, provider.budgets().size());
            assertEquals(refused, pair.market().counter(CounterType.STREAM_BACK_PRESSURE_TOTAL));
            pair.invoke();

            assertEquals(told + 1, provider.budgets().size());
            assertTrue(offerMessage(stream.writer(), 3) >= 0);
            pair.invoke();
            assertEquals(4, consumer.dataCount());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotLetItsAgentSpinWhenAConnectionHasRoomForLessThanItsMessage(final boolean isDurable)
    {
        final RemotePair.Builder builder = RemotePair.builder().network(network -> network.capacity(SMALL_LANE));
        try (RemotePair pair = (isDurable ? builder.durable() : builder).launch().connect())
        {
            final RecordingHandler consumer = pair.open(StreamRequest.of(TICKS)).quiet();
            final Stream stream = pair.acceptor().stream();
            final RecordingHandler provider = pair.acceptor();
            pair.deskEnd().hold();
            // So many that three more do not fit, and one does.
            final StreamWriter writer = stream.writer();
            int sent = 0;
            while (offerMessage(writer, 3) >= 0)
            {
                sent += 3;
            }
            final int told = provider.budgets().size();

            assertRests(pair.market(), "there is room for less than was refused");
            assertEquals(told, provider.budgets().size());
            pair.deskEnd().release();
            pair.advance(200, TimeUnit.MILLISECONDS);

            assertEquals(told + 1, provider.budgets().size());
            assertTrue(offerMessage(writer, 3) >= 0);
            pair.advance(200, TimeUnit.MILLISECONDS);
            assertEquals(sent + 3, consumer.dataCount());
        }
    }

    @Test
    void shouldNotTellALaneWhenItHasRoomForLessThanItsMessage()
    {
        try (EnginePair pair =
            EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch();
            Lane lane = pair.marketSession().acquireLane())
        {
            pair.open(StreamRequest.of(TICKS));
            final StreamWriter writer = pair.acceptorStream().writer(lane);
            send(writer, 1);
            assertEquals(Result.BACK_PRESSURED, offerMessage(writer, 3));

            assertEquals(0, lane.poll(), "there is room for two frames, refused were three");
            pair.invoke();

            assertEquals(1, lane.poll());
            assertTrue(offerMessage(writer, 3) >= 0);
        }
    }

    @Test
    @Rule({"C-5", "T-5"})
    void shouldNotLetItsAgentSpinWhenAHandOverIsNotComplete()
    {
        try (EnginePair pair = EnginePair.launch(); Lane lane = pair.marketSession().acquireLane())
        {
            pair.open();
            final Stream stream = pair.acceptorStream();
            final RecordingHandler provider = pair.acceptor();
            final StreamWriter byLane = stream.writer(lane);
            send(byLane, 1);
            assertEquals(Result.BACK_PRESSURED, offerMessage(stream.writer(), 1));
            final int told = provider.budgets().size();
            assertRests(pair.market(), "a lane has the stream");
            byLane.release();
            assertRests(pair.market(), "what the lane sent has not been passed");
            assertEquals(told, provider.budgets().size());

            pair.invoke();

            assertEquals(told + 1, provider.budgets().size());
            assertTrue(offerMessage(stream.writer(), 1) >= 0);
        }
    }

    @Test
    @Rule({"C-5", "T-5"})
    void shouldNotTellTheNextLaneWhenAHandOverIsNotComplete()
    {
        try (EnginePair pair = EnginePair.launch();
            Lane first = pair.marketSession().acquireLane();
            Lane second = pair.marketSession().acquireLane())
        {
            pair.open();
            final Stream stream = pair.acceptorStream();
            final StreamWriter byFirst = stream.writer(first);
            send(byFirst, 1);
            byFirst.release();
            assertEquals(Result.BACK_PRESSURED, offerMessage(stream.writer(second), 1));

            assertEquals(0, second.poll(), "what the first sent has not been passed");
            pair.invoke();

            assertEquals(1, second.poll());
        }
    }

    @Test
    @Rule({"C-5", "S-4"})
    void shouldNotLetItsAgentSpinWhenACloseBehindItsEndFindsNoRoom()
    {
        try (RemotePair pair = RemotePair.builder().network(network -> network.capacity(SMALL_LANE)).launch().connect())
        {
            final RecordingHandler consumer =
                pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX).window(1_000)).quiet();
            final RecordingHandler provider = pair.acceptor();
            final StreamWriter writer = provider.stream().writer();
            final StreamWriter other = fill(pair);
            assertTrue(writer.end() >= 0);
            while (other.offer(Payload.of(""), 0, 0) >= 0)
            {
                // Up to the last cell.
                assertTrue(other.credit() > 0);
            }
            assertEquals(Result.BACK_PRESSURED, writer.close());
            final int told = provider.budgets().size();

            assertRests(pair.market(), "there is no room for the Close");
            assertEquals(told, provider.budgets().size());
            pair.deskEnd().release();
            pair.invoke();

            assertEquals(told + 1, provider.budgets().size());
            assertTrue(writer.close() >= 0);
            pair.invoke();
            assertTrue(consumer.isClosed());
        }
    }

    @Test
    @Rule({"C-4", "C-5"})
    void shouldGetCreditForAMessageOfAWholeWindowWhenLessThanHalfOfItWasConsumed()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler consumer = pair.open(StreamRequest.of(TICKS).window(8));
            final StreamWriter writer = pair.acceptorStream().writer();
            send(writer, 3);
            assertEquals(Result.NO_CREDIT, offerMessage(writer, 8));
            final int told = pair.acceptor().budgets().size();
            sweep(pair);

            assertEquals(told + 1, pair.acceptor().budgets().size());
            assertTrue(offerMessage(writer, 8) >= 0);
            pair.invoke();
            assertEquals(11, consumer.dataCount());
        }
    }

    @Test
    @Rule({"C-4", "C-5"})
    void shouldGetAllCreditBackAtOnceWhenAnExplicitConsumerHasTakenAllOfAMessage()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler consumer = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(16), consumer);
            final StreamWriter writer = pair.acceptorStream().writer();
            assertTrue(offerMessage(writer, 14) >= 0);
            pair.invoke();
            consumer.stream().consumed(8);
            pair.invoke();
            assertEquals(Result.NO_CREDIT, offerMessage(writer, 14));
            final int told = pair.acceptor().budgets().size();

            consumer.stream().consumed(6);
            pair.invoke();

            assertEquals(told + 1, pair.acceptor().budgets().size());
            assertTrue(offerMessage(writer, 14) >= 0);
        }
    }

    @Test
    void shouldNotOfferAnItemAgainWhenAnotherComesAndTheFirstCouldNotPass()
    {
        final AtomicInteger encoded = new AtomicInteger();
        final ManualPublisher<Integer> source = new ManualPublisher<>();
        final Provider provider = (stream, open) ->
        {
            final StreamSubscriber<Integer> subscriber = StreamSubscriber.of(stream, (item, buffer, offset) ->
            {
                encoded.incrementAndGet();
                buffer.setMemory(offset, item, (byte)1);
                return item;
            });
            source.subscribe(subscriber);
            return subscriber;
        };
        try (EnginePair pair = EnginePair.builder().provider(provider).launch())
        {
            final RecordingHandler consumer = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(12), consumer);
            final int length = FRAMES * pair.marketSession().maxPayload();
            source.subscriber.onNext(length);
            source.subscriber.onNext(length);
            assertEquals(2, encoded.get());

            source.subscriber.onNext(1);
            source.subscriber.onNext(1);
            pair.invoke();
            assertEquals(2, encoded.get(), "the second item was offered again and again");
            consumer.stream().consumed(FRAMES);
            pair.invoke();

            assertEquals(5, encoded.get());
            assertEquals(2 * FRAMES + 2, consumer.dataCount());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellOnceWhenAClaimWasRefusedAndAFrameCanPass(final boolean byLane)
    {
        try (EnginePair pair =
            EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch();
            Lane lane = pair.marketSession().acquireLane())
        {
            pair.open(StreamRequest.of(TICKS));
            final Stream stream = pair.acceptorStream();
            final StreamWriter writer = byLane ? stream.writer(lane) : stream.writer();
            final DataClaim claim = new DataClaim();
            final int length = pair.marketSession().maxPayload();
            while (writer.tryClaim(length, claim) >= 0)
            {
                claim.commit();
            }
            assertEquals(Result.BACK_PRESSURED, writer.tryClaim(length, claim));
            assertTrue(writer.offer(Payload.of(""), 0, 0) >= 0, "there is no room for less than a frame");
            final int told = pair.acceptor().budgets().size();

            assertRests(pair.market(), "there is room for less than the claim that was refused");
            assertEquals(0, lane.poll());
            assertEquals(told, pair.acceptor().budgets().size());
            pair.invoke();
            lane.poll();

            assertEquals(told + 1, pair.acceptor().budgets().size());
            assertTrue(writer.tryClaim(length, claim) >= 0);
            claim.commit();
        }
    }

    @Test
    void shouldNotEndTheWaitOfASharedWriterWhenThereIsCreditForLessThanItsMessage()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler consumer = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of(TICKS).window(12), consumer);
            final StreamWriter writer = pair.acceptorStream().sharedWriter();
            send(writer, 4);
            assertEquals(Result.NO_CREDIT, offerMessage(writer, FRAMES));
            pair.invoke();

            consumer.stream().consumed(1);
            sweep(pair);
            assertFalse(isWritable(writer), "there is credit for 9 frames, refused were 10");
            consumer.stream().consumed(1);
            sweep(pair);

            assertTrue(isWritable(writer));
            assertTrue(offerMessage(writer, FRAMES) >= 0);
        }
    }

    @Test
    void shouldNotEndTheWaitOfASharedWriterWhenItsLaneHasRoomForLessThanItsMessage()
    {
        try (EnginePair pair =
            EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch())
        {
            pair.open(StreamRequest.of(TICKS));
            final StreamWriter writer = pair.acceptorStream().sharedWriter();
            send(writer, 1);
            assertEquals(Result.BACK_PRESSURED, offerMessage(writer, 3));

            assertFalse(isWritable(writer), "there is room for two frames, refused were three");
            pair.invoke();

            assertTrue(isWritable(writer));
            assertTrue(offerMessage(writer, 3) >= 0);
        }
    }

    @Test
    @Rule({"C-5", "N-3"})
    void shouldNotLetItsAgentSpinWhenADurableSessionIsDetached()
    {
        try (RemotePair pair = RemotePair.builder().durable().launch().connect())
        {
            final RecordingHandler consumer = pair.open(StreamRequest.of(TICKS).window(1_000)).quiet();
            final RecordingHandler provider = pair.acceptor();
            final StreamWriter writer = provider.stream().writer();
            pair.network().cutAll();
            pair.market().invoke();
            assertTrue(pair.marketSession().isDetached());
            int sent = 0;
            while (offerMessage(writer, 4) >= 0)
            {
                sent += 4;
            }
            assertEquals(Result.BACK_PRESSURED, offerMessage(writer, 4));
            assertTrue(offerMessage(writer, 1) >= 0, "there is no room for less than was refused");
            final int told = provider.budgets().size();
            final long refused = pair.marketCount(CounterType.STREAM_BACK_PRESSURE_TOTAL);

            assertRests(pair.market(), "the retention has room for less than was refused");
            assertEquals(told, provider.budgets().size());
            assertEquals(refused, pair.marketCount(CounterType.STREAM_BACK_PRESSURE_TOTAL));
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals(told + 1, provider.budgets().size());
            assertEquals(sent + 1, consumer.dataCount());
            assertTrue(offerMessage(writer, 4) >= 0);
        }
    }

    @Test
    void shouldNotOfferATypedItemAgainWhenThereIsCreditForLessThanIt()
    {
        final ManualPublisher<String> source = new ManualPublisher<>();
        try (EnginePair pair = EnginePair.builder()
            .market(market -> market.provide(Feed.class, name -> source).executor(Runnable::run)).launch())
        {
            final RecordingHandler consumer = new RecordingHandler().onOpened(Stream::consumeExplicitly);
            pair.open(StreamRequest.of("feed.items").window(12).params("all"), consumer);
            final String item = "x".repeat(FRAMES * pair.marketSession().maxPayload());
            source.subscriber.onNext(item);
            source.subscriber.onNext(item);
            pair.invoke();
            final long stalls = pair.marketCount(CounterType.STREAM_CREDIT_STALLS_TOTAL);
            for (int free = 3; free < FRAMES; free++)
            {
                consumer.stream().consumed(1);
                sweep(pair);
            }
            assertEquals(FRAMES, consumer.dataCount());
            assertEquals(stalls, pair.marketCount(CounterType.STREAM_CREDIT_STALLS_TOTAL));
            consumer.stream().consumed(1);
            sweep(pair);

            assertEquals(2 * FRAMES, consumer.dataCount());
            assertEquals(stalls, pair.marketCount(CounterType.STREAM_CREDIT_STALLS_TOTAL));
        }
    }

    /** {@return the writer of another stream, after it has filled the way to the desk, which is held up} */
    private static StreamWriter fill(final RemotePair pair)
    {
        pair.open(StreamRequest.of(TICKS).window(1_000)).quiet();
        final StreamWriter writer = pair.acceptor().stream().writer();
        pair.deskEnd().hold();
        final UnsafeBuffer payload = Payload.ofLength(pair.session().maxPayload());
        while (writer.offer(payload, 0, payload.capacity()) >= 0)
        {
            assertTrue(writer.credit() > 0);
        }
        return writer;
    }

    private static void assertRests(final Engine engine, final String why)
    {
        // What was committed before may be published, and counted, in the first of them.
        engine.invoke();
        for (int i = 0; i < 10; i++)
        {
            assertEquals(0, engine.invoke(), why);
        }
    }

    /** {@return whether a thread that waits for this writer would be let go on now} */
    private static boolean isWritable(final StreamWriter writer)
    {
        return CompletableFuture.supplyAsync(() -> writer.awaitWritable(0)).join();
    }

    private static void sweep(final EnginePair pair)
    {
        pair.advance(40, TimeUnit.MILLISECONDS);
    }

    private static void send(final StreamWriter writer, final int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            assertFalse(offerMessage(writer, 1) < 0);
        }
    }

    private static long offerMessage(final StreamWriter writer, final int frames)
    {
        final int length = frames * writer.stream().session().maxPayload();
        return writer.offerMessage(new UnsafeBuffer(new byte[length]), 0, length);
    }

    /** A publisher whose items the test signals itself. */
    private static final class ManualPublisher<T> implements Flow.Publisher<T>
    {
        Flow.Subscriber<? super T> subscriber;

        @Override
        public void subscribe(final Flow.Subscriber<? super T> newSubscriber)
        {
            subscriber = newSubscriber;
            subscriber.onSubscribe(new Flow.Subscription()
            {
                @Override
                public void request(final long n)
                {
                    // The test knows.
                }

                @Override
                public void cancel()
                {
                    // The test knows.
                }
            });
        }
    }
}
