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
import io.weir.stream.HeldPool;
import io.weir.stream.StreamProbe;
import io.weir.stream.StreamState;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run come to rest: everything is polled, everything consumed, nothing new is begun, and senders do again only
 * what they are told that they can. Then nobody may be left waiting (C-5).
 */
final class Quiescence
{
    private static final int ROUNDS = 120;
    private static final int CALM_ROUNDS = 24;
    /** Heartbeats never rest: it is enough that nobody waits for so long. */
    private static final int NETWORK_CALM_ROUNDS = 64;

    private final Simulation sim;

    Quiescence(final Simulation sim)
    {
        this.sim = sim;
    }

    void reach()
    {
        sim.trace.add("quiesce");
        sim.quiet = true;
        if (null != sim.network)
        {
            sim.network.heal();
        }
        final int calmRounds = null == sim.network ? CALM_ROUNDS : NETWORK_CALM_ROUNDS;
        int calm = 0;
        for (int i = 0; calm < calmRounds; i++)
        {
            if (i > ROUNDS * 20)
            {
                throw new AssertionError("no rest after " + i + " rounds: " + waiting() + ", ending " +
                    isEnding() + ", connected " + sim.isConnected());
            }
            final boolean isBusy = round() && null == sim.network || !sim.isConnected() || isEnding();
            calm = isBusy || null != waiting() && i < ROUNDS * (null == sim.network ? 1 : 4) ? 0 : calm + 1;
            sim.checkAll();
        }
        final String waiting = waiting();
        if (null != waiting)
        {
            throw new AssertionError("C-5: " + waiting);
        }
        settled();
        sim.links.values().forEach(link -> link.interrupting = false);
        sim.quiet = false;
    }

    /** Whether there was anything to do. */
    private boolean round()
    {
        for (int i = 0; i < sim.streams.size(); i++)
        {
            drain(sim.streams.get(i).opener);
            drain(sim.streams.get(i).acceptor);
        }
        for (final SimLink link : sim.links.values())
        {
            for (final SimLink.SimLane lane : link.lanes)
            {
                if (!lane.closed)
                {
                    SimAction.poll(sim, lane);
                }
            }
        }
        int work = 0;
        sim.expire();
        for (final SimNode node : sim.nodes)
        {
            work += node.closed ? 0 : node.engine.invoke();
        }
        sim.clock.advance(1, TimeUnit.MILLISECONDS);
        return work > 0;
    }

    /** Whether a deadline has passed, or a Cancel is under way, whose answer takes its time. */
    private boolean isEnding()
    {
        return null != sim.network && (sim.streams.stream().anyMatch(
            stream -> stream.opener.closed) ||
            sim.nodes.stream().anyMatch(node -> !node.closed && node.count(CounterType.STREAM_TOMBSTONES) > 0));
    }

    private void drain(final SimSide side)
    {
        if (null == side || !side.isLive())
        {
            return;
        }
        if (side.taking.takeable() > 0)
        {
            side.taking.take(side.taking.takeable());
        }
        if (side.taking.isDemanding && side.taking.demand < side.received + 100L)
        {
            side.taking.demand(1_000);
        }
        if (SimSide.Emitter.SHARED == side.emitter)
        {
            side.retry();
        }
    }

    /** {@return who waits for what cannot be long in coming, or null} */
    private String waiting()
    {
        for (final SimStream stream : sim.streams)
        {
            final SimSide opener = stream.opener;
            final SimSide acceptor = stream.acceptor;
            if (isOpen(opener) && null != acceptor && isOpen(acceptor))
            {
                final String waiting = null == waiting(opener) ? waiting(acceptor) : waiting(opener);
                if (null != waiting)
                {
                    return waiting;
                }
            }
            final boolean isEnding = opener.cancelAsked || opener.crashed ||
                null != acceptor &&
                    (acceptor.closeSent || acceptor.closesItself() || acceptor.crashed || !acceptor.aborts.isEmpty() ||
                        acceptor.closed);
            if (isEnding && !stream.isOver())
            {
                return stream + " has been ended, and not everyone has heard it: opener " + opener.closed +
                    ", acceptor " +
                    (null == acceptor ? "none" : acceptor.closed);
            }
        }
        return null;
    }

