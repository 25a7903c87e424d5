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

import io.weir.Engine;
import io.weir.Session;
import io.weir.fixture.Engines;
import io.weir.flow.FlowTck;
import io.weir.policy.Grants;
import org.junit.jupiter.api.AfterEach;

/** The Reactive Streams TCK over Aeron; the provider's agent invokes the driver. */
abstract class AeronFlowTck extends FlowTck
{
    private final String address;
    private EmbeddedDriver driver;

    AeronFlowTck(final String address)
    {
        this.address = address;
    }

    @Override
    protected Session connect(final Engines engines, final Engine.Context provider, final Engine.Context consumer)
    {
        driver = TransportPair.launchDriver(TransportPair.quickContext());
        engines.launch(provider
            .transport(AeronTransport.launch(new AeronTransport.Context().driver(driver).invokesDriver(true)))
            .listen(address)
            .remoteGrants(Grants.EVERYTHING));
        return engines.launch(consumer.transport(
            AeronTransport.launch(new AeronTransport.Context().driver(driver)))).connect(address);
    }

    @Override
    @AfterEach
    protected void close()
    {
        super.close();
        driver.close();
    }
}
