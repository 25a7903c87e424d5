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
package io.weir.kernel;

import java.util.Arrays;

/**
 * Cancels of attempts that nobody waits for any more, until they are handed over (K-6). Part of the state, in the order
 * of their making. Owned by the kernel's thread.
 */
final class Cancels
{
    private long[] intentIds = new long[64];
    private int[] attempts = new int[64];
    private int[] adapters = new int[64];
    private int size;

    Cancels()
    {
    }

    void add(final long intentId, final int attempt, final int adapter)
    {
        if (size == intentIds.length)
        {
            intentIds = Arrays.copyOf(intentIds, size * 2);
            attempts = Arrays.copyOf(attempts, size * 2);
            adapters = Arrays.copyOf(adapters, size * 2);
        }
        intentIds[size] = intentId;
        attempts[size] = attempt;
        adapters[size++] = adapter;
    }

    int size()
    {
        return size;
    }

    long intentId(final int at)
    {
        return intentIds[at];
    }

    int attempt(final int at)
    {
        return attempts[at];
    }

    int adapter(final int at)
    {
        return adapters[at];
    }

    boolean remove(final long intentId)
    {
        for (int i = 0; i < size; i++)
        {
            if (intentIds[i] == intentId)
            {
                size--;
                System.arraycopy(intentIds, i + 1, intentIds, i, size - i);
                System.arraycopy(attempts, i + 1, attempts, i, size - i);
                System.arraycopy(adapters, i + 1, adapters, i, size - i);
                return true;
            }
        }
        return false;
    }

    void clear()
    {
        size = 0;
    }
}
