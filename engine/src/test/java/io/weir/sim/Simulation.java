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

package io.weir.sim;

import io.weir.OpenView;
import io.weir.Result;
import io.weir.Session;
import io.weir.SessionClose;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.codecs.InteractionKind;
import io.weir.codecs.StreamErrorCode;
import io.weir.config.Settings;
import io.weir.fixture.ManualClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One run of the simulator: one or two tiny engines driven by one thread through whatever the seed says, checked after
 * every step against a model that knows what each side did.
 */
final class Simulation
{
    private static final int MAX_LIVE = 24;
    private static final String[] CAPABILITIES = {
        SimNode.ALLOWED, SimNode.ALLOWED, SimNode.ALLOWED, SimNode.ALLOWED, SimNode.KILLABLE, SimNode.KILLABLE,
        SimNode.DEFERRED, SimNode.DEFERRED, SimNode.REJECTED, SimNode.DROPPED, SimNode.ABSENT};

    final long seed;
    final Random random;
    final ManualClock clock = new ManualClock();
    final SimTrace trace = new SimTrace();
    final List<SimNode> nodes = new ArrayList<>();
    final Map<Long, SimLink> links = new LinkedHashMap<>();
    final List<SimStream> streams = new ArrayList<>();
    final Foreign foreign;
    final SimWiring wiring;
    final SimNetwork network;
    boolean quiet;
    SimLink.SimLane polled;
    int opened;
    final List<SimStream> known = new ArrayList<>();
    int resumes;
    private final SimAction actions;
    private final int reactOneIn;
    private final int crashOneIn;
    private String failure;
    private int depth;

    Simulation(final long seed, final Foreign foreign, final SimWiring wiring)
    {
        this.seed = seed;
        this.foreign = foreign;
        this.wiring = wiring;
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        network = SimWiring.RINGS == wiring ? null : new SimNetwork(clock, random);
        reactOneIn = 3 + random.nextInt(12);
        crashOneIn = 0 == random.nextInt(3) ? 25 : 400;
        actions = new SimAction(this);
    }

    /** Runs to the end. */
    void run()
    {
        try
        {
            nodes.add(new SimNode(this, random, clock, 0));
            if (0 != random.nextInt(6))
            {
                nodes.add(new SimNode(this, random, clock, 1));
            }
            connect();
            final int steps = 100 + random.nextInt(300);
            for (int step = 0; step < steps; step++)
            {
                trace.step(step);
                actions.step();
                checkAll();
                if (0 == random.nextInt(60))
                {
                    new Quiescence(this).reach();
                }
            }
            new SimEnding(this).run();
        }
        catch (final Throwable ex)
        {
            throw new AssertionError("seed " + seed + ": " + ex + "\n" + trace, ex);
        }
        finally
        {
            clock.run(TimeUnit.MILLISECONDS.toNanos(2));
            nodes.forEach(node -> node.engine.close());
        }
    }

    void fail(final String what)
    {
        if (null == failure)
        {
            failure = what;
            trace.add("FAILED " + what);
        }
    }

    /**
     * What a callback found wrong is thrown here: the engine would take an exception of a handler's for its own matter.
     */
    void checkAll()
    {
        for (int i = streams.size() - 1; i >= 0; i--)
        {
            final SimStream stream = streams.get(i);
            stream.check();
            if (stream.isOver())
            {
                streams.remove(i);
            }
        }
        throwFailure();
    }

    void throwFailure()
    {
        if (null != failure)
        {
            throw new AssertionError(failure);
        }
    }

    /** {@return whether the streams of a session may be more than one of the engines takes} */
    boolean isCrowded()
    {
        return nodes.stream()
            .anyMatch(node -> node.engine.configuration().value(Settings.SESSION_STREAMS_MAX) < MAX_LIVE);
    }

    void connect()
    {
        final SimNode from = anyNode();
        final SimNode to = anyNode();
        if (!from.closed && !to.closed)
        {
            trace.add("connect " + from.name + " to " + to.name);
            if (null == network)
            {
                from.engine.connect(to.engine);
            }
            else
            {
                from.engine.connectAsync(to.address()).whenComplete((session, failure) -> trace
                    .add(null == failure ? "connected" : "not connected: " + failure.getMessage()));
            }
        }
    }

