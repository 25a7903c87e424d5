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
package io.weir.kernel;

import static io.weir.codecs.kernel.OutcomeCode.ACCEPTED;
import static io.weir.codecs.kernel.OutcomeCode.EVENT_KEY_DIFFERS;
import static io.weir.codecs.kernel.OutcomeCode.EVENT_KEY_MISSING;
import static io.weir.codecs.kernel.OutcomeCode.EVENT_MALFORMED;
import static io.weir.codecs.kernel.OutcomeCode.EVENT_UNKNOWN_KIND;
import static io.weir.codecs.kernel.OutcomeCode.EVENT_UNROUTED;
import static io.weir.codecs.kernel.OutcomeCode.INPUT_MALFORMED;
import static io.weir.codecs.kernel.OutcomeCode.JOURNAL_FULL;
import static io.weir.codecs.kernel.OutcomeCode.STEP_FAILED;
import static io.weir.codecs.kernel.OutcomeCode.WORLD_OVERLOADED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.ContinuationRunDecoder;
import io.weir.codecs.kernel.DerivedEventDecoder;
import io.weir.codecs.kernel.EventInDecoder;
import io.weir.codecs.kernel.IntentOutDecoder;
import io.weir.codecs.kernel.StepOutDecoder;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Limits;
import io.weir.test.Rule;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Section E of the conformance cases: domain events and keyed instances; and the queue. */
@Rule("K-7")
class IngressCasesTest
{
    private final Fixture world = new Fixture();

    @Test
    @Rule("K-1")
    void shouldRouteByTheKeyWhenTheEventHasItInItsPayload()
    {
        assertEquals(ACCEPTED, world.event("key", "a1"));
        assertEquals(ACCEPTED, world.event("key", "b1"));
        assertEquals(ACCEPTED, world.event("key", "a2"));

        assertEquals(2, world.world.instances());
        world.verify();
    }

    @Test
    void shouldRefuseTheEventWhenAKeyedModuleWouldGetNone()
    {
        final int batches = world.sink.batches.size();

        assertEquals(EVENT_KEY_MISSING, world.event("key", ""));
        assertEquals(batches, world.sink.batches.size());
    }

    @Test
    void shouldRefuseTheEventWhenItCarriesAnotherKeyThanItsPayload()
    {
        final int batches = world.sink.batches.size();
        final Wire wire = new Wire();
        wire.key = "b";
        wire.payload = "a";

        assertEquals(EVENT_KEY_DIFFERS, world.event(wire, "key"));
        wire.key = "a";
        assertEquals(ACCEPTED, world.event(wire, "key"));
        assertEquals(batches + 1, world.sink.batches.size());
    }

    @Test
    @Rule("K-1")
    void shouldRefuseTheEventWhenItsKeyExtractorThrowsOrNamesAnImpossiblePlace()
    {
        final Fixture odd = odd();
        final int batches = odd.sink.batches.size();
        final Wire wire = new Wire();
        wire.key = "k";
        for (final String how : List.of("t", "n", "h", "b"))
        {
            wire.payload = how;
            assertEquals(EVENT_KEY_MISSING, odd.event("odd", how), how);
            assertEquals(EVENT_KEY_DIFFERS, odd.event(wire, "odd"), how);
        }
        assertEquals(batches, odd.sink.batches.size());
        assertEquals(ACCEPTED, odd.event("odd", "x"));
        odd.verify();
    }

    @Test
    @Rule("K-2")
    void shouldFailTheStepWhenTheKeyExtractorOfWhatItEmitsThrows()
    {
        final Fixture odd = odd();
        odd.m.then(step -> step.event(odd.m.kinds.event("odd"), Fixture.buffer("t"), 0, 1));

        assertEquals(STEP_FAILED, odd.event("go", "x"));
        odd.verify();
    }

    private static Fixture odd()
    {
        return new Fixture(builder -> builder.event(EventSpec.of("odd").key("odd").to("K")));
    }

    @Test
    void shouldRefuseTheEventBeforeAnyRecordWhenItsPayloadIsNotValid()
    {
        final int batches = world.sink.batches.size();

        assertEquals(EVENT_MALFORMED, world.event("strict", "longer than eight"));
        assertEquals(EVENT_MALFORMED, world.event("go", "p".repeat(1025)));
        assertEquals(EVENT_UNKNOWN_KIND, world.event("gone", "x"));
        assertEquals(batches, world.sink.batches.size());
    }

