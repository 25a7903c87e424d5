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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Result;
import io.weir.codecs.CloseReason;
import io.weir.codecs.CreditFrame;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Holds the retention to what N-4 promises: whatever breaks, the peer has every retained frame once and in order. */
class RetentionRingTest
{
    private static final int CAPACITY = 2048;
    private static final int MAX_FRAME = 512;
    private static final int ENOUGH = Integer.MAX_VALUE;

    private final RetentionRing ring = ring(CAPACITY, MAX_FRAME);

    @Test
    @Rule("N-4")
    void shouldSendAgainFromThePeersCountWhenAConnectionFollowsAnother()
    {
        final ScriptedSink first = attach(ENOUGH, 0);
        write(RawFrames.open(2, "a.b", InteractionKind.DUPLEX));
        write(data(0));
        write(data(1));
        ring.detach();
        write(data(2));

        final ScriptedSink second = attach(ENOUGH, 1);
        ring.flush();

        assertEquals(3, first.frames.size());
        assertFrames(second, data(0), data(1), data(2));
        assertEquals(2, ring.replayed());
    }

    @Test
    @Rule("N-4")
    void shouldReleaseWhatAReceiptCountsWhenThatIsManyFrames()
    {
        final RetentionRing large = ring(1 << 16, MAX_FRAME);
        final int record = FrameRecords.recordLength(data(0).length);
        final SplittableRandom random = new SplittableRandom(42);
        int written = 0;
        int received = 0;
        large.attach(new ScriptedSink(ENOUGH), 0, 0);
        while (received < 5_000)
        {
            for (int i = random.nextInt(300); i > 0 && write(large, data(written)); i--)
            {
                written++;
            }
            received += random.nextInt(1 + written - received);
            assertTrue(large.release(received));

            assertEquals(received, large.releasedCount());
            assertEquals((long)(written - received) * record, large.bytes());
            if (0 == random.nextInt(10))
            {
                large.detach();
                final ScriptedSink next = new ScriptedSink(ENOUGH);
                assertTrue(large.attach(next, 0, received));
                large.flush();
                assertEquals(written - received, next.frames.size());
                assertTrue(next.frames.isEmpty() || Arrays.equals(data(received), next.frames.peek()));
            }
        }
        assertFalse(large.release(received - 1));
        assertFalse(large.release(written + 1));
    }

    @Test
    @Rule("N-4")
    void shouldPassOverWhatIsStatedAnewWhenAConnectionFollowsAnother()
    {
        attach(2, 0);
        write(data(0));
        write(RawFrames.credit(2, 5));
        write(RawFrames.cancel(4));
        write(data(1));
        ring.detach();

        final ScriptedSink second = attach(ENOUGH, 0);
        write(RawFrames.credit(2, 6));
        ring.flush();

        assertFrames(second, data(0), data(1), RawFrames.credit(2, 6));
    }

    @Test
    @Rule("N-4")
    void shouldKeepEveryKindThatCannotBeStatedAnewWhenAskedWhatItKeeps()
    {
        attach(ENOUGH, 0);
        write(RawFrames.open(2, "a.b", InteractionKind.DUPLEX));
        write(data(0));
        write(RawFrames.error(2, StreamErrorCode.INTERNAL, "no"));
        write(RawFrames.close(2, 1, CloseReason.ERROR));
        write(RawFrames.credit(2, 5));
        write(RawFrames.cancel(4));
        write(RawFrames.heartbeat());

        assertEquals(4, ring.sentCount());
    }

    @Test
    @Rule("N-4")
    void shouldRefuseAndKeepWhatItHasWhenItIsFull()
    {
        attach(ENOUGH, 0);
        int written = 0;
        while (write(data(written)))
        {
            written++;
        }

        assertEquals(Result.BACK_PRESSURED, ring.claim(0, data(0).length));
        assertFalse(ring.hasRoom(1, data(0).length));
        assertTrue(ring.release(1));
        assertTrue(write(data(written)));
        assertFalse(write(data(written + 1)));
    }

    @Test
    @Rule("N-4")
    void shouldNeverFillWhenOnlyFramesPassThatAreStatedAnew()
    {
        attach(ENOUGH, 0);
        for (int i = 0; i < CAPACITY; i++)
        {
            assertTrue(write(RawFrames.credit(2, i)));
        }

        assertEquals(0, ring.bytes());
    }

    @Test
    @Rule("N-4")
    void shouldTakeNoRoomForWhatIsStatedAnewWhenItIsSentOrNobodyIsThere()
    {
        attach(ENOUGH, 0);
        write(data(0));
        final long bytes = ring.bytes();
        for (int i = 0; i < CAPACITY; i++)
        {
            assertTrue(write(RawFrames.credit(2, i)));
        }
        assertEquals(bytes, ring.bytes());
        ring.detach();
        assertTrue(write(RawFrames.credit(2, CAPACITY)));

        assertEquals(bytes, ring.bytes());
    }