    void invoke(final SimNode node)
    {
        if (!node.closed)
        {
            trace.add("invoke " + node.name);
            expire();
            node.engine.invoke();
        }
    }

    /** Opens a stream over a link, from one of its ends. */
    void open(final SimLink link, final boolean fromConnector, final boolean byOther)
    {
        if (streams.size() >= MAX_LIVE)
        {
            return;
        }
        final SimStream stream = new SimStream(this, known.size(), link, fromConnector, request(known.size()));
        known.add(stream);
        streams.add(stream);
        trace.add("open " + stream + " " + stream.request.capability() + " " + stream.request.kind() + " window " +
            stream.request.window() + (stream.request.held() ? " held" : "") + " from " + (fromConnector ? "c" : "a") +
            link.id + (byOther ? " by another thread" : ""));
        final Session session = link.end(fromConnector);
        final long[] result = new long[1];
        if (byOther)
        {
            foreign.run(() -> result[0] = session.open(stream.request, stream.opener));
        }
        else
        {
            result[0] = session.open(stream.request, stream.opener);
        }
        opened++;
        if (result[0] < 0)
        {
            trace.add("open " + stream + ": " + Result.name(result[0]));
            streams.remove(stream);
            if (stream.opener.opened || stream.opener.closed)
            {
                fail(stream + " was refused, and its handler has heard of it");
            }
            if (Result.CLOSED == result[0] && !link.closing && !link.cutOff)
            {
                fail(stream + " answers CLOSED over an open session");
            }
        }
    }

    private StreamRequest request(final int number)
    {
        final InteractionKind[] kinds = {
            InteractionKind.REQUEST_RESPONSE, InteractionKind.SERVER_STREAM, InteractionKind.CLIENT_STREAM,
            InteractionKind.DUPLEX, InteractionKind.DUPLEX};
        final StreamRequest request = StreamRequest.of(CAPABILITIES[random.nextInt(CAPABILITIES.length)])
            .kind(kinds[random.nextInt(kinds.length)])
            .params(Integer.toString(number))
            .window(0 == random.nextInt(4) ? 0 : 1 + random.nextInt(0 == random.nextInt(3) ? 16 : 4))
            .held(0 == random.nextInt(4));
        if (0 == random.nextInt(6))
        {
            request.deadline(1 + random.nextInt(80), TimeUnit.MILLISECONDS);
        }
        return request;
    }

    /** The provider of every capability. */
    StreamHandler onAccepted(final SimNode node, final Stream stream, final OpenView open)
    {
        final SimStream model = known.get(Integer.parseInt(open.paramsUtf8()));
        trace.add("accept " + model);
        if (null != model.acceptor)
        {
            fail(model + " is opened twice");
        }
        if (model.opener.closed && !model.link.interrupting && !model.link.closing && !model.link.cutOff &&
            !model.opener.cancelAsked &&
            !model.isDeadlinePassed() &&
            !model.opener.crashed && !model.interrupted)
        {
            fail(model + " is accepted after its end");
        }
        final SimSide side = new SimSide(model, false);
        model.acceptor = side;
        if (!quiet && 0 == random.nextInt(20))
        {
            side.closed = true;
            if (random.nextBoolean())
            {
                model.refusedByProvider = true;
                return open.refuse(StreamErrorCode.INVALID_PARAMS, "bad");
            }
            side.crashed = true;
            throw crash(node);
        }
        side.accept(stream);
        try
        {
            react(side);
        }
        catch (final SimCrash ex)
        {
            // The provider throws: it has returned no handler, so none is told of the end.
            side.closed = true;
            throw ex;
        }
        return side;
    }

    void onSessionOpened(final SimNode node, final Session session)
    {
        final SimLink link = links.computeIfAbsent(session.id(), SimLink::new);
        if (null == link.acceptorEnd)
        {
            link.acceptor = node;
            link.acceptorEnd = session;
        }
        else
        {
            link.connector = node;
            link.connectorEnd = session;
        }
        trace.add("session " + session.id() + " open at " + node.name);
    }

