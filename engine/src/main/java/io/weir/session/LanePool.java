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

import io.weir.codecs.StreamIds;
import io.weir.config.Configuration;
import io.weir.config.Settings;
import io.weir.counters.CounterType;
import io.weir.counters.Counters;
import io.weir.link.Link;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine's lanes: a bounded count for threads that own one, a few striped ones for those that do not (T-1). Any
 * thread.
 */
public final class LanePool
{
    private final int maxLanes;
    private final int stripeCount;
    private final int publishBatch;
    private final Counters counters;
    private final AtomicInteger held = new AtomicInteger();
    private final Map<Object, StripedLane[]> stripes = new ConcurrentHashMap<>();
    private boolean closed;

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
        this.counters = counters;
    }

    EmitterLane acquire(final Link link)
    {
        if (held.incrementAndGet() > maxLanes)
        {
            held.decrementAndGet();
            count(CounterType.LANES_EXHAUSTED_TOTAL);
            throw new IllegalStateException("all " + maxLanes +
                " lanes of this engine are held: close one, raise weir.lane.max, or use Stream.sharedWriter()");
        }
        final EmitterLane lane;
        try
        {
            lane = new EmitterLane(link.openLane(publishBatch), link.receiver(), this);
        }
        catch (final Throwable ex)
        {
            held.decrementAndGet();
            throw ex;
        }
        count(CounterType.LANES_HELD);
        return lane;
    }

    /** A lane may outlive its engine, whose counters are then gone. */
    synchronized void release(final EmitterLane lane)
    {
        held.decrementAndGet();
        if (closed)
        {
            return;
        }
        counters.counter(CounterType.LANES_HELD).decrement();
        counters.counter(CounterType.LANE_ABORTS_TOTAL).getAndAdd(lane.writer().aborts());
        counters.counter(CounterType.STREAM_CREDIT_STALLS_TOTAL).getAndAdd(lane.creditStalls());
    }

    /** One of the few lanes into the link's receiver that threads share under a lock; for a stream always the same. */
    StripedLane stripe(final Link link, final long streamId)
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
        if (link.isDisconnected())
        {
            // Whoever asks so late gets a lane that says so.
            forget(link.receiver());
        }
        return lanes[StreamIds.slot(streamId) % stripeCount];
    }

    /** The receiver is gone: so is the use of the lanes into it. Any agent. */
    void forget(final Object receiver)
    {
        final StripedLane[] lanes = stripes.remove(receiver);
        if (null != lanes)
        {
            for (final StripedLane lane : lanes)
            {
                lane.close();
            }
        }
    }

    /** Counts what a lane's handler threw. Any thread. */
    synchronized void handlerFailed(final Throwable cause)
    {
        count(CounterType.HANDLER_ERRORS_TOTAL);
        counters.errorLog().onError(cause);
    }

    /** Closes the striped lanes. */
    public synchronized void close()
    {
        closed = true;
        stripes.values().forEach(lanes ->
        {
            for (final StripedLane lane : lanes)
            {
                lane.close();
            }
        });
        stripes.clear();
    }

    /** Under the lock: the engine closes the pool before it unmaps the counters, maybe just now. */
    private synchronized void count(final CounterType type)
    {
        if (!closed)
        {
            counters.counter(type).increment();
        }
    }
}
