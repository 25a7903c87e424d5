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
package io.weir.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.AnswerDecoder;
import io.weir.codecs.kernel.AttemptPolicy;
import io.weir.codecs.kernel.DispatchDecoder;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.GapPolicy;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptEncoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.StreamFrameEncoder;
import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.FileStorage;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalVerdict;
import io.weir.kernel.EventView;
import io.weir.kernel.FrameView;
import io.weir.kernel.Kinds;
import io.weir.kernel.ReceiptView;
import io.weir.kernel.StepContext;
import io.weir.kernel.WorkflowModule;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldCodeProvider;
import io.weir.kernel.WorldContext;
import io.weir.kernel.host.Adapters;
import io.weir.kernel.host.KernelAgent;
import io.weir.kernel.host.KernelSource;
import io.weir.kernel.host.SourcePayload;
import io.weir.kernel.host.WorldOpening;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.GrantSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import io.weir.tools.Verification;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's guide, put together and run. */
@Timeout(60)
class GuideKernelTest
{
    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path directory;
    private final List<OutcomeCode> answers = new ArrayList<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private KernelAgent agent;

    // tag::module
    /** An order: pays, hears how far the payment is, and gives up after a while. One instance for each order. */
    private static final class Orders implements WorkflowModule
    {
        private static final int PAYMENT = 0;
        private static final int TIMER = 8;
        private static final int PERCENT = 16;
        private static final int LENGTH = 24;

        // Set once, before any step: no step changes a field.
        private int charge;
        private int cancel;
        private int paid;

        @Override
        public void onBind(final Kinds kinds)
        {
            charge = kinds.effect("payment.charge");
            cancel = kinds.effect("control.cancel");
            paid = kinds.event("order.paid");
        }

        @Override
        public void onEvent(final StepContext context, final EventView event)
        {
            if (context.hasState())
            {
                return;
            }
            final DirectBuffer order = event.payload();
            final MutableDirectBuffer state = context.newState();
            state.putLong(PAYMENT, context.effect(charge, order, 0, order.capacity()));
            state.putLong(TIMER, context.timer(30 * SECOND_NS));
            state.putLong(PERCENT, 0);
            context.replaceState(LENGTH);
        }

        @Override
        public void onFrame(final StepContext context, final FrameView frame)
        {
            context.newState().putBytes(0, context.state(), 0, LENGTH);
            context.newState().putLong(PERCENT, frame.payload().getByte(0));
            context.replaceState(LENGTH);
        }

        @Override
        public void onReceipt(final StepContext context, final ReceiptView receipt)
        {
            if (!context.hasState())
            {
                return;
            }
            if (receipt.intentId() == context.state().getLong(TIMER))
            {
                context.control(cancel, context.state().getLong(PAYMENT), NOTHING, 0, 0);
            }
            else if (receipt.intentId() == context.state().getLong(PAYMENT))
            {
                if (receipt.status() == ReceiptStatus.OK)
                {
                    context.event(paid, context.key(), 0, context.key().capacity());
                }
                context.removeState();
            }
        }
    }
    // end::module

    // tag::world
    private static final CodeIdentity CODE = CodeIdentity.ofVersion("orders-1");

    private static Manifest manifest()
    {
        return Manifest.builder("shop")
            .module(ModuleSpec.of("orders", CODE).keyed().takesFrames()
                .emits("payment.charge", "timer.set", "control.cancel").slot("bank", "main-account"))
            .event(EventSpec.of("order.placed").key("order-id").to("orders"))
            .event(EventSpec.of("order.paid").key("order-id"))
            .effect(EffectSpec.of("payment.charge").slot("bank").totalDeadlineNs(60 * SECOND_NS)
                .gap(GapPolicy.ACCEPT, 100).attempts(AttemptPolicy.RESUME))
            .grant(GrantSpec.of("main-account").constraint("at-most", new byte[]{100}))
            .rule(RuleSpec.allow("orders", "*"))
            .build();
    }

