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

import io.weir.kernel.BatchSink;

import java.nio.ByteBuffer;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Takes batches and forgets them. */
final class Nowhere implements BatchSink
{
    private final UnsafeBuffer buffer;
    private long seq = -1;

    Nowhere(final int maxBatchLength)
    {
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(maxBatchLength));
    }

    @Override
    public int claim(final int maxLength)
    {
        return 0;
    }

    @Override
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    @Override
    public long commit(final int length)
    {
        return ++seq;
    }

    @Override
    public void abort()
    {
        // Nothing is kept.
    }
}
