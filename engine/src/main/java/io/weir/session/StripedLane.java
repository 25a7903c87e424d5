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

import io.weir.link.LaneWriter;
import io.weir.stream.StreamEmitter;
import io.weir.stream.StreamEnd;
import io.weir.stream.Waker;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lane that threads without one share under a lock: no monitor, so that virtual threads do not pin their carrier
 * (T-1).
 */
final class StripedLane implements Waker
{
    final ReentrantLock lock = new ReentrantLock();
    final LaneWriter writer;

    StripedLane(final LaneWriter writer)
    {
        this.writer = writer;
    }

    void close()
    {
        lock.lock();
        try
        {
            writer.close();
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public void onCredit(final StreamEnd end, final StreamEmitter emitter)
    {
        // The waiting thread itself is unparked by the agent.
    }

    @Override
    public void onBackPressured(final StreamEnd end, final StreamEmitter emitter)
    {
        // Whoever was refused waits or tries again; there is no owner to poll.
    }

    @Override
    public void onNoCredit()
    {
        // Occasional callers' stalls are their own.
    }
}