    @Test
    void shouldJournalTheEventWhenNobodySubscribes()
    {
        assertEquals(EVENT_UNROUTED, world.event("nobody", "x"));
        assertEquals(List.of(EventInDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID),
            world.sink.templates((int)world.world.seq()));
        world.verify();
    }

    @Test
    void shouldShowNoStateWhenAKeyIsSeenFirst()
    {
        final boolean[] had = new boolean[2];
        world.k.then(step -> had[0] = step.hasState());
        world.k.then(step -> had[1] = step.hasState());
        world.event("key", "a");
        world.event("key", "a");

        assertEquals(List.of(false, true), List.of(had[0], had[1]));
    }

    @Test
    void shouldForgetTheInstanceWhenItsStateIsRemoved()
    {
        world.event("key", "a");
        final String before = Fixture.image(world.world).hashText();
        world.k.then(StepContext::removeState);
        world.event("key", "a");

        assertEquals(0, world.world.instances());
        assertTrue(!before.equals(Fixture.image(world.world).hashText()));
        world.verify();
    }

    @Test
    void shouldWriteDerivedEventsBeforeEffectsWhenAStepEmitsBoth()
    {
        world.m.then(step ->
        {
            Fixture.effect(step, world.m, "http.request", "get");
            step.event(world.m.kinds.event("key"), Fixture.buffer("a"), 0, 1);
        });
        world.event("go", "x");

        assertEquals(List.of(EventInDecoder.TEMPLATE_ID, DerivedEventDecoder.TEMPLATE_ID,
            IntentOutDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID), world.sink.templates((int)world.world.seq()));
        assertEquals(1, world.world.queued());
        world.pump();
        assertEquals(List.of(ContinuationRunDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID),
            world.sink.templates((int)world.world.seq()));
        assertEquals(1, world.k.seen.size());
        world.verify();
    }

    @Test
    @Rule("K-8")
    void shouldReplayToTheSameIdsWhenTheHandlerOfADerivedEventEmits()
    {
        world.m.then(step -> step.event(world.m.kinds.event("key"), Fixture.buffer("a"), 0, 1));
        final long[] id = new long[1];
        world.k.then(step -> id[0] = Fixture.effect(step, world.k, "http.request", "get"));
        world.event("go", "x");
        world.pump();
        final long first = id[0];
        world.reopen();

        assertEquals(first, id[0]);
        assertEquals(1, world.world.openIntents());
        assertEquals(first, world.world.dispatches().first());
        assertEquals(1, world.world.dispatches().waiting());
        world.verify();
    }

    @Test
    void shouldRunWhatIsQueuedFirstWhenAnInputComes()
    {
        world.m.then(step -> step.event(world.m.kinds.event("stop"), Fixture.buffer("1"), 0, 1));
        world.event("go", "x");
        assertEquals(0, world.n.seen.size());
        world.event("go", "y");

        assertEquals(1, world.n.seen.size());
        world.verify();
    }

    @Test
    void shouldRunAllSubscribersInOrderWhenThereAreSeveral()
    {
        assertEquals(ACCEPTED, world.event("both", "z"));
        assertEquals(1, world.m.seen.size());
        assertEquals(0, world.k.seen.size());
        world.pump();
        assertEquals(1, world.k.seen.size());
        world.verify();
    }

    @Test
    void shouldFailTheStepWhenTheCascadeIsTooDeep()
    {
        final Fixture loop = new Fixture(builder -> builder.limits(Limits.DEFAULT.withCascade(4, 100))
            .module(Fixture.module("S")).event(EventSpec.of("again").to("S")));
        for (int i = 0; i < 10; i++)
        {
            loop.s.then(step -> step.event(loop.s.kinds.event("again"), Fixture.buffer("x"), 0, 1));
        }
        loop.event("again", "x");
        loop.pump();

        assertEquals(5, loop.s.seen.size());
        assertEquals(0, loop.world.queued());
        loop.verify();
    }

