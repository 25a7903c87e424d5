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

import io.weir.codecs.kernel.OutcomeCode;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Counts what was refused, by intent and reason, until a summary is due: a flood of refusals grows the journal by a
 * bounded amount, and what is frequent in it is named (K-7). Not state: nothing follows from it. Owned by the kernel's
 * thread.
 */
final class Refusals
{
    static final int ENTRY_LENGTH = 18;
    private static final int MAX_ENTRIES = 64;
    private static final long PERIOD_NS = 1_000_000_000L;

    private final UnsafeBuffer entries = new UnsafeBuffer(new byte[MAX_ENTRIES * ENTRY_LENGTH]);
    private final long[] totals = new long[128];
    private int count;
    private int next;
    private long others;
    private long all;
    private long lastNs = Long.MIN_VALUE;

    Refusals()
    {
    }

    void count(final long intentId, final OutcomeCode outcome)
    {
        totals[outcome.value()]++;
        all++;
        for (int i = 0; i < count; i++)
        {
            final int at = i * ENTRY_LENGTH;
            if (entries.getLong(at, ByteOrder.LITTLE_ENDIAN) == intentId &&
                entries.getShort(at + 16, ByteOrder.LITTLE_ENDIAN) == (short)outcome.value())
            {
                entries.putLong(
                    at + 8, entries.getLong(at + 8, ByteOrder.LITTLE_ENDIAN) + 1, ByteOrder.LITTLE_ENDIAN);
                return;
            }
        }
        final int at = place() * ENTRY_LENGTH;
        if (at < 0)
        {
            others++;
            return;
        }
        entries.putLong(at, intentId, ByteOrder.LITTLE_ENDIAN);
        entries.putLong(at + 8, 1, ByteOrder.LITTLE_ENDIAN);
        entries.putShort(at + 16, (short)outcome.value(), ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * {@return where to count something new: behind the others, else in place of what was seen just once, in turn, so
     * that what is frequent stays however many different ones there are; negative if all are frequent}
     */
    private int place()
    {
        if (count < MAX_ENTRIES)
        {
            return count++;
        }
        for (int i = 0; i < MAX_ENTRIES; i++)
        {
            final int at = next;
            next = next + 1 & MAX_ENTRIES - 1;
            if (entries.getLong(at * ENTRY_LENGTH + 8, ByteOrder.LITTLE_ENDIAN) == 1)
            {
                others++;
                return at;
            }
        }
        return -1;
    }

    /** {@return whether there is something to tell, and the last summary is a second ago} */
    boolean isDue(final long nowNs)
    {
        return count > 0 && (lastNs == Long.MIN_VALUE || nowNs - lastNs >= PERIOD_NS);
    }

    UnsafeBuffer entries()
    {
        return entries;
    }

    int length()
    {
        return count * ENTRY_LENGTH;
    }

    long others()
    {
        return others;
    }

    void told(final long nowNs)
    {
        count = 0;
        others = 0;
        lastNs = nowNs;
    }

    /** {@return how many were refused since the world was opened} */
    long all()
    {
        return all;
    }

    /** {@return how often an outcome was given since the world was opened} */
    long total(final OutcomeCode outcome)
    {
        return totals[outcome.value()];
    }
}
