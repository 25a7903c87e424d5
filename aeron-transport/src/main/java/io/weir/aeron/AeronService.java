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
package io.weir.aeron;

import io.weir.config.Configuration;
import io.weir.counters.Counters;
import io.weir.link.Transport;
import io.weir.link.TransportAgent;
import org.agrona.CloseHelper;

/**
 * What an engine finds on the class path when it is given an address of Aeron and no transport for it, so that changing
 * the address alone suffices. A transport as the engine is configured, launched when the first of the engine's agents
 * needs it.
 */
public final class AeronService implements Transport
{
    private Configuration configuration = Configuration.defaults();
    private AeronTransport launched;

    /** Launches nothing yet. */
    public AeronService()
    {
    }

    @Override
    public String scheme()
    {
        return AeronAddress.SCHEME;
    }

    @Override
    public synchronized void configure(final Configuration engine)
    {
        configuration = engine;
    }

    @Override
    public synchronized Configuration inForce(final Configuration engine)
    {
        return null == launched ? engine : launched.inForce(engine);
    }

    @Override
    public synchronized void check(final String address, final boolean listening)
    {
        AeronChannel.of(address, configuration, 0);
    }

    @Override
    public synchronized TransportAgent agent(final String agentName, final Counters counters)
    {
        if (null == launched)
        {
            launched = AeronTransport.launch(new AeronTransport.Context().configuration(configuration));
            launched.configure(configuration);
        }
        return launched.agent(agentName, counters);
    }

    @Override
    public synchronized void close()
    {
        CloseHelper.close(launched);
        launched = null;
    }
}
