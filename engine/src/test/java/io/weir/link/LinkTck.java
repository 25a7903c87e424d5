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
package io.weir.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Result;
import io.weir.test.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * What every link must do, whatever it is made of: a test class of each implements this and says how one is made. A
 * link's two directions are alike; one is looked at, from the sink at this side to the inlet at the far one.
 */
public interface LinkTck
{
    /** One direction of a link under test. */
    interface Way extends AutoCloseable
    {
        /** {@return where frames are encoded, at the near end} */
        FrameSink sink();

        /** {@return where they arrive, at the far end} */
        Inlet inlet();

        /** {@return the longest frame in bytes that the link takes whole} */
        int maxFrame();

        /** The near end closes: nothing more will come. */
        void closeSink();

        /**
         * {@return under which session a frame arrives}
         *
         * @param sessionIndex that it was sent for; a link that one session has for itself needs not carry it.
         */
        default int arrivesUnder(final int sessionIndex)
        {
            return sessionIndex;
        }

        /** Lets work once what lies between the two ends, and is driven by the test's own thread. */
        default void work()
        {
        }

        @Override
        void close();
    }

    /** {@return a way with nothing under way, its sink publishing batches of at least eight} */
    Way open();

    /** Longest time that what is awaited may take. */
    long LIMIT_NS = 10_000_000_000L;

    /** Which session frames are for, unless a test says otherwise. */
    int SESSION = 0x0001_0003;

    @Test
    @Rule("T-2")
    default void shouldHandOnEachFrameAsItWasWhenFramesAreOfAnyLength()
    {
        try (Way way = open())
        {
            for (int length = 1; length <= way.maxFrame(); length += 1 + length / 7)
            {
                final byte[] frame = frame(length, length);
                send(way, SESSION + length, frame);
                final Received received = receive(way, 1);

                assertEquals(List.of(way.arrivesUnder(SESSION + length)), received.sessions);
                assertArrayEquals(frame, received.frames.get(0), () -> "a frame of " + frame.length);
            }
        }
    }

    /** What is encoded apart and copied is handed on like the rest; what is claimed at a publish stays claimed. */
    @Test
    @Rule({"T-2", "T-3", "S-1"})
    default void shouldHandOnEveryFrameOnceWhenBatchesAndFramesAreOfAnySize()
    {
        final Random random = new Random(20_261_121);
        final Deque<byte[]> underWay = new ArrayDeque<>();
        try (Way way = open())
        {
            int committed = 0;
            while (committed < 20_000 || !underWay.isEmpty())
            {
                if (committed < 20_000)
                {
                    committed += sendBatch(way, random, underWay);
                }
                way.inlet().poll((session, buffer, offset, length) ->
                {
                    final byte[] frame = new byte[length];
                    buffer.getBytes(offset, frame);
                    assertEquals(way.arrivesUnder(SESSION), session);
                    assertArrayEquals(underWay.poll(), frame);
                }, 1 + random.nextInt(64), 0);
                way.work();
            }
        }
    }

    @Test
    @Rule("W-3")
    default void shouldTakeAFrameWholeWhenItIsTheLongest()
    {
        try (Way way = open())
        {
            for (int i = 0; i < 100; i++)
            {
                final byte[] frame = frame(way.maxFrame(), i);
                send(way, SESSION, frame);

                assertArrayEquals(frame, receive(way, 1).frames.get(0));
            }
        }
    }

    @Test
    @Rule("S-1")
    default void shouldKeepTheOrderWhenFramesOfSeveralSessionsFollowEachOther()
    {
        try (Way way = open())
        {
            for (int round = 0; round < 200; round++)
            {
                final int frames = 1 + round % 5;
                for (int i = 0; i < frames; i++)
                {
                    send(way, SESSION + i, frame(40 + 13 * i, round + i));
                }
                final Received received = receive(way, frames);
                for (int i = 0; i < frames; i++)
                {
                    assertEquals(way.arrivesUnder(SESSION + i), received.sessions.get(i));
                    assertArrayEquals(frame(40 + 13 * i, round + i), received.frames.get(i));
                }
            }
        }
    }

