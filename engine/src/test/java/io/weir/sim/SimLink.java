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

import io.weir.Lane;
import io.weir.Session;
import java.util.ArrayList;
import java.util.List;

/** A session of the simulation: both ends, the lanes into either, and what was done to it. */
final class SimLink
{
    /** A lane and where it leads. */
    static final class SimLane
    {
        final Lane lane;
        final SimLink link;
        final boolean fromConnector;
        boolean closed;

        SimLane(final Lane lane, final SimLink link, final boolean fromConnector)
        {
            this.lane = lane;
            this.link = link;
            this.fromConnector = fromConnector;
        }
    }

    final long id;
    final List<SimLane> lanes = new ArrayList<>();
    SimNode connector;
    SimNode acceptor;
    Session connectorEnd;
    Session acceptorEnd;
    boolean closing;
    boolean cutOff;
    boolean interrupting;
    long closeAtNs;
    int endsClosed;
    /** Ends that have lost their connection and wait for another. */
    int detached;
    long detachedAtNs;

    SimLink(final long id)
    {
        this.id = id;
    }

    Session end(final boolean ofConnector)
    {
        return ofConnector ? connectorEnd : acceptorEnd;
    }

    SimNode node(final boolean ofConnector)
    {
        return ofConnector ? connector : acceptor;
    }

    boolean isReady()
    {
        return null != connectorEnd && null != acceptorEnd && 0 == endsClosed;
    }

    /**
     * {@return whether streams may have been cut off: an engine was closed, or a close took longer than its time-out}
     */
    boolean mayHaveLost(final long nowNs)
    {
        return cutOff || closing && nowNs - closeAtNs >= SimNode.CLOSE_TIMEOUT_NS;
    }

    /** {@return whether both ends are over; the connector's may never have heard that the session began} */
    boolean isOver()
    {
        return endsClosed == (null == connectorEnd ? 1 : 2);
    }

    void closing(final long nowNs)
    {
        if (!closing)
        {
            closing = true;
            closeAtNs = nowNs;
        }
    }
}