    void onSessionClosed(final SimNode node, final Session session, final SessionClose close)
    {
        final SimLink link = links.get(session.id());
        trace.add("session " + session.id() + " closed at " + node.name + ": " + close);
        link.endsClosed++;
        if (!link.closing && !link.cutOff && null != link.connectorEnd)
        {
            fail("session " + session.id() + " closed for no reason: " + close);
        }
    }

    void onDetached(final SimNode node, final Session session, final String reason)
    {
        trace.add("session " + session.id() + " detached at " + node.name + ": " + reason);
        final SimLink link = links.get(session.id());
        link.detachedAtNs = 0 == link.detached ? clock.nanoTime() : link.detachedAtNs;
        link.detached++;
        if (SimWiring.DURABLE != wiring)
        {
            fail("session " + session.id() + " is detached, and not durable");
        }
    }

    void onResumed(final SimNode node, final Session session)
    {
        trace.add("session " + session.id() + " resumed at " + node.name);
        links.get(session.id()).detached--;
        resumes++;
    }

    /** A session that has waited for a connection for too long may end by itself. */
    void expire()
    {
        if (null != network)
        {
            links.values().stream()
                .filter(link -> link.detached > 0 && clock.nanoTime() - link.detachedAtNs >= SimNode.RETENTION_NS)
                .forEach(link -> link.cutOff = true);
        }
    }

    /** {@return whether nothing is in the way of anybody: the network is whole, every session has its connection} */
    boolean isConnected()
    {
        return null == network ||
            links.values().stream().allMatch(link -> 0 == link.detached || !link.isReady());
    }

    /** Does something to the network. */
    void disturb()
    {
        final int dice = random.nextInt(20);
        if (dice < 10 && network.breakOne())
        {
            trace.add("the network cuts a connection");
            if (SimWiring.DURABLE != wiring)
            {
                links.values().forEach(link -> link.cutOff = true);
            }
        }
        else if (dice < 13)
        {
            trace.add("the network pauses a connection");
            network.pauseOne();
        }
        else if (dice < 15)
        {
            trace.add("the network lets nobody connect");
            network.part();
        }
        else if (dice < 19)
        {
            trace.add("the network is restored");
            network.restore();
        }
        else
        {
            trace.add("the network is restored, its breaks noticed");
            network.heal();
        }
    }

    /** Within a callback: maybe does something, maybe throws. */
    void react(final SimSide side)
    {
        if (quiet || depth > 1)
        {
            return;
        }
        if (0 == random.nextInt(reactOneIn))
        {
            depth++;
            try
            {
                actions.reaction(side);
            }
            finally
            {
                depth--;
            }
        }
        if (0 == random.nextInt(crashOneIn) && 1 > depth)
        {
            trace.add(side + " crashes");
            side.crashed = true;
            throw crash(side.owner.link.node(side.isOnConnector()));
        }
    }

    private SimCrash crash(final SimNode node)
    {
        node.crashes++;
        return SimCrash.INSTANCE;
    }

    boolean isWithinCallback()
    {
        return depth > 0;
    }

    SimNode anyNode()
    {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** {@return a link whose both ends are open, or null} */
    SimLink anyLink()
    {
        final List<SimLink> ready = new ArrayList<>();
        links.values().forEach(link ->
        {
            if (link.isReady())
            {
                ready.add(link);
            }
        });
        return ready.isEmpty() ? null : ready.get(random.nextInt(ready.size()));
    }

    /** {@return an open lane out of an end, or null} */
    SimLink.SimLane anyLane(final SimLink link, final boolean fromConnector)
    {
        SimLink.SimLane found = null;
        for (final SimLink.SimLane lane : link.lanes)
        {
            if (lane.fromConnector == fromConnector && !lane.closed && (null == found || random.nextBoolean()))
            {
                found = lane;
            }
        }
        return found;
    }

    /** {@return a side that lives, or null} */
    SimSide anySide()
    {
        if (streams.isEmpty())
        {
            return null;
        }
        final SimSide side = streams.get(random.nextInt(streams.size())).side(random.nextBoolean());
        return null != side && side.isLive() ? side : null;
    }
}
