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

import io.weir.DataClaim;
import io.weir.Result;
import io.weir.Stream;
import io.weir.StreamWriter;
import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.FrameSink;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/**
 * A writer of one stream into one sink: credit, seq, encoding in place. Owned by the sink's thread. The emission of an
 * agent, a lane and a striped lane differ in the sink and the waker only.
 */
public final class StreamEmitter extends ListedEmitter implements StreamWriter, DataClaim.Owner
{
    private static final long HAND_OVER_PARK_NS = 100_000;

    private boolean finished;

    /**
     * Creates a writer.
     *
     * @param end        to write to.
     * @param sink       to write through.
     * @param peerIndex  of the session at the sink's receiver.
     * @param waker      of the sink's thread.
     * @param maxPayload of one Data frame in bytes.
     */
    public StreamEmitter(
        final StreamEnd end,
        final FrameSink sink,
        final int peerIndex,
        final Waker waker,
        final int maxPayload)
    {
        super(end, sink, peerIndex, waker, maxPayload);
    }

    @Override
    public Stream stream()
    {
        return end;
    }

    @Override
    public long offer(final DirectBuffer source, final int offset, final int length, final int flags)
    {
        final int claimed = claim(length);
        if (claimed < 0)
        {
            return claimed;
        }
        try
        {
            sink.buffer().putBytes(claimed + DataFrame.PAYLOAD_OFFSET, source, offset, length);
        }
        catch (final Throwable ex)
        {
            // What is not there cannot be sent; the claim would stand in the way of all that can.
            sink.abort();
            throw ex;
        }
        return commit(claimed, flags);
    }

    @Override
    public long tryClaim(final int length, final DataClaim claim)
    {
        // Straight to the end when credit and cells are at hand, as they nearly always are; all else begins anew.
        if (seq < allowance && length <= maxPayload)
        {
            final FrameSink to = sink;
            final int claimed = to.claimAtHand(peerIndex, DataFrame.frameLength(length));
            if (claimed >= 0)
            {
                encode(to, claimed, length);
                claim.wrap(this, to.buffer(), claimed + DataFrame.PAYLOAD_OFFSET);
                return seq;
            }
        }
        return tryClaimAnew(length, claim);
    }

    @Override
    public void commitClaim(final DataClaim claim, final int flags)
    {
        commit(claim.offset() - DataFrame.PAYLOAD_OFFSET, flags);
    }

    @Override
    public void abortClaim()
    {
        sink.abort();
    }

    @Override
    public long offerMessage(final DirectBuffer source, final int offset, final int length)
    {
        if (length <= maxPayload)
        {
            return offer(source, offset, length, 0);
        }
        final int frames = (length + maxPayload - 1) / maxPayload;
        if (frames > Math.min(end.peerWindow, end.host.maxMessageFrames()))
        {
            return oversize();
        }
        // All or none: of a message whose end is not there nothing is to be sent (W-3).
        source.boundsCheck(offset, length);
        final long refusal = require(frames, DataFrame.frameLength(maxPayload));
        if (refusal < 0)
        {
            return refusal;
        }
        long result = 0;
        for (int sent = 0; sent < length; sent += maxPayload)
        {
            final int rest = length - sent;
            result = offer(
                source, offset + sent, Math.min(rest, maxPayload), rest > maxPayload ? DataFrame.MORE : 0);
        }
        return result;
    }

    @Override
    public long end()
    {
        long refusal = refused(own(), 1, 0);
        if (refusal >= 0 && (finished || SendState.ENDED == send.limitAcquire()))
        {
            refusal = Result.CLOSED;
        }
        if (refusal >= 0 && end.opener && 0 == send.limitAcquire())
        {
            // It costs no credit; but before the acceptor's first one the Open may still be under way in another lane.
            refusal = require(1, 0);
        }
        if (refusal < 0)
        {
            return refusal;
        }
        final int claimed = sink.claim(peerIndex, DataFrame.frameLength(0));
        if (claimed < 0)
        {
            return refused(claimed, 1, 0);
        }
        encode(sink, claimed, 0);
        return commit(claimed, DataFrame.END);
    }

    @Override
    public long close()
    {
        return close(CloseReason.END, StreamErrorCode.NULL_VAL, "");
    }

    @Override
    public long close(final StreamErrorCode code, final String message)
    {
        if (StreamErrorCode.NULL_VAL == code || StreamErrorCode.DEFERRED == code)
        {
            throw new IllegalArgumentException(code + " does not end a stream");
        }
        return close(CloseReason.ERROR, code, message);
    }

    @Override
    public long credit()
    {
        final long limit = send.limitAcquire();
        return SendState.ENDED == limit || finished ? 0 : Math.max(0, limit - seq);
    }