    @Test
    @Rule("T-3")
    default void shouldHandOnFramesWhenABatchIsPublishedBeforeItEnds()
    {
        try (Way way = open())
        {
            way.sink().beginBatch();
            send(way, SESSION, frame(64, 1));
            way.sink().publish();

            assertEquals(1, receive(way, 1).frames.size());
            way.sink().endBatch();
        }
    }

    @Test
    @Rule("T-2")
    default void shouldHandOnNothingWhenAClaimIsAborted()
    {
        try (Way way = open())
        {
            for (final int length : new int[]{8, 200, way.maxFrame()})
            {
                await("room", way, () -> way.sink().hasRoom(1, way.maxFrame()));
                final int offset = way.sink().claim(SESSION, length);
                way.sink().buffer().putBytes(offset, frame(length, 66));
                way.sink().abort();
                send(way, SESSION, frame(64, 9));

                assertArrayEquals(frame(64, 9), receive(way, 1).frames.get(0));
            }
        }
    }

    @Test
    @Rule({"T-2", "T-3"})
    default void shouldRefuseWhenFullAndTakeMoreWhenTheReceiverHasPassed()
    {
        try (Way way = open())
        {
            for (int round = 0; round < 20; round++)
            {
                way.sink().beginBatch();
                int sent = 0;
                int result = trySend(way, frame(100 + round, sent));
                while (result >= 0)
                {
                    sent++;
                    result = trySend(way, frame(100 + round, sent));
                }
                assertEquals(Result.BACK_PRESSURED, result);
                assertTrue(sent > 1, "a link holds two frames at least");

                // The batch has not ended: what is committed was published before the refusal.
                final Received received = receive(way, sent);
                for (int i = 0; i < sent; i++)
                {
                    assertArrayEquals(frame(100 + round, i), received.frames.get(i));
                }
                way.sink().endBatch();
                await("room", way, () -> way.sink().hasRoom(1, way.maxFrame()));
            }
        }
    }

    @Test
    @Rule("W-3")
    default void shouldTakeAsManyFramesAsItSaysWhenItHasRoomForThem()
    {
        try (Way way = open())
        {
            final int most = way.sink().maxFrames(way.maxFrame());
            assertTrue(most > 0);
            assertFalse(way.sink().hasRoom(most + 1, way.maxFrame()), "more than fit at any time");
            for (int frames = 1; frames <= most; frames++)
            {
                final int wanted = frames;
                await("room when nothing is under way", way, () -> way.sink().hasRoom(wanted, way.maxFrame()));
                for (int i = 0; i < frames; i++)
                {
                    assertTrue(trySend(way, frame(way.maxFrame(), i)) >= 0, "there was room");
                }
                receive(way, frames);
            }
        }
    }

    @Test
    @Rule("T-5")
    default void shouldHavePassedThePositionWhenTheFrameIsReceived()
    {
        try (Way way = open())
        {
            send(way, SESSION, frame(64, 1));
            final long position = way.sink().position();
            receive(way, 1);

            assertTrue(way.sink().consumedPosition() >= position);
        }
    }

    @Test
    @Rule("T-1")
    default void shouldHandOnNoMoreThanTheLimitWhenMoreIsThere()
    {
        try (Way way = open())
        {
            for (int i = 0; i < 4; i++)
            {
                send(way, SESSION, frame(64, i));
            }
            final Received received = new Received();
            await("four frames", way, () ->
            {
                assertTrue(way.inlet().poll(received, 1, 0) <= 1);
                return received.frames.size() >= 4;
            });
        }
    }

    @Test
    default void shouldGoOnBehindTheFrameWhenAConsumerThrows()
    {
        try (Way way = open())
        {
            send(way, SESSION, frame(64, 1));
            send(way, SESSION, frame(64, 2));
            await("the first frame", way, () -> hasThrown(way));

            assertArrayEquals(frame(64, 2), receive(way, 1).frames.get(0));
        }
    }

