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
package io.weir.aeron;

import io.weir.DataClaim;
import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Lane;
import io.weir.OpenView;
import io.weir.Result;
import io.weir.Session;
import io.weir.SessionClose;
import io.weir.SessionCloseReason;
import io.weir.SessionListener;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.StreamWriter;
import io.weir.codecs.CloseReason;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.policy.Grants;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/**
 * What {@link EngineProcess} runs: {@code market} listens and provides, {@code desk} connects and consumes. What it is
 * in the middle of when it is stopped is its mode: {@code idle}, {@code claim} (a thread has a claim open in a lane),
 * {@code handler} (the agent is in a handler, a claim open where the agent's own frames are encoded). In the mode
 * {@code echo} it sends back what it receives, and a {@code desk} asks for a durable session; in the mode {@code load},
 * which has the time-outs of an engine that was told nothing, both send numbers until a line is read, over a durable
 * session too.
 */
public final class EngineProcessMain
{
    private static final String ECHO = "echo";
    private static final String LOAD = "load";
    /** So many numbers in a millisecond are a load and leave a core for others. */
    private static final int BURST = 20;

    private static volatile int lines;

    private EngineProcessMain()
    {
    }

    /**
     * Runs until it is killed.
     *
     * @param args role, directory of the driver or {@code own}, address, mode.
     * @throws IOException when nobody reads what it says.
     */
    public static void main(final String[] args) throws IOException
    {
        final AeronTransport.Context transport = new AeronTransport.Context();
        if ("own".equals(args[1]))
        {
            transport.driver(EmbeddedDriver.launch(
                LOAD.equals(args[3]) ? new EmbeddedDriver.Context() : TransportPair.quickContext()))
                .invokesDriver(true);
        }
        else
        {
            transport.directory(args[1]).set(Settings.AERON_DRIVER_TIMEOUT, 1_000_000_000L);
        }
        final Engine.Context named = new Engine.Context().name(args[0]).set(Settings.COUNTERS_DIR, "none");
        final Engine.Context context = (LOAD.equals(args[3]) ? named : LivenessProcessTest.impatient(named))
            .transport(AeronTransport.launch(transport))
            .set(Settings.SESSION_DURABLE, ECHO.equals(args[3]) || LOAD.equals(args[3]))
            .sessionListener(new Talkative());
        final boolean market = "market".equals(args[0]);
        if (market)
        {
            context.listen(args[2]).remoteGrants(Grants.builder().toAll("*").build())
                .provider(EnginesOverAeron.TICKS, (stream, open) -> handler(stream, open, args[3]));
        }
        final Engine engine = Engine.launch(context);
        if (!market)
        {
            engine.connect(args[2]).open(
                StreamRequest.of(EnginesOverAeron.TICKS).kind(InteractionKind.DUPLEX), handler(args[3]));
        }
        say("ready");
        while (System.in.read() >= 0)
        {
            lines++;
        }
    }

    private static StreamHandler handler(final Stream stream, final OpenView open, final String mode)
    {
        if ("claim".equals(mode))
        {
            new Thread(() -> claim(stream), "claims").start();
        }
        final StreamHandler handler = handler(mode);
        if (LOAD.equals(mode))
        {
            handler.onOpened(stream);
        }
        return handler;
    }

    private static StreamHandler handler(final String mode)
    {
        return switch (mode)
        {
            case "handler" -> new Stuck();
            case ECHO -> new Echoing();
            case LOAD -> new Loaded();
            default -> new Telling();
        };
    }

    private static void claim(final Stream stream)
    {
        try (Lane lane = stream.session().acquireLane())
        {
            final StreamWriter writer = stream.writer(lane);
            final DataClaim claim = new DataClaim();
            while (writer.tryClaim(16, claim) < 0)
            {
                LockSupport.parkNanos(1_000);
            }
            say("claimed");
            awaitLine();
            claim.commit();
            long result = 0;
            while (Result.CLOSED != result && Result.NOT_CONNECTED != result)
            {
                result = writer.tryClaim(16, claim);
                if (result >= 0)
                {
                    claim.commit();
                }
            }
            say("refused " + Result.name(result));
        }
    }

    private static void awaitLine()
    {
        while (0 == lines)
        {
            LockSupport.parkNanos(1_000);
        }
    }

    private static synchronized void say(final String line)
    {
        System.out.println(line);
        System.out.flush();
    }

    /** Says what is heard of sessions. */
    private static final class Talkative implements SessionListener
    {
        @Override
        public void onOpened(final Session session)
        {
            say("session opened");
        }

        @Override
        public void onDetached(final Session session, final SessionCloseReason reason, final String text)
        {
            say("session detached " + reason);
        }

        @Override
        public void onResumed(final Session session)
        {
            say("session resumed");
        }

        @Override
        public void onClosed(final Session session, final SessionClose close)
        {
            say("session closed " + close.reason() + " " + close.code() + ": " + close.text());
        }
    }

    /** Says what is heard of a stream. */
    private static class Telling implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            say("data");
        }

        @Override
        public void onClosed(final Stream stream, final CloseReason reason, final StreamErrorCode code)
        {
            say("stream closed " + reason + " " + code);
        }
    }

    /** Sends back what it receives. */
    private static final class Echoing extends Telling
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            final long result = stream.writer().offer(buffer, offset, length);
            if (result < 0)
            {
                say("refused " + Result.name(result));
            }
        }
    }

    /** On its first Data it waits in the handler, with a claim of the agent's open. */
    private static final class Stuck extends Telling
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            final DataClaim claim = new DataClaim();
            if (0 == lines && stream.writer().tryClaim(64, claim) >= 0)
            {
                say("in handler");
                awaitLine();
                claim.buffer().setMemory(claim.offset(), 64, (byte)7);
                claim.commit();
                say("out of handler");
            }
        }
    }

    /** Sends numbers until a line is read, and requires those of the peer one after the other. */
    private static final class Loaded extends NumberHandler
    {
        @Override
        public void onOpened(final Stream opened)
        {
            super.onOpened(opened);
            new Thread(() -> send(opened), "load").start();
        }

        @Override
        public void onEnd(final Stream from)
        {
            super.onEnd(from);
            say("received " + received() + fault());
        }

        @Override
        public void onClosed(final Stream from, final CloseReason reason, final StreamErrorCode code)
        {
            super.onClosed(from, reason, code);
            say("stream closed " + reason + " " + code + fault());
        }

        private void send(final Stream stream)
        {
            try (Lane lane = stream.session().acquireLane())
            {
                final NumberSender sender = new NumberSender(stream.writer(lane));
                while (0 == lines && 0 == closes())
                {
                    sender.burst(BURST);
                    LockSupport.parkNanos(1_000_000);
                }
                if (0 == closes())
                {
                    sender.end();
                }
                say("sent " + sender.sent());
            }
        }
    }
}
