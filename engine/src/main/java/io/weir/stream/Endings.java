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

package io.weir.stream;

import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import io.weir.counters.CounterType;
import io.weir.counters.Tally;

/**
 * How streams of one session end at this side: exactly once, the handler hears it exactly once, whoever sends finds it
 * out, the slot is free (S-2, S-5). Owned by the session's agent.
 */
public final class Endings
{
    private final StreamHost host;
    private final Tally counts;
    private final StreamTable table;
    private final StreamMachine machine;
    private final LaneTails tails = new LaneTails();

    Endings(final StreamHost host, final StreamTable table, final StreamMachine machine)
    {
        this.host = host;
        this.counts = host.counts();
        this.table = table;
        this.machine = machine;
    }

    void endClosedByEmitter(final StreamEnd end)
    {
        final CloseReason reason = end.emitterReason();
        if (null != reason && end.closedThrough != host.output().sink())
        {
            tails.note(end.closedThrough, end.closedPosition);
        }
        final StreamErrorCode code = null == end.emitterCode() ? StreamErrorCode.NULL_VAL : end.emitterCode();
        end(end, StreamErrorCode.NULL_VAL == code ? CloseReason.END : CloseReason.ERROR, code);
    }

    /** {@return whether the receiver has passed every graceful Close that emitters sent through lanes of their own} */
    public boolean isDrained()
    {
        return tails.isDrained();
    }

    /** Ends this end: the handler hears it, the emitter finds it out, the slot is free. */
    void end(final StreamEnd end, final CloseReason reason, final StreamErrorCode code)
    {
        if (StreamState.ENDED == end.state)
        {
            return;
        }
        switch (end.state)
        {
            case TOMBSTONE -> counts.decrement(CounterType.STREAM_TOMBSTONES);
            case PARKED -> machine.acceptor().unpark(end);
            default -> countClosed(reason);
        }
        end.state = StreamState.ENDED;
        table.remove(end);
        stop(end);
        hearClosed(end, reason, code);
        host.released(end);
    }

    /** One stream is open no longer. */
    void countClosed(final CloseReason reason)
    {
        counts.decrement(CounterType.STREAMS_OPEN);
        switch (reason)
        {
            case END -> counts.increment(CounterType.STREAMS_ENDED_TOTAL);
            case CANCEL -> counts.increment(CounterType.STREAMS_CANCELLED_TOTAL);
            case ERROR -> counts.increment(CounterType.STREAMS_FAILED_TOTAL);
            default ->
            {
                // What policy ended is counted by its answer.
            }
        }
    }

    /** Nothing is received, granted, sent or timed any more. */
    void stop(final StreamEnd end)
    {
        end.receiveThresholds();
        host.stopTimer(end);
        machine.credits().end(end);
    }

    void hearClosed(final StreamEnd end, final CloseReason reason, final StreamErrorCode code)
    {
        if (end.heardClosed)
        {
            return;
        }
        end.heardClosed = true;
        end.closedReason = reason;
        end.closedCode = code;
        tellClosed(end, reason, code);
    }

    void tellClosed(final StreamEnd end, final CloseReason reason, final StreamErrorCode code)
    {
        if (null != end.handler)
        {
            try
            {
                end.handler.onClosed(end, reason, code);
            }
            catch (final Throwable ex)
            {
                counts.increment(CounterType.HANDLER_ERRORS_TOTAL);
                host.errors().onError(ex);
            }
        }
    }
}
