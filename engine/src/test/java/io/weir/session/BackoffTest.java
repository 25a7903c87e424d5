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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.test.Rule;
import org.junit.jupiter.api.Test;

class BackoffTest
{
    @Test
    @Rule("N-4")
    void shouldWaitLongerAfterEachAttemptUpToTheMostWhenAttemptsFail()
    {
        final Backoff backoff = new Backoff(100, 3, 1000, 7);

        for (final long most : new long[]{100, 300, 900, 1000, 1000, 1000})
        {
            final long delay = backoff.next();
            assertTrue(delay >= most / 2 && delay <= most, delay + " of at most " + most);
        }
    }

    @Test
    @Rule("N-4")
    void shouldBeginAnewWhenAnAttemptSucceeded()
    {
        final Backoff backoff = new Backoff(100, 2, 100_000, 7);
        for (int i = 0; i < 9; i++)
        {
            backoff.next();
        }
        backoff.reset();

        assertTrue(backoff.next() <= 100);
    }

    @Test
    void shouldDifferBySeedAndRepeatWithItWhenSeedsAreGiven()
    {
        final Backoff first = new Backoff(1_000_000, 2, 1_000_000_000, 1);
        final Backoff same = new Backoff(1_000_000, 2, 1_000_000_000, 1);
        final Backoff other = new Backoff(1_000_000, 2, 1_000_000_000, 2);
        int differing = 0;
        for (int i = 0; i < 8; i++)
        {
            final long delay = first.next();
            assertEquals(delay, same.next());
            differing += delay == other.next() ? 0 : 1;
        }

        assertTrue(differing > 4);
    }

    @Test
    void shouldNeverOverflowWhenDelaysAreAsLongAsCanBe()
    {
        final Backoff backoff = new Backoff(Long.MAX_VALUE / 2, 10, Long.MAX_VALUE, 1);

        for (int i = 0; i < 4; i++)
        {
            assertTrue(backoff.next() > 0);
        }
    }
}
