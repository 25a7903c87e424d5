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

import io.weir.codecs.DataFrame;
import io.weir.link.Connection;
import io.weir.test.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over IPC a receiver stays a message behind the sender of a flood, and of nothing else. */
@Rule("T-3")
class IpcFloodTest
{
    /** Of 64 bytes of payload: as many as go into a message of the default length, more or less. */
    private static final int BATCH = 12;
    /** So that the flood ends before the room does. */
    private static final int BATCHES = Trail.FLOOD_LENGTH / (BATCH * 112) + 5;
    private static final int LIMIT = 4_096;
    private static final long QUICK_NS = 500;

    private final TransportPair pair = new TransportPair();
    private Connection from;
    private Connection to;
    private long nowNs;
    private long sent;
    private long received;

    @AfterEach
    void close()
    {
        pair.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void shouldTakeAllAtOnceWhenALoopWaitsForAnswers(final int messages)
    {
        open(TransportPair.IPC);
        for (int i = 0; i < 4 * BATCHES; i++)
        {
            for (int j = 0; j < messages; j++)
            {
                send(BATCH);
            }
            nowNs = Math.max(nowNs, System.nanoTime());

            // More than once for where a term ends.
            for (int j = 0; j < 3; j++)
            {
                poll(QUICK_NS);
                assertFalse(to.isHeldBack());
            }
            assertEquals(sent, received);
        }
    }

    @Test
    void shouldStayAMessageBehindWhenMuchComes()
    {
        open(TransportPair.IPC);
        flood(QUICK_NS);

        assertEquals(sent - BATCH, received);
        assertEquals(0, poll(QUICK_NS));
        assertTrue(to.isHeldBack());
        send(BATCH);
        assertEquals(BATCH, poll(QUICK_NS));
        assertEquals(sent - BATCH, received);
    }

    @Test
    void shouldTakeTheRestAfterTwoMicrosecondsWhenNothingComesBehindIt()
    {
        open(TransportPair.IPC);
        flood(QUICK_NS);
        assertEquals(0, poll(1_999));
        assertTrue(to.isHeldBack());

        assertEquals(BATCH, poll(1));

        assertEquals(sent, received);
        assertFalse(to.isHeldBack());
        send(BATCH);
        assertEquals(BATCH, poll(QUICK_NS), "the flood is over");
    }

    @Test
    void shouldTakeAllAtOnceWhenDutyCyclesAreLong()
    {
        open(TransportPair.IPC);
        flood(10_000);

        assertEquals(sent, received);
        assertFalse(to.isHeldBack());
    }

    @Test
    void shouldTakeWhatIsThereWhenItsTermEnds()
    {
        open(TransportPair.IPC);
        for (int i = 0; i < 20 * BATCHES; i++)
        {
            pair.await("room", () ->
            {
                take();
                return from.sink().hasRoom(BATCH, 104);
            });
            send(BATCH);
        }
        awaitAll();
    }

    @Test
    void shouldWaitForNothingWhenTheConnectionIsOver()
    {
        open(TransportPair.IPC);
        flood(QUICK_NS);

        to.close();
        poll(QUICK_NS);

        assertFalse(to.isHeldBack());
        assertTrue(to.isDrained());
    }

    @Test
    void shouldTakeAFrameAtOnceWhenTheOneBeforeItCameAloneToo()
    {
        open(TransportPair.IPC);
        flood(QUICK_NS);
        for (int i = 0; i < 2; i++)
        {
            assertTrue(TransportPair.send(from, sent++, 64));
            awaitAll();
        }

        assertTrue(TransportPair.send(from, sent++, 64));

        assertEquals(1, poll(QUICK_NS));
        assertFalse(to.isHeldBack());
    }

    @Test
    void shouldTakeAllAtOnceWhenItComesOverANetwork()
    {
        open(TransportPair.UDP);
        for (int i = 0; i < BATCHES; i++)
        {
            send(BATCH);
            pair.await("a batch", () ->
            {
                take();
                assertFalse(to.isHeldBack());
                return sent == received;
            });
        }
    }

    private void open(final String address)
    {
        pair.listen(address);
        from = pair.open(address);
        to = pair.accepted.get(0);
    }

    /** Sends a little, after which frames share messages; then more than a flood takes, and polls in two cycles. */
    private void flood(final long cycleNs)
    {
        for (int i = 0; i < 2; i++)
        {
            send(BATCH);
            awaitAll();
        }
        for (int i = 0; i < BATCHES; i++)
        {
            send(BATCH);
        }
        nowNs = System.nanoTime();
        pair.acceptor.doWork(nowNs);
        assertEquals(BATCH, take(1));
        assertTrue(poll(cycleNs) > 0);
    }

    private void send(final int frames)
    {
        pair.await("room", () -> from.sink().hasRoom(frames, 104));
        from.sink().beginBatch();
        for (int i = 0; i < frames; i++)
        {
            assertTrue(TransportPair.send(from, sent++, 64));
        }
        from.sink().endBatch();
    }

    /** Polls in a duty cycle that begins so long after the last. */
    private int poll(final long cycleNs)
    {
        nowNs += cycleNs;
        pair.acceptor.doWork(nowNs);
        return take();
    }

    private int take()
    {
        return take(LIMIT);
    }

    private int take(final int limit)
    {
        return to.poll(1, (session, buffer, offset, length) ->
        {
            assertEquals(received, DataFrame.seq(buffer, offset));
            received++;
        }, limit);
    }

    private void awaitAll()
    {
        pair.await("what was sent", () ->
        {
            take();
            return sent == received;
        });
    }
}
