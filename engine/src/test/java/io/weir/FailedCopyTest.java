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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Offers of what is not there: the copy throws, and nothing stays behind that would be in the way of the next. */
@Rule({"T-2", "T-8"})
class FailedCopyTest
{
    private final UnsafeBuffer payload = Payload.of("abc");

    @Test
    void shouldGoOnWhenAPrivateLaneWasOfferedMoreThanTheBufferHolds()
    {
        try (EnginePair pair = EnginePair.launch(); Lane lane = pair.marketSession().acquireLane())
        {
            final RecordingHandler handler = pair.open();
            shouldGoOnAfterAFailedCopy(pair, handler, pair.acceptorStream().writer(lane));
        }
    }

    @Test
    void shouldGoOnWhenASharedWriterWasOfferedMoreThanTheBufferHolds()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            shouldGoOnAfterAFailedCopy(pair, handler, pair.acceptorStream().sharedWriter());
        }
    }

    @Test
    void shouldGoOnWhenAnAgentsWriterWasOfferedMoreThanTheBufferHolds()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            shouldGoOnAfterAFailedCopy(pair, handler, pair.acceptorStream().writer());
        }
    }

    @Test
    @Rule("W-3")
    void shouldSendNothingOfAMessageWhenTheBufferHoldsItsFirstFrameOnly()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = new RecordingHandler().quiet();
            pair.open(StreamRequest.of(EnginePair.TICKS), handler);
            final StreamWriter writer = pair.acceptorStream().writer();
            final int several = pair.marketSession().maxPayload() + 1;
            final UnsafeBuffer firstOnly = Payload.ofLength(several - 1);

            assertThrows(IndexOutOfBoundsException.class, () -> writer.offerMessage(firstOnly, 0, several));
            pair.invoke();

            assertEquals(0, handler.dataCount());
        }
    }

    private void shouldGoOnAfterAFailedCopy(
        final EnginePair pair,
        final RecordingHandler handler,
        final StreamWriter writer)
    {
        final int several = pair.marketSession().maxPayload() + 1;

        assertThrows(IndexOutOfBoundsException.class, () -> writer.offer(payload, 0, 4));
        assertThrows(NullPointerException.class, () -> writer.offer(null, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> writer.offerMessage(payload, 0, several));
        assertEquals(0, Payload.offer(writer, "a"), "no seq was used");
        pair.invoke();

        assertEquals(List.of("opened", "data:0:a"), handler.events());
    }
}
