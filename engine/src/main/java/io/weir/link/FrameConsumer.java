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
package io.weir.link;

import org.agrona.concurrent.UnsafeBuffer;

/** Takes frames from an inlet, on the receiving agent. */
@FunctionalInterface
public interface FrameConsumer
{
    /**
     * One frame. The buffer is valid until this returns.
     *
     * @param sessionIndex of the session in the receiving agent's table, generation included.
     * @param buffer       that holds the frame.
     * @param offset       at which the frame begins.
     * @param length       of the frame in bytes.
     */
    void onFrame(int sessionIndex, UnsafeBuffer buffer, int offset, int length);

    /**
     * Frames that share a message, as {@link FrameRecords} has them. What one of them makes this throw does not cost
     * the others. The buffer is valid until this returns.
     *
     * @param sessionIndex of the session in the receiving agent's table, generation included.
     * @param buffer       that holds them.
     * @param offset       of the first record.
     * @param length       of all records in bytes.
     * @return the count of frames.
     */
    default int onRecords(final int sessionIndex, final UnsafeBuffer buffer, final int offset, final int length)
    {
        return FrameRecords.forEach(this, sessionIndex, buffer, offset, length);
    }

    /**
     * Frames of a lane that are of one session and one length, as far as this takes them together; what it does not
     * take comes one by one. Throws nothing.
     *
     * @param header of each record: session index, and length of the frame.
     * @param buffer that holds them.
     * @param offset of the first record.
     * @param end    of the last that there may be.
     * @param step   from record to record in bytes.
     * @return where the first record begins that was not taken.
     */
    default int onRun(final long header, final UnsafeBuffer buffer, final int offset, final int end, final int step)
    {
        return offset;
    }

    /** What was taken together counts as taken: the time to do what may throw. */
    default void onRunEnd()
    {
    }

    /** A portion of frames has been handed on, and its room is about to be given back: the time to publish answers. */
    default void onPortionEnd()
    {
    }
}
