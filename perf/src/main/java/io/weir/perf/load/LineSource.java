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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A file's lines, one after the other, each with the newline that ends it, if one does: together they are the file,
 * byte for byte. Owned by one thread.
 */
final class LineSource implements AutoCloseable
{
    private static final int CHUNK = 256 * 1024;

    private final InputStream in;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private byte[] bytes = new byte[CHUNK];
    private int end;
    private int lineOffset;
    private int lineEnd;
    private long number = -1;
    private boolean isAtEnd;

    /**
     * Opens a file.
     *
     * @param file to read.
     * @throws IOException if it cannot be opened.
     */
    LineSource(final Path file) throws IOException
    {
        in = Files.newInputStream(file);
        buffer.wrap(bytes);
    }

    /**
     * Goes on to the next line.
     *
     * @return whether there is one.
     * @throws IOException if the file cannot be read.
     */
    boolean next() throws IOException
    {
        lineOffset = lineEnd;
        int at = lineOffset;
        while (true)
        {
            while (at < end)
            {
                if ('\n' == bytes[at++])
                {
                    lineEnd = at;
                    number++;
                    return true;
                }
            }
            if (isAtEnd)
            {
                lineEnd = end;
                if (lineOffset == end)
                {
                    return false;
                }
                number++;
                return true;
            }
            at -= lineOffset;
            fill();
        }
    }

    /** {@return the number of the line, from 0} */
    long number()
    {
        return number;
    }

    /** {@return the buffer that holds the line until the next} */
    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** {@return the bytes behind the buffer} */
    byte[] bytes()
    {
        return bytes;
    }

    /** {@return the offset of the line} */
    int offset()
    {
        return lineOffset;
    }

    /** {@return the length of the line in bytes, its newline included} */
    int length()
    {
        return lineEnd - lineOffset;
    }

    @Override
    public void close() throws IOException
    {
        in.close();
    }

    /** Moves what there is of the line to the front, and reads behind it. */
    private void fill() throws IOException
    {
        final int kept = end - lineOffset;
        if (kept > bytes.length - CHUNK / 2)
        {
            if (bytes.length >= Integer.MAX_VALUE / 2)
            {
                throw new IOException("line " + (number + 2) + " is longer than 1 GiB");
            }
            bytes = Arrays.copyOfRange(bytes, lineOffset, lineOffset + 2 * bytes.length);
            buffer.wrap(bytes);
        }
        else
        {
            System.arraycopy(bytes, lineOffset, bytes, 0, kept);
        }
        lineOffset = 0;
        lineEnd = 0;
        end = kept;
        final int read = in.read(bytes, end, bytes.length - end);
        isAtEnd = read < 0;
        end += Math.max(0, read);
    }
}
