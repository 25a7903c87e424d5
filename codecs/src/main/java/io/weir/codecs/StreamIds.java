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

package io.weir.codecs;

/**
 * What a stream id is made of (W-1). Inside a session it identifies a stream on its own; with the session's id it does
 * so everywhere.
 *
 * <pre>
 *   63                             32 31                           1   0
 *   +--------------------------------+------------------------------+---+
 *   |           generation           |             slot             | i |
 *   +--------------------------------+------------------------------+---+
 * </pre>
 *
 * Both ends find the stream by its slot as an array index, one table for each initiator (i). A slot is used again under
 * the next generation, so a frame of an earlier one is recognised as stale. Stateless.
 */
public final class StreamIds
{
    /** Initiator bit of a stream that the connecting side of the session opened. */
    public static final int CONNECTOR = 0;

    /** Initiator bit of a stream that the accepting side of the session opened. */
    public static final int ACCEPTOR = 1;

    /** Highest slot. */
    public static final int MAX_SLOT = Integer.MAX_VALUE;

    private static final int GENERATION_SHIFT = 32;
    private static final long LOW_MASK = 0xFFFF_FFFFL;

    private StreamIds()
    {
    }

    /**
     * Composes a stream id.
     *
     * @param generation of the slot, rising by one with each Open and wrapping.
     * @param slot       0 to {@link #MAX_SLOT}.
     * @param initiator  {@link #CONNECTOR} or {@link #ACCEPTOR}.
     * @return the stream id.
     */
    public static long of(final int generation, final int slot, final int initiator)
    {
        return (long)generation << GENERATION_SHIFT | (slot << 1 | initiator) & LOW_MASK;
    }

    /**
     * {@return the generation of the slot}
     *
     * @param streamId of the stream.
     */
    public static int generation(final long streamId)
    {
        return (int)(streamId >>> GENERATION_SHIFT);
    }

    /**
     * {@return the slot, never negative, whatever the id; it can be beyond the negotiated limit, which is a violation}
     *
     * @param streamId of the stream.
     */
    public static int slot(final long streamId)
    {
        return (int)streamId >>> 1;
    }

    /**
     * {@return {@link #CONNECTOR} or {@link #ACCEPTOR}: which side of the session opened the stream}
     *
     * @param streamId of the stream.
     */
    public static int initiator(final long streamId)
    {
        return (int)streamId & 1;
    }

    /**
     * Compares generations by their int difference, so that the order survives their wrapping.
     *
     * @param generation of a frame, say.
     * @param other      of the slot, say.
     * @return negative if the first is the earlier one, 0 if they are the same, positive if it is the later one.
     */
    public static int compareGenerations(final int generation, final int other)
    {
        return generation - other;
    }

    /**
     * {@return whether a frame with this id belongs to an earlier life of its slot, and is to be discarded and counted}
     *
     * @param streamId          of the frame.
     * @param currentGeneration of the slot.
     */
    public static boolean isStale(final long streamId, final int currentGeneration)
    {
        return generation(streamId) - currentGeneration < 0;
    }

    /**
     * {@return the generation of the slot's next life}
     *
     * @param generation of the current one.
     */
    public static int nextGeneration(final int generation)
    {
        return generation + 1;
    }
}
