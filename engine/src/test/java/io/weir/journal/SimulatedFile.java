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

package io.weir.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * A file of the simulated disk: what the operating system holds, and what the disk does. A sector goes to the disk
 * whole or not at all, by itself at any time, or by a force.
 */
final class SimulatedFile
{
    private final int sectorLength;
    private final long key;
    private byte[] cache = {};
    private int length;
    private byte[] image = {};
    private int imageLength;
    /** Sectors as they were when a force failed to write them and the system took them for written; null if not. */
    private byte[][] swallowed = {};

    SimulatedFile(final int sectorLength, final long key)
    {
        this.sectorLength = sectorLength;
        this.key = key;
    }

    long key()
    {
        return key;
    }

    int length()
    {
        return length;
    }

    byte[] cache()
    {
        return cache;
    }

    void truncate()
    {
        length = 0;
        cache = new byte[0];
        Arrays.fill(swallowed, null);
    }

    void grow(final int newLength)
    {
        if (newLength > cache.length)
        {
            cache = Arrays.copyOf(cache, Math.max(newLength, 2 * cache.length));
        }
        length = Math.max(length, newLength);
    }

    void force(final int offset, final int count)
    {
        forEachDirty(offset, count, this::persist);
    }

    /** Writes some sectors, forgets that the others were changed, and fails. */
    void failForce(final int offset, final int count, final Random random) throws IOException
    {
        forEachDirty(offset, count, sector ->
        {
            if (random.nextBoolean())
            {
                persist(sector);
            }
            else
            {
                swallowed[sector] = slice(cache, sector);
            }
        });
        throw new IOException("simulated failure of the disk");
    }

    /** The system writes some sectors of its own accord, or the power goes while it does. */
    void writeBack(final Random random, final int percent)
    {
        forEachDirty(0, length, sector ->
        {
            if (random.nextInt(100) < percent)
            {
                persist(sector);
            }
        });
    }

    void touch(final int offset, final int count)
    {
        fit();
        for (int sector = offset / sectorLength; sector * sectorLength < offset + count; sector++)
        {
            swallowed[sector] = null;
        }
    }

    /** The power is gone: what the disk has is all there is. */
    void lose(final Random random)
    {
        if (random.nextBoolean())
        {
            imageLength = Math.max(imageLength, length);
        }
        image = Arrays.copyOf(image, imageLength);
        cache = image.clone();
        length = imageLength;
        swallowed = new byte[0][];
    }

    void forceLength()
    {
        imageLength = length;
    }

    SimulatedFile copy(final long newKey)
    {
        final SimulatedFile copy = new SimulatedFile(sectorLength, newKey);
        copy.cache = Arrays.copyOf(cache, length);
        copy.length = length;
        copy.image = copy.cache.clone();
        copy.imageLength = length;
        return copy;
    }

    private void forEachDirty(final int offset, final int count, final java.util.function.IntConsumer action)
    {
        fit();
        for (int sector = offset / sectorLength; sector * sectorLength < Math.min(length, offset + count); sector++)
        {
            final int from = sector * sectorLength;
            final int to = Math.min(cache.length, from + sectorLength);
            final byte[] given = swallowed[sector];
            final boolean isChanged = !Arrays.equals(cache, from, to, image, from, to);
            if (isChanged && (null == given || !Arrays.equals(given, slice(cache, sector))))
            {
                action.accept(sector);
            }
        }
    }

    private void persist(final int sector)
    {
        final int from = sector * sectorLength;
        final int to = Math.min(cache.length, from + sectorLength);
        System.arraycopy(cache, from, image, from, to - from);
        swallowed[sector] = null;
        imageLength = Math.max(imageLength, Math.min(length, to));
    }

    private byte[] slice(final byte[] bytes, final int sector)
    {
        final int from = sector * sectorLength;
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + sectorLength));
    }

    private void fit()
    {
        if (image.length < cache.length)
        {
            image = Arrays.copyOf(image, cache.length);
        }
        final int sectors = (cache.length + sectorLength - 1) / sectorLength + 1;
        if (swallowed.length < sectors)
        {
            swallowed = Arrays.copyOf(swallowed, sectors);
        }
    }
}
