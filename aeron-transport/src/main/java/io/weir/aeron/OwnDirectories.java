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
package io.weir.aeron;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.IoUtil;

/**
 * Names for directories of embedded drivers: the process's id is in them, so that what a killed process leaves in
 * memory can be told from what is in use, and taken away by the next that launches a driver there.
 */
final class OwnDirectories
{
    /** A driver that is only paused must not lose its files; its clients have given it up long before. */
    private static final long SILENT_MS = TimeUnit.SECONDS.toMillis(60);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private OwnDirectories()
    {
    }

    /** {@return a name that no other driver has, beside the directory where clients of Aeron look by default} */
    static String next()
    {
        return prefix(new File(CommonContext.AERON_DIR_PROP_DEFAULT)) + ProcessHandle.current().pid() + "-" +
            COUNT.incrementAndGet();
    }

    /**
     * Takes away what killed processes of this user have left.
     *
     * @param name of a directory; those beside it are looked at if it has a name of {@link #next}.
     */
    static void removeLeftOvers(final String name)
    {
        final File own = new File(CommonContext.AERON_DIR_PROP_DEFAULT);
        final String prefix = prefix(own);
        if (!name.startsWith(prefix))
        {
            return;
        }
        final Pattern pattern = Pattern.compile(Pattern.quote(new File(prefix).getName()) + "(\\d+)-\\d+");
        final File[] candidates = new File(name).getAbsoluteFile().getParentFile().listFiles();
        for (final File candidate : null == candidates ? new File[0] : candidates)
        {
            final Matcher matcher = pattern.matcher(candidate.getName());
            if (matcher.matches() && isLeftOver(candidate, Long.parseLong(matcher.group(1))))
            {
                IoUtil.delete(candidate, true);
            }
        }
    }

    /** A process of another container may have the id of one that is dead here: so the driver must be silent, too. */
    static boolean isLeftOver(final File directory, final long pid)
    {
        final Path path = directory.toPath();
        try
        {
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) &&
                Files.getOwner(path).getName().equals(System.getProperty("user.name")) &&
                !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) &&
                new File(directory, CncFileDescriptor.CNC_FILE).exists() &&
                !DriverDirectory.isActiveQuietly(directory, SILENT_MS);
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            return false;
        }
    }

    private static String prefix(final File standard)
    {
        return new File(standard.getParentFile(), "weir-" + standard.getName() + "-").getPath();
    }
}
