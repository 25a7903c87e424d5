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

import io.weir.counters.CounterType;

/**
 * Does for a stream what is asked for between frames: what other threads want of its agent, and telling the agent's own
 * emitter that it can go on. Owned by the session's agent.
 */
final class Attendant
{
    private final StreamHost host;
    private final StreamMachine machine;

    Attendant(final StreamHost host, final StreamMachine machine)
    {
        this.host = host;
        this.machine = machine;
    }

    void attend(final StreamEnd end)
    {
        final Throwable failure = end.takeFailure();
        report(end.takeReport());
        if (StreamState.ENDED == end.state || StreamState.TOMBSTONE == end.state)
        {
            attendEnded(end, failure);
            return;
        }
        if (null != end.emitterReason())
        {
            machine.endings().endClosedByEmitter(end);
            attendEnded(end, failure);
            return;
        }
        if (null != failure)
        {
            machine.handlerFailed(end, failure);
        }
        if (null != end.cancelAsked())
        {
            machine.opener().cancel(end, end.cancelAsked());
        }
        if (null != end.abort())
        {
            machine.acceptor().abort(end, end.abort().code(), end.abort().message());
        }
        if (end.stopAsked() && !end.isStopped)
        {
            end.stop();
        }
        end.takeWords();
        machine.closeIfDone(end);
        hearWoken(end);
    }

    /** Tells the agent's own emitter that it can go on; answers whether there was reason to. */
    boolean tellWritable(final StreamEnd end)
    {
        final boolean pressed = end.isPressed();
        end.pressed(false);
        machine.closeIfDone(end);
        final StreamEmitter owner = end.send.owner();
        if (StreamState.OPEN != end.state || null != owner && !owner.sendsThrough(host.output().sink()))
        {
            // It has ended, or a lane's thread has it by now, and is told there.
            return false;
        }
        // What was refused for want of room may have been an END or a Close, which need no credit.
        if (end.sendCredit() <= 0 && !pressed || !end.canGoOn())
        {
            if (null != owner && !owner.isFinished())
            {
                owner.waitForCredit();
            }
            return false;
        }
        end.told();
        try
        {
            end.handler.onWritable(end, (int)Math.min(Math.max(0, end.sendCredit()), Integer.MAX_VALUE));
            waitIfSpent(end);
        }
        catch (final Throwable ex)
        {
            machine.handlerFailed(end, ex);
        }
        return true;
    }

    /** What was held and is taken or dropped now still goes back to the pool, and who wants to be woken is. */
    private void attendEnded(final StreamEnd end, final Throwable failure)
    {
        end.takeWords();
        // It is nobody's concern but the log's by now.
        report(failure);
        hearWoken(end);
    }

    private void report(final Throwable cause)
    {
        if (null != cause)
        {
            host.counts().increment(CounterType.HANDLER_ERRORS_TOTAL);
            host.errors().onError(cause);
        }
    }

    private void hearWoken(final StreamEnd end)
    {
        if (end.takeWake() && null != end.handler)
        {
            try
            {
                end.handler.onWoken(end);
            }
            catch (final Throwable ex)
            {
                machine.handlerFailed(end, ex);
            }
        }
    }

    /** The agent's emitter has used up its credit and was refused nothing: it is told of the next all the same. */
    private void waitIfSpent(final StreamEnd end)
    {
        final StreamEmitter owner = end.send.owner();
        if (StreamState.OPEN == end.state && !end.isRefused() && null != owner &&
            owner.sendsThrough(host.output().sink()) && owner.isSpent())
        {
            owner.waitForCredit();
        }
    }
}
