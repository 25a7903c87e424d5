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
import static io.weir.codecs.kernel.OutcomeCode.STEP_FAILED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DispatchDecoder;
import io.weir.codecs.kernel.EventInDecoder;
import io.weir.codecs.kernel.IntentOutDecoder;
import io.weir.codecs.kernel.StepOutDecoder;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.GrantSpec;
import io.weir.kernel.manifest.Limits;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ManifestException;
import io.weir.kernel.manifest.RuleSpec;
import io.weir.test.Rule;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Section D of the conformance cases: what steps emit, gates, identities, limits. */
@Rule("K-4")
class EmissionCasesTest
{
    private final Fixture world = new Fixture();

    @Test
    void shouldDenyWhenTheModuleMayNotEmitTheKind()
    {
        world.m.then(step -> Fixture.effect(step, world.m, "control.close", ""));

        denied(world, "allowlist");
    }

    @Test
    @Rule("K-2")
    void shouldKeepNothingOfTheStepWhenItEmitsTooMuch()
    {
        world.m.then(step ->
        {
            for (int i = 0; i < 65; i++)
            {
                Fixture.effect(step, world.m, "http.request", "get");
            }
        });
        world.m.then(step ->
        {
            for (int i = 0; i < 257; i++)
            {
                step.event(world.m.kinds.event("nobody"), Fixture.buffer("e"), 0, 1);
            }
        });
        world.m.then(step -> step.replaceState(65_537));

        for (int i = 0; i < 3; i++)
        {
            assertEquals(STEP_FAILED, world.event("go", "x"));
            assertEquals(List.of(EventInDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID),
                world.sink.templates((int)world.world.seq()));
        }
        assertEquals(0, world.world.openIntents());
        assertEquals(0, world.world.instances());
        world.verify();
    }

    @Test
    @Rule({"K-2", "K-8"})
    void shouldJournalTheFailureAndReplayItWhenAStepThrows()
    {
        world.event("go", "x");
        world.m.then(step ->
        {
            Fixture.effect(step, world.m, "http.request", "get");
            step.newState().putLong(0, 99);
            step.replaceState(8);
            throw new IllegalStateException("no");
        });

        assertEquals(STEP_FAILED, world.event("go", "x"));
        assertEquals(0, world.world.openIntents());
        world.reopen();
        assertEquals(ACCEPTED, world.event("go", "x"));
        world.verify();
    }

    @Test
    void shouldDenyByTheFirstRuleWhenSeveralMatch()
    {
        final Wire target = world.open();
        world.m.then(step -> step.control(world.m.kinds.effect("control.modify"), target.intentId,
            Fixture.buffer(""), 0, 0));

        denied(world, "no-modify");
    }

    @Test
    void shouldDenyWhenNoRuleMatches()
    {
        final Fixture strict = new Fixture(builder -> Manifest.builder("test")
            .module(Fixture.module("M"))
            .event(io.weir.kernel.manifest.EventSpec.of("go").to("M"))
            .effect(EffectSpec.of("http.request").noTotalDeadline())
            .effect(EffectSpec.of("blob.put").noTotalDeadline())
            .grant(GrantSpec.of("disk"))
            .rule(RuleSpec.allow("M", "timer.*")));
        strict.m.then(step -> Fixture.effect(step, strict.m, "http.request", "get"));
        denied(strict, "policy");
    }

    @Test
    void shouldDenyWhenTheConstraintOfTheGrantFails()
    {
        world.m.then(step -> Fixture.effect(step, world.m, "blob.put", "wrong"));

        denied(world, "constraint");
        world.m.then(step -> Fixture.effect(step, world.m, "blob.put", "bytes"));
        world.event("go", "x");
        assertEquals(1, world.world.openIntents());
    }

    @Test
    void shouldJudgeInOrderWhenSeveralGatesWouldRefuse()
    {
        world.m.then(step -> Fixture.effect(step, world.m, "blob.put", "wrong and too long"));

        denied(world, "params");
    }

