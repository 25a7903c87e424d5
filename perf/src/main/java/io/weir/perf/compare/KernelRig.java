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
import io.weir.codecs.kernel.AnswerDecoder;
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
import io.weir.journal.JournalReader;
import io.weir.kernel.Outcomes;
import io.weir.kernel.World;
import io.weir.kernel.WorldCode;
import io.weir.kernel.WorldContext;
import io.weir.kernel.host.Adapters;
import io.weir.kernel.host.KernelAgent;
import io.weir.kernel.host.KernelSource;
import io.weir.kernel.host.WorldOpening;
import io.weir.kernel.manifest.CodeIdentity;
import io.weir.kernel.manifest.EffectSpec;
import io.weir.kernel.manifest.EventSpec;
import io.weir.kernel.manifest.Manifest;
import io.weir.kernel.manifest.ModuleSpec;
import io.weir.kernel.manifest.RuleSpec;
import io.weir.link.FrameConsumer;
import io.weir.link.LaneWriter;
import io.weir.perf.Failure;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The kernel under its agent: 1,000 keyed instances, each with a stream open at one of two adapters, whose lanes one
 * thread feeds. That thread also settles the effects of steps, with a receipt for each.
 */
final class KernelRig implements Rig, Adapters
{
    static final String MODULE = "rig";
    private static final int KEY = Long.BYTES;
    private static final CodeIdentity CODE = CodeIdentity.ofVersion("1");
    private static final long NO_FRAME = -1;
    private static final int MAX_INPUT = 512;
    private static final int NOTES = 1 << 20;
    private static final int NOTE_LENGTH = 4 * Long.BYTES;
    private static final int ANSWERS = 256;
    private static final long LOOK_NS = 1_000_000;
    private static final long LIMIT_NS = 60_000_000_000L;

    private final KernelAgent agent;
    private final KernelSource[] sources = new KernelSource[ADAPTERS];
    private final Thread thread;
    private volatile boolean isRunning = true;
    private volatile boolean isPaused;
    private volatile boolean isResting;
    private volatile Throwable fault;

    /** The agent's: which adapter has the next stream, and how many have begun. */
    private final DispatchDecoder dispatch = new DispatchDecoder();
    private final MessageHeaderDecoder dispatchHeader = new MessageHeaderDecoder();
    private final byte[] dispatchKeyBytes = new byte[KEY];
    private final UnsafeBuffer dispatchKey = new UnsafeBuffer(dispatchKeyBytes);
    private final UnsafeBuffer note = new UnsafeBuffer(new byte[NOTE_LENGTH]);
    private int nextAdapter;
    private volatile int begun;

    /** Of each adapter's streams: intent, fence, key, next seq. Filled by the agent before the feeder reads. */
    private final long[][][] streams = new long[ADAPTERS][INSTANCES][4];
    private final int[] streamsOf = new int[ADAPTERS];
    private final OneToOneRingBuffer[] notes = new OneToOneRingBuffer[ADAPTERS];

