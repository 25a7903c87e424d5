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

package io.weir.sim;

import io.weir.DataClaim;
import io.weir.DataHeader;
import io.weir.Result;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamWriter;
import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.stream.StreamProbe;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.DirectBuffer;

/** One side of a stream of the simulation: handler, sender, and the model of what must be heard and what may. */
final class SimSide implements StreamHandler
{
    /** What a sender wants to do, and does again once it is told that it can. */
    enum Want
    {
        OFFER,
        OFFER_END,
        CLAIM,
        MESSAGE,
        END,
        CLOSE,
        CLOSE_ERROR
    }

    enum Emitter
    {
        AGENT,
        LANE,
        SHARED
    }

    final SimStream owner;
    final Simulation sim;
    final boolean isOpener;
    final SentLog sent = new SentLog();
    final Set<StreamErrorCode> aborts = EnumSet.noneOf(StreamErrorCode.class);
    final SimTaking taking = new SimTaking(this);
    private final DataClaim claim = new DataClaim();
    Stream stream;
    boolean opened;
    boolean closed;
    boolean endHeard;
    boolean cancelAsked;
    boolean cancelled;
    boolean crashed;
    boolean closeSent;
    /** Whether it has asked to receive nothing more, and whether its agent knows. */
    boolean stopAsked;
    boolean stopped;
    int received;
    long granted;
    private StreamErrorCode closeCode = StreamErrorCode.NULL_VAL;
    private boolean endSent;
    private boolean messageSent;
    Want want;
    private int wantLength;
    Emitter emitter = Emitter.AGENT;
    SimLink.SimLane lane;
    private StreamWriter writer;

    SimSide(final SimStream owner, final boolean isOpener)
    {
        this.owner = owner;
        this.sim = owner.sim;
        this.isOpener = isOpener;
    }

    boolean isOnConnector()
    {
        return isOpener == owner.fromConnector;
    }

    SimSide peer()
    {
        return owner.side(!isOpener);
    }

    boolean sends()
    {
        final InteractionKind kind = owner.request.kind();
        return !isOpener || InteractionKind.DUPLEX == kind || InteractionKind.CLIENT_STREAM == kind;
    }

    boolean receives()
    {
        return isOpener || InteractionKind.DUPLEX == owner.request.kind() ||
            InteractionKind.CLIENT_STREAM == owner.request.kind();
    }

    boolean sendsOne()
    {
        return !isOpener && (InteractionKind.REQUEST_RESPONSE == owner.request.kind() ||
            InteractionKind.CLIENT_STREAM == owner.request.kind());
    }

    boolean isLive()
    {
        return null != stream && !closed;
    }

    long consumed()
    {
        return taking.consumed();
    }

    /** {@return whether the stream closes with END by itself, or is about to: all is sent, and nothing taken (S-8)} */
    boolean closesItself()
    {
        return !isOpener && (endSent || messageSent && sendsOne()) && (stopAsked || !receives());
    }

    /** {@return whether this direction is finished for its sender} */
    boolean isFinished()
    {
        return endSent || closeSent || messageSent && sendsOne();
    }

    // What is heard

    @Override
    public void onOpened(final Stream newStream)
    {
        sim.trace.add(this + " opened");
        require(!opened && isOpener && !closed, "onOpened again, late or of the acceptor");
        opened = true;
        accept(newStream);
        sim.react(this);
    }

    /** The stream is there: chooses how to consume and through what to send. */
    void accept(final Stream newStream)
    {
        stream = newStream;
        taking.choose(stream, sim.random);
        if (sends() && 0 == sim.random.nextInt(2))
        {
            chooseEmitter();
        }
    }

    @Override
    public void onData(
        final Stream from,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final DataHeader header)
    {
        sim.trace.add(this + " data " + header.seq());
        heard(from);
        require(receives(), "S-8: Data in a direction that " + owner.request.kind() + " forbids");
        require(!endHeard, "S-4: Data after END");
        require(!stopped, "S-8: Data after stopReceiving()");
        require(!cancelled && !(isOpener && crashed), "S-5: Data after cancel()");
        require(header.seq() == received, "S-1: seq " + header.seq() + " instead of " + received);
        final String mismatch = peer().sent.mismatch(received, buffer, offset, length, header.flags());
        require(null == mismatch, "S-1: " + mismatch);
        received++;
        taking.onData(from, header.isMore());
        sim.react(this);
    }

