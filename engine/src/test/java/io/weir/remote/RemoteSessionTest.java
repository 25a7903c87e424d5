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

import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.config.Settings;
import io.weir.fixture.RecordingHandler;
import io.weir.test.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session with a peer outside the process is, once it is there. */
class RemoteSessionTest
{
    @Test
    @Rule("N-2")
    void shouldBeOpenAtBothEndsWhenTheHandshakeIsDone()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            assertEquals(List.of("market:opened", "desk:opened"), pair.sessions());
            assertEquals(pair.session().id(), pair.marketSession().id());
        }
    }

    @Test
    @Rule("N-2")
    void shouldAgreeOnTheLesserWhenSettingsDiffer()
    {
        try (RemotePair pair = RemotePair.builder()
            .network(network -> network.maxFrame(2048))
            .market(context -> context.set(Settings.SESSION_STREAMS_MAX, 2))
            .launch().connect())
        {
            assertEquals(pair.session().maxPayload(), pair.marketSession().maxPayload());
            pair.open();
            pair.open();
            final RecordingHandler third = new RecordingHandler();

            assertEquals(io.weir.Result.REJECTED, pair.session().open(StreamRequest.of(RemotePair.TICKS), third));
        }
    }

    @Test
    @Rule({"N-2", "N-1"})
    void shouldCarryStreamsBothWaysWhenTheSessionIsOpen()
    {
        try (RemotePair pair = RemotePair.connected())
        {
            final RecordingHandler opener =
                pair.open(StreamRequest.of(RemotePair.TICKS).kind(InteractionKind.DUPLEX));

            opener.stream();
            assertEquals(1, pair.accepted().size());
        }
    }
}
