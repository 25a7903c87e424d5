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
package io.weir.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.DataClaim;
import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Lane;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In steady state no frame costs a byte, whoever emits, on a ring (T-9). Both engines run on the measured thread. */
@Rule("T-9")
class RingAllocationTest
{
    private static final String CAPABILITY = "allocation.test";
    private static final int STREAMS = 16;
    private static final int PAYLOAD = 64;
    private static final int ROUNDS_TO_PART = 10_000;

    private Function<Stream, StreamHandler> handler = stream -> new Emitting(false);
    private final List<Stream> accepted = new ArrayList<>();
    private final Engine provider = launch("allocation-provider", new Engine.Context()
        .provider(CAPABILITY, (stream, open) ->
        {
            accepted.add(stream);
            return handler.apply(stream);
        }));
    private final Engine consumer = launch("allocation-consumer", new Engine.Context());
    private Session session;
    private long received;

    @AfterEach
    void close()
    {
        // Neither engine can wait for the other on the one thread that runs both: they part first.
        session.interrupt();
        session.close();
        for (int i = 0; i < ROUNDS_TO_PART; i++)
        {
            invoke();
        }
        consumer.close();
        provider.close();
    }

    @Test
    void shouldAllocateNothingWhenTheAgentOffers()
    {
        open(new Consuming(false));

        AllocatedBytes.requireNonePerFrame(this::invoke);
    }

    @Test
    void shouldAllocateNothingWhenTheAgentClaims()
    {
        handler = stream -> new Emitting(true);
        open(new Consuming(false));

        AllocatedBytes.requireNonePerFrame(this::invoke);
    }

    @Test
    void shouldAllocateNothingWhenTheConsumerConsumesExplicitly()
    {
        open(new Consuming(true));

        AllocatedBytes.requireNonePerFrame(this::invoke);
    }

    @Test
    void shouldAllocateNothingWhenALaneOffers()
    {
        handler = stream -> new Silent();
        open(new Consuming(false));
        try (Lane lane = accepted.get(0).session().acquireLane())
        {
            final StreamWriter[] writers = writers(stream -> stream.writer(lane));
            final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
            AllocatedBytes.requireNonePerFrame(() ->
            {
                for (final StreamWriter writer : writers)
                {
                    writer.offer(payload, 0, PAYLOAD);
                }
                lane.poll();
                return invoke();
            });
        }
    }

    @Test
    void shouldAllocateNothingWhenALaneClaims()
    {
        handler = stream -> new Silent();
        open(new Consuming(false));
        try (Lane lane = accepted.get(0).session().acquireLane())
        {
            final StreamWriter[] writers = writers(stream -> stream.writer(lane));
            final DataClaim claim = new DataClaim();
            AllocatedBytes.requireNonePerFrame(() ->
            {
                lane.beginBatch();
                for (final StreamWriter writer : writers)
                {
                    if (writer.tryClaim(PAYLOAD, claim) >= 0)
                    {
                        claim.buffer().putLong(claim.offset(), received);
                        claim.commit();
                    }
                }
                lane.endBatch();
                lane.poll();
                return invoke();
            });
        }
    }

    @Test
    void shouldAllocateNothingWhenThreadsShareALane()
    {
        handler = stream -> new Silent();
        open(new Consuming(false));
        final StreamWriter[] writers = writers(Stream::sharedWriter);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);

        AllocatedBytes.requireNonePerFrame(() ->
        {
            for (final StreamWriter writer : writers)
            {
                writer.offer(payload, 0, PAYLOAD);
            }
            return invoke();
        });
    }

    @Test
    void shouldAllocateNothingWhenMessagesTakeSeveralFrames()
    {
        handler = stream -> new Silent();
        open(new Consuming(false));
        final StreamWriter[] writers = writers(Stream::writer);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[10_000]);

        AllocatedBytes.requireNonePerFrame(() ->
        {
            for (final StreamWriter writer : writers)
            {
                writer.offerMessage(message, 0, message.capacity());
            }
            return invoke();
        });
    }

    private static Engine launch(final String name, final Engine.Context context)
    {
        return Engine.launch(context
            .name(name)
            .set(Settings.COUNTERS_DIR, "none")
            .set(Settings.ENGINE_THREADING, Threading.INVOKER));
    }

    private void open(final StreamHandler consuming)
    {
        session = consumer.connect(provider);
        for (int i = 0; i < STREAMS; i++)
        {
            assertEquals(0, session.open(StreamRequest.of(CAPABILITY), consuming));
        }
        while (accepted.size() < STREAMS)
        {
            invoke();
        }
    }

    private StreamWriter[] writers(final Function<Stream, StreamWriter> writer)
    {
        return accepted.stream().map(writer).toArray(StreamWriter[]::new);
    }

    private long invoke()
    {
        provider.invoke();
        consumer.invoke();
        return received;
    }

    /** Emits what credit and ring allow, on the agent. */
    private static final class Emitting implements StreamHandler
    {
        private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
        private final DataClaim claim = new DataClaim();
        private final boolean claims;

        Emitting(final boolean claims)
        {
            this.claims = claims;
        }

        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            throw new AssertionError("a server stream has no Data towards its provider");
        }

        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            final StreamWriter writer = stream.writer();
            if (claims)
            {
                while (writer.tryClaim(PAYLOAD, claim) >= 0)
                {
                    claim.buffer().putLong(claim.offset(), budget);
                    claim.commit();
                }
            }
            else
            {
                while (writer.offer(payload, 0, PAYLOAD) >= 0)
                {
                    payload.putLong(0, budget);
                }
            }
        }
    }

    /** Leaves emission to lanes. */
    private static final class Silent implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            throw new AssertionError("a server stream has no Data towards its provider");
        }
    }

    /** Counts what arrives. */
    private final class Consuming implements StreamHandler
    {
        private final boolean explicit;

        Consuming(final boolean explicit)
        {
            this.explicit = explicit;
        }

        @Override
        public void onOpened(final Stream stream)
        {
            if (explicit)
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
            received++;
            if (explicit)
            {
                stream.consumed(1);
            }
        }
    }
}
