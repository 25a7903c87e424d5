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
import static io.weir.codecs.kernel.OutcomeCode.ACCEPTED_TRUNCATED;
import static io.weir.codecs.kernel.OutcomeCode.INPUT_MALFORMED;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_CONFLICT;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_DUPLICATE;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_FENCE;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_IDENTITY_MISMATCH;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_LATE;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_LEASE;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_SETTLED;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.codecs.kernel.LateReceiptDecoder;
import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.ReceiptInDecoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.SettledDecoder;
import io.weir.codecs.kernel.StepOutDecoder;
import io.weir.test.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section B of the conformance cases: terminal receipts. */
@Rule("K-6")
class ReceiptCasesTest
{
    private final Fixture world = new Fixture();

    @Test
    void shouldSettleAndRunWhenAReceiptIsValid()
    {
        final Wire intent = world.open();

        assertEquals(ACCEPTED, world.receipt(intent, ReceiptStatus.OK));
        assertEquals(List.of(ReceiptInDecoder.TEMPLATE_ID, SettledDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID),
            world.sink.templates((int)world.world.seq()));
        assertEquals("receipt " + intent.intentId + " OK  p", FrameCasesTest.lastOf(world.m));
        assertEquals(0, world.world.openIntents());
        world.verify();
    }

    @Test
    @Rule("K-3")
    void shouldTellDuplicateFromConflictWhenASecondReceiptComes()
    {
        final Wire intent = world.open();
        world.receipt(intent, ReceiptStatus.OK);
        final int batches = world.sink.batches.size();

        assertEquals(RECEIPT_DUPLICATE, world.receipt(intent, ReceiptStatus.OK));
        assertEquals(batches, world.sink.batches.size());
        assertEquals(RECEIPT_CONFLICT, world.receipt(intent, ReceiptStatus.ERROR));
        assertEquals(List.of(LateReceiptDecoder.TEMPLATE_ID), world.sink.templates(batches));
        assertEquals(RECEIPT_CONFLICT, world.receipt(intent, ReceiptStatus.OK, receipt -> receipt.payload = "q"));
        assertEquals(batches + 1, world.sink.batches.size(), "the first is journaled, the others are counted");
        world.verify();
    }

    @Test
    @Rule("K-3")
    void shouldKnowThatItIsSettledWhenTheMemoryHasPassedOn()
    {
        final Wire intent = world.open();
        world.receipt(intent, ReceiptStatus.OK);
        final Settlements settlements = world.world.core.state.settlements;
        for (int i = 0; i < WorldState.SETTLEMENT_MEMORY - 1; i++)
        {
            settlements.add(1_000_000 + i, 1, ReceiptStatus.OK, true, 0);
        }
        assertEquals(RECEIPT_DUPLICATE, world.receipt(intent, ReceiptStatus.OK));
        settlements.add(999_999, 1, ReceiptStatus.OK, true, 0);

        assertEquals(RECEIPT_SETTLED, world.receipt(intent, ReceiptStatus.OK));
        assertEquals(RECEIPT_SETTLED, world.receipt(intent, ReceiptStatus.ERROR));
    }

    @Test
    @Rule("K-3")
    void shouldAnswerUnknownWhenTheIntentNeverWas()
    {
        final Wire intent = world.open();
        final int batches = world.sink.batches.size();

        assertEquals(RECEIPT_UNKNOWN, world.receipt(intent, ReceiptStatus.OK, receipt -> receipt.intentId = 99));
        assertEquals(batches, world.sink.batches.size());
    }

    @Test
    void shouldDeliverItsStatusWhenAReceiptIsATimeout()
    {
        final Wire intent = world.open();

        assertEquals(ACCEPTED, world.receipt(intent, ReceiptStatus.TIMEOUT, receipt -> receipt.code = "slow"));
        assertEquals("receipt " + intent.intentId + " TIMEOUT slow p", FrameCasesTest.lastOf(world.m));
    }

    @Test
    void shouldCheckNoSchemaWhenAReceiptIsNotOk()
    {
        final Wire intent = world.open();

        assertEquals(ACCEPTED, world.receipt(intent, ReceiptStatus.ERROR, receipt ->
        {
            receipt.code = "adapter.missing";
            receipt.payload = "longer than the validator allows";
        }));
        world.verify();
    }

    @Test
    void shouldTakeCancelledAndRefuseUnknownStatusesWhenReceiptsCome()
    {
        final Wire intent = world.open();

        assertEquals(INPUT_MALFORMED, world.receipt(intent, ReceiptStatus.NULL_VAL));
        assertEquals(ACCEPTED, world.receipt(intent, ReceiptStatus.CANCELLED));
    }

