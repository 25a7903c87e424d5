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

import io.weir.codecs.kernel.ContinuationDecoder;
import io.weir.codecs.kernel.EventInDecoder;
import io.weir.codecs.kernel.FrameInDecoder;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptInDecoder;
import io.weir.journal.BlobStore;
import io.weir.journal.FileStorage;
import io.weir.journal.JournalFault;
import io.weir.journal.JournalLayout;
import io.weir.journal.JournalReader;
import io.weir.journal.SnapshotReader;
import io.weir.journal.SnapshotStore;
import io.weir.journal.Storage;
import io.weir.kernel.record.RecordCursor;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The blobs that the batches of a journal at rest name, or what waits in the snapshot before them, and whether they are
 * there (K-15). Names that modules keep in their states cannot be told from other bytes. Nothing is locked or written.
 *
 * @param count  of different blobs that are named.
 * @param faults each that is missing or damaged, and who is the first to name it.
 */
public record NamedBlobs(int count, List<JournalFault> faults)
{
    private static final int PIECE = 256 * 1024;
    private static final int CONTINUATION_PAYLOAD = 2;

    /**
     * Reads a journal.
     *
     * @param directory of the journal.
     * @param fromSeq   of the first batch to read; if it is not the first of all, the snapshot before it is read too.
     * @return what it names.
     * @throws io.weir.journal.JournalException if the journal cannot be read.
     */
    public static NamedBlobs of(final Path directory, final long fromSeq)
    {
        return of(new FileStorage(directory), fromSeq);
    }

    /**
     * Reads a journal.
     *
     * @param storage of the journal.
     * @param fromSeq of the first batch to read; if it is not the first of all, the snapshot before it is read too.
     * @return what it names.
     * @throws io.weir.journal.JournalException if the journal cannot be read.
     */
    public static NamedBlobs of(final Storage storage, final long fromSeq)
    {
        final Search search = new Search(BlobStore.of(storage));
        try (JournalReader reader = JournalReader.open(storage, fromSeq))
        {
            if (fromSeq > 0)
            {
                search.snapshot(SnapshotStore.of(storage, reader.identity()), fromSeq - 1);
            }
            while (reader.next())
            {
                search.batch(reader);
            }
        }
        return new NamedBlobs(search.named.size(), List.copyOf(search.faults));
    }

    /** What has been found so far. */
    private static final class Search
    {
        private final BlobStore store;
        private final Set<String> named = new HashSet<>();
        private final List<JournalFault> faults = new ArrayList<>();
        private final RecordCursor cursor = new RecordCursor();

        Search(final BlobStore store)
        {
            this.store = store;
        }

        void batch(final JournalReader reader)
        {
            cursor.wrap("batch " + reader.seq(), reader.buffer(), reader.offset(), reader.length());
            cursor.next();
            cursor.next();
            final int payload = payload(cursor);
            if (payload >= 0)
            {
                look(payload, "batch " + reader.seq());
            }
        }

        void snapshot(final SnapshotStore snapshots, final long seq)
        {
            try (SnapshotReader snapshot = snapshots.newest(seq))
            {
                if (snapshot == null || snapshot.seq() != seq)
                {
                    return;
                }
                final ExpandableArrayBuffer pending = new ExpandableArrayBuffer(2 * PIECE);
                int length = 0;
                int read = snapshot.read(pending, 0, PIECE);
                while (read > 0)
                {
                    length += read;
                    final int done = records(pending, length, "the snapshot of batch " + seq);
                    pending.putBytes(0, pending, done, length - done);
                    length -= done;
                    read = snapshot.read(pending, length, PIECE);
                }
            }
        }

        /** Looks through the records that are whole; answers how many bytes they have. */
        private int records(final DirectBuffer buffer, final int length, final String by)
        {
            int at = 0;
            while (length - at >= RecordCursor.LENGTH_LENGTH)
            {
                final int recordLength = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
                if (recordLength > length - at - RecordCursor.LENGTH_LENGTH)
                {
                    break;
                }
                cursor.wrap(by, buffer, at, length - at);
                cursor.next();
                if (cursor.templateId() == ContinuationDecoder.TEMPLATE_ID && new ContinuationDecoder().wrap(
                    buffer, cursor.blockOffset(), cursor.blockLength(), cursor.version()).form() == PayloadForm.BLOB)
                {
                    look(CONTINUATION_PAYLOAD, by);
                }
                at += RecordCursor.LENGTH_LENGTH + recordLength;
            }
            return at;
        }

        private void look(final int payload, final String by)
        {
            if (cursor.dataLength(payload) == BlobStore.HASH_LENGTH)
            {
                final String name = WorldBlobs.name(cursor.buffer(), cursor.dataOffset(payload));
                if (named.add(name) && !store.isSound(name))
                {
                    faults.add(new JournalFault(
                        JournalLayout.BLOBS + "/" + name + JournalLayout.BLOB_SUFFIX, 0, "named by " + by + ", is " +
                            (store.length(name) < 0 ? "missing" : "damaged") + ": restore it from a backup"));
                }
            }
        }
    }

    /** {@return the place of a payload that is a name, among the variable parts of a batch's cause; or −1} */
    private static int payload(final RecordCursor cursor)
    {
        final PayloadForm form;
        switch (cursor.templateId())
        {
            case EventInDecoder.TEMPLATE_ID:
                form = new EventInDecoder().wrap(
                    cursor.buffer(), cursor.blockOffset(), cursor.blockLength(), cursor.version()).form();
                break;
            case FrameInDecoder.TEMPLATE_ID:
                form = new FrameInDecoder().wrap(
                    cursor.buffer(), cursor.blockOffset(), cursor.blockLength(), cursor.version()).form();
                break;
            case ReceiptInDecoder.TEMPLATE_ID:
                form = new ReceiptInDecoder().wrap(
                    cursor.buffer(), cursor.blockOffset(), cursor.blockLength(), cursor.version()).form();
                break;
            default:
                form = PayloadForm.INLINE;
                break;
        }
        return form == PayloadForm.BLOB ? 1 : -1;
    }
}
