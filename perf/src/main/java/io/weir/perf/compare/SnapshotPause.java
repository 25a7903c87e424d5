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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.codecs.FrameHeader;
import io.weir.codecs.kernel.DomainEventEncoder;
import io.weir.codecs.kernel.MessageHeaderEncoder;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.kernel.SnapshotCopy;
import io.weir.kernel.World;

import java.io.PrintWriter;
import java.util.Locale;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a snapshot takes from the kernel's thread: how long its longest piece keeps frames waiting.
 *
 * @param instances in the world.
 * @param pauseNs   the longest that the kernel's thread was held.
 * @param totalNs   all that it was held, in pieces.
 * @param bytes     of the snapshot.
 */
record SnapshotPause(int instances, double pauseNs, double totalNs, long bytes)
{
    private static final int PIECE = 256;
    private static final int KEY = Long.BYTES;
    private static final int TIMES = 7;

    /**
     * Measures.
     *
     * @param instances to fill a world with.
     * @return what it took: the median of the longest pauses of several.
     */
    static SnapshotPause of(final int instances)
    {
        final World world = KernelRig.world();
        world.begin(new Nowhere(world.maxBatchLength()), new byte[World.IDENTITY_LENGTH], 1);
        fill(world, instances);
        final double[] pauses = new double[TIMES];
        final double[] totals = new double[TIMES];
        long bytes = 0;
        for (int i = 0; i < TIMES; i++)
        {
            final long beginNs = System.nanoTime();
            final SnapshotCopy copy = world.snapshot();
            long lastNs = System.nanoTime();
            long longestNs = lastNs - beginNs;
            boolean isComplete = false;
            while (!isComplete)
            {
                isComplete = copy.work(PIECE);
                final long nowNs = System.nanoTime();
                longestNs = Math.max(longestNs, nowNs - lastNs);
                lastNs = nowNs;
            }
            pauses[i] = longestNs;
            totals[i] = lastNs - beginNs;
            bytes = copy.image().length();
        }
        return new SnapshotPause(instances, Spread.of(pauses).median(), Spread.of(totals).median(), bytes);
    }

    /** {@return what a process that measured tells another} */
    double[] figures()
    {
        return new double[]{pauseNs, totalNs, bytes};
    }

    static SnapshotPause ofFigures(final int instances, final double[] figures)
    {
        return new SnapshotPause(instances, figures[0], figures[1], (long)figures[2]);
    }

    ObjectNode json()
    {
        return JsonNodeFactory.instance.objectNode().put("instances", instances).put("pauseNs", Math.round(pauseNs))
            .put("totalNs", Math.round(totalNs)).put("bytes", bytes);
    }

    void print(final PrintWriter out)
    {
        out.printf(Locale.ROOT, "snapshot of %,d instances, %.1f MB: longest pause %.1f us, %.1f ms in all%n",
            instances,
            bytes / 1e6, pauseNs / 1e3, totalNs / 1e6);
        out.flush();
    }

    private static void fill(final World world, final int instances)
    {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[256]);
        final byte[] payload = new byte[KEY + 1];
        final UnsafeBuffer key = new UnsafeBuffer(payload);
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        final DomainEventEncoder encoder = new DomainEventEncoder();
        for (int i = 0; i < instances; i++)
        {
            key.putLong(0, i);
            encoder.wrapAndApplyHeader(message, 0, header).correlationId(i).form(PayloadForm.INLINE).kind("begin")
                .putKey(payload, 0, 0).putPayload(payload, 0, payload.length);
            world.offer(0, 1, message, 0, FrameHeader.LENGTH + encoder.encodedLength());
        }
        if (world.instances() != instances)
        {
            throw new IllegalStateException(world.instances() + " instances instead of " + instances);
        }
    }
}
