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

package io.weir.sim;

import io.weir.Stream;
import io.weir.stream.StreamEnd;
import java.util.Random;

/**
 * How one side of a stream takes what it receives, and the model of it: in place, explicitly, or held as items of one
 * frame or of whole messages, as Flow and iterators do; with or without stated demand (C-3, C-4, C-9).
 */
final class SimTaking
{
    /** What is held beyond the callback. */
    enum Held
    {
        NOTHING,
        FRAMES,
        MESSAGES
    }

    private final SimSide side;
    Held held = Held.NOTHING;
    boolean isDemanding;
    boolean isExplicit;
    long taken;
    long copied;
    long demand = Long.MAX_VALUE;
    private long grantedBefore;
    private long itemsBefore;

    SimTaking(final SimSide side)
    {
        this.side = side;
    }

    /** Chooses, as the stream is opened or accepted. */
    void choose(final Stream stream, final Random random)
    {
        if (side.isOpener ? side.owner.request.held() : side.receives() && 0 == random.nextInt(4))
        {
            isDemanding = true;
            demand = 0;
            if (!side.isOpener)
            {
                stream.requestExplicitly();
            }
            held = Held.values()[random.nextInt(Held.values().length)];
        }
        if (Held.NOTHING != held)
        {
            isExplicit = true;
            ((StreamEnd)stream).holdFrames(Held.MESSAGES == held);
        }
        else if (0 == random.nextInt(3))
        {
            isExplicit = true;
            stream.consumeExplicitly();
        }
    }

    /** A frame came. */
    void onData(final Stream stream, final boolean isMore)
    {
        if (Held.MESSAGES == held && isMore)
        {
            copied++;
            ((StreamEnd)stream).frameCopied();
        }
    }

    /** The stream is over: what was not taken is dropped, by whoever it is that holds it. */
    void onClosed(final Stream stream, final Random random)
    {
        if (Held.NOTHING != held && null != stream)
        {
            if (random.nextBoolean())
            {
                ((StreamEnd)stream).dropFrames();
            }
            else
            {
                side.sim.foreign.run(((StreamEnd)stream)::dropFrames);
            }
        }
    }

    /** {@return the count of items that can be taken now} */
    long takeable()
    {
        return isExplicit ? side.received - copied - taken : 0;
    }

    /** {@return the count of frames that count as consumed by now, at most} */
    long consumed()
    {
        return isExplicit ? taken + copied : side.received;
    }

    void take(final long items)
    {
        taken += items;
        side.stream.consumed(items);
    }

    void demand(final long items)
    {
        demand += items;
        side.stream.request(items);
    }

    /** Checks a limit against demand; what is wrong with it, or null. */
    String wrong(final long granted)
    {
        final boolean isRaised = granted > grantedBefore;
        final long items = itemsBefore;
        grantedBefore = granted;
        itemsBefore = side.received - copied;
        if (Held.MESSAGES != held)
        {
            return granted <= demand ? null : "C-9: limit " + granted + " beyond demand " + demand;
        }
        return !isRaised || demand > items ? null :
            "C-9: limit raised to " + granted + ", and the demand of " + demand + " messages is met";
    }
}
