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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Damage to files in directories of a journal, on any disk. */
final class JournalDiskFiles
{
    private JournalDiskFiles()
    {
    }

    /** Flips the bits of one byte. */
    static void damage(final JournalDisk disk, final String directory, final String name, final int offset)
    {
        final Storage storage = disk.storage().directory(directory);
        try
        {
            final ByteBuffer bytes;
            try (Storage.StorageFile file = storage.open(name))
            {
                bytes = ByteBuffer.allocate((int)file.length());
                file.read(bytes, 0);
            }
            bytes.put(offset, (byte)~bytes.get(offset));
            try (Storage.StorageFile file = storage.create(name))
            {
                file.write(bytes.flip(), 0);
                file.force();
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
