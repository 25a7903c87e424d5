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

import io.aeron.exceptions.AeronException;
import io.weir.ListenException;
import io.weir.SessionRefusedException;
import io.weir.aeron.AeronAddress;
import io.weir.aeron.DriverException;
import io.weir.config.Configuration;
import io.weir.config.ConfigurationException;
import io.weir.counters.CountersException;
import io.weir.journal.JournalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/**
 * What system properties, environment and profile make of the settings of engines here. Commands that launch engines,
 * or processes that do, look at it before anything else.
 */
public final class Surroundings
{
    private Surroundings()
    {
    }

    /**
     * {@return the configuration of an engine that nothing is set for}
     *
     * @throws Misuse if an option is wrong, naming it.
     */
    public static Configuration configuration()
    {
        return configuration(Configuration.builder());
    }

    /**
     * Looks at the address of another process before anything is launched.
     *
     * @param option  that names it, or nothing for a parameter.
     * @param address of Aeron.
     * @throws Misuse if it is none.
     */
    static void requireAeronAddress(final String option, final String address)
    {
        try
        {
            AeronAddress.parse(address);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new Misuse((option.isEmpty() ? "" : option + ": ") + ex.getMessage());
        }
    }

    /**
     * {@return what is wrong outside this program, in a line; null if an exception is the program's own fault}
     *
     * @param failure that a command ended with.
     */
    static String inWords(final Throwable failure)
    {
        for (Throwable at = failure; null != at; at = at.getCause())
        {
            if (at instanceof DriverException || at instanceof SessionRefusedException ||
                at instanceof ListenException ||
                at instanceof CountersException || at instanceof JournalException || at instanceof AeronException)
            {
                return firstLine(at.getMessage());
            }
            if (at instanceof IOException || at instanceof UncheckedIOException)
            {
                return firstLine(at instanceof FileSystemException ? at.toString() : String.valueOf(at.getMessage()));
            }
            if (at instanceof InternalError && String.valueOf(at.getMessage()).contains("unsafe memory access"))
            {
                return "a file system in memory is full: free space in /dev/shm, give a container more " +
                    "(docker run --shm-size=256m), or name another directory";
            }
        }
        return null;
    }

    private static String firstLine(final String text)
    {
        return String.valueOf(text).lines().findFirst().orElse("no reason was given");
    }

    static Configuration configuration(final Configuration.Builder builder)
    {
        try
        {
            return builder.build();
        }
        catch (final ConfigurationException ex)
        {
            throw new Misuse(ex.getMessage());
        }
    }
}
