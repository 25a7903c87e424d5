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

import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.perf.Profile;

import java.io.IOException;
import java.nio.file.Path;

/** One run of a consumer in another process, as its provider sees it. Owned by the session's agent. */
final class ProvidedRun
{
    private final RunState state = new RunState();
    private final LoadOptions options;
    private final Emitters emitters;
    private final RigClock clock;
    private Allocation allocation;
    private int accepted;

    /**
     * Begins a run; its streams are still to come.
     *
     * @param terms   of the run.
     * @param input   whose lines are sent, null for generated messages.
     * @param profile of this process.
     * @param clock   that stamps.
     * @throws IOException if the input cannot be opened.
     */
    ProvidedRun(final RunTerms terms, final Path input, final Profile profile, final RigClock clock) throws IOException
    {
        this.clock = clock;
        options = terms.options(input, profile);
        emitters = new Emitters(options, clock, state, null);
    }

    StreamHandler accept(final int index, final Stream stream)
    {
        accepted++;
        return emitters.accept(index, stream);
    }

    void act(final RunRequest request)
    {
        switch (request.action())
        {
            case START ->
            {
                if (!state.isStarted() && emitters.isAccepted())
                {
                    state.start(request.startNs());
                    emitters.start(RigEngines.idle(options), clock);
                }
            }
            case STOP -> state.stop();
            default ->
                {
                }
        }
    }

    int doWork()
    {
        return null == emitters.onAgent() ? 0 : emitters.onAgent().doWork();
    }

    RunStatus status(final long creditStalls)
    {
        final boolean isRunning = emitters.isRunning();
        if (isRunning && null == allocation)
        {
            allocation = new Allocation(emitters.threadIds());
        }
        return new RunStatus(accepted, isRunning, emitters.isDone(),
            null == allocation ? Allocation.UNKNOWN : allocation.bytes(), creditStalls,
            null == state.failure() ? "" : String.valueOf(state.failure().getMessage()));
    }

    /** {@return the counts of messages sent on each stream; only when all are closed} */
    long[] sent()
    {
        final long[] sent = new long[options.streams()];
        for (int i = 0; i < sent.length && emitters.isDone(); i++)
        {
            sent[i] = emitters.sent(i);
        }
        return sent;
    }

    /** The consumer is gone. */
    void end()
    {
        state.stop();
        emitters.interrupt();
    }
}
