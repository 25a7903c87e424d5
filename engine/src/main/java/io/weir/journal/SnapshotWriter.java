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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a snapshot. Nothing of it can be seen before {@link #commit()}; closed without, it leaves nothing. Owned by
 * one thread, which need not be the journal's.
 */
public final class SnapshotWriter implements AutoCloseable
{
    private static final int WINDOW = 1 << 16;

    private final SnapshotStore store;
    private final Storage storage;
    private final long seq;
    private final long position;
    private final LongConsumer awaitForced;
    private final String temporary;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer window;
    private Storage.StorageFile file;
    private long length;

    SnapshotWriter(
        final SnapshotStore store,
        final Storage storage,
        final long seq,
        final long position,
        final LongConsumer awaitForced)
    {
        this.store = store;
        this.storage = storage;
        this.seq = seq;
        this.position = position;
        this.awaitForced = awaitForced;
        temporary = JournalLayout.name(seq, JournalLayout.SNAPSHOT_SUFFIX) + JournalLayout.TEMPORARY_SUFFIX;
    }

    /** {@return the seq of the last batch that the state contains} */
    public long seq()
    {
        return seq;
    }

    /** {@return the position behind that batch} */
    public long position()
    {
        return position;
    }

    /**
     * Adds to the payload.
     *
     * @param source of the bytes.
     * @param offset of the first.
     * @param count  of bytes.
     * @throws JournalException if the disk is full or fails.
     */
    public void append(final DirectBuffer source, final int offset, final int count)
    {
        try
        {
            begin();
            int done = 0;
            while (done < count)
            {
                final int chunk = Math.min(count - done, window.remaining());
                source.getBytes(offset + done, window, chunk);
                done += chunk;
                if (!window.hasRemaining())
                {
                    spill();
                }
            }
        }
        catch (final IOException ex)
        {
            throw failed(ex);
        }
    }

    /**
     * Completes the snapshot: forces it, waits until the journal is forced up to its batch, and installs it. From then
     * on it is a proof that all before it was on the disk.
     *
     * @throws JournalException if the disk is full or fails.
     */
    public void commit()
    {
        try
        {
            begin();
            spill();
            file.write(header(), 0);
            file.force();
            file.close();
            file = null;
            awaitForced.accept(position);
            store.install(temporary, seq);
        }
        catch (final IOException ex)
        {
            throw failed(ex);
        }
        finally
        {
            close();
        }
    }

    /** Gives the snapshot up, unless it was committed. */
    @Override
    public void close()
    {
        if (null != window)
        {
            window = null;
            try
            {
                if (null != file)
                {
                    file.close();
                    file = null;
                }
                storage.delete(temporary);
            }
            catch (final IOException ex)
            {
                throw failed(ex);
            }
        }
    }

    private void begin() throws IOException
    {
        if (null == file)
        {
            window = ByteBuffer.allocateDirect(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
            file = storage.create(temporary);
        }
    }

    private void spill() throws IOException
    {
        window.flip();
        crc.update(window.duplicate());
        final int count = window.remaining();
        file.write(window, SnapshotReader.HEADER_LENGTH + length);
        length += count;
        window.clear();
    }

    private ByteBuffer header()
    {
        final ByteBuffer header = window.clear().limit(SnapshotReader.HEADER_LENGTH);
        final UnsafeBuffer buffer = new UnsafeBuffer(header);
        buffer.setMemory(0, SnapshotReader.HEADER_LENGTH, (byte)0);
        buffer.putLong(0, JournalLayout.SNAPSHOT_MAGIC);
        buffer.putInt(8, JournalLayout.VERSION);
        buffer.putInt(12, (int)crc.getValue());
        buffer.putLong(16, seq);
        buffer.putLong(24, position);
        buffer.putLong(32, length);
        SmallFile.putId(buffer, 40, store.journalId());
        buffer.putInt(SnapshotReader.SUMMED, SnapshotReader.headerCrc(header));
        return header;
    }

    private JournalException failed(final IOException cause)
    {
        return new JournalException(storage.describe() + ": the snapshot behind batch " + seq +
            " cannot be written; the journal goes on without it", cause);
    }
}
