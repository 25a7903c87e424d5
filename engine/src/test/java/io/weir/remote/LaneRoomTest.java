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
package io.weir.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Stream;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.config.Settings;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A thread of the application's that waits for room in its lane, which waits for room in the connection. */
class LaneRoomTest
{
    private static final int FRAMES = 20_000;
    private static final int PAYLOAD = 1_000;

    @Test
    @Rule({"C-5", "N-1"})
    void shouldWakeTheOwnerOfALaneWheneverThereIsRoomAgain() throws Exception
    {
        run(stream -> stream.writer(stream.session().acquireLane()));
    }

    @Test
    @Rule({"C-5", "N-1"})
    void shouldWakeWhoSharesALaneWheneverThereIsRoomAgain() throws Exception
    {
        run(Stream::sharedWriter);
    }

    private static void run(final Function<Stream, StreamWriter> writers) throws Exception
    {
        try (RemotePair pair = RemotePair.builder()
            .network(network -> network.capacity(1 << 14))
            .market(context -> context.set(Settings.LANE_LENGTH, 1 << 14)).launch().connect())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(RemotePair.TICKS).window(1_000)).quiet();
            final Stream stream = pair.acceptor().stream();
            final CompletableFuture<Boolean> sent = new CompletableFuture<>();
            final Thread emitter = new Thread(() -> sent.complete(send(writers.apply(stream))), "emitter");
            emitter.start();
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while ((!sent.isDone() || opener.dataCount() < FRAMES) && System.nanoTime() - deadlineNs < 0)
            {
                pair.market().invoke();
                pair.desk().invoke();
            }
            emitter.join();

            assertTrue(sent.get(), "it was not woken");
            assertEquals(FRAMES, opener.dataCount());
        }
    }

    private static boolean send(final StreamWriter writer)
    {
        final UnsafeBuffer payload = Payload.ofLength(PAYLOAD);
        for (int i = 0; i < FRAMES;)
        {
            if (writer.offer(payload, 0, PAYLOAD) >= 0)
            {
                i++;
            }
            else if (!writer.awaitWritable(TimeUnit.SECONDS.toNanos(10)))
            {
                return false;
            }
        }
        return true;
    }
}
