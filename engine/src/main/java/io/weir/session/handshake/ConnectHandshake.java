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

import io.weir.codecs.ChallengeDecoder;
import io.weir.codecs.FrameOutcome;
import io.weir.codecs.RefuseDecoder;
import io.weir.codecs.RollDecoder;
import io.weir.codecs.SessionCode;
import io.weir.codecs.WelcomeDecoder;
import io.weir.link.Connection;
import io.weir.policy.PeerCredentials;
import io.weir.stream.ControlFrames;
import java.nio.charset.StandardCharsets;
import org.agrona.LangUtil;

/**
 * The connector's side of one handshake: Hello, responses to Challenges, then what the peer decides (N-2). Owned by the
 * agent.
 */
final class ConnectHandshake
{
    private final String address;
    private final Connection connection;
    private final Greeting hello;
    private final PeerCredentials credentials;
    private final HandshakeOutcome outcome;
    private final long deadlineNs;
    private final HandshakeReader reader;
    private boolean saidHello;
    private byte[] response;
    private long challengeId;
    private boolean done;

    ConnectHandshake(
        final Connection connection,
        final String address,
        final Greeting hello,
        final PeerCredentials credentials,
        final HandshakeOutcome outcome,
        final long deadlineNs,
        final HandshakeReader reader)
    {
        this.connection = connection;
        this.address = address;
        this.hello = hello;
        this.credentials = credentials;
        this.outcome = outcome;
        this.deadlineNs = deadlineNs;
        this.reader = reader;
    }

    boolean isDone()
    {
        return done;
    }

    /** Goes as far as it can. */
    int work(final long nowNs)
    {
        if (done)
        {
            return 0;
        }
        int work = connection.work(0);
        if (reader.read(connection))
        {
            work++;
            onFrame();
        }
        if (!done)
        {
            work += send();
        }
        if (!done && connection.isDrained())
        {
            fail(connection.lossCode(), "the connection was lost: " + connection.reason());
        }
        else if (!done && nowNs - deadlineNs >= 0)
        {
            fail(SessionCode.IDLE, saidHello ?
                "no answer in time: the peer is busy, or there is no engine" :
                "nobody was there in time");
        }
        return work;
    }

    /** The transport threw: nothing more is to be expected of this connection. */
    void abort(final Throwable cause)
    {
        if (!done)
        {
            fail(cause instanceof OutOfMemoryError ? SessionCode.LIMIT : SessionCode.IDLE,
                "the transport failed: " + cause);
        }
    }

    /**
     * The engine is closing. Who comes back to a session says nothing: it may go on at the peer already, and its
     * Goodbye has another way (N-4).
     */
    void close()
    {
        if (!done)
        {
            if (!isResume())
            {
                sayRefused(SessionCode.SHUTDOWN, "the engine is closing");
            }
            fail(SessionCode.SHUTDOWN, "the engine that connects is closing");
        }
    }

    private void onFrame()
    {
        switch (reader.templateId())
        {
            case WelcomeDecoder.TEMPLATE_ID -> onWelcome(reader.greeting());
            case ChallengeDecoder.TEMPLATE_ID -> onChallenge();
            case RefuseDecoder.TEMPLATE_ID ->
                fail(reader.code(), new String(reader.bytes(), StandardCharsets.UTF_8));
            case RollDecoder.TEMPLATE_ID ->
            {
                if (!connection.onRoll((int)reader.correlationId()))
                {
                    violated("a Roll that leads nowhere");
                }
            }
            default -> violated(reader.outcome() == FrameOutcome.OK ?
                "a frame of template " + reader.templateId() + " out of turn" :
                "a frame " + reader.outcome().text());
        }
    }

    private void onWelcome(final Greeting welcome)
    {
        if (!saidHello || null != welcome.fault() || !welcome.isWithin(hello))
        {
            violated("a Welcome that grants what was not asked for");
            return;
        }
        done = true;
        outcome.onWelcome(connection, welcome);
    }

    private void onChallenge()
    {
        challengeId = reader.correlationId();
        try
        {
            response = credentials.onChallenge(address, reader.bytes());
        }
        catch (final Throwable ex)
        {
            sayRefused(SessionCode.UNAUTHENTICATED, "no response to the challenge");
            withoutCredentials(ex);
        }
    }

    private int send()
    {
        if (!saidHello)
        {
            saidHello = connection.isConnected() && sayHello();
            return saidHello ? 1 : 0;
        }
        if (null != response && fits(response) &&
            HandshakeFrames.challengeResponse(connection.sink(), challengeId, response))
        {
            response = null;
            connection.sink().publish();
            return 1;
        }
        return 0;
    }

    private boolean sayHello()
    {
        try
        {
            final byte[] shown = credentials.credentials(address);
            if (fits(shown) && HandshakeFrames.hello(connection.sink(), hello, shown))
            {
                connection.sink().publish();
                return true;
            }
        }
        catch (final Throwable ex)
        {
            withoutCredentials(ex);
        }
        return false;
    }

    /**
     * What this side cannot show now it may have later: a session that comes back tries again, and since nobody waits
     * for this attempt the error log hears of it (N-4).
     */
    private void withoutCredentials(final Throwable why)
    {
        fail(isResume() ? SessionCode.IDLE : SessionCode.UNAUTHENTICATED, "the credentials could not be had: " + why);
        if (isResume())
        {
            LangUtil.rethrowUnchecked(why);
        }
    }

    private boolean isResume()
    {
        return 0 != hello.sessionId();
    }

    private boolean fits(final byte[] bytes)
    {
        final int most = connection.maxFrame() >> 1;
        if (bytes.length > most)
        {
            fail(SessionCode.UNAUTHENTICATED, "credentials of " + bytes.length + " bytes; at most " + most +
                " fit a frame");
        }
        return bytes.length <= most;
    }

    private void violated(final String what)
    {
        sayRefused(SessionCode.PROTOCOL_VIOLATION, what);
        fail(SessionCode.PROTOCOL_VIOLATION, "the peer sent " + what);
    }

    /** As far as there is a way and room. */
    private void sayRefused(final SessionCode code, final String message)
    {
        if (connection.isConnected())
        {
            HandshakeFrames.refuse(connection.sink(), code, ControlFrames.text(message, connection.maxFrame() >> 1));
            connection.sink().publish();
        }
    }

    private void fail(final SessionCode code, final String message)
    {
        done = true;
        try
        {
            connection.close();
        }
        finally
        {
            outcome.onRefused(code, "no session with " + address + ": " + PeerText.oneLine(message));
        }
    }
}
