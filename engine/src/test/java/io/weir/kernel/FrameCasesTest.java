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
import static io.weir.codecs.kernel.OutcomeCode.ACCEPTED_GAP;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_GAP;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_FENCE;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_IDENTITY_MISMATCH;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_LEASE;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_MALFORMED;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_NON_MONOTONIC;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_NO_HANDLER;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_SETTLED;
import static io.weir.codecs.kernel.OutcomeCode.STREAM_UNKNOWN_INTENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.kernel.FrameInDecoder;
import io.weir.codecs.kernel.GapPolicy;
import io.weir.codecs.kernel.IntentOutDecoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.RefusalSummaryDecoder;
import io.weir.codecs.kernel.StepOutDecoder;
import io.weir.codecs.kernel.StreamGapDecoder;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.record.RecordCursor;
import io.weir.test.Rule;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Section A of the conformance cases: stream frames. */
@Rule("K-5")
class FrameCasesTest
{
    private final Fixture world = new Fixture();

    @Test
    void shouldAcceptAFrameWhenItIsTheNext()
    {
        final Wire intent = world.open();

        assertEquals(ACCEPTED, world.frame(intent, 1));
        assertEquals(1, world.world.cursor());
        assertEquals(List.of(FrameInDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID), lastTemplates());
        assertEquals("frame " + intent.intentId + " 1 progress p", lastOf(world.m));
        world.verify();
    }

    @Test
    void shouldRefuseFrameAndReceiptWhenNobodyHoldsTheIntentAndTheSourceIsNoAdapter()
    {
        final long[] id = new long[1];
        world.m.then(step -> id[0] = Fixture.effect(step, world.m, "http.request", "get"));
        world.event("go", "x");
        final Wire intent = new Wire();
        intent.intentId = id[0];
        intent.fence = world.world.seq();
        intent.seq = 1;
        final long before = world.world.seq();
        for (final int source : new int[]{Intents.NO_ADAPTER, World.OPERATOR, -3, Fixture.ADAPTER})
        {
            for (int attempt = 0; attempt < 2; attempt++)
            {
                intent.attempt = attempt;
                assertEquals(OutcomeCode.STREAM_LEASE,
                    world.world.offer(source, world.nowNs, intent.buffer, 0, intent.frame()), source + " " + attempt);
                assertEquals(OutcomeCode.RECEIPT_LEASE,
                    world.world.offer(source, world.nowNs, intent.buffer, 0, intent.receipt()), source + " " + attempt);
            }
        }
        assertEquals(before, world.world.seq());
    }

