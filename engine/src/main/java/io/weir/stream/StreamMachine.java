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
import io.weir.DataHeader;
import io.weir.codecs.CancelDecoder;
import io.weir.codecs.CloseDecoder;
import io.weir.codecs.CloseReason;
import io.weir.codecs.CreditFrame;
import io.weir.codecs.DataFrame;
import io.weir.codecs.ErrorDecoder;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.FrameValidator;
import io.weir.codecs.OpenDecoder;
import io.weir.codecs.StreamErrorCode;
import io.weir.codecs.StreamIds;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The state machine of one session's streams: frames, commands and time in; callbacks and frames out (section 3 of the
 * specification). No threads and no clock of its own. Owned by the session's agent.
 */
public final class StreamMachine
{
    private final StreamHost host;
    private final Tally counts;
    private final StreamTable table;
    private final PendingControl control;
    private final Credits credits;
    private final Endings endings;
    private final OpenerSide opener;
    private final AcceptorSide acceptor;
    private final Attendant attendant;
    private final HeldPool heldPool;
    private final DataHeader header = new DataHeader();
    private final MeasuredFrame frame = new MeasuredFrame();
    private final PlainRun plainRun;

    /**
     * Creates the machine of a session.
     *
     * @param host   of the session.
     * @param limits of the session.
     */
    public StreamMachine(final StreamHost host, final StreamLimits limits)
    {
        this.host = host;
        counts = host.counts();
        table = new StreamTable(limits.initiator(), limits.maxStreams());
        control = new PendingControl(host.output(), counts);
        credits = new Credits(host, table, control);
        endings = new Endings(host, table, this);
        opener = new OpenerSide(host, table, control, limits, this);
        acceptor = new AcceptorSide(host, table, control, limits, this);
        attendant = new Attendant(host, this);
        heldPool = new HeldPool(limits.maxHeld(), counts);
        plainRun = new PlainRun(this, table);
    }

    /** {@return the way of plain Data whose records lie one behind the other} */
    public PlainRun plainRun()
    {
        return plainRun;
    }

    /** {@return the opener's part: open, cancel, Error, Close} */
    public OpenerSide opener()
    {
        return opener;
    }

    /** {@return the acceptor's part: Open, Cancel, policy, abort} */
    public AcceptorSide acceptor()
    {
        return acceptor;
    }

    /** {@return the table of streams} */
    public StreamTable table()
    {
        return table;
    }

    /**
     * One frame of this session, trusted or validated (W-4).
     *
     * @param buffer that holds the frame.
     * @param offset at which the frame begins.
     */
    public void onFrame(final UnsafeBuffer buffer, final int offset)
    {
        final long word = FrameHeader.word(buffer, offset);
        if (DataFrame.isData(word))
        {
            onData(buffer, offset, DataFrame.tail(buffer, offset));
        }
        else if (CreditFrame.isCredit(word))
        {
            onCredit(CreditFrame.streamId(buffer, offset), CreditFrame.limit(buffer, offset));
        }
        else
        {
            onControl(frame.trusted(buffer, offset, word), buffer);
        }
    }

    /**
     * One Data frame of this version, as long as it says.
     *
     * @param buffer that holds it.
     * @param offset at which it begins.
     * @param tail   of its block, flags and payload length, as measured (W-4).
     */
    public void onData(final UnsafeBuffer buffer, final int offset, final long tail)
    {
        onData(buffer, offset, DataFrame.PAYLOAD_OFFSET, DataFrame.payloadLength(tail), DataFrame.flags(tail));
    }

    /**
     * One frame of this session that crossed a trust boundary and was just accepted. What was measured is what is used.
     *
     * @param buffer    that holds the frame.
     * @param validator that accepted it.
     */
    public void onValidatedFrame(final UnsafeBuffer buffer, final FrameValidator validator)
    {
        if (DataFrame.TEMPLATE_ID == validator.templateId())
        {
            final int offset = validator.blockOffset() - FrameHeader.LENGTH;
            onData(buffer, offset, validator.varDataOffset(0) - offset, validator.varDataLength(0),
                DataFrame.flags(buffer, offset));
        }
        else
        {
            onControl(frame.validated(buffer, validator), buffer);
        }
    }

    /** {@return the ends of streams} */
    public Endings endings()
    {
        return endings;
    }

    /** {@return the credit of both directions} */
    public Credits credits()
    {
        return credits;
    }

    /** {@return the frames that consumers of this session may hold beyond callbacks (C-3)} */
    public HeldPool heldPool()
    {
        return heldPool;
    }

    /** {@return the count of control frames sent that had found the link full (T-7)} */
    public int resume()
    {
        return control.isEmpty() ? 0 : control.resume();
    }

    /** {@return whether control waits for room in the link} */
    public boolean hasPending()
    {
        return !control.isEmpty();
    }

