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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.InteractionKind;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.fixture.RecordingHandler;
import io.weir.policy.Decision;
import io.weir.policy.Grants;
import io.weir.policy.Policy;
import io.weir.policy.PolicyRequest;
import io.weir.test.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What policy answers, and what becomes of it. */
@Rule("S-7")
class PolicyBehaviourTest
{
    private final Switch policy = new Switch();

    @Test
    void shouldReachTheProviderWhenAllowed()
    {
        try (EnginePair pair = pair())
        {
            pair.open();

            assertEquals(1, pair.accepted().size());
        }
    }

    @Test
    void shouldTellThePolicyWhoAsksForWhatAndBesideHowManyStreams()
    {
        try (EnginePair pair = pair())
        {
            pair.open();
            pair.open(StreamRequest.of(TICKS).kind(InteractionKind.DUPLEX));

            assertEquals(List.of(
                "market.ticks SERVER_STREAM beside 0, in process", "market.ticks DUPLEX beside 1, in process"),
                policy.asked);
        }
    }

    @Test
    void shouldEndWithoutTheProviderWhenRejected()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.rejected("not for you");
            final RecordingHandler handler = pair.open();

            assertEquals(
                List.of("opened", "error:REJECTED:not for you", "closed:POLICY:REJECTED"), handler.events());
            assertEquals(0, pair.accepted().size());
            assertEquals(1, pair.marketCount(CounterType.OPENS_REJECTED_TOTAL));
        }
    }

    @Test
    void shouldEndWithoutTheProviderWhenDropped()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.dropped("busy");
            final RecordingHandler handler = pair.open();

            assertEquals(List.of("opened", "error:DROPPED:busy", "closed:POLICY:DROPPED"), handler.events());
            assertEquals(0, pair.accepted().size());
            assertEquals(1, pair.marketCount(CounterType.OPENS_DROPPED_TOTAL));
        }
    }

    @Test
    void shouldHearANoticeAndStayOpenWhenDeferred()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.deferred("later");
            final RecordingHandler handler = pair.open();

            assertEquals(List.of("opened", "error:DEFERRED:later"), handler.events());
            assertTrue(handler.stream().isOpen());
            assertEquals(1, pair.marketCount(CounterType.OPENS_PARKED));
            assertEquals(0, pair.marketCount(CounterType.STREAMS_OPEN));
        }
    }

    @Test
    void shouldAdmitTheParkedWhenPolicyChanges()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.deferred("later");
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).params("EURUSD"));
            policy.onOpen = Decision.ALLOW;
            pair.market().policyChanged();
            pair.invoke();
            Payload.offer(pair.acceptorStream().writer(), "a");
            pair.invoke();

            assertEquals(List.of("a"), handler.payloads());
            assertEquals(0, pair.marketCount(CounterType.OPENS_PARKED));
        }
    }

    @Test
    @Rule("W-7")
    void shouldCountTheTimeInTheQueueWhenAStreamWithADeadlineIsAdmittedLate()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.deferred("later");
            pair.open(StreamRequest.of(TICKS).deadline(1000, TimeUnit.MILLISECONDS));
            pair.clock().advance(600, TimeUnit.MILLISECONDS);
            policy.onOpen = Decision.ALLOW;
            pair.market().policyChanged();
            pair.invoke();
            assertTrue(pair.acceptorStream().isOpen());

            pair.clock().advance(450, TimeUnit.MILLISECONDS);
            for (int i = 0; i < 64; i++)
            {
                pair.market().invoke();
            }
            assertFalse(pair.acceptorStream().isOpen());
        }
    }

    @Test
    void shouldShowParamsToTheProviderWhenAdmittedLate()
    {
        final List<String> params = new ArrayList<>();
        final Provider provider = (stream, open) ->
        {
            params.add(open.paramsUtf8());
            return new RecordingHandler();
        };
        try (EnginePair pair = EnginePair.builder().market(market -> market.policy(policy)).provider(provider).launch())
        {
            policy.onOpen = Decision.deferred("later");
            pair.open(StreamRequest.of(TICKS).params("EURUSD").context(new byte[]{1}));
            policy.onOpen = Decision.ALLOW;
            pair.open(StreamRequest.of(TICKS).params("GBPUSD"));
            pair.market().policyChanged();
            pair.invoke();

            assertEquals(List.of("GBPUSD", "EURUSD"), params);
        }
    }

    @Test
    void shouldAdmitTheParkedWhenCapacityReturns()
    {
        try (EnginePair pair = pair())
        {
            policy.most = 1;
            pair.open();
            final RecordingHandler parked = pair.open();
            assertEquals("error:DEFERRED:full", parked.last());
            pair.accepted().get(0).stream().writer().close();
            pair.invoke();

            assertEquals(2, pair.accepted().size());
        }
    }

    @Test
    void shouldRejectTheParkedWhenItsTimeIsUp()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.deferred("later");
            final RecordingHandler handler = pair.open();
            pair.advance(4_900, TimeUnit.MILLISECONDS);
            assertEquals("error:DEFERRED:later", handler.last());
            pair.advance(200, TimeUnit.MILLISECONDS);

            assertEquals("closed:POLICY:REJECTED", handler.last());
            assertEquals(1, pair.marketCount(CounterType.OPENS_EXPIRED_TOTAL));
        }
    }

    @Test
    void shouldAskAgainAtExpiryWhenParked()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.deferred("later");
            final RecordingHandler handler = pair.open();
            policy.onOpen = Decision.ALLOW;
            pair.advance(5_100, TimeUnit.MILLISECONDS);

            assertTrue(handler.stream().isOpen());
            assertEquals(1, pair.accepted().size());
        }
    }

    @Test
    void shouldRejectWhenTheQueueOfTheParkedIsFull()
    {
        try (EnginePair pair = EnginePair.builder()
            .market(market -> market.policy(policy).set(Settings.SESSION_PARKED_MAX, 1)).launch())
        {
            policy.onOpen = Decision.deferred("later");
            pair.open();
            final RecordingHandler second = pair.open();

            assertEquals("closed:POLICY:REJECTED", second.last());
            assertEquals(1, pair.marketCount(CounterType.OPENS_PARKED_FULL_TOTAL));
        }
    }

    @Test
    void shouldHaveRoomInTheQueueAgainWhenAParkedOneIsCancelled()
    {
        try (EnginePair pair = EnginePair.builder()
            .market(market -> market.policy(policy).set(Settings.SESSION_PARKED_MAX, 1)).launch())
        {
            policy.onOpen = Decision.deferred("later");
            final RecordingHandler first = pair.open();
            first.stream().cancel();
            pair.invoke();
            final RecordingHandler second = pair.open();

            assertEquals("closed:CANCEL", first.last());
            assertEquals("error:DEFERRED:later", second.last());
        }
    }

    @Test
    @Rule({"C-1", "C-9"})
    void shouldKeepTheCreditThatCameWhileParked()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.deferred("later");
            final RecordingHandler handler = pair.open(StreamRequest.of(TICKS).held(true));
            handler.stream().request(3);
            pair.invoke();
            policy.onOpen = Decision.ALLOW;
            pair.market().policyChanged();
            pair.invoke();

            assertEquals(List.of(3), pair.acceptor().budgets());
        }
    }

    @Test
    void shouldEndAnOpenStreamWhenPolicyKillsIt()
    {
        try (EnginePair pair = pair())
        {
            final RecordingHandler handler = pair.open();
            policy.review = Decision.killed("revoked");
            pair.market().policyChanged();
            pair.invoke();

            assertEquals(List.of("opened", "error:KILLED:revoked", "closed:POLICY:KILLED"), handler.events());
            assertEquals(List.of("closed:POLICY:KILLED"), pair.acceptor().events());
            assertEquals(1, pair.marketCount(CounterType.STREAMS_KILLED_TOTAL));
        }
    }

    @Test
    void shouldRejectEveryOpenWhenStreamsAreDisabled()
    {
        try (EnginePair pair =
            EnginePair.builder().market(market -> market.set(Settings.STREAMS_ENABLED, false)).launch())
        {
            final RecordingHandler handler = pair.open();

            assertEquals("closed:POLICY:REJECTED", handler.last());
            assertTrue(handler.events().get(1).contains("CAPS_ENABLE_STREAMS"));
        }
    }

    @Test
    void shouldRejectWhatIsNotGrantedInProcess()
    {
        try (EnginePair pair =
            EnginePair.builder().market(market -> market.grants(Grants.builder().toAll("other.*").build())).launch())
        {
            assertEquals("closed:POLICY:REJECTED", pair.open().last());
        }
    }

    @Test
    void shouldRejectToTheSafeSideWhenThePolicyThrows()
    {
        try (EnginePair pair = EnginePair.builder().market(market -> market.policy(request ->
        {
            throw new IllegalStateException("policy out of order");
        })).launch())
        {
            pair.expectError("policy out of order");

            assertEquals("closed:POLICY:REJECTED", pair.open().last());
        }
    }

    @Test
    @Rule({"S-10", "W-7"})
    void shouldEndTheParkedWhenItsDeadlinePasses()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.deferred("later");
            final RecordingHandler handler =
                pair.open(StreamRequest.of(TICKS).deadline(100, TimeUnit.MILLISECONDS));
            pair.advance(200, TimeUnit.MILLISECONDS);

            assertEquals("closed:ERROR:DEADLINE", handler.last());
            assertEquals(0, pair.marketSession().streamCount());
            assertEquals(0, pair.deskSession().streamCount());
        }
    }

    @Test
    @Rule("S-10")
    void shouldRejectTheParkedAtOnceWhenTheSessionCloses()
    {
        try (EnginePair pair = pair())
        {
            policy.onOpen = Decision.deferred("later");
            final RecordingHandler handler = pair.open();
            pair.marketSession().close();
            pair.invoke();

            assertEquals("closed:POLICY:REJECTED", handler.last());
            assertTrue(pair.sessions().contains("desk:closed:NORMAL"), pair.sessions().toString());
        }
    }

    private EnginePair pair()
    {
        return EnginePair.builder().market(market -> market.policy(policy)).launch();
    }

    /** Answers what it is told to. */
    private static final class Switch implements Policy
    {
        private final List<String> asked = new ArrayList<>();
        private Decision onOpen = Decision.ALLOW;
        private Decision review = Decision.ALLOW;
        private int most = Integer.MAX_VALUE;

        @Override
        public Decision onOpen(final PolicyRequest request)
        {
            asked.add(request.capability() + " " + request.kind() + " beside " + request.openStreams() +
                (request.remote() ? ", remote" : ", in process"));
            return request.openStreams() >= most ? Decision.deferred("full") : onOpen;
        }

        @Override
        public Decision review(final PolicyRequest request)
        {
            return review;
        }
    }
}
