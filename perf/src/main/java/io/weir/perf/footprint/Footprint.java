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

package io.weir.perf.footprint;

import io.weir.DataHeader;
import io.weir.Engine;
import io.weir.Result;
import io.weir.Session;
import io.weir.Stream;
import io.weir.StreamHandler;
import io.weir.StreamRequest;
import io.weir.config.Settings;
import io.weir.config.Threading;

import org.agrona.DirectBuffer;

/**
 * Memory of open idle streams, both ends in this process, handlers shared and nothing else. Run by
 * {@code java -cp weir.jar io.weir.perf.footprint.Footprint [streams]}, with a heap of a few GiB.
 */
public final class Footprint
{
    private static final int STREAMS = 1_000_000;
    private static final int COLLECTIONS = 3;
    private static final long MIB = 1024 * 1024;
    private static final String CAPABILITY = "footprint.idle";

    /** Does nothing with what does not come. */
    private static final class Idle implements StreamHandler
    {
        @Override
        public void onData(
            final Stream stream,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final DataHeader header)
        {
            throw new IllegalStateException("Data on an idle stream");
        }
    }

    private Footprint()
    {
    }

    /**
     * Opens the streams and prints what they take.
     *
     * @param args count of streams, a million if absent.
     */
    public static void main(final String[] args)
    {
        final int streams = args.length > 0 ? Integer.parseInt(args[0]) : STREAMS;
        final Idle idle = new Idle();
        final Engine provider =
            Engine.launch(context("footprint-provider", streams).provider(CAPABILITY, (stream, open) -> idle));
        final Engine consumer = Engine.launch(context("footprint-consumer", streams));
        final Session session = consumer.connect(provider);
        final long before = usedBytes();
        final StreamRequest request = StreamRequest.of(CAPABILITY);
        for (int opened = 0; opened < streams;)
        {
            final long result = session.open(request, idle);
            if (result >= 0)
            {
                opened++;
            }
            else if (Result.BACK_PRESSURED != result)
            {
                throw new IllegalStateException("stream " + opened + ": " + Result.name(result));
            }
            else
            {
                provider.invoke();
                consumer.invoke();
            }
        }
        for (int i = 0; i < COLLECTIONS; i++)
        {
            provider.invoke();
            consumer.invoke();
        }
        final long bytes = usedBytes() - before;
        System.out.printf(
            "%,d open idle streams, both ends: %,d MiB, %,d bytes a stream%n", streams, bytes / MIB, bytes / streams);
        System.out.println("streams at the consumer: " + session.streamCount());
    }

    private static Engine.Context context(final String name, final int streams)
    {
        return new Engine.Context()
            .name(name)
            .set(Settings.ENGINE_THREADING, Threading.INVOKER)
            .set(Settings.SESSION_STREAMS_MAX, streams);
    }

    private static long usedBytes()
    {
        for (int i = 0; i < COLLECTIONS; i++)
        {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