    void onTimer(final StreamEnd end)
    {
        if (end.opener)
        {
            opener.onTimer(end);
        }
        else
        {
            acceptor.onTimer(end);
        }
    }

    /**
     * The session has ended: every stream ends, each handler hears it once (S-6). Nothing is sent.
     *
     * @param code that opener and acceptor hear.
     */
    public void sessionLost(final StreamErrorCode code)
    {
        table.forEach(end ->
        {
            try
            {
                lose(end, code);
            }
            catch (final Throwable ex)
            {
                // The others hear of it all the same.
                host.errors().onError(ex);
            }
        });
    }

    private void lose(final StreamEnd end, final StreamErrorCode code)
    {
        if (!end.decide(StreamEnd.ABORTIVE) && StreamEnd.GRACEFUL == end.decision())
        {
            endings.endClosedByEmitter(end);
            return;
        }
        if (StreamErrorCode.PROVIDER_DISCONNECTED == code && !end.heardClosed)
        {
            counts.increment(CounterType.STREAMS_DISCONNECTED_TOTAL);
        }
        endings.end(end, CloseReason.ERROR, code);
    }

    void attend(final StreamEnd end)
    {
        attendant.attend(end);
    }

    boolean tellWritable(final StreamEnd end)
    {
        return attendant.tellWritable(end);
    }

    void handlerFailed(final StreamEnd end, final Throwable cause)
    {
        // A claim that the handler left open would stand in the way of everything else.
        host.output().sink().abort();
        counts.increment(CounterType.HANDLER_ERRORS_TOTAL);
        host.errors().onError(cause);
        if (end.opener)
        {
            opener.consumerFailed(end);
        }
        else
        {
            // What the exception says is for the log alone (S-6).
            acceptor.abort(end, StreamErrorCode.PROVIDER_CRASHED, "");
        }
    }

    /** A frame whose stream is not in the table: stale, or of a stream that was never opened. */
    void onUnknown(final long id)
    {
        if (!table.isWithinLimit(id))
        {
            host.violation("a frame for slot " + StreamIds.slot(id) + ", beyond the negotiated limit");
        }
        else if (StreamIds.compareGenerations(StreamIds.generation(id), table.generation(id)) > 0 ||
            !table.wasOpened(id))
        {
            host.violation("a frame for stream " + Long.toHexString(id) + ", which was never opened");
        }
        else
        {
            drop(id);
        }
    }

    /** Discards a frame that came after the end of its stream (S-3). */
    void drop(final long id)
    {
        counts.increment(CounterType.STREAM_DROPPED_TOTAL);
        if (StreamIds.isStale(id, table.generation(id)))
        {
            counts.increment(CounterType.STREAM_STALE_TOTAL);
        }
    }

    /** The peer broke a rule of this stream: it ends, the session goes on. */
    void violate(final StreamEnd end, final StreamErrorCode code)
    {
        if (StreamErrorCode.PROTOCOL_VIOLATION == code)
        {
            counts.increment(CounterType.STREAM_VIOLATIONS_TOTAL);
        }
        if (end.opener)
        {
            opener.violated(end, code);
        }
        else
        {
            acceptor.abort(end, code, "");
        }
    }

    private void onData(
        final UnsafeBuffer buffer,
        final int offset,
        final int payloadOffset,
        final int length,
        final int flags)
    {
        final StreamEnd end = table.find(DataFrame.streamId(buffer, offset));
        final long seq = DataFrame.seq(buffer, offset);
        if (null != end && seq == end.expected && seq < end.plainLimit && 0 == flags)
        {
            end.expected = seq + 1;
            deliver(end, buffer, offset, payloadOffset, length);
        }
        else
        {
            onOtherData(end, buffer, offset, payloadOffset, length);
        }
    }

    private void deliver(
        final StreamEnd end,
        final UnsafeBuffer buffer,
        final int offset,
        final int payloadOffset,
        final int length)
    {
        header.wrap(buffer, offset);
        try
        {
            end.handler.onData(end, buffer, offset + payloadOffset, length, header);
        }
        catch (final Throwable ex)
        {
            handlerFailed(end, ex);
        }
        grantIfDue(end);
    }

    void grantIfDue(final StreamEnd end)
    {
        if (end.expected >= end.grantAt)
        {
            credits.countBacklog(end, end.expected - 1);
            credits.grant(end);
        }
    }

