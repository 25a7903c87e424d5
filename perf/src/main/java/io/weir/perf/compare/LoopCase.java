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

package io.weir.perf.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One case of the comparison of loops.
 *
 * @param shape   of the traffic.
 * @param callers of an echo: streams with one message in flight each; 1 for messages one way.
 * @param window  of a stream in frames.
 * @param workUs  other work of the provider's agent in each duty cycle, in microseconds.
 */
record LoopCase(Shape shape, int callers, int window, int workUs)
{
    /** The most callers of a case. */
    static final int CALLERS_MAX = 64;

    private static final int WINDOW_DEFAULT = 64;
    private static final int[] CALLERS = {1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 48, CALLERS_MAX};
    private static final int[] WINDOWS = {1, 2, 4, 8, 12, 16, 18, 20, 24, 32, 64, 256, 1024};
    private static final int[] WORK_US = {0, 10, 20, 100};
    private static final int[] CALLERS_QUICK = {1, 4, 16, 20, 24, 32};
    private static final int[] WINDOWS_QUICK = {18, 20, 24, 64};
    private static final int[] WORK_US_QUICK = {0, 10, 100};

    /** What waits for what. */
    enum Shape
    {
        /** Each caller sends its next message when the last one has come back. */
        ECHO,

        /** One stream towards the provider, which sends as much as its window lets it. */
        ONE_WAY;

        String label()
        {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * {@return the grid: cases that differ in one step of callers, or of the window, stand next to each other}
     *
     * @param isQuick whether a coarse one will do.
     */
    static List<LoopCase> grid(final boolean isQuick)
    {
        final List<LoopCase> cases = new ArrayList<>();
        for (final int workUs : isQuick ? WORK_US_QUICK : WORK_US)
        {
            for (final int callers : isQuick ? CALLERS_QUICK : CALLERS)
            {
                cases.add(new LoopCase(Shape.ECHO, callers, WINDOW_DEFAULT, workUs));
            }
            for (final int window : windows(isQuick))
            {
                cases.add(new LoopCase(Shape.ONE_WAY, 1, window, workUs));
            }
        }
        return cases;
    }

    /** {@return the windows of all cases of the finer grid, which holds the coarse one} */
    static int[] windows()
    {
        return windows(false);
    }

    /** {@return whether two cases lie on one line of the grid} */
    boolean isInLineWith(final LoopCase other)
    {
        return shape == other.shape && workUs == other.workUs;
    }

    /** {@return the case that {@link #words} tells} */
    static LoopCase ofWords(final String words)
    {
        final String[] parts = words.split(" ");
        return new LoopCase(Shape.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
            Integer.parseInt(parts[3]));
    }

    /** {@return the case in words for another process} */
    String words()
    {
        return shape + " " + callers + " " + window + " " + workUs;
    }

    private static int[] windows(final boolean isQuick)
    {
        return (isQuick ? WINDOWS_QUICK : WINDOWS).clone();
    }
}
