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

import static io.weir.link.RawFrames.cancel;
import static io.weir.link.RawFrames.close;
import static io.weir.link.RawFrames.credit;
import static io.weir.link.RawFrames.data;
import static io.weir.link.RawFrames.open;
import static io.weir.session.RemotePeer.GRANTED;
import static io.weir.session.RemotePeer.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.StreamRequest;
import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamIds;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.policy.Decision;
import io.weir.test.Rule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a peer outside the process may do, and what becomes of it when it does more. */
class RemoteLimitsTest
{
    private static final int MAX_STREAMS = 8;
    private static final int MAX_CANCELS = 200;
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long FIRST = id(1, 0);
    private static final String NAME = Long.toHexString(FIRST);

    @Test
    @Rule("S-7")
    void shouldAdmitWhenTheCapabilityIsGranted()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            peer.feed(open(FIRST, GRANTED, InteractionKind.DUPLEX));

            assertEquals(List.of("CREDIT " + NAME + " 64"), peer.sent());
        }
    }

    @Test
    @Rule("S-7")
    void shouldRejectWhenTheCapabilityIsNotGrantedToARemotePeer()
    {
        try (RemotePeer peer = new RemotePeer())
        {
            peer.provider("market.orders", (stream, open) -> peer.recording());
            peer.connected(MAX_STREAMS).feed(open(FIRST, "market.orders", InteractionKind.DUPLEX));

            assertEquals(List.of("ERROR " + NAME + " REJECTED", "CLOSE " + NAME + " POLICY -1"), peer.sent());
            assertEquals(List.of(), peer.heard);
            assertTrue(peer.session().isOpen());
            assertEquals(1, peer.count(CounterType.OPENS_REJECTED_TOTAL));
        }
    }

    @Test
    @Rule("S-7")
    void shouldNotTellARemotePeerWhetherAProviderExistsWhenNothingIsGranted()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            peer.feed(open(FIRST, "nobody.there", InteractionKind.DUPLEX));

            assertEquals(List.of("ERROR " + NAME + " REJECTED", "CLOSE " + NAME + " POLICY -1"), peer.sent());
        }
    }

    @Test
    @Rule("C-3")
    void shouldCountTheGreatestBacklogWhenAHandlerTakesWhatARemotePeerSends()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            final long id = id(1, 0);
            peer.feed(open(id, GRANTED, InteractionKind.DUPLEX));
            for (int i = 0; i < 3; i++)
            {
                peer.feedTogether(data(id, i, 0, "a"));
            }
            assertEquals(1, peer.count(CounterType.STREAM_BACKLOG_HWM), "each was taken before the next was sent");

            final byte[][] rest = new byte[61][];
            for (int i = 0; i < rest.length; i++)
            {
                rest[i] = data(id, i + 3, 0, "d");
            }
            peer.feedTogether(rest);
            assertEquals(61, peer.count(CounterType.STREAM_BACKLOG_HWM));
        }
    }

    @Test
    @Rule("N-7")
    void shouldRejectOpensWhenThePeerHasCancelledTooOften()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            openAndCancel(peer, 1, MAX_CANCELS);
            peer.feed(open(id(MAX_CANCELS + 1, 0), GRANTED, InteractionKind.SERVER_STREAM));
            assertEquals(List.of(), peer.sent(), "the limit itself is allowed");
            peer.feed(cancel(id(MAX_CANCELS + 1, 0)));
            peer.sent();

            peer.feed(open(id(MAX_CANCELS + 2, 0), GRANTED, InteractionKind.SERVER_STREAM));

            final String refused = Long.toHexString(id(MAX_CANCELS + 2, 0));
            assertEquals(List.of("ERROR " + refused + " REJECTED", "CLOSE " + refused + " POLICY -1"), peer.sent());
            assertEquals(1, peer.count(CounterType.CANCELS_OVER_LIMIT_TOTAL));
            assertEquals(1, peer.count(CounterType.OPENS_REJECTED_TOTAL));
            assertTrue(peer.session().isOpen());
        }
    }

    @Test
    @Rule("N-7")
    void shouldAdmitAgainWhenThePeriodOfCancelsHasPassed()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            openAndCancel(peer, 1, MAX_CANCELS + 1);
            peer.advance(PERIOD_NS);

            peer.feed(open(id(MAX_CANCELS + 2, 0), GRANTED, InteractionKind.DUPLEX));

            assertEquals(List.of("CREDIT " + Long.toHexString(id(MAX_CANCELS + 2, 0)) + " 64"), peer.sent());
        }
    }

    @Test
    @Rule("N-7")
    void shouldNotCountCancelsWhenTheStreamHadEnded()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            for (int generation = 1; generation <= 2 * MAX_CANCELS; generation++)
            {
                peer.feed(open(id(generation, 0), "not.granted", InteractionKind.DUPLEX), cancel(id(generation, 0)));
                peer.sent();
            }
            peer.feed(open(id(2 * MAX_CANCELS + 1, 0), GRANTED, InteractionKind.SERVER_STREAM));

            assertEquals(List.of(), peer.sent());
            assertEquals(0, peer.count(CounterType.CANCELS_OVER_LIMIT_TOTAL));
        }
    }

    @Test
    @Rule("N-7")
    void shouldRejectOpensWhenTheSessionHasAllItsStreams()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            assertEquals(0, peer.session().open(StreamRequest.of("remote.stream"), peer.recording()));
            for (int slot = 0; slot < MAX_STREAMS - 1; slot++)
            {
                peer.feed(open(id(1, slot), GRANTED, InteractionKind.SERVER_STREAM));
            }
            peer.sent();
            peer.feed(open(id(1, MAX_STREAMS - 1), GRANTED, InteractionKind.SERVER_STREAM));

            final String refused = Long.toHexString(id(1, MAX_STREAMS - 1));
            assertEquals(List.of("ERROR " + refused + " REJECTED", "CLOSE " + refused + " POLICY -1"), peer.sent());
            assertEquals(1, peer.count(CounterType.OPENS_OVER_LIMIT_TOTAL));
            assertEquals(1, peer.count(CounterType.OPENS_REJECTED_TOTAL));
            assertEquals(MAX_STREAMS, peer.session().streamCount());
        }
    }

    @Test
    @Rule({"N-7", "S-7"})
    void shouldRejectOpensWhenNoMoreCanBeParked()
    {
        try (RemotePeer peer = new RemotePeer())
        {
            peer.set(Settings.SESSION_PARKED_MAX, 2).policy(RemotePeer.answering(Decision.deferred("later")));
            peer.connected(MAX_STREAMS);
            peer.feed(
                open(id(1, 0), GRANTED, InteractionKind.DUPLEX),
                open(id(1, 1), GRANTED, InteractionKind.DUPLEX),
                open(id(1, 2), GRANTED, InteractionKind.DUPLEX));

            final String refused = Long.toHexString(id(1, 2));
            assertEquals(
                List.of(
                    "ERROR " + Long.toHexString(id(1, 0)) + " DEFERRED",
                    "ERROR " + Long.toHexString(id(1, 1)) + " DEFERRED",
                    "ERROR " + refused + " REJECTED",
                    "CLOSE " + refused + " POLICY -1"),
                peer.sent());
            assertEquals(1, peer.count(CounterType.OPENS_PARKED_FULL_TOTAL));
            assertEquals(1, peer.count(CounterType.OPENS_REJECTED_TOTAL));
            assertEquals(2, peer.count(CounterType.OPENS_PARKED));
        }
    }

    @Test
    @Rule("W-1")
    void shouldDiscardAndCountWhenAFrameIsOfAnEarlierGeneration()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            openAndCancel(peer, 1, 1);
            peer.feed(
                open(id(2, 0), GRANTED, InteractionKind.DUPLEX),
                data(id(1, 0), 0, 0, "stale"),
                credit(id(1, 0), 1000),
                cancel(id(1, 0)),
                open(id(1, 0), GRANTED, InteractionKind.DUPLEX),
                data(id(2, 0), 0, 0, "fresh"));

            assertEquals(List.of("closed CANCEL NULL_VAL", "data fresh"), peer.heard);
            assertEquals(0, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
            assertEquals(4, peer.count(CounterType.STREAM_DROPPED_TOTAL));
            assertEquals(4, peer.count(CounterType.STREAM_STALE_TOTAL));
        }
    }

    @Test
    @Rule("W-1")
    void shouldEndTheSessionWhenAFrameIsForAStreamThatWasNeverOpened()
    {
        requireViolation(data(id(1, 0), 0, 0, "first"));
        requireViolation(credit(id(1, 3), 64));
        requireViolation(cancel(id(1, 0)));
        requireViolation(close(StreamIds.of(1, 0, StreamIds.ACCEPTOR), 0, CloseReason.END));
        requireViolation(open(FIRST, GRANTED, InteractionKind.DUPLEX), data(id(2, 0), 0, 0, "future"));
    }

    @Test
    @Rule("W-1")
    void shouldEndTheSessionWhenASlotIsBeyondTheLimit()
    {
        requireViolation(open(id(1, MAX_STREAMS), GRANTED, InteractionKind.DUPLEX));
        requireViolation(data(id(1, MAX_STREAMS), 0, 0, "beyond"));
        requireViolation(credit(id(1, StreamIds.MAX_SLOT), 64));
        requireViolation(cancel(id(-1, StreamIds.MAX_SLOT)));
    }

    @Test
    @Rule("W-1")
    void shouldEndTheSessionWhenThePeerOpensAsTheOtherInitiator()
    {
        requireViolation(open(StreamIds.of(1, 0, StreamIds.ACCEPTOR), GRANTED, InteractionKind.DUPLEX));
    }

    @Test
    @Rule("W-1")
    void shouldEndTheSessionWhenGenerationsRiseByMoreThanOne()
    {
        requireViolation(open(id(2, 0), GRANTED, InteractionKind.DUPLEX));
        requireViolation(open(id(-1, 0), GRANTED, InteractionKind.DUPLEX));
    }

    @Test
    @Rule("W-1")
    void shouldEndTheSessionWhenALiveSlotIsOpenedAgain()
    {
        requireViolation(
            open(FIRST, GRANTED, InteractionKind.DUPLEX), open(id(2, 0), GRANTED, InteractionKind.DUPLEX));
    }

    @Test
    @Rule({"W-1", "S-3"})
    void shouldIgnoreAndCountWhenALiveStreamIsOpenedAgain()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            peer.feed(open(FIRST, GRANTED, InteractionKind.DUPLEX), open(FIRST, GRANTED, InteractionKind.DUPLEX));

            assertEquals(List.of("CREDIT " + NAME + " 64"), peer.sent());
            assertEquals(1, peer.count(CounterType.STREAM_DROPPED_TOTAL));
        }
    }

    @Test
    @Rule({"S-7", "S-4"})
    void shouldHearTheEndWhenItCameWhileTheStreamWasParked()
    {
        final Decision[] decision = {Decision.deferred("later")};
        try (RemotePeer peer = new RemotePeer().policy(request -> decision[0]).connected(MAX_STREAMS))
        {
            peer.feed(open(FIRST, GRANTED, InteractionKind.CLIENT_STREAM), data(FIRST, 0, DataFrame.END, ""));
            decision[0] = Decision.ALLOW;
            peer.agent().policyChanged();
            peer.cycle();

            assertEquals(List.of("end"), peer.heard);
        }
    }

    @Test
    @Rule({"S-7", "C-1", "C-2"})
    void shouldKeepTheOpenersCreditWhenItCameWhileTheStreamWasParked()
    {
        final Decision[] decision = {Decision.deferred("later")};
        final long[] credit = new long[1];
        try (RemotePeer peer = new RemotePeer().policy(request -> decision[0]))
        {
            peer.provider(GRANTED, (stream, open) ->
            {
                credit[0] = stream.writer().credit();
                return peer.recording();
            });
            peer.connected(MAX_STREAMS);
            peer.feed(open(FIRST, GRANTED, InteractionKind.SERVER_STREAM, 64, true, ""), credit(FIRST, 3));
            decision[0] = Decision.ALLOW;
            peer.agent().policyChanged();
            peer.cycle();

            assertEquals(3, credit[0]);
        }
    }

    @Test
    @Rule({"T-4", "C-4"})
    void shouldGiveCreditBackByTheHalfWindowWhenDataFlows()
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            peer.feed(open(FIRST, GRANTED, InteractionKind.CLIENT_STREAM));
            assertEquals(List.of("CREDIT " + NAME + " 64"), peer.sent());
            for (int seq = 0; seq < 6400; seq++)
            {
                peer.feed(data(FIRST, seq, 0, ""));
                assertEquals(
                    0 == (seq + 1) % 32 ? List.of("CREDIT " + NAME + " " + (seq + 1 + 64)) : List.of(), peer.sent());
            }
        }
    }

    private static void openAndCancel(final RemotePeer peer, final int firstGeneration, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            final long id = id(firstGeneration + i, 0);
            peer.feed(open(id, GRANTED, InteractionKind.SERVER_STREAM), cancel(id));
            assertEquals(List.of("CLOSE " + Long.toHexString(id) + " CANCEL -1"), peer.sent());
        }
    }

    private static void requireViolation(final byte[]... frames)
    {
        try (RemotePeer peer = new RemotePeer().connected(MAX_STREAMS))
        {
            peer.feed(frames);

            assertEquals(1, peer.count(CounterType.SESSIONS_VIOLATED_TOTAL));
            assertEquals(0, peer.count(CounterType.INVALID_FRAMES_TOTAL));
            peer.requireEndedByViolation();
        }
    }
}
