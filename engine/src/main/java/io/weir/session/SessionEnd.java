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
package io.weir.session;

import io.weir.Lane;
import io.weir.Result;
import io.weir.Session;
import io.weir.SessionCloseReason;
import io.weir.SessionRefusedException;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.CancelReason;
import io.weir.codecs.FrameHeader;
import io.weir.codecs.GoodbyeDecoder;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Incidents;
import io.weir.link.Link;
import io.weir.stream.StreamEnd;
import io.weir.stream.StreamMachine;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;

/**
 * One end of a session: its life, from connecting to Goodbye (S-10). Owned by its agent; commands come from any thread.
 */
final class SessionEnd implements Session
{
    private final SessionAgent agent;
    private final int index;
    private final SessionTerms terms;
    private final Farewell farewell = new Farewell();
    private final WaitingOpens waitingOpens = new WaitingOpens();
    private SessionStreams streams;
    private Link link;
    private Durability durability;
    private SessionOutput output;
    private long timerId = StreamEnd.NO_TIMER;
    private CompletableFuture<Session> awaited;
    private volatile SessionState state = SessionState.CONNECTING;
    private volatile int streamCount;

    SessionEnd(final SessionAgent agent, final int index, final SessionTerms terms)
    {
        this.agent = agent;
        this.index = index;
        this.terms = terms;
    }

    /** Tells who waits for the session if it ends before it is open. */
    void awaitedBy(final CompletableFuture<Session> future)
    {
        awaited = future;
    }

    /** The peer's end is there; before anything is sent. */
    void open(final Link newLink)
    {
        link = newLink;
        durability = newLink instanceof RemoteLink ? ((RemoteLink)newLink).durability() : null;
        output = new SessionOutput(newLink);
        streams = new SessionStreams(this, agent, newLink, output, terms);
        state = SessionState.OPEN;
        agent.forgetLastSession();
        agent.tally().increment(CounterType.SESSIONS_OPEN_TOTAL);
        agent.tally().increment(CounterType.SESSIONS_OPEN);
        hear(() -> agent.config().listener().onOpened(this));
    }

    @Override
    public long id()
    {
        return terms.sessionId();
    }

    @Override
    public String principal()
    {
        return terms.principal();
    }

    @Override
    public boolean isOpen()
    {
        return SessionState.OPEN == state;
    }

    @Override
    public boolean isDurable()
    {
        return null != durability;
    }

    @Override
    public boolean isDetached()
    {
        return null != durability && durability.isDetached();
    }

    @Override
    public int streamCount()
    {
        return null != streams && agent.isAgentThread() ? streams.machine().table().size() : streamCount;
    }

    @Override
    public int maxPayload()
    {
        return streams.maxPayload();
    }

    @Override
    public long open(final StreamRequest request, final StreamHandler handler)
    {
        streams.machine().opener().check(request);
        if (!isOpen())
        {
            return Result.CLOSED;
        }
        if (agent.isAgentThread())
        {
            final long result = streams.machine().opener().open(request, handler);
            countStreams();
            return result;
        }
        return agent.offer(new OpenCommand(this, StreamRequest.copyOf(request), handler));
    }

    @Override
    public Lane acquireLane()
    {
        return agent.config().lanes().acquire(link);
    }

    @Override
    public void interrupt()
    {
        execute(() ->
        {
            if (SessionState.OPEN == state || SessionState.CLOSING == state)
            {
                // What was opened before is interrupted too, whether or not the agent has got to it (S-10).
                agent.openWaiting();
                waitingOpens.interrupt();
                interruptStreams(CancelReason.INTERRUPTED);
            }
        });
    }

    @Override
    public void close()
    {
        execute(() -> close(SessionCode.NORMAL));
    }

    /** Refuses opens and lets streams finish. */
    void close(final SessionCode code)
    {
        if (SessionState.CONNECTING == state)
        {
            farewell.close(code);
            end();
        }
        else if (SessionState.OPEN == state)
        {
            agent.openWaiting();
            // Once more: it may be one of them whose handler closes the session.
            waitingOpens.run(Integer.MAX_VALUE);
            state = SessionState.CLOSING;
            farewell.close(code);
            streams.machine().acceptor().askParkedSoon();
            startTimer(Settings.SESSION_CLOSE_TIMEOUT);
        }
    }

    /** What a duty cycle owes this session: control that waits, parked Opens, the next step of its closing. */
    int work()
    {
        if (SessionState.CONNECTING == state || SessionState.CLOSED == state)
        {
            return 0;
        }
        countStreams();
        int work = streams.machine().resume();
        streams.machine().acceptor().askParked();
        if (SessionState.OPEN != state)
        {
            work += leave();
        }
        return work;
    }