    @Test
    void shouldDenyWhenTheGrantHasExpiredAtTheJournaledTime()
    {
        final Fixture soon = new Fixture(builder -> builder
            .grant(GrantSpec.of("brief").expiresNs(2_000_000))
            .effect(EffectSpec.of("brief.kind").slot("brief").noTotalDeadline())
            .module(Fixture.module("S").emits("brief.kind").slot("brief", "brief"))
            .event(io.weir.kernel.manifest.EventSpec.of("begin").to("S")));
        soon.s.then(step -> Fixture.effect(step, soon.s, "brief.kind", ""));
        soon.s.then(step -> Fixture.effect(step, soon.s, "brief.kind", ""));
        soon.event("begin", "");
        assertEquals(1, soon.world.openIntents());
        soon.nowNs = 2_000_000;
        soon.event("begin", "");
        soon.pump();
        assertTrue(FrameCasesTest.lastOf(soon.s).contains("DENIED expiry"), FrameCasesTest.lastOf(soon.s));
        soon.verify();
    }

    @Test
    void shouldDenyWhenTheSlotIsNotBound()
    {
        final Fixture unbound = new Fixture(builder -> builder
            .effect(EffectSpec.of("other.kind").slot("nothing").noTotalDeadline())
            .module(Fixture.module("S").emits("other.kind"))
            .event(io.weir.kernel.manifest.EventSpec.of("begin").to("S")));
        unbound.s.then(step -> Fixture.effect(step, unbound.s, "other.kind", ""));
        unbound.event("begin", "");
        unbound.pump();
        assertTrue(FrameCasesTest.lastOf(unbound.s).contains("DENIED slot"));
    }

    @Test
    void shouldDenyWhenTooManyAreOpen()
    {
        final Fixture narrow = new Fixture(builder -> builder.limits(Limits.DEFAULT.withIntents(100, 2)));
        narrow.m.then(step ->
        {
            Fixture.effect(step, narrow.m, "http.request", "1");
            Fixture.effect(step, narrow.m, "http.request", "2");
            Fixture.effect(step, narrow.m, "http.request", "3");
        });
        denied(narrow, "admission");
        assertEquals(2, narrow.world.openIntents());
    }

    @Test
    @Rule("K-6")
    void shouldDenyWhenTooManyCancelsWaitForAnAdapterThatTakesNone()
    {
        final Fixture narrow = new Fixture(builder -> builder.limits(Limits.DEFAULT.withIntents(2, 2)));
        final Wire first = narrow.open();
        final Wire second = narrow.open();
        for (final Wire intent : List.of(first, second))
        {
            intent.status = io.weir.codecs.kernel.ReceiptStatus.CANCELLED;
            assertEquals(ACCEPTED, narrow.operate(intent, io.weir.codecs.kernel.OperatorAction.SETTLE));
        }
        assertEquals(2, narrow.world.dispatches().cancels());
        narrow.pump();
        narrow.m.then(step -> Fixture.effect(step, narrow.m, "http.request", "get"));
        denied(narrow, "admission");

        assertEquals(true, narrow.world.dispatches().cancelSent(first.intentId, narrow.nowNs));
        narrow.m.then(step -> Fixture.effect(step, narrow.m, "http.request", "get"));
        narrow.event("go", "x");
        assertEquals(1, narrow.world.openIntents());
        narrow.verify();
    }

    @Test
    @Rule("K-1")
    void shouldRefuseTheManifestWhenAModuleNamesAGrantThatIsMissing()
    {
        assertThrows(ManifestException.class,
            () -> Fixture.base().module(Fixture.module("S").slot("s", "gone")).build());
    }

    @Test
    @Rule("K-3")
    void shouldGiveOtherIdsWhenTheSameEffectIsEmittedTwice()
    {
        final long[] ids = new long[3];
        world.m.then(step ->
        {
            ids[0] = Fixture.effect(step, world.m, "http.request", "get");
            ids[1] = Fixture.effect(step, world.m, "http.request", "get");
        });
        world.m.then(step -> ids[2] = Fixture.effect(step, world.m, "http.request", "get"));
        world.event("go", "x");
        world.event("go", "x");

        assertEquals(ids[0] + 1, ids[1]);
        assertEquals(ids[0] + 2, ids[2]);
        assertEquals(3, world.world.openIntents());
        world.verify();
    }

    @Test
    void shouldHandTheIdempotencyKeyToTheAdapterWhenTheModuleGivesOne()
    {
        final long[] id = new long[1];
        world.m.then(step ->
        {
            id[0] = Fixture.effect(step, world.m, "http.request", "get");
            step.idempotencyKey(Fixture.buffer("once"), 0, 4);
        });
        world.event("go", "x");
        world.start(id[0]);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[4096]);
        final int length = world.world.dispatches().encode(id[0], message, 0);
        final DispatchDecoder decoder = new DispatchDecoder().wrap(message, FrameHeader.LENGTH,
            DispatchDecoder.BLOCK_LENGTH, 0);

