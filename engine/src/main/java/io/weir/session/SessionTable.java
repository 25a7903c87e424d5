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

import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.collections.IntArrayQueue;

/**
 * An agent's sessions by index: slot in the lower 16 bits, generation in the upper, so that what is under way for a
 * session that has ended is recognised (T-2). Generations begin anew when they are used up, but two are none: with the
 * first, 0, the index 0 would be a session's, with the last -1, and each of these stands for no index.
 */
final class SessionTable
{
    static final int MAX_SESSIONS = 1 << 16;

    private static final int SLOT_MASK = MAX_SESSIONS - 1;
    private static final int GENERATION_SHIFT = 16;
    private static final int MAX_GENERATION = (1 << 16) - 2;

    private final IntArrayQueue freeSlots = new IntArrayQueue(Integer.MIN_VALUE);
    private SessionEnd[] bySlot = new SessionEnd[16];
    private int[] generations = new int[16];
    private int slotCount;
    private int size;

    /** {@return the live session of exactly this index, else null} */
    SessionEnd find(final int index)
    {
        final int slot = index & SLOT_MASK;
        final SessionEnd[] all = bySlot;
        if (slot < all.length)
        {
            final SessionEnd session = all[slot];
            if (null != session && session.index() == index)
            {
                return session;
            }
        }
        return null;
    }

    /** {@return the index for the next session, never 0, or -1 when the table is full} */
    int nextIndex()
    {
        final int slot = freeSlots.isEmpty() ? slotCount : freeSlots.peekInt();
        if (slot >= MAX_SESSIONS)
        {
            return -1;
        }
        final int last = slot < generations.length ? generations[slot] : 0;
        return slot | last % MAX_GENERATION + 1 << GENERATION_SHIFT;
    }

    void put(final SessionEnd session)
    {
        final int slot = session.index() & SLOT_MASK;
        if (slot >= bySlot.length)
        {
            bySlot = Arrays.copyOf(bySlot, bySlot.length << 1);
            generations = Arrays.copyOf(generations, bySlot.length);
        }
        if (freeSlots.isEmpty())
        {
            slotCount++;
        }
        else
        {
            freeSlots.pollInt();
        }
        generations[slot] = session.index() >>> GENERATION_SHIFT;
        bySlot[slot] = session;
        size++;
    }

    void remove(final SessionEnd session)
    {
        final int slot = session.index() & SLOT_MASK;
        if (bySlot[slot] == session)
        {
            bySlot[slot] = null;
            freeSlots.addInt(slot);
            size--;
        }
    }

    int size()
    {
        return size;
    }

    /** {@return the count of slots ever used; for loops with {@link #atSlot}} */
    int slotCount()
    {
        return slotCount;
    }

    SessionEnd atSlot(final int slot)
    {
        return bySlot[slot];
    }

    /** Visits every session; they may be removed meanwhile. One at which the visit throws ends alone (T-11). */
    void forEach(final Consumer<SessionEnd> visitor)
    {
        for (int slot = 0; slot < slotCount; slot++)
        {
            final SessionEnd session = bySlot[slot];
            if (null != session)
            {
                try
                {
                    visitor.accept(session);
                }
                catch (final Throwable ex)
                {
                    session.failed(ex);
                }
            }
        }
    }

    /** Does what a duty cycle owes each session. */
    int work()
    {
        int done = 0;
        for (int slot = 0; slot < slotCount; slot++)
        {
            final SessionEnd session = bySlot[slot];
            if (null != session)
            {
                done += work(session);
            }
        }
        return done;
    }

    /** What a frame of a session has made throw ends that session, if it is still there (T-11). */
    void failed(final int index, final Throwable cause, final ErrorHandler errors)
    {
        final SessionEnd session = find(index);
        if (null == session)
        {
            errors.onError(cause);
        }
        else
        {
            session.failed(cause);
        }
    }

    private static int work(final SessionEnd session)
    {
        try
        {
            return session.work();
        }
        catch (final Throwable ex)
        {
            session.failed(ex);
            return 1;
        }
    }

    /** {@return whether the agent may stop without harm to any session's farewell} */
    boolean mayBeCutOff()
    {
        for (int slot = 0; slot < slotCount; slot++)
        {
            if (null != bySlot[slot] && !bySlot[slot].mayBeCutOff())
            {
                return false;
            }
        }
        return true;
    }
}