    void onTimer()
    {
        timerId = StreamEnd.NO_TIMER;
        if (SessionState.CLOSING == state)
        {
            state = SessionState.INTERRUPTING;
            interruptStreams(CancelReason.SHUTDOWN);
            startTimer(Settings.STREAM_CANCEL_TIMEOUT);
        }
        else if (SessionState.INTERRUPTING == state && !isDetached())
        {
            leaving();
            startTimer(Settings.SESSION_CLOSE_TIMEOUT);
        }
        else if (SessionState.LEAVING == state || SessionState.INTERRUPTING == state)
        {
            end();
        }
    }

    /** A frame that is not a stream's; of a peer outside the process none that ends the session. */
    void onSessionFrame(final long word, final DirectBuffer buffer, final int offset)
    {
        if (GoodbyeDecoder.TEMPLATE_ID == FrameHeader.templateId(word) && !isRemote())
        {
            onGoodbye(SessionFrames.goodbyeCode(buffer, offset), "");
        }
        else if (!link.onSessionFrame(word, buffer, offset))
        {
            agent.tally().increment(CounterType.UNKNOWN_TEMPLATES_TOTAL);
        }
    }

    /** The peer leaves: so does this end. */
    void onGoodbye(final SessionCode code, final String words)
    {
        farewell.heard(code, words);
        streams.machine().sessionLost(
            SessionCode.PROTOCOL_VIOLATION == code ?
                StreamErrorCode.PROTOCOL_VIOLATION : StreamErrorCode.PROVIDER_DISCONNECTED);
        leaving();
        leave();
    }

    /** The peer broke the protocol beyond one stream (W-4). */
    void violated(final String what)
    {
        if (SessionState.CLOSED == state || SessionState.LEAVING == state)
        {
            return;
        }
        agent.tally().increment(CounterType.SESSIONS_VIOLATED_TOTAL);
        agent.errors().onError(isRemote() ? new PeerBreachException("the peer sent " + what) :
            new IllegalStateException("session " + id() + ": the peer sent " + what));
        farewell.violated(what);
        leaving();
        streams.machine().sessionLost(StreamErrorCode.PROTOCOL_VIOLATION);
        startTimer(Settings.SESSION_CLOSE_TIMEOUT);
    }

    /**
     * Something of this session threw that is no handler's: it ends, and nothing else does (T-11). The peer is told if
     * that is still possible; what fails again ends without a word.
     */
    void failed(final Throwable cause)
    {
        agent.errors().onError(cause);
        if (SessionState.CLOSED == state)
        {
            return;
        }
        final boolean isHopeless = null == streams || farewell.isBroken();
        final boolean isMemory = cause instanceof OutOfMemoryError;
        final String what =
            isMemory ? "this side has no memory for it: " + cause.getMessage() : "this side failed: " + cause;
        if (!isHopeless)
        {
            farewell.failed(isMemory ? SessionCode.LIMIT : SessionCode.SHUTDOWN, what);
        }
        try
        {
            if (isHopeless)
            {
                end();
                return;
            }
            leaving();
            streams.machine().sessionLost(StreamErrorCode.PROVIDER_DISCONNECTED);
            startTimer(Settings.SESSION_CLOSE_TIMEOUT);
        }
        catch (final Throwable ex)
        {
            agent.errors().onError(ex);
            end();
        }
    }

    /**
     * The connection to a peer outside the process is gone: the one place where it is decided what becomes of the
     * session (N-3).
     *
     * @param reason what was lost.
     * @param text   for a person.
     */
    void onConnectionLost(final SessionCloseReason reason, final String text)
    {
        if (isDurable() && !farewell.isHeard() && !farewell.isBroken())
        {
            ((RemoteLink)link).detach(reason, text);
        }
        else
        {
            lost(reason, SessionCode.IDLE, text);
        }
    }

    /** The session goes on over another connection; a Goodbye that was sent over the last one is said again (N-4). */
    void resumed()
    {
        farewell.unsaid();
        hear(() -> agent.config().listener().onResumed(this));
    }

    /**
     * The peer is gone, or there will be no other connection to it (N-4); a session that leaves anyway has its code.
     *
     * @param reason what was lost.
     * @param code   if none was said or heard.
     * @param text   for a person.
     */
    void lost(final SessionCloseReason reason, final SessionCode code, final String text)
    {
        if (SessionState.CLOSED != state)
        {
            if (!farewell.isHeard() && !farewell.isSaid())
            {
                agent.tally().increment(CounterType.SESSIONS_LOST_TOTAL);
                agent.config().counters().incidents()
                    .say(Incidents.SESSION, "a session is lost (" + reason + "): " + text);
                farewell.lost(reason, code, text);
            }
            end();
        }
    }

