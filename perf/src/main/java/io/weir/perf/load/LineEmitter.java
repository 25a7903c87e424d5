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

import io.weir.Result;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.agrona.concurrent.EpochNanoClock;

/**
 * Sends a file's lines, line i on stream i modulo the count of streams: of those the ones that this emitter has. A line
 * that is refused is offered again in a later duty cycle. At a rate, line i has its time.
 */
final class LineEmitter extends Emitter
{
    private static final int BURST = 256;

    private final EpochNanoClock clock;
    private final LineOrder order;
    private final LineSource source;
    private final Flow[] byStream;
    private final int streams;
    private final Schedule schedule;
    private Flow flow;
    private boolean isAtEnd;

    /**
     * Opens the file.
     *
     * @param state   of the run.
     * @param terms   of the run.
     * @param own     count of streams that will be given to this emitter.
     * @param clock   of the schedule.
     * @param order   in which the lines are put together again, null where that is done in another process.
     * @throws IOException if the file cannot be opened.
     */
    LineEmitter(
        final RunState state,
        final LoadOptions terms,
        final int own,
        final EpochNanoClock clock,
        final LineOrder order)
        throws IOException
    {
        super(state, own);
        this.clock = clock;
        this.order = order;
        streams = terms.streams();
        byStream = new Flow[streams];
        schedule = Schedule.of(terms.ratePerSecond());
        source = new LineSource(terms.input());
    }

    @Override
    boolean isFinished()
    {
        return isAtEnd || super.isFinished();
    }

    @Override
    void start()
    {
        for (final Flow own : flows())
        {
            byStream[own.index()] = own;
        }
        nextLine();
    }

    @Override
    int emit()
    {
        final long horizon = null == order ? due() : Math.min(order.passed() + LineOrder.AHEAD_MAX, due());
        int sent = 0;
        while (!isAtEnd && sent < BURST && source.number() < horizon)
        {
            final long result = flow.writer().offerMessage(source.buffer(), source.offset(), source.length());
            if (result < 0)
            {
                if (result < Result.NO_CREDIT)
                {
                    state().onFailure(new IllegalStateException(
                        "line " + (source.number() + 1) + " was refused with " + Result.name(result)));
                    isAtEnd = true;
                }
                break;
            }
            flow.onSent();
            sent++;
            nextLine();
        }
        return sent;
    }

    @Override
    void onWritable(final Flow writable)
    {
        // The lines go out in the order of the file: the duty cycle tries again.
    }

    private long due()
    {
        return null == schedule ? Long.MAX_VALUE : schedule.due(state().startNs(), clock.nanoTime());
    }

    private void nextLine()
    {
        try
        {
            do
            {
                isAtEnd = !source.next();
                flow = isAtEnd ? null : byStream[(int)(source.number() % streams)];
            }
            while (!isAtEnd && null == flow);
            if (isAtEnd)
            {
                source.close();
            }
        }
        catch (final IOException ex)
        {
            isAtEnd = true;
            state().onFailure(new UncheckedIOException("cannot read the input any more: " + ex.getMessage(), ex));
        }
    }
}
