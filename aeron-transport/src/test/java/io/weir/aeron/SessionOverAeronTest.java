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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Lane;
import io.weir.Session;
import io.weir.SessionRefusedException;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.SessionCode;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions as an application has them, over Aeron. */
class SessionOverAeronTest
{
    private static final int MANY = 100_000;

    @ParameterizedTest
    @Rule({"N-1", "N-2", "S-1"})
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldCarryEveryFrameInOrderWhenALaneEmits(final String address)
    {
        try (EnginesOverAeron engines = new EnginesOverAeron(address))
        {
            final Session session = engines.desk.connect(address);
            final InOrder handler = new InOrder();
            session.open(StreamRequest.of(EnginesOverAeron.TICKS), handler);
            final Stream accepted = engines.acceptor(0).stream();
            try (Lane lane = engines.marketSession().acquireLane())
            {
                final StreamWriter writer = accepted.writer(lane);
                final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
                for (long i = 0; i < MANY;)
                {
                    payload.putLong(0, i);
                    if (writer.offer(payload, 0, 64) >= 0)
                    {
                        i++;
                    }
                    else
                    {
                        assertTrue(writer.awaitWritable(TimeUnit.SECONDS.toNanos(10)));
                    }
                }
                while (writer.close() < 0)
                {
                    writer.awaitWritable(TimeUnit.SECONDS.toNanos(10));
                }
                Engines.await("the end", () -> handler.closed.get() > 0);
            }

            assertEquals(MANY, handler.expected.get());
            assertEquals(1, handler.closed.get());
        }
    }

    @ParameterizedTest
    @Rule({"N-1", "S-10"})
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldSayGoodbyeBothWaysWhenEitherSideCloses(final String address)
    {
        try (EnginesOverAeron engines = new EnginesOverAeron(address))
        {
            engines.desk.connect(address).close();
            Engines.await("both have heard", () -> 4 == engines.sessions.size());
            assertTrue(engines.sessions.contains("desk:closed:NORMAL"), engines.sessions::toString);
            assertTrue(engines.sessions.contains("market:closed:NORMAL"), engines.sessions::toString);
            engines.desk.connect(address);
            engines.market.close();
            Engines.await("the desk has heard", () -> engines.sessions.contains("desk:closed:SHUTDOWN"));
        }
    }

    @ParameterizedTest
    @Rule("N-1")
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldPollEachSessionByItselfWhenOneIsStuck(final String address)
    {
        try (EnginesOverAeron engines = new EnginesOverAeron(address))
        {
            final InOrder stuck = new InOrder();
            final InOrder lively = new InOrder();
            engines.desk.connect(address).open(StreamRequest.of(EnginesOverAeron.TICKS).held(true), stuck);
            final Stream stuckEnd = engines.acceptor(0).stream();
            engines.desk.connect(address).open(StreamRequest.of(EnginesOverAeron.TICKS), lively);
            final StreamWriter writer = engines.acceptor(1).stream().sharedWriter();
            final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
            for (long i = 0; i < 1_000;)
            {
                payload.putLong(0, i);
                i += writer.offer(payload, 0, 64) >= 0 ? 1 : 0;
            }
            Engines.await("all have come", () -> 1_000 == lively.expected.get());

            assertEquals(io.weir.Result.NO_CREDIT, stuckEnd.sharedWriter().offer(payload, 0, 64));
        }
    }

    @Test
    @Rule("N-1")
    void shouldFindTheTransportWhenOnlyTheAddressSaysAeron()
    {
        final String address = "aeron:udp?endpoint=localhost:" + TransportPair.freePort() + "|term-length=64k";
        try (Engines engines = new Engines())
        {
            engines.launch(Engines.context("market").listen(address));
            final Engine desk = engines.launch(Engines.context("desk"));

            assertTrue(desk.connect(address).isOpen());
        }
    }

    @Test
    @Rule("N-2")
    void shouldFailInWordsWhenNobodyListens()
    {
        try (EnginesOverAeron engines = new EnginesOverAeron(TransportPair.IPC))
        {
            final SessionRefusedException failure = assertThrows(
                SessionRefusedException.class, () -> engines.desk.connect("aeron:ipc?stream-id=77"));

            assertEquals(SessionCode.IDLE, failure.code());
            assertTrue(failure.getMessage().contains("nobody was there in time"), failure::getMessage);
            assertTrue(failure.getMessage().startsWith("desk cannot connect to aeron:ipc?stream-id=77: "),
                failure::getMessage);
            assertTrue(Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(getClass().getName())), "it names the caller");
        }
    }

    @Test
    @Rule({"N-1", "S-1"})
    void shouldFailInWordsWhenTwoEnginesListenAtOneAddress()
    {
        try (EnginesOverAeron engines = new EnginesOverAeron(TransportPair.IPC);
            Engine other = Engine.launch(Engines.context("other").listen(TransportPair.IPC)
                .transport(AeronTransport.launch(new AeronTransport.Context().driver(engines.driver).claims(false)))))
        {
            String words;
            try
            {
                engines.desk.connect(TransportPair.IPC);
                Engines.await("its end", () -> null != engines.log.close("desk"));
                words = engines.log.close("desk").text();
            }
            catch (final SessionRefusedException ex)
            {
                words = ex.getMessage();
            }

            assertTrue(words.contains("more than one engine listens at " + TransportPair.IPC), words);
            assertEquals("other", other.name());
        }
    }

    @Test
    @Rule({"N-2", "N-7"})
    void shouldFailWithLimitWhenTheMarketHasAllItsSessions()
    {
        try (EnginesOverAeron engines = new EnginesOverAeron(
            TransportPair.IPC, context -> context.set(Settings.SESSION_REMOTE_MAX, 1), context ->
            {}))
        {
            engines.desk.connect(TransportPair.IPC);
            final SessionRefusedException failure =
                assertThrows(SessionRefusedException.class, () -> engines.desk.connect(TransportPair.IPC));

            assertEquals(SessionCode.LIMIT, failure.code());
            EnginesOverAeron.awaitCount(engines.market, CounterType.HANDSHAKES_REFUSED_LIMIT_TOTAL, 1);
        }
    }

    @Test
    @Rule({"N-2", "S-10"})
    void shouldFailAtOnceWhenItsOwnEngineClosesDuringTheHandshake()
    {
        try (EnginesOverAeron engines = new EnginesOverAeron(TransportPair.IPC))
        {
            final var connecting = engines.desk.connectAsync("aeron:ipc?stream-id=78");
            engines.desk.close();

            final Throwable failure = assertThrows(java.util.concurrent.CompletionException.class, connecting::join);
            assertEquals(SessionCode.SHUTDOWN, ((SessionRefusedException)failure.getCause()).code());
        }
    }

    /** Requires numbers from 0 on, and notes the end. */
    static final class InOrder implements StreamHandler
    {
        final AtomicLong expected = new AtomicLong();
        final AtomicLong closed = new AtomicLong();
        final RecordingHandler events = new RecordingHandler();

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            if (64 != length || buffer.getLong(offset) != expected.get())
            {
                throw new AssertionError(length + " bytes, number " + buffer.getLong(offset));
            }
            expected.lazySet(expected.get() + 1);
        }

        @Override
        public void onClosed(
            final Stream stream,
            final io.weir.codecs.CloseReason reason,
            final io.weir.codecs.StreamErrorCode code)
        {
            events.onClosed(stream, reason, code);
            closed.incrementAndGet();
        }
    }
}
