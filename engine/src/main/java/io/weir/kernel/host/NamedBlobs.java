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

import io.weir.codecs.kernel.EventInDecoder;
import io.weir.codecs.kernel.FrameInDecoder;
import io.weir.codecs.kernel.PayloadForm;
import io.weir.codecs.kernel.ReceiptInDecoder;
import io.weir.journal.BlobStore;
import io.weir.journal.FileStorage;
import io.weir.journal.JournalReader;
import io.weir.kernel.record.RecordCursor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The blobs that the batches of a journal at rest name, and whether they are there (K-15). Nothing is locked or
 * written.
 *
 * @param count  of different blobs that are named.
 * @param faults a line for each that is missing or damaged: its name and the first batch that names it.
 */
public record NamedBlobs(int count, List<String> faults)
{
    /**
     * Reads a journal.
     *
     * @param directory of the journal.
     * @param fromSeq   of the first batch to read.
     * @return what it names.
     * @throws io.weir.journal.JournalException if the journal cannot be read.
     */
    public static NamedBlobs of(final Path directory, final long fromSeq)
    {
        final FileStorage storage = new FileStorage(directory);
        final BlobStore store = BlobStore.of(storage);
        final Map<String, Long> named = new HashMap<>();
        final List<String> faults = new ArrayList<>();
        final RecordCursor cursor = new RecordCursor();
        try (JournalReader reader = JournalReader.open(storage, fromSeq))
        {
            while (reader.next())
            {
                cursor.wrap("batch " + reader.seq(), reader.buffer(), reader.offset(), reader.length());
                cursor.next();
                cursor.next();
                final int payload = payload(cursor);
                if (payload >= 0 && cursor.dataLength(payload) == BlobStore.HASH_LENGTH)
                {
                    final String name = WorldBlobs.name(cursor.buffer(), cursor.dataOffset(payload));
                    if (named.putIfAbsent(name, reader.seq()) == null && !store.isSound(name))
                    {
                        faults.add(name + ", named by batch " + reader.seq() + ", is " +
                            (store.length(name) < 0 ? "missing" : "damaged") + ": restore it from a backup");
                    }
                }
            }
        }
        return new NamedBlobs(named.size(), List.copyOf(faults));
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
