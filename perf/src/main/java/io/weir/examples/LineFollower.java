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

package io.weir.examples;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The lines of a file, and those that are still to come: waits for them until it is interrupted. */
final class LineFollower implements Iterator<String>, AutoCloseable
{
    private static final long LOOK_AGAIN_MS = 20;

    private final Reader reader;
    private final StringBuilder line = new StringBuilder();
    private String next;

    private LineFollower(final Reader reader)
    {
        this.reader = reader;
    }

    static LineFollower open(final Path file)
    {
        try
        {
            return new LineFollower(Files.newBufferedReader(file));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public boolean hasNext()
    {
        try
        {
            while (null == next)
            {
                final int c = reader.read();
                if ('\n' == c)
                {
                    next = line.toString();
                    line.setLength(0);
                }
                else if (c >= 0)
                {
                    line.append((char)c);
                }
                else
                {
                    Thread.sleep(LOOK_AGAIN_MS);
                }
            }
            return true;
        }
        catch (final InterruptedException ex)
        {
            return false;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public String next()
    {
        if (!hasNext())
        {
            throw new NoSuchElementException();
        }
        final String taken = next;
        next = null;
        return taken;
    }

    @Override
    public void close()
    {
        try
        {
            reader.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
