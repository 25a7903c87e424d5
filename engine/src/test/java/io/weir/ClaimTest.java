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

import static io.weir.fixture.EnginePair.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims and batches: encoded in place, committed, given up, published together. */
class ClaimTest
{
    private static final int SMALL_LANE = 16 * 1024;

    @Test
    @Rule("T-2")
    void shouldSkipTheFrameAndKeepTheSeqWhenAClaimIsAborted()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                final DataClaim claim = new DataClaim();
                assertEquals(0, writer.tryClaim(1000, claim));
                claim.buffer().putByte(claim.offset(), (byte)'x');
                claim.abort();
                claim.abort();
                assertFalse(claim.isOpen());
                assertEquals(0, Payload.offer(writer, "a"));
                pair.invoke();
            }

            assertEquals(List.of("opened", "data:0:a"), handler.events());
            assertEquals(1, pair.marketCount(CounterType.LANE_ABORTS_TOTAL));
        }
    }

    @Test
    @Rule("T-2")
    void shouldCarryWhatWasEncodedInPlaceWhenAClaimIsCommitted()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            final DataClaim claim = new DataClaim();
            assertEquals(0, pair.acceptorStream().writer().tryClaim(5, claim));
            claim.buffer().putStringWithoutLengthUtf8(claim.offset(), "hello");
            claim.commit();
            pair.invoke();

            assertEquals(List.of("hello"), handler.payloads());
            assertThrows(IllegalStateException.class, claim::commit);
        }
    }

    @Test
    @Rule({"T-2", "T-8"})
    void shouldLeaveTheClaimClosedWhenASharedWriterRefusesIt()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open(StreamRequest.of(TICKS).held(true));
            final StreamWriter writer = pair.acceptorStream().sharedWriter();
            final DataClaim claim = new DataClaim();

            assertEquals(Result.NO_CREDIT, writer.tryClaim(5, claim));
            assertFalse(claim.isOpen());
            claim.abort();
        }
    }

    @Test
    @Rule({"T-2", "T-8"})
    void shouldRefuseInWordsWhenASecondClaimIsOpenedInALane()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                final DataClaim claim = new DataClaim();
                assertEquals(0, writer.tryClaim(5, claim));
                assertThrows(IllegalStateException.class, () -> writer.tryClaim(5, new DataClaim()));
                claim.buffer().putStringWithoutLengthUtf8(claim.offset(), "first");
                claim.commit();
                pair.invoke();
            }

            assertEquals(List.of("first"), handler.payloads());
        }
    }

    @Test
    @Rule({"T-2", "S-6"})
    void shouldGiveUpTheClaimWhenTheAgentsWriterLeavesItOpen()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            final StreamWriter writer = pair.acceptorStream().writer();
            final DataClaim claim = new DataClaim();
            assertEquals(0, writer.tryClaim(5, claim));
            pair.invoke();

            assertThrows(IllegalStateException.class, claim::commit);
            assertEquals(0, Payload.offer(writer, "a"));
            pair.invoke();
            assertEquals(List.of("opened", "data:0:a"), handler.events());
        }
    }

    @Test
    @Rule("T-3")
    void shouldPublishTogetherWhenABatchEnds()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                lane.beginBatch();
                Payload.offer(writer, "a");
                Payload.offer(writer, "b");
                pair.invoke();
                assertEquals(0, handler.dataCount());
                lane.endBatch();
                pair.invoke();
                assertEquals(2, handler.dataCount());
                Payload.offer(writer, "c");
                pair.invoke();
            }

            assertEquals(3, handler.dataCount());
        }
    }

    @Test
    @Rule("T-3")
    void shouldPublishWhenABatchIsFull()
    {
        try (EnginePair pair =
            EnginePair.builder().market(market -> market.set(Settings.LANE_PUBLISH_BATCH, 4)).launch())
        {
            final RecordingHandler handler = pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                lane.beginBatch();
                for (int i = 0; i < 6; i++)
                {
                    Payload.offer(writer, "x".repeat(64));
                }
                pair.invoke();

                assertEquals(4, handler.dataCount());
            }
        }
    }

    @Test
    @Rule("T-3")
    void shouldPublishWhatIsCommittedBeforeItAnswersBackPressured()
    {
        try (EnginePair pair = EnginePair.builder().desk(desk -> desk.set(Settings.LANE_LENGTH, SMALL_LANE)).launch())
        {
            final RecordingHandler handler = new RecordingHandler().quiet();
            pair.open(StreamRequest.of(TICKS).window(1024), handler);
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final StreamWriter writer = pair.acceptorStream().writer(lane);
                lane.beginBatch();
                int sent = 0;
                while (Payload.offer(writer, "x") >= 0)
                {
                    sent++;
                }
                pair.invoke();

                assertTrue(sent > 100);
                assertEquals(sent, handler.dataCount());
            }
        }
    }

    @Test
    @Rule("T-2")
    void shouldComplainWhenASecondClaimIsMadeInALaneWithAnOpenOne()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.open();
            pair.open();
            try (Lane lane = pair.marketSession().acquireLane())
            {
                final DataClaim claim = new DataClaim();
                pair.accepted().get(0).stream().writer(lane).tryClaim(8, claim);
                final StreamWriter other = pair.accepted().get(1).stream().writer(lane);

                assertThrows(Throwable.class, () -> other.tryClaim(8, new DataClaim()));
                claim.abort();
                assertEquals(0, Payload.offer(other, "fine"));
            }
        }
    }
}
