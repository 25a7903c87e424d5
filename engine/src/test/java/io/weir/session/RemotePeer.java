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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Provider;
import io.weir.Session;
import io.weir.SessionClose;
import io.weir.SessionListener;
import io.weir.StreamHandler;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamIds;
import io.weir.config.Configuration;
import io.weir.config.Setting;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.link.FencedConnection;
import io.weir.link.FencedTransport;
import io.weir.link.RawFrames;
import io.weir.link.RawHandshake;
import io.weir.policy.Admission;
import io.weir.policy.Decision;
import io.weir.policy.Grants;
import io.weir.policy.Policy;
import io.weir.session.handshake.PeerPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An agent with one session to a peer outside the process, which is the test: it says Hello, feeds frames as bytes and
 * reads the answers, heartbeats left out. The agent is the acceptor, runs on the test's thread and lives by the test's
 * clock; it has much patience with peers that say nothing.
 */
final class RemotePeer implements AutoCloseable
{
    /** What is granted to the peer; all else is not. */
    static final String GRANTED = "market.ticks";
    private static final int MAX_FRAME = 4096;
    private static final int MAX_WINDOW = 1024;
    private static final long BEGIN_NS = 1_000_000_000L;
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(30);

    final List<String> heard = new ArrayList<>();
    private final Configuration.Builder settings = Configuration.builder();
    private final Map<String, Provider> providers = new HashMap<>();
    private final List<SessionCode> closed = new ArrayList<>();
    private final List<Session> opened = new ArrayList<>();
    private final FencedTransport transport = new FencedTransport();
    private final Counters counters = Counters.inMemory();
    private Policy policy = Policy.ALLOW_ALL;
    private long nowNs = BEGIN_NS;
    private SessionAgent agent;
    private FencedConnection connection;

    RemotePeer()
    {
        provider(GRANTED, (stream, open) -> new RecordingHandler(heard));
        set(Settings.SESSION_HEARTBEAT_INTERVAL, PATIENCE_NS).set(Settings.SESSION_LOSS_TIMEOUT, 2 * PATIENCE_NS);
    }

    <T> RemotePeer set(final Setting<T> setting, final T value)
    {
        settings.set(setting, value);
        return this;
    }

    RemotePeer provider(final String capability, final Provider provider)
    {
        providers.put(capability, provider);
        return this;
    }

    RemotePeer policy(final Policy value)
    {
        policy = value;
        return this;
    }

    /** Starts the agent and opens the session. */
    RemotePeer connected(final int maxStreams)
    {
        final Configuration configuration = settings.build();
        agent = new SessionAgent(
            new AgentConfig(
                "tested",
                configuration,
                counters,
                providers,
                new Admission(
                    true,
                    Grants.EVERYTHING,
                    Grants.builder().toAll(GRANTED).build(),
                    policy,
                    counters.errorLog()),
                new SessionListener()
                {
                    @Override
                    public void onOpened(final Session session)
                    {
                        opened.add(session);
                    }

                    @Override
                    public void onClosed(final Session ended, final SessionClose close)
                    {
                        closed.add(close.code());
                    }
                },
                () -> nowNs,
                () -> nowNs,
                new LanePool(configuration, counters),
                PeerPolicy.OPEN),
            0,
            null);
        agent.remote().listen(transport, "fenced:tested");
        agent.onStart();
        connection = connect(maxStreams);
        return this;
    }

    /** {@return the connection of a further session} */
    FencedConnection connect(final int maxStreams)
    {
        final FencedConnection way = transport.arrive();
        way.feed(RawHandshake.hello(0, 0, MAX_FRAME, maxStreams, MAX_WINDOW, ""));
        cycle();
        assertEquals(
            List.of("WELCOME " + MAX_FRAME + " " + maxStreams + " " + MAX_WINDOW), describe(way.takeSent()));
        return way;
    }

    /** {@return the session that was opened first} */
    Session session()
    {
        return opened.get(0);
    }

    FencedConnection connection()
    {
        return connection;
    }

    SessionAgent agent()
    {
        return agent;
    }

    /** The peer sends frames, and the agent handles them. */
    RemotePeer feed(final byte[]... frames)
    {
        for (final byte[] frame : frames)
        {
            connection.feed(frame);
        }
        cycle();
        return this;
    }

    /** The same in one message. */
    RemotePeer feedTogether(final byte[]... frames)
    {
        connection.feedTogether(frames);
        cycle();
        return this;
    }

    /** Runs duty cycles until nothing is left to do. */
    void cycle()
    {
        try
        {
            for (int idle = 0; idle < 2; idle++)
            {
                while (agent.doWork() > 0)
                {
                    idle = 0;
                }
            }
        }
        catch (final Exception ex)
        {
            throw new AssertionError("an exception out of the agent", ex);
        }
    }

    /** Lets time pass, the agent at work. */
    void advance(final long timeNs)
    {
        nowNs += timeNs;
        // The wheel turns so many ticks a cycle.
        for (int i = 0; i < 2_000; i++)
        {
            cycle();
        }
    }

    /** {@return what was sent to the peer since last asked, in words} */
    List<String> sent()
    {
        return describe(connection.takeSent());
    }

    /** {@return frames in words, heartbeats left out} */
    static List<String> describe(final List<byte[]> frames)
    {
        return frames.stream().map(RawFrames::describe).filter(text -> !"HEARTBEAT".equals(text))
            .collect(Collectors.toList());
    }

    long count(final CounterType type)
    {
        return agent.tally().value(type);
    }

    /** {@return how the session ended, empty while it lives} */
    List<SessionCode> closed()
    {
        return closed;
    }

    void requireEndedByViolation()
    {
        final List<String> sent = sent();
        assertTrue(sent.contains("GOODBYE PROTOCOL_VIOLATION"), () -> "was sent: " + sent);
        feed(RawFrames.goodbye(SessionCode.PROTOCOL_VIOLATION));
        assertTrue(closed.equals(List.of(SessionCode.PROTOCOL_VIOLATION)), () -> "closed: " + closed);
    }

    /** {@return the id of a stream that the peer opens} */
    static long id(final int generation, final int slot)
    {
        return StreamIds.of(generation, slot, StreamIds.CONNECTOR);
    }

    static Policy answering(final Decision decision)
    {
        return request -> decision;
    }

    StreamHandler recording()
    {
        return new RecordingHandler(heard);
    }

    @Override
    public void close()
    {
        agent.onClose();
        counters.close();
    }
}
