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

import io.weir.perf.Failure;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/** One thread that feeds both lanes of a rig in turn and takes its answers. */
final class RigFeeder
{
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int STAMPS = 1 << 16;

    private final Rig rig;
    private final int window;
    private final long[] offered = new long[Rig.ADAPTERS];
    private final long[] answered = new long[Rig.ADAPTERS];
    private final long[][] stamps = new long[Rig.ADAPTERS][STAMPS];

    /**
     * Feeds a rig that nothing has been offered to yet.
     *
     * @param rig    to feed.
     * @param window frames in flight at most.
     */
    RigFeeder(final Rig rig, final int window)
    {
        this.rig = rig;
        this.window = window;
    }

    /** Offers as fast as the window allows; {@return frames a second, all of them answered} */
    double saturate(final int frames)
    {
        final long beginNs = System.nanoTime();
        long left = frames;
        long inFlight = 0;
        long lastNs = beginNs;
        while (left > 0 || inFlight > 0)
        {
            int done = 0;
            for (int adapter = 0; adapter < Rig.ADAPTERS; adapter++)
            {
                rig.beginBatch(adapter);
                while (left > 0 && inFlight < window && rig.offer(adapter))
                {
                    offered[adapter]++;
                    left--;
                    inFlight++;
                    if (++done % (window / 4) == 0)
                    {
                        break;
                    }
                }
                rig.endBatch(adapter);
                final long now = rig.answered(adapter);
                inFlight -= now - answered[adapter];
                done += (int)(now - answered[adapter]);
                answered[adapter] = now;
            }
            lastNs = requireProgress(done, lastNs);
        }
        return frames * 1e9 / (System.nanoTime() - beginNs);
    }

    /** Offers at a rate, whatever the answers; times run from when a frame was due. */
    void pace(final int frames, final long intervalNs, final Histogram histogram)
    {
        final long beginNs = System.nanoTime();
        long sent = 0;
        long taken = 0;
        long lastNs = beginNs;
        while (taken < frames)
        {
            final long nowNs = System.nanoTime();
            int done = 0;
            final long dueNs = beginNs + sent * intervalNs;
            final int adapter = (int)(sent & 1);
            if (sent < frames && nowNs >= dueNs && sent - taken < STAMPS && rig.offer(adapter))
            {
                stamps[adapter][(int)(offered[adapter]++ & STAMPS - 1)] = dueNs;
                sent++;
                done++;
            }
            for (int i = 0; i < Rig.ADAPTERS; i++)
            {
                for (final long now = rig.answered(i); answered[i] < now; answered[i]++)
                {
                    histogram.recordValue(System.nanoTime() - stamps[i][(int)(answered[i] & STAMPS - 1)]);
                    taken++;
                    done++;
                }
            }
            lastNs = requireProgress(done, lastNs);
        }
    }

    private long requireProgress(final int done, final long lastNs)
    {
        if (done > 0)
        {
            return System.nanoTime();
        }
        rig.check();
        if (System.nanoTime() - lastNs > STUCK_NS)
        {
            throw new Failure("no answer for 30 s: the disk may be full; name another --dir", null);
        }
        Thread.onSpinWait();
        return lastNs;
    }
}
