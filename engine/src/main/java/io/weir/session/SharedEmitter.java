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

import io.weir.DataClaim;
import io.weir.Stream;
import io.weir.StreamWriter;
import io.weir.codecs.StreamErrorCode;
import io.weir.stream.StreamEmitter;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.DirectBuffer;

/**
 * A writer through a striped lane: any thread, under the lane's lock. A claim holds the lock until it is let go (T-1).
 */
final class SharedEmitter implements StreamWriter, DataClaim.Owner
{
    private static final long LONGEST_PARK_NS = 1_000_000;

    private final StreamEmitter emitter;
    private final StripedLane lane;
    private final ReentrantLock lock;

    SharedEmitter(final StreamEmitter emitter, final StripedLane lane)
    {
        this.emitter = emitter;
        this.lane = lane;
        lock = lane.lock;
    }

    @Override
    public Stream stream()
    {
        return emitter.stream();
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        lock.lock();
        try
        {
            return emitter.offer(buffer, offset, length, flags);
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public long offerMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        lock.lock();
        try
        {
            return emitter.offerMessage(buffer, offset, length);
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public long tryClaim(final int length, final DataClaim claim)
    {
        lock.lock();
        long result = -1;
        try
        {
            result = emitter.tryClaim(length, claim);
            if (result >= 0)
            {
                claim.owner(this);
            }
            return result;
        }
        finally
        {
            if (result < 0)
            {
                lock.unlock();
            }
        }
    }

    @Override
    public void commitClaim(final DataClaim claim, final int flags)
    {
        try
        {
            emitter.commitClaim(claim, flags);
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public void abortClaim()
    {
        try
        {
            emitter.abortClaim();
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public long end()
    {
        lock.lock();
        try
        {
            return emitter.end();
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public long close()
    {
        lock.lock();
        try
        {
            return emitter.close();
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public long close(final StreamErrorCode code, final String message)
    {
        lock.lock();
        try
        {
            return emitter.close(code, message);
        }
        finally
        {
            lock.unlock();
        }
    }

    @Override
    public long credit()
    {
        return emitter.credit();
    }

    @Override
    public boolean awaitWritable(final long timeoutNs)
    {
        emitter.requireMayWait();
        final long deadlineNs = System.nanoTime() + timeoutNs;
        while (prepareToWait())
        {
            final long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0 || Thread.currentThread().isInterrupted())
            {
                return false;
            }
            // The lane has one place for a starved emitter and several may wait: none relies on being woken.
            LockSupport.parkNanos(lane, Math.min(leftNs, LONGEST_PARK_NS));
        }
        return true;
    }

    @Override
    public void release()
    {
        lock.lock();
        try
        {
            emitter.release();
        }
        finally
        {
            lock.unlock();
        }
    }

    private boolean prepareToWait()
    {
        lock.lock();
        try
        {
            return emitter.prepareToWait(Thread.currentThread());
        }
        finally
        {
            lock.unlock();
        }
    }
}
