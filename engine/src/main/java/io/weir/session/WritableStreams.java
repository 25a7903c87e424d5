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

package io.weir.session;

import io.weir.counters.CounterType;
import io.weir.counters.Tally;
import io.weir.stream.StreamEmitter;
import io.weir.stream.StreamEnd;
import io.weir.stream.Waker;
import java.util.ArrayDeque;

/**
 * The streams that an agent itself emits on and whose handlers are to be told that they can go on (C-5). The agent's.
 */
final class WritableStreams implements Waker
{
    private final ArrayDeque<StreamEnd> ends = new ArrayDeque<>();
    private final Tally tally;

    WritableStreams(final Tally tally)
    {
        this.tally = tally;
    }

    @Override
    public void onCredit(final StreamEnd end, final StreamEmitter emitter)
    {
        if (!end.isRefused())
        {
            end.refused(true);
            ends.add(end);
        }
    }

    @Override
    public void onBackPressured(final StreamEnd end, final StreamEmitter emitter)
    {
        tally.increment(CounterType.STREAM_BACK_PRESSURE_TOTAL);
        end.pressed(true);
        onCredit(end, emitter);
    }

    @Override
    public void onNoCredit()
    {
        tally.increment(CounterType.STREAM_CREDIT_STALLS_TOTAL);
    }

    /**
     * {@return the count of streams told; those for which room is missing, or a lane to let go of them, keep their
     * place, and cost a look a duty cycle}
     */
    int tell()
    {
        int told = 0;
        for (int i = ends.size(); i > 0; i--)
        {
            final StreamEnd end = ends.poll();
            if (!end.canGoOn() && (end.isPressed() || end.hasWantedCredit()))
            {
                end.closeIfDone();
                ends.add(end);
                continue;
            }
            end.refused(false);
            if (end.tellWritable())
            {
                told++;
            }
        }
        return told;
    }
}