    @Test
    @Rule("S-6")
    default void shouldBeExhaustedWhenTheSinkIsClosedAndEverythingIsPolled()
    {
        try (Way way = open())
        {
            way.sink().beginBatch();
            send(way, SESSION, frame(64, 1));
            assertFalse(way.inlet().isExhausted());
            way.closeSink();

            assertTrue(way.sink().isClosed());
            assertFalse(way.inlet().isExhausted(), "a frame is still to come");
            assertEquals(1, receive(way, 1).frames.size());
            await("exhausted", way, () -> 0 == poll(way, new Received()) && way.inlet().isExhausted());
        }
    }

    @Test
    @Rule("T-8")
    default void shouldSayNotConnectedWhenTheReceiverIsGone()
    {
        try (Way way = open())
        {
            way.inlet().close();
            await("a link to nobody that takes no frames", way, () -> trySend(way, frame(64, 1)) < 0);

            await("disconnected", way, () -> way.sink().isDisconnected());
            assertEquals(Result.NOT_CONNECTED, way.sink().claim(SESSION, 64));
        }
    }

    /** Notes what arrives. */
    final class Received implements FrameConsumer
    {
        final List<Integer> sessions = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();

        @Override
        public void onFrame(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
        {
            sessions.add(sessionIndex);
            final byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            frames.add(frame);
        }
    }

    private static byte[] frame(final int length, final int salt)
    {
        final byte[] frame = new byte[length];
        for (int i = 0; i < length; i++)
        {
            frame[i] = (byte)(31 * i + 7 * salt + length);
        }
        return frame;
    }

    private static int trySend(final Way way, final byte[] frame)
    {
        final int offset = way.sink().claim(SESSION, frame.length);
        if (offset >= 0)
        {
            way.sink().buffer().putBytes(offset, frame);
            way.sink().commit();
        }
        return offset;
    }

    private static void send(final Way way, final int session, final byte[] frame)
    {
        await("room", way, () -> way.sink().hasRoom(1, frame.length));
        final int offset = way.sink().claim(session, frame.length);
        assertTrue(offset >= 0, () -> "refused: " + Result.name(offset));
        way.sink().buffer().putBytes(offset, frame);
        way.sink().commit();
    }

    private static int poll(final Way way, final Received received)
    {
        way.inlet().poll(received, Integer.MAX_VALUE, 0);
        return received.frames.size();
    }

    private static Received receive(final Way way, final int frames)
    {
        final Received received = new Received();
        await(frames + " frames", way, () -> poll(way, received) >= frames);
        assertEquals(frames, received.frames.size());
        return received;
    }

    private static boolean hasThrown(final Way way)
    {
        try
        {
            way.inlet().poll((session, buffer, offset, length) ->
            {
                throw new IllegalStateException("meant to fail");
            }, 1, 0);
            return false;
        }
        catch (final IllegalStateException ex)
        {
            return true;
        }
    }

    private static void await(final String what, final Way way, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean())
        {
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> "not within 10 s: " + what);
            way.work();
            Thread.yield();
        }
    }

    private static int sendBatch(final Way way, final Random random, final Deque<byte[]> underWay)
    {
        final FrameSink sink = way.sink();
        final int wanted = 1 + random.nextInt(random.nextBoolean() ? 3 : 80);
        final boolean isBatch = 0 != random.nextInt(4);
        if (isBatch)
        {
            sink.beginBatch();
        }
        int sent = 0;
        for (int i = 0; i < wanted; i++)
        {
            final byte[] frame = new byte[1 + random.nextInt(0 == random.nextInt(10) ? way.maxFrame() : 150)];
            random.nextBytes(frame);
            final int offset = sink.claim(SESSION, frame.length);
            if (offset < 0)
            {
                break;
            }
            sink.buffer().putBytes(offset, frame);
            if (0 == random.nextInt(20))
            {
                sink.publish();
            }
            if (0 == random.nextInt(10))
            {
                sink.abort();
                continue;
            }
            sink.commit();
            underWay.add(frame);
            sent++;
            if (isBatch && 0 == random.nextInt(30))
            {
                sink.publish();
            }
        }
        if (isBatch)
        {
            sink.endBatch();
        }
        return sent;
    }
}
