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

package io.weir.perf.report;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/**
 * Whether a person is looking.
 */
public final class Terminal
{
    private Terminal()
    {
    }

    /**
     * {@return whether standard input and output are a terminal that can redraw a line}
     */
    public static boolean isInteractive()
    {
        final Console console = System.console();
        final String term = System.getenv("TERM");
        return null != console && isTerminal(console) && null != term && !"dumb".equals(term);
    }

    /** From JDK 22 on there is always a console, which has to be asked; before there was one only on a terminal. */
    private static boolean isTerminal(final Console console)
    {
        try
        {
            return (boolean)Console.class.getMethod("isTerminal").invoke(console);
        }
        catch (final NoSuchMethodException ex)
        {
            return true;
        }
        catch (final IllegalAccessException | InvocationTargetException ex)
        {
            return false;
        }
    }
}
