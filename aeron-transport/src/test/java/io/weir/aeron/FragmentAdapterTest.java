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
package io.weir.aeron;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Lengths of messages, which the driver takes from the network as they are. */
class FragmentAdapterTest
{
    private static final int MTU = 1_408;
    private static final int HEADER = 32;

    private final UnsafeBuffer term = new UnsafeBuffer(new byte[64 * 1024]);

    @Test
    @Rule("W-4")
    void shouldTakeAMessageThatIsAsLongAsOneCanBe()
    {
        assertTrue(FragmentAdapter.isWithin(term, HEADER, 0, MTU));
        assertTrue(FragmentAdapter.isWithin(term, HEADER, MTU - HEADER, MTU));
        assertTrue(FragmentAdapter.isWithin(term, term.capacity() - 64, 64, MTU));
        assertTrue(FragmentAdapter.isWithin(term, term.capacity(), 0, MTU));
    }

    @Test
    @Rule("W-4")
    void shouldTakeNoMessageThatStatesMoreThanADatagramHoldsOrItsTerm()
    {
        assertFalse(FragmentAdapter.isWithin(term, HEADER, MTU - HEADER + 1, MTU));
        assertFalse(FragmentAdapter.isWithin(term, term.capacity() - 64, 65, MTU));
        assertFalse(FragmentAdapter.isWithin(term, HEADER, 1 << 30, MTU));
        assertFalse(FragmentAdapter.isWithin(term, HEADER, Integer.MAX_VALUE, MTU));
        assertFalse(FragmentAdapter.isWithin(term, HEADER, -1, MTU));
        assertFalse(FragmentAdapter.isWithin(term, HEADER, Integer.MIN_VALUE, MTU));
    }
}
