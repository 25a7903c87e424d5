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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntQueueTest
{
    @Test
    void shouldKeepTheOrderWhenValuesAreRemovedFromAnywhere()
    {
        final IntQueue queue = new IntQueue();
        final List<Integer> expected = new ArrayList<>();
        final Random random = new Random(5);
        for (int i = 0; i < 10_000; i++)
        {
            queue.add(i);
            expected.add(i);
            if (random.nextInt(3) != 0)
            {
                final int at = random.nextBoolean() ? 0 : random.nextInt(expected.size());
                queue.remove(expected.remove(at));
            }
            assertEquals(expected.size(), queue.size());
        }
        queue.remove(-1);
        for (final int value : expected)
        {
            assertEquals(value, queue.removeFirst());
        }
        assertTrue(queue.isEmpty());
    }
}
