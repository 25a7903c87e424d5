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
package io.weir.session.handshake;

import io.weir.codecs.ChallengeResponseDecoder;
import io.weir.codecs.FrameOutcome;
import io.weir.codecs.FrameSchema;
import io.weir.codecs.HelloDecoder;
import io.weir.codecs.RefuseDecoder;
import io.weir.codecs.RollDecoder;
import io.weir.codecs.SessionCode;
import io.weir.counters.CounterType;
import io.weir.counters.Incidents;
import io.weir.link.Connection;
import io.weir.policy.PeerAuthenticator;
import io.weir.policy.PendingPeer;
import io.weir.stream.ControlFrames;
import java.util.Objects;

/**
 * The acceptor's side of one handshake: Hello, Challenges if the authenticator wants them, then Welcome or Refuse
 * (N-2). Of the peer nothing is kept but this object until Welcome is sent; the way back to it is opened only when its
 * first frame is there. Owned by the agent.
 */
final class AcceptHandshake implements PendingPeer
{
    private enum State
    {
        /** Nothing was heard yet. */
        HELLO,
        /** The authenticator decides. */
        AUTHENTICATING,
        /** A Challenge waits for room. */
        CHALLENGING,
        /** The peer is to answer the Challenge. */
        CHALLENGED,
        /** Who the peer is, is known; Welcome waits for the way back, or for room. */
        WELCOMING,
        /** Refuse waits for the way back, or for room. */
        REFUSING,
        /** Over, one way or the other. */
        DONE
    }

    private final PendingHandshakes pending;
    private final long id;
    private final Connection connection;
    private final PeerAuthenticator authenticator;
    private final HandshakeReader reader;
    private final long deadlineNs;
    private State state = State.HELLO;
    private Greeting hello;
    private byte[] challenge;
    private String principal;
    private Admittance admittance;
    private SessionCode code;
    private String message;
    private boolean shown;

    AcceptHandshake(
        final PendingHandshakes pending,
        final long id,
        final Connection connection,
        final long deadlineNs)
    {
        this.pending = pending;
        this.id = id;
        this.connection = connection;
        this.deadlineNs = deadlineNs;
        authenticator = pending.authenticator();
        reader = pending.reader();
    }

    boolean isDone()
    {
        return State.DONE == state;
    }

    /** {@return whether its peer has said nothing, not even what is still to be read} */
    boolean isSilent()
    {
        return State.HELLO == state && !connection.hasSpoken();
    }

    /** Goes as far as it can. */
    int work(final long nowNs)
    {
        if (isDone())
        {
            return 0;
        }
        final State before = state;
        int work = connection.work(0);
        if (reader.read(connection))
        {
            work++;
            onFrame();
        }
        step();
        if (!isDone() && connection.isDrained())
        {
            end(CounterType.HANDSHAKES_ABANDONED_TOTAL);
        }
        else if (!isDone() && nowNs - deadlineNs >= 0)
        {
            expire();
        }
        return work + (before == state ? 0 : 1);
    }

    /** The engine is closing. */
    void close()
    {
        if (!isDone() && State.REFUSING != state)
        {
            refuse(SessionCode.SHUTDOWN, "the engine is closing");
            step();
        }
    }

    /** The agent has stopped: there is no time left. */
    void abort()
    {
        if (!isDone())
        {
            end(CounterType.HANDSHAKES_ABANDONED_TOTAL);
        }
    }

    @Override
    public long id()
    {
        return id;
    }

    @Override
    public String description()
    {
        return connection.description();
    }

    @Override
    public void accept(final String name)
    {
        Objects.requireNonNull(name, "principal");
        if (State.AUTHENTICATING == state)
        {
            principal = name;
            state = State.WELCOMING;
        }
    }

    @Override
    public void challenge(final byte[] bytes)
    {
        if (State.AUTHENTICATING == state)
        {
            challenge = bytes.clone();
            state = State.CHALLENGING;
        }
    }

    @Override
    public void reject(final String reason)
    {
        if (State.AUTHENTICATING == state)
        {
            refuse(SessionCode.UNAUTHENTICATED, reason);
        }
    }

    private void onFrame()
    {
        final int templateId = reader.templateId();
        if (State.REFUSING == state)
        {
            return;
        }
        if (RefuseDecoder.TEMPLATE_ID == templateId)
        {
            end(CounterType.HANDSHAKES_ABANDONED_TOTAL);
        }
        else if (FrameOutcome.UNSUPPORTED_VERSION == reader.outcome())
        {
            refuseVersion("frames are");
        }
        else if (HelloDecoder.TEMPLATE_ID == templateId && State.HELLO == state)
        {
            onHello(reader.greeting(), reader.bytes());
        }
        else if (ChallengeResponseDecoder.TEMPLATE_ID == templateId && State.CHALLENGED == state &&
            reader.correlationId() == id)
        {
            state = State.AUTHENTICATING;
            ask(() -> authenticator.onChallengeResponse(this, reader.bytes()));
        }
        else if (RollDecoder.TEMPLATE_ID != templateId || !connection.onRoll((int)reader.correlationId()))
        {
            refuse(SessionCode.PROTOCOL_VIOLATION, HandshakeReader.NO_FRAME == templateId ?
                "a frame " + reader.outcome().text() : "a frame of template " + templateId + " out of turn");
        }
    }

