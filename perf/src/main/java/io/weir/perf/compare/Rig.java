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
 * may be released. One thread, the feeder, calls it; threads of its own do the work.
 */
interface Rig extends AutoCloseable
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
     * Begins to offer some frames of an adapter, which are published together.
     *
     * @param adapter whose lane they take.
     */
    void beginBatch(int adapter);

    /**
     * Offers a frame.
     *
     * @param adapter whose lane it takes.
     * @return false if the lane is full.
     */
    boolean offer(int adapter);

    /**
     * Publishes what was offered.
     *
     * @param adapter whose lane it took.
     */
    void endBatch(int adapter);

    /** {@return how many answers of an adapter have come since the begin, in the order of its offers} */
    long answered(int adapter);

    /** Nothing in flight: its threads use no processor until {@link #wake}. */
    void rest();

    /** Goes on after a rest. */
    void wake();

    /** {@return where the journal ends, when it is at rest} */
    long position();

    /** Between rounds, nothing in flight: has the disk catch up and the next segment ready. */
    void settle();

    /** Throws what went wrong on another thread. */
    void check();

    @Override
    void close();
}
