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
package io.weir.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.weir.test.Rule;
import org.junit.jupiter.api.Test;

/** Indices of sessions, when a slot has had more of them than a generation can tell. */
@Rule("T-2")
class SessionTableTest
{
    /** More than the 16 bits of a generation hold. */
    private static final int LIVES = (1 << 16) + 3;

    private final SessionTable table = new SessionTable();

    @Test
    void shouldNeverGiveTheIndexOfNoneWhenTheGenerationOfTheFirstSlotWraps()
    {
        for (int i = 0; i < LIVES; i++)
        {
            final SessionEnd session = add();

            assertNotEquals(0, session.index(), "session " + i + " has the index that stands for none");
            assertSame(session, table.find(session.index()));
            table.remove(session);
        }
    }

    @Test
    void shouldNeverGiveTheIndexOfAFullTableWhenTheGenerationOfTheLastSlotWraps()
    {
        SessionEnd last = null;
        for (int i = 0; i < SessionTable.MAX_SESSIONS; i++)
        {
            last = add();
        }
        assertEquals(-1, table.nextIndex());
        for (int i = 0; i < LIVES; i++)
        {
            table.remove(last);
            assertNotEquals(-1, table.nextIndex(), "life " + i + " of the last slot is taken for a full table");
            last = add();
        }
    }

    @Test
    void shouldTellALifeFromTheOneBeforeWhenTheGenerationWraps()
    {
        SessionEnd before = add();
        for (int i = 0; i < LIVES; i++)
        {
            table.remove(before);
            final SessionEnd next = add();

            assertNull(table.find(before.index()));
            before = next;
        }
    }

    private SessionEnd add()
    {
        final SessionEnd session = new SessionEnd(null, table.nextIndex(), null);
        table.put(session);
        return session;
    }
}
