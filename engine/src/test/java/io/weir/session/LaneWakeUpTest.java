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
package io.weir.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Lane;
import io.weir.Result;
import io.weir.Stream;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.fixture.EnginePair;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Emitters on lanes of their own are told when they can go on, also when a stream wanders between lanes (C-5, T-5). */
@Rule({"C-5", "T-5"})
class LaneWakeUpTest
{
    private static final int WINDOW = 4;

    private final EnginePair pair = EnginePair.launch();
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
    private Stream consumed;
    private RecordingHandler provider;
    private Stream stream;

    @BeforeEach
    void open()
    {
        final RecordingHandler consumer = new RecordingHandler().onOpened(Stream::consumeExplicitly);
        pair.open(StreamRequest.of(EnginePair.TICKS).window(WINDOW), consumer);
        consumed = consumer.stream();
        provider = pair.acceptor();
        stream = pair.acceptorStream();
    }

    @AfterEach
    void close()
    {
        pair.close();
    }

    @Test
    void shouldTellTheNewLaneWhenTheOldOneClosedWithoutHearingOfCredit()
    {
        final Lane first = pair.marketSession().acquireLane();
        spend(stream.writer(first));
        consume();
        first.close();
        try (Lane second = pair.marketSession().acquireLane())
        {
            spend(stream.writer(second));
            final int told = provider.budgets().size();
            consume();

            assertEquals(1, second.poll());
            assertEquals(told + 1, provider.budgets().size());
        }
    }

    @Test
    void shouldTellTheNewLaneWhenTheOldOneWasReleasedAndIsNeverPolled()
    {
        try (Lane first = pair.marketSession().acquireLane(); Lane second = pair.marketSession().acquireLane())
        {
            final StreamWriter writer = stream.writer(first);
            spend(writer);
            consume();
            writer.release();
            spend(stream.writer(second));
            consume();

            assertEquals(1, second.poll());
        }
    }

    @Test
    void shouldNotTellTheOldLaneWhenTheStreamHasGoneOn()
    {
        try (Lane first = pair.marketSession().acquireLane(); Lane second = pair.marketSession().acquireLane())
        {
            final StreamWriter writer = stream.writer(first);
            spend(writer);
            consume();
            writer.release();
            spend(stream.writer(second));

            assertEquals(0, first.poll());
        }
    }

    @Test
    void shouldTellALaneAgainWhenItHadSpentTheCreditBeforeItHeardOfIt()
    {
        try (Lane lane = pair.marketSession().acquireLane())
        {
            final StreamWriter writer = stream.writer(lane);
            spend(writer);
            consume();
            spend(writer);
            lane.poll();
            consume();

            assertEquals(1, lane.poll());
        }
    }

    @Test
    void shouldHaveSentWhatIsCommittedWhenABatchRunsOutOfCredit()
    {
        try (Lane lane = pair.marketSession().acquireLane())
        {
            final StreamWriter writer = stream.writer(lane);
            lane.beginBatch();
            spend(writer);
            consume();

            assertTrue(writer.credit() > 0, "nothing came back: what was committed still waits for the batch to end");
            lane.endBatch();
        }
    }

    @Test
    void shouldTellTheNewLaneWhenTheOldOneWasRefusedAMessageAndLetGo()
    {
        try (Lane first = pair.marketSession().acquireLane(); Lane second = pair.marketSession().acquireLane())
        {
            final StreamWriter before = stream.writer(first);
            final StreamWriter after = stream.writer(second);
            final int frames = 3 * pair.marketSession().maxPayload();
            assertEquals(0, before.offer(payload, 0, payload.capacity()));
            assertEquals(1, before.offer(payload, 0, payload.capacity()));
            assertEquals(Result.NO_CREDIT, before.offerMessage(new UnsafeBuffer(new byte[frames]), 0, frames));
            before.release();
            assertEquals(Result.BACK_PRESSURED, after.offer(payload, 0, payload.capacity()));
            pair.invoke();
            provider.onWritable((target, budget) ->
            {
                for (int i = 0; i < budget; i++)
                {
                    after.offer(payload, 0, payload.capacity());
                }
            });
            assertEquals(1, second.poll());
            assertEquals(0, after.credit());
            consume();
            first.poll();

            assertEquals(1, second.poll());
        }
    }

    /** Sends until there is no credit. */
    private void spend(final StreamWriter writer)
    {
        long result = writer.offer(payload, 0, payload.capacity());
        while (result >= 0 || Result.BACK_PRESSURED == result)
        {
            pair.invoke();
            result = writer.offer(payload, 0, payload.capacity());
        }
        assertEquals(Result.NO_CREDIT, result);
    }

    /** The consumer takes all that came, and its credit comes back. */
    private void consume()
    {
        pair.invoke();
        consumed.consumed(WINDOW);
        pair.invoke();
    }
}
