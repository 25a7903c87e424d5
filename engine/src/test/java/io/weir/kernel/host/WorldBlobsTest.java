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
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.Counters;
import io.weir.journal.JournalContext;
import io.weir.journal.JournalException;
import io.weir.journal.JournalFault;
import io.weir.journal.SnapshotWriter;
import io.weir.kernel.EventView;
import io.weir.kernel.FrameView;
import io.weir.kernel.Kinds;
import io.weir.kernel.ReceiptView;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.StepContext;
import io.weir.kernel.WorkflowModule;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.test.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payloads that are too long for a batch: kept before, named in it, read behind it. */
@Rule("K-15")
class WorldBlobsTest
{
    private static final CodeIdentity CODE = CodeIdentity.ofVersion("keeper-1");
    private static final int LONG = 3_000;

    @TempDir
    private Path directory;

    private WorldOpening opening;

    /** Keeps the payload of the last event, whatever it is; forgets it when told a single byte. */
    private static final class Keeper implements WorkflowModule
    {
        private PayloadForm form;

        @Override
        public void onBind(final Kinds kinds)
        {
            form = PayloadForm.INLINE;
        }

        @Override
        public void onEvent(final StepContext context, final EventView event)
        {
            form = event.form();
            final DirectBuffer payload = event.payload();
            if (payload.capacity() == 1)
            {
                context.removeState();
                return;
            }
            context.newState().putBytes(0, payload, 0, payload.capacity());
            context.replaceState(payload.capacity());
        }

        @Override
        public void onFrame(final StepContext context, final FrameView frame)
        {
            throw new IllegalStateException("no frames");
        }

        @Override
        public void onReceipt(final StepContext context, final ReceiptView receipt)
        {
            throw new IllegalStateException("no receipts");
        }
    }

    private final Keeper keeper = new Keeper();

    @Test
    void shouldPutAPayloadInlineWhenItIsShortAndKeepItWhenItIsNot()
    {
        open();
        final SourcePayload payload = opening.blobs().payload();
        assertEquals(PayloadForm.INLINE, payload.set(bytes(1024, 1), 0, 1024).form());
        assertEquals(OutcomeCode.ACCEPTED, send("kept", payload));
        assertEquals(PayloadForm.INLINE, keeper.form);

        assertEquals(PayloadForm.BLOB, payload.set(bytes(1025, 2), 0, 1025).form());
        assertTrue(Files.exists(file(payload.name())), "on the disk before there is a batch");
        assertEquals(OutcomeCode.ACCEPTED, send("kept", payload));
        assertEquals(PayloadForm.BLOB, keeper.form);
        close();
    }

    @Test
    void shouldReadWhatANameStandsForWhenTheWorldIsOpenedAgain()
    {
        open();
        final SourcePayload payload = opening.blobs().payload().set(bytes(LONG, 3), 0, LONG);
        final String name = payload.name();
        assertEquals(OutcomeCode.ACCEPTED, send("kept", payload));
        payload.release();
        final long seq = opening.world().seq();
        opening.journal().close();

        open();
        assertEquals(seq + 1, opening.batchesReplayed(), "replay asks for no blob");
        final UnsafeBuffer read = new UnsafeBuffer(new byte[LONG]);
        assertEquals(LONG, opening.blobs().length(name));
        assertEquals(LONG, opening.blobs().read(name, 0, read, 0, LONG));
        assertEquals(bytes(LONG, 3), read);
        close();
    }

    @Test
    void shouldSayWhatToRestoreWhenABlobIsMissing() throws IOException
    {
        open();
        final SourcePayload payload = opening.blobs().payload().set(bytes(LONG, 4), 0, LONG);
        final String name = payload.name();
        assertEquals(OutcomeCode.ACCEPTED, send("kept", payload));
        opening.journal().close();
        assertEquals(new NamedBlobs(1, List.of()), NamedBlobs.of(directory, 0));
        Files.write(file(name), new byte[LONG]);
        assertEquals(List.of(new JournalFault("blobs/" + name + ".blob", 0,
            "named by batch 2, is damaged: restore it from a backup")), NamedBlobs.of(directory, 0).faults());
        Files.delete(file(name));
        assertEquals(List.of(new JournalFault("blobs/" + name + ".blob", 0,
            "named by batch 2, is missing: restore it from a backup")), NamedBlobs.of(directory, 0).faults());
        assertEquals(0, NamedBlobs.of(directory, 3).count());

        open();
        final JournalException fault = assertThrows(
            JournalException.class, () -> opening.blobs().read(name, 0, new UnsafeBuffer(new byte[1]), 0, 1));
        assertEquals(JournalException.Reason.DAMAGED, fault.reason());
        assertTrue(fault.getMessage().contains(name + ".blob is missing: restore it"), fault::getMessage);
        assertFalse(opening.blobs().retain(name));
        assertEquals(-1, opening.blobs().length(name));
        close();
    }

