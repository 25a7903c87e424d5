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
package io.weir.kernel.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.AnswerDecoder;
import io.weir.codecs.kernel.DispatchDecoder;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptEncoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.StreamFrameEncoder;
import io.weir.config.Durability;
import io.weir.config.Settings;
import io.weir.journal.JournalContext;
import io.weir.kernel.EventView;
import io.weir.kernel.FrameView;
import io.weir.kernel.Kinds;
import io.weir.kernel.ReceiptView;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.StepContext;
import io.weir.kernel.WorkflowModule;
import io.weir.kernel.World;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import io.weir.link.LaneWriter;
import io.weir.test.Rule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A world under its agent, over a journal on the disk. */
@Timeout(60)
class KernelAgentTest
{
    private static final CodeIdentity CODE = CodeIdentity.ofVersion("counter-1");
    private static final long LIMIT_NS = 30_000_000_000L;
    @TempDir
    private Path directory;

    private final List<Long> dispatched = new ArrayList<>();
    private final List<Long> cancelled = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long durableAtDispatch = Long.MAX_VALUE;
    private long fence;
    private KernelAgent agent;
    private KernelSource source;
    private WorldOpening opening;

    /** Counts what it is told, and begins an effect with the first event. */
    private static final class Counter implements WorkflowModule
    {
        private int effect;

        @Override
        public void onBind(final Kinds kinds)
        {
            effect = kinds.effect("work");
        }

        @Override
        public void onEvent(final StepContext context, final EventView event)
        {
            if (!context.hasState())
            {
                context.effect(effect, event.payload(), 0, event.payload().capacity());
            }
            count(context);
        }

        @Override
        public void onFrame(final StepContext context, final FrameView frame)
        {
            count(context);
        }

        @Override
        public void onReceipt(final StepContext context, final ReceiptView receipt)
        {
            count(context);
        }

        private static void count(final StepContext context)
        {
            context.newState().putLong(0, context.hasState() ? context.state().getLong(0) + 1 : 1);
            context.replaceState(Long.BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    @Rule({"K-7", "K-12"})
    void shouldLetAnswersAndDispatchesGoOnlyBehindDurabilityWhenInputsCome(final Durability durability)
    {
        open(durability);
        event("a");
        await(() -> answers.size() == 1 && dispatched.size() == 1);
        assertEquals("1 ACCEPTED", answers.get(0));
        assertEquals(List.of(1L), dispatched);
        frame(1);
        frame(1);
        receipt();
        await(() -> answers.size() == 4);

        assertEquals(List.of("1 ACCEPTED", "2 ACCEPTED", "2 STREAM_NON_MONOTONIC", "3 ACCEPTED"), answers);
        agent.onClose();
    }

    @Test
    @Rule({"K-8", "K-9"})
    void shouldComeBackToTheSameBytesWhenItIsOpenedFromSnapshotAndTail()
    {
        open(Durability.PROCESS);
        for (int i = 0; i < 500; i++)
        {
            event(String.valueOf((char)('A' + i % 50)));
            agent.doWork();
            if (i == 250)
            {
                agent.askSnapshot();
            }
        }
        await(() -> answers.size() == 500 && agent.snapshotSeq() > 0);
        final long snapshotSeq = agent.snapshotSeq();
        final long seq = agent.world().seq();
        final String hash = hash(agent.world());
        assertTrue(agent.longestSnapshotPauseNs() > 0);
        agent.onClose();

        final WorldHashes verified = WorldHashes.of(directory, manifest(), code());
        assertEquals(seq, verified.seq());
        assertEquals(hash, verified.replayHash());
        assertEquals(hash, verified.snapshotHash());
        assertEquals(snapshotSeq, verified.snapshotSeq());
        assertEquals(hash, verified.liveHash());
        assertTrue(verified.isSame());

        open(Durability.PROCESS);
        assertEquals(seq, opening.snapshotSeq());
        assertEquals(0, opening.batchesReplayed());
        assertEquals(50, opening.world().openIntents());
        await(() -> dispatched.size() >= 100);
        agent.onClose();
    }

    @Test
    @Rule("K-6")
    void shouldHandOverTheCancelWhenAnOperatorHasSettled()
    {
        open(Durability.PROCESS);
        event("a");
        await(() -> dispatched.size() == 1);
        operate();
        await(() -> cancelled.size() == 1);

        assertEquals(0, agent.world().dispatches().cancels());
        assertFalse(agent.world().isOpen(1));
        agent.onClose();
    }

    @Test
    @Rule("K-10")
    void shouldRefuseAnAgentWhenItIsNotInvokedAndTheJournalHasNoThreads()
    {
        opening = WorldOpening.open(new JournalContext().directory(directory).invoked(true)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, 4 << 20), manifest(), code(), new WorldContext(), 1);
        final IllegalStateException refused = assertThrows(
            IllegalStateException.class, () -> KernelAgent.of(new KernelAgent.Context(opening)));
        assertTrue(refused.getMessage().contains("weir.engine.threading"), refused.getMessage());
        opening.journal().close();
    }

    private void operate()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final io.weir.codecs.kernel.OperateEncoder encoder = new io.weir.codecs.kernel.OperateEncoder()
            .wrapAndApplyHeader(buffer, 0, header);
        encoder.correlationId(9).intentId(1).action(io.weir.codecs.kernel.OperatorAction.SETTLE)
            .status(ReceiptStatus.CANCELLED).module("counter").putKey(ascii("a"), 0, 1).who("ada").why("test")
            .code("by.hand");
        assertEquals(OutcomeCode.ACCEPTED, agent.world().offer(
            World.OPERATOR, System.currentTimeMillis(), buffer, 0, FrameHeader.LENGTH + encoder.encodedLength()));
    }

