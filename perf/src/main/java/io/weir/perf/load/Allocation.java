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

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * Bytes that a set of threads has allocated.
 */
final class Allocation
{
    /** What a JVM says that does not know. */
    static final long UNKNOWN = -1;

    private final ThreadMXBean threads;
    private final long[] ids;

    /**
     * Watches threads.
     *
     * @param ids of them.
     */
    Allocation(final long... ids)
    {
        this.ids = ids.clone();
        threads = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean &&
            bean.isThreadAllocatedMemorySupported() && bean.isThreadAllocatedMemoryEnabled() ? bean : null;
    }

    /** {@return the bytes that the threads have allocated since they started, {@link #UNKNOWN} if one is not known} */
    long bytes()
    {
        if (null == threads)
        {
            return UNKNOWN;
        }
        long total = 0;
        for (final long bytes : threads.getThreadAllocatedBytes(ids))
        {
            if (bytes < 0)
            {
                return UNKNOWN;
            }
            total += bytes;
        }
        return total;
    }

    /**
     * {@return the bytes between two readings, {@link #UNKNOWN} if one is not known}
     *
     * @param before the first reading.
     * @param after  the second.
     */
    static long between(final long before, final long after)
    {
        return before < 0 || after < 0 ? UNKNOWN : after - before;
    }
}
