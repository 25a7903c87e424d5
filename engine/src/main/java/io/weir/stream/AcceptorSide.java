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
import io.weir.Provider;
import io.weir.StreamHandler;
import io.weir.codecs.CancelDecoder;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.OpenDecoder;
import io.weir.codecs.StreamErrorCode;
import io.weir.codecs.StreamIds;
import io.weir.policy.CapabilityName;
import io.weir.policy.Decision;
import java.util.ArrayDeque;
import java.util.stream.Collectors;

/** What this end does for the streams that its peer opened. Owned by the session's agent. */
public final class AcceptorSide
{
    private final StreamHost host;
    private final Tally counts;
    private final StreamTable table;
    private final PendingControl control;
    private final StreamLimits limits;
    private final StreamMachine machine;
    private final ArrayDeque<StreamEnd> parked = new ArrayDeque<>();
    private final OpenDecoder openDecoder = new OpenDecoder();
    private final CancelDecoder cancelDecoder = new CancelDecoder();
    private boolean askParked;

    AcceptorSide(
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

    /** {@return the count of parked Opens} */
    public int parkedCount()
    {
        return parked.size();
    }

    /** Notes that capacity or policy may let parked Opens in (S-7). */
    public void askParkedSoon()
    {
        askParked = !parked.isEmpty();
    }

    /** Asks again for the parked Opens, if there is reason to. Each duty cycle. */
    public void askParked()
    {
        if (!askParked)
        {
            return;
        }
        askParked = false;
        for (int i = parked.size(); i > 0; i--)
        {
            final StreamEnd end = parked.poll();
            if (null == end)
            {
                return;
            }
            counts.decrement(CounterType.OPENS_PARKED);
            if (StreamState.PARKED == end.state && !admitIfAllowed(end))
            {
                parked.add(end);
                counts.increment(CounterType.OPENS_PARKED);
            }
        }
    }

    /** Asks policy about every open stream that the peer opened; KILLED ends it (S-7). */
    public void review()
    {
        table.forEach(end ->
        {
            if (!end.opener && StreamState.OPEN == end.state)
            {
                final Decision decision = host.gate().review(end);
                if (!decision.isAllowed())
                {
                    abort(end, StreamErrorCode.KILLED, decision.message());
                }
            }
        });
        askParkedSoon();
    }

    /**
     * Ends a stream at once: an Error with the code, then an abortive Close, unless its emitter closed it first (S-4).
     *
     * @param end     to end.
     * @param code    of the Error.
     * @param message for a person.
     */
    public void abort(final StreamEnd end, final StreamErrorCode code, final String message)
    {
        if (StreamState.OPEN != end.state && StreamState.PARKED != end.state || !end.decide(StreamEnd.ABORTIVE))
        {
            return;
        }
        count(end, code);
        control.error(end, code, message);
        final CloseReason reason = isPolicy(code) ? CloseReason.POLICY : CloseReason.ERROR;
        control.close(end, reason);
        machine.endings().end(end, reason, code);
    }

    /**
     * Ends a stream because its opener, or this side's interrupt, wants it (S-5, S-10).
     *
     * @param end    to end.
     * @param reason which its provider may ask for.
     */
    public void closeCancelled(final StreamEnd end, final CancelReason reason)
    {
        if ((StreamState.OPEN == end.state || StreamState.PARKED == end.state) && end.decide(StreamEnd.ABORTIVE))
        {
            end.cancelReason(reason);
            control.close(end, CloseReason.CANCEL);
            machine.endings().end(end, CloseReason.CANCEL, StreamErrorCode.NULL_VAL);
        }
    }

    void onTimer(final StreamEnd end)
    {
        if (StreamState.PARKED == end.state)
        {
            unpark(end);
            if (0 != end.deadlineNs && end.deadlineNs <= limits.parkedNs())
            {
                counts.increment(CounterType.STREAM_DEADLINES_TOTAL);
                abort(end, StreamErrorCode.DEADLINE, "parked for longer than its deadline");
            }
            else if (!admitIfAllowed(end))
            {
                counts.increment(CounterType.OPENS_EXPIRED_TOTAL);
                abort(end, StreamErrorCode.REJECTED, "deferred for too long");
            }
        }
        else if (StreamState.OPEN == end.state)
        {
            counts.increment(CounterType.STREAM_DEADLINES_TOTAL);
            abort(end, StreamErrorCode.DEADLINE, "");
        }
    }

    void onCancel(final MeasuredFrame frame)
    {
        cancelDecoder.wrap(frame.buffer(), frame.blockOffset(), frame.blockLength(), frame.version());
        final long id = cancelDecoder.streamId();
        final StreamEnd end = table.find(id);
        if (null == end)
        {
            machine.onUnknown(id);
        }
        else if (end.opener)
        {
            machine.violate(end, StreamErrorCode.PROTOCOL_VIOLATION);
        }
        else
        {
            if (StreamEnd.UNDECIDED == end.decision())
            {
                host.gate().onCancelled();
            }
            closeCancelled(end, known(cancelDecoder.reason()));
        }
    }

    void onOpen(final MeasuredFrame frame)
    {
        openDecoder.wrap(frame.buffer(), frame.blockOffset(), frame.blockLength(), frame.version());
        final long id = openDecoder.streamId();
        if (!mayFollow(id))
        {
            return;
        }
        final String capability = frame.ascii(0);
        final InteractionKind kind = openDecoder.interaction();
        final boolean kindKnown = InteractionKind.SBE_UNKNOWN != kind && InteractionKind.NULL_VAL != kind;
        final PendingOpen open = new PendingOpen(frame, openDecoder, host.session().principal());
        final int window = Math.min(open.openerWindow(), limits.maxWindow());
        final StreamEnd end = new StreamEnd(
            host, id, capability, kindKnown ? kind : InteractionKind.REQUEST_RESPONSE, false, window, null);
        end.peerWindow = open.openerWindow();
        end.open = open;
        end.state = StreamState.PARKED;
        end.deadlineNs = open.deadlineNs();
        end.openedAtNs = host.nowNs();
        table.put(end);
        if (0 == window || !kindKnown)
        {
            abort(end, StreamErrorCode.INVALID_PARAMS, 0 == window ? "a window of 0" : "an unknown interaction");
        }
        else if (!CapabilityName.isValid(capability))
        {
            abort(end, StreamErrorCode.UNKNOWN_CAPABILITY, "not a capability's name");
        }
        else if (table.size() > limits.maxStreams())
        {
            counts.increment(CounterType.OPENS_OVER_LIMIT_TOTAL);
            abort(end, StreamErrorCode.REJECTED, "limit of " + limits.maxStreams() + " streams reached");
        }
        else if (!host.gate().mayOpen())
        {
            counts.increment(CounterType.CANCELS_OVER_LIMIT_TOTAL);
            abort(end, StreamErrorCode.REJECTED, "too many cancels");
        }
        else
        {
            decide(end, host.gate().decide(end, open));
        }
    }

    /** Whether an Open with this id may come now; if not, it is stale or the peer has lost its way. */
    private boolean mayFollow(final long id)
    {
        if (table.isOwn(id) || !table.isWithinLimit(id))
        {
            host.violation("an Open of stream " + Long.toHexString(id) + ", whose slot is not the peer's to open");
            return false;
        }
        final int rise = StreamIds.generation(id) - table.generation(id);
        if (rise <= 0 && table.wasOpened(id))
        {
            machine.drop(id);
            return false;
        }
        final StreamEnd occupant = table.occupant(id);
        if (1 != rise || null != occupant && StreamEnd.GRACEFUL != occupant.decision())
        {
            host.violation("an Open of stream " + Long.toHexString(id) + ", whose slot has not been free before");
            return false;
        }
        if (null != occupant)
        {
            // The opener has seen the emitter's Close before this agent heard of it.
            machine.endings().endClosedByEmitter(occupant);
        }
        return true;
    }

    private void decide(final StreamEnd end, final Decision decision)
    {
        switch (decision.answer())
        {
            case ALLOW -> admit(end);
            case DEFERRED -> park(end, decision.message());
            case DROPPED -> abort(end, StreamErrorCode.DROPPED, decision.message());
            default -> abort(end, StreamErrorCode.REJECTED, decision.message());
        }
    }

    private void park(final StreamEnd end, final String message)
    {
        if (parked.size() >= limits.maxParked())
        {
            counts.increment(CounterType.OPENS_PARKED_FULL_TOTAL);
            abort(end, StreamErrorCode.REJECTED, "queue of deferred streams is full");
            return;
        }
        counts.increment(CounterType.OPENS_DEFERRED_TOTAL);
        end.open.keep();
        parked.add(end);
        counts.increment(CounterType.OPENS_PARKED);
        host.startTimer(end, 0 == end.deadlineNs ? limits.parkedNs() : Math.min(limits.parkedNs(), end.deadlineNs));
        control.error(end, StreamErrorCode.DEFERRED, message);
    }

    /** A parked Open waits no longer. */
    void unpark(final StreamEnd end)
    {
        if (null != end.open && parked.remove(end))
        {
            counts.decrement(CounterType.OPENS_PARKED);
        }
    }

    /** Asks policy again; whether the stream has left the queue. */
    private boolean admitIfAllowed(final StreamEnd end)
    {
        final Decision decision = host.gate().decide(end, end.open);
        if (StreamErrorCode.DEFERRED == decision.answer().code())
        {
            return false;
        }
        decide(end, decision);
        return true;
    }

    private void admit(final StreamEnd end)
    {
        final PendingOpen open = end.open;
        final Provider provider = host.gate().provider(end.capability);
        if (null == provider)
        {
            abort(end, StreamErrorCode.UNKNOWN_CAPABILITY, "no provider of " + end.capability);
            return;
        }
        end.state = StreamState.OPEN;
        counts.increment(CounterType.STREAMS_OPEN_TOTAL);
        counts.increment(CounterType.STREAMS_OPEN);
        host.stopTimer(end);
        if (end.deadlineNs > 0)
        {
            // What was spent in the queue of deferred ones is gone (W-7).
            host.startTimer(end, Math.max(0, end.deadlineNs - (host.nowNs() - end.openedAtNs)));
        }
        if (null != end.send)
        {
            end.send.waiting(null);
            end.send.blocked(true);
            // The opener's own Credit may have come while the Open was parked (C-1).
            end.send.limitRelease(Math.max(end.send.limitAcquire(), open.held() ? 0 : open.openerWindow()));
        }
        final StreamHandler handler = ask(provider, end, open);
        end.open = null;
        end.handler = handler;
        if (null == handler)
        {
            return;
        }
        if (StreamState.OPEN != end.state)
        {
            machine.endings().tellClosed(end, end.closedReason, end.closedCode);
            return;
        }
        if (end.receives && end.grantable() > end.limit)
        {
            control.credit(end, end.grantable());
        }
        if (null != end.send && end.send.isBlocked() && end.sendCredit() > 0)
        {
            machine.credits().wakeEmitter(end);
        }
        if (end.endReceived)
        {
            machine.hearEnd(end);
        }
    }

    /** Counts what an Open, or an open stream, is answered. */
    private void count(final StreamEnd end, final StreamErrorCode code)
    {
        if (null == end.open)
        {
            if (StreamErrorCode.KILLED == code)
            {
                counts.increment(CounterType.STREAMS_KILLED_TOTAL);
            }
            return;
        }
        switch (code)
        {
            case REJECTED -> counts.increment(CounterType.OPENS_REJECTED_TOTAL);
            case DROPPED -> counts.increment(CounterType.OPENS_DROPPED_TOTAL);
            case UNKNOWN_CAPABILITY -> counts.increment(CounterType.OPENS_UNKNOWN_TOTAL);
            case INVALID_PARAMS -> counts.increment(CounterType.OPENS_INVALID_TOTAL);
            default ->
            {
                // Of the rest there is no count by Opens: they are counted by their cause.
            }
        }
    }

    private StreamHandler ask(final Provider provider, final StreamEnd end, final PendingOpen open)
    {
        try
        {
            if (!provider.kinds().contains(end.kind))
            {
                abort(end, StreamErrorCode.INVALID_PARAMS, otherKind(end, provider));
                return null;
            }
            open.stream(end);
            final StreamHandler handler = provider.onOpen(end, open);
            if (null != open.refusal())
            {
                abort(end, open.refusal(), open.refusalMessage());
                return null;
            }
            if (null == handler)
            {
                throw new IllegalStateException("the provider of " + end.capability + " returned no handler");
            }
            return handler;
        }
        catch (final Throwable ex)
        {
            machine.handlerFailed(end, ex);
            return null;
        }
    }

    private static String otherKind(final StreamEnd end, final Provider provider)
    {
        return end.capability + " is a " +
            provider.kinds().stream().sorted().map(InteractionKind::name).collect(Collectors.joining(" or ")) +
            ", not a " + end.kind;
    }

    /** A reason of a later version is none that this one can name. */
    private static CancelReason known(final CancelReason reason)
    {
        return CancelReason.SBE_UNKNOWN == reason || CancelReason.NULL_VAL == reason ? CancelReason.REQUESTED : reason;
    }

    private static boolean isPolicy(final StreamErrorCode code)
    {
        return StreamErrorCode.REJECTED == code || StreamErrorCode.DROPPED == code || StreamErrorCode.KILLED == code;
    }
}
