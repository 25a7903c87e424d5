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
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The open intents, in slots: one line of the cache for what every frame looks at. Each instance's intents form a list
 * in the order of their ids. Owned by the kernel's thread.
 */
final class Intents
{
    static final int NONE = -1;
    static final int NO_ADAPTER = -1;
    static final int MAX_TOKEN = 256;
    static final int MAX_IDEMPOTENCY_KEY = 64;

    private static final int STRIDE = 16;
    private static final int ID = 0;
    private static final int FENCE = 1;
    private static final int CURSOR = 2;
    private static final int LEASE = 3;
    private static final int IDLE_DUE = 4;
    private static final int TOTAL_DUE = 5;
    private static final int PLACE = 6;
    private static final int TARGET = 7;
    private static final int EMITTED = 8;
    private static final int DATA = 9;
    private static final int LENGTHS = 10;
    private static final int LINKS = 11;
    private static final int TOKEN = 12;
    private static final long LOST = 1L << 16;

    final DueTimes due = new DueTimes(this);
    final WaitingIntents waiting;

    private final Instances instances;
    private final int[] openByKind;
    private final LongIndex index = new LongIndex(1024);
    private final IntQueue free = new IntQueue();
    private long[] fields = new long[1024 * STRIDE];
    private int lastFound;
    private int slots;
    private int size;

    Intents(final Instances instances, final boolean[] isControl)
    {
        this.instances = instances;
        openByKind = new int[isControl.length];
        waiting = new WaitingIntents(this, isControl);
    }

    /** {@return the slot of an open intent, or −1} */
    int find(final long id)
    {
        // An input asks for the same one several times. A slot that is free has no id, nor has no intent.
        if (id == 0 || get(lastFound, ID) != id)
        {
            final int slot = index.get(id);
            if (slot == NONE)
            {
                return NONE;
            }
            lastFound = slot;
        }
        return lastFound;
    }

    int add(final long id, final int instance, final int kind, final long fence)
    {
        final int slot = free.isEmpty() ? slots++ : free.removeFirst();
        if (slot * STRIDE >= fields.length)
        {
            fields = Arrays.copyOf(fields, BitUtil.findNextPositivePowerOfTwo((slot + 1) * STRIDE));
        }
        Arrays.fill(fields, slot * STRIDE, (slot + 1) * STRIDE, 0);
        put(slot, ID, id);
        put(slot, FENCE, fence);
        put(slot, PLACE, (long)instance << 32 | kind);
        put(slot, LEASE, (long)NO_ADAPTER << 32);
        link(slot, instance);
        index.put(id, slot);
        openByKind[kind]++;
        size++;
        return slot;
    }

    void remove(final int slot)
    {
        due.remove(slot);
        unlink(slot, instance(slot));
        index.remove(id(slot));
        openByKind[kind(slot)]--;
        releaseData(slot);
        releaseToken(slot);
        put(slot, ID, 0);
        waiting.release(slot);
        free.add(slot);
        size--;
    }

    /** Keeps params and idempotency key, one behind the other. */
    void data(final int slot, final Bytes params, final Bytes idempotencyKey)
    {
        final int length = params.length + idempotencyKey.length;
        if (length > 0)
        {
            final int handle = instances.memory.allocate(length);
            instances.memory.put(handle, 0, params.buffer, params.offset, params.length);
            instances.memory.put(
                handle, params.length, idempotencyKey.buffer, idempotencyKey.offset, idempotencyKey.length);
            put(slot, DATA, handle);
        }
        put(slot, LENGTHS, (long)params.length << 32 | idempotencyKey.length);
    }

    void token(final int slot, final Bytes token)
    {
        if (token.length > 0)
        {
            if (ByteSlots.capacity(tokenLength(slot)) != ByteSlots.capacity(token.length) || tokenLength(slot) == 0)
            {
                releaseToken(slot);
                put(slot, TOKEN, (long)instances.memory.allocate(token.length) << 32);
            }
            put(slot, TOKEN, get(slot, TOKEN) & ~0xFFFF_FFFFL | token.length);
            instances.memory.put((int)(get(slot, TOKEN) >>> 32), 0, token.buffer, token.offset, token.length);
        }
    }

    void params(final int slot, final Bytes target)
    {
        piece(target, (int)get(slot, DATA), 0, (int)(get(slot, LENGTHS) >>> 32));
    }

    void idempotencyKey(final int slot, final Bytes target)
    {
        piece(target, (int)get(slot, DATA), (int)(get(slot, LENGTHS) >>> 32), (int)get(slot, LENGTHS));
    }

    void token(final int slot, final Bytes target, final boolean isAsked)
    {
        piece(target, (int)(get(slot, TOKEN) >>> 32), 0, isAsked ? tokenLength(slot) : 0);
    }

    int next(final int slot)
    {
        return (int)get(slot, LINKS);
    }

    long id(final int slot)
    {
        return get(slot, ID);
    }

    long fence(final int slot)
    {
        return get(slot, FENCE);
    }

    long cursor(final int slot)
    {
        return get(slot, CURSOR);
    }

