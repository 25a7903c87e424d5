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

import io.weir.StreamHandler;
import io.weir.codecs.CancelReason;
import io.weir.codecs.CloseReason;
import io.weir.codecs.StreamErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The words in which other threads leave what they want of one end of a stream, for its agent to read once it attends
 * to it. Each has one writer at a time, but the demand, to which any number of threads may add, and the two that are
 * decided once.
 */
abstract class StreamWishes extends StreamRecord
{
    static final int UNDECIDED = 0;
    static final int GRACEFUL = 1;
    static final int ABORTIVE = 2;

    private static final VarHandle DECISION;
    private static final VarHandle ATTENTION;
    private static final VarHandle DEMAND;

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            DECISION = lookup.findVarHandle(StreamWishes.class, "decision", int.class);
            ATTENTION = lookup.findVarHandle(StreamWishes.class, "attentionAsked", boolean.class);
            DEMAND = lookup.findVarHandle(StreamWishes.class, "demandWord", long.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** An end that the acceptor's application wants. */
    record Abort(StreamErrorCode code, String message)
    {
    }

    private volatile int decision;
    private volatile boolean attentionAsked;
    private volatile CancelReason cancelAsked;
    private volatile CancelReason cancelReason = CancelReason.NULL_VAL;
    private volatile boolean stopAsked;
    private volatile boolean hasClosedItself;
    private volatile boolean wakeAsked;
    private volatile boolean dropAsked;
    private volatile Abort abort;
    private volatile Throwable failure;
    private volatile Throwable report;
    private volatile CloseReason emitterReason;
    private volatile StreamErrorCode emitterCode;
    private volatile long consumedWord;
    private volatile long demandWord;

    StreamWishes(final long id, final int window, final StreamHandler handler)
    {
        super(id, window, handler);
    }

    /** {@return whether this call was the one that asked for attention first; any thread} */
    public boolean askAttention()
    {
        return !attentionAsked && ATTENTION.compareAndSet(this, false, true);
    }

    /** {@return the count of frames, or of messages, demanded so far; any thread} */
    public long demanded()
    {
        return demandWord;
    }

    /** It is off the list of those that want attention. */
    void attended()
    {
        attentionAsked = false;
    }

    boolean decide(final int value)
    {
        return DECISION.compareAndSet(this, UNDECIDED, value);
    }

    int decision()
    {
        return decision;
    }

    /** The first reason counts. */
    void askCancel(final CancelReason reason)
    {
        if (null == cancelAsked)
        {
            cancelAsked = reason;
        }
    }

    /** {@return why the application wants the stream to end, or null if it does not} */
    CancelReason cancelAsked()
    {
        return cancelAsked;
    }

    /** {@return why the stream was cancelled, NULL_VAL if it was not; any thread} */
    public CancelReason cancelReason()
    {
        return cancelReason;
    }

    /** Notes why the stream is cancelled, before anybody hears of it. On the agent. */
    void cancelReason(final CancelReason reason)
    {
        cancelReason = reason;
    }

    void askStop()
    {
        stopAsked = true;
    }

    boolean stopAsked()
    {
        return stopAsked;
    }

    void askDrop()
    {
        dropAsked = true;
    }

    boolean dropAsked()
    {
        return dropAsked;
    }

    void askWake()
    {
        wakeAsked = true;
    }

    /** {@return whether the handler is to be woken; asked once for each wish, or for several together} */
    boolean takeWake()
    {
        if (wakeAsked)
        {
            wakeAsked = false;
            return true;
        }
        return false;
    }

    void askAbort(final StreamErrorCode code, final String message)
    {
        abort = new Abort(code, message);
    }

    Abort abort()
    {
        return abort;
    }

    void askFailure(final Throwable cause)
    {
        failure = cause;
    }

    /** {@return why the application gave the stream up, told once; or null} */
    Throwable takeFailure()
    {
        final Throwable cause = failure;
        if (null != cause)
        {
            failure = null;
        }
        return cause;
    }

    void askReport(final Throwable cause)
    {
        report = cause;
    }

    /** {@return what is to be logged and no more, told once; or null} */
    Throwable takeReport()
    {
        final Throwable cause = report;
        if (null != cause)
        {
            report = null;
        }
        return cause;
    }

    /** The emitter is about to send the graceful Close. */
    void closingByEmitter(final StreamErrorCode code)
    {
        emitterCode = code;
    }

    /** {@return whether the agent closed the stream since both directions were done (S-8); any thread} */
    boolean hasClosedItself()
    {
        return hasClosedItself;
    }

    /** Before the emitter finds out that the stream has ended. On the agent. */
    void closesItself()
    {
        hasClosedItself = true;
    }

    void closedByEmitter(final CloseReason reason)
    {
        emitterReason = reason;
    }

    CloseReason emitterReason()
    {
        return emitterReason;
    }

    StreamErrorCode emitterCode()
    {
        return emitterCode;
    }

    long consumedWord()
    {
        return consumedWord;
    }

    /** By one thread at a time. */
    void consumedWord(final long frames)
    {
        consumedWord = frames;
    }

    /** Adds to the demand, saturating; any number of threads. */
    void addDemand(final long frames)
    {
        long before;
        long sum;
        do
        {
            before = demandWord;
            sum = before + frames;
        }
        while (!DEMAND.compareAndSet(this, before, sum < 0 ? Long.MAX_VALUE : sum));
    }
}
