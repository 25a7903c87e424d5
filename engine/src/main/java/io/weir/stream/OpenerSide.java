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
import io.weir.counters.Tally;
import io.weir.Result;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseDecoder;
import io.weir.codecs.CloseReason;
import io.weir.codecs.ErrorDecoder;
import io.weir.codecs.StreamErrorCode;
import io.weir.policy.CapabilityName;

/** What this end does for the streams that it opened. Owned by the session's agent. */
public final class OpenerSide
{
    private final StreamHost host;
    private final Tally counts;
    private final StreamTable table;
    private final PendingControl control;
    private final StreamLimits limits;
    private final StreamMachine machine;
    private final ErrorDecoder errorDecoder = new ErrorDecoder();
    private final CloseDecoder closeDecoder = new CloseDecoder();

    OpenerSide(
        final StreamHost host,
        final StreamTable table,
        final PendingControl control,
        final StreamLimits limits,
        final StreamMachine machine)
    {
        this.host = host;
        this.counts = host.counts();
        this.table = table;
        this.control = control;
        this.limits = limits;
        this.machine = machine;
    }

    /**
     * Says what is wrong with a request before anything is done about it. Any thread.
     *
     * @param request to check.
     * @throws IllegalArgumentException naming the fault.
     */
    public void check(final StreamRequest request)
    {
        if (!CapabilityName.isValid(request.capability()))
        {
            throw new IllegalArgumentException(
                "\"" + request.capability() + "\" is no capability's name: domain.name is expected");
        }
        if (request.window() < 0 || request.window() > limits.maxWindow())
        {
            throw new IllegalArgumentException("a window of " + request.window() + " frames is outside 1.." +
                limits.maxWindow() + " (0 takes the default): see weir.stream.queue.max");
        }
        if (request.deadlineNs() < 0)
        {
            throw new IllegalArgumentException("a deadline of " + request.deadlineNs() + " ns has passed already");
        }
    }

    /**
     * Opens a stream (S-9). The handler hears onOpened before the Open is visible.
     *
     * @param request checked.
     * @param handler of this end.
     * @return 0, or BACK_PRESSURED, MAX_PAYLOAD_EXCEEDED, REJECTED.
     */
    public long open(final StreamRequest request, final StreamHandler handler)
    {
        final int length = ControlFrames.openLength(request);
        if (length > host.maxPayload())
        {
            return Result.MAX_PAYLOAD_EXCEEDED;
        }
        final long id = table.nextId();
        if (id < 0 || table.size() >= limits.maxStreams())
        {
            counts.increment(CounterType.OPENS_REJECTED_TOTAL);
            counts.increment(CounterType.OPENS_OVER_LIMIT_TOTAL);
            return Result.REJECTED;
        }
        if (machine.hasPending() || !host.output().sink().hasRoom(1, length))
        {
            return host.output().sink().isDisconnected() ? Result.NOT_CONNECTED : Result.BACK_PRESSURED;
        }
        final int window = 0 == request.window() ? limits.defaultWindow() : request.window();
        final StreamEnd end =
            new StreamEnd(host, id, request.capability(), request.kind(), true, window, handler);
        end.peerWindow = Math.min(window, limits.maxWindow());
        if (request.held())
        {
            end.hold();
        }
        else
        {
            end.limit = window;
        }
        end.receiveThresholds();
        table.put(end);
        counts.increment(CounterType.STREAMS_OPEN_TOTAL);
        counts.increment(CounterType.STREAMS_OPEN);
        if (request.deadlineNs() > 0)
        {
            host.startTimer(end, request.deadlineNs());
        }
        prepareToSend(end);
        end.open = new PendingOpen(request);
        end.pending = PendingControl.HELD;
        final Throwable failure = hearOpened(end);
        final int meanwhile = end.pending;
        end.pending = 0;
        control.openThen(end, meanwhile & ~PendingControl.HELD);
        if (null != failure)
        {
            machine.handlerFailed(end, failure);
        }
        return 0;
    }

    /**
     * {@return an end for a handler to be told that there is no stream: ended, in no table}
     *
     * @param request that was refused.
     * @param handler of the request.
     */
    public StreamEnd neverOpened(final StreamRequest request, final StreamHandler handler)
    {
        final StreamEnd end = new StreamEnd(host, -1, request.capability(), request.kind(), true, 0, handler);
        end.state = StreamState.ENDED;
        return end;
    }

    /**
     * Asks for the end of a stream; its Data is discarded from now on, its Close awaited for a while (S-5).
     *
     * @param end    to cancel.
     * @param reason of the cancellation.
     */
    public void cancel(final StreamEnd end, final CancelReason reason)
    {
        if (StreamState.OPEN == end.state)
        {
            end.state = StreamState.CANCELLING;
            end.cancelReason(reason);
            machine.endings().stop(end);
            control.cancel(end, reason);
            host.startTimer(end, limits.cancelTimeoutNs());
        }
    }

