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

import io.weir.Session;
import io.weir.codecs.StreamErrorCode;
import io.weir.stream.StreamProbe;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What the simulator does next, by chance: at a step of its own, or within a callback. */
final class SimAction
{
    private static final StreamErrorCode[] ABORTS = {
        StreamErrorCode.INTERNAL, StreamErrorCode.KILLED, StreamErrorCode.INVALID_PARAMS};
    private static final int ANOTHER_THREAD_ONE_IN = 5;

    private final Simulation sim;
    private final Random random;
    private final boolean isBusy;

    SimAction(final Simulation sim)
    {
        this.sim = sim;
        this.random = sim.random;
        isBusy = random.nextBoolean();
    }

    /** One step from outside any callback. */
    void step()
    {
        if (null != sim.network)
        {
            network();
        }
        final int dice = random.nextInt(1000);
        if (dice < 300)
        {
            invokeOne();
        }
        else if (dice < 380)
        {
            open(0 == random.nextInt(ANOTHER_THREAD_ONE_IN));
        }
        else if (dice < 860)
        {
            for (int i = isBusy ? 1 + random.nextInt(8) : 1; i > 0; i--)
            {
                act(sim.anySide(), 0 == random.nextInt(ANOTHER_THREAD_ONE_IN));
            }
        }
        else if (dice < 930)
        {
            pollLane();
        }
        else if (dice < 975)
        {
            tick();
        }
        else if (dice < 985)
        {
            changePolicy();
        }
        else
        {
            session(dice);
        }
    }

    private void network()
    {
        if (0 == random.nextInt(40))
        {
            sim.disturb();
        }
        if (null == sim.anyLink() && 0 == random.nextInt(20) && sim.links.size() < 12)
        {
            sim.connect();
        }
        if (0 == random.nextInt(3))
        {
            sim.clock.advance(random.nextInt(500_000), TimeUnit.NANOSECONDS);
        }
    }

    /** Something within a callback of a side. */
    void reaction(final SimSide side)
    {
        final int dice = random.nextInt(20);
        if (0 == dice)
        {
            open(false);
        }
        else if (dice < 4)
        {
            act(sim.anySide(), false);
        }
        else if (4 == dice && 0 == random.nextInt(10))
        {
            session(995 + random.nextInt(5));
        }
        else
        {
            act(side, false);
        }
    }

    private void invokeOne()
    {
        int total = 0;
        for (final SimNode node : sim.nodes)
        {
            total += node.invokeWeight;
        }
        int chosen = random.nextInt(total);
        for (final SimNode node : sim.nodes)
        {
            chosen -= node.invokeWeight;
            if (chosen < 0)
            {
                sim.invoke(node);
                return;
            }
        }
    }

    private void open(final boolean byOther)
    {
        final SimLink link = sim.anyLink();
        if (null != link)
        {
            sim.open(link, random.nextBoolean(), byOther);
        }
    }

    private void pollLane()
    {
        final SimLink link = sim.anyLink();
        final SimLink.SimLane lane = null == link ? null : sim.anyLane(link, random.nextBoolean());
        if (null != lane)
        {
            poll(sim, lane);
        }
    }

    static void poll(final Simulation sim, final SimLink.SimLane lane)
    {
        final SimLink.SimLane before = sim.polled;
        sim.polled = lane;
        lane.lane.poll();
        sim.polled = before;
    }

    private void tick()
    {
        final int dice = random.nextInt(20);
        final long amount = dice < 12 ? random.nextInt(2_000_000) : dice < 19 ? random.nextInt(30_000_000) :
            TimeUnit.MILLISECONDS.toNanos(random.nextInt(300));
        sim.trace.add("clock +" + amount);
        sim.clock.advance(amount, TimeUnit.NANOSECONDS);
    }

    private void changePolicy()
    {
        final SimNode node = sim.anyNode();
        node.defers = random.nextBoolean();
        node.kills = 0 == random.nextInt(3);
        sim.trace.add(node.name + " policy: defers " + node.defers + ", kills " + node.kills);
        if (random.nextBoolean())
        {
            node.engine.policyChanged();
        }
        else
        {
            sim.foreign.run(node.engine::policyChanged);
        }
    }

    private void session(final int dice)
    {
        final SimLink link = sim.anyLink();
        if (dice < 993)
        {
            lanes(link);
        }
        else if (null != link && dice < 996)
        {
            interrupt(link);
        }
        else if (null != link && dice < 998)
        {
            close(link);
        }
        else if (dice < 999 && sim.links.size() < 5 && null == sim.polled && !sim.isWithinCallback())
        {
            sim.connect();
        }
    }

    private void lanes(final SimLink link)
    {
        if (null == link)
        {
            return;
        }
        final boolean fromConnector = random.nextBoolean();
        final SimLink.SimLane lane = sim.anyLane(link, fromConnector);
        if (null == lane || link.lanes.size() < 3 && 0 != random.nextInt(3))
        {
            if (link.lanes.size() < 6 && heldLanes(link.node(fromConnector)) < 6)
            {
                link.lanes.add(new SimLink.SimLane(link.end(fromConnector).acquireLane(), link, fromConnector));
                sim.trace.add("lane from " + (fromConnector ? "c" : "a") + link.id);
            }
        }
        else if (lane != sim.polled)
        {
            sim.trace.add("close a lane");
            lane.closed = true;
            lane.lane.close();
            sim.streams.forEach(stream -> leave(stream, lane));
        }
    }

