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

/** Weir's ring link and bare Disruptors. */
public final class RingMatchup implements Matchup
{
    private static final int WINDOW = 64;
    private static final int RING_BYTES = 256 * 1024;
    private static final int RECORD_HEADER_BYTES = 8;
    private static final int RAW_BATCH = 32;
    private static final int RAW_RECEIVE_LIMIT = 256;
    private static final int SMALL_RING_BATCH = 16;

    /** Has nothing to set up. */
    public RingMatchup()
    {
    }

    @Override
    public String link()
    {
        return "ring";
    }

    @Override
    public List<String> legend()
    {
        return List.of("raw: a Disruptor moving the payload alone; full frame: the same with slots as long as Weir's " +
            "records.");
    }

    @Override
    public List<StreamCase> cases(final boolean isQuick)
    {
        if (isQuick)
        {
            return List.of(StreamCase.of(1, 64, WINDOW), StreamCase.of(256, 64, WINDOW));
        }
        final List<StreamCase> cases = new ArrayList<>();
        for (final int payload : new int[]{64, 256})
        {
            cases.add(StreamCase.of(1, payload, WINDOW));
            for (final int streams : new int[]{256, 10_000})
            {
                cases.add(StreamCase.of(streams, payload, WINDOW));
                cases.add(StreamCase.of(streams, payload, WINDOW).random());
            }
        }
        return cases;
    }

    @Override
    public List<Side> sides()
    {
        return List.of(Side.RAW, Side.WEIR, Side.RAW_FULL_FRAME);
    }

    /** {@return a side; at one stream a raw ring is as long as the window} */
    @Override
    public Contest contest(final Side side, final StreamCase terms, final ThreadPair threads)
    {
        // A record of Weir's lane, header and all.
        final int record =
            BitUtil.align(RECORD_HEADER_BYTES + DataFrame.PAYLOAD_OFFSET + terms.payloadBytes(), Long.BYTES);
        return switch (side)
        {
            case RAW -> raw(terms, terms.payloadBytes() / Long.BYTES, terms.payloadBytes());
            case WEIR -> new WeirStreams(threads, terms, Wiring.RING);
            case RAW_FULL_FRAME -> raw(terms, record / Long.BYTES, BitUtil.align(record, BitUtil.CACHE_LINE_LENGTH));
        };
    }

    @Override
    public Contest roundTrip(final Side side, final ThreadPair threads)
    {
        return Side.WEIR == side ? new WeirEcho(threads, Wiring.RING) : new RawEcho();
    }

    @Override
    public LoopSide loop(final Side side, final ThreadPair threads)
    {
        return Side.WEIR == side ? new WeirLoop(threads, Wiring.RING) :
            new RawLoop(threads, new RingWay(), new RingWay(), Thread::onSpinWait, () ->
            {
                // The memory goes with its buffer.
            });
    }

    private static Contest raw(final StreamCase terms, final int words, final int slotBytes)
    {
        if (1 == terms.streams())
        {
            return new RawRing(terms.window(), words, slotBytes, SMALL_RING_BATCH, terms.window());
        }
        final int cells = Integer.highestOneBit(RING_BYTES / slotBytes);
        return new RawRing(cells, words, slotBytes, RAW_BATCH, RAW_RECEIVE_LIMIT);
    }
}
