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

package io.weir.perf.compare;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What the agent's thread of a rig does for each frame: the kernel, or the bare journal in its place. The feeder's
 * thread encodes frames; all else is the agent's, or anybody's while the agent rests.
 */
interface FrameWork extends AutoCloseable
{
    /**
     * Encodes the next frame of an adapter.
     *
     * @param adapter that it comes from.
     * @param target  to encode into, from 0 on.
     * @return its length.
     */
    int encode(int adapter, MutableDirectBuffer target);

    /** Opens the journal of the directory, replaying it if there is one, and what lives on it. */
    void open();

    /**
     * Takes a frame.
     *
     * @param adapter that it comes from.
     * @param source  of the frame.
     * @param offset  of the frame.
     * @param length  of the frame.
     * @return whether it was taken; false if the journal is full.
     */
    boolean onFrame(int adapter, DirectBuffer source, int offset, int length);

    /** A turn through both lanes is over: ends the group, and does what is not asked for by frames. */
    void endOfTurn();

    /** {@return the seq of the last batch} */
    long seq();

    /** {@return the seq of the last batch that answers may rest on} */
    long durableSeq();

    /** {@return the position behind the last batch} */
    long position();

    /** Has the disk catch up and the next segment ready. */
    void settle();

    @Override
    void close();
}