    private void onHello(final Greeting greeting, final byte[] credentials)
    {
        hello = greeting;
        if (!FrameSchema.STREAM.reads(greeting.version()))
        {
            refuseVersion("Hello says");
        }
        else if (null != greeting.fault())
        {
            refuse(SessionCode.PROTOCOL_VIOLATION, "Hello asks for " + greeting.fault());
        }
        else
        {
            connection.openReply();
            state = State.AUTHENTICATING;
            shown = true;
            ask(() -> authenticator.onHello(this, credentials));
        }
    }

    private void refuseVersion(final String who)
    {
        refuse(SessionCode.VERSION, who + " of another version of the schema than this side reads, which is " +
            FrameSchema.STREAM.version());
    }

    private void step()
    {
        switch (state)
        {
            case AUTHENTICATING -> ask(() -> authenticator.onPending(this));
            case CHALLENGING ->
            {
                if (connection.isConnected() && HandshakeFrames.challenge(connection.sink(), id, challenge))
                {
                    state = State.CHALLENGED;
                }
            }
            case WELCOMING -> welcome();
            case REFUSING -> sayRefused();
            default ->
                {
                }
        }
        if (State.WELCOMING == state || State.REFUSING == state)
        {
            connection.sink().publish();
        }
    }

    private void welcome()
    {
        if (!connection.isConnected())
        {
            return;
        }
        if (null == admittance || 0 == hello.sessionId())
        {
            // Nothing is reserved before Welcome is said, so while there is no room for it others may take the place.
            admittance = pending.admit(hello, principal, connection);
        }
        if (admittance.isRefused())
        {
            refuse(admittance.code(), admittance.message());
            sayRefused();
        }
        else if (sayWelcome())
        {
            done();
            admittance.open(connection);
        }
    }

    /** Nothing stays reserved for a peer that has not been told. */
    private boolean sayWelcome()
    {
        boolean isSaid = false;
        try
        {
            isSaid = HandshakeFrames.welcome(connection.sink(), admittance.welcome());
            connection.sink().publish();
        }
        finally
        {
            if (!isSaid)
            {
                admittance.withdraw();
            }
        }
        return isSaid;
    }

    private void refuse(final SessionCode why, final String words)
    {
        code = why;
        message = words;
        state = State.REFUSING;
        connection.openReply();
        pending.count(counterOf(why));
        pending.incidents().say(
            Incidents.PEER, "a peer at " + connection.description() + " is refused (" + why + "): " + words);
    }

    private void sayRefused()
    {
        if (connection.isConnected() && HandshakeFrames.refuse(
            connection.sink(), code, ControlFrames.text(message, connection.maxFrame() >> 1)))
        {
            connection.sink().publish();
            finish();
        }
    }

    private void expire()
    {
        if (State.REFUSING == state)
        {
            finish();
        }
        else
        {
            end(CounterType.HANDSHAKES_TIMED_OUT_TOTAL);
        }
    }

    private void end(final CounterType why)
    {
        pending.count(why);
        finish();
    }

    private void finish()
    {
        done();
        connection.close();
    }

    private void done()
    {
        state = State.DONE;
        if (shown)
        {
            shown = false;
            ask(() -> authenticator.onGone(this));
        }
    }

    /** An authenticator that throws lets nobody in, for now: it has not said that the peer is nobody it knows. */
    private void ask(final Runnable question)
    {
        try
        {
            question.run();
        }
        catch (final Throwable ex)
        {
            pending.onError(ex);
            if (State.DONE != state)
            {
                refuse(SessionCode.LIMIT, "the authenticator failed: try later");
            }
        }
    }

    private static CounterType counterOf(final SessionCode code)
    {
        return switch (code)
        {
            case VERSION -> CounterType.HANDSHAKES_REFUSED_VERSION_TOTAL;
            case UNAUTHENTICATED -> CounterType.HANDSHAKES_REFUSED_UNAUTHENTICATED_TOTAL;
            case LIMIT -> CounterType.HANDSHAKES_REFUSED_LIMIT_TOTAL;
            case RESUME_LOST -> CounterType.HANDSHAKES_REFUSED_RESUME_TOTAL;
            case SHUTDOWN -> CounterType.HANDSHAKES_REFUSED_SHUTDOWN_TOTAL;
            default -> CounterType.HANDSHAKES_REFUSED_PROTOCOL_TOTAL;
        };
    }
}
