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
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_LATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.AttemptPolicy;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.TimeAdvancedDecoder;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ManifestException;
import io.weir.test.Rule;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Time, timers, deadlines (section H of the conformance cases, in part), and what reopening does to attempts. */
@Rule("K-14")
class TimeCasesTest
{
    private static final long SECOND_NS = 1_000_000_000L;

    private final Fixture world = new Fixture(builder -> builder
        .effect(EffectSpec.of("idle.kind").idleDeadlineNs(10 * SECOND_NS).totalDeadlineNs(100 * SECOND_NS))
        .effect(EffectSpec.of("resume.kind").attempts(AttemptPolicy.RESUME).noTotalDeadline())
        .effect(EffectSpec.of("fail.kind").attempts(AttemptPolicy.FAIL).noTotalDeadline())
        .module(Fixture.module("S").takesFrames().emits("idle.kind", "resume.kind", "fail.kind"))
        .event(EventSpec.of("begin").to("S")));

    @Test
    void shouldFireByTimeThenIdWhenTimersAreDue()
    {
        world.m.then(step ->
        {
            step.timer(50);
            step.timer(20);
            step.timer(50);
            step.timer(20);
        });
        world.event("go", "x");
        final int seen = world.m.seen.size();
        world.nowNs += 60;
        world.pump();

        final List<String> ids = world.m.seen.subList(seen, world.m.seen.size()).stream()
            .map(line -> line.split(" ")[1]).collect(Collectors.toList());
        assertEquals(List.of("2", "4", "1", "3"), ids);
        assertTrue(FrameCasesTest.lastOf(world.m).contains("OK"));
        world.verify();
    }

    @Test
    void shouldKeepTimersWhenTheWorldIsOpenedAgain()
    {
        world.m.then(step -> step.timer(50));
        world.event("go", "x");
        world.reopen();
        assertEquals(Dispatches.NONE, world.world.dispatches().first());
        world.nowNs += 50;
        world.pump();

        assertTrue(FrameCasesTest.lastOf(world.m).startsWith("receipt 1 OK"));
        world.verify();
    }

    @Test
    void shouldAdvanceTimeBeforeTheInputWhenSomethingIsDue()
    {
        final Wire intent = world.open();
        final int batches = world.sink.batches.size();
        world.nowNs += Fixture.HOUR_NS + 1;

        assertEquals(RECEIPT_LATE, world.receipt(intent, ReceiptStatus.OK));
        assertEquals(List.of(TimeAdvancedDecoder.TEMPLATE_ID), world.sink.templates(batches).subList(0, 1));
        assertTrue(FrameCasesTest.lastOf(world.m).contains("TIMEOUT deadline.total"));
        assertEquals(1, world.world.dispatches().cancels());
        world.verify();
    }

    @Test
    void shouldNeverGoBackWhenTheClockDoes()
    {
        world.event("go", "x");
        final long timeNs = world.world.timeNs();
        world.nowNs -= 1000;
        world.event("go", "x");

        assertEquals(timeNs, world.world.timeNs());
        world.verify();
    }

    @Test
    void shouldTimeOutWhenNoFrameComesAndNotWhileFramesCome()
    {
        final Wire intent = begin("idle.kind");
        for (int seq = 1; seq <= 5; seq++)
        {
            world.nowNs += 9 * SECOND_NS;
            assertEquals(ACCEPTED, world.frame(intent, seq));
        }
        world.nowNs += 10 * SECOND_NS;
        world.pump();

        assertTrue(FrameCasesTest.lastOf(world.s).contains("TIMEOUT deadline.idle"));
        world.verify();
    }

    @Test
    void shouldTimeOutInAllWhenFramesComeForEver()
    {
        final Wire intent = begin("idle.kind");
        for (int seq = 1; seq <= 11; seq++)
        {
            world.nowNs += 9 * SECOND_NS;
            world.frame(intent, seq);
        }
        world.nowNs += 2 * SECOND_NS;
        world.pump();

        assertTrue(FrameCasesTest.lastOf(world.s).contains("TIMEOUT deadline.total"));
    }

