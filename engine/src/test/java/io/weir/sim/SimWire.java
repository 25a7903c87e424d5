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

import java.util.Random;

/** A connection through the simulated network: both ends and both ways. */
final class SimWire
{
    final SimNetwork network;
    final String address;
    final SimConnection connector;
    final SimConnection acceptor;
    private final SimWay up;
    private final SimWay down;
    private long reachesAtNs;
    private boolean taken;
    private boolean broken;

    SimWire(final SimNetwork network, final String address)
    {
        this.network = network;
        this.address = address;
        up = new SimWay(network, network.capacity);
        down = new SimWay(network, network.capacity);
        connector = new SimConnection(this, true, up, down);
        acceptor = new SimConnection(this, false, down, up);
        reachesAtNs = network.nowNs() + network.delayNs();
    }

    /** {@return whether the acceptor's side can know of it} */
    boolean hasReached()
    {
        return network.nowNs() >= reachesAtNs;
    }

    boolean isTaken()
    {
        return taken;
    }

    void take()
    {
        taken = true;
    }

    /** It began while nothing went through: it gets nowhere until that is over. */
    void hold()
    {
        reachesAtNs = Long.MAX_VALUE;
    }

    void release()
    {
        if (Long.MAX_VALUE == reachesAtNs)
        {
            reachesAtNs = network.nowNs() + network.delayNs();
        }
    }

    boolean isBroken()
    {
        return broken;
    }

    /** {@return whether neither end has use for it} */
    boolean isOver()
    {
        return connector.isClosedHere() && (acceptor.isClosedHere() || !taken);
    }

    /** {@return whether frames are under way that will arrive} */
    boolean isBusy()
    {
        return !isOver() && (!up.isEmpty() && !acceptor.isClosedHere() || !down.isEmpty() && !connector.isClosedHere());
    }

    void pause(final boolean value)
    {
        up.pause(value);
        down.pause(value);
    }

    /**
     * Cuts it: of what is under way a part arrives, and each end learns of it when it learns of it.
     *
     * @param random to choose by.
     */
    int cut(final Random random)
    {
        broken = true;
        final int lost = up.cut(random.nextInt(up.size() + 1)) + down.cut(random.nextInt(down.size() + 1));
        connector.noticeAt(notice(random));
        acceptor.noticeAt(notice(random));
        return lost;
    }

    /** Both ends learn of a break now. */
    void notice()
    {
        if (broken)
        {
            connector.noticeAt(network.nowNs());
            acceptor.noticeAt(network.nowNs());
        }
    }

    private long notice(final Random random)
    {
        return switch (random.nextInt(3))
        {
            case 0 -> network.nowNs();
            case 1 -> network.nowNs() + random.nextInt(20_000_000);
            default -> Long.MAX_VALUE;
        };
    }
}
