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

import io.weir.Result;
import io.weir.StreamWriter;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends numbers from 0 on over one stream, as many as there is credit and room for. Used by one thread. */
final class NumberSender
{
    /** Length of the payload that holds a number. */
    static final int LENGTH = 64;

    private final StreamWriter writer;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[LENGTH]);
    private long sent;

    NumberSender(final StreamWriter writer)
    {
        this.writer = writer;
    }

    /** {@return the count of numbers sent} */
    long sent()
    {
        return sent;
    }

    /** Offers so many numbers; those that are refused are offered again the next time. */
    void burst(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            offer();
        }
    }

    /** {@return the result of offering the next number} */
    long offer()
    {
        payload.putLong(0, sent);
        final long result = writer.offer(payload, 0, LENGTH);
        sent += result >= 0 ? 1 : 0;
        return result;
    }

    /** Waits until something can be sent again, or the time is over. */
    void awaitWritable(final long limitNs)
    {
        writer.awaitWritable(limitNs);
    }

    /** Ends the stream behind the last number. */
    void end()
    {
        long result = writer.end();
        while (result < 0)
        {
            if (Result.CLOSED == result || !writer.awaitWritable(TimeUnit.SECONDS.toNanos(10)))
            {
                throw new AssertionError("the stream cannot be ended: " + Result.name(result));
            }
            result = writer.end();
        }
    }
}
