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

package io.weir.perf.compare;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DispatchDecoder;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderDecoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptEncoder;
import io.weir.codecs.kernel.ReceiptStatus;
import io.weir.codecs.kernel.StreamFrameEncoder;
import io.weir.config.Durability;
import io.weir.journal.Journal;
import io.weir.journal.JournalReader;
import io.weir.kernel.BatchSink;
import io.weir.kernel.Dispatches;
import io.weir.kernel.Outcomes;
import io.weir.kernel.World;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import io.weir.perf.Failure;

import java.nio.file.Path;
import java.util.ArrayDeque;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The kernel over its journal: 1,000 keyed instances, each with a stream open at one of two adapters. Effects are
 * started, handed over when that is durable, and answered at once with a receipt.
 */
final class KernelWork implements FrameWork
{
    private static final String MODULE = "rig";
    private static final int KEY = Long.BYTES;
    private static final int PER_ADAPTER = FrameRig.INSTANCES / FrameRig.ADAPTERS;
    private static final CodeIdentity CODE = CodeIdentity.ofVersion("1");

    private final Path directory;
    private final Durability durability;
    private final int segmentLength;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[4_096]);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[FrameRig.PAYLOAD]);
    private final byte[] keyBytes = new byte[KEY];
    private final UnsafeBuffer key = new UnsafeBuffer(keyBytes);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    /** The feeder's own. */
    private final byte[] frameKeyBytes = new byte[KEY];
    private final UnsafeBuffer frameKey = new UnsafeBuffer(frameKeyBytes);
    private final MessageHeaderEncoder frameHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final StreamFrameEncoder frame = new StreamFrameEncoder();
    private final DispatchDecoder dispatch = new DispatchDecoder();
    private final ArrayDeque<long[]> started = new ArrayDeque<>();

    /** Of each stream: intent, fence, next seq. */
    private final long[][] streams = new long[FrameRig.INSTANCES][3];
    private final int[] attempts = new int[FrameRig.INSTANCES];
    private final int[] nextOf = new int[FrameRig.ADAPTERS];
    private Journal journal;
    private World world;
    private long nowNs = 1;

    KernelWork(final Path directory, final Durability durability, final int segmentLength)
    {
        this.directory = directory;
        this.durability = durability;
        this.segmentLength = segmentLength;
    }

    @Override
    public int encode(final int adapter, final MutableDirectBuffer target)
    {
        final int instance = adapter * PER_ADAPTER + nextOf[adapter];
        nextOf[adapter] = nextOf[adapter] + 1 == PER_ADAPTER ? 0 : nextOf[adapter] + 1;
        final long[] stream = streams[instance];
        frameKey.putLong(0, instance);
        payload.putLong(0, stream[2]);
        frame.wrapAndApplyHeader(target, 0, frameHeader).correlationId(stream[2]).intentId(stream[0]).fence(stream[1])
            .seq(stream[2]++).attempt(attempts[instance]).form(PayloadForm.INLINE).module(MODULE)
            .putKey(frameKeyBytes, 0, KEY).effectKind(KernelModule.STREAM).kind("progress")
            .putPayload(payload, 0, FrameRig.PAYLOAD).putResumeToken(frameKeyBytes, 0, 0);
        return FrameHeader.LENGTH + frame.encodedLength();
    }

    @Override
    public void open()
    {
        journal = Journal.open(JournalWork.context(directory, durability, segmentLength));
        world = world();
        if (journal.seq() < 0)
        {
            world.begin(new Sink(journal), new byte[World.IDENTITY_LENGTH], nowNs);
            for (int i = 0; i < FrameRig.INSTANCES; i++)
            {
                event(i);
            }
        }
        else
        {
            replayInto(world);
            world.open(new Sink(journal), nowNs);
            while (world.pump(nowNs, FrameRig.INSTANCES) > 0)
            {
                Thread.onSpinWait();
            }
        }
        journal.flush();
        startAll();
    }

    @Override
    public boolean onFrame(final int adapter, final DirectBuffer source, final int offset, final int length)
    {
        final OutcomeCode outcome = world.offer(adapter, ++nowNs, source, offset, length);
        if (OutcomeCode.ACCEPTED != outcome)
        {
            if (OutcomeCode.JOURNAL_FULL == outcome)
            {
                return false;
            }
            throw new Failure("a frame was answered " + Outcomes.text(outcome), null);
        }
        return true;
    }

    @Override
    public void endOfTurn()
    {
        startWaiting();
        journal.flush();
        final long durable = journal.durableSeq();
        while (!started.isEmpty() && started.peek()[1] <= durable && receipt(started.peek()[0]))
        {
            started.poll();
        }
        journal.flush();
        if (null != journal.failure())
        {
            throw journal.failure();
        }
    }

    @Override
    public long seq()
    {
        return journal.seq();
    }

    @Override
    public long durableSeq()
    {
        return journal.durableSeq();
    }

    @Override
    public long position()
    {
        return journal.position();
    }

    @Override
    public void settle()
    {
        JournalWork.settle(journal);
    }

    @Override
    public double replay()
    {
        final long beginNs = System.nanoTime();
        final World again = world();
        replayInto(again);
        return again.seq() * 1e9 / (System.nanoTime() - beginNs);
    }

    @Override
    public void close()
    {
        journal.close();
    }

    static Manifest manifest()
    {
        return Manifest.builder(MODULE)
            .module(ModuleSpec.of(MODULE, CODE).keyed().takesFrames().emits(KernelModule.STREAM, KernelModule.NOTE))
            .event(EventSpec.of("begin").key("key").to(MODULE))
            .effect(EffectSpec.of(KernelModule.STREAM).noTotalDeadline())
            .effect(EffectSpec.of(KernelModule.NOTE).noTotalDeadline())
            .rule(RuleSpec.allow("*", "*"))
            .build();
    }

    static World world()
    {
        final WorldCode code = WorldCode.builder().module(MODULE, CODE, new KernelModule())
            .keyExtractor("key", WorldCode.KeyExtractor.fixed(0, KEY)).build();
        return new World(manifest(), code, new WorldContext());
    }

    private void replayInto(final World target)
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next())
            {
                target.replay(reader.seq(), reader.buffer(), reader.offset(), reader.length());
            }
        }
    }

    private void event(final int instance)
    {
        key.putLong(0, instance);
        final DomainEventEncoder encoder = new DomainEventEncoder().wrapAndApplyHeader(message, 0, header);
        encoder.correlationId(0).form(PayloadForm.INLINE).kind("begin").putKey(keyBytes, 0, 0)
            .putPayload(keyBytes, 0, KEY);
        final OutcomeCode outcome =
            world.offer(0, nowNs, message, 0, FrameHeader.LENGTH + encoder.encodedLength());
        if (OutcomeCode.ACCEPTED != outcome)
        {
            throw new Failure("an event was answered " + Outcomes.text(outcome), null);
        }
    }

    /** Leases all streams, and learns their intents and fences. */
    private void startAll()
    {
        final Dispatches dispatches = world.dispatches();
        int count = 0;
        for (long id = dispatches.first(); Dispatches.NONE != id; id = dispatches.first())
        {
            final int length = dispatches.encode(id, message, 0);
            dispatch.wrapAndApplyHeader(message, 0, headerDecoder);
            dispatch.skipModule();
            dispatch.getKey(keyBytes, 0, KEY);
            final int instance = (int)key.getLong(0);
            final boolean isStream = KernelModule.STREAM.equals(dispatch.effectKind());
            if (!dispatches.start(id, instance / PER_ADAPTER, nowNs))
            {
                throw new Failure("the journal is full at the beginning, with " + length + " bytes to tell", null);
            }
            dispatches.encode(id, message, 0);
            dispatch.wrapAndApplyHeader(message, 0, headerDecoder);
            if (isStream)
            {
                streams[instance][0] = id;
                streams[instance][1] = dispatch.fence();
                streams[instance][2] = dispatch.cursor() + 1;
                attempts[instance] = dispatch.attempt();
                count++;
            }
            else
            {
                started.add(new long[]{id, world.seq()});
            }
        }
        journal.flush();
        if (FrameRig.INSTANCES != count)
        {
            throw new Failure(count + " streams instead of " + FrameRig.INSTANCES, null);
        }
    }

    private void startWaiting()
    {
        final Dispatches dispatches = world.dispatches();
        for (long id = dispatches.first(); Dispatches.NONE != id; id = dispatches.first())
        {
            if (!dispatches.start(id, 0, nowNs))
            {
                return;
            }
            started.add(new long[]{id, world.seq()});
        }
    }

    private boolean receipt(final long intentId)
    {
        world.dispatches().encode(intentId, message, 0);
        dispatch.wrapAndApplyHeader(message, 0, headerDecoder);
        final long fence = dispatch.fence();
        final int attempt = dispatch.attempt();
        dispatch.skipModule();
        dispatch.getKey(keyBytes, 0, KEY);
        final ReceiptEncoder encoder = new ReceiptEncoder().wrapAndApplyHeader(message, 0, header);
        encoder.correlationId(0).intentId(intentId).fence(fence).finalSeq(-1).attempt(attempt)
            .status(ReceiptStatus.OK).form(PayloadForm.INLINE).module(MODULE).putKey(keyBytes, 0, KEY)
            .effectKind(KernelModule.NOTE).code("").putPayload(keyBytes, 0, KEY);
        final OutcomeCode outcome = world.offer(0, nowNs, message, 0, FrameHeader.LENGTH + encoder.encodedLength());
        if (OutcomeCode.ACCEPTED != outcome && OutcomeCode.JOURNAL_FULL != outcome)
        {
            throw new Failure("a receipt was answered " + Outcomes.text(outcome), null);
        }
        return OutcomeCode.ACCEPTED == outcome;
    }

    /** The kernel's batches into the journal. */
    private record Sink(Journal journal) implements BatchSink
    {
        @Override
        public int claim(final int maxLength)
        {
            return journal.claim(maxLength);
        }

        @Override
        public MutableDirectBuffer buffer()
        {
            return journal.buffer();
        }

        @Override
        public long commit(final int length)
        {
            return journal.commit(length);
        }

        @Override
        public void abort()
        {
            journal.abort();
        }
    }
}