    @Test
    @Rule("N-4")
    void shouldRefuseAConnectionWhenThePeersCountIsNoLongerOrNotYetAmongWhatWasSent()
    {
        attach(ENOUGH, 0);
        write(data(0));
        write(data(1));
        ring.release(1);
        ring.detach();
        write(data(2));

        assertFalse(ring.attach(new ScriptedSink(ENOUGH), 0, 0));
        assertFalse(ring.attach(new ScriptedSink(ENOUGH), 0, 3));
        assertTrue(ring.attach(new ScriptedSink(ENOUGH), 0, 2));
    }

    @Test
    @Rule("N-4")
    void shouldRefuseAReceiptWhenItFallsOrCountsWhatWasNotSent()
    {
        attach(1, 0);
        write(data(0));
        write(data(1));

        assertTrue(ring.release(1));
        assertTrue(ring.release(1));
        assertFalse(ring.release(0));
        assertFalse(ring.release(2));
    }

    @Test
    @Rule("N-4")
    void shouldKeepWireOrderWhenTheConnectionHasNoRoomForAWhile()
    {
        final ScriptedSink sink = attach(1, 0);
        write(data(0));
        write(data(1));
        sink.room = ENOUGH;
        write(data(2));
        assertEquals(1, ring.sentCount());
        assertEquals(2, ring.flush());

        assertFrames(sink, data(0), data(1), data(2));
        assertEquals(0, ring.flush());
    }

    @Test
    @Rule("T-2")
    void shouldLeaveNothingBehindWhenAClaimIsAborted()
    {
        final ScriptedSink sink = attach(ENOUGH, 0);
        ring.claim(0, 100);
        assertThrows(IllegalStateException.class, () -> ring.claim(0, 100));
        ring.abort();
        assertThrows(IllegalStateException.class, ring::commit);
        write(data(0));

        assertFrames(sink, data(0));
    }

    @Test
    void shouldAnswerNotConnectedWhenTheSessionHasEnded()
    {
        ring.close();

        assertEquals(Result.NOT_CONNECTED, ring.claim(0, 64));
        assertTrue(ring.isDisconnected());
        assertFalse(ring.hasRoom(1, 64));
        assertTrue(ring.release(0), "a Receipt that comes late");
        assertTrue(ring.claimAtHand(0, 64) < 0);
    }

    @Test
    void shouldRefuseWhenAFrameOrACapacityCannotBe()
    {
        assertThrows(IllegalArgumentException.class, () -> ring.claim(0, MAX_FRAME + 1));
        assertThrows(IllegalArgumentException.class, () -> ring(1000, 100));
        assertThrows(IllegalArgumentException.class, () -> ring(1024, 512));
    }

    /** What may happen to a durable session's way out. */
    enum Event
    {
        DATA,
        CREDIT,
        ABORT,
        ROOM,
        ARRIVE,
        RECEIPT,
        BREAK,
        RESUME,
        BATCH
    }

    /**
     * One event.
     *
     * @param event  that happens.
     * @param amount of it: a length, a count of frames.
     */
    record Step(Event event, int amount)
    {
    }

    @Provide
    Arbitrary<List<Step>> steps()
    {
        final Arbitrary<Event> events = Arbitraries.frequency(
            Tuple.of(20, Event.DATA),
            Tuple.of(8, Event.CREDIT),
            Tuple.of(1, Event.ABORT),
            Tuple.of(8, Event.ROOM),
            Tuple.of(8, Event.ARRIVE),
            Tuple.of(4, Event.RECEIPT),
            Tuple.of(3, Event.BREAK),
            Tuple.of(5, Event.RESUME),
            Tuple.of(4, Event.BATCH));
        return Combinators.combine(events, Arbitraries.integers().between(0, 400)).as(Step::new).list().ofMaxSize(150);
    }

    @Property(tries = 2_000)
    @Rule({"N-4", "S-1"})
    void shouldBringEveryRetainedFrameOnceAndInOrderWhenConnectionsBreak(@ForAll("steps") final List<Step> steps)
    {
        final Model model = new Model();
        steps.forEach(model::step);
        model.finish();
    }

    /** Both ends: the ring, what was written to it, and a peer that counts what it receives. */
    private static final class Model
    {
        final RetentionRing ring = ring(CAPACITY, MAX_FRAME);
        final List<byte[]> written = new ArrayList<>();
        final List<byte[]> received = new ArrayList<>();
        ScriptedSink connection;
        boolean inBatch;
        int credits;
        /** What the peer was last told of, over this connection. */
        int creditSeen = -1;

