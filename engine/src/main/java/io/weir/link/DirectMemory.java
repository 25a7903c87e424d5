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

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM allows, and has in use, of memory outside the heap ({@code -XX:MaxDirectMemorySize}). Any thread. */
public final class DirectMemory
{
    private static final BufferPoolMXBean POOL = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> "direct".equals(pool.getName())).findFirst().orElse(null);
    private static final long LIMIT = statedLimit();

    private DirectMemory()
    {
    }

    /** {@return how many bytes may be given away: as many as the heap may have, unless the JVM was told otherwise} */
    public static long limit()
    {
        return LIMIT;
    }

    /** {@return how many bytes are given away now, to anybody in this process} */
    public static long used()
    {
        return null == POOL ? 0 : POOL.getMemoryUsed();
    }

    /** The JVM says it in a package that Agrona needs opened as well. */
    private static long statedLimit()
    {
        try
        {
            return (long)Class.forName("jdk.internal.misc.VM").getMethod("maxDirectMemory").invoke(null);
        }
        catch (final ReflectiveOperationException | RuntimeException ex)
        {
            return Runtime.getRuntime().maxMemory();
        }
    }
}