        assertEquals(id[0], decoder.intentId());
        assertEquals(1, decoder.takesFrames());
        assertEquals("M", decoder.module());
        assertEquals(0, decoder.skipKey());
        assertEquals("http.request", decoder.effectKind());
        assertEquals(3, decoder.skipParams());
        assertEquals(4, decoder.idempotencyKeyLength());
        assertTrue(length > 60);
        world.verify();
    }

    @Test
    @Rule({"K-3", "K-13"})
    void shouldKnowTheIdWhenAStepCancelsWhatItEmitsItself()
    {
        final long[] ids = new long[2];
        world.m.then(step ->
        {
            ids[0] = Fixture.effect(step, world.m, "http.request", "get");
            ids[1] = step.control(world.m.kinds.effect("control.cancel"), ids[0], Fixture.buffer(""), 0, 0);
        });
        assertEquals(ACCEPTED, world.event("go", "x"));
        assertEquals(2, world.world.openIntents());
        assertEquals(Dispatches.TARGET_WAITS, world.world.dispatches().adapterOf(ids[1]));
        world.start(ids[0]);
        assertEquals(Fixture.ADAPTER, world.world.dispatches().adapterOf(ids[1]));
        world.verify();
    }

    @Test
    @Rule("K-13")
    void shouldDenyTheControlWhenItsTargetIsNotItsOwn()
    {
        final Wire foreign = world.open(world.k, "key", "K", "a");
        world.m.then(step -> step.control(world.m.kinds.effect("control.cancel"), foreign.intentId,
            Fixture.buffer(""), 0, 0));
        denied(world, "target");
        world.m.then(step -> step.control(world.m.kinds.effect("control.cancel"), 999, Fixture.buffer(""), 0, 0));
        denied(world, "target");
    }

    @Test
    @Rule("K-13")
    void shouldAllowTheControlWhenAGrantNamesTheModule()
    {
        final Fixture granted = new Fixture(builder -> builder
            .grant(GrantSpec.of("ops").controls("K"))
            .module(Fixture.module("S").slot("control", "ops"))
            .event(io.weir.kernel.manifest.EventSpec.of("begin").to("S")));
        final Wire foreign = granted.open(granted.k, "key", "K", "a");
        granted.s.then(step -> step.control(granted.s.kinds.effect("control.cancel"), foreign.intentId,
            Fixture.buffer(""), 0, 0));
        granted.event("begin", "");
        assertEquals(2, granted.world.openIntents());
    }

    @Test
    @Rule("K-13")
    void shouldDenyTheControlWhenTheGrantThatNamesTheModuleHasExpired()
    {
        final Fixture granted = new Fixture(builder -> builder
            .grant(GrantSpec.of("ops").controls("K").expiresNs(2_000_000))
            .module(Fixture.module("S").slot("control", "ops"))
            .event(io.weir.kernel.manifest.EventSpec.of("begin").to("S")));
        final Wire foreign = granted.open(granted.k, "key", "K", "a");
        for (int i = 0; i < 2; i++)
        {
            granted.s.then(step -> step.control(granted.s.kinds.effect("control.cancel"), foreign.intentId,
                Fixture.buffer(""), 0, 0));
        }
        granted.nowNs = 1_999_999;
        granted.event("begin", "");
        assertEquals(2, granted.world.openIntents());
        granted.nowNs = 2_000_000;
        granted.event("begin", "");
        granted.pump();

        assertEquals(2, granted.world.openIntents());
        assertTrue(FrameCasesTest.lastOf(granted.s).contains("DENIED target"), FrameCasesTest.lastOf(granted.s));
        granted.verify();
    }

    @Test
    @Rule("K-13")
    void shouldTellTheControlThatItsTargetIsSettledWhenItIs()
    {
        final Wire target = world.open();
        world.receipt(target, io.weir.codecs.kernel.ReceiptStatus.OK);
        world.m.then(step -> step.control(world.m.kinds.effect("control.cancel"), target.intentId,
            Fixture.buffer(""), 0, 0));
        world.event("go", "x");
        world.pump();
        assertTrue(FrameCasesTest.lastOf(world.m).contains("ERROR target.settled"), FrameCasesTest.lastOf(world.m));
        world.verify();
    }

    @Test
    @Rule("K-13")
    void shouldEndTheControlWhenItsTargetIsSettledBeforeItIsHandedOver()
    {
        final Wire target = world.open();
        final long[] id = new long[1];
        world.m.then(step -> id[0] = step.control(world.m.kinds.effect("control.cancel"), target.intentId,
            Fixture.buffer(""), 0, 0));
        world.event("go", "x");
        world.receipt(target, io.weir.codecs.kernel.ReceiptStatus.OK);
        assertTrue(world.world.dispatches().isOrphan(id[0]));
        world.world.dispatches().endOrphan(id[0], world.nowNs);
        world.pump();
        assertTrue(FrameCasesTest.lastOf(world.m).contains("ERROR target.settled"));
        world.verify();
    }

    @Test
    @Rule("K-3")
    void shouldHaveTheSeqOfItsCauseForAFenceWhenAnIntentIsEmitted()
    {
        final Wire intent = world.open();
        assertEquals(world.world.seq() - 1, intent.fence);
        assertEquals(List.of(EventInDecoder.TEMPLATE_ID, IntentOutDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID),
            world.sink.templates((int)intent.fence));
        assertEquals(ACCEPTED, world.frame(intent, 1));
    }

    @Test
    @Rule("K-2")
    void shouldStopTheWorldUnjournaledWhenAStepEndsInAnError()
    {
        world.m.then(step ->
        {
            throw new AssertionError("broken");
        });
        final int batches = world.sink.batches.size();

        assertThrows(WorldStoppedException.class, () -> world.event("go", "x"));
        assertEquals(batches, world.sink.batches.size());
        assertEquals(io.weir.codecs.kernel.OutcomeCode.WORLD_STOPPED, world.event("go", "x"));
    }

    @Test
    @Rule("K-2")
    void shouldStopTheWorldWhenCheckModeFindsAStepThatAnswersDifferently()
    {
        final Fixture checked = new Fixture();
        checked.context.checkMode(true);
        checked.reopen();
        assertEquals(ACCEPTED, checked.event("go", "x"));
        final int[] calls = new int[1];
        checked.m.keepsState = false;
        checked.m.then(step -> again(step, calls)).then(step -> again(step, calls));
        final WorldStoppedException stopped = assertThrows(
            WorldStoppedException.class, () -> checked.event("go", "x"));
        assertTrue(stopped.getCause() instanceof NondeterminismError);
        assertEquals(2, calls[0]);
    }

    @Test
    @Rule("K-2")
    void shouldStopTheWorldWhenCheckModeFindsAStateThatKeepsWhatAnotherStepLeft()
    {
        final Fixture checked = new Fixture();
        checked.context.checkMode(true);
        checked.reopen();
        checked.m.keepsState = false;
        for (int i = 0; i < 2; i++)
        {
            // Sixteen bytes, of which it writes eight.
            checked.m.then(step ->
            {
                step.newState().putLong(0, 1);
                step.replaceState(2 * Long.BYTES);
            });
        }
        final WorldStoppedException stopped = assertThrows(
            WorldStoppedException.class, () -> checked.event("go", "x"));
        assertTrue(stopped.getCause() instanceof NondeterminismError);
    }

    @Test
    @Rule("K-2")
    void shouldStopTheWorldWhenCheckModeFindsAStepThatThrowsOnlyOnce()
    {
        final Fixture checked = new Fixture();
        checked.context.checkMode(true);
        checked.reopen();
        checked.m.then(step ->
        {
            throw new IllegalStateException("only now");
        });
        final WorldStoppedException stopped = assertThrows(
            WorldStoppedException.class, () -> checked.event("go", "x"));
        assertTrue(stopped.getCause() instanceof NondeterminismError);
        assertEquals(1, checked.thrown.size());
    }

    private static void again(final StepContext step, final int[] calls)
    {
        step.newState().putInt(0, calls[0]++);
        step.replaceState(4);
    }

    private static void denied(final Fixture of, final String code)
    {
        assertEquals(ACCEPTED, of.event("go", "x"));
        of.pump();
        final String last = FrameCasesTest.lastOf(of.m);
        assertTrue(last.contains("DENIED " + code), last);
        of.verify();
    }
}
