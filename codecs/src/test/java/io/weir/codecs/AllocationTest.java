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

package io.weir.codecs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.weir.test.Rule;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

@Rule("W-4")
class AllocationTest
{
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 10_000;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final UnsafeBuffer destination = new UnsafeBuffer(new byte[512]);
    private final FrameValidator validator = new FrameValidator();
    private long sum;

    @Test
    void shouldAllocateNothingWhenValidating()
    {
        final List<GoldenFrame> frames = GoldenFrame.all();
        for (final GoldenFrame golden : frames)
        {
            final int length = golden.bytes().length;
            buffer.putBytes(0, golden.bytes());

            assertNoAllocation((i) -> sum += validator.validate(buffer, 0, length - (i & 63)).ordinal());
        }
    }

    @Test
    @Rule("W-2")
    void shouldAllocateNothingWhenWritingThePrefixView()
    {
        final byte[] bytes = GoldenFrame.read("open").bytes();
        buffer.putBytes(0, bytes);
        validator.validate(buffer, 0, bytes.length);

        assertNoAllocation((i) -> sum += PrefixWriter.write(buffer, validator, i, destination, 0));
    }

    @Test
    void shouldAllocateNothingWhenEncodingAndReadingByOffset()
    {
        assertNoAllocation((i) ->
        {
            DataFrame.encode(buffer, 0, i, i, i, DataFrame.MORE, 64);
            CreditFrame.encode(buffer, 128, i, i);
            sum += DataFrame.seq(buffer, 0) + DataFrame.tail(buffer, 0) + CreditFrame.limit(buffer, 128);
        });
    }

    private static void assertNoAllocation(final IntConsumer action)
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        run(action, WARM_UP);
        threads.getCurrentThreadAllocatedBytes();

        // The compiler may still be at work on this thread's behalf: the best of some rounds is what the code costs.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            run(action, ROUNDS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(0, least / ROUNDS);
    }

    private static void run(final IntConsumer action, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            action.accept(i);
        }
    }
}