        void step(final Step step)
        {
            switch (step.event)
            {
                case DATA -> data(step.amount);
                case CREDIT -> credit();
                case ABORT -> abort();
                case ROOM -> room(step.amount % 8);
                case ARRIVE -> arrive(step.amount % 8);
                case RECEIPT -> receipt(step.amount % 8);
                case BREAK -> breakAfter(step.amount % 8);
                case RESUME -> resume(step.amount % 8);
                default -> batch();
            }
            assertTrue(ring.bytes() <= CAPACITY);
            assertTrue(ring.releasedCount() <= received.size());
            assertTrue(ring.sentCount() <= written.size());
            assertTrue(written.size() <= received.size() || ring.bytes() > 0, "something was forgotten");
        }

        void data(final int length)
        {
            final byte[] frame = RawFrames.data(2, written.size(), 0, "x".repeat(length));
            if (write(ring, frame))
            {
                written.add(frame);
            }
            else
            {
                assertTrue(ring.bytes() > CAPACITY - frame.length - 16, "refused with room");
            }
        }

        void credit()
        {
            if (write(ring, RawFrames.credit(2, credits + 1)))
            {
                credits++;
            }
        }

        void abort()
        {
            if (ring.claim(0, 40) >= 0)
            {
                ring.abort();
            }
        }

        void batch()
        {
            final Runnable turn = inBatch ? ring::endBatch : ring::beginBatch;
            turn.run();
            inBatch = !inBatch;
        }

        void room(final int frames)
        {
            if (null != connection)
            {
                connection.room += frames;
                ring.flush();
            }
        }

        void arrive(final int frames)
        {
            for (int i = 0; i < frames && null != connection && !connection.frames.isEmpty(); i++)
            {
                final byte[] frame = connection.frames.poll();
                final UnsafeBuffer view = new UnsafeBuffer(frame);
                if (RetentionRing.isRetained(FrameHeader.templateId(FrameHeader.word(view, 0))))
                {
                    received.add(frame);
                }
                else
                {
                    final int credit = (int)CreditFrame.limit(view, 0);
                    assertTrue(credit > creditSeen, "a credit was sent again");
                    creditSeen = credit;
                }
            }
        }

        void receipt(final int behind)
        {
            if (null != connection)
            {
                assertTrue(ring.release(Math.max(ring.releasedCount(), received.size() - behind)));
            }
        }

        void breakAfter(final int arriving)
        {
            arrive(arriving);
            connection = null;
            ring.detach();
        }

        void resume(final int room)
        {
            if (null == connection)
            {
                final ScriptedSink next = new ScriptedSink(room);
                assertTrue(ring.attach(next, 0, received.size()));
                connection = next;
                credit();
                ring.flush();
            }
        }

        void finish()
        {
            breakAfter(3);
            resume(ENOUGH);
            ring.publish();
            arrive(ENOUGH);
            assertEquals(written.size(), received.size());
            for (int i = 0; i < written.size(); i++)
            {
                assertArrayEquals(written.get(i), received.get(i), "frame " + i);
            }
            assertTrue(ring.release(received.size()));
            assertEquals(0, ring.bytes());
            assertTrue(ring.hasRoom(CAPACITY / 512, MAX_FRAME - 8));
        }
    }

    private ScriptedSink attach(final int room, final long received)
    {
        final ScriptedSink sink = new ScriptedSink(room);
        assertTrue(ring.attach(sink, 0, received));
        return sink;
    }

    private boolean write(final byte[] frame)
    {
        return write(ring, frame);
    }

    private static boolean write(final RetentionRing ring, final byte[] frame)
    {
        final int offset = ring.claim(0, frame.length);
        if (offset < 0)
        {
            return false;
        }
        ring.buffer().putBytes(offset, frame);
        ring.commit();
        return true;
    }

    private static byte[] data(final int seq)
    {
        return RawFrames.data(2, seq, 0, "payload " + seq);
    }

    private static void assertFrames(final ScriptedSink sink, final byte[]... expected)
    {
        final List<byte[]> sent = new ArrayList<>(sink.frames);
        assertEquals(expected.length, sent.size());
        for (int i = 0; i < expected.length; i++)
        {
            assertArrayEquals(expected[i], sent.get(i), "frame " + i);
        }
    }

    private static RetentionRing ring(final int capacity, final int maxFrame)
    {
        return new RetentionRing(
            LaneBuffer.allocate(RetentionRing.memoryLength(capacity, maxFrame)), capacity, maxFrame);
    }
}
