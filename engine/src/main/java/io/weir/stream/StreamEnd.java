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

import io.weir.Lane;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamWriter;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.FrameSink;
import java.util.Objects;

/**
 * One end of a stream: what its agent knows of it. Owned by the agent; the sending half is in {@link SendState}. Other
 * threads leave their wishes in single-writer words and ask for the agent's attention.
 */
public final class StreamEnd extends StreamWishes implements Stream
{
    /** No END and not the one message was sent yet. */
    static final long NOT_FINISHED = -1;
    /** All is sent, but the receiver has not passed all that went through another lane. */
    static final long NOT_DRAINED = -2;

    final StreamHost host;
    final String capability;
    final InteractionKind kind;
    final boolean opener;
    final boolean receives;
    final boolean receivesOne;
    final SendState send;

    StreamState state = StreamState.OPEN;
    boolean explicit;
    boolean endReceived;
    boolean messageReceived;
    /** Whether the acceptor takes no more of what the opener sends. */
    boolean isStopped;
    boolean heardClosed;
    long limit;
    long consumed;
    long demand = Long.MAX_VALUE;
    StreamErrorCode lastError = StreamErrorCode.NULL_VAL;
    /** What is held beyond callbacks; null for a handler that works in place. */
    HeldFrames held;

    private StreamEmitter agentEmitter;

    StreamEnd(
        final StreamHost host,
        final long id,
        final String capability,
        final InteractionKind kind,
        final boolean opener,
        final int window,
        final StreamHandler handler)
    {
        super(id, window, handler);
        this.host = host;
        this.capability = capability;
        this.kind = kind;
        this.opener = opener;
        this.receives = Directions.flows(kind, !opener);
        this.receivesOne = Directions.carriesOne(kind, !opener);
        this.send = Directions.flows(kind, opener) ? new SendState() : null;
    }

    @Override
    public long id()
    {
        return id;
    }

    @Override
    public Session session()
    {
        return host.session();
    }

    @Override
    public String capability()
    {
        return capability;
    }

    @Override
    public InteractionKind kind()
    {
        return kind;
    }

    @Override
    public boolean isOpener()
    {
        return opener;
    }

    @Override
    public boolean isOpen()
    {
        return StreamState.OPEN == state || StreamState.PARKED == state;
    }

    @Override
    public int window()
    {
        return window;
    }

    @Override
    public void consumeExplicitly()
    {
        if (0 != expected)
        {
            throw new IllegalStateException("explicit consumption is to be chosen before the first Data arrives");
        }
        explicit = true;
        receiveThresholds();
    }

    @Override
    public void consumed(final long frames)
    {
        if (!explicit)
        {
            throw new IllegalStateException(
                "the stream consumes as its handler returns: call consumeExplicitly() first");
        }
        if (frames < 0)
        {
            throw new IllegalArgumentException("consumed(" + frames + ")");
        }
        // Exact on the agent; another thread sees at least the frames that it was handed.
        final long sum = consumedWord() + frames;
        if (sum > expected)
        {
            throw new IllegalStateException("consumed " + sum + " of " + expected + " received");
        }
        consumedWord(sum);
        takeWordsSoon();
    }

    @Override
    public void request(final long frames)
    {
        if (frames <= 0)
        {
            throw new IllegalArgumentException("request(" + frames + "): demand is positive");
        }
        if (Long.MAX_VALUE == demand && 0 == demanded())
        {
            throw new IllegalStateException("the stream was not opened held: its demand is unlimited");
        }
        addDemand(frames);
        takeWordsSoon();
    }

    @Override
    public void requestExplicitly()
    {
        if (opener)
        {
            throw new IllegalStateException("the opener says so in its request: StreamRequest.held(true)");
        }
        if (0 != limit)
        {
            throw new IllegalStateException("demand is to be stated explicitly from the start: say so in onOpen");
        }
        hold();
    }

    @Override
    public StreamWriter writer()
    {
        requireSending();
        if (null == agentEmitter)
        {
            agentEmitter = new StreamEmitter(
                this, host.output().sink(), host.output().peerIndex(), host.agentWaker(), host.maxPayload());
        }
        return agentEmitter;
    }

    @Override
    public StreamWriter writer(final Lane lane)
    {
        requireSending();
        return host.writer(this, lane);
    }

    @Override
    public StreamWriter sharedWriter()
    {
        requireSending();
        return host.sharedWriter(this);
    }

    @Override
    public void cancel()
    {
        cancel(CancelReason.REQUESTED);
    }

    @Override
    public void cancel(final CancelReason reason)
    {
        if (!opener)
        {
            throw new IllegalStateException("the opener cancels; the acceptor closes its writer or aborts");
        }
        if (null == reason || CancelReason.NULL_VAL == reason || CancelReason.SBE_UNKNOWN == reason)
        {
            throw new IllegalArgumentException(reason + " is no reason to cancel a stream");
        }
        askCancel(reason);
        ask();
    }

