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

import io.weir.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Keeps payloads too large for a batch, each in a file named by its SHA-256 (K-15). A name is handed out when what it
 * names has been read back, matches and is on the disk; so whoever journals a name may rely on it, and replay need not
 * look again. Safe for any thread.
 */
public final class BlobStore
{
    /** The length of a name as bytes: those of a SHA-256. */
    public static final int HASH_LENGTH = 32;

    private static final int WINDOW = 1 << 18;
    private static final HexFormat HEX = HexFormat.of();

    private final Storage storage;
    private final Map<String, Integer> retained = new HashMap<>();
    /** While somebody collects: what was retained meanwhile, and may be named by what was not looked at any more. */
    private Set<String> retainedMeanwhile;

    BlobStore(final Storage storage)
    {
        this.storage = storage;
    }

    /**
     * Names the blobs of a journal for reading, without opening or locking it: for tools.
     *
     * @param storage of the journal.
     * @return its blobs.
     */
    public static BlobStore of(final Storage storage)
    {
        return new BlobStore(storage.directory(JournalLayout.BLOBS));
    }

    /**
     * Keeps a payload and retains it, so that {@link #collect} leaves it until {@link #release}: keep the reference
     * until a batch that names the blob is durable.
     *
     * @param source of the bytes.
     * @param offset of the first.
     * @param length of the payload.
     * @return its name: SHA-256, in lower-case hex.
     * @throws JournalException if the disk is full or fails.
     */
    public synchronized String put(final DirectBuffer source, final int offset, final int length)
    {
        final MessageDigest digest = sha256();
        final ByteBuffer bytes = ByteBuffer.allocate(Math.min(WINDOW, Math.max(1, length)));
        for (int at = 0; at < length; at += bytes.capacity())
        {
            bytes.clear().limit(Math.min(bytes.capacity(), length - at));
            source.getBytes(offset + at, bytes, bytes.remaining());
            digest.update(bytes.flip());
        }
        final String hash = HEX.formatHex(digest.digest());
        try
        {
            if (!matches(hash))
            {
                write(hash, source, offset, length);
            }
            // The file may be there and its name not yet on the disk.
            storage.force();
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + ": blob " + hash + " cannot be kept", ex);
        }
        note(hash);
        return hash;
    }

    /**
     * Looks whether a blob is there, matches its name and is on the disk, and if so retains it: what a reference from
     * outside must pass before it is journaled.
     *
     * @param hash the name: 64 lower-case hex digits; anything else names nothing.
     * @return whether it is.
     * @throws JournalException if the disk fails.
     */
    public synchronized boolean retain(final String hash)
    {
        try
        {
            if (!isHash(hash) || !matches(hash))
            {
                return false;
            }
            storage.force();
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + ": blob " + hash + " cannot be read", ex);
        }
        note(hash);
        return true;
    }

    /**
     * Ends one retaining, of {@link #put} or {@link #retain}.
     *
     * @param hash the name.
     */
    public synchronized void release(final String hash)
    {
        retained.computeIfPresent(hash, (name, count) -> 1 == count ? null : count - 1);
    }

    /**
     * {@return the length of a blob in bytes; -1 if there is none}
     *
     * @param hash the name.
     * @throws JournalException if the disk fails.
     */
    public long length(final String hash)
    {
        try (Storage.StorageFile file = isHash(hash) ? storage.open(name(hash)) : null)
        {
            return null == file ? -1 : file.length();
        }
        catch (final NoSuchFileException ex)
        {
            return -1;
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + ": blob " + hash + " cannot be read", ex);
        }
    }

    /**
     * Reads of a blob.
     *
     * @param hash     the name.
     * @param position in the blob.
     * @param target   to read into.
     * @param offset   in it.
     * @param max      bytes wanted.
     * @return bytes read; fewer only at the end of the blob.
     * @throws JournalException if there is none of that name, or the disk fails.
     */
    public int read(
        final String hash,
        final long position,
        final MutableDirectBuffer target,
        final int offset,
        final int max)
    {
        if (!isHash(hash))
        {
            throw new JournalException(Reason.FOREIGN, "'" + hash + "' is not the name of a blob");
        }
        try (Storage.StorageFile file = storage.open(name(hash)))
        {
            final int wanted = (int)Math.max(0, Math.min(max, file.length() - position));
            final ByteBuffer bytes = ByteBuffer.allocate(wanted);
            final int count = file.read(bytes, position);
            target.putBytes(offset, bytes.array(), 0, count);
            return count;
        }
        catch (final NoSuchFileException ex)
        {
            throw new JournalException(Reason.DAMAGED, JournalException.NO_POSITION, storage.describe() + "/" +
                name(hash) + " is missing: restore it from a backup. What the journal says stands without it, but " +
                "whoever needs these bytes must do without", ex);
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + ": blob " + hash + " cannot be read", ex);
        }
    }

    /**
     * Removes what nothing names. Blobs retained at the moment stay in any case.
     *
     * @param isReferenced whether a kept segment or snapshot names the blob.
     * @return how many were removed.
     * @throws JournalException if the disk fails.
     */
    public synchronized int collect(final Predicate<String> isReferenced)
    {
        int count = 0;
        try
        {
            for (final String name : storage.list())
            {
                final String hash = name.endsWith(JournalLayout.BLOB_SUFFIX) ?
                    name.substring(0, name.length() - JournalLayout.BLOB_SUFFIX.length()) : "";
                if (isHash(hash) && !retained.containsKey(hash) && !isReferenced.test(hash) &&
                    (null == retainedMeanwhile || !retainedMeanwhile.contains(hash)))
                {
                    storage.delete(name);
                    count++;
                }
            }
            if (count > 0)
            {
                storage.force();
            }
            return count;
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + ": after " + count + " blobs no more can be removed", ex);
        }
    }

    /** Removes what neither segments nor snapshots name, nor anybody retained since it was begun to look. */
    int collect(final SegmentFiles segments, final SnapshotStore snapshots)
    {
        final BlobCollection collection = new BlobCollection(beginCollection());
        try
        {
            collection.search(segments);
            collection.search(snapshots);
            return collect(collection::isNamed);
        }
        finally
        {
            synchronized (this)
            {
                retainedMeanwhile = null;
            }
        }
    }

    private synchronized Set<String> beginCollection()
    {
        if (null != retainedMeanwhile)
        {
            throw new IllegalStateException("somebody collects blobs already");
        }
        try
        {
            final Set<String> names = new HashSet<>();
            for (final String name : storage.list())
            {
                if (name.endsWith(JournalLayout.BLOB_SUFFIX))
                {
                    names.add(name.substring(0, name.length() - JournalLayout.BLOB_SUFFIX.length()));
                }
            }
            names.removeIf(name -> !isHash(name));
            retainedMeanwhile = new HashSet<>(retained.keySet());
            return names;
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + " cannot be read", ex);
        }
    }

    private void note(final String hash)
    {
        retained.merge(hash, 1, Integer::sum);
        if (null != retainedMeanwhile)
        {
            retainedMeanwhile.add(hash);
        }
    }

    private void write(final String hash, final DirectBuffer source, final int offset, final int length)
        throws IOException
    {
        final String temporary = hash + JournalLayout.TEMPORARY_SUFFIX;
        boolean isComplete = false;
        try
        {
            try (Storage.StorageFile file = storage.create(temporary))
            {
                final ByteBuffer bytes = ByteBuffer.allocate(Math.min(WINDOW, Math.max(1, length)));
                for (int at = 0; at < length; at += bytes.capacity())
                {
                    bytes.clear().limit(Math.min(bytes.capacity(), length - at));
                    source.getBytes(offset + at, bytes, bytes.remaining());
                    file.write(bytes.flip(), at);
                }
                file.force();
            }
            storage.rename(temporary, name(hash));
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                storage.delete(temporary);
            }
        }
        if (!matches(hash))
        {
            throw new IOException("what was read back is not what was written");
        }
    }

    /**
     * {@return whether a blob is there and matches its name; nothing is changed}
     *
     * @param hash the name.
     * @throws JournalException if the disk fails.
     */
    public boolean isSound(final String hash)
    {
        try
        {
            return isHash(hash) && matches(hash);
        }
        catch (final IOException ex)
        {
            throw new JournalException(storage.describe() + ": blob " + hash + " cannot be read", ex);
        }
    }

    private boolean matches(final String hash) throws IOException
    {
        final MessageDigest digest = sha256();
        try (Storage.StorageFile file = storage.open(name(hash)))
        {
            final long length = file.length();
            final ByteBuffer bytes = ByteBuffer.allocate((int)Math.min(WINDOW, Math.max(1, length)));
            for (long at = 0; at < length; at += bytes.capacity())
            {
                bytes.clear();
                file.read(bytes, at);
                digest.update(bytes.flip());
            }
        }
        catch (final NoSuchFileException ex)
        {
            return false;
        }
        return hash.equals(HEX.formatHex(digest.digest()));
    }

    private static boolean isHash(final String text)
    {
        return 2 * HASH_LENGTH == text.length() &&
            text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    private static String name(final String hash)
    {
        return hash + JournalLayout.BLOB_SUFFIX;
    }

    private static MessageDigest sha256()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JVM has SHA-256", ex);
        }
    }
}