    void cursor(final int slot, final long seq)
    {
        put(slot, CURSOR, seq);
    }

    int attempt(final int slot)
    {
        return (int)get(slot, LEASE);
    }

    int adapter(final int slot)
    {
        return (int)(get(slot, LEASE) >> 32);
    }

    void lease(final int slot, final int attempt, final int adapter)
    {
        put(slot, LEASE, (long)adapter << 32 | attempt & 0xFFFF_FFFFL);
    }

    boolean isLost(final int slot)
    {
        return 0 != (get(slot, PLACE) & LOST);
    }

    void lost(final int slot, final boolean isLost)
    {
        put(slot, PLACE, isLost ? get(slot, PLACE) | LOST : get(slot, PLACE) & ~LOST);
    }

    int kind(final int slot)
    {
        return (int)get(slot, PLACE) & 0xFFFF;
    }

    int instance(final int slot)
    {
        return (int)(get(slot, PLACE) >>> 32);
    }

    long target(final int slot)
    {
        return get(slot, TARGET);
    }

    void target(final int slot, final long intentId)
    {
        put(slot, TARGET, intentId);
    }

    long emittedNs(final int slot)
    {
        return get(slot, EMITTED);
    }

    void emittedNs(final int slot, final long timeNs)
    {
        put(slot, EMITTED, timeNs);
    }

    long totalDueNs(final int slot)
    {
        return get(slot, TOTAL_DUE);
    }

    long idleDueNs(final int slot)
    {
        return get(slot, IDLE_DUE);
    }

    /** Sets the total deadline; 0 none. */
    void totalDueNs(final int slot, final long timeNs)
    {
        put(slot, TOTAL_DUE, timeNs);
        due.update(slot, dueNs(slot));
    }

    /** Sets the idle deadline; 0 none. */
    void idleDueNs(final int slot, final long timeNs)
    {
        final boolean wasSet = 0 != get(slot, IDLE_DUE);
        put(slot, IDLE_DUE, timeNs);
        if (!wasSet || timeNs == 0)
        {
            due.remove(slot);
            due.update(slot, dueNs(slot));
        }
    }

    /** {@return the earlier of both deadlines, 0 for none} */
    long dueNs(final int slot)
    {
        final long total = get(slot, TOTAL_DUE);
        final long idle = get(slot, IDLE_DUE);
        return total == 0 || idle != 0 && idle < total ? idle : total;
    }

    int size()
    {
        return size;
    }

    int openOfKind(final int kind)
    {
        return openByKind[kind];
    }

    /** {@return ids of all open intents, ascending; for rare occasions} */
    long[] sortedIds()
    {
        final long[] ids = new long[size];
        int count = 0;
        for (int slot = 0; slot < slots; slot++)
        {
            if (id(slot) != 0)
            {
                ids[count++] = id(slot);
            }
        }
        Arrays.sort(ids);
        return ids;
    }

    private void piece(final Bytes target, final int handle, final int at, final int length)
    {
        if (length == 0)
        {
            target.clear();
        }
        else
        {
            final UnsafeBuffer page = instances.memory.page(handle);
            target.set(page, ByteSlots.offset(handle) + at, length);
        }
    }

    private int tokenLength(final int slot)
    {
        return (int)get(slot, TOKEN);
    }

    private void releaseData(final int slot)
    {
        final long lengths = get(slot, LENGTHS);
        instances.memory.release((int)get(slot, DATA), (int)(lengths >>> 32) + (int)lengths);
    }

    private void releaseToken(final int slot)
    {
        if (tokenLength(slot) > 0)
        {
            instances.memory.release((int)(get(slot, TOKEN) >>> 32), tokenLength(slot));
            put(slot, TOKEN, 0);
        }
    }

    private void link(final int slot, final int instance)
    {
        final int last = instances.lastIntent[instance];
        put(slot, LINKS, (long)last << 32 | NONE & 0xFFFF_FFFFL);
        if (last == NONE)
        {
            instances.firstIntent[instance] = slot;
        }
        else
        {
            put(last, LINKS, get(last, LINKS) & ~0xFFFF_FFFFL | slot);
        }
        instances.lastIntent[instance] = slot;
        instances.intentCount[instance]++;
    }

    private void unlink(final int slot, final int instance)
    {
        final int before = (int)(get(slot, LINKS) >> 32);
        final int after = (int)get(slot, LINKS);
        if (before == NONE)
        {
            instances.firstIntent[instance] = after;
        }
        else
        {
            put(before, LINKS, get(before, LINKS) & ~0xFFFF_FFFFL | after & 0xFFFF_FFFFL);
        }
        if (after == NONE)
        {
            instances.lastIntent[instance] = before;
        }
        else
        {
            put(after, LINKS, (long)before << 32 | get(after, LINKS) & 0xFFFF_FFFFL);
        }
        instances.intentCount[instance]--;
    }

    private long get(final int slot, final int field)
    {
        return fields[slot * STRIDE + field];
    }

    private void put(final int slot, final int field, final long value)
    {
        fields[slot * STRIDE + field] = value;
    }
}