    /**
     * Data that is not plain: flags, another version, out of order, over the limit, in a state that does not expect it.
     */
    private void onOtherData(
        final StreamEnd end,
        final UnsafeBuffer buffer,
        final int offset,
        final int payloadOffset,
        final int length)
    {
        if (null == end)
        {
            onUnknown(DataFrame.streamId(buffer, offset));
            return;
        }
        if (StreamState.CANCELLING == end.state || StreamState.TOMBSTONE == end.state)
        {
            drop(end.id);
            return;
        }
        final long seq = DataFrame.seq(buffer, offset);
        final int flags = DataFrame.flags(buffer, offset);
        final boolean bareEnd = 0 == length && (flags & (DataFrame.END | DataFrame.MORE)) == DataFrame.END;
        if (seq < end.expected)
        {
            counts.increment(CounterType.STREAM_DUPLICATES_TOTAL);
        }
        else if (!end.receives || end.endReceived || end.messageReceived && !bareEnd)
        {
            violate(end, StreamErrorCode.PROTOCOL_VIOLATION);
        }
        else if (seq > end.limit || seq == end.limit && !bareEnd)
        {
            counts.increment(CounterType.STREAM_FLOW_CONTROL_TOTAL);
            violate(end, StreamErrorCode.FLOW_CONTROL);
        }
        else if (seq > end.expected)
        {
            counts.increment(CounterType.STREAM_GAPS_TOTAL);
            violate(end, StreamErrorCode.SEQUENCE_GAP);
        }
        else
        {
            accept(end, buffer, offset, payloadOffset, length, flags);
        }
    }

    private void accept(
        final StreamEnd end,
        final UnsafeBuffer buffer,
        final int offset,
        final int payloadOffset,
        final int length,
        final int flags)
    {
        final boolean more = 0 != (flags & DataFrame.MORE);
        final boolean last = 0 != (flags & DataFrame.END);
        if (last && 0 == length && !more)
        {
            // Outside credit (C-6): it counts for the order and the final count, not as received, granted or consumed.
            end.ends++;
        }
        else
        {
            end.expected++;
            end.messageReceived = end.receivesOne && !more;
            if (end.isStopped)
            {
                counts.increment(CounterType.STREAM_DROPPED_TOTAL);
                end.takeWords();
            }
            else
            {
                deliver(end, buffer, offset, payloadOffset, length);
            }
        }
        if (last && StreamState.PARKED == end.state)
        {
            end.endReceived = true;
        }
        else if (last && StreamState.OPEN == end.state)
        {
            end.endReceived = true;
            end.receiveThresholds();
            if (StreamState.OPEN == end.state)
            {
                hearEnd(end);
            }
        }
        else if (!more && end.takesMany && end.grantable() > end.limit && StreamState.OPEN == end.state)
        {
            control.credit(end, end.grantable());
        }
        end.takesMany |= more;
    }

    void hearEnd(final StreamEnd end)
    {
        if (end.isStopped)
        {
            return;
        }
        try
        {
            end.handler.onEnd(end);
        }
        catch (final Throwable ex)
        {
            handlerFailed(end, ex);
        }
    }

    /**
     * Closes a stream with END if its acceptor, which is this end, has sent all of its own and takes nothing of the
     * opener's (S-8). One that has heard the opener's END may have more to say, and closes for itself.
     */
    void closeIfDone(final StreamEnd end)
    {
        if (end.opener || StreamState.OPEN != end.state || end.receives && !end.isStopped)
        {
            return;
        }
        final long finalSeq = end.sentInFull();
        if (StreamEnd.NOT_DRAINED == finalSeq)
        {
            // The receiver of the emitter's lane tells nobody how far it is: looked at again in the next duty cycle.
            host.agentWaker().onCredit(end, null);
        }
        else if (StreamEnd.NOT_FINISHED != finalSeq && end.decide(StreamEnd.GRACEFUL))
        {
            end.closesItself();
            control.closeBehindData(end);
            endings.end(end, CloseReason.END, StreamErrorCode.NULL_VAL);
        }
    }

    /**
     * The peer grants more (C-1).
     * @param id    of the stream.
     * @param limit of the Data that may be sent.
     */
    public void onCredit(final long id, final long limit)
    {
        final StreamEnd end = table.find(id);
        if (null == end)
        {
            onUnknown(id);
        }
        else if (StreamState.OPEN != end.state && StreamState.PARKED != end.state)
        {
            drop(id);
        }
        else if (null == end.send)
        {
            violate(end, StreamErrorCode.PROTOCOL_VIOLATION);
        }
        else
        {
            credits.raise(end, limit);
        }
    }

    private void onControl(final MeasuredFrame frame, final UnsafeBuffer buffer)
    {
        switch (FrameHeader.templateId(frame.word()))
        {
            case OpenDecoder.TEMPLATE_ID -> acceptor.onOpen(frame);
            case ErrorDecoder.TEMPLATE_ID -> opener.onError(frame);
            case CloseDecoder.TEMPLATE_ID -> opener.onClose(frame);
            case CancelDecoder.TEMPLATE_ID -> acceptor.onCancel(frame);
            case CreditFrame.TEMPLATE_ID ->
                onCredit(CreditFrame.streamId(buffer, frame.offset()), CreditFrame.limit(buffer, frame.offset()));
            default -> host.onSessionFrame(frame.word(), buffer, frame.blockOffset() - FrameHeader.LENGTH);
        }
    }
}