    @Override
    public boolean awaitWritable(final long timeoutNs)
    {
        requireMayWait();
        final long deadlineNs = System.nanoTime() + timeoutNs;
        while (prepareToWait(Thread.currentThread()))
        {
            final long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0 || Thread.currentThread().isInterrupted())
            {
                return false;
            }
            // The end of a hand-over wakes nobody here: it is the receiver of another lane that brings it about.
            LockSupport.parkNanos(this, own() < 0 ? Math.min(leftNs, HAND_OVER_PARK_NS) : leftNs);
        }
        return true;
    }

    /**
     * Arranges for the thread to be unparked, unless an offer need not wait. Owned as the writer is.
     *
     * @param waiter to unpark when there is credit and room for what was refused, or the stream has ended.
     * @return whether there is reason to wait.
     */
    public boolean prepareToWait(final Thread waiter)
    {
        if (isWritable())
        {
            told();
            return false;
        }
        sink.publish();
        if (send.owner() == this)
        {
            // Whom to tell of credit is the owner's to say; a hand-over is waited for by looking.
            send.waiter(waiter);
            block(hasWantedCredit() ? Long.MAX_VALUE : seq + wantedCredit());
        }
        // Where room is not what is missing, only the receiver's end is worth waking for.
        sink.starve(waiter, hasWantedRoom() ? 0 : wantedFrames(), DataFrame.frameLength(maxPayload));
        VarHandle.fullFence();
        if (isWritable())
        {
            told();
            return false;
        }
        return true;
    }

    @Override
    public void release()
    {
        if (send.owner() == this)
        {
            sink.publish();
            send.leave(sink, sink.position(), seq, finished);
            allowance = SendState.ENDED;
            send.letGo();
        }
    }

    /** {@return whether this emitter has sent END, the one message, or Close. Owned as the writer is} */
    public boolean isFinished()
    {
        return finished;
    }

    /**
     * Has this emitter told of the credit that it needs: for the least that was refused, or for any frame where nothing
     * was and what it had is used up. Owned as the writer is.
     */
    public void waitForCredit()
    {
        if (send.owner() != this)
        {
            return;
        }
        block(seq + wantedCredit());
        VarHandle.fullFence();
        if (hasWantedCredit() && send.unblock())
        {
            waker.onCredit(end, this);
        }
    }

    /**
     * {@return whether the least that was refused, or else any frame, could pass now, or would be told that the stream
     * has ended: nothing less is worth telling this emitter of (C-5). Changes nothing. Owned as the writer is}
     */
    public boolean canGoOn()
    {
        return SendState.ENDED == send.limitAcquire() || sink.isDisconnected() ||
            isAtHand() && hasWantedCredit() && hasWantedRoom();
    }

    /** {@return whether there is credit for the least that was refused, or else for any frame} */
    public boolean hasWantedCredit()
    {
        final boolean isOwner = send.owner() == this;
        return (isOwner ? finished : send.leftFinished()) ||
            (isOwner ? seq : send.leftSeq()) + wantedCredit() <= send.limitAcquire();
    }

    /** {@return whether to try again would be in vain: what was refused could not pass yet. Owned as the writer is} */
    public boolean isHeldUp()
    {
        return wants() && !canGoOn();
    }

    /** {@return whether all credit is used up, and this emitter did not ask for more yet. Owned as the writer is} */
    public boolean isSpent()
    {
        return !send.isBlocked(this) && !finished && end.sendCredit() <= 0;
    }

    /** As {@link #canGoOn}, but takes the stream if nobody has it: only the owner is told of credit. */
    private boolean isWritable()
    {
        if (SendState.ENDED == send.limitAcquire() || sink.isDisconnected())
        {
            return true;
        }
        return own() >= 0 && (finished && !wants() || hasWantedCredit() && hasWantedRoom());
    }

    private boolean hasWantedRoom()
    {
        return sink.hasRoom(wantedFrames(), DataFrame.frameLength(maxPayload));
    }

    /** Whether the stream is this emitter's, or could be taken by it. */
    private boolean isAtHand()
    {
        return !isElsewhere() && send.isPassed(sink);
    }

    private long tryClaimAnew(final int length, final DataClaim claim)
    {
        final int claimed = claim(length);
        if (claimed < 0)
        {
            return claimed;
        }
        claim.wrap(this, sink.buffer(), claimed + DataFrame.PAYLOAD_OFFSET);
        return seq;
    }

    private int claim(final int length)
    {
        if (seq >= allowance)
        {
            final long refusal = require(1, 0);
            if (refusal < 0)
            {
                return (int)refusal;
            }
        }
        if (length > maxPayload)
        {
            return (int)oversize();
        }
        final int claimed = sink.claim(peerIndex, DataFrame.frameLength(length));
        if (claimed < 0)
        {
            return (int)refused(claimed, 1, 1);
        }
        encode(sink, claimed, length);
        return claimed;
    }

    private long commit(final int claimed, final int flags)
    {
        final long sent = seq;
        if (0 != flags)
        {
            DataFrame.flags(sink.buffer(), claimed, flags);
        }
        sink.commit();
        seq = sent + 1;
        if (0 != flags || sendsOne)
        {
            finishAfter(flags);
        }
        return sent;
    }

    /** Requires ownership, credit for so many frames, and room for them when their length is given. */
    private long require(final int frames, final int frameLength)
    {
        final long refusal = refused(own(), frames, frames);
        if (refusal < 0)
        {
            return refusal;
        }
        if (finished)
        {
            return Result.CLOSED;
        }
        if (seq + frames > refreshAllowance() && !hasCreditOrWaits(frames))
        {
            if (SendState.ENDED == allowance)
            {
                return Result.CLOSED;
            }
            waker.onNoCredit();
            return Result.NO_CREDIT;
        }
        if (0 != frameLength && !sink.hasRoom(frames, frameLength))
        {
            return refused(Result.BACK_PRESSURED, frames, frames);
        }
        told();
        return 0;
    }

    /** Says that so many frames wait for credit, and looks once more; whoever waited already goes on waiting. */
    private boolean hasCreditOrWaits(final int frames)
    {
        final boolean waited = send.isBlocked(this);
        want(frames, frames);
        block(seq + wantedCredit());
        VarHandle.fullFence();
        if (seq + frames > refreshAllowance())
        {
            return false;
        }
        send.blocked(waited);
        return true;
    }

    private long oversize()
    {
        send.oversize++;
        return Result.MAX_PAYLOAD_EXCEEDED;
    }

    private long refreshAllowance()
    {
        allowance = send.limitAcquire();
        return allowance;
    }

    private void block(final long neededLimit)
    {
        send.waiting(this);
        send.neededLimit(neededLimit);
        send.blocked(true);
    }

    /** Takes the stream's sending half, once the receiver has passed what another sink sent (T-5). */
    private long own()
    {
        if ((send.owner() == this || take()) && send.isDrained(sink))
        {
            return 0;
        }
        // Of a stream that has ended nobody need wait for the hand-over, which may never be complete.
        return SendState.ENDED == send.limitAcquire() ? Result.CLOSED : Result.BACK_PRESSURED;
    }

    /** Takes it from nobody, from another writer of the same sink, or from a sink that is closed. */
    private boolean take()
    {
        final StreamEmitter owner = send.owner();
        if (null != owner)
        {
            if (owner.sink != sink && !owner.sink.isClosed() || !send.changeOwner(owner, this))
            {
                return false;
            }
            send.leave(owner.sink, owner.sink.position(), owner.seq, owner.finished);
            owner.allowance = SendState.ENDED;
        }
        else if (!send.changeOwner(null, this))
        {
            return false;
        }
        seq = send.leftSeq();
        finished = send.leftFinished();
        allowance = SendState.ENDED;
        return true;
    }

    /** Notes so many frames, and so many of them that need credit, as refused where they were for want of room. */
    private long refused(final long result, final int frames, final int credit)
    {
        if (Result.BACK_PRESSURED == result)
        {
            want(frames, credit);
            waker.onBackPressured(end, this);
        }
        return result;
    }

    private void finishAfter(final int flags)
    {
        if (0 != (flags & DataFrame.END) || sendsOne && 0 == (flags & DataFrame.MORE))
        {
            finish();
            if (!end.opener)
            {
                end.finishedByEmitter(sink, seq);
            }
        }
    }

    private void finish()
    {
        finished = true;
        allowance = SendState.ENDED;
    }

    /** A stream that closed with END by itself is closed as its writer wants it. */
    private long closedAlready(final boolean fails)
    {
        return !fails && end.hasClosedItself() ? end.sentSeq() : Result.CLOSED;
    }

    private long close(final CloseReason reason, final StreamErrorCode code, final String message)
    {
        if (end.opener)
        {
            throw new IllegalStateException("the acceptor closes; the opener ends its direction or cancels");
        }
        final boolean fails = StreamErrorCode.NULL_VAL != code;
        final int frames = fails ? 2 : 1;
        final long refusal = refused(own(), frames, 0);
        if (refusal < 0)
        {
            return Result.CLOSED == refusal ? closedAlready(fails) : refusal;
        }
        final byte[] text = ControlFrames.text(message, maxPayload);
        if (!sink.hasRoom(frames, fails ? ControlFrames.errorLength(text) : ControlFrames.CLOSE_LENGTH))
        {
            return refused(sink.isDisconnected() ? Result.NOT_CONNECTED : Result.BACK_PRESSURED, frames, 0);
        }
        if (!end.decide(StreamEnd.GRACEFUL))
        {
            return closedAlready(fails);
        }
        end.closingByEmitter(code);
        if (fails)
        {
            ControlFrames.error(sink, peerIndex, end.id, code, text);
        }
        ControlFrames.close(sink, peerIndex, end.id, seq, reason);
        finish();
        end.closedByEmitter(sink, reason);
        return seq;
    }
}