    @Test
    void shouldFailTheStepWhenTheQueueHasNoRoom()
    {
        final Fixture narrow = new Fixture(builder -> builder.limits(Limits.DEFAULT.withCascade(32, 2)));
        narrow.m.then(step ->
        {
            for (int i = 0; i < 3; i++)
            {
                step.event(narrow.m.kinds.event("stop"), Fixture.buffer("x"), 0, 1);
            }
        });

        assertEquals(STEP_FAILED, narrow.event("go", "x"));
        assertEquals(0, narrow.world.queued());
        narrow.verify();
    }

    @Test
    void shouldRefuseTheInputWhenItsSubscribersHaveNoRoomInTheQueue()
    {
        final Fixture narrow = new Fixture(builder -> builder.limits(Limits.DEFAULT.withCascade(32, 1))
            .event(EventSpec.of("three").to("M", "N", "M")));

        assertEquals(WORLD_OVERLOADED, narrow.event("three", "z"));
        assertEquals(0, narrow.m.seen.size());
    }

    @Test
    @Rule("K-10")
    void shouldRefuseBeforeAnyStepWhenTheJournalIsFullAndGoOnAfterwards()
    {
        final Wire intent = world.open();
        final int seen = world.m.seen.size();
        final String before = Fixture.image(world.world).hashText();
        world.sink.isFull = true;
        world.nowNs += 5;

        assertEquals(JOURNAL_FULL, world.event("go", "x"));
        assertEquals(JOURNAL_FULL, world.frame(intent, 1));
        assertEquals(JOURNAL_FULL, world.receipt(intent, io.weir.codecs.kernel.ReceiptStatus.OK));
        world.nowNs += 2 * Fixture.HOUR_NS;
        final long refused = world.world.refused(JOURNAL_FULL);
        assertEquals(JOURNAL_FULL, world.event("go", "x"), "what is due comes before an input");
        assertEquals(refused + 1, world.world.refused(JOURNAL_FULL));
        assertEquals(seen, world.m.seen.size());
        assertEquals(before, Fixture.image(world.world).hashText());
        world.sink.isFull = false;
        assertEquals(ACCEPTED, world.event("go", "x"));
        world.verify();
    }

    @Test
    @Rule("K-10")
    void shouldNotOvertakeWhatIsQueuedWhenTheJournalHasRoomAgainInBetween()
    {
        world.event("both", "z");
        assertEquals(1, world.world.queued());
        world.sink.fullClaims = 1;

        assertEquals(JOURNAL_FULL, world.event("both", "y"));
        assertEquals(1, world.world.queued());
        assertEquals(ACCEPTED, world.event("both", "y"));
        assertEquals(1, world.k.seen.size());
        assertTrue(world.k.seen.get(0).endsWith(" z"), world.k.seen::toString);
        world.verify();
    }

    @Test
    void shouldCountTheRefusalWhenMoreIsDueThanFiresBeforeAnInput()
    {
        final Fixture busy = new Fixture(builder -> builder.limits(Limits.DEFAULT.withCascade(32, 1)));
        for (int i = 0; i < 9; i++)
        {
            busy.m.then(step ->
            {
                for (int timer = 0; timer < 60; timer++)
                {
                    step.timer(50);
                }
            });
            assertEquals(ACCEPTED, busy.event("go", "x"));
        }
        busy.nowNs += 60;
        final long refused = busy.world.refused(WORLD_OVERLOADED);

        assertEquals(WORLD_OVERLOADED, busy.event("go", "x"));
        assertEquals(refused + 1, busy.world.refused(WORLD_OVERLOADED));
        assertEquals(ACCEPTED, busy.event("go", "x"));
        busy.verify();
    }

    @Test
    void shouldRefuseWithoutHarmWhenAnyBytesCome()
    {
        final Random random = new Random(7);
        final Wire intent = world.open();
        final String before = Fixture.image(world.world).hashText();
        for (int i = 0; i < 20_000; i++)
        {
            intent.seq = 1;
            final int length = i % 2 == 0 ? intent.frame() : intent.receipt();
            final byte[] bytes = new byte[length];
            intent.buffer.getBytes(0, bytes);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--)
            {
                bytes[random.nextInt(32)] = (byte)random.nextInt();
            }
            bytes[2] = (byte)(64 + random.nextInt(190));
            assertEquals(INPUT_MALFORMED,
                world.world.offer(0, world.nowNs, new UnsafeBuffer(bytes), 0, random.nextInt(length + 1)));
        }
        assertEquals(before, Fixture.image(world.world).hashText());
    }
}
