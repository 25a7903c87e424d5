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
import static io.weir.codecs.kernel.OutcomeCode.INSTANCE_FAILED;
import static io.weir.codecs.kernel.OutcomeCode.INSTANCE_UNKNOWN;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_FAULT;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_INVALID_PAYLOAD;
import static io.weir.codecs.kernel.OutcomeCode.RECEIPT_LATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.codecs.kernel.OperatorAction;
import io.weir.codecs.kernel.ReceiptFaultDecoder;
import io.weir.codecs.kernel.ReceiptInDecoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.SettledDecoder;
import io.weir.codecs.kernel.StepOutDecoder;
import io.weir.test.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section C of the conformance cases: receipts that are malformed or not taken. */
@Rule("K-6")
class FaultCasesTest
{
    private static final String INVALID = "longer than eight";
    private final Fixture world = new Fixture();

    @Test
    void shouldFailTheInstanceAndSettleItsIntentsWhenItTakesNoRejected()
    {
        final Wire first = world.open(world.n, "stop", "N", "x");
        final Wire second = world.open(world.n, "stop", "N", "x");
        final Wire sibling = world.open();

        assertEquals(RECEIPT_FAULT, world.receipt(first, ReceiptStatus.OK, receipt -> receipt.payload = INVALID));
        assertEquals(List.of(ReceiptInDecoder.TEMPLATE_ID, SettledDecoder.TEMPLATE_ID, SettledDecoder.TEMPLATE_ID,
            ReceiptFaultDecoder.TEMPLATE_ID), world.sink.templates((int)world.world.seq()));
        assertEquals(1, world.world.openIntents());
        assertEquals(1, world.world.dispatches().cancels());
        assertEquals(second.intentId, world.world.dispatches().cancelledIntent(
            world.world.dispatches().firstCancel()));
        assertEquals(ACCEPTED, world.frame(sibling, 1));
        world.verify();
    }

    @Test
    void shouldDeliverRejectedWhenTheModuleTakesIt()
    {
        final Wire first = world.open();
        final Wire second = world.open();

        assertEquals(RECEIPT_INVALID_PAYLOAD,
            world.receipt(first, ReceiptStatus.OK, receipt -> receipt.payload = INVALID));
        assertEquals(List.of(ReceiptInDecoder.TEMPLATE_ID, SettledDecoder.TEMPLATE_ID, StepOutDecoder.TEMPLATE_ID,
            ReceiptFaultDecoder.TEMPLATE_ID), world.sink.templates((int)world.world.seq()));
        assertEquals("rejected " + first.intentId + " 12", FrameCasesTest.lastOf(world.m));
        assertEquals(ACCEPTED, world.receipt(second, ReceiptStatus.OK));
        world.verify();
    }

    @Test
    void shouldCallItLateWhenAReceiptComesForAnIntentThatItsInstanceLost()
    {
        final Wire first = world.open(world.n, "stop", "N", "x");
        final Wire second = world.open(world.n, "stop", "N", "x");
        world.receipt(first, ReceiptStatus.OK, receipt -> receipt.payload = INVALID);

        assertEquals(RECEIPT_LATE, world.receipt(second, ReceiptStatus.OK));
        world.verify();
    }

    @Test
    void shouldFailTheInstanceWhenItsStepOnAReceiptFails()
    {
        final Wire intent = world.open();
        world.m.then(step ->
        {
            throw new IllegalArgumentException("no arm fits");
        });

        assertEquals(RECEIPT_FAULT, world.receipt(intent, ReceiptStatus.OK));
        assertEquals(INSTANCE_FAILED, world.event("go", "x"));
        world.verify();
    }

    @Test
    void shouldFailTheInstanceWhenItsStepOnARejectedFails()
    {
        final Wire intent = world.open();
        world.m.then(step ->
        {
            throw new IllegalArgumentException("no");
        });

        assertEquals(RECEIPT_FAULT, world.receipt(intent, ReceiptStatus.OK, receipt -> receipt.payload = INVALID));
        world.verify();
    }

    @Test
    void shouldDropEventsWhenTheInstanceHasFailedUntilItIsRestarted()
    {
        final Wire intent = world.open();
        world.m.then(step ->
        {
            throw new IllegalArgumentException("no");
        });
        world.receipt(intent, ReceiptStatus.OK);
        final int batches = world.sink.batches.size();

        assertEquals(INSTANCE_FAILED, world.event("go", "x"));
        assertEquals(INSTANCE_FAILED, world.event("go", "x"));
        assertEquals(batches, world.sink.batches.size());
        assertEquals(INSTANCE_UNKNOWN, world.operate(wire("N"), OperatorAction.RESTART));
        assertEquals(ACCEPTED, world.operate(wire("M"), OperatorAction.RESTART));
        assertEquals(ACCEPTED, world.event("go", "x"));
        world.verify();
    }

    @Test
    void shouldForgetTheOldestWhenTooManyInstancesHaveFailed()
    {
        final Fixture few = new Fixture(builder -> builder.limits(
            io.weir.kernel.manifest.Limits.DEFAULT.withMemory(1024, 2)));
        for (final String key : List.of("a", "b", "c"))
        {
            final Wire intent = few.open(few.k, "key", "K", key);
            few.receipt(intent, ReceiptStatus.OK, receipt -> receipt.payload = INVALID);
        }

        assertEquals(2, few.world.instances());
        assertEquals(INSTANCE_FAILED, few.event("key", "c"));
        assertEquals(INSTANCE_FAILED, few.event("key", "b"));
        assertEquals(ACCEPTED, few.event("key", "a"));
        few.verify();
    }

    @Test
    void shouldRunTheOthersWhenOneSubscriberHasFailed()
    {
        final Wire intent = world.open();
        world.m.then(step ->
        {
            throw new IllegalArgumentException("no");
        });
        assertEquals(RECEIPT_FAULT, world.receipt(intent, ReceiptStatus.OK));

        assertEquals(ACCEPTED, world.event("both", "z"));
        assertEquals(List.of("event 0 z"), world.k.seen);
        world.verify();
    }

    private static Wire wire(final String module)
    {
        final Wire wire = new Wire();
        wire.module = module;
        return wire;
    }
}
