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
package io.weir;

/**
 * A thread's own single-producer way into the agent where a session's frames are read (T-1). Acquired from a session
 * with {@link Session#acquireLane()}, used by one thread, closed by it. One lane serves all sessions with the same
 * peer agent.
 */
public interface Lane extends AutoCloseable
{
    /**
     * Calls onWritable for each stream of this lane that was refused and can go on (C-5). The owner calls it in its
     * loop, without a claim open; a claim that a handler leaves open is aborted.
     *
     * @return the count of streams told.
     * @throws IllegalStateException if a claim is open.
     */
    int poll();

    /**
     * Begins an explicit batch: what is committed is published by {@link #endBatch()} or when a batch is full (T-3).
     */
    void beginBatch();

    /** Ends an explicit batch and publishes it. */
    void endBatch();

    /**
     * Sets the timestamp of the frames sent from now on (W-7).
     *
     * @param epochNs epoch time in ns; 0, the initial value, for none.
     */
    void timestampNs(long epochNs);

    /**
     * Publishes what is committed, aborts an open claim and gives the lane back. Its streams can be taken by others.
     */
    @Override
    void close();
}