    private void open(final Durability durability)
    {
        answers.clear();
        opening = WorldOpening.open(new JournalContext().directory(directory)
            .set(Settings.JOURNAL_DURABILITY, durability)
            .set(Settings.JOURNAL_SEGMENT_LENGTH, 4 << 20), manifest(), code(), new WorldContext(), 1);
        final KernelAgent.Context context = new KernelAgent.Context(opening).adapters(new OneAdapter()
        {
            @Override
            public boolean onDispatch(
                final int adapter,
                final long intentId,
                final DirectBuffer buffer,
                final int offset,
                final int length)
            {
                final DispatchDecoder dispatch = new DispatchDecoder().wrap(
                    buffer, offset + FrameHeader.LENGTH, DispatchDecoder.BLOCK_LENGTH, 0);
                fence = dispatch.fence();
                durableAtDispatch = opening.journal().durableSeq();
                assertTrue(durableAtDispatch > dispatch.fence(), "the attempt is durable");
                dispatched.add(intentId);
                return true;
            }

            @Override
            public boolean onCancel(final int adapter, final long intentId, final int attempt)
            {
                cancelled.add(intentId);
                return true;
            }
        });
        source = context.source();
        agent = KernelAgent.of(context);
    }

    private void event(final String payload)
    {
        final LaneWriter lane = source.inputs();
        final int offset = claim(lane);
        final DomainEventEncoder encoder = new DomainEventEncoder().wrapAndApplyHeader(lane.buffer(), offset, header);
        encoder.correlationId(1).form(PayloadForm.INLINE).kind("tick").putKey(ascii(""), 0, 0)
            .putPayload(ascii(payload), 0, payload.length());
        commit(lane, offset, FrameHeader.LENGTH + encoder.encodedLength());
    }

    private void frame(final long seq)
    {
        final LaneWriter lane = source.inputs();
        final int offset = claim(lane);
        final StreamFrameEncoder encoder = new StreamFrameEncoder().wrapAndApplyHeader(lane.buffer(), offset, header);
        encoder.correlationId(2).intentId(1).fence(fence).seq(seq).attempt(1).form(PayloadForm.INLINE)
            .module("counter").putKey(ascii("a"), 0, 1).effectKind("work").kind("progress").putPayload(ascii("x"), 0, 1)
            .putResumeToken(ascii(""), 0, 0);
        commit(lane, offset, FrameHeader.LENGTH + encoder.encodedLength());
    }

    private void receipt()
    {
        final LaneWriter lane = source.inputs();
        final int offset = claim(lane);
        final ReceiptEncoder encoder = new ReceiptEncoder().wrapAndApplyHeader(lane.buffer(), offset, header);
        encoder.correlationId(3).intentId(1).fence(fence).finalSeq(1).attempt(1).status(ReceiptStatus.OK)
            .form(PayloadForm.INLINE).module("counter").putKey(ascii("a"), 0, 1).effectKind("work").code("")
            .putPayload(ascii("done"), 0, 4);
        commit(lane, offset, FrameHeader.LENGTH + encoder.encodedLength());
    }

    /** A frame is as long as its claim: one that is too long is given up, and claimed again as long as it is. */
    private static int claim(final LaneWriter lane)
    {
        final int offset = lane.claim(0, 512);
        assertTrue(offset >= 0);
        return offset;
    }

    private static void commit(final LaneWriter lane, final int offset, final int length)
    {
        final byte[] frame = new byte[length];
        lane.buffer().getBytes(offset, frame);
        lane.abort();
        final int at = lane.claim(0, length);
        lane.buffer().putBytes(at, frame);
        lane.commit();
    }

    private void await(final BooleanSupplier condition)
    {
        final long begin = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            agent.doWork();
            source.answers().poll((index, buffer, offset, length) ->
            {
                final AnswerDecoder answer = new AnswerDecoder().wrap(
                    buffer, offset + FrameHeader.LENGTH, AnswerDecoder.BLOCK_LENGTH, 0);
                assertTrue(answer.seq() <= opening.journal().durableSeq());
                answers.add(answer.correlationId() + " " + answer.outcome());
            }, 100);
            assertTrue(System.nanoTime() - begin < LIMIT_NS, () -> "answers " + answers + ", dispatched " + dispatched);
        }
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hash(final World world)
    {
        final SnapshotCopy copy = world.snapshot();
        while (!copy.work(1000))
        {
            Thread.onSpinWait();
        }
        return copy.image().hashText();
    }

    private static Manifest manifest()
    {
        return Manifest.builder("counters")
            .module(ModuleSpec.of("counter", CODE).keyed().takesFrames().emits("work"))
            .event(EventSpec.of("tick").key("first").to("counter"))
            .effect(EffectSpec.of("work").noTotalDeadline())
            .rule(RuleSpec.allow("*", "*"))
            .build();
    }

    private static WorldCode code()
    {
        return WorldCode.builder().module("counter", CODE, new Counter())
            .keyExtractor("first", WorldCode.KeyExtractor.fixed(0, 1)).build();
    }
}
