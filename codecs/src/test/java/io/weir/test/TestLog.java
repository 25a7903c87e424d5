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
package io.weir.test;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is said through {@link System.Logger} in a test's process: kept for the test that asks, and not printed, so that
 * errors which tests bring about on purpose do not drown the others'.
 */
public final class TestLog extends System.LoggerFinder
{
    private static final List<String> LINES = new CopyOnWriteArrayList<>();

    /** Found as a service. */
    public TestLog()
    {
    }

    /**
     * {@return whether a line of a logger of Weir's has all of these texts}
     *
     * @param texts to be found in one line.
     */
    public static boolean has(final String... texts)
    {
        return count(texts) > 0;
    }

    /**
     * {@return how many lines have all of these texts}
     *
     * @param texts to be found in one line.
     */
    public static long count(final String... texts)
    {
        return LINES.stream().filter(line -> List.of(texts).stream().allMatch(line::contains)).count();
    }

    @Override
    public System.Logger getLogger(final String name, final Module module)
    {
        return new Kept(name);
    }

    private record Kept(String name) implements System.Logger
    {
        @Override
        public String getName()
        {
            return name;
        }

        @Override
        public boolean isLoggable(final Level level)
        {
            return level.getSeverity() >= Level.INFO.getSeverity();
        }

        @Override
        public void log(final Level level, final ResourceBundle bundle, final String text, final Throwable thrown)
        {
            if (isLoggable(level) && name.startsWith("io.weir"))
            {
                LINES.add(level + " " + text + (null == thrown ? "" : " " + thrown));
            }
        }

        @Override
        public void log(final Level level, final ResourceBundle bundle, final String format, final Object... params)
        {
            log(level, bundle, null == params || 0 == params.length ? format : MessageFormat.format(format, params),
                (Throwable)null);
        }
    }
}