    @Override
    public void onEnd(final Stream from)
    {
        sim.trace.add(this + " end");
        heard(from);
        require(!endHeard, "S-4: END twice");
        require(!stopped, "S-8: END after stopReceiving()");
        require(peer().endSent, "S-4: END that was not sent");
        require(received == peer().sent.size(), "S-4: END after " + received + " of " + peer().sent.size());
        endHeard = true;
        sim.react(this);
    }

    @Override
    public void onError(final Stream from, final StreamErrorCode code, final String message)
    {
        sim.trace.add(this + " error " + code);
        heard(from);
        require(isOpener, "onError of the acceptor");
        sim.react(this);
    }

    @Override
    public void onWritable(final Stream from, final int budget)
    {
        sim.trace.add(this + " writable " + budget + (null == want ? "" : " wants " + want));
        heard(from);
        require(sends(), "S-8: onWritable in a direction that " + owner.request.kind() + " forbids");
        require(budget >= 0, "a budget of " + budget);
        final boolean isMine = Emitter.LANE == emitter ? lane == sim.polled : null == sim.polled;
        if (!isMine)
        {
            return;
        }
        if (null != want)
        {
            attempt(want, wantLength, true);
        }
        for (int i = sim.quiet ? 0 : sim.random.nextInt(5); i > 0 && null == want && isLive(); i--)
        {
            attempt(Want.OFFER, sim.random.nextInt(40));
        }
        sim.react(this);
    }

    @Override
    public void onClosed(final Stream from, final CloseReason reason, final StreamErrorCode code)
    {
        sim.trace.add(this + " closed " + reason + " " + code);
        require(!closed, "S-5: onClosed twice");
        require(null == stream || stream == from, "another stream closed");
        closed = true;
        want = null;
        taking.onClosed(stream, sim.random);
        final String wrong = new Verdict(owner, this).wrong(reason, code);
        require(null == wrong, wrong);
        sim.react(this);
    }

    private void heard(final Stream from)
    {
        require(!closed, "S-3: a callback after onClosed");
        require(stream == from, "a callback of another stream");
    }

    // What is done

    void attempt(final Want what, final int length)
    {
        attempt(what, length, false);
    }

    /** Sends, or wants to; what was refused is wanted until it is told that it can be. */
    void attempt(final Want what, final int length, final boolean isWanted)
    {
        final long before = StreamProbe.sendSeq(stream);
        final boolean wasFinished = isFinished();
        final long result = emit(what, length, before);
        sim.trace.add(this + " " + what + " " + length + " by " + emitter + ": " +
            (result < 0 ? Result.name(result) : Long.toString(result)));
        if (result >= 0)
        {
            require(!wasFinished || Want.CLOSE == what || Want.CLOSE_ERROR == what, what + " after the end: " + result);
            if (isWanted || closeSent || isFinished() && Want.CLOSE != want && Want.CLOSE_ERROR != want)
            {
                want = null;
            }
            return;
        }
        switch ((int)result)
        {
            case (int)Result.BACK_PRESSURED, (int)Result.NO_CREDIT ->
            {
                if (null == want)
                {
                    want = what;
                    wantLength = length;
                }
            }
            case (int)Result.CLOSED ->
            {
                want = isWanted || closed || closeSent ? null : want;
                final boolean mayBe = wasFinished || closed || cancelled || crashed || !stream.isOpen() || closeSent ||
                    !aborts.isEmpty() || owner.link.cutOff;
                require(mayBe, what + " answers CLOSED, and the stream is open");
            }
            case (int)Result.NOT_CONNECTED ->
            {
                want = null;
                require(owner.link.cutOff || owner.link.closing, what + " answers NOT_CONNECTED");
            }
            case (int)Result.MAX_PAYLOAD_EXCEEDED ->
            {
                want = isWanted ? null : want;
                require(Want.MESSAGE == what ? length > maxPayload() : length > maxPayload(),
                    "MAX_PAYLOAD_EXCEEDED of " +
                        length);
            }
            default -> require(false, what + " answers " + Result.name(result));
        }
    }