    SessionAgent agent()
    {
        return agent;
    }

    SessionTerms terms()
    {
        return terms;
    }

    Link link()
    {
        return link;
    }

    int index()
    {
        return index;
    }

    /** {@return what counts the session's frames over all its connections, null if it has one only} */
    Durability durability()
    {
        return durability;
    }

    boolean isConnecting()
    {
        return SessionState.CONNECTING == state;
    }

    boolean hasSaidGoodbye()
    {
        return farewell.isSaid();
    }

    /**
     * Whether the agent may stop without harm to the farewell: what is sent within the process arrives anyway, what is
     * sent elsewhere has arrived for certain once it is answered.
     */
    boolean mayBeCutOff()
    {
        return farewell.isSaid() && (farewell.isHeard() || !link.isRemote());
    }

    boolean isLeaving()
    {
        return SessionState.LEAVING == state;
    }

    boolean isRemote()
    {
        return link.isRemote();
    }

    StreamMachine machine()
    {
        return streams.machine();
    }

    SessionStreams streams()
    {
        return streams;
    }

    WaitingOpens waitingOpens()
    {
        return waitingOpens;
    }

    void countStreams()
    {
        final int size = streams.machine().table().size();
        if (size != streamCount)
        {
            streamCount = size;
        }
    }

    private void interruptStreams(final CancelReason reason)
    {
        streams.machine().table().forEach(end ->
        {
            if (end.isOpener())
            {
                streams.machine().opener().cancel(end, reason);
            }
            else
            {
                streams.machine().acceptor().closeCancelled(end, reason);
            }
        });
    }

    private void leaving()
    {
        state = SessionState.LEAVING;
        agent.forgetLastSession();
    }

    private int leave()
    {
        if (SessionState.LEAVING != state && 0 == streams.machine().table().size() &&
            streams.machine().endings().isDrained())
        {
            leaving();
            startTimer(Settings.SESSION_CLOSE_TIMEOUT);
        }
        if (SessionState.LEAVING != state)
        {
            return 0;
        }
        int work = 0;
        if (!farewell.isSaid() && !streams.machine().hasPending() &&
            output.goodbye(farewell.code(), farewell.message()))
        {
            farewell.said();
            work++;
        }
        if (farewell.isSaid() && farewell.isHeard() || link.isDisconnected())
        {
            end();
            work++;
        }
        return work;
    }

    private void end()
    {
        if (SessionState.CLOSED == state)
        {
            return;
        }
        stopTimer();
        // Before anyone hears of it: what a handler would open now nobody would end.
        state = SessionState.CLOSED;
        agent.forgetLastSession();
        if (null != streams)
        {
            attempt(() -> streams.machine().sessionLost(StreamErrorCode.PROVIDER_DISCONNECTED));
            attempt(() -> waitingOpens.run(Integer.MAX_VALUE));
            agent.tally().decrement(CounterType.SESSIONS_OPEN);
        }
        agent.sessions().remove(this);
        if (null != streams)
        {
            attempt(link::close);
            hear(() -> agent.config().listener().onClosed(this, farewell.told()));
        }
        else if (null != awaited)
        {
            awaited.completeExceptionally(new SessionRefusedException(
                farewell.code(),
                SessionCode.LIMIT == farewell.code() ? "the engine to connect to has no room for another session" :
                    "the engine " + agent.roleName() + " is closing, or was closed"));
        }
    }

    /** Tells the application, which may throw. */
    void hear(final Runnable call)
    {
        try
        {
            call.run();
        }
        catch (final Throwable ex)
        {
            agent.tally().increment(CounterType.HANDLER_ERRORS_TOTAL);
            agent.errors().onError(ex);
        }
    }

    /** A step of the session's end: if it throws, the others are done all the same. */
    private void attempt(final Runnable step)
    {
        try
        {
            step.run();
        }
        catch (final Throwable ex)
        {
            agent.errors().onError(ex);
        }
    }

    /** Runs a command on the agent. What it throws is the end of this session (T-11). */
    private void execute(final Runnable command)
    {
        agent.execute(() ->
        {
            try
            {
                command.run();
            }
            catch (final Throwable ex)
            {
                failed(ex);
            }
        });
    }

    /** Starts the session's one timer, or starts it anew. */
    private void startTimer(final Setting<Long> delay)
    {
        stopTimer();
        timerId = agent.startTimer(this, agent.config().configuration().value(delay));
    }

    private void stopTimer()
    {
        if (StreamEnd.NO_TIMER != timerId)
        {
            agent.stopTimer(timerId);
            timerId = StreamEnd.NO_TIMER;
        }
    }
}
