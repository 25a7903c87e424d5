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

package io.weir.perf.load;

import io.weir.Engine;
import io.weir.Session;

/**
 * The sending side of a run, in this process or in another. Used by the thread that runs the load; the first call may
 * find nothing there yet.
 */
interface Senders extends AutoCloseable
{
    /**
     * Connects to the sending side.
     *
     * @param client engine of the consumer.
     * @return the session to open streams on.
     */
    Session connect(Engine client);

    /**
     * {@return the params of a stream, from which the sending side knows what is to be sent on it}
     *
     * @param index of the stream.
     */
    byte[] params(int index);

    /** {@return whether every stream has arrived there} */
    boolean isAccepted();

    /**
     * Lets the senders begin.
     *
     * @param startNs epoch time from which a schedule counts.
     */
    void start(long startNs);

    /** {@return whether every sender is at work} */
    boolean isRunning();

    /** Lets the senders end their streams. */
    void stop();

    /** {@return whether every stream is closed by its sender} */
    boolean isDone();

    /**
     * {@return the count of messages sent on a stream; only when {@link #isDone()}}
     *
     * @param index of the stream.
     */
    long sent(int index);

    /** {@return the bytes that the senders' threads have allocated, {@link Allocation#UNKNOWN} if it is not known} */
    long allocatedBytes();

    /** {@return the count of sends that were refused for want of credit, as last published} */
    long creditStalls();

    @Override
    void close();
}
