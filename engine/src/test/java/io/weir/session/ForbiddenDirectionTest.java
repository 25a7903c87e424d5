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

import static io.weir.link.RawFrames.data;
import static io.weir.link.RawFrames.open;
import static io.weir.session.RemotePeer.GRANTED;
import static io.weir.session.RemotePeer.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.codecs.InteractionKind;
import io.weir.counters.CounterType;
import io.weir.test.Rule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data in a direction that the stream's kind does not have. */
class ForbiddenDirectionTest
{
    @ParameterizedTest
    @EnumSource(value = InteractionKind.class, names = {"REQUEST_RESPONSE", "SERVER_STREAM"})
    @Rule("S-8")
    void shouldEndTheStreamAloneWhenTheOpenerSendsWhereOnlyTheAcceptorMay(final InteractionKind kind)
    {
        final String name = Long.toHexString(id(1, 0));
        try (RemotePeer peer = new RemotePeer().connected(1))
        {
            peer.feed(open(id(1, 0), GRANTED, kind), data(id(1, 0), 0, 0, "forbidden"));

            assertEquals(List.of("closed ERROR PROTOCOL_VIOLATION"), peer.heard);
            assertEquals(List.of("ERROR " + name + " PROTOCOL_VIOLATION", "CLOSE " + name + " ERROR -1"), peer.sent());
            assertEquals(1, peer.count(CounterType.STREAM_VIOLATIONS_TOTAL));
            assertEquals(0, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
        }
    }
}
