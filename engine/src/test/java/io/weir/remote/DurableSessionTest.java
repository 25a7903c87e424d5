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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.Lane;
import io.weir.Result;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.InteractionKind;
import io.weir.config.Settings;
import io.weir.config.Threading;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.link.DirectMemory;
import io.weir.link.MemoryConnection;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a session that outlives its connections does when they break (N-4). */
class DurableSessionTest
{
    private static final StreamRequest DUPLEX =
        StreamRequest.of(RemotePair.TICKS).kind(InteractionKind.DUPLEX).window(1024);

    @Test
    @Rule({"N-4", "S-1"})
    void shouldBringEveryFrameOnceAndInOrderWhenConnectionsAreCutInBetween()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            final RecordingHandler acceptor = pair.acceptor();
            for (int i = 0; i < 40; i++)
            {
                assertTrue(Payload.offer(opener.stream().writer(), "up" + i) >= 0);
                assertTrue(Payload.offer(acceptor.stream().writer(), "down" + i) >= 0);
                switch (i % 4)
                {
                    case 0 -> pair.network().cutAll();
                    case 1 -> pair.desk().invoke();
                    case 2 -> pair.market().invoke();
                    default -> pair.advance(100, TimeUnit.MILLISECONDS);
                }
            }
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals(texts("up", 40), acceptor.payloads());
            assertEquals(texts("down", 40), opener.payloads());
            assertEquals(0, pair.deskCount(CounterType.STREAM_DUPLICATES_TOTAL));
            assertEquals(10, pair.deskCount(CounterType.SESSION_RESUMES_TOTAL));
            assertTrue(pair.deskCount(CounterType.SESSION_REPLAYED_FRAMES_TOTAL) > 0);
            assertEquals(0, pair.marketCount(CounterType.SESSIONS_DETACHED));
        }
    }

    @Test
    @Rule("N-4")
    void shouldTellItsListenersWhenItIsDetachedAndWhenItGoesOn()
    {
        try (RemotePair pair = durable())
        {
            assertTrue(pair.session().isDurable());
            assertTrue(pair.marketSession().isDurable());
            pair.network().cutAll();
            pair.desk().invoke();
            assertTrue(pair.session().isDetached());
            assertTrue(pair.session().isOpen());
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals(List.of("market:opened", "desk:opened", "desk:detached", "market:detached", "market:resumed",
                "desk:resumed"), pair.sessions());
            assertFalse(pair.session().isDetached());
        }
    }

    @Test
    @Rule("N-4")
    void shouldOpenAndCloseOnceWhenTheFramesWereUnderWay()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = new RecordingHandler();
            pair.session().open(DUPLEX, opener);
            pair.desk().invoke();
            pair.network().cutAll();
            pair.advance(1, TimeUnit.SECONDS);
            assertEquals(1, pair.accepted().size());
            Payload.offer(pair.acceptor().stream().writer(), "last");
            pair.acceptor().stream().writer().close();
            pair.market().invoke();
            pair.network().cutAll();
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals(List.of("opened", "data:0:last", "closed:END"), opener.events());
            assertEquals(1, pair.accepted().size());
        }
    }

    @Test
    @Rule({"N-4", "C-5"})
    void shouldTakeOffersUntilTheRetentionIsFullAndTellWhenThereIsRoomWhenDetached()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            pair.network().cutAll();
            pair.desk().invoke();
            final UnsafeBuffer payload = Payload.ofLength(1000);
            final StreamWriter writer = opener.stream().writer();
            int taken = 0;
            long result = writer.offer(payload, 0, 1000);
            while (result >= 0)
            {
                taken++;
                result = writer.offer(payload, 0, 1000);
            }
            assertEquals(Result.BACK_PRESSURED, result);
            assertTrue(taken > 50 && taken < 64, taken + " frames of 1000 bytes in 64 KiB");
            final int told = opener.budgets().size();
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals(taken, pair.acceptor().dataCount());
            assertTrue(opener.budgets().size() > told, "nobody told that there is room");
            assertTrue(writer.offer(payload, 0, 1000) >= 0);
            assertTrue(pair.deskCount(CounterType.SESSION_RETAINED_BYTES_HWM) > 60_000);
        }
    }

    @Test
    @Rule("N-4")
    void shouldHearReceiptsWhenBothSidesHaveTheirRetentionFull()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX).quiet();
            final RecordingHandler acceptor = pair.acceptor().quiet();
            pair.deskEnd().hold();
            pair.marketEnd().hold();
            final int up = fillToTheLastByte(opener.stream().writer());
            final int down = fillToTheLastByte(acceptor.stream().writer());
            pair.deskEnd().release();
            pair.marketEnd().release();
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals(down, opener.dataCount());
            assertEquals(up, acceptor.dataCount());
            assertTrue(fill(opener.stream().writer()) > 50);
            assertTrue(fill(acceptor.stream().writer()) > 50);
        }
    }

    @Test
    @Rule({"N-4", "S-10"})
    void shouldMeetADeadlineWhenDetached()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener =
                pair.open(StreamRequest.of(RemotePair.TICKS).deadline(2, TimeUnit.SECONDS));
            detachFor(pair, 3);
            assertEquals(List.of("opened", "closed:ERROR:DEADLINE"), opener.events());
            pair.advance(3, TimeUnit.SECONDS);

            assertEquals(List.of("closed:ERROR:DEADLINE"), pair.acceptor().events());
            assertEquals(0, pair.session().streamCount());
        }
    }

    @Test
    @Rule({"N-4", "S-5"})
    void shouldCancelAndCloseOverTheNextConnectionWhenAskedWhileDetached()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler cancelled = pair.open();
            final RecordingHandler closed = pair.open();
            detachFor(pair, 1);
            cancelled.stream().cancel();
            pair.accepted().get(1).stream().writer().close();
            pair.advance(4, TimeUnit.SECONDS);

            assertEquals("closed:CANCEL", cancelled.last());
            assertEquals("closed:END", closed.last());
            assertEquals(List.of("closed:CANCEL"), pair.accepted().get(0).events());
            assertEquals(0, pair.session().streamCount());
        }
    }

    @Test
    @Rule({"N-4", "S-5"})
    void shouldAskAgainForTheEndWhenACancelWasLostWithItsConnection()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open();
            opener.stream().cancel();
            pair.network().cutAll();
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals("closed:CANCEL", opener.last());
            assertEquals(List.of("closed:CANCEL"), pair.acceptor().events());
        }
    }

    @Test
    @Rule({"N-4", "C-1"})
    void shouldGoOnSendingWhenACreditWasLostWithItsConnection()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(RemotePair.TICKS).window(4));
            final StreamWriter writer = pair.acceptor().stream().writer();
            for (int i = 0; i < 4; i++)
            {
                Payload.offer(writer, "tick" + i);
            }
            assertEquals(Result.NO_CREDIT, Payload.offer(writer, "beyond"));
            pair.market().invoke();
            pair.desk().invoke();
            assertEquals(4, opener.dataCount());
            pair.network().cutAll();
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals(4, Payload.offer(writer, "tick4"));
        }
    }

    @Test
    @Rule({"N-4", "N-1"})
    void shouldBringWhatOtherThreadsSendWhenTheirLanesWereFullAtTheBreak()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            try (Lane lane = pair.session().acquireLane())
            {
                final StreamWriter writer = opener.stream().writer(lane);
                for (int i = 0; i < 30; i++)
                {
                    assertTrue(Payload.offer(writer, "up" + i) >= 0);
                    if (9 == i)
                    {
                        pair.network().cutAll();
                    }
                    else if (19 == i)
                    {
                        pair.desk().invoke();
                    }
                }
                pair.advance(1, TimeUnit.SECONDS);
            }

            assertEquals(texts("up", 30), pair.acceptor().payloads());
        }
    }

    @Test
    @Rule({"N-4", "S-6"})
    void shouldEndOnceWithErrorWhenNoOtherConnectionComesAboutInTime()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open();
            detachFor(pair, 59);
            assertTrue(pair.session().isOpen());
            detachFor(pair, 2);

            assertEquals(List.of("opened", "closed:ERROR:PROVIDER_DISCONNECTED"), opener.events());
            assertEquals(List.of("closed:ERROR:PROVIDER_DISCONNECTED"), pair.acceptor().events());
            assertTrue(pair.sessions().contains("desk:closed:RESUME_LOST"));
            assertTrue(pair.sessions().contains("market:closed:RESUME_LOST"));
            assertEquals(1, pair.deskCount(CounterType.SESSIONS_LOST_TOTAL));
            assertEquals(0, pair.deskCount(CounterType.SESSIONS_DETACHED));
        }
    }

    @Test
    @Rule({"N-4", "S-6"})
    void shouldEndWithResumeLostWhenThePeersProcessWasStartedAnew()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open();
            pair.network().cutAll();
            pair.clock().run(TimeUnit.MILLISECONDS.toNanos(5));
            pair.market().close();
            pair.clock().run(0);
            try (Engine restarted = Engine.launch(Engines.context("restarted")
                .set(Settings.ENGINE_THREADING, Threading.INVOKER)
                .nanoClock(pair.clock()).epochClock(pair.clock().epoch())
                .transport(pair.network().transport()).listen(RemotePair.ADDRESS)))
            {
                for (int i = 0; i < 500; i++)
                {
                    pair.clock().advance(10, TimeUnit.MILLISECONDS);
                    pair.desk().invoke();
                    restarted.invoke();
                }
            }

            assertEquals(List.of("opened", "closed:ERROR:PROVIDER_DISCONNECTED"), opener.events());
            assertTrue(pair.sessions().contains("desk:closed:RESUME_LOST"), pair.sessions()::toString);
        }
    }

    @Test
    @Rule("N-4")
    void shouldCloseTheOldConnectionWhenThePeerConnectsAnewBeforeTheLossIsNoticed()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            final MemoryConnection old = pair.marketEnd();
            old.hold();
            Payload.offer(opener.stream().writer(), "under way");
            pair.desk().invoke();
            pair.deskEnd().lose("only here");
            old.release();
            pair.advance(1, TimeUnit.SECONDS);

            assertTrue(old.isClosed());
            assertEquals(List.of("under way"), pair.acceptor().payloads());
            assertEquals(0, pair.marketCount(CounterType.STREAM_DUPLICATES_TOTAL));
            assertTrue(pair.sessions().contains("market:resumed"));
        }
    }

    @Test
    @Rule({"N-4", "N-3"})
    void shouldGoOnWhenThePeerWasSilentForTooLong()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open();
            pair.deskEnd().hold();
            pair.advance(6, TimeUnit.SECONDS);
            Payload.offer(pair.acceptor().stream().writer(), "after");
            pair.advance(1, TimeUnit.SECONDS);

            assertEquals(List.of("opened", "data:0:after"), opener.events());
            assertEquals(1, pair.deskCount(CounterType.SESSION_RESUMES_TOTAL));
        }
    }

    @Test
    @Rule({"N-4", "S-10"})
    void shouldSayGoodbyeAgainWhenTheFirstOneWasLost()
    {
        try (RemotePair pair = durable())
        {
            pair.session().close();
            pair.desk().invoke();
            pair.network().cutAll();
            pair.advance(1, TimeUnit.SECONDS);

            assertTrue(pair.sessions().contains("desk:closed:NORMAL"), pair.sessions()::toString);
            assertTrue(pair.sessions().contains("market:closed:NORMAL"), pair.sessions()::toString);
        }
    }

    @Test
    @Rule({"N-4", "S-10"})
    void shouldEndInGoodOrderWhenItIsClosedAndNobodyComesBack()
    {
        try (RemotePair pair = durable())
        {
            final RecordingHandler opener = pair.open();
            pair.session().close();
            detachFor(pair, 11);

            assertTrue(opener.isClosed());
            assertTrue(pair.sessions().contains("desk:closed:NORMAL"), pair.sessions()::toString);
        }
    }

    @Test
    @Rule({"T-11", "N-4"})
    void shouldTakeMemoryForAsManySessionsAsAreOpenAtATimeWhenOneComesAfterTheOther()
    {
        final int retention = 1 << 20;
        try (RemotePair pair = RemotePair.builder().durable().network(network -> network.capacity(1 << 14))
            .market(context -> context.set(Settings.SESSION_RETENTION_LENGTH, retention))
            .desk(context -> context.set(Settings.SESSION_RETENTION_LENGTH, retention)).launch())
        {
            pair.connect();
            final long before = DirectMemory.used();
            for (int i = 0; i < 40; i++)
            {
                pair.session().close();
                pair.invoke();
                assertTrue(pair.connect().session().isDurable());
            }

            final long grown = DirectMemory.used() - before;
            assertTrue(grown < 8 * retention, () -> grown + " bytes for 40 sessions of each side");
        }
    }

    @Test
    @Rule("N-4")
    void shouldEndWithItsConnectionWhenTheAcceptorHasEnoughDurableSessions()
    {
        try (RemotePair pair = RemotePair.builder().durable()
            .market(context -> context.set(Settings.SESSION_DURABLE_MAX, 0)).launch().connect())
        {
            assertFalse(pair.session().isDurable());
            assertFalse(pair.marketSession().isDurable());
            final RecordingHandler opener = pair.open();
            pair.network().cutAll();
            pair.invoke();

            assertEquals("closed:ERROR:PROVIDER_DISCONNECTED", opener.last());
        }
    }

    private static RemotePair durable()
    {
        return RemotePair.builder().durable().launch().connect();
    }

    /** Cuts every connection for some seconds. */
    private static void detachFor(final RemotePair pair, final int seconds)
    {
        for (int i = 0; i < seconds * 50; i++)
        {
            pair.network().cutAll();
            pair.clock().advance(20, TimeUnit.MILLISECONDS);
            pair.desk().invoke();
            pair.network().cutAll();
            pair.market().invoke();
        }
    }

    private static int fill(final StreamWriter writer)
    {
        final UnsafeBuffer payload = Payload.ofLength(1000);
        int taken = 0;
        while (writer.offer(payload, 0, 1000) >= 0)
        {
            taken++;
        }
        return taken;
    }

    /** Fills what is left by the longest frame that fits, so that there is no room for even a Receipt. */
    private static int fillToTheLastByte(final StreamWriter writer)
    {
        final UnsafeBuffer payload = Payload.ofLength(1000);
        final int taken = fill(writer);
        int length = 1000;
        while (writer.offer(payload, 0, length) < 0)
        {
            assertTrue(--length >= 0, "the rest is less than the shortest frame: choose another length");
        }
        return taken + 1;
    }

    private static List<String> texts(final String prefix, final int count)
    {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
