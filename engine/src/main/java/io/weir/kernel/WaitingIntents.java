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
package io.weir.kernel;

import java.util.Arrays;

/**
 * The open intents that no adapter has: a list for each kind, one for all control intents that can go, and one beneath
 * each intent for the control intents that wait until somebody has it (K-12, K-13). So whoever looks for what can be
 * dispatched meets nothing else, however much is open. Each list is in the order of ids. Owned by the kernel's thread.
 */
final class WaitingIntents
{
    static final int NONE = -1;

    private static final int STRIDE = 8;
    private static final int BEFORE = 0;
    private static final int AFTER = 1;
    private static final int LIST = 2;
    private static final int PARKED_FIRST = 3;
    private static final int PARKED_LAST = 4;
    /** Of a slot that is in no list; what is below stands for the list beneath an intent. */
    private static final int NOWHERE = -1;

    private final Intents intents;
    private final boolean[] isControl;
    private final int controls;
    private final int[] first;
    private final int[] last;
    private int[] links = new int[0];
    private int size;

    WaitingIntents(final Intents intents, final boolean[] isControl)
    {
        this.intents = intents;
        this.isControl = isControl;
        controls = isControl.length;
        first = new int[controls + 1];
        last = new int[controls + 1];
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
    }

    /** Puts an open intent at the end of its list; not a timer, which nobody has ever. */
    void add(final int slot)
    {
        ensure(slot);
        append(isControl[intents.kind(slot)] ? listOfControl(slot) : intents.kind(slot), slot);
        size++;
    }

    void remove(final int slot)
    {
        if (isWaiting(slot))
        {
            unlink(slot);
            size--;
        }
    }

    /** An adapter has the intent now, or nobody ever will: what waited for that can go, or be ended. */
    void release(final int slot)
    {
        remove(slot);
        if (slot * STRIDE >= links.length)
        {
            return;
        }
        int parked = get(slot, PARKED_FIRST);
        while (parked != NONE)
        {
            unlink(parked);
            append(controls, parked);
            parked = get(slot, PARKED_FIRST);
        }
    }

    boolean isWaiting(final int slot)
    {
        return slot * STRIDE < links.length && get(slot, LIST) != NOWHERE;
    }

    /** {@return the first of a kind that is no control intent's} */
    int first(final int kind)
    {
        return first[kind];
    }

    /** {@return the first control intent that can go, or be ended} */
    int firstControl()
    {
        return first[controls];
    }

    /** {@return how many wait, in whatever list} */
    int size()
    {
        return size;
    }

    private int listOfControl(final int slot)
    {
        final int target = intents.find(intents.target(slot));
        if (target == Intents.NONE || intents.adapter(target) != Intents.NO_ADAPTER)
        {
            return controls;
        }
        ensure(target);
        return beneath(target);
    }

    private void append(final int list, final int slot)
    {
        final int before = list >= 0 ? last[list] : get(beneath(list), PARKED_LAST);
        put(slot, LIST, list);
        put(slot, BEFORE, before);
        put(slot, AFTER, NONE);
        if (before == NONE)
        {
            first(list, slot);
        }
        else
        {
            put(before, AFTER, slot);
        }
        last(list, slot);
    }

    private void unlink(final int slot)
    {
        final int list = get(slot, LIST);
        final int before = get(slot, BEFORE);
        final int after = get(slot, AFTER);
        if (before == NONE)
        {
            first(list, after);
        }
        else
        {
            put(before, AFTER, after);
        }
        if (after == NONE)
        {
            last(list, before);
        }
        else
        {
            put(after, BEFORE, before);
        }
        put(slot, LIST, NOWHERE);
    }

    private void first(final int list, final int slot)
    {
        if (list >= 0)
        {
            first[list] = slot;
        }
        else
        {
            put(beneath(list), PARKED_FIRST, slot);
        }
    }

    private void last(final int list, final int slot)
    {
        if (list >= 0)
        {
            last[list] = slot;
        }
        else
        {
            put(beneath(list), PARKED_LAST, slot);
        }
    }

    /** {@return the list beneath an intent's slot, or the slot above a list: the one is the other's inverse} */
    private static int beneath(final int slotOrList)
    {
        return -2 - slotOrList;
    }

    private void ensure(final int slot)
    {
        if ((slot + 1) * STRIDE > links.length)
        {
            final int length = links.length;
            links = Arrays.copyOf(links, Math.max((slot + 1) * STRIDE, Math.max(1024 * STRIDE, length * 2)));
            Arrays.fill(links, length, links.length, NONE);
        }
    }

    private int get(final int slot, final int field)
    {
        return links[slot * STRIDE + field];
    }

    private void put(final int slot, final int field, final int value)
    {
        links[slot * STRIDE + field] = value;
    }
}
