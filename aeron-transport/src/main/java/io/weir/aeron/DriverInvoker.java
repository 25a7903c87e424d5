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

import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.AgentInvoker;

/**
 * Who invokes a driver that has no thread: one agent at a time, until it closes and another takes over. Each agent that
 * may has one of these, on its thread (N-6).
 */
final class DriverInvoker
{
    /** Looks in vain, about a millisecond apart, after which anybody is better than nobody. */
    private static final int PATIENCE = 100;

    private final AtomicReference<Object> owner;
    private final AgentInvoker invoker;
    private final boolean preferred;
    private int unowned;
    private boolean owns;

    /**
     * Creates an agent's part.
     *
     * @param owner     of the driver, shared by all that may invoke it.
     * @param invoker   of the driver.
     * @param preferred whether it is to invoke the driver at once; the others do if nobody else does for a while.
     */
    DriverInvoker(final AtomicReference<Object> owner, final AgentInvoker invoker, final boolean preferred)
    {
        this.owner = owner;
        this.invoker = invoker;
        this.preferred = preferred;
        takeOver();
    }

    /** {@return the work done, 0 while another agent invokes the driver} */
    int invoke()
    {
        return owns ? invoker.invoke() : 0;
    }

    /** Takes over if nobody invokes the driver; now and then. */
    void takeOver()
    {
        if (!owns)
        {
            unowned = null == owner.get() ? unowned + 1 : 0;
            owns = unowned > (preferred ? 0 : PATIENCE) && owner.compareAndSet(null, this);
        }
    }

    /** {@return whether this agent invokes the driver} */
    boolean owns()
    {
        return owns;
    }

    /** {@return the driver's invoker if this agent invokes it, null if not} */
    AgentInvoker owned()
    {
        return owns ? invoker : null;
    }

    /** Lets go; the agent's client is closed. */
    void release()
    {
        if (owns)
        {
            owns = false;
            owner.set(null);
        }
    }
}