    @Test
    void shouldLookForABlobWhenOnlyWhatWaitsInASnapshotNamesIt() throws IOException
    {
        open();
        final SourcePayload payload = opening.blobs().payload().set(bytes(LONG, 14), 0, LONG);
        final String name = payload.name();
        assertEquals(OutcomeCode.ACCEPTED, send("twice", payload));
        assertEquals(1, opening.world().queued());
        final long seq = opening.world().seq();
        opening.journal().flush();
        final SnapshotCopy copy = opening.world().snapshot();
        while (!copy.work(1_000))
        {
            Thread.onSpinWait();
        }
        try (SnapshotWriter writer = opening.journal().beginSnapshot())
        {
            copy.image().forEachPart(writer::append);
            writer.commit();
        }
        close();

        assertEquals(new NamedBlobs(1, List.of()), NamedBlobs.of(directory, seq + 1));
        Files.delete(file(name));
        assertEquals(List.of(new JournalFault("blobs/" + name + ".blob", 0, "named by the snapshot of batch " + seq +
            ", is missing: restore it from a backup")), NamedBlobs.of(directory, seq + 1).faults());
        assertEquals(1, NamedBlobs.of(directory, 0).faults().size());
    }

    @Test
    void shouldRefuseAnInputWhenNobodyRetainsWhatItNames()
    {
        open();
        final SourcePayload payload = opening.blobs().payload().set(bytes(LONG, 5), 0, LONG);
        final String name = payload.name();
        final UnsafeBuffer named = new UnsafeBuffer(new byte[WorldBlobs.NAME_LENGTH]);
        WorldBlobs.putName(name, named, 0);
        assertEquals(name, WorldBlobs.name(named, 0));
        payload.release();
        assertEquals(OutcomeCode.EVENT_MALFORMED, send("kept", PayloadForm.BLOB, named));

        assertTrue(opening.blobs().retain(name), "it is there");
        assertEquals(OutcomeCode.ACCEPTED, send("kept", PayloadForm.BLOB, named));
        named.putByte(31, (byte)(named.getByte(31) + 1));
        assertEquals(OutcomeCode.EVENT_MALFORMED, send("kept", PayloadForm.BLOB, named));
        close();
    }

    @Test
    void shouldTakeNoBlobWhenItsKindHasAValidatorThatCannotSeeIt()
    {
        open();
        final SourcePayload payload = opening.blobs().payload().set(bytes(LONG, 6), 0, LONG);
        assertEquals(OutcomeCode.EVENT_MALFORMED, send("checked", payload));
        assertEquals(OutcomeCode.ACCEPTED, send("checked", payload.set(bytes(7, 6), 0, 7)));
        close();
    }

    @Test
    void shouldKeepNoMoreAtATimeWhenAsManyAreRetainedAsMayBe()
    {
        open();
        opening.blobs().put(bytes(LONG, 7), 0, LONG);
        final String second = opening.blobs().put(bytes(LONG, 8), 0, LONG);
        final IllegalStateException fault = assertThrows(
            IllegalStateException.class, () -> opening.blobs().put(bytes(LONG, 9), 0, LONG));
        assertTrue(fault.getMessage().contains("weir.kernel.blobs.max"), fault::getMessage);
        opening.blobs().release(second);
        opening.blobs().put(bytes(LONG, 9), 0, LONG);
        close();
    }

