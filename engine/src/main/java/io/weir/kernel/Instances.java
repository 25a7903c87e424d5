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
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The instances of modules, in slots: state, key, status, and a list of their open intents. Each module's instances
 * form a list in the order of their ids, which is the canonical one (K-9); slots come and go. Owned by the kernel's
 * thread.
 */
final class Instances
{
    static final int NONE = -1;
    static final int NO_STATE = -1;
    private static final long ACTIVE = -1;

    /** Is told before anything of an instance changes, its intents included, so that it can be copied first. */
    interface ChangeListener
    {
        void beforeChange(int slot);
    }

    final ByteSlots memory = new ByteSlots();
    ChangeListener listener;

    private final int[] heads;
    private final int[] tails;
    private final int maxTombstones;
    private final LongIndex byId = new LongIndex(1024);
    private final IntQueue failed = new IntQueue();
    private final IntQueue free = new IntQueue();
    private int[] keyTable = new int[2048];
    private int[] hashes = new int[1024];
    private long[] ids = new long[1024];
    private long[] failedSeqs = new long[1024];
    private int[] modules = new int[1024];
    private int[] keyHandles = new int[1024];
    private int[] keyLengths = new int[1024];
    private int[] stateHandles = new int[1024];
    private int[] stateLengths = new int[1024];
    private int[] next = new int[1024];
    private int[] previous = new int[1024];
    int[] firstIntent = new int[1024];
    int[] lastIntent = new int[1024];
    int[] intentCount = new int[1024];
    private int slots;
    private int size;

    Instances(final int moduleCount, final int maxTombstones)
    {
        heads = new int[moduleCount];
        tails = new int[moduleCount];
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
        this.maxTombstones = maxTombstones;
        Arrays.fill(keyTable, NONE);
    }

    int find(final int module, final DirectBuffer key, final int offset, final int length)
    {
        final int hash = hash(module, key, offset, length);
        int at = hash & keyTable.length - 1;
        while (keyTable[at] != NONE)
        {
            final int slot = keyTable[at];
            if (hashes[slot] == hash && modules[slot] == module && keyLengths[slot] == length &&
                (length == 0 || Bytes.isEqual(memory.page(keyHandles[slot]), ByteSlots.offset(keyHandles[slot]), key,
                    offset, length)))
            {
                return slot;
            }
            at = at + 1 & keyTable.length - 1;
        }
        return NONE;
    }

    int findById(final long id)
    {
        return byId.get(id);
    }

    int add(final long id, final int module, final DirectBuffer key, final int offset, final int length)
    {
        final int slot = free.isEmpty() ? slots++ : free.removeFirst();
        ensure(slot);
        ids[slot] = id;
        modules[slot] = module;
        failedSeqs[slot] = ACTIVE;
        keyLengths[slot] = length;
        keyHandles[slot] = length == 0 ? ByteSlots.NONE : memory.allocate(length);
        if (length > 0)
        {
            memory.put(keyHandles[slot], 0, key, offset, length);
        }
        stateHandles[slot] = ByteSlots.NONE;
        stateLengths[slot] = NO_STATE;
        firstIntent[slot] = Intents.NONE;
        lastIntent[slot] = Intents.NONE;
        intentCount[slot] = 0;
        hashes[slot] = hash(module, key, offset, length);
        link(slot, module);
        byId.put(id, slot);
        insert(slot);
        size++;
        return slot;
    }

    /** Forgets an instance that holds nothing: no state, no open intent, no failure. */
    void removeIfEmpty(final int slot)
    {
        if (stateLengths[slot] == NO_STATE && intentCount[slot] == 0 && failedSeqs[slot] == ACTIVE)
        {
            remove(slot);
        }
    }

    void remove(final int slot)
    {
        touch(slot);
        releaseState(slot);
        if (isFailed(slot))
        {
            failed.remove(slot);
        }
        unlink(slot);
        byId.remove(ids[slot]);
        erase(slot);
        memory.release(keyHandles[slot], keyLengths[slot]);
        ids[slot] = 0;
        free.add(slot);
        size--;
    }

    /** Says that an instance or an intent of it is about to change. */
    void touch(final int slot)
    {
        if (listener != null)
        {
            listener.beforeChange(slot);
        }
    }

    void replaceState(final int slot, final DirectBuffer source, final int offset, final int length)
    {
        final int handle = stateHandles[slot];
        if (handle == ByteSlots.NONE || ByteSlots.capacity(stateLengths[slot]) != ByteSlots.capacity(length))
        {
            releaseState(slot);
            stateHandles[slot] = memory.allocate(length);
        }
        stateLengths[slot] = length;
        memory.put(stateHandles[slot], 0, source, offset, length);
    }

    void releaseState(final int slot)
    {
        if (stateLengths[slot] != NO_STATE)
        {
            memory.release(stateHandles[slot], stateLengths[slot]);
            stateHandles[slot] = ByteSlots.NONE;
            stateLengths[slot] = NO_STATE;
        }
    }

