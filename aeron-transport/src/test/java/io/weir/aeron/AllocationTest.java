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

import io.weir.allocation.AllocatedBytes;
import io.weir.link.Connection;
import io.weir.link.FrameConsumer;
import io.weir.test.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Driver, agents and connections of both ends on one thread: nothing of it allocates for a frame. */
@Rule("T-9")
class AllocationTest
{
    private static final int PORTION = 40;

    private long received;

    @ParameterizedTest
    @MethodSource("io.weir.aeron.TransportPair#addresses")
    void shouldAllocateNothingWhenFramesPass(final String address)
    {
        try (TransportPair pair = new TransportPair())
        {
            pair.listen(address);
            final Connection there = pair.open(address);
            final Connection back = pair.accepted.get(0);
            final FrameConsumer counting = (session, buffer, offset, length) -> received++;
            AllocatedBytes.requireNonePerFrame(() ->
            {
                for (int i = 0; i < PORTION; i++)
                {
                    TransportPair.send(there, i, 64);
                }
                pair.work();
                there.work(1);
                back.work(1);
                back.poll(1, counting, Integer.MAX_VALUE);
                return received;
            });
        }
    }
}