    /** Asks anew, over a session's next connection, for the end of what was cancelled and has not closed (N-4). */
    public void restateCancels()
    {
        table.forEach(end ->
        {
            if (end.opener && (StreamState.CANCELLING == end.state || StreamState.TOMBSTONE == end.state))
            {
                control.cancel(end, end.pendingCancel);
            }
        });
    }

    void consumerFailed(final StreamEnd end)
    {
        cancel(end, CancelReason.CONSUMER_FAILED);
    }

    void violated(final StreamEnd end, final StreamErrorCode code)
    {
        cancel(end, CancelReason.PROTOCOL);
        bury(end, CloseReason.ERROR, code);
    }

    void onTimer(final StreamEnd end)
    {
        if (StreamState.OPEN == end.state)
        {
            counts.increment(CounterType.STREAM_DEADLINES_TOTAL);
            cancel(end, CancelReason.DEADLINE);
            bury(end, CloseReason.ERROR, StreamErrorCode.DEADLINE);
        }
        else if (StreamState.CANCELLING == end.state)
        {
            counts.increment(CounterType.STREAM_CANCEL_TIMEOUTS_TOTAL);
            bury(end, CloseReason.CANCEL, StreamErrorCode.NULL_VAL);
        }
    }

    void onError(final MeasuredFrame frame)
    {
        errorDecoder.wrap(frame.buffer(), frame.blockOffset(), frame.blockLength(), frame.version());
        final StreamEnd end = find(errorDecoder.streamId());
        if (null == end)
        {
            return;
        }
        final StreamErrorCode code = known(errorDecoder.code());
        if (StreamState.OPEN == end.state || StreamState.CANCELLING == end.state)
        {
            if (StreamErrorCode.DEFERRED != code)
            {
                end.lastError = code;
            }
            try
            {
                end.handler.onError(end, code, frame.utf8(0));
            }
            catch (final Throwable ex)
            {
                machine.handlerFailed(end, ex);
            }
        }
        else
        {
            machine.drop(end.id);
        }
    }

    void onClose(final MeasuredFrame frame)
    {
        closeDecoder.wrap(frame.buffer(), frame.blockOffset(), frame.blockLength(), frame.version());
        final StreamEnd end = find(closeDecoder.streamId());
        if (null == end)
        {
            return;
        }
        final CloseReason reason = known(closeDecoder.reason());
        final long finalSeq = closeDecoder.finalSeq();
        if (StreamState.OPEN == end.state && finalSeq >= 0 && finalSeq != end.expected + end.ends)
        {
            counts.increment(CounterType.STREAM_LOSSES_TOTAL);
            machine.endings().end(end, CloseReason.ERROR, StreamErrorCode.SEQUENCE_GAP);
        }
        else if (CloseReason.ERROR == reason || CloseReason.POLICY == reason)
        {
            machine.endings().end(
                end, reason, StreamErrorCode.NULL_VAL == end.lastError ? StreamErrorCode.INTERNAL : end.lastError);
        }
        else
        {
            machine.endings().end(end, reason, StreamErrorCode.NULL_VAL);
        }
    }

    /** The handler hears the end now; the slot waits for the peer's Close (S-5). */
    private void bury(final StreamEnd end, final CloseReason reason, final StreamErrorCode code)
    {
        if (StreamState.CANCELLING == end.state)
        {
            end.state = StreamState.TOMBSTONE;
            counts.increment(CounterType.STREAM_TOMBSTONES);
            machine.endings().countClosed(reason);
            machine.endings().stop(end);
            machine.endings().hearClosed(end, reason, code);
        }
    }

    /** The end that an acceptor's frame is for; complains when this side is the acceptor. */
    private StreamEnd find(final long id)
    {
        final StreamEnd end = table.find(id);
        if (null == end)
        {
            machine.onUnknown(id);
        }
        else if (!end.opener)
        {
            machine.violate(end, StreamErrorCode.PROTOCOL_VIOLATION);
            return null;
        }
        return end;
    }

    private void prepareToSend(final StreamEnd end)
    {
        if (null != end.send)
        {
            end.send.waiting(null);
            end.send.blocked(true);
        }
    }

    private Throwable hearOpened(final StreamEnd end)
    {
        try
        {
            end.handler.onOpened(end);
            return null;
        }
        catch (final Throwable ex)
        {
            return ex;
        }
    }

    private static StreamErrorCode known(final StreamErrorCode code)
    {
        return StreamErrorCode.SBE_UNKNOWN == code || StreamErrorCode.NULL_VAL == code ? StreamErrorCode.INTERNAL :
            code;
    }

    private static CloseReason known(final CloseReason reason)
    {
        return CloseReason.SBE_UNKNOWN == reason || CloseReason.NULL_VAL == reason ? CloseReason.ERROR : reason;
    }
}