    private long heldLanes(final SimNode node)
    {
        return sim.links.values().stream().flatMap(link -> link.lanes.stream())
            .filter(lane -> !lane.closed && lane.link.node(lane.fromConnector) == node).count();
    }

    private static void leave(final SimStream stream, final SimLink.SimLane lane)
    {
        for (int i = 0; i < 2; i++)
        {
            final SimSide side = stream.side(0 == i);
            if (null != side && side.lane == lane && side.isLive())
            {
                side.leaveLane();
            }
        }
    }

    private void interrupt(final SimLink link)
    {
        final boolean atConnector = random.nextBoolean();
        sim.trace.add("interrupt " + (atConnector ? "c" : "a") + link.id);
        sim.streams.forEach(stream ->
        {
            if (stream.link == link)
            {
                stream.interrupted = true;
            }
        });
        final Session end = link.end(atConnector);
        if (random.nextBoolean() || sim.isWithinCallback())
        {
            // What is opened meanwhile, in a callback, is interrupted too.
            final int opened = sim.streams.size();
            end.interrupt();
            sim.streams.subList(Math.min(opened, sim.streams.size()), sim.streams.size())
                .forEach(stream -> stream.interrupted = true);
        }
        else
        {
            link.interrupting = true;
            sim.foreign.run(end::interrupt);
        }
    }

    private void close(final SimLink link)
    {
        final boolean atConnector = random.nextBoolean();
        sim.trace.add("close session " + (atConnector ? "c" : "a") + link.id);
        link.closing(sim.clock.nanoTime());
        link.end(atConnector).close();
    }

    /** One thing that the application of a side may do. */
    private void act(final SimSide side, final boolean byOther)
    {
        if (null == side || !side.isLive())
        {
            return;
        }
        final int dice = random.nextInt(100);
        if (dice < 60)
        {
            send(side, dice);
        }
        else if (dice < 80)
        {
            consume(side, byOther);
        }
        else if (dice < 84 && side.sends())
        {
            side.chooseEmitter();
        }
        else if (dice < 86 && side.isOpener)
        {
            sim.trace.add(side + " cancels" + (byOther ? " by another thread" : ""));
            side.cancelAsked = true;
            if (byOther)
            {
                sim.foreign.run(side.stream::cancel);
            }
            else
            {
                side.cancelled = true;
                side.stream.cancel();
            }
        }
        else if (85 == dice && !side.isOpener)
        {
            stopReceiving(side, byOther);
        }
        else if (86 == dice && !side.isOpener)
        {
            final StreamErrorCode code = ABORTS[random.nextInt(ABORTS.length)];
            sim.trace.add(side + " aborts " + code);
            side.aborts.add(code);
            if (byOther)
            {
                sim.foreign.run(() -> side.stream.abort(code, "stop"));
            }
            else
            {
                side.stream.abort(code, random.nextBoolean() ? "" : "stop");
            }
        }
    }

    private void stopReceiving(final SimSide side, final boolean byOther)
    {
        sim.trace.add(side + " stops receiving" + (byOther ? " by another thread" : ""));
        side.stopAsked |= side.receives();
        if (byOther)
        {
            sim.foreign.run(side.stream::stopReceiving);
        }
        else
        {
            side.stopped |= side.receives();
            side.stream.stopReceiving();
            side.granted = StreamProbe.granted(side.stream);
        }
    }

    private void send(final SimSide side, final int dice)
    {
        if (!side.sends())
        {
            if (!side.isOpener && dice < 3)
            {
                side.attempt(SimSide.Want.CLOSE, 0);
            }
            return;
        }
        if (null != side.want && 0 != random.nextInt(4))
        {
            return;
        }
        final int max = side.maxPayload();
        if (dice < 28)
        {
            side.attempt(SimSide.Want.OFFER, 0 == random.nextInt(30) ? max + random.nextInt(2) : random.nextInt(60));
        }
        else if (dice < 40)
        {
            side.attempt(SimSide.Want.CLAIM, random.nextInt(Math.min(max, 100)));
        }
        else if (dice < 52)
        {
            final int window = Math.min(side.owner.request.window(), 8);
            side.attempt(SimSide.Want.MESSAGE, random.nextInt(max * (window + 2)));
        }
        else if (dice < 53)
        {
            side.attempt(SimSide.Want.OFFER_END, random.nextInt(3) * 10);
        }
        else if (dice < 55)
        {
            side.attempt(SimSide.Want.END, 0);
        }
        else if (!side.isOpener && dice < 58)
        {
            side.attempt(58 - 1 == dice ? SimSide.Want.CLOSE_ERROR : SimSide.Want.CLOSE, 0);
        }
    }

    private void consume(final SimSide side, final boolean byOther)
    {
        if (side.taking.isDemanding && random.nextBoolean())
        {
            final int frames = 1 + random.nextInt(6);
            sim.trace.add(side + " requests " + frames);
            if (byOther)
            {
                sim.foreign.run(() -> side.taking.demand(frames));
            }
            else
            {
                side.taking.demand(frames);
            }
        }
        else if (side.taking.takeable() > 0)
        {
            final long frames = 1 + random.nextInt((int)side.taking.takeable());
            sim.trace.add(side + " consumes " + frames);
            if (byOther)
            {
                sim.foreign.run(() -> side.taking.take(frames));
            }
            else
            {
                side.taking.take(frames);
            }
            side.owner.require(
                side.stopAsked || StreamProbe.consumed(side.stream) <= side.received, side,
                "C-4: consumed more than was received");
        }
    }
}
