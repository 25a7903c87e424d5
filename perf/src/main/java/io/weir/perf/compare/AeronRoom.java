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

import java.util.function.BooleanSupplier;

import org.agrona.concurrent.AgentInvoker;

/** The media driver and the raw client of a comparison, both invoked by whichever thread receives. */
final class AeronRoom
{
    private static final long LIMIT_NS = 20_000_000_000L;
    private static final long SETTLE_NS = 50_000_000L;

    private AeronRoom()
    {
    }

    /** Waits until a publication and a subscription have found each other. */
    static Image image(
        final Aeron aeron,
        final AgentInvoker driver,
        final Subscription subscription,
        final ExclusivePublication publication)
    {
        invokeUntil(aeron, driver, () -> publication.isConnected() && 1 == subscription.imageCount());
        return subscription.imageAtIndex(0);
    }

    /** Lets the driver take back what was closed. */
    static void settle(final Aeron aeron, final AgentInvoker driver)
    {
        final long startNs = System.nanoTime();
        invokeUntil(aeron, driver, () -> System.nanoTime() - startNs > SETTLE_NS);
    }

    private static void invokeUntil(final Aeron aeron, final AgentInvoker driver, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean())
        {
            aeron.conductorAgentInvoker().invoke();
            driver.invoke();
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IllegalStateException("publication and subscription did not find each other");
            }
        }
    }
}