    private static WorldCode code()
    {
        return WorldCode.builder().module("orders", CODE, new Orders())
            .keyExtractor("order-id", WorldCode.KeyExtractor.fixed(0, 1))
            .constraint("at-most",
                (argument, buffer, offset, length) -> length > 1 && buffer.getByte(offset + 1) <= argument[0])
            .build();
    }
    // end::world

    // tag::adapter
    /** Takes payments: remembers what it is told, and works on a thread of its own. */
    private static final class Bank implements Adapters
    {
        private final Queue<long[]> attempts = new ArrayDeque<>();

        @Override
        public int adapterFor(final int kind)
        {
            return 1;
        }

        @Override
        public boolean onDispatch(
            final int adapter,
            final long intentId,
            final DirectBuffer buffer,
            final int offset,
            final int length)
        {
            final DispatchDecoder dispatch = new DispatchDecoder().wrap(
                buffer, offset + FrameHeader.LENGTH, DispatchDecoder.BLOCK_LENGTH, DispatchDecoder.SCHEMA_VERSION);
            return attempts.offer(new long[]{intentId, dispatch.fence(), dispatch.attempt()});
        }

        @Override
        public boolean onCancel(final int adapter, final long intentId, final int attempt)
        {
            return true;
        }
    }
    // end::adapter

    @Test
    void shouldPayAnOrderAndComeBackToTheSameBytes()
    {
        final Bank bank = new Bank();
        // tag::run
        final WorldOpening opening = WorldOpening.open(
            new JournalContext().directory(directory).set(Settings.JOURNAL_DURABILITY, Durability.POWER),
            manifest(), code(), new WorldContext().checkMode(true), System.currentTimeMillis() * 1_000_000);
        final KernelAgent.Context context = new KernelAgent.Context(opening).adapters(bank)
            .clock(new SystemEpochNanoClock()).snapshotEvery(100_000);
        final KernelSource users = context.source();
        final KernelSource payments = context.source();
        agent = KernelAgent.of(context);
        // end::run
        place(users, new byte[]{'a', 42});
        await(users, 1, bank);
        final long[] attempt = bank.attempts.remove();
        frame(payments, attempt);
        receipt(payments, attempt);
        await(payments, 3, bank);

        assertEquals(List.of(OutcomeCode.ACCEPTED, OutcomeCode.ACCEPTED, OutcomeCode.ACCEPTED), answers);
        assertEquals(1, agent.world().openIntents(), "the timer");
        agent.onClose();
        // tag::verify
        final Verification found = Verification.of(new FileStorage(directory), manifest -> code());
        found.faults().forEach(System.out::println);
        assertEquals(JournalVerdict.VERIFIED, found.verdict());
        // end::verify
        assertEquals(found.hashes().replayHash(), found.hashes().liveHash());
    }

    @Test
    void shouldNameALongPayloadAndReadItAfterwards()
    {
        final Bank bank = new Bank();
        final WorldOpening opening = WorldOpening.open(
            new JournalContext().directory(directory), manifest(), code(), new WorldContext(), 1);
        final KernelAgent.Context context = new KernelAgent.Context(opening).adapters(bank);
        final KernelSource users = context.source();
        final KernelSource payments = context.source();
        agent = KernelAgent.of(context);
        place(users, new byte[]{'a', 42});
        await(users, 1, bank);
        final byte[] statement = new byte[5_000];
        final SourcePayload payload = opening.blobs().payload();
        statement(payments, bank.attempts.remove(), payload, statement);
        await(payments, 2, bank);

        assertEquals(List.of(OutcomeCode.ACCEPTED, OutcomeCode.ACCEPTED), answers);
        assertEquals(statement.length, opening.blobs().length(payload.name()));
        payload.release();
        agent.onClose();
    }

