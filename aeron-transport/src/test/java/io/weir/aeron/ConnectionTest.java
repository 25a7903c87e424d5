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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.link.Connection;
import io.weir.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection does, the same over both media. */
class ConnectionTest
{
    private static final int FRAMES = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {TransportPair.IPC, TransportPair.UDP})
    @Rule("N-1")
    void shouldCarryFramesBothWaysInOrderWhenBothSendAtOnce(final String address)
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(address);
            final Connection there = pair.open(address);
            final Connection back = pair.accepted.get(0);
            exchange(pair, there, back, FRAMES);
            assertEquals("", pair.errors());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TransportPair.IPC, TransportPair.UDP})
    @Rule("N-5")
    void shouldRollWithoutLossWhenPositionsAreUsedUp(final String address)
    {
        try (TransportPair pair = new TransportPair(
            new AeronTransport.Context().nearTheEnd(24, 12), new AeronTransport.Context().nearTheEnd(24, 12)))
        {
            pair.listen(address);
            final Connection there = pair.open(address);
            final Connection back = pair.accepted.get(0);
            final int rolls = exchange(pair, there, back, 3 * FRAMES);
            assertTrue(rolls >= 6, () -> "it rolled " + rolls + " times");
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

    private static int exchange(
        final TransportPair pair,
        final Connection there,
        final Connection back,
        final int frames)
    {
        final TransportPair.InOrder atThere = new TransportPair.InOrder(there);
        final TransportPair.InOrder atBack = new TransportPair.InOrder(back);
        final long[] sent = {0, 0};
        pair.await("all frames", () ->
        {
            for (int i = 0; i < 50; i++)
            {
                sent[0] += sent[0] < frames && TransportPair.send(there, sent[0], 64) ? 1 : 0;
                sent[1] += sent[1] < frames && TransportPair.send(back, sent[1], 64) ? 1 : 0;
            }
            there.poll(1, atThere, 40);
            back.poll(1, atBack, 40);
            there.work(1);
            back.work(1);
            assertFalse(there.isClosed(), there::reason);
            assertFalse(back.isClosed(), back::reason);
            return atThere.expected == frames && atBack.expected == frames;
        });
        return atThere.rolls + atBack.rolls;
    }
}
