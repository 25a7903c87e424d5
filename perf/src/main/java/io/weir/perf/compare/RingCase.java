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

import io.weir.codecs.DataFrame;

import java.util.ArrayList;
import java.util.List;

import org.agrona.BitUtil;

/**
 * One case of the comparison of throughput.
 *
 * @param streams      of Weir.
 * @param payloadBytes of a message.
 * @param window       of a stream in frames.
 * @param order        in which the streams are visited.
 */
record RingCase(int streams, int payloadBytes, int window, Order order)
{
    private static final int WINDOW = 64;
    private static final int RING_BYTES = 256 * 1024;
    private static final int RECORD_HEADER_BYTES = 8;
    private static final int RAW_BATCH = 32;
    private static final int RAW_RECEIVE_LIMIT = 256;
    private static final int SMALL_RING_BATCH = 16;

    /** In which order streams are visited. */
    enum Order
    {
        /** One after the other. */
        ROUND_ROBIN("round-robin"),

        /** By a fixed random sequence. */
        RANDOM("random");

        private final String label;

        Order(final String label)
        {
            this.label = label;
        }

        String label()
        {
            return label;
        }
    }

    /** {@return the cases of a whole comparison} */
    static List<RingCase> all()
    {
        final List<RingCase> cases = new ArrayList<>();
        for (final int payload : new int[]{64, 256})
        {
            cases.add(new RingCase(1, payload, WINDOW, Order.ROUND_ROBIN));
            for (final int streams : new int[]{256, 10_000})
            {
                cases.add(new RingCase(streams, payload, WINDOW, Order.ROUND_ROBIN));
                cases.add(new RingCase(streams, payload, WINDOW, Order.RANDOM));
            }
        }
        return cases;
    }

    /** {@return the cases of a quick comparison} */
    static List<RingCase> quick()
    {
        return List.of(
            new RingCase(1, 64, WINDOW, Order.ROUND_ROBIN), new RingCase(256, 64, WINDOW, Order.ROUND_ROBIN));
    }

    /** {@return a raw ring that moves the payload alone; at one stream it is as long as the window} */
    RawRing raw()
    {
        return raw(payloadBytes / Long.BYTES, payloadBytes);
    }

    /** {@return a raw ring that moves as many bytes as a record of Weir's lane has, header and all} */
    RawRing rawFullFrame()
    {
        final int record = BitUtil.align(RECORD_HEADER_BYTES + DataFrame.PAYLOAD_OFFSET + payloadBytes, Long.BYTES);
        return raw(record / Long.BYTES, BitUtil.align(record, BitUtil.CACHE_LINE_LENGTH));
    }

    private RawRing raw(final int words, final int slotBytes)
    {
        if (1 == streams)
        {
            return new RawRing(window, words, slotBytes, SMALL_RING_BATCH, window);
        }
        final int cells = Integer.highestOneBit(RING_BYTES / slotBytes);
        return new RawRing(cells, words, slotBytes, RAW_BATCH, RAW_RECEIVE_LIMIT);
    }
}
