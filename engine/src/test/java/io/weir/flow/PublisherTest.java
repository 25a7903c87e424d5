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

package io.weir.flow;

import static io.weir.fixture.EnginePair.TICKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.fixture.EnginePair;
import io.weir.fixture.Payload;
import io.weir.test.Rule;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publishers beyond what the TCK asks of them: credit, ends, and the neighbours. */
class PublisherTest extends FlowFixture
{
    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("C-9")
    void shouldDeliverAThousandWhenAThousandAreRequestedThroughAWindowOfSixtyFour(final Face face)
    {
        try (EnginePair pair = pair(5_000))
        {
            final SignalProbe<String> probe = subscribe(pair, face, 64, new SignalProbe<String>().requesting(1_000));

            settle(pair);

            assertEquals(1_000, probe.count());
            assertEquals("next:999", probe.last());
            if (!face.isOfMessages())
            {
                assertEquals(1_000, sent(pair));
            }
            probe.cancel();
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("C-9")
    void shouldDeliverEveryItemWhenEachIsRequestedAlone(final Face face)
    {
        try (EnginePair pair = pair(300))
        {
            final SignalProbe<String> probe = new SignalProbe<String>().requesting(1);
            probe.onItem(item -> probe.request(1));
            subscribe(pair, face, 64, probe);

            settle(pair);

            assertEquals(300, probe.count());
            assertEquals("complete", probe.last());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("C-9")
    void shouldDeliverNothingWhenNothingIsRequested(final Face face)
    {
        try (EnginePair pair = pair(10))
        {
            final SignalProbe<String> probe = subscribe(pair, face, 8, new SignalProbe<>());

            settle(pair);
            final List<String> before = probe.signals();
            probe.request(3);
            settle(pair);

            assertEquals(List.of("subscribed"), before);
            assertEquals(List.of("subscribed", "next:0", "next:1", "next:2"), probe.signals());
            probe.cancel();
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule({"C-9", "S-5"})
    void shouldEndTheStreamWhenItIsCancelledMidway(final Face face)
    {
        try (EnginePair pair = pair(Integer.MAX_VALUE))
        {
            final SignalProbe<String> probe = new SignalProbe<String>().requesting(Long.MAX_VALUE);
            probe.onItem(item ->
            {
                if ("100".equals(item))
                {
                    probe.cancel();
                }
            });
            subscribe(pair, face, 64, probe);

            settle(pair);

            assertEquals("next:100", probe.last());
            assertEquals("closed:CANCEL", pair.acceptor().last());
            assertEquals(0, pair.deskSession().streamCount());
            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("S-5")
    void shouldStillCancelWhenTheReasonBeforeWasNone(final Face face)
    {
        try (EnginePair pair = pair(10))
        {
            final SignalProbe<String> probe = subscribe(pair, face, 8, new SignalProbe<>());
            settle(pair);
            for (final CancelReason none : new CancelReason[]{null, CancelReason.NULL_VAL, CancelReason.SBE_UNKNOWN})
            {
                assertThrows(IllegalArgumentException.class, () -> probe.subscription().cancel(none));
            }

            probe.cancel();
            settle(pair);

            assertEquals("closed:CANCEL", pair.acceptor().last());
            assertEquals(0, pair.deskSession().streamCount());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule({"S-6", "C-7"})
    void shouldCancelAndDisturbNoOneWhenTheSubscriberThrows(final Face face)
    {
        try (EnginePair pair = pair(100).expectError("thrown on purpose"))
        {
            final SignalProbe<String> probe = new SignalProbe<String>().requesting(Long.MAX_VALUE);
            probe.onItem(item ->
            {
                if ("5".equals(item))
                {
                    throw new IllegalStateException("thrown on purpose");
                }
            });
            final SignalProbe<String> neighbour = new SignalProbe<String>().requesting(Long.MAX_VALUE);
            subscribe(pair, face, 64, probe);
            subscribe(pair, face, 64, neighbour);

            settle(pair);

            assertEquals("next:5", probe.last());
            assertEquals("closed:CANCEL", pair.accepted().get(0).last());
            assertEquals(100, neighbour.count());
            assertEquals("complete", neighbour.last());
            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("C-9")
    void shouldSaturateWhenDemandIsTheGreatestThereIs(final Face face)
    {
        try (EnginePair pair = pair(500))
        {
            final SignalProbe<String> probe = new SignalProbe<String>().onSubscribed(subscription ->
            {
                subscription.request(Long.MAX_VALUE);
                subscription.request(Long.MAX_VALUE);
                subscription.request(1);
            });
            subscribe(pair, face, 16, probe);

            settle(pair);

            assertEquals(500, probe.count());
            assertEquals("complete", probe.last());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("C-9")
    void shouldFailInWordsWhenDemandIsNotPositive(final Face face)
    {
        try (EnginePair pair = pair(500))
        {
            final SignalProbe<String> probe = new SignalProbe<String>().requesting(2);
            probe.onItem(item ->
            {
                if ("1".equals(item))
                {
                    probe.request(0);
                }
            });
            subscribe(pair, face, 16, probe);

            settle(pair);

            assertInstanceOf(IllegalArgumentException.class, probe.failure());
            assertTrue(probe.last().contains("request(0)"), probe.last());
            assertEquals("closed:CANCEL", pair.acceptor().last());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("S-2")
    void shouldSignalCodeAndMessageBehindAllItemsWhenTheProviderFails(final Face face)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final SignalProbe<String> probe = subscribe(pair, face, 16, new SignalProbe<String>().requesting(10));
            settle(pair);
            Payload.offer(pair.acceptorStream().writer(), "a");
            pair.acceptorStream().writer().close(StreamErrorCode.INVALID_PARAMS, "no such thing");

            settle(pair);

            assertEquals("next:a", probe.signals().get(1));
            final StreamException failure = assertInstanceOf(StreamException.class, probe.failure());
            assertEquals(CloseReason.ERROR, failure.reason());
            assertEquals(StreamErrorCode.INVALID_PARAMS, failure.code());
            assertEquals("no such thing", failure.text());
            assertEquals(TICKS, failure.capability());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("S-7")
    void shouldSignalPolicyWhenTheStreamIsKilled(final Face face)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final SignalProbe<String> probe = subscribe(pair, face, 16, new SignalProbe<String>().requesting(10));
            settle(pair);
            pair.acceptorStream().abort(StreamErrorCode.KILLED, "enough");

            settle(pair);

            final StreamException failure = assertInstanceOf(StreamException.class, probe.failure());
            assertEquals(CloseReason.POLICY, failure.reason());
            assertEquals(StreamErrorCode.KILLED, failure.code());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    @Rule("S-10")
    void shouldSignalCancelWhenTheSessionIsInterrupted(final Face face)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final SignalProbe<String> probe = subscribe(pair, face, 16, new SignalProbe<String>().requesting(10));
            settle(pair);
            pair.deskSession().interrupt();

            settle(pair);

            assertEquals(CloseReason.CANCEL, assertInstanceOf(StreamException.class, probe.failure()).reason());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void shouldSignalSubscriptionAndErrorWhenTheSessionIsClosed(final Face face)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            pair.deskSession().close();
            pair.invoke();

            final SignalProbe<String> probe = subscribe(pair, face, 16, new SignalProbe<String>().requesting(10));
            settle(pair);

            assertEquals("subscribed", probe.signals().get(0));
            assertInstanceOf(StreamException.class, probe.failure());
            assertTrue(probe.failure().getMessage().contains("CLOSED"), probe.failure().getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void shouldSignalWhatIsWrongWhenTheRequestCannotBe(final Face face)
    {
        try (EnginePair pair = EnginePair.launch())
        {
            final SignalProbe<String> probe = subscribe(pair, face, 1_000_000, new SignalProbe<>());
            settle(pair);

            assertEquals("subscribed", probe.signals().get(0));
            assertInstanceOf(IllegalArgumentException.class, probe.failure());
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void shouldOpenAStreamForEachSubscriberWhenThereAreSeveral(final Face face)
    {
        try (EnginePair pair = pair(3))
        {
            final Flow.Publisher<String> publisher = publisher(pair, face, 16);
            final SignalProbe<String> first = new SignalProbe<String>().requesting(9);
            final SignalProbe<String> second = new SignalProbe<String>().requesting(9);
            publisher.subscribe(first);
            publisher.subscribe(second);

            settle(pair);

            assertEquals(List.of("subscribed", "next:0", "next:1", "next:2", "complete"), first.signals());
            assertEquals(first.signals(), second.signals());
            assertEquals(2, pair.accepted().size());
            assertThrows(NullPointerException.class, () -> publisher.subscribe(null));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXECUTOR", "EXECUTOR_MESSAGES"})
    @Rule({"C-3", "C-7"})
    void shouldHoldNoMoreThanAWindowAndDelayNoOneWhenTheSubscriberIsSlow(final Face face)
    {
        try (EnginePair pair = pair(10_000))
        {
            final ArrayDeque<Runnable> slowTasks = new ArrayDeque<>();
            final SignalProbe<String> slow = new SignalProbe<String>().quiet().requesting(Long.MAX_VALUE);
            call(pair, face, 32).publisher(slowTasks::add).subscribe(slow);
            pair.invoke();
            slowTasks.poll().run();
            final SignalProbe<String> neighbour = new SignalProbe<String>().quiet().requesting(Long.MAX_VALUE);
            subscribe(pair, face, 32, neighbour);

            settle(pair);

            assertEquals(10_000, neighbour.count());
            assertEquals(0, slow.count());
            assertEquals(32, sent(pair.accepted().get(0)));
            while (!slowTasks.isEmpty())
            {
                slowTasks.poll().run();
                settle(pair);
            }
            assertEquals(10_000, slow.count());
            assertEquals("complete", slow.last());
            assertEquals(0, pair.deskCount(CounterType.HELD_FRAMES));
        }
    }
}
