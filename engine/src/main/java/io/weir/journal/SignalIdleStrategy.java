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

package io.weir.journal;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Parks an agent's thread until another signals that there is work, or some time has passed. A signal is never lost:
 * who gives it has published the work before, and who takes it looks for work after.
 */
final class SignalIdleStrategy implements IdleStrategy
{
    private static final long PARK_NS = 100_000_000;

    private final int spins;
    private volatile boolean isSignalled;
    private volatile Thread parked;

    SignalIdleStrategy(final int spins)
    {
        this.spins = spins;
    }

    /** Any thread: there is work. */
    void signal()
    {
        if (!isSignalled)
        {
            isSignalled = true;
        }
        final Thread thread = parked;
        if (null != thread)
        {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void idle(final int workCount)
    {
        if (workCount <= 0)
        {
            idle();
        }
    }

    @Override
    public void idle()
    {
        for (int i = 0; i < spins && !isSignalled; i++)
        {
            Thread.onSpinWait();
        }
        if (!isSignalled)
        {
            parked = Thread.currentThread();
            if (!isSignalled)
            {
                LockSupport.parkNanos(this, PARK_NS);
            }
            parked = null;
        }
        isSignalled = false;
    }

    @Override
    public void reset()
    {
        // Keeps no state between idlings.
    }

    @Override
    public String alias()
    {
        return "signal";
    }
}
