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

import io.weir.config.CopyChoice;
import io.weir.journal.JournalException.Reason;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Supplier;
import org.agrona.MutableDirectBuffer;

/**
 * Who a journal is. The journal id is that of its segments and snapshots and never changes; the world id names the one
 * world that lives in this directory, so that what is done for it outside is done once: a copied directory that goes
 * on beside its original needs a new one (K-1).
 *
 * @param journalId     of segments and snapshots.
 * @param worldId       of the world in this directory.
 * @param segmentLength of every segment in bytes.
 */
public record JournalIdentity(UUID journalId, UUID worldId, int segmentLength)
{
    private static final int LENGTH = 60;
    private static final int SUMMED = 56;

    /** Reads who a directory's journal is; null if there is none. */
    static JournalIdentity read(final Storage storage) throws IOException
    {
        final Stored stored = stored(storage);
        return null == stored ? null : stored.identity;
    }

    /**
     * The journal's identity for a process that opens it: made if there is none, checked against copies if there is.
     */
    static JournalIdentity establish(
        final Storage storage,
        final int segmentLength,
        final CopyChoice choice,
        final Supplier<UUID> ids)
        throws IOException
    {
        final Stored stored = stored(storage);
        if (null == stored)
        {
            for (final String name : storage.list())
            {
                if (name.endsWith(JournalLayout.SEGMENT_SUFFIX))
                {
                    throw new JournalException(Reason.DAMAGED, storage.describe() + " holds " + name + " but no " +
                        JournalLayout.ID_FILE + ": restore it from the backup, or name an empty directory");
                }
            }
            final JournalIdentity identity = new JournalIdentity(ids.get(), ids.get(), segmentLength);
            identity.write(storage);
            return identity;
        }
        final long fileKey = storage.fileKey(JournalLayout.ID_FILE);
        if (stored.fileKey == fileKey || 0 == stored.fileKey || 0 == fileKey)
        {
            return stored.identity;
        }
        return stored.identity.adopted(storage, choice, ids);
    }

    private JournalIdentity adopted(final Storage storage, final CopyChoice choice, final Supplier<UUID> ids)
        throws IOException
    {
        if (CopyChoice.REFUSE == choice)
        {
            throw new JournalException(Reason.COPIED, storage.describe() + " is a copy of the world " + worldId +
                ", and two that act as one would do everything twice. If the original is gone (a restore, a move), " +
                "open once with weir.journal.copied=keep; if it lives on, with weir.journal.copied=renew");
        }
        final UUID world = CopyChoice.RENEW == choice ? ids.get() : worldId;
        final JournalIdentity identity = new JournalIdentity(journalId, world, segmentLength);
        identity.write(storage);
        return identity;
    }

    private void write(final Storage storage) throws IOException
    {
        final SmallFile file = new SmallFile(LENGTH, SUMMED);
        file.write(storage, JournalLayout.ID_FILE, fileKey -> encode(file.buffer(), fileKey));
    }

    private void encode(final MutableDirectBuffer buffer, final long fileKey)
    {
        buffer.putLong(0, JournalLayout.ID_MAGIC);
        buffer.putInt(8, JournalLayout.VERSION);
        buffer.putInt(12, segmentLength);
        SmallFile.putId(buffer, 16, journalId);
        SmallFile.putId(buffer, 32, worldId);
        buffer.putLong(48, fileKey);
    }

    private static Stored stored(final Storage storage) throws IOException
    {
        if (!storage.list().contains(JournalLayout.ID_FILE))
        {
            return null;
        }
        final SmallFile file = new SmallFile(LENGTH, SUMMED);
        final String fault = file.read(storage, JournalLayout.ID_FILE, JournalLayout.ID_MAGIC);
        if (null != fault)
        {
            throw new JournalException(Reason.FOREIGN, storage.describe() + ": " + JournalLayout.ID_FILE + " " + fault +
                ": restore it from the backup");
        }
        final int segmentLength = file.buffer().getInt(12);
        if (segmentLength < JournalLayout.MIN_SEGMENT_LENGTH || segmentLength > JournalLayout.MAX_SEGMENT_LENGTH ||
            0 != (segmentLength & segmentLength - 1))
        {
            throw new JournalException(Reason.FOREIGN, storage.describe() + ": " + JournalLayout.ID_FILE +
                " gives a segment length of " + segmentLength + ": restore it from the backup");
        }
        return new Stored(new JournalIdentity(
            SmallFile.id(file.buffer(), 16), SmallFile.id(file.buffer(), 32), segmentLength),
            file.buffer().getLong(48));
    }

    private record Stored(JournalIdentity identity, long fileKey)
    {
    }
}
