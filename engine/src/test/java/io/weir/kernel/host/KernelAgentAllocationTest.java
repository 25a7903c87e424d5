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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.allocation.AllocatedBytes;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.AnswerDecoder;
import io.weir.codecs.kernel.DispatchDecoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.StreamFrameEncoder;
import io.weir.counters.Counters;
import io.weir.journal.JournalContext;
import io.weir.kernel.WorldContext;
import io.weir.kernel.manifest.Limits;
import io.weir.link.FrameConsumer;
import io.weir.link.LaneWriter;
import io.weir.test.Rule;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a frame: lane, world, journal on the disk, answer. */
@Timeout(120)
class KernelAgentAllocationTest
{
    private static final int SEQ_OFFSET = 32;
    private static final int GROUP = 200;

    @TempDir
    private Path directory;

    private long fence;
    private long answered;
    private long refused;
    private long seq;

    private final Adapters adapters = new OneAdapter()
    {
        @Override
        public boolean onDispatch(
            final int adapter,
            final long intentId,
            final DirectBuffer buffer,
            final int offset,
            final int length)
        {
            fence = new DispatchDecoder().wrap(
                buffer, offset + FrameHeader.LENGTH, DispatchDecoder.BLOCK_LENGTH, 0).fence();
            return true;
        }
    };

    @Test
    @Rule({"K-2", "K-7"})
    void shouldAllocateNothingPerFrameWhenItGoesThroughLaneJournalAndAnswer()
    {
        final WorldOpening opening = WorldOpening.open(new JournalContext().directory(directory),
            HostWorld.manifest(Limits.DEFAULT), HostWorld.code(), new WorldContext(), 1);
        final KernelAgent.Context context =
            new KernelAgent.Context(opening).adapters(adapters).counters(Counters.inMemory());
        final KernelSource source = context.source();
        final KernelAgent agent = KernelAgent.of(context);
        assertEquals(OutcomeCode.ACCEPTED, HostWorld.word(agent.world(), "aw", 1));
        while (fence == 0)
        {
            agent.doWork();
        }
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[256]);
        final int length = encode(frame);
        final AnswerDecoder answer = new AnswerDecoder();
        final FrameConsumer answers = (index, buffer, offset, answerLength) ->
        {
            answer.wrap(buffer, offset + FrameHeader.LENGTH, AnswerDecoder.BLOCK_LENGTH, 0);
            refused += answer.outcome() == OutcomeCode.ACCEPTED ? 0 : 1;
            answered++;
        };

        AllocatedBytes.requireNonePerFrame(() ->
        {
            final LaneWriter lane = source.inputs();
            lane.beginBatch();
            for (int i = 0; i < GROUP; i++)
            {
                final int offset = lane.claim(0, length);
                if (offset < 0)
                {
                    break;
                }
                frame.putLong(SEQ_OFFSET, ++seq, ByteOrder.LITTLE_ENDIAN);
                lane.buffer().putBytes(offset, frame, 0, length);
                lane.commit();
            }
            lane.endBatch();
            agent.doWork();
            source.answers().poll(answers, GROUP);
            return answered;
        }, 150_000, 150_000);
        assertTrue(refused * 2 < answered, "refused " + refused);
        assertTrue(answered > 300_000);
        agent.onClose();
    }

    private int encode(final UnsafeBuffer frame)
    {
        final StreamFrameEncoder encoder = new StreamFrameEncoder()
            .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder());
        encoder.correlationId(1).intentId(1).fence(fence).seq(0x0102_0304_0506_0708L).attempt(1)
            .form(PayloadForm.INLINE).module("letters").putKey(new byte[]{'a'}, 0, 1).effectKind("work")
            .kind("progress").putPayload(new byte[64], 0, 64).putResumeToken(new byte[0], 0, 0);
        assertEquals(0x0102_0304_0506_0708L, frame.getLong(SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN));
        return FrameHeader.LENGTH + encoder.encodedLength();
    }
}
