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
import static io.weir.link.RawFrames.goodbye;
import static io.weir.link.RawFrames.open;
import static io.weir.session.RemotePeer.GRANTED;
import static io.weir.session.RemotePeer.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.DataHeader;
import io.weir.Stream;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.test.Rule;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** What the streams of a session hear when it ends under them. */
class LostStreamsTest
{
    private static final int MAX_STREAMS = 2;

    @Test
    @Rule("S-6")
    void shouldEndAsItWasClosedWhenTheSessionIsLostBeforeTheAgentHasSeenTheClose()
    {
        try (RemotePeer peer = new RemotePeer())
        {
            peer.provider(GRANTED, (stream, open) -> new RecordingHandler(peer.heard)
            {
                @Override
                public void onData(
                    final Stream closed,
                    final DirectBuffer buffer,
                    final int offset,
                    final int length,
                    final DataHeader header)
                {
                    closed.writer().close();
                }
            });
            peer.connected(MAX_STREAMS).feed(open(id(1, 0), GRANTED, InteractionKind.DUPLEX));
            peer.feed(data(id(1, 0), 0, 0, ""), goodbye(SessionCode.NORMAL));

            assertEquals(List.of("closed END NULL_VAL"), peer.heard);
        }
    }

    @Test
    @Rule("S-6")
    void shouldEndEveryOtherStreamWhenTheHandlerOfOneThrowsInOnClosed()
    {
        try (RemotePeer peer = new RemotePeer())
        {
            peer.provider(GRANTED, (stream, open) -> new RecordingHandler(peer.heard)
            {
                @Override
                public void onClosed(final Stream closed, final CloseReason reason, final StreamErrorCode code)
                {
                    super.onClosed(closed, reason, code);
                    throw new IllegalStateException("meant to fail");
                }
            });
            peer.connected(MAX_STREAMS).feed(
                open(id(1, 0), GRANTED, InteractionKind.DUPLEX), open(id(1, 1), GRANTED, InteractionKind.DUPLEX));
            peer.feed(goodbye(SessionCode.NORMAL));

            final String ended = "closed ERROR PROVIDER_DISCONNECTED";
            assertEquals(List.of(ended, ended), peer.heard);
            assertEquals(MAX_STREAMS, peer.count(CounterType.HANDLER_ERRORS_TOTAL));
        }
    }
}