    @Test
    @Rule("K-12")
    void shouldRefuseAReceiptWhenItIsNotOfTheLiveAttempt()
    {
        final Wire intent = world.open();
        final Wire other = intent.copy();

        assertEquals(RECEIPT_LEASE,
            world.world.offer(Fixture.ADAPTER + 1, world.nowNs, other.buffer, 0, other.receipt()));
        assertEquals(RECEIPT_LEASE, world.receipt(intent, ReceiptStatus.OK, receipt -> receipt.attempt = 2));
        assertEquals(RECEIPT_FENCE, world.receipt(intent, ReceiptStatus.OK, receipt -> receipt.fence++));
        assertEquals(
            RECEIPT_IDENTITY_MISMATCH, world.receipt(intent, ReceiptStatus.OK, receipt -> receipt.module = "K"));
        assertEquals(1, world.world.openIntents());
    }

    @Test
    void shouldForgetTheInstanceWhenItsLastEffectEndsAndItKeepsNoState()
    {
        final Wire intent = world.open();
        world.m.keepsState = false;
        world.m.then(StepContext::removeState);
        world.receipt(intent, ReceiptStatus.OK);

        assertEquals(0, world.world.instances());
    }

    @Test
    void shouldKeepTheInstanceWhenItsLastEffectEndsAndItHasState()
    {
        final Wire intent = world.open();
        world.receipt(intent, ReceiptStatus.OK);

        assertEquals(1, world.world.instances());
        assertEquals(0, world.world.openIntents());
    }

    @Test
    void shouldSayThatFramesAreMissingWhenTheFinalSeqIsAboveTheCursor()
    {
        final Wire intent = world.open();
        world.frame(intent, 2);

        assertEquals(ACCEPTED_TRUNCATED, world.receipt(intent, ReceiptStatus.OK, receipt -> receipt.finalSeq = 3));
        assertEquals("receipt " + intent.intentId + " OK  p truncated", FrameCasesTest.lastOf(world.m));
        world.verify();
    }

    @Test
    void shouldTakeReceiptsInAnyOrderWhenEffectsRunAtOnce()
    {
        final Wire first = world.open();
        final Wire second = world.open();

        assertEquals(ACCEPTED, world.receipt(second, ReceiptStatus.OK));
        assertEquals(ACCEPTED, world.receipt(first, ReceiptStatus.OK));
        world.verify();
    }

    @Test
    void shouldDeliverThePayloadUnchangedWhenItIsAnyBytes()
    {
        final Wire intent = world.open();

        world.receipt(intent, ReceiptStatus.OK, receipt -> receipt.payload = "c5~sig");
        assertEquals("receipt " + intent.intentId + " OK  c5~sig", FrameCasesTest.lastOf(world.m));
    }

    @Test
    void shouldQueueACancelAndNoteTheLateReceiptWhenAnOperatorSettles()
    {
        final Wire intent = world.open();
        final Wire order = intent.copy();
        order.status = ReceiptStatus.CANCELLED;
        order.code = "by.hand";

        assertEquals(ACCEPTED, world.operate(order, OperatorAction.SETTLE));
        assertEquals(1, world.world.dispatches().cancels());
        assertEquals(intent.intentId, world.world.dispatches().cancelledIntent(
            world.world.dispatches().firstCancel()));
        assertEquals(Fixture.ADAPTER, world.world.dispatches().cancelledAdapter(
            world.world.dispatches().firstCancel()));
        world.pump();
        assertEquals("receipt " + intent.intentId + " CANCELLED by.hand ", FrameCasesTest.lastOf(world.m));
        final int batches = world.sink.batches.size();
        assertEquals(RECEIPT_LATE, world.receipt(intent, ReceiptStatus.OK));
        assertEquals(List.of(LateReceiptDecoder.TEMPLATE_ID), world.sink.templates(batches));
        assertEquals(RECEIPT_LATE, world.receipt(intent, ReceiptStatus.OK));
        assertEquals(batches + 1, world.sink.batches.size());
        world.verify();
        world.world.dispatches().cancelSent(intent.intentId, world.nowNs);
        assertEquals(0, world.world.dispatches().cancels());
        world.verify();
    }

    @Test
    void shouldRefuseAnOperatorsActionWhenAnAdapterSendsIt()
    {
        final Wire intent = world.open();

        assertEquals(INPUT_MALFORMED, world.world.offer(
            Fixture.ADAPTER, world.nowNs, intent.buffer, 0, intent.operate(OperatorAction.SETTLE)));
    }
}
