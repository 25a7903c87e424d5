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
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weir.Result;
import io.weir.link.Connection;
import io.weir.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connection does, the same over both media. */
class ConnectionTest
{
    private static final int FRAMES = 20_000;

    @ParameterizedTest
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    @Rule("N-1")
    void shouldCarryFramesBothWaysInOrderWhenBothSendAtOnce(final String address)
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(address);
            final Connection there = pair.open(address);
            final Connection back = pair.accepted.get(0);
            pair.exchange(there, back, FRAMES);
            assertEquals("", pair.errors());
        }
    }

    @Test
    void shouldCloseWhenThePeerCloses()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.IPC);
            final Connection there = pair.open(TransportPair.IPC);
            final Connection back = pair.accepted.get(0);
            there.close();
            pair.await("the other end closed", back::isClosed);
            assertFalse(back.reason().isEmpty());
            back.close();
        }
    }

    @Test
    @Rule({"N-5", "T-8"})
    void shouldAnswerNotConnectedAndEndWhenItsPublicationIsClosedUnderIt()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.IPC);
            final Connection there = pair.open(TransportPair.IPC);
            ((AeronConnection)there).sink.publication().close();
            assertEquals(Result.NOT_CONNECTED, there.sink().claim(0, 64));
            pair.await("its end", there::isClosed);

            assertEquals("nobody receives any more what is sent here", there.reason());
            assertEquals(Result.NOT_CONNECTED, there.sink().claim(0, 64));
            there.close();
        }
    }
}
