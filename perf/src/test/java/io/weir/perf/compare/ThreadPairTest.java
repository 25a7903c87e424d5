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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ThreadPairTest
{
    @Test
    void shouldReturnWhatTheReceivingSideReturnsWhenBothEnd()
    {
        try (ThreadPair threads = new ThreadPair())
        {
            final Round round = new Round(0);

            assertEquals("received", threads.run(() -> round.sent(1), () ->
            {
                while (!round.isAllReceived(1))
                {
                    Thread.onSpinWait();
                }
                return "received";
            }));
        }
    }

    @Test
    void shouldFailAtOnceWhenTheSendingSideFailsAndTheOtherWaitsForIt()
    {
        try (ThreadPair threads = new ThreadPair())
        {
            final Round round = new Round(0);
            final RuntimeException cause = new IllegalArgumentException("cannot send");

            final Exception failure = assertThrows(IllegalStateException.class, () -> threads.run(() ->
            {
                throw cause;
            }, () ->
            {
                while (!round.isOver())
                {
                    Thread.onSpinWait();
                }
                return "received";
            }));

            assertSame(cause, failure.getCause());
            round.end();
        }
    }
}
