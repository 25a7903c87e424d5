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

import io.weir.link.Connection;
import io.weir.link.FrameSink;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The frames of a batch share messages. */
class PackedFramesTest
{
    @Test
    @Rule("T-3")
    void shouldArriveInFewerMessagesThanFramesWhenBatchesAreAlike()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.IPC);
            final Connection from = pair.open(TransportPair.IPC);
            final Connection to = pair.accepted.get(0);
            final long begin = ((PublicationSink)from.sink()).publication().position();
            for (int i = 0; i < 100; i++)
            {
                pair.await("room", () -> from.sink().hasRoom(16, 104));
                from.sink().beginBatch();
                for (int j = 0; j < 16; j++)
                {
                    assertTrue(TransportPair.send(from, 16 * i + j, 64));
                }
                from.sink().endBatch();
                final int[] frames = {0};
                pair.await("a batch", () ->
                {
                    to.poll(1, (session, buffer, offset, length) -> frames[0]++, 32);
                    return 16 == frames[0];
                });
            }
            final long bytes = ((PublicationSink)from.sink()).publication().position() - begin;
            assertTrue(bytes < 1_600 * 160, () -> bytes + " bytes, as much as messages of their own take");
        }
    }

    @Test
    @Rule("S-6")
    void shouldHandOnTheOthersOfAMessageWhenAConsumerThrowsAtOne()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.IPC);
            final Connection from = pair.open(TransportPair.IPC);
            final Connection to = pair.accepted.get(0);
            for (int i = 0; i < 2; i++)
            {
                from.sink().beginBatch();
                for (int j = 0; j < 4; j++)
                {
                    assertTrue(TransportPair.send(from, j, 64));
                }
                from.sink().endBatch();
            }
            final List<Integer> seen = new ArrayList<>();
            final int[] failures = {0};
            pair.await("all frames", () ->
            {
                try
                {
                    to.poll(1, (session, buffer, offset, length) ->
                    {
                        seen.add(length);
                        if (6 == seen.size())
                        {
                            throw new IllegalStateException("meant to fail");
                        }
                    }, 32);
                }
                catch (final IllegalStateException ex)
                {
                    failures[0]++;
                }
                return 8 == seen.size();
            });
            assertEquals(1, failures[0]);
        }
    }

    @Test
    @Rule("T-2")
    void shouldRefuseASecondClaimWhenOneIsOpenInAMessage()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.IPC);
            final FrameSink sink = pair.open(TransportPair.IPC).sink();
            sink.beginBatch();
            assertTrue(sink.claim(0, 64) > 0);
            assertThrows(IllegalStateException.class, () -> sink.claim(0, 64));
            sink.abort();
            assertThrows(IllegalStateException.class, sink::commit);
            sink.endBatch();
        }
    }
}
