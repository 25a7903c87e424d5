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

import io.weir.counters.Counters;
import io.weir.fixture.ManualClock;
import io.weir.link.Connection;
import io.weir.link.ConnectionListener;
import io.weir.link.Transport;
import io.weir.link.TransportAgent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A network between engines that delays, pauses, cuts and restores, by chance and on one thread. It promises what Aeron
 * does: within a connection nothing is lost or overtaken until it breaks; a break may lose any last part of what was
 * under way, each way.
 */
final class SimNetwork
{
    static final String SCHEME = "sim";

    final int capacity;
    final int maxFrame;
    private final ManualClock clock;
    private final Random random;
    private final int longestDelayNs;
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final List<SimWire> wires = new ArrayList<>();
    private boolean parted;
    private int breaks;
    private int lost;

    /** Who listens at an address. */
    private record Listener(TransportAgent agent, ConnectionListener listener)
    {
    }

    SimNetwork(final ManualClock clock, final Random random)
    {
        this.clock = clock;
        this.random = random;
        capacity = 2 + random.nextInt(0 == random.nextInt(2) ? 6 : 60);
        maxFrame = random.nextBoolean() ? 4096 : 1408;
        longestDelayNs = 1 + random.nextInt(0 == random.nextInt(2) ? 1_000 : 2_000_000);
    }

    /** {@return a way into this network for one engine} */
    Transport transport()
    {
        return new Transport()
        {
            @Override
            public String scheme()
            {
                return SCHEME;
            }

            @Override
            public void check(final String address, final boolean listening)
            {
                if (!address.startsWith(SCHEME + ":"))
                {
                    throw new IllegalArgumentException(address);
                }
            }

            @Override
            public TransportAgent agent(final String agentName, final Counters counters)
            {
                return new Agent();
            }

            @Override
            public void close()
            {
            }
        };
    }

    /** Cuts a connection that is open. */
    boolean breakOne()
    {
        final List<SimWire> whole = wires.stream().filter(wire -> !wire.isOver() && !wire.isBroken()).toList();
        if (whole.isEmpty())
        {
            return false;
        }
        lost += whole.get(random.nextInt(whole.size())).cut(random);
        breaks++;
        return true;
    }

    /** Nothing arrives on one of the connections, but nothing is lost. */
    void pauseOne()
    {
        if (!wires.isEmpty())
        {
            wires.get(random.nextInt(wires.size())).pause(true);
        }
    }

    /** No new connection comes about. */
    void part()
    {
        parted = true;
    }

    /** Everything goes through again. */
    void restore()
    {
        parted = false;
        wires.forEach(wire ->
        {
            wire.pause(false);
            wire.release();
        });
    }

    /** Everything goes through again, and whoever has not noticed a break does now. */
    void heal()
    {
        restore();
        wires.forEach(SimWire::notice);
    }

    /** {@return whether nothing is under way} */
    boolean isStill()
    {
        return wires.stream().noneMatch(SimWire::isBusy);
    }

    int breaks()
    {
        return breaks;
    }

    int lost()
    {
        return lost;
    }

    /** {@return the count of connections that an end still holds} */
    int held()
    {
        return (int)wires.stream().filter(wire -> !wire.isOver()).count();
    }

    long nowNs()
    {
        return clock.nanoTime();
    }

    long delayNs()
    {
        return random.nextInt(longestDelayNs);
    }

    /** The part of one agent. */
    private final class Agent implements TransportAgent
    {
        private final List<SimConnection> mine = new ArrayList<>();

        @Override
        public int doWork(final long nowNs)
        {
            int done = 0;
            for (int i = 0; i < wires.size(); i++)
            {
                final SimWire wire = wires.get(i);
                final Listener listener = listeners.get(wire.address);
                if (null != listener && this == listener.agent && !wire.isTaken() && wire.hasReached() &&
                    !wire.connector.isClosedHere() && !wire.isBroken() && listener.listener.onConnection(wire.acceptor))
                {
                    wire.take();
                    mine.add(wire.acceptor);
                    done++;
                }
            }
            wires.removeIf(SimWire::isOver);
            return done;
        }

        @Override
        public Connection connect(final String address)
        {
            final SimWire wire = new SimWire(SimNetwork.this, address);
            if (parted)
            {
                wire.hold();
            }
            wires.add(wire);
            mine.add(wire.connector);
            return wire.connector;
        }

        @Override
        public void listen(final String address, final ConnectionListener listener)
        {
            listeners.putIfAbsent(address, new Listener(this, listener));
        }

        @Override
        public void close()
        {
            listeners.values().removeIf(listener -> this == listener.agent);
            mine.forEach(Connection::close);
        }
    }
}
