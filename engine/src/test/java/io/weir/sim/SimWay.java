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

import java.util.ArrayDeque;

/**
 * One direction of a connection in the simulated network: frames arrive in order, later than they were sent, and all of
 * them until the way breaks. Then some last ones never do, and what is sent afterwards vanishes.
 */
final class SimWay
{
    private final SimNetwork network;
    private final int capacity;
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private final ArrayDeque<Long> arrivals = new ArrayDeque<>();
    private long lastArrivalNs;
    private int vanished;
    private boolean paused;
    private boolean broken;
    private boolean ended;

    SimWay(final SimNetwork network, final int capacity)
    {
        this.network = network;
        this.capacity = capacity;
    }

    /** {@return whether another frame can be sent; a sender that does not know of the break runs full} */
    boolean hasRoom()
    {
        return (broken ? vanished : frames.size()) < capacity;
    }

    int room()
    {
        return capacity - (broken ? vanished : frames.size());
    }

    void send(final byte[] frame)
    {
        if (broken)
        {
            vanished++;
            return;
        }
        lastArrivalNs = Math.max(lastArrivalNs, network.nowNs() + network.delayNs());
        frames.add(frame);
        arrivals.add(lastArrivalNs);
    }

    /** {@return the next frame that has arrived, taken off the way; null for none} */
    byte[] take()
    {
        if (!hasArrived())
        {
            return null;
        }
        arrivals.poll();
        return frames.poll();
    }

    boolean hasArrived()
    {
        return !paused && !arrivals.isEmpty() && arrivals.peek() <= network.nowNs();
    }

    /** The sender has closed: what is under way still arrives. */
    void end()
    {
        ended = true;
    }

    /** {@return whether the receiver can know that nothing more will come} */
    boolean isOver()
    {
        return ended && !broken && frames.isEmpty();
    }

    boolean isEmpty()
    {
        return frames.isEmpty();
    }

    void pause(final boolean value)
    {
        paused = value;
    }

    /**
     * Breaks: so many frames have arrived, the others are lost.
     *
     * @param surviving count of frames.
     * @return the count of frames lost.
     */
    int cut(final int surviving)
    {
        final int lost = Math.max(0, frames.size() - surviving);
        for (int i = 0; i < lost; i++)
        {
            frames.pollLast();
            arrivals.pollLast();
        }
        for (int i = arrivals.size(); i > 0; i--)
        {
            arrivals.poll();
            arrivals.add(network.nowNs());
        }
        paused = false;
        broken = true;
        return lost;
    }

    int size()
    {
        return frames.size();
    }

    boolean isBroken()
    {
        return broken;
    }

    /** Nobody receives any more. */
    void forget()
    {
        frames.clear();
        arrivals.clear();
        broken = true;
    }
}