    @Test
    @Rule("K-8")
    void shouldRefuseToReplayAFrameWhenItsSeqDoesNotRiseOrItsAttemptIsAnother()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        world.frame(intent, 2);
        final int last = world.sink.batches.size() - 1;
        final byte[] sound = world.sink.batches.get(last);
        for (final long seq : new long[]{2, 1, 0, -5, Long.MIN_VALUE, 3_000_000})
        {
            world.sink.batches.set(last, forged(sound, seq, 1));
            if (seq != 2)
            {
                assertTrue(assertThrows(ReplayException.class, world::replayed).getMessage().contains("frame " + seq));
            }
        }
        world.sink.batches.set(last, forged(sound, 2, 7));
        assertTrue(assertThrows(ReplayException.class, world::replayed).getMessage().contains("attempt 7"));
    }

    /** The batch, with other words in its frame. */
    private static byte[] forged(final byte[] batch, final long seq, final int attempt)
    {
        final byte[] copy = batch.clone();
        final UnsafeBuffer bytes = new UnsafeBuffer(copy);
        final RecordCursor cursor = new RecordCursor().wrap("the batch", bytes, 0, copy.length);
        cursor.next();
        cursor.next();
        assertEquals(FrameInDecoder.TEMPLATE_ID, cursor.templateId());
        bytes.putLong(cursor.blockOffset() + FrameInDecoder.seqEncodingOffset(), seq, ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(cursor.blockOffset() + FrameInDecoder.attemptEncodingOffset(), attempt, ByteOrder.LITTLE_ENDIAN);
        return copy;
    }

    @Test
    void shouldRefuseAFrameWhenItsSeqWasAlreadyTaken()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        final int batches = world.sink.batches.size();

        assertEquals(STREAM_NON_MONOTONIC, world.frame(intent, 1));
        assertEquals(1, world.world.cursor());
        assertEquals(batches, world.sink.batches.size());
        world.verify();
    }

    @Test
    @Rule("K-7")
    void shouldGrowTheJournalByABoundedAmountWhenRefusalsAreAFlood()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        final int batches = world.sink.batches.size();
        for (int i = 0; i < 100_000; i++)
        {
            final long id = intent.intentId + i % 500 * 1000L;
            world.frame(intent, 1, frame -> frame.intentId = id);
        }
        world.pump();

        assertEquals(batches + 1, world.sink.batches.size());
        assertEquals(List.of(RefusalSummaryDecoder.TEMPLATE_ID), lastTemplates());
        assertTrue(world.sink.batches.get(batches).length < 2_000);
        world.frame(intent, 1);
        world.pump();
        assertEquals(batches + 1, world.sink.batches.size(), "once a second");
        world.nowNs += 1_000_000_000L;
        world.pump();
        assertEquals(batches + 2, world.sink.batches.size());
        world.verify();
    }

    @Test
    @Rule("K-7")
    void shouldNameWhatIsFrequentWhenManyDifferentOnesWereRefusedBefore()
    {
        final Wire intent = world.open();
        final int batches = world.sink.batches.size();
        for (int i = 0; i < 10_000; i++)
        {
            final long id = i % 10 == 9 ? Long.MAX_VALUE : intent.intentId + 1_000 + i;
            world.frame(intent, 1, frame -> frame.intentId = id);
        }
        world.pump();

        final RecordCursor cursor = new RecordCursor().wrap(
            "the batch", new UnsafeBuffer(world.sink.batches.get(batches)), 0, world.sink.batches.get(batches).length);
        cursor.next();
        cursor.next();
        final RefusalSummaryDecoder summary = new RefusalSummaryDecoder().wrap(
            cursor.buffer(), cursor.blockOffset(), cursor.blockLength(), cursor.version());
        long named = 0;
        long counted = summary.others();
        for (int at = cursor.dataOffset(0); at < cursor.dataOffset(0) + cursor.dataLength(0); at += 18)
        {
            final long count = cursor.buffer().getLong(at + 8, ByteOrder.LITTLE_ENDIAN);
            counted += count;
            named += cursor.buffer().getLong(at, ByteOrder.LITTLE_ENDIAN) == Long.MAX_VALUE ? count : 0;
        }
        assertEquals(10_000, counted, "each is counted once");
        assertTrue(named >= 990, "named " + named + " of 1,000");
        world.verify();
    }

    @Test
    void shouldRefuseAFrameWhenItIsOlder()
    {
        final Wire intent = world.open();
        world.frame(intent, 1);
        world.frame(intent, 2);
        world.frame(intent, 3);

        assertEquals(STREAM_NON_MONOTONIC, world.frame(intent, 2));
        assertEquals(3, world.world.cursor());
    }

    @Test
    void shouldAcceptAFrameWithADiagnosticWhenItLeavesAGap()
    {
        final Wire intent = world.open();

        assertEquals(ACCEPTED_GAP, world.frame(intent, 3));
        assertEquals(3, world.world.cursor());
        assertEquals(List.of(FrameInDecoder.TEMPLATE_ID, StreamGapDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID),
            lastTemplates());
        assertEquals("frame " + intent.intentId + " 3 progress p gap 2", lastOf(world.m));
        world.verify();
    }

    @Test
    void shouldRefuseFramesWhenTheyAreOfAGapThatWasAccepted()
    {
        final Wire intent = world.open();
        world.frame(intent, 3);

        assertEquals(STREAM_NON_MONOTONIC, world.frame(intent, 1));
        assertEquals(STREAM_NON_MONOTONIC, world.frame(intent, 2));
    }

    @Test
    void shouldRefuseAGapWhenTheKindSaysSo()
    {
        final Fixture strict = new Fixture(builder -> builder
            .effect(EffectSpec.of("strict.kind").gap(GapPolicy.REJECT, 0).noTotalDeadline())
            .effect(EffectSpec.of("bounded.kind").gap(GapPolicy.ACCEPT, 5).noTotalDeadline())
            .module(Fixture.module("S").takesFrames().emits("strict.kind", "bounded.kind"))
            .event(EventSpec.of("begin").to("S")));
        final long[] ids = new long[2];
        strict.s.then(step ->
        {
            ids[0] = Fixture.effect(step, strict.s, "strict.kind", "");
            ids[1] = Fixture.effect(step, strict.s, "bounded.kind", "");
        });
        strict.event("begin", "");
        final Wire wire = new Wire();
        wire.module = "S";
        wire.fence = strict.world.seq();
        strict.start(ids[0]);
        strict.start(ids[1]);
        wire.intentId = ids[0];
        wire.effectKind = "strict.kind";
        assertEquals(STREAM_GAP, strict.frame(wire, 2));
        assertEquals(ACCEPTED, strict.frame(wire, 1));
        wire.intentId = ids[1];
        wire.effectKind = "bounded.kind";
        assertEquals(STREAM_GAP, strict.frame(wire, 7));
        assertEquals(0, strict.world.cursor());
        assertEquals(ACCEPTED_GAP, strict.frame(wire, 6));
    }

    @Test
    void shouldRecordNoGapWhenAFrameIsTheNext()
    {
        final Wire intent = world.open();
        world.frame(intent, 3);

        assertEquals(ACCEPTED, world.frame(intent, 4));
        assertEquals(4, world.world.cursor());
    }

    @Test
    void shouldRefuseAFrameWhenItsIntentNeverWas()
    {
        final Wire intent = world.open();

        assertEquals(STREAM_UNKNOWN_INTENT, world.frame(intent, 1, frame -> frame.intentId = 999));
        assertEquals(STREAM_UNKNOWN_INTENT, world.frame(intent, 1, frame -> frame.intentId = 0));
        assertEquals(STREAM_UNKNOWN_INTENT, world.frame(intent, 1, frame -> frame.intentId = -5));
    }

    @Test
    void shouldSayThatItIsSettledWhenAFrameComesAfterTheReceipt()
    {
        final Wire intent = world.open();
        world.receipt(intent, ReceiptStatus.OK);

        assertEquals(STREAM_SETTLED, world.frame(intent, 1));
        world.verify();
    }

    @Test
    void shouldRefuseAFrameWhenItsOriginModuleIsAnother()
    {
        final Wire intent = world.open();

        assertEquals(STREAM_IDENTITY_MISMATCH, world.frame(intent, 1, frame -> frame.module = "K"));
        assertEquals(0, world.world.cursor());
        assertEquals(ACCEPTED, world.frame(intent, 1));
    }

    @Test
    void shouldRefuseAFrameWhenItHasNoKeyAndItsInstanceHas()
    {
        final Wire intent = world.open(world.k, "key", "K", "a");

        assertEquals(STREAM_IDENTITY_MISMATCH, world.frame(intent, 1, frame -> frame.key = ""));
        assertEquals(STREAM_IDENTITY_MISMATCH, world.frame(intent, 1, frame -> frame.key = "b"));
    }

    @Test
    void shouldTakeAnEmptyKeyForNoneWhenTheModuleHasNoKeys()
    {
        final Wire intent = world.open();

        assertEquals(ACCEPTED, world.frame(intent, 1, frame -> frame.key = ""));
    }

    @Test
    void shouldRefuseAFrameWhenItsEffectKindIsAnother()
    {
        final Wire intent = world.open();

        assertEquals(STREAM_IDENTITY_MISMATCH, world.frame(intent, 1, frame -> frame.effectKind = "blob.put"));
    }

    @Test
    void shouldCheckIdentityBeforeFenceAndSeqWhenAllAreWrong()
    {
        final Wire intent = world.open();

        assertEquals(STREAM_IDENTITY_MISMATCH, world.frame(intent, 0, frame ->
        {
            frame.module = "other";
            frame.fence++;
        }));
        assertEquals(STREAM_FENCE, world.frame(intent, 0, frame ->
        {
            frame.fence++;
            frame.attempt++;
        }));
        assertEquals(STREAM_LEASE, world.frame(intent, 0, frame ->
        {
            frame.attempt++;
            frame.kind = "";
        }));
        assertEquals(STREAM_MALFORMED, world.frame(intent, 0, frame -> frame.kind = ""));
        assertEquals(STREAM_NON_MONOTONIC, world.frame(intent, 0));
    }

    @Test
    void shouldCheckIdentityBeforeSeqWhenAnOldFrameIsOfAnother()
    {
        final Wire intent = world.open();
        world.frame(intent, 5);

        assertEquals(STREAM_IDENTITY_MISMATCH, world.frame(intent, 3, frame -> frame.module = "other"));
    }

    @Test
    void shouldCheckTheIntentFirstWhenAllIsWrong()
    {
        final Wire intent = world.open();

        assertEquals(STREAM_UNKNOWN_INTENT, world.frame(intent, 0, frame ->
        {
            frame.intentId = 999;
            frame.effectKind = "blob.put";
        }));
    }

    @Test
    @Rule("K-12")
    void shouldRefuseAFrameWhenAnotherAdapterSendsIt()
    {
        final Wire intent = world.open();
        intent.seq = 1;

        assertEquals(STREAM_LEASE,
            world.world.offer(Fixture.ADAPTER + 1, world.nowNs, intent.buffer, 0, intent.frame()));
    }

    @Test
    void shouldRefuseAFrameWhenItsKindIsEmpty()
    {
        final Wire intent = world.open();

        assertEquals(STREAM_MALFORMED, world.frame(intent, 1, frame -> frame.kind = ""));
        assertEquals(STREAM_MALFORMED, world.frame(intent, 1, frame -> frame.kind = "k".repeat(65)));
        assertEquals(STREAM_MALFORMED, world.frame(intent, 1, frame -> frame.payload = "p".repeat(1025)));
        assertEquals(0, world.world.cursor());
    }

    @Test
    @Rule("K-15")
    void shouldRefuseAFrameWhenItsBlobIsNotAHashOrNotThere()
    {
        final String digest = "d".repeat(32);
        final Fixture stored = new Fixture();
        final Wire intent = stored.open();

        assertEquals(STREAM_MALFORMED, stored.frame(intent, 1, frame ->
        {
            frame.form = PayloadForm.BLOB;
            frame.payload = "not-a-hash";
        }));
        assertEquals(STREAM_MALFORMED, stored.frame(intent, 1, frame ->
        {
            frame.form = PayloadForm.BLOB;
            frame.payload = digest;
        }));
        stored.context.blobs((buffer, offset) -> buffer.getByte(offset) == 'd');
        stored.reopen();
        stored.start(intent.intentId);
        intent.attempt = 2;
        assertEquals(ACCEPTED, stored.frame(intent, 1, frame ->
        {
            frame.form = PayloadForm.BLOB;
            frame.payload = digest;
        }));
        stored.verify();
    }

    @Test
    void shouldRefuseAFrameWithoutHarmWhenTheModuleTakesNone()
    {
        final Wire intent = world.open(world.n, "stop", "N", "x");
        final int batches = world.sink.batches.size();

        assertEquals(STREAM_NO_HANDLER, world.frame(intent, 1));
        assertEquals(STREAM_NO_HANDLER, world.frame(intent, 1));
        assertEquals(0, world.world.cursor());
        assertEquals(batches, world.sink.batches.size());
        world.verify();
    }

    @Test
    void shouldReachOnlyItsInstanceWhenTwoHaveEqualEffects()
    {
        final Wire a = world.open(world.k, "key", "K", "a");
        final Wire b = world.open(world.k, "key", "K", "b");

        assertEquals(ACCEPTED, world.frame(a, 1));
        assertEquals("frame " + a.intentId + " 1 progress p", lastOf(world.k));
        assertEquals(ACCEPTED, world.frame(b, 1));
        assertEquals("frame " + b.intentId + " 1 progress p", lastOf(world.k));
        world.verify();
    }

    @Test
    void shouldRunInTheOrderOfArrivalWhenTwoFramesCome()
    {
        final Wire intent = world.open();

        world.frame(intent, 1, frame -> frame.payload = "first");
        assertEquals("frame " + intent.intentId + " 1 progress first", lastOf(world.m));
        world.frame(intent, 2, frame -> frame.payload = "second");
        assertEquals("frame " + intent.intentId + " 2 progress second", lastOf(world.m));
        assertEquals(2, world.world.cursor());
    }

    @Test
    void shouldLeaveTheIntentOpenWhenAStepOnAFrameEmitsAControlEffect()
    {
        final Wire intent = world.open();
        world.m.then(step -> step.control(world.m.kinds.effect("control.input"), intent.intentId,
            Fixture.buffer("more"), 0, 4));

        assertEquals(ACCEPTED, world.frame(intent, 1));
        assertEquals(List.of(FrameInDecoder.TEMPLATE_ID, IntentOutDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID),
            lastTemplates());
        assertEquals(2, world.world.openIntents());
        world.verify();
    }

    @Test
    void shouldReachTheOriginWhenNobodySubscribesToAnything()
    {
        final Wire intent = world.open();

        assertEquals(ACCEPTED, world.frame(intent, 1));
    }

    @Test
    void shouldSayThatItIsSettledWhenTheInstanceHasFailed()
    {
        final Wire first = world.open();
        final Wire second = world.open();
        world.m.then(step ->
        {
            throw new IllegalStateException("no");
        });
        assertEquals(OutcomeCode.RECEIPT_FAULT, world.receipt(first, ReceiptStatus.OK));

        assertEquals(STREAM_SETTLED, world.frame(second, 1));
        world.verify();
    }

    @Test
    void shouldAcceptAThousandFramesWhenTheyComeInOrder()
    {
        final Wire intent = world.open();
        for (int seq = 1; seq <= 1000; seq++)
        {
            assertEquals(ACCEPTED, world.frame(intent, seq));
        }

        assertEquals(1000, world.world.cursor());
        assertEquals(Fixture.image(world.world).hashText(), Fixture.image(world.replayed()).hashText());
    }

    @Test
    @Rule("K-2")
    void shouldConsumeTheFrameWhenItsStepFails()
    {
        final Wire intent = world.open();
        world.m.then(step ->
        {
            throw new IllegalStateException("no");
        });

        assertEquals(OutcomeCode.STEP_FAILED, world.frame(intent, 1));
        assertEquals(1, world.world.cursor());
        assertEquals(ACCEPTED, world.frame(intent, 2));
        assertEquals("no", world.thrown.get(0).getMessage());
        world.verify();
    }

    private List<Integer> lastTemplates()
    {
        return world.sink.templates(world.sink.batches.size() - 1);
    }

    static String lastOf(final Script script)
    {
        return script.seen.get(script.seen.size() - 1);
    }
}