    /** The feeder's. */
    private final int[] nextStream = new int[ADAPTERS];
    private final long[] answered = new long[ADAPTERS];
    private final byte[] keyBytes = new byte[KEY];
    private final UnsafeBuffer key = new UnsafeBuffer(keyBytes);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final StreamFrameEncoder frame = new StreamFrameEncoder();
    private final ReceiptEncoder receipt = new ReceiptEncoder();
    private final AnswerDecoder answer = new AnswerDecoder();
    private final FrameConsumer onAnswer = this::onAnswer;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[MAX_INPUT]);
    private int polled;

    KernelRig(final Path directory, final Durability durability, final int segmentLength)
    {
        for (int i = 0; i < ADAPTERS; i++)
        {
            notes[i] = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(NOTES + RingBufferDescriptor.TRAILER_LENGTH)));
        }
        final WorldOpening opening = WorldOpening.open(JournalWork.context(directory, durability, segmentLength),
            manifest(), code(new KernelModule()), new WorldContext(), System.currentTimeMillis() * 1_000_000);
        final KernelAgent.Context context =
            new KernelAgent.Context(opening).adapters(this).snapshotOnClose(false);
        for (int i = 0; i < ADAPTERS; i++)
        {
            sources[i] = context.source();
        }
        agent = KernelAgent.of(context);
        thread = new Thread(this::run, "weir-rig");
        thread.setDaemon(true);
        thread.start();
        begin();
    }

    static World world()
    {
        return new World(manifest(), code(new KernelModule()), new WorldContext());
    }

    private static Manifest manifest()
    {
        return Manifest.builder(MODULE)
            .module(ModuleSpec.of(MODULE, CODE).keyed().takesFrames().emits(KernelModule.STREAM, KernelModule.NOTE))
            .event(EventSpec.of("begin").key("key").to(MODULE))
            .effect(EffectSpec.of(KernelModule.STREAM).noTotalDeadline())
            .effect(EffectSpec.of(KernelModule.NOTE).noTotalDeadline())
            .rule(RuleSpec.allow("*", "*"))
            .build();
    }

    private static WorldCode code(final KernelModule module)
    {
        return WorldCode.builder().module(MODULE, CODE, module)
            .keyExtractor("key", WorldCode.KeyExtractor.fixed(0, KEY)).build();
    }

    @Override
    public void beginBatch(final int adapter)
    {
        sources[adapter].inputs().beginBatch();
    }

    @Override
    public boolean offer(final int adapter)
    {
        final long[] stream = streams[adapter][nextStream[adapter]];
        final int length = encode(scratch, 0, stream);
        final LaneWriter lane = sources[adapter].inputs();
        final int offset = lane.claim(0, length);
        if (offset < 0)
        {
            return false;
        }
        lane.buffer().putBytes(offset, scratch, 0, length);
        lane.commit();
        stream[3]++;
        nextStream[adapter] = nextStream[adapter] + 1 == streamsOf[adapter] ? 0 : nextStream[adapter] + 1;
        return true;
    }

    @Override
    public void endBatch(final int adapter)
    {
        sources[adapter].inputs().endBatch();
    }

    @Override
    public long answered(final int adapter)
    {
        polled = adapter;
        sources[adapter].answers().poll(onAnswer, ANSWERS);
        notes[adapter].read(this::onNote, ANSWERS);
        return answered[adapter];
    }

    @Override
    public void rest()
    {
        isPaused = true;
        await(() -> isResting);
    }

    @Override
    public void wake()
    {
        isPaused = false;
        LockSupport.unpark(thread);
        await(() -> !isResting);
    }

    @Override
    public long position()
    {
        return agent.journal().position();
    }

    @Override
    public void settle()
    {
        // What is still to be settled first.
        final long beganNs = System.nanoTime();
        while (System.nanoTime() - beganNs < 20 * LOOK_NS)
        {
            answered(0);
            answered(1);
        }
        final long before = agent.snapshotSeq();
        agent.askSnapshot();
        await(() -> agent.snapshotSeq() > before && agent.journal().isNextReady());
    }

    /**
     * Reads all of a journal again as opening does.
     *
     * @param directory of a world that is closed.
     * @return batches a second.
     */
    static double replay(final Path directory)
    {
        final World world = world();
        final long beginNs = System.nanoTime();
        try (JournalReader reader = JournalReader.open(directory))
        {
            final long batches = WorldOpening.replay(world, reader);
            return batches * 1e9 / (System.nanoTime() - beginNs);
        }
    }

    @Override
    public void check()
    {
        if (null != fault)
        {
            throw new Failure("the rig stopped: " + fault, fault);
        }
    }

    @Override
    public void close()
    {
        if (isRunning)
        {
            isRunning = false;
            LockSupport.unpark(thread);
            try
            {
                thread.join();
            }
            catch (final InterruptedException ex)
            {
                throw new Failure("interrupted", ex);
            }
            agent.onClose();
        }
    }

    @Override
    public int adapterFor(final int kind)
    {
        // Both in turn.
        nextAdapter ^= 1;
        return nextAdapter;
    }

    @Override
    public boolean onDispatch(
        final int adapter,
        final long intentId,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        dispatch.wrapAndApplyHeader(buffer, offset, dispatchHeader);
        final long fence = dispatch.fence();
        final int attempt = dispatch.attempt();
        dispatch.skipModule();
        dispatch.getKey(dispatchKeyBytes, 0, KEY);
        if (begun < INSTANCES)
        {
            final long[] stream = streams[adapter][streamsOf[adapter]++];
            stream[0] = intentId;
            stream[1] = fence;
            stream[2] = dispatchKey.getLong(0);
            stream[3] = 1;
            begun++;
            return true;
        }
        note.putLong(0, intentId);
        note.putLong(Long.BYTES, fence);
        note.putLong(2 * Long.BYTES, dispatchKey.getLong(0));
        note.putLong(3 * Long.BYTES, attempt);
        return notes[adapter].write(1, note, 0, NOTE_LENGTH);
    }

    @Override
    public boolean onCancel(final int adapter, final long intentId, final int attempt)
    {
        return true;
    }

    private int encode(final UnsafeBuffer target, final int offset, final long[] stream)
    {
        key.putLong(0, stream[2]);
        payload.putLong(0, stream[3]);
        frame.wrapAndApplyHeader(target, offset, header).correlationId(stream[3]).intentId(stream[0])
            .fence(stream[1]).seq(stream[3]).attempt(1).form(PayloadForm.INLINE).module(MODULE)
            .putKey(keyBytes, 0, KEY).effectKind(KernelModule.STREAM).kind("progress")
            .putPayload(payload, 0, PAYLOAD).putResumeToken(keyBytes, 0, 0);
        return FrameHeader.LENGTH + frame.encodedLength();
    }

    private void onAnswer(final int session, final UnsafeBuffer buffer, final int offset, final int length)
    {
        answer.wrapAndApplyHeader(buffer, offset, headerDecoder);
        if (OutcomeCode.ACCEPTED != answer.outcome())
        {
            throw new Failure("an input was answered " + Outcomes.text(answer.outcome()), null);
        }
        answered[polled] += NO_FRAME == answer.correlationId() ? 0 : 1;
    }

    private void onNote(final int type, final DirectBuffer buffer, final int index, final int length)
    {
        key.putLong(0, buffer.getLong(index + 2 * Long.BYTES));
        receipt.wrapAndApplyHeader(scratch, 0, header).correlationId(NO_FRAME).intentId(buffer.getLong(index))
            .fence(buffer.getLong(index + Long.BYTES)).finalSeq(-1)
            .attempt((int)buffer.getLong(index + 3 * Long.BYTES)).status(ReceiptStatus.OK).form(PayloadForm.INLINE)
            .module(MODULE).putKey(keyBytes, 0, KEY).effectKind(KernelModule.NOTE).code("")
            .putPayload(keyBytes, 0, KEY);
        send(polled, FrameHeader.LENGTH + receipt.encodedLength());
    }

    /** Sends what is in the scratch buffer. */
    private void send(final int adapter, final int length)
    {
        final LaneWriter lane = sources[adapter].inputs();
        int offset = lane.claim(0, length);
        while (offset < 0)
        {
            check();
            // Who does not read answers is not read.
            sources[adapter].answers().poll(onAnswer, ANSWERS);
            offset = lane.claim(0, length);
        }
        lane.buffer().putBytes(offset, scratch, 0, length);
        lane.commit();
    }

    /** Has all instances begin their stream. */
    private void begin()
    {
        final DomainEventEncoder encoder = new DomainEventEncoder();
        polled = 0;
        for (int i = 0; i < INSTANCES; i++)
        {
            key.putLong(0, i);
            encoder.wrapAndApplyHeader(scratch, 0, header).correlationId(NO_FRAME).form(PayloadForm.INLINE)
                .kind("begin").putKey(keyBytes, 0, 0).putPayload(keyBytes, 0, KEY);
            send(0, FrameHeader.LENGTH + encoder.encodedLength());
            sources[0].answers().poll(onAnswer, ANSWERS);
        }
        await(() ->
        {
            sources[0].answers().poll(onAnswer, ANSWERS);
            return INSTANCES == begun;
        });
    }

    private void await(final java.util.function.BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean())
        {
            check();
            if (System.nanoTime() > deadlineNs)
            {
                throw new Failure("the kernel did not come to rest within 60 s", null);
            }
            LockSupport.parkNanos(LOOK_NS / 100);
        }
    }

    private void run()
    {
        try
        {
            while (isRunning)
            {
                final int work = agent.doWork();
                if (isPaused && 0 == work)
                {
                    isResting = true;
                    while (isPaused && isRunning)
                    {
                        LockSupport.park(this);
                    }
                    isResting = false;
                }
            }
        }
        catch (final Throwable ex)
        {
            fault = ex;
        }
    }
}