    private static boolean isOpen(final SimSide side)
    {
        return null != side.stream && StreamState.OPEN == StreamProbe.state(side.stream);
    }

    private static String waiting(final SimSide sender)
    {
        if (sender.peer().stopAsked)
        {
            // Nobody takes what it sends, so nobody need give it credit (S-8).
            return null;
        }
        // A message that needs more credit than a used up pool gives waits for others to end (C-3).
        final boolean isShort =
            SimSide.Want.MESSAGE == sender.want && StreamProbe.isCutShort(sender.peer().stream);
        if (null != sender.want && !isShort)
        {
            return sender + " waits to be told that it can " + sender.want + ", credit " + credit(sender) +
                ", emitter " +
                sender.emitter;
        }
        final SimSide receiver = sender.peer();
        if (sender.sends() && receiver.received < sender.sent.size())
        {
            return receiver + " has received " + receiver.received + " of " + sender.sent.size();
        }
        if (sender.sends() && sender.hasSentEnd() != receiver.endHeard)
        {
            return receiver + " has not heard END";
        }
        return null;
    }

    private static long credit(final SimSide side)
    {
        return StreamProbe.sendLimit(side.stream) - StreamProbe.sendSeq(side.stream);
    }

    /** What must be equal on both ends once nothing is under way. */
    private void settled()
    {
        for (final SimStream stream : sim.streams)
        {
            final SimSide acceptor = stream.acceptor;
            if (isOpen(stream.opener) && null != acceptor && isOpen(acceptor))
            {
                settled(stream.opener, acceptor);
                settled(acceptor, stream.opener);
            }
        }
        for (final SimStream stream : sim.known)
        {
            checkPool(stream.opener);
            checkPool(stream.acceptor);
        }
        for (final SimLink link : sim.links.values())
        {
            if (link.isReady() && !link.closing && !link.cutOff)
            {
                final long live =
                    sim.streams.stream().filter(stream -> stream.link == link && !stream.isOver()).count();
                equal("streams of c" + link.id, live, link.connectorEnd.streamCount());
                equal("streams of a" + link.id, live, link.acceptorEnd.streamCount());
            }
        }
        for (final SimNode node : sim.nodes)
        {
            if (!node.closed)
            {
                equal("tombstones of " + node.name, 0, node.count(CounterType.STREAM_TOMBSTONES));
                equal("errors of " + node.name + node.errors(), node.crashes,
                    node.engine.counters().errorLog().observations());
                equal("faults of " + node.name, null, node.fault());
            }
        }
    }

    /** What is reserved is the share of streams that are there, and no more than the pool has (C-3). */
    private static void checkPool(final SimSide side)
    {
        if (null != side && null != side.stream)
        {
            final HeldPool pool = StreamProbe.pool(side.stream);
            equal("pool of " + side, StreamProbe.reservedByAll(side.stream), pool.reserved());
            if (pool.reserved() > pool.capacity())
            {
                throw new AssertionError(side + " C-3: " + pool.reserved() + " reserved of " + pool.capacity());
            }
        }
    }

    private void settled(final SimSide sender, final SimSide receiver)
    {
        if (sender.sends())
        {
            equal("limit known to " + sender, StreamProbe.granted(receiver.stream),
                StreamProbe.sendLimit(sender.stream));
        }
    }

    private static void equal(final String what, final Object expected, final Object actual)
    {
        final boolean isEqual = expected instanceof Number && actual instanceof Number ?
            ((Number)expected).longValue() == ((Number)actual).longValue() : expected == actual;
        if (!isEqual)
        {
            throw new AssertionError(what + ": " + actual + " instead of " + expected);
        }
    }
}
