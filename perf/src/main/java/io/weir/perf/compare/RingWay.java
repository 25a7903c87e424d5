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

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SingleProducerSequencer;

import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/** A bare Disruptor of one producer over slots of one aligned arena, each a message of eight words. */
final class RingWay implements RawWay
{
    private static final int CELLS = 4096;
    private static final int ALIGNMENT = 4096;

    private final SingleProducerSequencer sequencer =
        new SingleProducerSequencer(CELLS, new BusySpinWaitStrategy());
    private final Sequence consumed = new Sequence();
    /** Keeps the memory alive. */
    private final UnsafeBuffer slots = new UnsafeBuffer(
        BufferUtil.allocateDirectAligned(CELLS * LoopSide.PAYLOAD_LENGTH, ALIGNMENT));
    private final long address = slots.addressOffset();
    private long next;
    private long sum;

    RingWay()
    {
        sequencer.addGatingSequences(consumed);
    }

    @Override
    public void send(final long word)
    {
        send(cursor() + 1, word);
    }

    @Override
    public int poll(final Receiver receiver, final int limit)
    {
        final long begin = next;
        final long end = Math.min(cursor() + 1, begin + limit);
        for (long position = begin; position < end; position++)
        {
            final long at = address(position);
            sum += RawWords.sum(at, LoopSide.PAYLOAD_LENGTH);
            receiver.onMessage(UnsafeApi.getLong(at));
        }
        if (end > begin)
        {
            consumed.set(end - 1);
            next = end;
        }
        return (int)(end - begin);
    }

    /** {@return the position of the last message sent} */
    long cursor()
    {
        return sequencer.getCursor();
    }

    /** Sends a message to a position that the caller keeps count of. */
    void send(final long position, final long word)
    {
        sequencer.claim(position);
        RawWords.write(address(position), LoopSide.PAYLOAD_LENGTH, word);
        sequencer.publish(position);
    }

    /** Takes the message at a position that the caller keeps count of, and returns the sum of its words. */
    long take(final long position)
    {
        final long total = RawWords.sum(address(position), LoopSide.PAYLOAD_LENGTH);
        consumed.set(position);
        return total;
    }

    /** {@return the sum of all words polled, which makes reading them worth while} */
    long sum()
    {
        return sum;
    }

    private long address(final long position)
    {
        return address + (position & CELLS - 1) * LoopSide.PAYLOAD_LENGTH;
    }
}
