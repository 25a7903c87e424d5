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
import io.weir.link.FrameRecords;
import io.weir.test.Rule;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A run of plain Data ends where its message ends, whatever its records say and whatever lies behind. */
class RunEndTest
{
    private static final long STREAM = id(1, 0);
    private static final byte[] ONE = data(STREAM, 1, 0, "one");
    private static final byte[] TWO = data(STREAM, 2, 0, "two");
    private static final int RECORD = FrameRecords.recordLength(ONE.length);
    private static final int PADDING = RECORD - FrameRecords.HEADER_LENGTH - ONE.length;

    @Test
    @Rule("W-4")
    void shouldHandOnWhatIsWholeAndEndTheSessionWhenTheMessageEndsWithinARecord()
    {
        for (int cut = PADDING + 1; cut < RECORD; cut++)
        {
            try (RemotePeer peer = taught())
            {
                feed(peer, cut);

                assertEquals(List.of("data old", "data one", "closed ERROR PROTOCOL_VIOLATION"), peer.heard);
                assertEquals(1, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
            }
        }
    }

    @Test
    @Rule("W-4")
    void shouldHandOnAllWhenOnlyThePaddingOfTheLastRecordIsMissing()
    {
        for (int cut = 0; cut <= PADDING; cut++)
        {
            try (RemotePeer peer = taught())
            {
                feed(peer, cut);

                assertEquals(List.of("data old", "data one", "data two"), peer.heard);
                assertEquals(0, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
            }
        }
    }

    /** The length of its first record is what the next ones are expected to have, and so are taken as a run. */
    private static RemotePeer taught()
    {
        final RemotePeer peer = new RemotePeer().connected(1);
        return peer.feed(open(STREAM, GRANTED, InteractionKind.CLIENT_STREAM)).feedTogether(data(STREAM, 0, 0, "old"));
    }

    private static void feed(final RemotePeer peer, final int cut)
    {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[2 * RECORD]);
        int at = 0;
        for (final byte[] frame : List.of(ONE, TWO))
        {
            message.putInt(at, frame.length, ByteOrder.LITTLE_ENDIAN);
            message.putBytes(at + FrameRecords.HEADER_LENGTH, frame);
            at += RECORD;
        }
        peer.connection().feedMessage(Arrays.copyOf(message.byteArray(), 2 * RECORD - cut));
        peer.cycle();
    }
}
