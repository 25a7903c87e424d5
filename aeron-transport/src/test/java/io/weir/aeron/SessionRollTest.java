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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Lane;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.config.Settings;
import io.weir.fixture.Engines;
import io.weir.test.Rule;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A session whose publications are near their end all the time: it carries many times what one of them could. */
@Rule({"N-5", "N-4"})
class SessionRollTest
{
    private static final int TERMS = 24;
    private static final int MARGIN_TERMS = 12;
    private static final int PUBLICATIONS = 6;
    private static final int BYTES_ON_THE_WIRE = 160;
    private static final int FRAMES = PUBLICATIONS * TERMS * (64 << 10) / BYTES_ON_THE_WIRE;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldCarryEveryFrameInOrderWhenItRollsAllTheTime(final String address, final boolean durable)
    {
        try (EnginesOverAeron engines = new EnginesOverAeron(
            address, () -> new AeronTransport.Context().nearTheEnd(TERMS, MARGIN_TERMS), context ->
            {}, context -> context.set(Settings.SESSION_DURABLE, durable)))
        {
            final Session session = engines.desk.connect(address);
            assertEquals(durable, session.isDurable());
            final SessionOverAeronTest.InOrder handler = new SessionOverAeronTest.InOrder();
            session.open(StreamRequest.of(EnginesOverAeron.TICKS), handler);
            final Stream accepted = engines.acceptor(0).stream();
            try (Lane lane = engines.marketSession().acquireLane())
            {
                emit(accepted.writer(lane));
                Engines.await("the end", () -> handler.closed.get() > 0);
            }

            assertEquals(FRAMES, handler.expected.get());
            assertTrue(session.isOpen());
            assertEquals(2, engines.sessions.size(), engines.sessions::toString);
        }
    }

    static java.util.stream.Stream<Arguments> kinds()
    {
        return TransportPair.addresses()
            .flatMap(address -> java.util.stream.Stream.of(false, true).map(durable -> Arguments.of(address, durable)));
    }

    private static void emit(final StreamWriter writer)
    {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
        for (long i = 0; i < FRAMES;)
        {
            payload.putLong(0, i);
            if (writer.offer(payload, 0, 64) >= 0)
            {
                i++;
            }
            else
            {
                assertTrue(writer.awaitWritable(LIMIT_NS));
            }
        }
        while (writer.close() < 0)
        {
            assertTrue(writer.awaitWritable(LIMIT_NS));
        }
    }
}