    @Test
    void shouldCollectWhatNothingNamesWhenSegmentsAndSnapshotsAreLookedThrough()
    {
        open();
        final SourcePayload payload = opening.blobs().payload();
        final String journaled = payload.set(bytes(LONG, 10), 0, LONG).name();
        assertEquals(OutcomeCode.ACCEPTED, send("kept", payload));
        final String unsent = payload.set(bytes(LONG, 11), 0, LONG).name();
        payload.release();
        final String retained = opening.blobs().put(bytes(LONG, 12), 0, LONG);
        opening.journal().flush();

        assertEquals(1, opening.blobs().collect());
        assertEquals(LONG, opening.blobs().length(journaled));
        assertEquals(-1, opening.blobs().length(unsent));
        assertEquals(LONG, opening.blobs().length(retained));
        opening.blobs().release(retained);
        assertEquals(1, opening.blobs().collect());
        close();
    }

    @Test
    void shouldKeepABlobWhenOnlyTheStateInASnapshotNamesIt()
    {
        open();
        final SourcePayload payload = opening.blobs().payload();
        final String name = payload.set(bytes(LONG, 13), 0, LONG).name();
        assertEquals(OutcomeCode.ACCEPTED, send("kept", payload));
        payload.release();
        final KernelAgent agent = KernelAgent.of(
            new KernelAgent.Context(opening).counters(Counters.inMemory()).snapshotEvery(50_000));
        final UnsafeBuffer small = bytes(2, 1);
        for (int i = 0; opening.journal().counts().segmentsDeleted() == 0; i++)
        {
            final OutcomeCode outcome = send("nobody", PayloadForm.INLINE, small);
            assertTrue(OutcomeCode.EVENT_UNROUTED == outcome || OutcomeCode.JOURNAL_FULL == outcome, outcome::name);
            agent.doWork();
            if (i % 1_000 == 999)
            {
                agent.askSnapshot();
            }
            assertTrue(i < 10_000_000, "no segment was deleted");
        }
        assertEquals(0, opening.blobs().collect());
        assertEquals(LONG, opening.blobs().length(name));
        agent.onClose();
        opening = null;
    }

    private void open()
    {
        final Properties properties = new Properties();
        properties.setProperty("weir.kernel.blobs.max", "2");
        properties.setProperty("weir.journal.segments.delete", "true");
        opening = WorldOpening.open(new JournalContext().directory(directory).configuration(Configuration.builder()
            .properties(properties).environment(Map.of()).set(Settings.JOURNAL_SEGMENT_LENGTH, 1 << 20).build()),
            manifest(), code(), new WorldContext(), 1);
    }

    private void close()
    {
        opening.journal().close();
    }

    private Path file(final String name)
    {
        return directory.resolve("blobs").resolve(name + ".blob");
    }

    private OutcomeCode send(final String kind, final SourcePayload payload)
    {
        return send(kind, payload.form(), new UnsafeBuffer(payload.buffer(), payload.offset(), payload.length()));
    }

    private OutcomeCode send(final String kind, final PayloadForm form, final DirectBuffer payload)
    {
        final UnsafeBuffer input = new UnsafeBuffer(new byte[4_096]);
        final DomainEventEncoder encoder = new DomainEventEncoder()
            .wrapAndApplyHeader(input, 0, new MessageHeaderEncoder());
        encoder.correlationId(1).form(form).kind(kind).putKey(new byte[0], 0, 0)
            .putPayload(payload, 0, payload.capacity());
        return opening.world().offer(0, 1, input, 0, FrameHeader.LENGTH + encoder.encodedLength());
    }

    private static UnsafeBuffer bytes(final int length, final int value)
    {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte)value);
        return new UnsafeBuffer(bytes);
    }

    private static Manifest manifest()
    {
        return Manifest.builder("keepers").module(ModuleSpec.of("keeper", CODE))
            .event(EventSpec.of("kept").to("keeper"))
            .event(EventSpec.of("twice").to("keeper", "keeper"))
            .event(EventSpec.of("checked").validator("seven").to("keeper"))
            .event(EventSpec.of("nobody"))
            .build();
    }

    private WorldCode code()
    {
        return WorldCode.builder().module("keeper", CODE, keeper)
            .validator("seven", (buffer, offset, length) -> length == 7).build();
    }
}
