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

import io.weir.DataHeader;
import io.weir.Lane;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.remote.RemotePair;
import io.weir.test.Rule;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A session with a peer outside the process costs no byte a frame: validated, dispatched, drained from lanes (T-9). */
class RemoteAllocationTest
{
    private static final int PAYLOAD = 64;

    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
    private Stream accepted;
    private long received;

    @Test
    @Rule({"T-9", "N-1"})
    void shouldAllocateNothingWhenTheAgentOffers()
    {
        try (RemotePair pair = open(new Emitting()))
        {
            AllocatedBytes.requireNonePerFrame(() -> invoke(pair));
        }
    }

    @Test
    @Rule({"T-9", "N-1"})
    void shouldAllocateNothingWhenALaneOffers()
    {
        try (RemotePair pair = open(new Silent()); Lane lane = accepted.session().acquireLane())
        {
            final StreamWriter writer = accepted.writer(lane);
            AllocatedBytes.requireNonePerFrame(() ->
            {
                lane.beginBatch();
                while (writer.offer(payload, 0, PAYLOAD) >= 0)
                {
                    Thread.onSpinWait();
                }
                lane.endBatch();
                lane.poll();
                return invoke(pair);
            });
        }
    }

    @Test
    @Rule({"T-9", "N-4"})
    void shouldAllocateNothingWhenFramesAreRetained()
    {
        try (RemotePair pair = open(new Emitting(), RemotePair.builder().durable()))
        {
            AllocatedBytes.requireNonePerFrame(() -> invoke(pair));
        }
    }

    @Test
    @Rule({"T-9", "N-1"})
    void shouldAllocateNothingWhenThreadsShareALane()
    {
        try (RemotePair pair = open(new Silent()))
        {
            final StreamWriter writer = accepted.sharedWriter();
            AllocatedBytes.requireNonePerFrame(() ->
            {
                while (writer.offer(payload, 0, PAYLOAD) >= 0)
                {
                    Thread.onSpinWait();
                }
                return invoke(pair);
            });
        }
    }

    private RemotePair open(final StreamHandler emitting)
    {
        return open(emitting, RemotePair.builder());
    }

    private RemotePair open(final StreamHandler emitting, final RemotePair.Builder builder)
    {
        final RemotePair pair = builder.provider((stream, open) ->
        {
            accepted = stream;
            return emitting;
        }).launch().connect();
        pair.session().open(StreamRequest.of(RemotePair.TICKS), new Counting());
        pair.invoke(pair.desk());
        pair.invoke(pair.market());
        return pair;
    }

    private long invoke(final RemotePair pair)
    {
        pair.market().invoke();
        pair.desk().invoke();
        return received;
    }

    /** Emits nothing by itself. */
    private static class Silent implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
        }
    }

    /** Emits on the agent whenever it can. */
    private final class Emitting extends Silent
    {
        @Override
        public void onWritable(final Stream stream, final int budget)
        {
            final StreamWriter writer = stream.writer();
            while (writer.offer(payload, 0, PAYLOAD) >= 0)
            {
                Thread.onSpinWait();
            }
        }
    }

    /** Counts what arrives. */
    private final class Counting extends Silent
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            received += length == PAYLOAD ? 1 : 0;
        }
    }
}
