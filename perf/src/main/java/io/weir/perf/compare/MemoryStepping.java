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
import io.weir.kernel.Dispatches;
import io.weir.kernel.World;
import io.weir.perf.Failure;

import java.nio.ByteBuffer;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The rig's world stepped by one thread, with inputs from memory and batches that go nowhere: no lane, no journal, no
 * answer. What stepping costs by itself, beside which replay is judged.
 */
public final class MemoryStepping
{
    private static final int TURN = 256;
    private static final int KEY = Long.BYTES;
    private static final int MAX_INPUT = 512;
    private static final long NOW_NS = 1;

    private final World world = KernelRig.world();
    private final Dispatches dispatches;
    private final UnsafeBuffer frames = new UnsafeBuffer(ByteBuffer.allocateDirect(Rig.INSTANCES * MAX_INPUT));
    private final int[] lengths = new int[Rig.INSTANCES];
    private final int[] seqOffsets = new int[Rig.INSTANCES];
    private final int[] payloadOffsets = new int[Rig.INSTANCES];
    private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_INPUT));
    private final UnsafeBuffer told = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_INPUT));
    private final byte[] key = new byte[KEY];
    private final byte[] empty = new byte[0];
    private final UnsafeBuffer keyBuffer = new UnsafeBuffer(key);
    private final DispatchDecoder dispatch = new DispatchDecoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final StreamFrameEncoder frame = new StreamFrameEncoder();
    private final ReceiptEncoder receipt = new ReceiptEncoder();
    private long seq;

    /** Begins a world and has all of its instances begin. */
    public MemoryStepping()
    {
        world.begin(new Nowhere(world.maxBatchLength()), new byte[World.IDENTITY_LENGTH], NOW_NS);
        dispatches = world.dispatches();
        final DomainEventEncoder event = new DomainEventEncoder();
        for (int i = 0; i < Rig.INSTANCES; i++)
        {
            keyBuffer.putLong(0, i);
            event.wrapAndApplyHeader(scratch, 0, header).correlationId(0).form(PayloadForm.INLINE).kind("begin")
                .putKey(empty, 0, 0).putPayload(key, 0, KEY);
            offer(i % Rig.ADAPTERS, scratch, 0, FrameHeader.LENGTH + event.encodedLength());
            encode(i, start(i % Rig.ADAPTERS));
        }
    }

    /**
     * Steps every instance in turn, settling effects as they come.
     *
     * @param count of frames.
     * @return batches a second.
     */
    public double step(final int count)
    {
        final long beginNs = System.nanoTime();
        final long before = world.seq();
        int instance = 0;
        for (int i = 0; i < count; i++)
        {
            if (instance == 0)
            {
                seq++;
            }
            frames.putLong(seqOffsets[instance], seq);
            frames.putLong(payloadOffsets[instance], seq);
            offer(instance % Rig.ADAPTERS, frames, instance * MAX_INPUT, lengths[instance]);
            instance = instance + 1 == Rig.INSTANCES ? 0 : instance + 1;
            if (i % TURN == 0)
            {
                settle();
            }
        }
        settle();
        return (world.seq() - before) * 1e9 / (System.nanoTime() - beginNs);
    }

    private void encode(final int instance, final long intentId)
    {
        final int at = instance * MAX_INPUT;
        frame.wrapAndApplyHeader(frames, at, header).correlationId(0).intentId(intentId)
            .fence(dispatch.fence()).seq(0).attempt(1).form(PayloadForm.INLINE).module(KernelRig.MODULE)
            .putKey(key, 0, KEY).effectKind(KernelModule.STREAM).kind("progress");
        payloadOffsets[instance] = frame.limit() + StreamFrameEncoder.payloadHeaderLength();
        frame.putPayload(new byte[Rig.PAYLOAD], 0, Rig.PAYLOAD).putResumeToken(empty, 0, 0);
        seqOffsets[instance] = at + FrameHeader.LENGTH + StreamFrameEncoder.seqEncodingOffset();
        lengths[instance] = FrameHeader.LENGTH + frame.encodedLength();
    }

    private void settle()
    {
        while (Dispatches.NONE != dispatches.first())
        {
            final long intentId = start(0);
            receipt.wrapAndApplyHeader(scratch, 0, header).correlationId(0).intentId(intentId)
                .fence(dispatch.fence()).finalSeq(-1).attempt(1).status(ReceiptStatus.OK).form(PayloadForm.INLINE)
                .module(KernelRig.MODULE).putKey(key, 0, KEY).effectKind(KernelModule.NOTE).code("")
                .putPayload(key, 0, KEY);
            offer(0, scratch, 0, FrameHeader.LENGTH + receipt.encodedLength());
        }
    }

    /** Begins the attempt of the intent that waits, and reads what its adapter would be told. */
    private long start(final int adapter)
    {
        final long intentId = dispatches.first();
        if (!dispatches.start(intentId, adapter, NOW_NS))
        {
            throw new Failure("an attempt was not begun", null);
        }
        dispatches.encode(intentId, told, 0);
        dispatch.wrapAndApplyHeader(told, 0, headerDecoder);
        dispatch.skipModule();
        dispatch.getKey(key, 0, KEY);
        return intentId;
    }

    private void offer(final int adapter, final UnsafeBuffer buffer, final int offset, final int length)
    {
        final OutcomeCode outcome = world.offer(adapter, NOW_NS, buffer, offset, length);
        if (OutcomeCode.ACCEPTED != outcome)
        {
            throw new Failure("an input was answered " + outcome, null);
        }
    }
}
