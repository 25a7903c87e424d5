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
package io.weir.session;

import io.weir.SessionRefusedException;
import io.weir.codecs.SessionCode;
import io.weir.config.Configuration;
import io.weir.link.Transport;
import io.weir.link.TransportAgent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * An engine's transports by scheme: those it was given, and those found as services where it was given none of a
 * scheme. Makes each agent's part when it is first needed. Any thread.
 */
public final class Transports implements AutoCloseable
{
    /** The scheme of engines in the same process, which needs no transport. */
    public static final String RING = "ring";

    private final Configuration configuration;
    private final Map<String, Transport> byScheme = new HashMap<>();
    private final Map<Transport, Map<SessionAgent, TransportAgent>> parts = new HashMap<>();
    private boolean closed;

    /**
     * Begins with what an engine was given.
     *
     * @param given         transports, each of another scheme.
     * @param configuration of the engine, which every transport is told.
     * @throws IllegalArgumentException if two are of the same scheme, or the configuration asks for something that one
     *                                  of them cannot do.
     */
    public Transports(final List<Transport> given, final Configuration configuration)
    {
        this.configuration = configuration;
        for (final Transport transport : given)
        {
            if (RING.equals(transport.scheme()) || null != byScheme.put(transport.scheme(), transport))
            {
                throw new IllegalArgumentException(
                    "there is a transport of the scheme \"" + transport.scheme() + "\" already");
            }
            transport.configure(configuration);
        }
    }

    /**
     * {@return the transport that an address is for}
     *
     * @param address   that begins with a scheme.
     * @param listening whether it is to be listened at.
     * @throws IllegalArgumentException if no transport is for it, or the transport says that it is wrong.
     */
    public synchronized Transport of(final String address, final boolean listening)
    {
        final int colon = address.indexOf(':');
        final String scheme = colon < 0 ? "" : address.substring(0, colon);
        Transport transport = byScheme.get(scheme);
        requireOpen();
        if (null == transport)
        {
            transport = service(scheme);
        }
        if (null == transport)
        {
            throw new IllegalArgumentException("\"" + address + "\" is no address that this engine understands: " +
                "ring:NAME for an engine of this process" + others() + "; another kind needs its transport on the " +
                "class path, or given to the context");
        }
        transport.check(address, listening);
        return transport;
    }

    /** {@return the engine's configuration with the values that are in force in its transports (N-9)} */
    public synchronized Configuration inForce()
    {
        Configuration inForce = configuration;
        for (final Transport transport : byScheme.values())
        {
            inForce = transport.inForce(inForce);
        }
        return inForce;
    }

    /** {@return the part of a transport that an agent drives, made now if it is the first time} */
    synchronized TransportAgent part(final Transport transport, final SessionAgent agent)
    {
        requireOpen();
        return parts.computeIfAbsent(transport, ignored -> new HashMap<>())
            .computeIfAbsent(agent, driver -> transport.agent(driver.roleName(), driver.config().counters()));
    }

    /** Closes the transports, and what no agent came to close. After the agents. */
    @Override
    public synchronized void close()
    {
        closed = true;
        parts.values().forEach(byAgent -> byAgent.values().forEach(TransportAgent::close));
        parts.clear();
        byScheme.values().forEach(Transport::close);
        byScheme.clear();
    }

    private void requireOpen()
    {
        if (closed)
        {
            throw new SessionRefusedException(SessionCode.SHUTDOWN, "the engine is closed");
        }
    }

    private String others()
    {
        return byScheme.isEmpty() ? "" : ", or one of " + new TreeSet<>(byScheme.keySet());
    }

    private Transport service(final String scheme)
    {
        Transport found = null;
        final List<Transport> others = new ArrayList<>();
        try
        {
            for (final Transport transport : ServiceLoader.load(Transport.class))
            {
                if (null == found && scheme.equals(transport.scheme()))
                {
                    found = transport;
                }
                else
                {
                    others.add(transport);
                }
            }
        }
        catch (final ServiceConfigurationError ex)
        {
            throw new IllegalArgumentException("the transport of the scheme \"" + scheme + "\" cannot be used", ex);
        }
        others.forEach(Transport::close);
        if (null != found)
        {
            found.configure(configuration);
            byScheme.put(scheme, found);
        }
        return found;
    }
}