    @Override
    public void stopReceiving()
    {
        if (opener)
        {
            throw new IllegalStateException("the acceptor stops receiving; the opener cancels");
        }
        if (receives)
        {
            askDrop();
            askStop();
            ask();
        }
    }

    @Override
    public void abort(final StreamErrorCode code, final String message)
    {
        if (opener)
        {
            throw new IllegalStateException("the acceptor aborts; the opener cancels");
        }
        if (StreamErrorCode.NULL_VAL == code || StreamErrorCode.DEFERRED == code)
        {
            throw new IllegalArgumentException(code + " does not end a stream");
        }
        askAbort(code, message);
        ask();
    }

    @Override
    public void fail(final Throwable cause)
    {
        askFailure(Objects.requireNonNull(cause, "cause"));
        ask();
    }

    /**
     * Has a failure logged that is not to end the stream, or has ended it already. Any thread.
     *
     * @param cause to log.
     */
    public void report(final Throwable cause)
    {
        askReport(Objects.requireNonNull(cause, "cause"));
        host.attention(this);
    }

    @Override
    public void wakeUp()
    {
        askWake();
        // Never at once: whoever wakes may be in the midst of what the handler would do.
        host.attention(this);
    }

    @Override
    public String toString()
    {
        return "stream " + Long.toHexString(id) + " of " + capability + (opener ? " (opener, " : " (acceptor, ") +
            state + ")";
    }

    /** Does what other threads asked for, once this end is off the list of those that want attention. On the agent. */
    public void attend()
    {
        // Only here: an end that is attended to without a detour may still be listed, and must not be listed twice.
        attended();
        try
        {
            host.machine().attend(this);
        }
        catch (final Throwable ex)
        {
            host.failed(ex);
        }
    }

    /** The timer that was started for this end has run out. On the agent. */
    public void onTimer()
    {
        timerId(NO_TIMER);
        try
        {
            host.machine().onTimer(this);
        }
        catch (final Throwable ex)
        {
            host.failed(ex);
        }
    }

    /** {@return whether the caller is on the agent of this stream's session; any thread} */
    public boolean isAgentThread()
    {
        return host.isAgentThread();
    }

    /** {@return where this end stands} */
    public StreamState state()
    {
        return state;
    }

    /** {@return the limit granted to the peer (C-1)} */
    public long granted()
    {
        return limit;
    }

    /** {@return the count of Data received in order} */
    public long received()
    {
        return expected;
    }

    /** {@return the count of Data consumed (C-4)} */
    public long consumed()
    {
        return explicit ? consumed : expected;
    }

    /** {@return the sending half, null when the kind forbids this direction} */
    public SendState send()
    {
        return send;
    }

    /**
     * Tells the handler that it can write. On the agent.
     *
     * @return whether there was credit.
     */
    public boolean tellWritable()
    {
        try
        {
            return host.machine().tellWritable(this);
        }
        catch (final Throwable ex)
        {
            host.failed(ex);
            return true;
        }
    }

    /** Closes the stream if both its directions are done with (S-8), whoever else waits for whatever. On the agent. */
    public void closeIfDone()
    {
        try
        {
            host.machine().closeIfDone(this);
        }
        catch (final Throwable ex)
        {
            host.failed(ex);
        }
    }

    /** The emitter sent the graceful Close; the agent ends the stream. Any thread. */
    void closedByEmitter(final FrameSink sink, final CloseReason reason)
    {
        closedThrough = sink;
        closedPosition = sink.position();
        closedByEmitter(reason);
        host.attention(this);
    }

    /** {@return the handler; null until the provider has answered} */
    public StreamHandler handler()
    {
        return handler;
    }

    /** {@return the count of frames that may be sent now; any thread, exact for the emitter} */
    public long sendCredit()
    {
        final StreamEmitter owner = send.owner();
        if (null != owner)
        {
            return owner.credit();
        }
        final long sendLimit = send.limitAcquire();
        return SendState.ENDED == sendLimit || send.leftFinished() ? 0 : sendLimit - send.leftSeq();
    }

    /**
     * {@return whether its emitter may still send, credit or not: the end was not told yet to its sending half; any
     * thread}
     */
    public boolean isSending()
    {
        return SendState.ENDED != send.limitAcquire();
    }

    /** {@return whether what the agent's emitter was refused could pass now; on the agent} */
    public boolean canGoOn()
    {
        return null == agentEmitter || agentEmitter.canGoOn();
    }

    /** {@return whether there is credit for what the agent's emitter was refused; on the agent} */
    public boolean hasWantedCredit()
    {
        return null == agentEmitter || agentEmitter.hasWantedCredit();
    }

    /** The agent's emitter is about to be told that it can go on. */
    void told()
    {
        if (null != agentEmitter)
        {
            agentEmitter.told();
        }
    }

