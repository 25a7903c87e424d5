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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.fixture.Engines;
import io.weir.fixture.ManualClock;
import io.weir.fixture.RecordingHandler;
import io.weir.flow.StreamException;
import io.weir.flow.StreamIterator;
import io.weir.policy.CapabilityEntry;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Typed capabilities between two engines with threads of their own. */
@Timeout(60)
class CapabilitiesTest
{
    private static final List<String> EURUSD = Exchange.lines(Exchange.COUNT).stream().map("EURUSD"::concat).toList();

    private final Exchange exchange = new Exchange();
    private final ManualClock clock = new ManualClock();
    private final Engines engines = new Engines();
    private Session session;
    private Market market;

    @BeforeEach
    void connect()
    {
        clock.run(1_000);
        session = engines.launch(Engines.context("desk").nanoClock(clock)).connect(
            engines.launch(Engines.context("market").nanoClock(clock).provide(Market.class, exchange)));
        market = Capabilities.of(session).bind(Market.class);
    }

    @AfterEach
    void close()
    {
        engines.close();
    }

    @Test
    void shouldBringEveryItemWhenAPublisherIsSubscribedTo() throws Exception
    {
        assertEquals(EURUSD, Collector.all(market.ticks("EURUSD")).get(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldOpenAStreamForEachSubscriberWhenAPublisherHasSeveral() throws Exception
    {
        final Flow.Publisher<String> ticks = Capabilities.of(session).onAgent().window(4).bind(Market.class)
            .ticks("EURUSD");
        final CompletableFuture<List<String>> one = Collector.all(ticks);
        final CompletableFuture<List<String>> other = Collector.all(ticks);

        assertEquals(EURUSD, one.get(10, TimeUnit.SECONDS));
        assertEquals(EURUSD, other.get(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldBringEveryItemWhenIteratedOver()
    {
        final List<String> items = new ArrayList<>();
        try (StreamIterator<String> history = market.history("EURUSD"))
        {
            history.forEachRemaining(items::add);
        }

        assertEquals(EURUSD, items);
    }

    @Test
    void shouldCloseTheProvidersIteratorWhenTheLoopIsLeftEarly() throws Exception
    {
        try (StreamIterator<String> history = market.history(Exchange.ENDLESS))
        {
            assertEquals(Exchange.ENDLESS + "0", history.next());
        }

        assertTrue(exchange.closed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldAnswerWhenAskedForAStageOrAValue() throws Exception
    {
        assertEquals("quote of EURUSD", market.quote("EURUSD").toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertEquals("price of EURUSD", market.price("EURUSD"));
        assertEquals("price of EURUSDprice of EURUSD", market.twice("EURUSD"));
    }

    @Test
    void shouldAnswerWithMoreThanAFrameWhenItIsLong() throws Exception
    {
        assertEquals(20_000, market.quote(Exchange.LONG).toCompletableFuture().get(10, TimeUnit.SECONDS).length());
    }

    @Test
    void shouldAnswerWithNothingWhenNothingIsDeclared() throws Exception
    {
        market.ping();

        assertTrue(exchange.pinged.isDone());
        assertTrue(exchange.pinged.join().startsWith("market-call-"), exchange.pinged.join());
        assertNull(market.wakeUp(new byte[]{1}).toCompletableFuture().get(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldTakeWhatIsSentWhenAPublisherIsGiven() throws Exception
    {
        final List<String> lines = Exchange.lines(500);

        assertEquals(
            "name" + lines,
            market.upload("name", publisher(lines)).toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertEquals(String.join("", lines), market.joined(publisher(lines)));
    }

    @Test
    void shouldGoBothWaysWhenAPublisherIsGivenAndReturned() throws Exception
    {
        final List<String> lines = Exchange.lines(500);

        assertEquals(
            lines.stream().map(line -> line + "!").toList(),
            Collector.all(market.echo(publisher(lines), "!")).get(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldTellTheProvidersCodeWhenItRefuses()
    {
        assertRefused(Collector.all(market.ticks(Exchange.UNKNOWN)));
        assertRefused(market.quote(Exchange.UNKNOWN).toCompletableFuture());
        assertRefused(assertThrows(StreamException.class, () -> market.price(Exchange.UNKNOWN)));
        try (StreamIterator<String> history = market.history(Exchange.UNKNOWN))
        {
            assertRefused(assertThrows(StreamException.class, history::hasNext));
        }
    }

    @Test
    @Rule("S-6")
    void shouldTellThatItCrashedWhenTheProviderThrows()
    {
        engines.expectError(Exchange.CRASH);

        assertCrashed(failure(Collector.all(market.ticks(Exchange.CRASH))));
        assertCrashed(failure(market.quote(Exchange.CRASH).toCompletableFuture()));
        assertCrashed(assertThrows(StreamException.class, () -> market.price(Exchange.CRASH)));
        try (StreamIterator<String> history = market.history(Exchange.CRASH))
        {
            assertCrashed(assertThrows(StreamException.class, history::hasNext));
        }
        assertEquals("price of EURUSD", market.price("EURUSD"));
    }

    @Test
    @Rule("S-6")
    void shouldTellThatItCrashedWhenTheAnswerIsNull()
    {
        engines.expectError("the answer is null");

        assertCrashed(assertThrows(StreamException.class, () -> market.price("null")));
    }

    @Test
    void shouldInterruptTheProviderWhenTheDeadlinePasses() throws Exception
    {
        final Market hasty = Capabilities.of(session).deadline(1, TimeUnit.SECONDS).bind(Market.class);
        final CompletableFuture<String> price = CompletableFuture.supplyAsync(() -> hasty.price(Exchange.ENDLESS));
        assertTrue(exchange.begun.await(10, TimeUnit.SECONDS));

        Engines.await("the deadline", () ->
        {
            clock.advance(1, TimeUnit.SECONDS);
            return price.isDone();
        });

        assertEquals(StreamErrorCode.DEADLINE, failure(price).code());
        assertTrue(exchange.interrupted.await(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldCancelTheStageOfTheProviderWhenTheCallersIsCancelled() throws Exception
    {
        final CompletableFuture<String> answer = market.quote(Exchange.ENDLESS).toCompletableFuture();
        assertTrue(exchange.begun.await(10, TimeUnit.SECONDS));

        answer.cancel(false);

        assertTrue(exchange.cancelled.await(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldCancelThePublisherWhenTheSubscriberHasEnough() throws Exception
    {
        final Collector<String> collector = new Collector<>();
        market.ticks(Exchange.ENDLESS).subscribe(collector);
        assertEquals(Exchange.ENDLESS + "0", collector.first().get(10, TimeUnit.SECONDS));

        collector.cancel();

        assertTrue(exchange.cancelled.await(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldGiveUpWhenTheWaitingThreadIsInterrupted() throws Exception
    {
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
        final Thread waiting = new Thread(() ->
        {
            thrown.complete(assertThrows(StreamException.class, () -> market.price(Exchange.ENDLESS)));
            isInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        assertTrue(exchange.begun.await(10, TimeUnit.SECONDS));
        Engines.await("the call to wait", () -> Thread.State.WAITING == waiting.getState());

        waiting.interrupt();

        assertEquals(
            CloseReason.CANCEL, ((StreamException)thrown.get(10, TimeUnit.SECONDS)).reason());
        assertTrue(isInterrupted.get(10, TimeUnit.SECONDS));
        assertTrue(exchange.interrupted.await(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldThrowWhatIsDeclaredWhenTheWaitingThreadIsInterrupted() throws Exception
    {
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final Thread waiting = new Thread(() ->
        {
            thrown.complete(assertThrows(InterruptedException.class, () -> market.joined(subscriber ->
            {
                // Says nothing, ever.
            })));
        });
        waiting.start();
        Engines.await("the call to wait", () -> Thread.State.WAITING == waiting.getState());

        waiting.interrupt();

        assertInstanceOf(InterruptedException.class, thrown.get(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldRefuseToWaitWhenCalledOnAnAgent() throws Exception
    {
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final Market onAgent = Capabilities.of(session).onAgent().bind(Market.class);
        // What depends on an answer that is there already runs on this thread: then once more.
        Engines.await("an answer on the agent", () ->
        {
            onAgent.quote("EURUSD").thenAccept(answer ->
            {
                if (Engine.isAgentThread())
                {
                    thrown.complete(assertThrows(IllegalStateException.class, () -> market.price("EURUSD")));
                }
            }).toCompletableFuture().join();
            return thrown.isDone();
        });

        assertTrue(thrown.get(10, TimeUnit.SECONDS).getMessage().startsWith("market.price waits for its answer"));
    }

    @Test
    void shouldRefuseWhenItIsOpenedAsAnotherKindOrWithParamsThatCannotBeRead()
    {
        final RecordingHandler other = new RecordingHandler();
        session.open(StreamRequest.of("market.quote").kind(InteractionKind.DUPLEX), other);
        Engines.await("a refusal", other::isClosed);

        final RecordingHandler unread = new RecordingHandler();
        session.open(StreamRequest.of("market.ping").kind(InteractionKind.REQUEST_RESPONSE).params("?"), unread);
        Engines.await("a ping", unread::isClosed);

        assertEquals(
            List.of("opened",
                "error:INVALID_PARAMS:market.quote is a REQUEST_RESPONSE, not a DUPLEX",
                "closed:ERROR:INVALID_PARAMS"),
            other.events());
        assertEquals("closed:END", unread.last());
    }

    @Test
    void shouldListExactKindsWhenInterfacesAreProvided() throws Exception
    {
        final List<String> entries = Capabilities.of(session).list().toCompletableFuture().get(10, TimeUnit.SECONDS)
            .stream().map(CapabilityEntry::text).toList();

        assertEquals(
            List.of(
                "market.echo DUPLEX", "market.history SERVER_STREAM", "market.joined CLIENT_STREAM",
                "market.ping REQUEST_RESPONSE", "market.price REQUEST_RESPONSE", "market.quote REQUEST_RESPONSE",
                "market.ticks SERVER_STREAM", "market.upload CLIENT_STREAM", "market.wake-up REQUEST_RESPONSE",
                "weir.capabilities SERVER_STREAM"),
            entries);
    }

    @Test
    void shouldBeAnObjectLikeOthersWhenBound()
    {
        final Market other = Capabilities.of(session).bind(Market.class);

        assertEquals(market, market);
        assertNotEquals(market, other);
        assertEquals(market.hashCode(), market.hashCode());
        assertTrue(market.toString().startsWith("Market[session "), market.toString());
    }

    @Test
    void shouldNameTheCapabilityWhenAnArgumentIsNull()
    {
        assertEquals(
            "market.price", assertThrows(NullPointerException.class, () -> market.price(null)).getMessage());
        assertEquals(
            "market.upload",
            assertThrows(NullPointerException.class, () -> market.upload("name", null)).getMessage());
    }

    @Test
    void shouldTellThatParamsAreTooLongWhenTheyDoNotFitAFrame()
    {
        final StreamException ex = assertThrows(StreamException.class, () -> market.price("x".repeat(5_000)));

        assertEquals(StreamErrorCode.INVALID_PARAMS, ex.code());
        assertTrue(
            Arrays.stream(ex.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(getClass().getName())),
            "the call is in the trace");
    }

    @Test
    void shouldFailTheCallWhenTheSessionHasEnded()
    {
        session.close();
        Engines.await("the end of the session", () -> !session.isOpen());

        final StreamException ex = assertThrows(StreamException.class, () -> market.price("EURUSD"));

        assertEquals(StreamErrorCode.PROVIDER_DISCONNECTED, ex.code());
        assertFalse(market.quote("EURUSD").toCompletableFuture().isCancelled());
    }

    @Test
    void shouldEndTheCallWhenTheSessionIsInterrupted() throws Exception
    {
        final CompletableFuture<String> answer = market.quote(Exchange.ENDLESS).toCompletableFuture();
        final CountDownLatch ended = new CountDownLatch(1);
        answer.whenComplete((text, thrown) -> ended.countDown());
        assertTrue(exchange.begun.await(10, TimeUnit.SECONDS));

        session.interrupt();

        assertTrue(ended.await(10, TimeUnit.SECONDS));
        assertEquals(CloseReason.CANCEL, failure(answer).reason());
    }

    private static Flow.Publisher<String> publisher(final List<String> lines)
    {
        return subscriber ->
        {
            final SubmissionPublisher<String> out = new SubmissionPublisher<>(Runnable::run, lines.size());
            out.subscribe(subscriber);
            lines.forEach(out::submit);
            out.close();
        };
    }

    private static void assertRefused(final CompletableFuture<?> future)
    {
        assertRefused(failure(future));
    }

    private static void assertRefused(final StreamException ex)
    {
        assertEquals(CloseReason.ERROR, ex.reason());
        assertEquals(StreamErrorCode.INVALID_PARAMS, ex.code());
        assertEquals("no such symbol", ex.text());
    }

    private static void assertCrashed(final StreamException ex)
    {
        assertEquals(StreamErrorCode.PROVIDER_CRASHED, ex.code());
    }

    private static StreamException failure(final CompletableFuture<?> future)
    {
        return (StreamException)assertThrows(
            CompletionException.class, () -> future.orTimeout(10, TimeUnit.SECONDS).join()).getCause();
    }
}
