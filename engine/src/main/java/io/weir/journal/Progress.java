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

import java.util.concurrent.atomic.AtomicReference;

/**
 * What the agent, the forcer and the preparer of one journal tell one another. Each field has one writer, but for the
 * request and the failure.
 */
final class Progress
{
    /** By the agent at the end of a group: first the position, then the seq. */
    private volatile long flushedPosition;
    private volatile long flushedSeq;
    /** By the forcer; all before it is on the disk. */
    private volatile long forcedPosition;
    private volatile long forcedSeq;
    /** By who takes a snapshot: a position that it needs forced whatever the durability. */
    private volatile long requestedPosition;

    private final JournalCounts counts = new JournalCounts();
    private final AtomicReference<JournalException> failure = new AtomicReference<>();
    private final AtomicReference<Segment> prepared = new AtomicReference<>();
    private volatile Exception refusal;

    Progress(final long position, final long seq)
    {
        flushedPosition = position;
        flushedSeq = seq;
        forcedPosition = position;
        forcedSeq = seq;
    }

    JournalCounts counts()
    {
        return counts;
    }

    void flushed(final long position, final long seq)
    {
        flushedPosition = position;
        flushedSeq = seq;
    }

    long flushedPosition()
    {
        return flushedPosition;
    }

    long flushedSeq()
    {
        return flushedSeq;
    }

    void forced(final long position)
    {
        forcedPosition = position;
    }

    void forcedSeq(final long seq)
    {
        forcedSeq = seq;
    }

    long forcedPosition()
    {
        return forcedPosition;
    }

    long forcedSeq()
    {
        return forcedSeq;
    }

    synchronized void request(final long position)
    {
        requestedPosition = Math.max(requestedPosition, position);
    }

    long requestedPosition()
    {
        return requestedPosition;
    }

    /** The first failure counts. */
    void fail(final JournalException cause)
    {
        failure.compareAndSet(null, cause);
    }

    JournalException failure()
    {
        return failure.get();
    }

    Segment prepared()
    {
        return prepared.get();
    }

    void prepared(final Segment segment)
    {
        prepared.set(segment);
    }

    boolean hasPrepared()
    {
        return null != prepared.get();
    }

    /** Hands the prepared segment over; null if there is none. */
    Segment takePrepared()
    {
        return prepared.getAndSet(null);
    }

    /** Why the last attempt to prepare a segment was refused by the disk; null if it was not. */
    Exception refusal()
    {
        return refusal;
    }

    void refusal(final Exception cause)
    {
        refusal = cause;
    }
}
