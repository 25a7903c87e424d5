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

package io.weir.perf.load;

import io.weir.config.Settings;
import io.weir.perf.Misuse;
import io.weir.perf.Ports;
import io.weir.perf.Surroundings;

import java.nio.file.Path;

/**
 * The way between the two sides of a run.
 *
 * @param label     ring, ipc, udp or connect.
 * @param address   where the provider listens; null for the ring within this process.
 * @param driver    directory of a media driver that runs already; null for one of our own.
 * @param isDurable whether the session outlives its connection.
 */
public record RigLink(String label, String address, Path driver, boolean isDurable)
{
    /** Between two engines of this process, without a transport. */
    public static final RigLink RING = new RigLink("ring", null, null, false);

    /** What a loopback device takes whole, and terms to go with it. */
    private static final String LOOPBACK = "|mtu=65504|term-length=4m";
    private static final String AERON = "aeron:";
    private static final String CONNECT = "connect";
    /** One to listen at, and the next for the way back. */
    private static final int PORTS = 2;

    /**
     * {@return the way between two engines of this process}
     *
     * @param label     ring, ipc or udp.
     * @param driver    directory of a media driver that runs already, or null.
     * @param isDurable whether the session outlives its connection.
     */
    public static RigLink of(final String label, final Path driver, final boolean isDurable)
    {
        switch (label)
        {
            case "ring" ->
            {
                if (null != driver || isDurable)
                {
                    throw new Misuse((null != driver ? "--driver" : "--durable") +
                        " with --link ring: a ring has neither driver nor connection: add --link ipc or udp");
                }
                return RING;
            }
            case "ipc" ->
            {
                return new RigLink(label, "aeron:ipc", driver, isDurable);
            }
            case "udp" ->
            {
                return new RigLink(label, "aeron:udp?endpoint=localhost:" + Ports.free(PORTS) + LOOPBACK, driver,
                    isDurable);
            }
            default -> throw new Misuse("--link: no link is called '" + label + "': use one of ring, ipc, udp");
        }
    }

    /**
     * {@return the way to a provider in another process}
     *
     * @param address   where it listens.
     * @param driver    directory of a media driver that runs already, or null.
     * @param isDurable whether the session outlives its connection.
     */
    public static RigLink connect(final String address, final Path driver, final boolean isDurable)
    {
        return new RigLink(CONNECT, address, driver, isDurable);
    }

    /** {@return for how long a session waits for another connection, 0 if it ends with its connection} */
    long keptNs()
    {
        return isDurable ? Surroundings.configuration().value(Settings.SESSION_RETENTION_TIME) : 0;
    }

    boolean isRing()
    {
        return null == address;
    }

    /** {@return whether it leads over Aeron} */
    boolean isAeron()
    {
        return null != address && address.startsWith(AERON);
    }

    /** {@return whether it leads over Aeron from this process to itself} */
    boolean isLocalAeron()
    {
        return isAeron() && !isConnect();
    }

    /** {@return whether the provider is in another process} */
    boolean isConnect()
    {
        return CONNECT.equals(label);
    }

    /** {@return what a report calls it: the link, or what the address says of it} */
    String shown()
    {
        if (!isConnect())
        {
            return label;
        }
        final int end = address.indexOf('?');
        final String head = end < 0 ? address : address.substring(0, end);
        return isAeron() ? head.substring(AERON.length()) : head.substring(0, Math.max(0, head.indexOf(':')));
    }
}
