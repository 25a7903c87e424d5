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

/**
 * What takes frames of two adapters on two lanes, steps an instance for each, journals it and answers when the answer
 * may be released. One thread, the feeder, offers and polls; what it offers to is run by threads of the rig's own.
 */
interface FrameRig extends AutoCloseable
{
    /** Instances that frames go to in turn. */
    int INSTANCES = 1_000;
    /** Lanes of frames and of answers. */
    int ADAPTERS = 2;
    /** Bytes of an instance's state, rewritten by each step; and of a frame's payload. */
    int PAYLOAD = 64;
    /** An effect leaves with each so-manieth frame of an instance. */
    int EFFECT_EVERY = 64;

    /**
     * Offers a frame.
     *
     * @param adapter  whose lane it takes.
     * @param instance that it is for.
     * @return false if the lane is full.
     */
    boolean offer(int adapter, int instance);

    /**
     * Looks for answers, which come in the order of the offers of their lane.
     *
     * @param adapter whose lane to look at.
     * @return how many have been released since the begin.
     */
    long answered(int adapter);

    /** {@return where the journal ends, when nothing is in flight} */
    long position();

    /** {@return bytes that the journal puts before each batch} */
    int headerLength();

    /** Between rounds, nothing in flight: has the disk catch up and the next segment ready. */
    void settle();

    /**
     * Ends the world, then opens it again.
     *
     * @return frames a second that opening replayed.
     */
    double replay();

    @Override
    void close();
}
