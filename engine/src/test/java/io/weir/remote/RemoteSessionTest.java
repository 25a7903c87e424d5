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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Engine;
import io.weir.Lane;
import io.weir.Result;
import io.weir.Session;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.DataFrame;
import io.weir.codecs.InteractionKind;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.Engines;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.link.MemoryConnection;
import io.weir.link.MemoryNetwork;
import io.weir.test.Rule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a session with a peer outside the process does, once it is there. */
class RemoteSessionTest
{
    private static final StreamRequest DUPLEX = StreamRequest.of(RemotePair.TICKS).kind(InteractionKind.DUPLEX);
    private static final int LARGE = 3000;

    @Test
    @Rule("N-2")
    void shouldBeOpenAtBothEndsWhenTheHandshakeIsDone()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            assertEquals(List.of("market:opened", "desk:opened"), pair.sessions());
            assertEquals(pair.session().id(), pair.marketSession().id());
            assertEquals("", pair.session().principal());
        }
    }

    @Test
    @Rule({"N-2", "W-3"})
    void shouldAgreeOnTheLesserWhenSettingsDiffer()
    {
        try (RemotePair pair = RemotePair.builder()
            .network(network -> network.maxFrame(2048))
            .market(context -> context.set(Settings.SESSION_STREAMS_MAX, 2))
            .launch().connect())
        {
            assertEquals(2048 - DataFrame.PAYLOAD_OFFSET, pair.session().maxPayload());
            assertEquals(2048 - DataFrame.PAYLOAD_OFFSET, pair.marketSession().maxPayload());
            pair.open();
            pair.open();

            assertEquals(
                Result.REJECTED, pair.session().open(StreamRequest.of(RemotePair.TICKS), new RecordingHandler()));
        }
    }

    @Test
    @Rule({"N-1", "S-8"})
    void shouldCarryStreamsBothWaysWhenAgentsEmit()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open(DUPLEX);
            opener.onOpened(stream ->
            {});
            offer(opener.stream().writer(), "there");
            offer(pair.acceptor().stream().writer(), "and back");
            pair.acceptor().stream().writer().close();
            pair.invoke();

            assertEquals(List.of("there"), pair.acceptor().payloads());
            assertEquals(List.of("opened", "data:0:and back", "closed:END"), opener.events());
        }
    }

    @Test
    @Rule({"N-1", "T-1"})
    void shouldCarryStreamsWhenLanesEmit()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptor().stream().writer(lane);
                for (int i = 0; i < 50; i++)
                {
                    assertEquals(i, offer(writer, "tick " + i));
                }
                assertEquals(List.of(), opener.payloads(), "nothing moves but in a duty cycle");
                writer.close();
                pair.invoke();
            }

            assertEquals(texts(50), opener.payloads());
            assertEquals("closed:END", opener.last());
        }
    }

    @Test
    @Rule({"N-1", "T-1"})
    void shouldCarryStreamsWhenThreadsShareALane()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            offer(pair.acceptor().stream().sharedWriter(), "shared");
            pair.invoke();

            assertEquals(List.of("shared"), opener.payloads());
        }
    }

    @Test
    @Rule({"N-1", "T-5"})
    void shouldKeepTheOrderWhenAStreamIsHandedFromLaneToAgentAndBack()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter byLane = pair.acceptor().stream().writer(lane);
                final StreamWriter byAgent = pair.acceptor().stream().writer();
                assertEquals(0, offer(byLane, "tick 0"));
                byLane.release();
                assertEquals(Result.BACK_PRESSURED, offer(byAgent, "too early"), "the lane has not been emptied");
                pair.invoke(pair.market());
                assertEquals(1, offer(byAgent, "tick 1"), "what is in the connection cannot be overtaken");
                byAgent.release();
                assertEquals(2, offer(byLane, "tick 2"));
                pair.invoke();
            }

            assertEquals(texts(3), opener.payloads());
        }
    }

    @Test
    @Rule({"N-1", "W-3"})
    void shouldCarryMessagesOfManyFramesWhenALaneEmits()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open().quiet();
            final UnsafeBuffer message = Payload.ofLength(40_000);
            try (Lane lane = pair.marketSession().acquireLane())
            {
                assertTrue(pair.acceptor().stream().writer(lane).offerMessage(message, 0, 40_000) >= 0);
                pair.invoke();
            }

            assertEquals(10, opener.dataCount());
        }
    }

    @Test
    @Rule({"N-1", "T-3"})
    void shouldHoldUpTheLanesOfAFullConnectionAloneAndGoOnWhenThereIsRoom()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler stalled = pair.open().quiet();
            final Session full = pair.marketSession();
            final StreamWriter stuck = pair.acceptor().stream().sharedWriter();
            final MemoryConnection fullEnd = pair.deskEnd();
            pair.connect();
            final RecordingHandler lively = pair.open().quiet();
            final StreamWriter free = pair.acceptor().stream().sharedWriter();
            assertTrue(full != pair.marketSession());
            fullEnd.hold();

            int sent = 0;
            for (int i = 0; i < 64; i++)
            {
                sent += stuck.offer(Payload.ofLength(LARGE), 0, LARGE) >= 0 ? 1 : 0;
                assertTrue(free.offer(Payload.ofLength(LARGE), 0, LARGE) >= 0, "the other has its own way");
                pair.invoke();
            }
            assertEquals(64, lively.dataCount());
            assertEquals(0, stalled.dataCount());
            assertEquals(64, sent, "the window fits connection and lane together");
            fullEnd.release();
            pair.invoke();

            assertEquals(sent, stalled.dataCount());
            assertFalse(stalled.isClosed());
        }
    }

    @Test
    @Rule({"N-1", "C-5"})
    void shouldTellTheAgentsEmitterToGoOnWhenAFullConnectionHasRoomAgain()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open(StreamRequest.of(RemotePair.TICKS).window(1000)).quiet();
            final RecordingHandler acceptor = pair.acceptor();
            final StreamWriter writer = acceptor.stream().writer();
            pair.deskEnd().hold();
            long result = 0;
            int sent = 0;
            while (result >= 0)
            {
                result = writer.offer(Payload.ofLength(LARGE), 0, LARGE);
                sent += result >= 0 ? 1 : 0;
            }
            assertEquals(Result.BACK_PRESSURED, result);
            final int told = acceptor.budgets().size();
            pair.invoke();
            assertEquals(told, acceptor.budgets().size());
            pair.deskEnd().release();
            pair.invoke();

            assertEquals(sent, opener.dataCount());
            assertTrue(acceptor.budgets().size() > told);
        }
    }

    @Test
    @Rule("S-10")
    void shouldSayGoodbyeBothWaysWhenOneEndCloses()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            pair.session().close();
            pair.invoke();

            assertEquals(
                List.of("market:opened", "desk:opened", "market:closed:NORMAL", "desk:closed:NORMAL"), pair.sessions());
            assertTrue(pair.deskEnd().isClosed());
            assertEquals(0, pair.marketCount(CounterType.SESSIONS_LOST_TOTAL));
        }
    }

    @Test
    @Rule({"S-10", "S-4"})
    void shouldLetWhatLanesHoldPassBeforeGoodbyeWhenTheSessionCloses()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptor().stream().writer(lane);
                offer(writer, "tick 0");
                writer.close();
                pair.marketSession().close();
                pair.invoke();
            }

            assertEquals(List.of("opened", "data:0:tick 0", "closed:END"), opener.events());
            assertTrue(pair.sessions().contains("desk:closed:NORMAL"));
        }
    }

    @Test
    @Rule("S-10")
    void shouldSaySoWhenTheEngineCloses()
    {
        try (RemotePair pair = RemotePair.builder().market(
            context -> context.set(Settings.SESSION_CLOSE_TIMEOUT, 1_000_000_000L)).launch().connect())
        {
            final RecordingHandler opener = pair.open();
            pair.clock().run(5_000_000);
            pair.market().close();
            pair.invoke(pair.desk());

            assertTrue(opener.isClosed());
            assertTrue(pair.sessions().contains("desk:closed:SHUTDOWN"), pair.sessions()::toString);
        }
    }

    @Test
    @Rule({"N-1", "S-7"})
    void shouldGrantNothingToTheAcceptorWhenTheConnectorSaysNothing()
    {
        try (RemotePair pair = RemotePair.builder().desk(
            context -> context.provider("desk.orders", (stream, open) -> new RecordingHandler())).launch().connect())
        {
            final RecordingHandler opener = new RecordingHandler();
            assertEquals(0, pair.marketSession().open(StreamRequest.of("desk.orders"), opener));
            pair.invoke();

            assertEquals("closed:POLICY:REJECTED", opener.last());
        }
    }

    @Test
    @Rule("N-1")
    void shouldNotLaunchWhenAnAddressIsToBeListenedAtTwice()
    {
        final MemoryNetwork network = new MemoryNetwork();
        final IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> Engine.launch(
            Engines.context("twice").transport(network.transport()).listen("memory:here").listen("memory:here")));

        assertEquals("the engine is to listen at \"memory:here\" twice", failure.getMessage());
    }

    @Test
    @Rule("N-1")
    void shouldOpenSessionsInTurnsWhenThereAreSeveralAgents()
    {
        try (RemotePair pair =
            RemotePair.builder().desk(context -> context.set(Settings.ENGINE_AGENTS, 3)).launch().connect())
        {
            pair.connect();
            pair.connect();
            pair.connect();

            assertEquals(4, pair.marketCount(CounterType.SESSIONS_OPEN));
            assertEquals(3, pair.deskTransport().partCount());
        }
    }

    private static List<String> texts(final int count)
    {
        return IntStream.range(0, count).mapToObj(i -> "tick " + i).collect(Collectors.toList());
    }

    private static long offer(final StreamWriter writer, final String text)
    {
        return Payload.offer(writer, text);
    }
}