    private long emit(final Want what, final int length, final long seq)
    {
        final StreamWriter out = writer();
        final int base = SentLog.base(owner.number, isOpener, seq);
        switch (what)
        {
            case OFFER:
            case OFFER_END:
                final int flags = Want.OFFER == what ? 0 : DataFrame.END;
                return note(out.offer(SentLog.bytes(), base, length, flags), seq, base, length, flags);
            case CLAIM:
                return claim(out, base, length, seq);
            case MESSAGE:
                return noteMessage(out.offerMessage(SentLog.bytes(), base, length), seq, base, length);
            case END:
                return note(out.end(), seq, base, 0, DataFrame.END);
            case CLOSE:
                return noteClose(out.close(), seq, StreamErrorCode.NULL_VAL);
            default:
                return noteClose(out.close(StreamErrorCode.INTERNAL, "so"), seq, StreamErrorCode.INTERNAL);
        }
    }

    private long claim(final StreamWriter out, final int base, final int length, final long seq)
    {
        final long result = out.tryClaim(length, claim);
        if (result < 0)
        {
            return result;
        }
        require(result == seq, "claimed seq " + result + " instead of " + seq);
        if (0 == sim.random.nextInt(4))
        {
            claim.abort();
            return result;
        }
        claim.buffer().putBytes(claim.offset(), SentLog.bytes(), base, length);
        sent.add(base, length, 0);
        messageSent = true;
        claim.commit();
        claim.abort();
        return result;
    }

    private long note(final long result, final long seq, final int base, final int length, final int flags)
    {
        if (result >= 0)
        {
            require(result == seq, "sent seq " + result + " instead of " + seq);
            if (0 == length && DataFrame.END == flags)
            {
                require(!isFinished(), "END twice");
            }
            else
            {
                sent.add(base, length, flags);
                messageSent = true;
            }
            endSent |= 0 != flags;
        }
        return result;
    }

    private long noteMessage(final long result, final long seq, final int base, final int length)
    {
        if (result >= 0)
        {
            final int max = maxPayload();
            int from = 0;
            do
            {
                final int part = Math.min(max, length - from);
                sent.add(base + from, part, from + part < length ? DataFrame.MORE : 0);
                from += part;
            }
            while (from < length);
            require(result == sent.size() - 1, "message ends with seq " + result + " instead of " + (sent.size() - 1));
            messageSent = true;
        }
        return result;
    }

    private long noteClose(final long result, final long seq, final StreamErrorCode code)
    {
        if (result >= 0)
        {
            require(!closeSent, "S-2: closed twice");
            require(result == seq, "closed after " + result + " instead of " + seq);
            closeSent = true;
            closeCode = code;
        }
        return result;
    }

    /**
     * Takes another way out, and has what was wanted tried there at once: nobody tells the new writer of the old one's
     * refusal.
     */
    void chooseEmitter()
    {
        if (null != writer)
        {
            writer.release();
            writer = null;
        }
        lane = sim.anyLane(owner.link, isOnConnector());
        final int choice = sim.random.nextInt(4);
        emitter = 0 == choice ? Emitter.SHARED : choice > 1 && null != lane ? Emitter.LANE : Emitter.AGENT;
        if (Emitter.LANE != emitter)
        {
            lane = null;
        }
        sim.trace.add(this + " sends by " + emitter);
        if (null != want)
        {
            attempt(want, wantLength, true);
        }
    }

    /** The lane is closed: the stream can be taken over from it. */
    void leaveLane()
    {
        writer = null;
        chooseEmitter();
    }

    void retry()
    {
        if (null != want && isLive())
        {
            attempt(want, wantLength, true);
        }
    }

    int maxPayload()
    {
        return stream.session().maxPayload();
    }

    private StreamWriter writer()
    {
        if (null == writer)
        {
            writer = switch (emitter)
            {
                case AGENT -> stream.writer();
                case LANE -> stream.writer(lane.lane);
                case SHARED -> stream.sharedWriter();
            };
        }
        return writer;
    }

    /** {@return the reason that a graceful close of this side must be heard with} */
    CloseReason closeReason()
    {
        return StreamErrorCode.NULL_VAL == closeCode ? CloseReason.END : CloseReason.ERROR;
    }

    StreamErrorCode closeCode()
    {
        return closeCode;
    }

    boolean hasSentEnd()
    {
        return endSent;
    }

    void require(final boolean holds, final String otherwise)
    {
        if (!holds)
        {
            sim.fail(this + " " + otherwise);
        }
    }

    @Override
    public String toString()
    {
        return owner + (isOpener ? "o" : "a");
    }
}
