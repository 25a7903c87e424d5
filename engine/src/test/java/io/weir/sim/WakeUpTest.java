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

package io.weir.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weir.Lane;
import io.weir.Result;
import io.weir.Stream;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Hand-overs between lanes and the wake-ups that come with them, each as the simulator once found it at fault. */
class WakeUpTest
{
    private static final DirectBuffer PAYLOAD = Payload.of("x");

    @Test
    @Rule({"T-5", "S-1"})
    void shouldStillWaitForTheFirstLaneWhenAHandOverIsGivenUpMidway()
    {
        try (EnginePair pair = EnginePair.launch();
            Lane first = pair.marketSession().acquireLane();
            Lane second = pair.marketSession().acquireLane())
        {
            final RecordingHandler consumer = pair.open();
            final Stream stream = pair.acceptorStream();
            final StreamWriter byFirst = stream.writer(first);
            final StreamWriter bySecond = stream.writer(second);

            assertEquals(0, byFirst.offer(PAYLOAD, 0, 1));
            byFirst.release();
            assertEquals(Result.BACK_PRESSURED, bySecond.offer(PAYLOAD, 0, 1));
            bySecond.release();

            assertEquals(Result.BACK_PRESSURED, stream.writer().offer(PAYLOAD, 0, 1));
            pair.invoke();
            assertEquals(1, stream.writer().offer(PAYLOAD, 0, 1));
            pair.invoke();
            assertEquals(List.of("opened", "data:0:x", "data:1:x"), consumer.events());
        }
    }

    @Test
    @Rule({"T-5", "S-1"})
    void shouldStillWaitForTheFirstLaneWhenTheSecondIsClosedMidway()
    {
        try (EnginePair pair = EnginePair.launch(); Lane first = pair.marketSession().acquireLane())
        {
            final Lane second = pair.marketSession().acquireLane();
            pair.open();
            final Stream stream = pair.acceptorStream();
            final StreamWriter byFirst = stream.writer(first);

            assertEquals(0, byFirst.offer(PAYLOAD, 0, 1));
            byFirst.release();
            assertEquals(Result.BACK_PRESSURED, stream.writer(second).offer(PAYLOAD, 0, 1));
            second.close();

            assertEquals(Result.BACK_PRESSURED, stream.writer().offer(PAYLOAD, 0, 1));
        }
    }

    @Test
    @Rule("T-5")
    void shouldAnswerClosedWhenTheStreamEndsDuringAHandOver()
    {
        try (EnginePair pair = EnginePair.launch();
            Lane first = pair.marketSession().acquireLane();
            Lane second = pair.marketSession().acquireLane())
        {
            pair.open();
            final Stream stream = pair.acceptorStream();
            final StreamWriter byFirst = stream.writer(first);
            final StreamWriter bySecond = stream.writer(second);
            byFirst.offer(PAYLOAD, 0, 1);
            byFirst.release();
            assertEquals(Result.BACK_PRESSURED, bySecond.offer(PAYLOAD, 0, 1));

            stream.abort(StreamErrorCode.INTERNAL, "");

            assertEquals(Result.CLOSED, bySecond.offer(PAYLOAD, 0, 1));
        }
    }

    @Test
    @Rule("C-5")
    void shouldTellTheNewLaneWhenTheOldOneWasToldAndNeverPolled()
    {
        try (EnginePair pair = EnginePair.launch();
            Lane first = pair.marketSession().acquireLane();
            Lane second = pair.marketSession().acquireLane())
        {
            pair.open(StreamRequest.of(EnginePair.TICKS).window(1));
            final Stream stream = pair.acceptorStream();
            final StreamWriter byFirst = stream.writer(first);
            final StreamWriter bySecond = stream.writer(second);
            byFirst.offer(PAYLOAD, 0, 1);
            assertEquals(Result.NO_CREDIT, byFirst.offer(PAYLOAD, 0, 1));
            pair.invoke();
            byFirst.release();
            assertEquals(1, bySecond.offer(PAYLOAD, 0, 1));
            assertEquals(Result.NO_CREDIT, bySecond.offer(PAYLOAD, 0, 1));

            pair.invoke();

            assertEquals(1, second.poll());
        }
    }

    @Test
    @Rule("C-5")
    void shouldTellTheNewLaneWhenItWasRefusedWhileTheAgentWaited()
    {
        try (EnginePair pair = EnginePair.launch();
            Lane first = pair.marketSession().acquireLane();
            Lane second = pair.marketSession().acquireLane())
        {
            pair.open(StreamRequest.of(EnginePair.TICKS).window(4));
            final Stream stream = pair.acceptorStream();
            final StreamWriter byFirst = stream.writer(first);
            byFirst.offer(PAYLOAD, 0, 1);
            assertEquals(Result.BACK_PRESSURED, stream.writer().offer(PAYLOAD, 0, 1));
            byFirst.release();
            assertEquals(Result.BACK_PRESSURED, stream.writer(second).offer(PAYLOAD, 0, 1));

            pair.invoke();

            assertEquals(1, second.poll());
        }
    }

    @Test
    @Rule("C-5")
    void shouldTellOfTheNextCreditWhenTheLastIsUsedUpBeforeItWasTold()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler other =
                pair.open(StreamRequest.of(EnginePair.TICKS).kind(InteractionKind.DUPLEX));
            final RecordingHandler otherProvider = pair.acceptor();
            pair.open(StreamRequest.of(EnginePair.TICKS).window(1));
            final RecordingHandler provider = pair.acceptor();
            final StreamWriter writer = pair.acceptorStream().writer();
            final boolean[] used = new boolean[1];
            otherProvider.onData(stream -> used[0] = 1 == writer.offer(PAYLOAD, 0, 1));
            writer.offer(PAYLOAD, 0, 1);
            assertEquals(Result.NO_CREDIT, writer.offer(PAYLOAD, 0, 1));
            final int told = provider.budgets().size();
            // The credit comes, and in the same cycle the callback of another stream uses it.
            pair.desk().invoke();
            other.stream().writer().offer(PAYLOAD, 0, 1);

            pair.invoke();

            assertEquals(List.of(true, true), List.of(used[0], provider.budgets().size() > told));
        }
    }

    @Test
    @Rule("T-1")
    void shouldAnswerClosedWhenTheLaneIsClosed()
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final RecordingHandler consumer = pair.open();
            final Lane lane = pair.marketSession().acquireLane();
            final StreamWriter writer = pair.acceptorStream().writer(lane);
            writer.offer(PAYLOAD, 0, 1);

            lane.close();

            assertEquals(Result.CLOSED, writer.offer(PAYLOAD, 0, 1));
            assertFalse(consumer.isClosed());
            pair.invoke();
            assertEquals(1, pair.acceptorStream().writer().offer(PAYLOAD, 0, 1));
        }
    }
}
