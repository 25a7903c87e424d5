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
import io.weir.ends.EndTck;
import io.weir.fixture.Engines;
import io.weir.policy.Grants;
import org.junit.jupiter.api.AfterEach;

/** Ends over Aeron; the provider's agent invokes the driver. */
abstract class AeronEndTck extends EndTck
{
    private final String address;
    private EmbeddedDriver driver;

    AeronEndTck(final String address)
    {
        this.address = address;
    }

    @Override
    protected Linked connect(final Engines all, final Engine.Context providing, final Engine.Context consuming)
    {
        driver = TransportPair.launchDriver(TransportPair.quickContext());
        final Engine provider = all.launch(providing
            .transport(AeronTransport.launch(new AeronTransport.Context().driver(driver).invokesDriver(true)))
            .listen(address)
            .remoteGrants(Grants.EVERYTHING));
        final Engine consumer = all.launch(consuming.transport(
            AeronTransport.launch(new AeronTransport.Context().driver(driver))));
        return new Linked(provider, consumer, consumer.connect(address));
    }

    @Override
    @AfterEach
    protected void close()
    {
        super.close();
        driver.close();
    }
}