    /** The instance failed: nothing but its key is kept, and of those only so many (K-6). */
    void fail(final int slot, final long seq)
    {
        releaseState(slot);
        failedSeqs[slot] = seq;
        failed.add(slot);
        if (failed.size() > maxTombstones)
        {
            remove(failed.first());
        }
    }

    void restart(final int slot)
    {
        failed.remove(slot);
        failedSeqs[slot] = ACTIVE;
    }

    boolean isFailed(final int slot)
    {
        return failedSeqs[slot] != ACTIVE;
    }

    long failedSeq(final int slot)
    {
        return failedSeqs[slot];
    }

    long id(final int slot)
    {
        return ids[slot];
    }

    int module(final int slot)
    {
        return modules[slot];
    }

    int stateLength(final int slot)
    {
        return stateLengths[slot];
    }

    UnsafeBuffer stateBuffer(final int slot)
    {
        return memory.page(stateHandles[slot]);
    }

    int stateOffset(final int slot)
    {
        return ByteSlots.offset(stateHandles[slot]);
    }

    int keyLength(final int slot)
    {
        return keyLengths[slot];
    }

    UnsafeBuffer keyBuffer(final int slot)
    {
        return memory.page(keyHandles[slot]);
    }

    int keyOffset(final int slot)
    {
        return ByteSlots.offset(keyHandles[slot]);
    }

    int size()
    {
        return size;
    }

    int failedCount()
    {
        return failed.size();
    }

    /** {@return the first instance of a module in canonical order, or −1} */
    int first(final int module)
    {
        return heads[module];
    }

    int next(final int slot)
    {
        return next[slot];
    }

    /** Notes a failure, after a restore, behind those before it. */
    void restoreFailed(final int slot)
    {
        failed.add(slot);
    }

    void restoreFailedSeq(final int slot, final long seq)
    {
        failedSeqs[slot] = seq;
    }

    private void link(final int slot, final int module)
    {
        next[slot] = NONE;
        previous[slot] = tails[module];
        if (tails[module] == NONE)
        {
            heads[module] = slot;
        }
        else
        {
            next[tails[module]] = slot;
        }
        tails[module] = slot;
    }

    private void unlink(final int slot)
    {
        final int module = modules[slot];
        if (previous[slot] == NONE)
        {
            heads[module] = next[slot];
        }
        else
        {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] == NONE)
        {
            tails[module] = previous[slot];
        }
        else
        {
            previous[next[slot]] = previous[slot];
        }
    }

    private static int hash(final int module, final DirectBuffer key, final int offset, final int length)
    {
        final long hash = Bytes.hash(key, offset, length) + module * 0x9E37_79B9L;
        return (int)(hash ^ hash >>> 32);
    }

    private void insert(final int slot)
    {
        if ((size + 1) * 2 > keyTable.length)
        {
            final int[] old = keyTable;
            keyTable = new int[old.length * 2];
            Arrays.fill(keyTable, NONE);
            for (final int other : old)
            {
                if (other != NONE)
                {
                    place(other);
                }
            }
        }
        place(slot);
    }

    private void place(final int slot)
    {
        int at = hashes[slot] & keyTable.length - 1;
        while (keyTable[at] != NONE)
        {
            at = at + 1 & keyTable.length - 1;
        }
        keyTable[at] = slot;
    }

    private void erase(final int slot)
    {
        final int mask = keyTable.length - 1;
        int at = hashes[slot] & mask;
        while (keyTable[at] != slot)
        {
            at = at + 1 & mask;
        }
        int hole = at;
        at = at + 1 & mask;
        while (keyTable[at] != NONE)
        {
            final int home = hashes[keyTable[at]] & mask;
            if ((at - home & mask) >= (at - hole & mask))
            {
                keyTable[hole] = keyTable[at];
                hole = at;
            }
            at = at + 1 & mask;
        }
        keyTable[hole] = NONE;
    }

    private void ensure(final int slot)
    {
        if (slot < ids.length)
        {
            return;
        }
        final int length = BitUtil.findNextPositivePowerOfTwo(slot + 1);
        ids = Arrays.copyOf(ids, length);
        failedSeqs = Arrays.copyOf(failedSeqs, length);
        hashes = Arrays.copyOf(hashes, length);
        modules = Arrays.copyOf(modules, length);
        keyHandles = Arrays.copyOf(keyHandles, length);
        keyLengths = Arrays.copyOf(keyLengths, length);
        stateHandles = Arrays.copyOf(stateHandles, length);
        stateLengths = Arrays.copyOf(stateLengths, length);
        next = Arrays.copyOf(next, length);
        previous = Arrays.copyOf(previous, length);
        firstIntent = Arrays.copyOf(firstIntent, length);
        lastIntent = Arrays.copyOf(lastIntent, length);
        intentCount = Arrays.copyOf(intentCount, length);
    }
}
