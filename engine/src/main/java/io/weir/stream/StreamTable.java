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
package io.weir.stream;

import io.weir.codecs.StreamIds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import org.agrona.collections.IntArrayQueue;

/**
 * The streams of one session by slot and initiator: the lower half of a stream id is the index (W-1). Slots that this
 * side opens are reused first-in first-out, generations rise by one per Open of a slot. Grows up to the limit, never
 * shrinks.
 */
public final class StreamTable
{
    private static final int INITIAL = 64;

    private final int initiator;
    private final int maxSlots;
    private final IntArrayQueue freeSlots = new IntArrayQueue(Integer.MIN_VALUE);
    private StreamEnd[] ends = new StreamEnd[INITIAL];
    private int[] generations = new int[INITIAL];
    /** Slots whose generation has come round to 0, which otherwise means that they were never opened. */
    private final BitSet wrapped = new BitSet();
    private int nextSlot;
    private int size;

    /**
     * Creates an empty table.
     *
     * @param initiator bit of the streams that this side opens.
     * @param maxSlots  of each initiator: the negotiated limit of streams.
     */
    StreamTable(final int initiator, final int maxSlots)
    {
        this.initiator = initiator;
        this.maxSlots = maxSlots;
    }

    /** {@return the live end of exactly this id, else null} */
    StreamEnd find(final long id)
    {
        final int index = (int)id;
        final StreamEnd[] all = ends;
        if (index >= 0 && index < all.length)
        {
            final StreamEnd end = all[index];
            if (null != end && end.id == id)
            {
                return end;
            }
        }
        return null;
    }

    /** {@return the live end in the slot of this id, of whatever generation, else null} */
    StreamEnd occupant(final long id)
    {
        final int index = (int)id;
        return index >= 0 && index < ends.length ? ends[index] : null;
    }

    /** {@return the generation last opened in the slot of this id, 0 for none} */
    int generation(final long id)
    {
        final int index = (int)id;
        return index >= 0 && index < generations.length ? generations[index] : 0;
    }

    /** {@return whether the slot of this id was ever opened} */
    boolean wasOpened(final long id)
    {
        return 0 != generation(id) || wrapped.get(Math.max(0, (int)id));
    }

    /** {@return whether the slot is within the negotiated limit} */
    boolean isWithinLimit(final long id)
    {
        return StreamIds.slot(id) < maxSlots;
    }

    boolean isOwn(final long id)
    {
        return initiator == StreamIds.initiator(id);
    }

    /** {@return the id of the next stream that this side opens, or -1 when every slot is taken} */
    long nextId()
    {
        final int slot;
        if (!freeSlots.isEmpty())
        {
            slot = freeSlots.peekInt();
        }
        else if (nextSlot < maxSlots)
        {
            slot = nextSlot;
        }
        else
        {
            return -1;
        }
        final int index = slot << 1 | initiator;
        final int generation = index < generations.length ? generations[index] : 0;
        return StreamIds.of(StreamIds.nextGeneration(generation), slot, initiator);
    }

    /** Puts a new end in its slot. */
    void put(final StreamEnd end)
    {
        final int index = (int)end.id;
        if (index >= ends.length)
        {
            final int length = (int)Math.min(2L * maxSlots, Math.max(ends.length * 2L, index + 1L));
            ends = Arrays.copyOf(ends, length);
            generations = Arrays.copyOf(generations, length);
        }
        if (end.opener)
        {
            if (freeSlots.isEmpty())
            {
                nextSlot++;
            }
            else
            {
                freeSlots.pollInt();
            }
        }
        ends[index] = end;
        generations[index] = StreamIds.generation(end.id);
        if (0 == generations[index])
        {
            wrapped.set(index);
        }
        size++;
    }

    /** Frees the slot of an end. */
    void remove(final StreamEnd end)
    {
        final int index = (int)end.id;
        if (ends[index] == end)
        {
            ends[index] = null;
            size--;
            if (end.opener)
            {
                freeSlots.addInt(StreamIds.slot(end.id));
            }
        }
    }

    /** {@return the count of ends in the table} */
    public int size()
    {
        return size;
    }

    /**
     * Visits every end; they may be removed meanwhile.
     *
     * @param visitor of each.
     */
    public void forEach(final Consumer<StreamEnd> visitor)
    {
        final StreamEnd[] all = ends;
        for (final StreamEnd end : all)
        {
            if (null != end)
            {
                visitor.accept(end);
            }
        }
    }
}
