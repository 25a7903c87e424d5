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

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How a run stands at the provider's process: its answer to each request of the consumer's.
 *
 * @param accepted       count of streams.
 * @param isRunning      whether every sender is at work.
 * @param isDone         whether every stream is closed by its sender.
 * @param allocatedBytes by the senders' threads, {@link Allocation#UNKNOWN} if it is not known.
 * @param creditStalls   of the provider's engine.
 * @param failure        in words, empty if there was none.
 */
record RunStatus(
    int accepted,
    boolean isRunning,
    boolean isDone,
    long allocatedBytes,
    long creditStalls,
    String failure)
{
    /** Of a session that has opened no stream yet. */
    static final RunStatus NOTHING = new RunStatus(0, false, false, Allocation.UNKNOWN, 0, "");

    private static final int ACCEPTED = 0;
    private static final int RUNNING = 4;
    private static final int DONE = 5;
    private static final int ALLOCATED = 6;
    private static final int STALLS = 14;
    private static final int FAILURE = 22;
    private static final int FAILURE_MAX = 512;

    byte[] encode()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FAILURE + FAILURE_MAX]);
        buffer.putInt(ACCEPTED, accepted);
        buffer.putByte(RUNNING, (byte)(isRunning ? 1 : 0));
        buffer.putByte(DONE, (byte)(isDone ? 1 : 0));
        buffer.putLong(ALLOCATED, allocatedBytes);
        buffer.putLong(STALLS, creditStalls);
        final int length = buffer.putStringWithoutLengthAscii(FAILURE, failure, 0, FAILURE_MAX);
        final byte[] bytes = new byte[FAILURE + length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    static RunStatus decode(final DirectBuffer buffer, final int offset, final int length)
    {
        return new RunStatus(
            buffer.getInt(offset + ACCEPTED),
            0 != buffer.getByte(offset + RUNNING),
            0 != buffer.getByte(offset + DONE),
            buffer.getLong(offset + ALLOCATED),
            buffer.getLong(offset + STALLS),
            buffer.getStringWithoutLengthAscii(offset + FAILURE, length - FAILURE));
    }
}
