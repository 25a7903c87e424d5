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

package io.weir.perf.load;

import io.weir.DataClaim;
import io.weir.Result;

import org.agrona.concurrent.EpochNanoClock;

/**
 * Sends generated messages. As fast as it goes: fills the credit of a stream whenever there is some. At a rate: message
 * after message at its time, stream after stream, however late it really is; see {@link Schedule}.
 */
final class GeneratedEmitter extends Emitter
{
    private static final int BURST = 256;

    private final DataClaim claim = new DataClaim();
    private final EpochNanoClock clock;
    private final int length;
    private final Schedule schedule;
    /** Streams that may have credit left, in the order in which they are to be visited. */
    private final Flow[] ready;
    private int readyHead;
    private int readyCount;
    private long dealt;

    /**
     * Creates an emitter.
     *
     * @param state    of the run.
     * @param streams  count of streams that will be given to it.
     * @param clock    of the schedule.
     * @param length   of a message in bytes.
     * @param schedule of this emitter's messages, null for as fast as it goes.
     */
    GeneratedEmitter(
        final RunState state,
        final int streams,
        final EpochNanoClock clock,
        final int length,
        final Schedule schedule)
    {
        super(state, streams);
        this.clock = clock;
        this.length = length;
        this.schedule = schedule;
        ready = new Flow[streams];
    }

    @Override
    void start()
    {
        if (null == schedule)
        {
            for (final Flow flow : flows())
            {
                queue(flow);
            }
        }
    }

    @Override
    int emit()
    {
        return null == schedule ? emitReady() : emitDue();
    }

    @Override
    void onWritable(final Flow flow)
    {
        if (null == schedule && isRunning())
        {
            fill(flow);
        }
    }

    private int emitReady()
    {
        int sent = 0;
        for (int turns = readyCount; turns > 0 && sent < BURST; turns--)
        {
            final Flow flow = ready[readyHead];
            readyHead = readyHead + 1 == ready.length ? 0 : readyHead + 1;
            readyCount--;
            flow.queued(false);
            sent += fill(flow);
        }
        return sent;
    }

    /** Sends until refused; the engine then tells when to go on. After a burst it is the next stream's turn. */
    private int fill(final Flow flow)
    {
        int sent = 0;
        while (send(flow) >= 0)
        {
            if (++sent == BURST)
            {
                queue(flow);
                break;
            }
        }
        return sent;
    }

    private void queue(final Flow flow)
    {
        if (!flow.isQueued())
        {
            flow.queued(true);
            final int tail = readyHead + readyCount++;
            ready[tail < ready.length ? tail : tail - ready.length] = flow;
        }
    }

    private int emitDue()
    {
        final Flow[] flows = flows();
        final long due = schedule.due(state().startNs(), clock.nanoTime());
        int sent = 0;
        while (dealt < due && sent < BURST)
        {
            final Flow flow = flows[(int)(dealt % flows.length)];
            if (send(flow) < 0)
            {
                // The message keeps its time: what is late because of a full stream counts as late.
                break;
            }
            dealt++;
            sent++;
        }
        return sent;
    }

    private long send(final Flow flow)
    {
        final long result = flow.writer().tryClaim(length, claim);
        if (result >= 0)
        {
            Content.write(claim.buffer(), claim.offset(), length, flow.key(), flow.sent());
            claim.commit();
            flow.onSent();
        }
        return requireSendable(result);
    }

    private long requireSendable(final long result)
    {
        if (result < Result.NO_CREDIT)
        {
            state().onFailure(new IllegalStateException("a message was refused with " + Result.name(result)));
        }
        return result;
    }
}
