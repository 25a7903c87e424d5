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

/** In a flood over IPC a receiver stays a message behind the sender, and whatever it leaves comes soon (T-3). */
@Rule("T-3")
class IpcFloodTest
{
    /** Of 64 bytes of payload: as many as go into a message of the default length, more or less. */
    private static final int BATCH = 12;
    /** So that the flood ends before the room does. */
    private static final int BATCHES = Trail.FLOOD / (BATCH * 112) + 3;
    private static final int LIMIT = 4_096;

    private final TransportPair pair = new TransportPair();
    private Connection from;
    private Connection to;
    private long sent;
    private long received;

    @AfterEach
    void close()
    {
        pair.close();
    }

    @Test
    void shouldTakeAllAtOnceWhenPairsComeWithPausesBetweenThem()
    {
        open(TransportPair.IPC);
        for (int i = 0; i < 2 * BATCHES; i++)
        {
            send(BATCH);
            send(BATCH);
            awaitAll();
            for (int j = 0; j < Trail.PATIENCE; j++)
            {
                assertEquals(0, poll());
            }
            send(BATCH);
            send(BATCH);

            // One more for where a term ends.
            for (int j = 0; j < 2; j++)
            {
                poll();
                assertFalse(to.isHeldBack());
            }
            assertEquals(sent, received);
            for (int j = 0; j < Trail.PATIENCE; j++)
            {
                assertEquals(0, poll());
            }
        }
    }

    @Test
    void shouldStayAMessageBehindWhenMuchComes()
    {
        open(TransportPair.IPC);
        flood();

        assertEquals(sent - BATCH, received);
        assertEquals(0, poll());
        assertTrue(to.isHeldBack());
        send(BATCH);
        assertEquals(BATCH, poll());
        assertEquals(sent - BATCH, received);
    }

    @Test
    void shouldTakeTheRestWhenNothingComesBehindIt()
    {
        open(TransportPair.IPC);
        flood();

        // The poll that brought the flood has looked once.
        for (int i = 1; i < Trail.PATIENCE; i++)
        {
            assertEquals(0, poll());
            assertTrue(to.isHeldBack());
        }

        assertEquals(BATCH, poll());
        assertEquals(sent, received);
        assertFalse(to.isHeldBack());
        send(BATCH);
        assertEquals(BATCH, poll(), "the flood is over");
    }

    @Test
    void shouldTakeWhatIsThereWhenItsTermEnds()
    {
        open(TransportPair.IPC);
        for (int i = 0; i < 20 * BATCHES; i++)
        {
            pair.await("room", () ->
            {
                poll();
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
        flood();

        to.close();
        poll();

        assertFalse(to.isHeldBack());
        assertTrue(to.isDrained());
    }

    @Test
    void shouldTakeAFrameAtOnceWhenTheOneBeforeItCameAloneToo()
    {
        open(TransportPair.IPC);
        flood();
        for (int i = 0; i < 2; i++)
        {
            assertTrue(TransportPair.send(from, sent++, 64));
            awaitAll();
        }

        assertTrue(TransportPair.send(from, sent++, 64));

        assertEquals(1, poll());
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
                poll();
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

    /** Sends more than a flood takes, and polls once; before that, since only then do frames share messages. */
    private void flood()
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
        assertTrue(poll() > 0);
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

    private int poll()
    {
        return to.poll(1, (session, buffer, offset, length) ->
        {
            assertEquals(received, DataFrame.seq(buffer, offset));
            received++;
        }, LIMIT);
    }

    private void awaitAll()
    {
        pair.await("what was sent", () ->
        {
            poll();
            return sent == received;
        });
    }
}
