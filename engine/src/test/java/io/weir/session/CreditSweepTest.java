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
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is consumed and less than half a window: when it is granted. */
class CreditSweepTest
{
    private static final long STREAM = id(1, 0);
    private static final String NAME = Long.toHexString(STREAM);
    private static final int SWEEPS = 10;
    private static final long SWEEP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    @Test
    @Rule("C-4")
    void shouldLeaveItToTheHalfWindowWhenDataComesBetweenSweeps()
    {
        try (RemotePeer peer = opened())
        {
            for (int seq = 0; seq < 2 * SWEEPS; seq += 2)
            {
                peer.feed(data(STREAM, seq, 0, ""), data(STREAM, seq + 1, 0, ""));
                sweep(peer);

                assertEquals(List.of(), peer.sent(), "granted by a sweep though Data had come");
            }
        }
    }

    @Test
    @Rule("C-4")
    void shouldGrantAllOfItAtOnceWhenNothingHasComeSinceTheSweepBefore()
    {
        try (RemotePeer peer = opened())
        {
            peer.feed(data(STREAM, 0, 0, ""), data(STREAM, 1, 0, ""), data(STREAM, 2, 0, ""));
            sweep(peer);
            sweep(peer);

            assertEquals(List.of("CREDIT " + NAME + " 67"), peer.sent());
            sweep(peer);
            assertEquals(List.of(), peer.sent(), "granted twice");
        }
    }

    private static RemotePeer opened()
    {
        final RemotePeer peer = new RemotePeer().connected(1);
        peer.feed(open(STREAM, GRANTED, InteractionKind.CLIENT_STREAM));
        assertEquals(List.of("CREDIT " + NAME + " 64"), peer.sent());
        return peer;
    }

    /** Lets as much time pass as lies between two sweeps, as an agent that is at work all the time sees it. */
    private static void sweep(final RemotePeer peer)
    {
        final long tickNs = SWEEP_NS / 10;
        for (int i = 0; i < 10; i++)
        {
            peer.advance(tickNs);
        }
    }
}
