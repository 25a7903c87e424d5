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

package io.weir.perf.compare;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.weir.aeron.EmbeddedDriver;
import io.weir.config.DriverThreading;
import io.weir.config.Settings;

import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.AgentInvoker;

/**
 * The media driver and the raw client of a contest, both invoked by whichever thread receives, and so by nobody between
 * rounds.
 */
final class AeronRoom implements AutoCloseable
{
    private static final long LIMIT_NS = 20_000_000_000L;

    private final EmbeddedDriver driver;
    private final Aeron aeron;

    /** Launches the driver. */
    AeronRoom()
    {
        driver = launchDriver();
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.directory())
            .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(Contest.REST_NS))
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(driver.invoker()));
    }

    /** {@return a driver that gives nobody up while all rest} */
    static EmbeddedDriver launchDriver()
    {
        final EmbeddedDriver.Context context = new EmbeddedDriver.Context()
            .set(Settings.AERON_DRIVER_THREADING, DriverThreading.INVOKER)
            .set(Settings.AERON_DRIVER_TIMEOUT, Contest.REST_NS);
        context.aeron()
            .clientLivenessTimeoutNs(Contest.REST_NS)
            .publicationUnblockTimeoutNs(2 * Contest.REST_NS)
            .publicationConnectionTimeoutNs(Contest.REST_NS)
            .imageLivenessTimeoutNs(Contest.REST_NS);
        return EmbeddedDriver.launch(context);
    }

    AgentInvoker driver()
    {
        return driver.invoker();
    }

    AgentInvoker conductor()
    {
        return aeron.conductorAgentInvoker();
    }

    Subscription subscription(final String channel, final int streamId)
    {
        return aeron.addSubscription(channel, streamId);
    }

    ExclusivePublication publication(final String channel, final int streamId)
    {
        return aeron.addExclusivePublication(channel, streamId);
    }

    /** Waits until a publication and a subscription have found each other. */
    Image image(final Subscription subscription, final ExclusivePublication publication)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!publication.isConnected() || 1 != subscription.imageCount())
        {
            conductor().invoke();
            driver().invoke();
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException("publication and subscription did not find each other");
            }
        }
        return subscription.imageAtIndex(0);
    }

    /** Closes the client with all it has, and the driver. */
    @Override
    public void close()
    {
        aeron.close();
        driver.close();
    }
}
