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

import io.weir.perf.Misuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What there is to know of a file before its lines are sent.
 *
 * @param bytes         of the file.
 * @param lines         of the file; one without a newline at the end of the file is one.
 * @param longestLength of a line in bytes, its newline included.
 * @param longestNumber of the first line of that length, from 1 as people count; 0 if there is none.
 * @param sha256        of the file.
 */
record LineScan(long bytes, long lines, int longestLength, long longestNumber, String sha256)
{
    /**
     * Reads a file through.
     *
     * @param file to scan.
     * @return what was found.
     */
    static LineScan of(final Path file)
    {
        if (Files.isDirectory(file))
        {
            throw new Misuse("--input: " + file + " is a directory: name a file");
        }
        if (!Files.exists(file))
        {
            throw new Misuse("--input: there is no file " + file + ": check the name");
        }
        if (!Files.isRegularFile(file))
        {
            throw new Misuse("--input: " + file + " can be read but once: copy it to a file, and name that");
        }
        if (!Files.isReadable(file))
        {
            throw new Misuse("--input: cannot read " + file + ": change its permissions, or name another file");
        }
        try (LineSource source = new LineSource(file))
        {
            final MessageDigest digest = sha256Digest();
            long bytes = 0;
            long lines = 0;
            int longestLength = 0;
            long longestNumber = 0;
            while (source.next())
            {
                digest.update(source.bytes(), source.offset(), source.length());
                bytes += source.length();
                lines++;
                if (source.length() > longestLength)
                {
                    longestLength = source.length();
                    longestNumber = lines;
                }
            }
            return new LineScan(bytes, lines, longestLength, longestNumber, HexFormat.of().formatHex(digest.digest()));
        }
        catch (final IOException ex)
        {
            throw new Misuse("--input: cannot read " + file + " (" + ex.getMessage() + "): name another file");
        }
    }

    static MessageDigest sha256Digest()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every JDK has SHA-256", ex);
        }
    }
}
