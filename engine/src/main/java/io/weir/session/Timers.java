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

import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/** An agent's deadlines on one wheel: of streams and of sessions (S-10). */
final class Timers
{
    private static final int TICKS_PER_WHEEL = 1024;
    private static final int EXPIRY_LIMIT = 1024;
    private static final int TICKS_PER_CYCLE = 64;

    /** Hears of what has run out. */
    interface Expiry
    {
        /** One timer has run out. */
        void onExpiry(Object owner);
    }

    private final Long2ObjectHashMap<Object> owners = new Long2ObjectHashMap<>();
    private final DeadlineTimerWheel wheel;
    private final Expiry expiry;
    private final DeadlineTimerWheel.TimerHandler handler = this::onTimer;

    Timers(final long nowNs, final long tickNs, final Expiry expiry)
    {
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, nowNs, tickNs, TICKS_PER_WHEEL);
        this.expiry = expiry;
    }

    long start(final Object owner, final long deadlineNs)
    {
        final long id = wheel.scheduleTimer(deadlineNs);
        owners.put(id, owner);
        return id;
    }

    void stop(final long id)
    {
        if (null != owners.remove(id))
        {
            wheel.cancelTimer(id);
        }
    }

    int poll(final long nowNs)
    {
        if (0 == wheel.timerCount())
        {
            if (wheel.currentTickTime() < nowNs)
            {
                wheel.currentTickTime(nowNs);
            }
            return 0;
        }
        int expired = 0;
        for (int ticks = 0; ticks < TICKS_PER_CYCLE; ticks++)
        {
            expired += wheel.poll(nowNs, handler, EXPIRY_LIMIT);
            if (wheel.currentTickTime() > nowNs)
            {
                break;
            }
        }
        return expired;
    }

    private boolean onTimer(final TimeUnit unit, final long nowNs, final long id)
    {
        expiry.onExpiry(owners.remove(id));
        return true;
    }
}
