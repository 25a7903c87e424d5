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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Publications begin near their end, so that their successors are needed soon. */
@Rule("N-5")
class RollTest
{
    private static final int FRAMES = 60_000;
    private static final int LONG_FRAMES = 12_000;
    private static final int TERMS = 24;
    private static final int MARGIN_TERMS = 12;

    @ParameterizedTest
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldGoOnWithoutLossOrReorderWhenPositionsAreUsedUpAgainAndAgain(final String address)
    {
        try (TransportPair pair = new TransportPair(rolling(), rolling()))
        {
            pair.listen(address);
            final Connection there = pair.open(address);
            final int rolls = pair.exchange(there, pair.accepted.get(0), FRAMES);

            assertTrue(rolls >= 6, () -> "it rolled " + rolls + " times");
            assertEquals(1, pair.accepted.size(), "a successor is no new peer");
            assertEquals("", pair.errors());
        }
    }

    @ParameterizedTest
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldEndWithAReasonWhenPositionsAreUsedUpAndNobodyRolls(final String address)
    {
        try (TransportPair pair = new TransportPair(rolling().rolls(false), rolling().rolls(false)))
        {
            pair.listen(address);
            final Connection there = pair.open(address);
            final Connection back = pair.accepted.get(0);
            final long[] sent = {0};
            pair.await("the end of positions", () ->
            {
                sent[0] += TransportPair.send(there, sent[0], 1000) ? 1 : 0;
                back.poll(1, (session, buffer, offset, length) ->
                {}, 100);
                there.work(1);
                back.work(1);
                return there.isClosed();
            });

            assertTrue(there.reason().contains("positions"), there.reason());
            there.close();
            pair.await("the peer's end", back::isClosed);
        }
    }

    @ParameterizedTest
    @CsvSource({"64k, 1m", "1m, 64k"})
    void shouldRollInTimeWhenThePeersTermsAreOfAnotherLength(final String here, final String there)
    {
        try (TransportPair pair = new TransportPair(
            new AeronTransport.Context().nearTheEnd(8, 4), new AeronTransport.Context().nearTheEnd(8, 4)))
        {
            pair.listen("aeron:ipc?term-length=" + there);
            final Connection connector = pair.open("aeron:ipc?term-length=" + here);
            final Connection acceptor = pair.accepted.get(0);
            final TransportPair.InOrder received = new TransportPair.InOrder(connector);
            final TransportPair.InOrder rolls = new TransportPair.InOrder(acceptor);
            final long[] sent = {0};
            pair.await("all frames", () ->
            {
                for (int i = 0; i < 20 && sent[0] < LONG_FRAMES; i++)
                {
                    sent[0] += TransportPair.send(acceptor, sent[0], 1000) ? 1 : 0;
                }
                connector.poll(1, received, 40);
                acceptor.poll(1, rolls, 40);
                connector.work(1);
                acceptor.work(1);
                assertFalse(acceptor.isClosed(), acceptor::reason);
                return LONG_FRAMES == received.expected;
            });

            assertTrue(received.rolls >= 2, () -> "it rolled " + received.rolls + " times");
        }
    }

    @Test
    void shouldEndWhenTheConnectorNeverRolls()
    {
        try (TransportPair pair = new TransportPair(rolling().rolls(false), rolling()))
        {
            pair.listen(TransportPair.IPC);
            final Connection there = pair.open(TransportPair.IPC);
            final Connection back = pair.accepted.get(0);
            final long[] sent = {0};
            pair.speed(20);
            pair.await("the acceptor's end of patience", () ->
            {
                sent[0] += TransportPair.send(back, sent[0], 1000) ? 1 : 0;
                there.poll(1, (session, buffer, offset, length) ->
                {}, 100);
                there.work(1);
                back.work(1);
                return back.isClosed();
            });

            assertTrue(back.reason().contains("does not roll"), back.reason());
        }
    }

    @Test
    void shouldRefuseARollWhenThereIsNone()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.IPC);
            final Connection there = pair.open(TransportPair.IPC);
            final Connection back = pair.accepted.get(0);

            assertFalse(there.onRoll(1), "the connector leads");
            assertTrue(back.onRoll(1), "it may be about to come");
            assertFalse(back.onRoll(1), "one at a time");
            pair.speed(20).await("the end of waiting for it", back::isClosed);
            assertTrue(back.reason().contains("did not come"), back.reason());
        }
    }

    @Test
    void shouldNeverHandAPeersOwnImageToAnotherConnectionWhenThatOneNamesIt()
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(TransportPair.IPC);
            pair.open(TransportPair.IPC);
            final Connection first = pair.accepted.get(0);
            final Connection second = pair.connector.connect(TransportPair.IPC);
            pair.await("connected", second::isConnected);
            pair.sayHello(second);
            final int[] frames = {0};
            assertTrue(first.onRoll(((ConnectorConnection)second).sink.publication().sessionId()));
            pair.speed(20).await("the first's end", () ->
            {
                frames[0] += first.poll(1, (session, buffer, offset, length) ->
                {}, 10);
                return first.isClosed();
            });

            assertEquals(0, frames[0], "nothing of another peer's");
            pair.await("the second is shown as its own", () -> 2 == pair.accepted.size());
            pair.await("its Hello", () -> 1 == pair.accepted.get(1).poll(1, (session, buffer, offset, length) ->
            {}, 10));
        }
    }

    private static AeronTransport.Context rolling()
    {
        return new AeronTransport.Context().nearTheEnd(TERMS, MARGIN_TERMS);
    }
}
