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
package io.weir.kernel.host;

import io.weir.journal.BlobStore;
import io.weir.journal.Journal;
import io.weir.kernel.Blobs;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The blobs of a world: payloads longer than the manifest's inline limit, and what inputs name them by (K-15). Whoever
 * has an input keeps its payload here, on its own thread; that forces the disk. Only then it sends the input, which
 * names the blob, and the kernel's thread merely looks whether the name is among those kept: it waits for no disk. When
 * the input has been answered the batch that names the blob is durable, and the name can be released.
 * <p>
 * An input that names a blob which nobody retains at the moment is refused as malformed. Replay asks for no blob; steps
 * see the name, 32 bytes, and adapters read what it stands for. Any thread.
 */
public final class WorldBlobs implements Blobs
{
    /** Bytes of a name as inputs carry it: those of a SHA-256. */
    public static final int NAME_LENGTH = BlobStore.HASH_LENGTH;

    private static final HexFormat HEX = HexFormat.of();

    private final Journal journal;
    private final BlobStore store;
    private final int inline;
    private final int max;
    private final ConcurrentHashMap<Name, Integer> retained = new ConcurrentHashMap<>();
    private final Name sought = new Name();

    /** A name that can be looked for without being made anew. */
    private static final class Name
    {
        private long first;
        private long second;
        private long third;
        private long fourth;

        Name set(final DirectBuffer buffer, final int offset)
        {
            first = buffer.getLong(offset);
            second = buffer.getLong(offset + 8);
            third = buffer.getLong(offset + 16);
            fourth = buffer.getLong(offset + 24);
            return this;
        }

        @Override
        public boolean equals(final Object other)
        {
            return other instanceof Name name && first == name.first && second == name.second &&
                third == name.third && fourth == name.fourth;
        }

        @Override
        public int hashCode()
        {
            return Long.hashCode(first);
        }
    }

    WorldBlobs(final Journal journal, final int inline, final int max)
    {
        this.journal = journal;
        store = journal.blobs();
        this.inline = inline;
        this.max = max;
    }

    /**
     * Keeps a payload, and retains it until {@link #release}. When this returns it is on the disk.
     *
     * @param source of the bytes.
     * @param offset of the first.
     * @param length of the payload.
     * @return its name, 64 hex digits.
     * @throws io.weir.journal.JournalException if the disk is full or fails.
     * @throws IllegalStateException            if as many as {@code weir.kernel.blobs.max} are retained.
     */
    public String put(final DirectBuffer source, final int offset, final int length)
    {
        requireRoom();
        return noted(store.put(source, offset, length));
    }

    /**
     * Retains a blob that was kept before, by another process perhaps, after it has been read and found sound.
     *
     * @param name of the blob, 64 hex digits.
     * @return whether it is there; if not, no input can name it.
     * @throws io.weir.journal.JournalException if the disk fails.
     * @throws IllegalStateException            if as many as {@code weir.kernel.blobs.max} are retained.
     */
    public boolean retain(final String name)
    {
        requireRoom();
        final boolean isThere = store.retain(name);
        if (isThere)
        {
            noted(name);
        }
        return isThere;
    }

    /**
     * Ends one retaining: the input that names the blob has been answered, or will never be sent.
     *
     * @param name of the blob.
     */
    public void release(final String name)
    {
        retained.computeIfPresent(key(name), (key, count) -> count == 1 ? null : count - 1);
        store.release(name);
    }

    /** {@return a payload that a source fills for one input after the other; for one thread} */
    public SourcePayload payload()
    {
        return new SourcePayload(this, inline);
    }

    /**
     * {@return the length of a blob in bytes; −1 if there is none}
     *
     * @param name of the blob.
     */
    public long length(final String name)
    {
        return store.length(name);
    }

    /**
     * Reads of a blob.
     *
     * @param name     of the blob.
     * @param position in it.
     * @param target   to read into.
     * @param offset   in the target.
     * @param max      bytes wanted.
     * @return bytes read; fewer only at the end of the blob.
     * @throws io.weir.journal.JournalException if it is not there, in words that say what to restore, or the disk
     * fails.
     */
    public int read(
        final String name,
        final long position,
        final MutableDirectBuffer target,
        final int offset,
        final int max)
    {
        return store.read(name, position, target, offset, max);
    }

    /**
     * Removes blobs that no kept batch, no kept snapshot and nobody's retaining names. Reads the whole journal: for a
     * thread that has time.
     *
     * @return how many were removed.
     * @throws io.weir.journal.JournalException if the journal cannot be read, or the disk fails.
     */
    public int collect()
    {
        return journal.collectBlobs();
    }

    /**
     * {@return the name that an input carries}
     *
     * @param buffer that holds it, as bytes.
     * @param offset of its {@link #NAME_LENGTH} bytes.
     */
    public static String name(final DirectBuffer buffer, final int offset)
    {
        final byte[] bytes = new byte[NAME_LENGTH];
        buffer.getBytes(offset, bytes);
        return HEX.formatHex(bytes);
    }

    /**
     * Writes a name as an input carries it.
     *
     * @param name   64 hex digits.
     * @param buffer to write to.
     * @param offset of the {@link #NAME_LENGTH} bytes.
     */
    public static void putName(final String name, final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putBytes(offset, HEX.parseHex(name));
    }

    /** Kernel's thread. */
    @Override
    public boolean isStored(final DirectBuffer buffer, final int offset)
    {
        return retained.containsKey(sought.set(buffer, offset));
    }

    private void requireRoom()
    {
        if (retained.size() >= max)
        {
            throw new IllegalStateException(max + " blobs are retained, as many as weir.kernel.blobs.max allows: " +
                "release those whose inputs have been answered");
        }
    }

    private String noted(final String name)
    {
        retained.merge(key(name), 1, Integer::sum);
        return name;
    }

    private static Name key(final String name)
    {
        return new Name().set(new UnsafeBuffer(HEX.parseHex(name)), 0);
    }
}
