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
package io.weir.allocation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a thread allocates while frames pass. */
public final class AllocatedBytes
{
    private static final int WARM_UP = 400_000;
    private static final int FRAMES = 2_000_000;
    private static final int ROUNDS = 5;
    /** Once a millisecond clocks are compared and counters published; a byte for each frame would be 2 million. */
    private static final long CONSTANT = 64 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    /** Lets some frames pass. */
    @FunctionalInterface
    public interface Traffic
    {
        /** {@return the count of frames that have passed so far, after one more step} */
        long step();
    }

    private AllocatedBytes()
    {
    }

    /**
     * Fails if frames cost bytes, once warm. The least of some rounds counts: a compiler at work may cost some now and
     * then.
     *
     * @param traffic to be measured on the calling thread.
     */
    public static void requireNonePerFrame(final Traffic traffic)
    {
        requireNonePerFrame(traffic, WARM_UP, FRAMES);
    }

    /**
     * The same with fewer frames, where each of them takes something else, such as room on a disk.
     *
     * @param traffic to be measured on the calling thread.
     * @param warmUp  frames before.
     * @param frames  of a round.
     */
    public static void requireNonePerFrame(final Traffic traffic, final int warmUp, final int frames)
    {
        run(traffic, warmUp);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > CONSTANT; round++)
        {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            run(traffic, frames);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        final long bytes = least;
        assertTrue(bytes <= CONSTANT, () -> bytes + " bytes allocated for " + frames + " frames");
    }

    private static void run(final Traffic traffic, final int frames)
    {
        final long begin = traffic.step();
        long idle = 0;
        long passed = begin;
        while (passed - begin < frames)
        {
            final long now = traffic.step();
            idle = now == passed ? idle + 1 : 0;
            passed = now;
            assertTrue(idle < 10_000_000, "no frame passes");
        }
    }
}
