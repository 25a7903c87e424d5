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
import io.weir.codecs.CloseReason;
import io.weir.codecs.DataFrame;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.link.FrameSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One end of a stream: what its agent knows of it. Owned by the agent; the sending half is in {@link SendState}. Other
 * threads leave their wishes in single-writer words and ask for the agent's attention.
 */
public final class StreamEnd extends StreamRecord implements Stream
{
    static final int UNDECIDED = 0;
    static final int GRACEFUL = 1;
    static final int ABORTIVE = 2;

    private static final VarHandle DECISION;
    private static final VarHandle ATTENTION;

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            DECISION = lookup.findVarHandle(StreamEnd.class, "decision", int.class);
            ATTENTION = lookup.findVarHandle(StreamEnd.class, "attentionAsked", boolean.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

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
    boolean heardClosed;
    long limit;
    long consumed;
    long demand = Long.MAX_VALUE;
    StreamErrorCode lastError = StreamErrorCode.NULL_VAL;

    private StreamEmitter agentEmitter;

    private volatile int decision;
    private volatile boolean attentionAsked;
    private volatile boolean cancelAsked;
    private volatile StreamErrorCode abortCode;
    private volatile String abortMessage = "";
    private volatile CloseReason emitterReason;
    private volatile StreamErrorCode emitterCode;
    private volatile long consumedWord;
    private volatile long demandWord;

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
        if (consumedWord + frames > expected)
        {
            throw new IllegalStateException("consumed " + (consumedWord + frames) + " of " + expected + " received");
        }
        consumedWord += frames;
        if (host.isAgentThread())
        {
            takeWords();
        }
        else
        {
            host.attention(this);
        }
    }

    @Override
    public void request(final long frames)
    {
        if (frames <= 0)
        {
            throw new IllegalArgumentException("request(" + frames + "): demand is positive");
        }
        if (Long.MAX_VALUE == demand && 0 == demandWord)
        {
            throw new IllegalStateException("the stream was not opened held: its demand is unlimited");
        }
        final long sum = demandWord + frames;
        demandWord = sum < 0 ? Long.MAX_VALUE : sum;
        if (host.isAgentThread())
        {
            takeWords();
        }
        else
        {
            host.attention(this);
        }
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
        if (!opener)
        {
            throw new IllegalStateException("the opener cancels; the acceptor closes its writer or aborts");
        }
        cancelAsked = true;
        ask();
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
        abortMessage = message;
        abortCode = code;
        ask();
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
        attentionAsked = false;
        host.machine().attend(this);
    }

    /** The timer that was started for this end has run out. On the agent. */
    public void onTimer()
    {
        timerId(NO_TIMER);
        host.machine().onTimer(this);
    }

    /** {@return whether this call was the one that asked for attention first; any thread} */
    public boolean askAttention()
    {
        return !attentionAsked && ATTENTION.compareAndSet(this, false, true);
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
        return host.machine().tellWritable(this);
    }

    boolean decide(final int value)
    {
        return DECISION.compareAndSet(this, UNDECIDED, value);
    }

    int decision()
    {
        return decision;
    }

    /** The emitter is about to send the graceful Close. */
    void closingByEmitter(final StreamErrorCode code)
    {
        emitterCode = code;
    }

    /** The emitter sent the graceful Close; the agent ends the stream. Any thread. */
    void closedByEmitter(final FrameSink sink, final CloseReason reason)
    {
        closedThrough = sink;
        closedPosition = sink.position();
        emitterReason = reason;
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

    /** {@return whether the agent's sink would take a frame now, or never will} */
    public boolean hasRoom()
    {
        final FrameSink sink = host.output().sink();
        return sink.hasRoom(1, DataFrame.frameLength(host.maxPayload())) || sink.isDisconnected();
    }

    CloseReason emitterReason()
    {
        return emitterReason;
    }

    StreamErrorCode emitterCode()
    {
        return emitterCode;
    }

    boolean cancelAsked()
    {
        return cancelAsked;
    }

    StreamErrorCode abortCode()
    {
        return abortCode;
    }

    String abortMessage()
    {
        return abortMessage;
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
            demand = demandWord;
        }
        if (explicit)
        {
            consumed = Math.min(consumedWord, expected);
        }
        host.machine().credits().grant(this);
    }

    /** The limit that demand, consumption and window allow (C-3, C-9). */
    long grantable()
    {
        return Math.min(demand, consumed() + window);
    }

    /** Whether a grant is due: half a window has gathered, or the sender may be dry (C-4). */
    boolean isGrantDue(final long grantable)
    {
        return grantable > limit && (grantable - limit >= halfWindow() || expected == limit);
    }

    int halfWindow()
    {
        return Math.max(1, window >> 1);
    }

    void granted(final long newLimit)
    {
        limit = newLimit;
        receiveThresholds();
    }

    /** Sets the words that the path of a frame compares with. */
    void receiveThresholds()
    {
        final boolean plain = StreamState.OPEN == state && receives && !receivesOne && !endReceived;
        plainLimit = plain ? limit : Long.MIN_VALUE;
        if (StreamState.OPEN != state)
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