    @Test
    void shouldStartOverdueIdleDeadlinesAnewWhenTheWorldIsOpenedAgain()
    {
        final Wire intent = begin("idle.kind");
        world.nowNs += 50 * SECOND_NS;
        world.reopen();
        world.pump();
        assertTrue(world.world.isOpen(intent.intentId));
        world.nowNs += 10 * SECOND_NS;
        world.pump();
        assertTrue(!world.world.isOpen(intent.intentId));
        world.verify();
    }

    @Test
    void shouldFireTotalsWhenTheWorldIsOpenedTooLate()
    {
        final Wire intent = begin("idle.kind");
        world.nowNs += 200 * SECOND_NS;
        world.reopen();
        world.pump();

        assertTrue(!world.world.isOpen(intent.intentId));
    }

    @Test
    @Rule("K-12")
    void shouldEndEveryLeaseWhenTheWorldIsOpenedAgain()
    {
        final Wire resume = begin("resume.kind");
        resume.token = "t1";
        resume.seq = 1;
        world.world.offer(Fixture.ADAPTER, world.nowNs, resume.buffer, 0, resume.frame());
        final Wire fail = begin("fail.kind");
        world.reopen();

        assertEquals(io.weir.codecs.kernel.OutcomeCode.STREAM_LEASE, world.frame(resume, 2));
        world.pump();
        assertTrue(!world.world.isOpen(fail.intentId));
        assertTrue(FrameCasesTest.lastOf(world.s).contains("ERROR adapter.lost"));
        assertEquals(resume.intentId, world.world.dispatches().first());
        world.start(resume.intentId);
        final org.agrona.concurrent.UnsafeBuffer message = new org.agrona.concurrent.UnsafeBuffer(new byte[4096]);
        world.world.dispatches().encode(resume.intentId, message, 0);
        final io.weir.codecs.kernel.DispatchDecoder dispatch = new io.weir.codecs.kernel.DispatchDecoder().wrap(
            message, 8, io.weir.codecs.kernel.DispatchDecoder.BLOCK_LENGTH, 0);
        assertEquals(2, dispatch.attempt());
        assertEquals(1, dispatch.cursor());
        assertEquals(1, dispatch.resumes());
        dispatch.skipModule();
        dispatch.skipKey();
        dispatch.skipEffectKind();
        dispatch.skipParams();
        dispatch.skipIdempotencyKey();
        assertEquals(2, dispatch.resumeTokenLength());
        resume.attempt = 2;
        assertEquals(ACCEPTED, world.frame(resume, 2));
        world.verify();
    }

    @Test
    @Rule("K-1")
    void shouldRefuseTheManifestWhenAKindSaysNothingOfItsTotalDeadline()
    {
        Assertions.assertThrows(ManifestException.class,
            () -> Manifest.builder("w").effect(EffectSpec.of("silent")).build());
    }

    @Test
    @Rule("K-1")
    void shouldRefuseADeadlineWhenItIsLongerThanAHundredYears()
    {
        for (final long deadlineNs : new long[]{0, -1, EffectSpec.MAX_DEADLINE_NS + 1, Long.MAX_VALUE})
        {
            final ManifestException refused = Assertions.assertThrows(ManifestException.class,
                () -> EffectSpec.of("x").totalDeadlineNs(deadlineNs));
            assertTrue(refused.getMessage().contains("100 years"), refused.getMessage());
            Assertions.assertThrows(ManifestException.class, () -> EffectSpec.of("x").idleDeadlineNs(deadlineNs));
        }
        assertTrue(System.currentTimeMillis() * 1_000_000 + EffectSpec.MAX_DEADLINE_NS > 0);
    }

    private Wire begin(final String kind)
    {
        final Wire wire = new Wire();
        wire.module = "S";
        wire.effectKind = kind;
        final long[] id = new long[1];
        world.s.then(step -> id[0] = Fixture.effect(step, world.s, kind, ""));
        assertEquals(ACCEPTED, world.event("begin", "x"));
        wire.intentId = id[0];
        wire.fence = world.world.seq();
        world.start(wire.intentId);
        return wire;
    }
}
