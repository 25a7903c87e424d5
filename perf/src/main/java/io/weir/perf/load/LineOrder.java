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

package io.weir.perf.load;

import java.security.MessageDigest;
import java.util.HexFormat;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Puts lines that arrive on many streams back into the order of the file: the i-th message of stream s is line i ×
 * streams + s. What is in order goes into the digest at once, what is early waits. Owned by the receiving agent, but
 * for {@link #passed()}.
 */
final class LineOrder
{
    /** How far a line may be sent ahead of the first that is missing at the receiver, which bounds what waits there. */
    static final long AHEAD_MAX = 16_384;

    private final MessageDigest digest = LineScan.sha256Digest();
    private final Long2ObjectHashMap<byte[]> early = new Long2ObjectHashMap<>();
    private byte[] scratch = new byte[4096];
    private long next;
    private volatile long passed;

    LineOrder()
    {
    }

    /**
     * A line arrived.
     *
     * @param line   by number from 0.
     * @param buffer that holds it.
     * @param offset of it.
     * @param length of it in bytes.
     */
    void onLine(final long line, final DirectBuffer buffer, final int offset, final int length)
    {
        if (line == next)
        {
            if (scratch.length < length)
            {
                scratch = new byte[length];
            }
            buffer.getBytes(offset, scratch, 0, length);
            digest.update(scratch, 0, length);
            next++;
            takeEarly();
            passed = next;
        }
        else
        {
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            early.put(line, copy);
        }
    }

    /** {@return the count of lines from the first that arrived without a hole; any thread} */
    long passed()
    {
        return passed;
    }

    /** {@return the SHA-256 of the lines in order, those before which one is missing included, at the end} */
    String sha256()
    {
        early.keySet().stream().sorted().forEach(line -> digest.update(early.get(line)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private void takeEarly()
    {
        while (!early.isEmpty())
        {
            final byte[] bytes = early.remove(next);
            if (null == bytes)
            {
                return;
            }
            digest.update(bytes);
            next++;
        }
    }
}
