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

package io.weir.flow;

import io.weir.stream.StreamEnd;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The items of one stream between its agent, which puts them, and its consumer, which takes them: at most a window of
 * them. What is taken is told to the agent by the half window, or when the consumer says so, since each time costs both
 * sides a cache line (C-4). One thread at a time consumes.
 */
final class HeldItems<T>
{
    private final StreamEnd stream;
    private final OneToOneConcurrentArrayQueue<T> queue;
    private final int tellAt;
    private int untold;
    private boolean isDropped;
    private volatile boolean dropping;

    HeldItems(final StreamEnd stream)
    {
        this.stream = stream;
        queue = new OneToOneConcurrentArrayQueue<>(Math.max(2, stream.window()));
        tellAt = Math.max(1, stream.window() >> 1);
    }

    StreamEnd stream()
    {
        return stream;
    }

    /** Puts an item, unless nobody will take it. On the agent. */
    void put(final T item)
    {
        if (dropping)
        {
            stream.frameCopied();
        }
        else if (!queue.offer(item))
        {
            throw new IllegalStateException("more items than the window of " + stream.window() + " frames came");
        }
    }

    /** {@return the next item or null; it counts as held until {@link #took}} */
    T poll()
    {
        return queue.poll();
    }

    boolean isEmpty()
    {
        return queue.isEmpty();
    }

    /** The application has taken one item. */
    void took()
    {
        if (++untold >= tellAt)
        {
            tell();
        }
    }

    /** Tells the agent what was taken, so that its credit goes back. */
    void tell()
    {
        if (untold > 0)
        {
            final int frames = untold;
            untold = 0;
            stream.consumed(frames);
        }
    }

    /** Nothing is to be put any more; any thread. The consumer then is to drop what is there. */
    void refuse()
    {
        dropping = true;
    }

    /** Drops what is there and what may still come, so that the pool gets it back. By the consumer. */
    void drop()
    {
        dropping = true;
        while (null != queue.poll())
        {
            isDropped = false;
        }
        if (!isDropped)
        {
            isDropped = true;
            stream.dropFrames();
        }
    }
}
