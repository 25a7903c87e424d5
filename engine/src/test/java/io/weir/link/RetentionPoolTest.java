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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import org.junit.jupiter.api.Test;

/** The memory of an agent's durable sessions. */
@Rule("T-11")
class RetentionPoolTest
{
    private static final int CAPACITY = 1 << 20;
    private static final int MAX_FRAME = 4096;

    @Test
    void shouldGiveMemoryUpToTheBoundAndThenNone()
    {
        final RetentionPool pool =
            new RetentionPool(CAPACITY, MAX_FRAME, DirectMemory.used() + 2 * CAPACITY + CAPACITY / 2);
        final LaneBuffer first = pool.take();
        assertNotNull(first);
        assertNotNull(pool.take());
        assertNull(pool.take());
        assertTrue(pool.shortage().contains("weir.session.retention.length"), pool.shortage());
        pool.giveBack(first);

        assertSame(first, pool.take());
        assertNull(pool.take());
        pool.close();
    }

    @Test
    void shouldFreeWhatIsIdleAndWhatComesBackWhenClosed()
    {
        final RetentionPool pool = new RetentionPool(CAPACITY, MAX_FRAME);
        final LaneBuffer idle = pool.take();
        final LaneBuffer late = pool.take();
        pool.giveBack(idle);
        final long before = DirectMemory.used();
        pool.close();
        assertTrue(DirectMemory.used() <= before - CAPACITY, "what is idle is freed");
        pool.giveBack(late);

        assertTrue(DirectMemory.used() <= before - 2 * CAPACITY, "and what comes back");
        assertEquals(0, late.capacity(), "nothing is behind the buffer any more");
    }

    @Test
    void shouldHoldARetentionOfTheLongestFrames()
    {
        final RetentionPool pool = new RetentionPool(CAPACITY, MAX_FRAME);
        final RetentionRing ring = new RetentionRing(pool.take(), pool.capacity(), MAX_FRAME);

        assertEquals(CAPACITY / FrameRecords.recordLength(MAX_FRAME), ring.maxFrames(MAX_FRAME));
        pool.close();
    }
}
