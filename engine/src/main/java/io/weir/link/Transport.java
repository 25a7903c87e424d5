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
package io.weir.link;

import io.weir.config.Configuration;
import io.weir.counters.Counters;

/**
 * A way to peers outside this process, such as Aeron. Given to an engine's context, or found as a service when the
 * context has none of the scheme that an address begins with; used by that engine alone and closed with it. It makes
 * what each of the engine's agents drives (N-1), and allocates nothing for an engine before the first of these.
 */
public interface Transport extends AutoCloseable
{
    /** {@return how the addresses begin that it understands, up to the first colon: {@code aeron}} */
    String scheme();

    /**
     * Tells how the engine is configured; once, before anything but the scheme is asked for.
     *
     * @param engine the engine's configuration.
     * @throws io.weir.config.ConfigurationException if it asks for something that the transport cannot do any more.
     */
    default void configure(final Configuration engine)
    {
    }

    /**
     * {@return the engine's configuration with the values that are in force in this transport (N-9)}
     *
     * @param engine the engine's configuration.
     */
    default Configuration inForce(final Configuration engine)
    {
        return engine;
    }

    /**
     * Checks an address before anything is done with it.
     *
     * @param address   to connect to or to listen at.
     * @param listening whether it is to be listened at.
     * @throws IllegalArgumentException if it is wrong, saying what and where.
     */
    void check(String address, boolean listening);

    /**
     * Makes the part that one agent drives. Called at most once for each agent, by the thread that launches the engine
     * or that first connects to an address of this scheme.
     *
     * @param agentName of the agent, for labels and logs.
     * @param counters  of the engine: its error log takes the transport's errors, and a transport that has tools of
     *                  its own shows them the values.
     * @return the agent's part, owned by the agent from the first {@link TransportAgent#doWork} on.
     */
    TransportAgent agent(String agentName, Counters counters);

    /** Releases what its agents' parts share, after they have closed. */
    @Override
    void close();
}
