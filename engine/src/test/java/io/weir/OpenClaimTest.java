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

import io.weir.codecs.InteractionKind;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A handler that leaves a claim open on the agent: what the agent itself sends for others goes out all the same. */
@Rule({"S-6", "T-2"})
class OpenClaimTest
{
    private final DataClaim left = new DataClaim();

    @Test
    @Rule("C-4")
    void shouldGrantOthersWhenAHandlerLeavesAClaimOpen()
    {
        try (
            EnginePair pair = EnginePair.builder().onAccepted(handler -> handler.onData(this::leaveClaimOpen)).launch())
        {
            final StreamWriter bad = open(pair).stream().writer();
            final StreamWriter good = open(pair).stream().writer();
            pair.acceptor().onData(stream ->
            {});
            Payload.offer(bad, "poison");
            for (int i = 0; i < 2; i++)
            {
                assertEquals(i, Payload.offer(good, "fine"));
            }
            assertEquals(0, good.credit());
            pair.invoke();

            assertEquals(2, good.credit());
            assertEquals(2, pair.acceptor().dataCount());
        }
    }

    @Test
    @Rule("S-5")
    void shouldAnswerACancelWhenAHandlerLeavesAClaimOpen()
    {
        try (
            EnginePair pair = EnginePair.builder().onAccepted(handler -> handler.onData(this::leaveClaimOpen)).launch())
        {
            final StreamWriter bad = open(pair).stream().writer();
            final RecordingHandler good = open(pair);
            Payload.offer(bad, "poison");
            good.stream().cancel();
            pair.invoke();

            assertEquals(List.of("opened", "closed:CANCEL"), good.events());
        }
    }

    private static RecordingHandler open(final EnginePair pair)
    {
        final RecordingHandler handler = new RecordingHandler();
        pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX).window(2), handler);
        return handler;
    }

    private void leaveClaimOpen(final Stream stream)
    {
        stream.writer().tryClaim(8, left);
    }
}
