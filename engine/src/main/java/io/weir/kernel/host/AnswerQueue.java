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

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.AnswerEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.OutcomeCode;
import io.weir.link.LaneWriter;
import org.agrona.BitUtil;

/**
 * Answers to one source that wait until the batch they rest on is durable (K-7). Bounded: what has no room for its
 * answer is not polled. Owned by the kernel's thread.
 */
final class AnswerQueue
{
    private static final int STRIDE = 4;
    private static final int LENGTH = FrameHeader.LENGTH + AnswerEncoder.BLOCK_LENGTH;
    private static final OutcomeCode[] OUTCOMES = outcomes();

    private final LaneWriter lane;
    private final long[] entries;
    private final short[] outcomes;
    private final int mask;
    private final AnswerEncoder encoder = new AnswerEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long head;
    private long tail;

    AnswerQueue(final LaneWriter lane, final int capacity)
    {
        this.lane = lane;
        final int length = BitUtil.findNextPositivePowerOfTwo(capacity);
        entries = new long[length * STRIDE];
        outcomes = new short[length];
        mask = length - 1;
    }

    int room()
    {
        return (int)(mask + 1 - (tail - head));
    }

    void add(
        final long correlationId,
        final long intentId,
        final long cursor,
        final long seq,
        final OutcomeCode outcome)
    {
        final int at = (int)tail++ & mask;
        entries[at * STRIDE] = correlationId;
        entries[at * STRIDE + 1] = intentId;
        entries[at * STRIDE + 2] = cursor;
        entries[at * STRIDE + 3] = seq;
        outcomes[at] = (short)outcome.value();
    }

    /** Sends what rests on batches up to one; answers how many there were. */
    int release(final long durableSeq)
    {
        int released = 0;
        if (head == tail || entries[((int)head & mask) * STRIDE + 3] > durableSeq)
        {
            return 0;
        }
        lane.beginBatch();
        while (head < tail && entries[((int)head & mask) * STRIDE + 3] <= durableSeq)
        {
            final int offset = lane.claim(0, LENGTH);
            if (offset < 0)
            {
                break;
            }
            final int at = (int)head++ & mask;
            encoder.wrapAndApplyHeader(lane.buffer(), offset, header)
                .correlationId(entries[at * STRIDE])
                .intentId(entries[at * STRIDE + 1])
                .cursor(entries[at * STRIDE + 2])
                .seq(entries[at * STRIDE + 3])
                .outcome(OUTCOMES[outcomes[at]]);
            lane.commit();
            released++;
        }
        lane.endBatch();
        return released;
    }

    void close()
    {
        lane.close();
    }

    private static OutcomeCode[] outcomes()
    {
        final OutcomeCode[] codes = new OutcomeCode[128];
        for (final OutcomeCode code : OutcomeCode.values())
        {
            if (code.value() < codes.length)
            {
                codes[code.value()] = code;
            }
        }
        return codes;
    }
}
