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
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.config.Settings;
import io.weir.journal.Journal;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalReader;
import io.weir.kernel.EventView;
import io.weir.kernel.FrameView;
import io.weir.kernel.ReceiptView;
import io.weir.kernel.ReplayException;
import io.weir.kernel.StepContext;
import io.weir.kernel.WorkflowModule;
import io.weir.kernel.World;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Limits;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import io.weir.test.Rule;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches are read by a thread of their own while those before them are run again. */
@Timeout(60)
class ReadAheadTest
{
    private static final CodeIdentity CODE = CodeIdentity.ofVersion("1");
    private static final int LONG = 20_000;
    private static final int SHORT = 3;
    private static final int PAYLOAD = 512;
    /** Effects whose params alone are more than a block holds, when they are as long as can be. */
    private static final int MANY = 3;
    private static final Limits LIMITS =
        new Limits(MANY, 1, 64, 1, 1, 1_024, 1_024, 65_536, 1);
    @TempDir
    private Path directory;

    /** Adds what events say; from one of them on it may say something else. */
    private static final class Sum implements WorkflowModule
    {
        private final long differsFrom;
        private final long interruptsAt;

        Sum(final long differsFrom, final long interruptsAt)
        {
            this.differsFrom = differsFrom;
            this.interruptsAt = interruptsAt;
        }

        @Override
        public void onEvent(final StepContext context, final EventView event)
        {
            final long before = context.hasState() ? context.state().getLong(0) : 0;
            final long value = event.payload().getLong(0);
            if (value == interruptsAt)
            {
                Thread.currentThread().interrupt();
            }
            context.newState().putLong(0, before + value + (value >= differsFrom ? 1 : 0));
            context.replaceState(Long.BYTES);
            if (event.payload().capacity() > PAYLOAD)
            {
                for (int i = 0; i < MANY; i++)
                {
                    context.effect(0, event.payload(), 0, event.payload().capacity());
                }
            }
        }

        @Override
        public void onFrame(final StepContext context, final FrameView frame)
        {
            throw new IllegalStateException("no frame is sent");
        }

        @Override
        public void onReceipt(final StepContext context, final ReceiptView receipt)
        {
            throw new IllegalStateException("no receipt is sent");
        }
    }

    @Test
    @Rule("K-8")
    void shouldRunEveryBatchAgainInOrderWhenTheJournalIsLongerThanAllBlocks()
    {
        final long seq = write(LONG);

        final World world = world(Long.MAX_VALUE);

        assertEquals(seq + 1, replay(world));
        assertEquals(seq, world.seq());
        assertNoThread();
    }

    @Test
    @Rule("K-8")
    void shouldRunEveryBatchAgainWhenTheyFitIntoOneBlock()
    {
        final long seq = write(SHORT);

        assertEquals(seq + 1, replay(world(Long.MAX_VALUE)));
    }

    @Test
    @Rule("K-8")
    void shouldRunBatchesAgainThatAreLongerThanABlock()
    {
        final long seq = write(SHORT * 100, LIMITS.inline());

        assertEquals(seq + 1, replay(world(Long.MAX_VALUE)));
        assertNoThread();
    }

    @Test
    @Rule("K-8")
    void shouldNameTheBatchAndEndTheThreadWhenOneDiffersInTheMiddle()
    {
        write(LONG);

        final ReplayException ex =
            assertThrows(ReplayException.class, () -> replay(world(LONG / 2)));

        assertTrue(ex.getMessage().contains("batch " + (LONG / 2 + 2)), ex.getMessage());
        assertNoThread();
    }

    @Test
    void shouldKeepTheInterruptForWhoCalledWhenThereIsOneMeanwhile()
    {
        final long seq = write(LONG);

        final long replayed = replay(world(new Sum(Long.MAX_VALUE, LONG / 2)));

        assertTrue(Thread.interrupted());
        assertEquals(seq + 1, replayed);
    }

    private long write(final int events)
    {
        return write(events, PAYLOAD);
    }

    /** Writes events of which each hundredth has another payload. */
    private long write(final int events, final int hundredth)
    {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[hundredth + 1_024]);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[hundredth]);
        try (Journal journal = Journal.open(
            new JournalContext().directory(directory).set(Settings.JOURNAL_SEGMENT_LENGTH, 1 << 25)))
        {
            final World world = world(Long.MAX_VALUE);
            world.begin(new JournalSink(journal), new byte[World.IDENTITY_LENGTH], 1);
            for (int i = 0; i < events; i++)
            {
                payload.putLong(0, i);
                final DomainEventEncoder event = new DomainEventEncoder();
                event.wrapAndApplyHeader(message, 0, new MessageHeaderEncoder()).correlationId(i)
                    .form(PayloadForm.INLINE).kind("add").putKey(payload, 0, 0)
                    .putPayload(payload, 0, i % 100 == 99 ? hundredth : PAYLOAD);
                assertEquals(OutcomeCode.ACCEPTED,
                    world.offer(0, 1, message, 0, FrameHeader.LENGTH + event.encodedLength()));
            }
            return world.seq();
        }
    }

    private long replay(final World world)
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            return WorldOpening.replay(world, reader);
        }
    }

    private static World world(final long differsFrom)
    {
        return world(new Sum(differsFrom, Long.MAX_VALUE));
    }

    private static World world(final Sum module)
    {
        final Manifest manifest = Manifest.builder("sum").module(ModuleSpec.of("sum", CODE).emits("big.work"))
            .event(EventSpec.of("add").to("sum")).effect(EffectSpec.of("big.work").noTotalDeadline())
            .limits(LIMITS).rule(RuleSpec.allow("*", "*")).build();
        return new World(manifest, WorldCode.builder().module("sum", CODE, module).build(), new WorldContext());
    }

    private static void assertNoThread()
    {
        assertFalse(Arrays.stream(threads()).anyMatch(thread -> thread.getName().equals("weir-journal-reader")));
    }

    private static Thread[] threads()
    {
        return Thread.getAllStackTraces().keySet().toArray(new Thread[0]);
    }
}