    /**
     * Has what this end receives counted against the session's pool of held frames until it is consumed (C-3), and
     * consumes explicitly. To be called before the first grant: by the opener in onOpened of a held stream, by the
     * acceptor in onOpen after {@link #requestExplicitly()}.
     *
     * @param assembles whether items are whole messages: demand then counts these (C-9).
     */
    public void holdFrames(final boolean assembles)
    {
        consumeExplicitly();
        held = new HeldFrames(host.machine().heldPool(), assembles);
    }

    /** What this end holds, and whatever it may still receive, is dropped and so consumed. Any thread. */
    public void dropFrames()
    {
        askDrop();
        takeWordsSoon();
    }

    /**
     * Consumes a frame of a stream that holds frames, as it was copied into a message or dropped; of any other the
     * handler's return does. On the agent.
     */
    public void frameCopied()
    {
        if (null != held)
        {
            held.copied++;
            takeConsumed();
        }
    }

    /** {@return whether this end takes what its peer sends: it may, has not stopped, has heard no END. On the agent} */
    public boolean isReceiving()
    {
        return receives && !isStopped && !endReceived;
    }

    /** Takes no more of what the opener sends: nothing is granted or delivered any more. On the agent. */
    void stop()
    {
        isStopped = true;
        receiveThresholds();
    }

    /**
     * {@return the count of Data sent once that is all there will be and may be followed by the agent's Close; else
     * {@link #NOT_FINISHED} or {@link #NOT_DRAINED}. On the agent}
     */
    long sentInFull()
    {
        final FrameSink last = finishedThrough;
        if (null == last)
        {
            return NOT_FINISHED;
        }
        return last == host.output().sink() || last.consumedPosition() >= finishedPosition ? finishedSeq : NOT_DRAINED;
    }

    /** {@return the count of Data sent; exact once the emitter has finished} */
    long sentSeq()
    {
        final StreamEmitter owner = send.owner();
        return null == owner ? send.leftSeq() : owner.seq;
    }

    /**
     * The emitter has sent END, or the one message: the agent closes the stream if nothing is received any more (S-8).
     * Any thread, once in the life of the stream.
     *
     * @param sink that it went through.
     * @param seq  count of Data sent in all.
     */
    void finishedByEmitter(final FrameSink sink, final long seq)
    {
        finishedSeq = seq;
        finishedPosition = sink.position();
        finishedThrough = sink;
        host.attention(this);
    }

    void hold()
    {
        demand = 0;
    }

    /** Takes over what the application consumed and demanded, and grants what is due. */
    void takeWords()
    {
        if (demand != Long.MAX_VALUE)
        {
            demand = demanded();
        }
        if (explicit)
        {
            takeConsumed();
        }
        host.machine().credits().grant(this);
    }

    /** The limit that demand, consumption, window and pool allow (C-3, C-9). */
    long grantable()
    {
        if (isStopped)
        {
            return limit;
        }
        return null == held ? Math.min(demand, consumed() + window) : held.grantable(this);
    }

    /** Whether a grant is due: half a window has gathered, or the sender may be dry (C-4). */
    boolean isGrantDue(final long grantable)
    {
        return grantable > limit &&
            (grantable - limit >= halfWindow() || expected == limit ||
                takesMany && (null != held || explicit && consumed == expected));
    }

    int halfWindow()
    {
        return Math.max(1, window >> 1);
    }

    void granted(final long newLimit)
    {
        limit = newLimit;
        if (null != held)
        {
            held.granted(this);
        }
        receiveThresholds();
    }

    /** Sets the words that the path of a frame compares with. */
    void receiveThresholds()
    {
        final boolean plain = StreamState.OPEN == state && isReceiving() && !receivesOne;
        plainLimit = plain ? limit : Long.MIN_VALUE;
        if (StreamState.OPEN != state || isStopped)
        {
            grantAt = Long.MAX_VALUE;
        }
        else
        {
            // The first frame after a grant has this end noted as owing credit, the rest comes by the half window.
            grantAt = explicit || demand <= limit ? limit : limit - window + (isLazy ? halfWindow() : 1);
        }
    }

    private void requireSending()
    {
        if (null == send)
        {
            throw new IllegalStateException(kind + " carries no Data from the " + (opener ? "opener" : "acceptor"));
        }
    }

    private void takeConsumed()
    {
        consumed = dropAsked() ? expected : Math.min(consumedWord() + (null == held ? 0 : held.copied), expected);
    }

    private void takeWordsSoon()
    {
        if (host.isAgentThread())
        {
            takeWords();
        }
        else
        {
            host.attention(this);
        }
    }

    private void ask()
    {
        if (host.isAgentThread())
        {
            host.machine().attend(this);
        }
        else
        {
            host.attention(this);
        }
    }
}
