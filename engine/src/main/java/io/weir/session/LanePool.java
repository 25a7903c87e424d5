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

import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.link.Link;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.ErrorHandler;

/** An engine's lanes: a bounded count for threads that own one, a few striped ones for those that do not (T-1). Any thread. */
public final class LanePool
{
    private final int maxLanes;
    private final int stripeCount;
    private final int publishBatch;
    private final int maxFrame;
    private final Counters counters;
    private final AtomicInteger held = new AtomicInteger();
    private final Map<Object, StripedLane[]> stripes = new ConcurrentHashMap<>();

    /**
     * Creates an empty pool.
     *
     * @param configuration of the engine.
     * @param counters      of the engine.
     */
    public LanePool(final Configuration configuration, final Counters counters)
    {
        maxLanes = configuration.value(Settings.LANE_MAX);
        stripeCount = configuration.value(Settings.LANE_STRIPES);
        publishBatch = configuration.value(Settings.LANE_PUBLISH_BATCH);
        maxFrame = configuration.value(Settings.FRAME_MAX);
        this.counters = counters;
    }

    EmitterLane acquire(final Link link)
    {
        if (held.incrementAndGet() > maxLanes)
        {
            held.decrementAndGet();
            counters.counter(CounterType.LANES_EXHAUSTED_TOTAL).increment();
            throw new IllegalStateException("all " + maxLanes +
                " lanes of this engine are held: close one, raise weir.lane.max, or use Stream.sharedWriter()");
        }
        counters.counter(CounterType.LANES_HELD).increment();
        return new EmitterLane(link.openLane(publishBatch), link.receiver(), this);
    }

    void release(final EmitterLane lane)
    {
        held.decrementAndGet();
        counters.counter(CounterType.LANES_HELD).decrement();
        counters.counter(CounterType.LANE_ABORTS_TOTAL).getAndAdd(lane.writer().aborts());
        counters.counter(CounterType.STREAM_CREDIT_STALLS_TOTAL).getAndAdd(lane.creditStalls());
    }

    /** One of the few lanes into the link's receiver that threads share under a lock. */
    StripedLane stripe(final Link link)
    {
        final StripedLane[] lanes = stripes.computeIfAbsent(link.receiver(), receiver ->
        {
            final StripedLane[] created = new StripedLane[stripeCount];
            for (int i = 0; i < stripeCount; i++)
            {
                created[i] = new StripedLane(link.openLane(1));
            }
            return created;
        });
        return lanes[ThreadLocalRandom.current().nextInt(stripeCount)];
    }

    int maxFrame()
    {
        return maxFrame;
    }

    ErrorHandler errors()
    {
        return counters.errorLog();
    }

    /** Closes the striped lanes. */
    public void close()
    {
        stripes.values().forEach(lanes ->
        {
            for (final StripedLane lane : lanes)
            {
                lane.close();
            }
        });
        stripes.clear();
    }
}
