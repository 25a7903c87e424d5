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

import io.weir.counters.CounterType;
import java.util.concurrent.TimeUnit;

/** The end of a run: sessions and engines are closed in one way or another, and nothing may be left. */
final class SimEnding
{
    private static final int ROUNDS = 3_000;

    private final Simulation sim;

    SimEnding(final Simulation sim)
    {
        this.sim = sim;
    }

    void run()
    {
        switch (sim.random.nextInt(4))
        {
            case 0 -> closeEngine();
            case 1 ->
            {
                interruptAll();
                closeSessions();
            }
            default -> closeSessions();
        }
        for (final SimStream stream : sim.streams)
        {
            if (!stream.isOver())
            {
                throw new AssertionError(
                    "S-5: " + stream + " has not ended on both sides: opener " + stream.opener.closed +
                        ", acceptor " + (null == stream.acceptor ? "none" : stream.acceptor.closed));
            }
        }
    }

    private void interruptAll()
    {
        sim.streams.forEach(stream -> stream.interrupted = true);
        sim.links.values().forEach(link ->
        {
            if (link.isReady())
            {
                link.interrupting = true;
                link.end(sim.random.nextBoolean()).interrupt();
            }
        });
    }

    private void closeSessions()
    {
        sim.links.values().forEach(link ->
        {
            link.closing(sim.clock.nanoTime());
            if (link.isReady())
            {
                sim.trace.add("close session " + link.id);
                link.end(sim.random.nextBoolean()).close();
            }
        });
        rest();
        for (final SimNode node : sim.nodes)
        {
            zero(node, CounterType.STREAMS_OPEN);
            zero(node, CounterType.STREAM_TOMBSTONES);
            zero(node, CounterType.SESSIONS_OPEN);
            if (null != node.fault())
            {
                throw new AssertionError(node.name + " counts " + node.fault());
            }
            if (node.crashes != node.engine.counters().errorLog().observations())
            {
                throw new AssertionError(node.name + " has logged " + node.engine.counters().errorLog().observations() +
                    " errors instead of " + node.crashes + ": " + node.errors());
            }
        }
    }

    /** One engine goes with everything open; its peer finds out. */
    private void closeEngine()
    {
        final SimNode node = sim.anyNode();
        sim.trace.add("close engine " + node.name);
        sim.links.values().forEach(link ->
        {
            if (node == link.connector || node == link.acceptor)
            {
                link.cutOff = true;
            }
        });
        sim.quiet = sim.random.nextBoolean();
        sim.clock.run(TimeUnit.MICROSECONDS.toNanos(500));
        node.closed = true;
        node.engine.close();
        sim.clock.run(0);
        sim.throwFailure();
        sim.links.values().forEach(link ->
        {
            if (node != link.connector && node != link.acceptor && link.isReady())
            {
                link.closing(sim.clock.nanoTime());
                link.end(sim.random.nextBoolean()).close();
            }
        });
        rest();
    }

    /** Until no session is left. */
    private void rest()
    {
        sim.quiet = true;
        if (null != sim.network)
        {
            sim.network.heal();
        }
        // What was being connected may open late.
        final int calmRounds = null == sim.network ? 0 : 400;
        int calm = 0;
        for (int i = 0; calm < calmRounds || !isOver(); i++)
        {
            calm = isOver() ? calm + 1 : 0;
            closeLate();
            sim.expire();
            if (i > ROUNDS)
            {
                throw new AssertionError("S-10: sessions do not end: " +
                    sim.links.values().stream().filter(link -> !link.isOver()).map(link -> link.id + " of " +
                        (null == link.connector ? "nobody" : link.connector.name) + " with " + link.acceptor.name +
                        ", ended on " + link.endsClosed + " sides").toList());
            }
            for (final SimNode node : sim.nodes)
            {
                if (!node.closed)
                {
                    node.engine.invoke();
                }
            }
            sim.clock.advance(null == sim.network || i < ROUNDS / 2 ? 200 : 100_000, TimeUnit.MICROSECONDS);
            sim.checkAll();
        }
        for (int i = 0; i < 4; i++)
        {
            sim.clock.advance(2, TimeUnit.MILLISECONDS);
            sim.nodes.stream().filter(node -> !node.closed).forEach(node -> node.engine.invoke());
        }
        sim.throwFailure();
        if (null != sim.network && 0 != sim.network.held())
        {
            throw new AssertionError(
                "N-4: " + sim.network.held() + " connections are held by an end without a session");
        }
    }

    /** A session that opened after the others were closed. */
    private void closeLate()
    {
        if (null != sim.network)
        {
            sim.links.values().stream()
                .filter(link -> link.isReady() && link.connectorEnd.isOpen() && link.acceptorEnd.isOpen())
                .forEach(link ->
                {
                    link.closing(sim.clock.nanoTime());
                    link.connectorEnd.close();
                });
        }
    }

    private boolean isOver()
    {
        return sim.links.values().stream().allMatch(SimLink::isOver);
    }

    private static void zero(final SimNode node, final CounterType type)
    {
        if (0 != node.count(type))
        {
            throw new AssertionError(node.name + " counts " + node.count(type) + " of " + type);
        }
    }
}
