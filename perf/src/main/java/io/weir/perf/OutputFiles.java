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

package io.weir.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks before a run whether its results can be written after it.
 */
public final class OutputFiles
{
    private OutputFiles()
    {
    }

    /**
     * Checks that a file can be written.
     *
     * @param option that names it.
     * @param file   to be written, or null for none.
     */
    public static void requireWritable(final String option, final Path file)
    {
        if (null == file)
        {
            return;
        }
        final Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file))
        {
            throw new Misuse(option + ": " + file + " is a directory: name a file in it");
        }
        if (null == directory || !Files.isDirectory(directory))
        {
            throw new Misuse(option + ": there is no directory " + directory + ": create it, or name another file");
        }
        if (!Files.isWritable(Files.exists(file) ? file : directory))
        {
            throw new Misuse(option + ": cannot write " + file + ": change its permissions, or name another file");
        }
    }

    /**
     * Creates a directory, if it is not there.
     *
     * @param option    that names it.
     * @param directory to be created, or null for none.
     */
    public static void requireDirectory(final String option, final Path directory)
    {
        if (null == directory)
        {
            return;
        }
        try
        {
            Files.createDirectories(directory);
        }
        catch (final IOException ex)
        {
            throw new Misuse(option + ": cannot create the directory " + directory + " (" + ex + "): name another");
        }
        if (!Files.isWritable(directory))
        {
            throw new Misuse(option + ": cannot write in " + directory + ": change its permissions, or name another");
        }
    }
}