    // tag::blob
    private void statement(
        final KernelSource payments,
        final long[] attempt,
        final SourcePayload payload,
        final byte[] statement)
    {
        // Short, it stays where it is; long, it is on the disk when this returns, under the name that is sent.
        payload.set(new UnsafeBuffer(statement), 0, statement.length);
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[2_048]);
        final StreamFrameEncoder encoder = new StreamFrameEncoder().wrapAndApplyHeader(scratch, 0, header);
        encoder.correlationId(4).intentId(attempt[0]).fence(attempt[1]).attempt((int)attempt[2]).seq(1)
            .form(payload.form()).module("orders").putKey(new byte[]{'a'}, 0, 1).effectKind("payment.charge")
            .kind("statement").putPayload(payload.buffer(), payload.offset(), payload.length())
            .putResumeToken(NOTHING, 0, 0);
        offer(payments, scratch, FrameHeader.LENGTH + encoder.encodedLength());
    }
    // end::blob

    // tag::event
    private void place(final KernelSource users, final byte[] order)
    {
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[256]);
        final DomainEventEncoder encoder = new DomainEventEncoder().wrapAndApplyHeader(scratch, 0, header);
        encoder.correlationId(1).form(PayloadForm.INLINE).kind("order.placed").putKey(NOTHING, 0, 0)
            .putPayload(order, 0, order.length);
        offer(users, scratch, FrameHeader.LENGTH + encoder.encodedLength());
    }
    // end::event

    // tag::frame
    private void frame(final KernelSource payments, final long[] attempt)
    {
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[256]);
        final StreamFrameEncoder encoder = new StreamFrameEncoder().wrapAndApplyHeader(scratch, 0, header);
        encoder.correlationId(2).intentId(attempt[0]).fence(attempt[1]).attempt((int)attempt[2]).seq(1)
            .form(PayloadForm.INLINE).module("orders").putKey(new byte[]{'a'}, 0, 1).effectKind("payment.charge")
            .kind("progress").putPayload(new byte[]{50}, 0, 1).putResumeToken(NOTHING, 0, 0);
        offer(payments, scratch, FrameHeader.LENGTH + encoder.encodedLength());
    }

    private void receipt(final KernelSource payments, final long[] attempt)
    {
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[256]);
        final ReceiptEncoder encoder = new ReceiptEncoder().wrapAndApplyHeader(scratch, 0, header);
        encoder.correlationId(3).intentId(attempt[0]).fence(attempt[1]).attempt((int)attempt[2]).finalSeq(1)
            .status(ReceiptStatus.OK).form(PayloadForm.INLINE).module("orders").putKey(new byte[]{'a'}, 0, 1)
            .effectKind("payment.charge").code("").putPayload(NOTHING, 0, 0);
        offer(payments, scratch, FrameHeader.LENGTH + encoder.encodedLength());
    }
    // end::frame

    private static void offer(final KernelSource source, final UnsafeBuffer message, final int length)
    {
        final int offset = source.inputs().claim(0, length);
        assertTrue(offset >= 0, "the lane is full: try again later");
        source.inputs().buffer().putBytes(offset, message, 0, length);
        source.inputs().commit();
    }

    private void await(final KernelSource source, final int count, final Bank bank)
    {
        while (answers.size() < count || bank.attempts.isEmpty() && count == 1)
        {
            agent.doWork();
            readAnswers(source);
        }
    }

    // tag::answers
    /** On the source's thread, whenever it has written inputs. */
    private void readAnswers(final KernelSource source)
    {
        source.answers().poll((index, buffer, offset, length) ->
        {
            final AnswerDecoder answer = new AnswerDecoder().wrap(
                buffer, offset + FrameHeader.LENGTH, AnswerDecoder.BLOCK_LENGTH, AnswerDecoder.SCHEMA_VERSION);
            answers.add(answer.outcome());
        }, 16);
    }
    // end::answers

    // tag::provider
    /** Named in the jar's META-INF/services/io.weir.kernel.WorldCodeProvider; public, and made without arguments. */
    public static final class OrdersProvider implements WorldCodeProvider
    {
        @Override
        public WorldCode code(final Manifest manifest)
        {
            final boolean isMine = manifest.modules().stream().allMatch(module -> module.code().equals(CODE));
            return isMine ? GuideKernelTest.code() : null;
        }
    }
    // end::provider

    @Test
    void shouldOfferTheCodeOfItsOwnWorldAlone()
    {
        assertNotNull(new OrdersProvider().code(manifest()));
        assertNull(new OrdersProvider().code(Manifest.builder("other")
            .module(ModuleSpec.of("orders", CodeIdentity.ofVersion("orders-2"))).build()));
    }
}
