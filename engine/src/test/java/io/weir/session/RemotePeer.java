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

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.Provider;
import io.weir.Session;
import io.weir.SessionListener;
import io.weir.StreamHandler;
import io.weir.codecs.SessionCode;
import io.weir.codecs.StreamIds;
import io.weir.config.Configuration;
import io.weir.config.Setting;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.link.MemoryLink;
import io.weir.link.RawFrames;
import io.weir.policy.Admission;
import io.weir.policy.Decision;
import io.weir.policy.Grants;
import io.weir.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An agent with one session to a peer outside the process, which is the test: it feeds frames as bytes and reads the
 * answers. The agent is the acceptor, runs on the test's thread and lives by the test's clock.
 */
final class RemotePeer implements AutoCloseable
{
    /** What is granted to the peer; all else is not. */
    static final String GRANTED = "market.ticks";
    private static final int MAX_FRAME = 4096;
    private static final long BEGIN_NS = 1_000_000_000L;

    final List<String> heard = new ArrayList<>();
    private final Configuration.Builder settings = Configuration.builder();
    private final Map<String, Provider> providers = new HashMap<>();
    private final List<SessionCode> closed = new ArrayList<>();
    private final Counters counters = Counters.inMemory();
    private Policy policy = Policy.ALLOW_ALL;
    private long nowNs = BEGIN_NS;
    private SessionAgent agent;
    private MemoryLink link;
    private Session session;

    RemotePeer()
    {
        provider(GRANTED, (stream, open) -> new RecordingHandler(heard));
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
                    public void onClosed(final Session ended, final SessionCode code)
                    {
                        closed.add(code);
                    }
                },
                () -> nowNs,
                () -> nowNs,
                new LanePool(configuration, counters),
                PeerPolicy.OPEN),
            0,
            null);
        agent.onStart();
        link = new MemoryLink(MAX_FRAME);
        session = connect(link, maxStreams);
        cycle();
        return this;
    }

    /** Opens a further session, over another link. */
    Session connect(final MemoryLink way, final int maxStreams)
    {
        return agent.open(
            new SessionTerms(1, StreamIds.ACCEPTOR, MAX_FRAME, maxStreams, 1024, ""),
            (opening, index) ->
            {
                opening.addInlet(way.inlet(index), way.receiver());
                return way;
            }).join();
    }

    Session session()
    {
        return session;
    }

    MemoryLink link()
    {
        return link;
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
            link.feed(frame);
        }
        cycle();
        return this;
    }

    /** Runs duty cycles until nothing is left to do. */
    void cycle()
    {
        try
        {
            while (agent.doWork() > 0)
            {
                Thread.onSpinWait();
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
        return link.takeSent().stream().map(RawFrames::describe).collect(Collectors.toList());
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
